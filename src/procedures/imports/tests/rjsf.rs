use super::*;

#[test]
fn rows_that_ask_some_things_only_sometimes_keep_them() {
    let source = json!({
        "schema": {"type": "object", "properties": {"owners": {"type": "array", "items": {
            "type": "object", "properties": {"pets": {"enum": ["none", "one"]}},
            "dependencies": {"pets": {"oneOf": [
                {"properties": {"pets": {"enum": ["none"]}}},
                {"properties": {"pets": {"enum": ["one"]}, "age": {"type": "number"}}, "required": ["age"]}]}}}}}},
        "uiSchema": {"owners": {"items": {"pets": {"ui:widget": "radio"}}}}
    });
    let found = imported(Format::Rjsf, &source);
    let definition = Definition::bare(found.procedure["form"].clone()).unwrap();
    let form = Form::compile(&definition, &[]).unwrap();
    assert!(form.page_of("/owners/0/age").is_some());
}

#[test]
fn names_that_rjsf_lets_people_add_are_theirs_to_choose() {
    let source = json!({
        "schema": {"type": "object", "properties": {
            "first": {"type": "string", "default": {"properties": {}, "additionalProperties": true}},
            "more": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": true},
            "default": {"type": "object", "properties": {"c": {"type": "string"}}, "additionalProperties": true},
            "shut": {"type": "object", "properties": {"b": {"type": "string"}}, "additionalProperties": false}
        }, "additionalProperties": true},
        "uiSchema": {"first": {"ui:help": "Aide"}}
    });
    let found = imported(Format::Rjsf, &source);
    assert_eq!(found.procedure["form"]["schema"]["properties"]["shut"]["additionalProperties"], false);
    let form = compiled(&found);
    assert!(["", "/more", "/default"].iter().all(|place| block(&form, place, &json!({})).0));
    assert!(form.page_of("/first").is_some() && form.page_of("/more/a").is_some());
    assert_eq!(form.check(&json!({"more": {"x": "y"}, "z": 1}), &Context::default()).errors, []);
}

#[test]
fn rjsf_sorts_rows_and_proposes_examples_unless_it_is_told_otherwise() {
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "examples": ["x", 2]}}}});
    let source = json!({
        "schema": {"type": "object", "definitions": {"color": {"enum": ["r", "g"]}}, "properties": {
            "free": rows, "fixed": rows, "tree": {"$ref": "#/properties/free"},
            "colors": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/definitions/color"}},
            "files": {"type": "array", "items": {"type": "string", "format": "data-url"}},
            "day": {"type": "string", "format": "date", "examples": ["2026-01-01"]},
            "long": {"type": "string", "examples": ["x"]}}},
        "uiSchema": {"fixed": {"ui:options": {"orderable": false}}, "long": {"ui:widget": "textarea"}}
    });
    let found = imported(Format::Rjsf, &source);
    let lost: Vec<_> =
        found.losses.iter().filter(|loss| loss.outcome() != Outcome::ToComplete).map(|loss| loss.code).collect();
    assert_eq!(lost, ["file-value"]);
    let elements = found.procedure["form"]["ui"]["elements"].as_array().unwrap();
    let option = |name: &str, option: &str| {
        let scope = format!("#/properties/{name}");
        elements.iter().find(|at| at["scope"] == *scope).unwrap().pointer(&format!("/options/{option}")).cloned()
    };
    assert!(["free", "tree"].iter().all(|list| option(list, "showSortButtons") == Some(json!(true))));
    assert_eq!(option("fixed", "showSortButtons"), Some(json!(false)));
    assert!(["colors", "files"].iter().all(|list| option(list, "showSortButtons").is_none()));
    assert_eq!(option("free", "detail/elements/0/options/suggestion"), Some(json!(["x", "2"])));
    assert!(["day", "long"].iter().all(|line| option(line, "suggestion").is_none()));
    let form = compiled(&found);
    let draft = json!({"free": [{}, {}], "fixed": [{}, {}]});
    let moved = |row: &str| form.move_row(&mut draft.clone(), row, false, None).is_some();
    assert!(moved("/free/0") && !moved("/fixed/0"));
}

#[test]
fn schemas_under_an_address_are_taken_in() {
    let source = json!({
        "$id": "https://example.org/form", "type": "object",
        "properties": {"who": {"$ref": "person"}, "old": {"$ref": "dates#day"}, "far": {"$ref": "https://example.org/far"}},
        "definitions": {
            "p": {"$id": "person", "type": "object", "properties": {"name": {"$ref": "#/$defs/name"}}, "$defs": {"name": {"type": "string"}}},
            "d": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "dates", "definitions": {"n": {"$id": "#day", "type": "string", "format": "date"}}}
        }
    });
    let found = imported(Format::Rjsf, &source);
    let losses: Vec<_> =
        found.losses.iter().filter(|loss| loss.code == "reference").map(|loss| loss.pointer.clone()).collect();
    assert_eq!(losses, ["/properties/far/$ref"]);
    let form = compiled(&found);
    assert!(form.page_of("/who/name").is_some());
    let errors = form.check(&json!({"old": "hier", "who": {"name": 1}}), &Context::default()).errors;
    assert_eq!(
        errors.iter().map(|error| (&*error.pointer, error.code)).collect::<Vec<_>>(),
        [("/who/name", "type"), ("/old", "format")]
    );
}

#[test]
fn what_is_never_shown_is_not_asked_where_the_form_lays_itself_out() {
    let source = json!({
        "schema": {"type": "object", "required": ["secret"], "properties": {"kind": {"enum": ["a", "b"]}, "secret": {"type": "string"}},
            "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"properties": {"more": {"type": "string"}}}},
        "uiSchema": {"secret": {"ui:widget": "hidden"}, "kind": {"ui:widget": "radio"}}
    });
    let found = imported(Format::Rjsf, &source);
    assert!(found.procedure["form"].get("ui").is_none());
    let form = compiled(&found);
    let checked = form.check(&json!({"kind": "a", "secret": "x"}), &Context::default());
    assert_eq!((checked.errors, checked.values), (vec![], json!({"kind": "a"})));
}
