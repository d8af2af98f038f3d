//! What is asked only sometimes, and lists that are not of objects.

use super::*;

/// The names of the inputs on a page.
fn names(form: &Form, draft: &Value) -> Vec<String> {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let page = form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut found = Vec::new();
    inputs(&page.elements, &mut found);
    found
}

fn inputs(elements: &[Element], found: &mut Vec<String>) {
    for element in elements.iter().filter(|element| !element.hidden) {
        let is_whole = element.parts.is_empty() && element.rows.is_empty() && element.component != "repeat";
        if is_whole && element.component != "group" {
            found.push(element.name.clone());
        }
        inputs(&element.parts, found);
        element.rows.iter().for_each(|row| inputs(&row.elements, found));
    }
}

fn fill(form: &Form, draft: &Value, pairs: &[(&str, &str)]) -> Value {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    form.merge(draft, &pairs, None)
}

fn kept(form: &Form, draft: &Value) -> Value {
    form.check(draft, &Context::default()).values
}

fn form(schema: Value) -> Form {
    compiled(&Definition { schema, ..Definition::default() })
}

#[test]
fn what_follows_an_if_is_asked_when_it_holds() {
    let form = form(json!({
        "type": "object",
        "properties": {"works": {"type": "boolean"}},
        "if": {"properties": {"works": {"const": true}}, "required": ["works"]},
        "then": {"properties": {"employer": {"type": "string"}}, "required": ["employer"]},
        "else": {"properties": {"since": {"type": "integer"}}}
    }));
    assert_eq!(names(&form, &json!({"works": true})), ["/works", "/employer"]);
    assert_eq!(names(&form, &json!({})), ["/works", "/since"]);
    assert_eq!(errors(&form, &json!({"works": true})), [("/employer".to_owned(), "required")]);
    assert_eq!(
        kept(&form, &json!({"works": true, "employer": "X", "since": 3})),
        json!({"works": true, "employer": "X"})
    );
}

#[test]
fn a_condition_refers_to_the_whole_schema() {
    let form = form(json!({
        "type": "object",
        "properties": {
            "age": {"type": "integer"}, "least": {"type": "integer", "minimum": 18},
            "born": {"type": "integer"}, "years": {"type": "integer", "calculate": {"-": [2026, {"var": "form.born"}]}}
        },
        "allOf": [
            {"if": {"properties": {"age": {"$ref": "#/properties/least"}}, "required": ["age"]},
             "then": {"properties": {"vote": {"type": "boolean"}}}},
            {"if": {"$ref": "#/$defs/old"}, "then": {"properties": {"pension": {"type": "boolean"}}}}
        ],
        "$defs": {"old": {"properties": {"years": {"minimum": 60}}, "required": ["years"]}}
    }));
    assert_eq!(names(&form, &json!({"age": 17})).last().map(String::as_str), Some("/years"));
    assert_eq!(names(&form, &json!({"age": 18})).last().map(String::as_str), Some("/vote"));
    assert_eq!(names(&form, &json!({"born": 1950})).last().map(String::as_str), Some("/pension"));
    assert_eq!(kept(&form, &json!({"age": 17, "vote": true})), json!({"age": 17}));
}

#[test]
fn a_rule_of_the_layout_refers_to_its_own_schema_then_to_the_form_s() {
    let shown = |test: Value, age: i64| {
        let definition = serde_json::from_value(json!({
            "schema": {"type": "object", "properties": {
                "age": {"type": "integer", "enum": [17, 18]}, "least": {"type": "integer", "minimum": 18}, "vote": {"type": "boolean"}}},
            "ui": {"type": "VerticalLayout", "elements": [
                {"type": "Control", "scope": "#/properties/age"}, {"type": "Control", "scope": "#/properties/least"},
                {"type": "Control", "scope": "#/properties/vote",
                    "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/age", "schema": test}}}]}
        }));
        names(&compiled(&definition.unwrap()), &json!({"age": age})).contains(&"/vote".to_owned())
    };
    let whole = json!({"$ref": "#/properties/least"});
    assert!(shown(whole.clone(), 18) && !shown(whole, 17));
    let own = json!({"$ref": "#/properties/least", "properties": {"least": {"const": 17}}});
    assert!(shown(own.clone(), 17) && !shown(own, 18));
}

#[test]
fn one_property_may_be_asked_in_two_ways() {
    let when = |kind: &str, id: Value| json!({"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"properties": {"id": id}}});
    let form = form(json!({
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}},
        "allOf": [when("a", json!({"type": "string"})), when("b", json!({"type": "string", "maxLength": 3}))]
    }));
    for kind in ["a", "b"] {
        assert_eq!(names(&form, &json!({"kind": kind})), ["/kind", "/id"]);
        let whole = json!({"kind": kind, "id": "xyz"});
        assert_eq!(kept(&form, &whole), whole);
    }
    assert_eq!(kept(&form, &json!({"id": "xyz"})), json!({}));
}

#[test]
fn an_answer_may_bring_questions() {
    let form = form(json!({
        "type": "object",
        "properties": {"card": {"type": "string"}, "pet": {"enum": ["no", "dog"]}},
        "dependentSchemas": {"card": {"properties": {"holder": {"type": "string"}}}},
        "oneOf": [
            {"properties": {"pet": {"const": "no"}}},
            {"properties": {"pet": {"const": "dog"}, "name": {"type": "string"}}, "required": ["name"]}
        ]
    }));
    assert_eq!(names(&form, &json!({})), ["/card", "/pet"]);
    assert_eq!(names(&form, &json!({"card": "1", "pet": "dog"})), ["/card", "/pet", "/holder", "/name"]);
    assert_eq!(errors(&form, &json!({"pet": "dog"})), [("/name".to_owned(), "required")]);
}

fn shapes() -> Form {
    form(json!({
        "type": "object",
        "properties": {"shape": {"title": "Forme", "oneOf": [
            {"title": "Cercle", "type": "object", "required": ["kind", "size"],
             "properties": {"kind": {"const": "circle"}, "size": {"type": "number"}}},
            {"title": "Texte", "type": "object", "required": ["kind", "size"],
             "properties": {"kind": {"const": "text"}, "size": {"type": "string"}}}
        ]}}
    }))
}

#[test]
fn a_branch_is_chosen_and_its_constant_follows() {
    let form = shapes();
    assert_eq!(names(&form, &json!({})), ["/shape#branch"]);
    let draft = fill(&form, &json!({}), &[("/shape#branch", "0"), ("/shape/size", "1,5")]);
    assert_eq!(names(&form, &draft), ["/shape#branch", "/shape/kind", "/shape/size"]);
    assert_eq!(kept(&form, &draft), json!({"shape": {"kind": "circle", "size": 1.5}}));
    let draft = fill(&form, &draft, &[("/shape#branch", "1"), ("/shape/size", "12")]);
    assert_eq!(kept(&form, &draft), json!({"shape": {"kind": "text", "size": "12"}}));
    let summary = form.summary(&draft, &form.evaluate(&draft, &Context::default()), "fr");
    assert_eq!(summary[0].groups[0].rows[0].lines, ["Texte"]);
}

#[test]
fn what_is_wrong_in_a_branch_is_told_where_it_is() {
    let form = shapes();
    let draft = fill(&form, &json!({}), &[("/shape#branch", "0")]);
    assert_eq!(errors(&form, &draft), [("/shape/size".to_owned(), "required")]);
    let draft = fill(&form, &draft, &[("/shape/size", "grand")]);
    assert_eq!(errors(&form, &draft), [("/shape/size".to_owned(), "type")]);
}

#[test]
fn answers_tell_their_branch() {
    let form = shapes();
    for answers in [json!({"shape": {"kind": "circle", "size": 2}}), json!({"shape": {"kind": "text", "size": "2"}})] {
        assert_eq!(kept(&form, &answers), answers);
        assert_eq!(names(&form, &answers).len(), 3);
    }
}

#[test]
fn an_answer_beside_a_choice_tells_no_branch() {
    let form = form(json!({
        "type": "object", "properties": {"name": {"type": "string"}},
        "oneOf": [
            {"title": "A", "properties": {"a": {"type": "string"}, "z": {"type": "string"}}, "required": ["a", "z"]},
            {"title": "B", "properties": {"b": {"type": "string"}}}
        ]
    }));
    assert_eq!(names(&form, &json!({"name": "x"})), ["/name", "#branch"]);
    assert_eq!(names(&form, &json!({"name": "x", "a": "y"})), ["/name", "#branch", "/a", "/z"]);
}

#[test]
fn a_branch_may_be_one_value() {
    let form = form(json!({"type": "object", "properties": {"when": {"title": "Quand", "anyOf": [
        {"title": "Un jour", "type": "object", "properties": {"day": {"type": "string", "format": "date"}}},
        {"title": "Un texte", "type": "string"}
    ]}}}));
    let draft = fill(&form, &json!({}), &[("/when#branch", "1"), ("/when", "demain")]);
    assert_eq!(kept(&form, &draft), json!({"when": "demain"}));
    let day = json!({"when": {"day": "2026-01-02"}});
    assert_eq!((names(&form, &day)[1].as_str(), kept(&form, &day)), ("/when/day", day.clone()));
}

#[test]
fn nothing_is_taken_for_a_branch_that_is_none() {
    let form = shapes();
    for raw in ["7", "-1", "x", ""] {
        assert_eq!(fill(&form, &json!({}), &[("/shape#branch", raw)]), json!({}), "{raw}");
    }
    assert_eq!(fill(&form, &json!({}), &[("/zz#branch", "0"), ("#branch", "0")]), json!({}));
}

#[test]
fn lists_hold_values_lists_and_places() {
    let form = form(json!({"type": "object", "properties": {
        "tags": {"title": "Mots", "type": "array", "items": {"type": "string", "minLength": 2}},
        "grid": {"title": "Grille", "type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
        "pair": {"title": "Paire", "type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}
    }}));
    let whole = json!({"tags": ["ab", "cd"], "grid": [[1, 2], [3]], "pair": ["x", 4]});
    let found = names(&form, &whole);
    assert_eq!(found, ["/tags/0", "/tags/1", "/grid/0/0", "/grid/0/1", "/grid/1/0", "/pair/0", "/pair/1"]);
    assert_eq!(kept(&form, &whole), whole);
    let mut draft = json!({"tags": ["ab"]});
    form.add_row(&mut draft, "/tags", None).unwrap();
    let mut draft = fill(&form, &draft, &[("/tags/1", "cd"), ("/pair/1", "4")]);
    assert_eq!(draft, json!({"tags": ["ab", "cd"], "pair": [null, 4]}));
    form.remove_row(&mut draft, "/tags/0", None).unwrap();
    assert_eq!(draft["tags"], json!(["cd"]));
    assert_eq!(errors(&form, &json!({"tags": ["a"]})), [("/tags/0".to_owned(), "minLength")]);
}

#[test]
fn two_unions_at_one_place_are_chosen_together() {
    let branch = |name: &str| json!({"title": name.to_uppercase(), "properties": {name: {"type": "string"}}, "required": [name]});
    let union = |names: &[&str]| json!({"oneOf": names.iter().map(|name| branch(name)).collect::<Vec<_>>()});
    let schema = json!({"type": "object", "properties": {"a": {"type": "string"}}, "allOf": [union(&["v", "w"]), union(&["x", "y"])]});
    let form = form(schema);
    let element = find(view(&form, 1, &json!({})), "_branch");
    let titles: Vec<&str> = element.options.iter().map(|option| &*option.label).collect();
    assert_eq!(titles, ["V – X", "V – Y", "W – X", "W – Y"]);
    let draft = fill(&form, &json!({}), &[("#branch", "2"), ("/w", "1"), ("/x", "2")]);
    assert_eq!(names(&form, &draft), ["/a", "#branch", "/w", "/x"]);
    assert_eq!((kept(&form, &draft), errors(&form, &draft)), (json!({"w": "1", "x": "2"}), vec![]));
    let chosen = fill(&form, &json!({}), &[("#branch", "1")]);
    assert_eq!(names(&form, &chosen), ["/a", "#branch", "/v", "/y"]);
    assert_eq!(errors(&form, &chosen), [("/v".to_owned(), "required"), ("/y".to_owned(), "required")]);

    let many: Vec<Value> = (0..8).map(|n| branch(&format!("n{n}"))).collect();
    let other: Vec<Value> = (0..8).map(|n| branch(&format!("o{n}"))).collect();
    let schema = json!({"type": "object", "allOf": [{ "oneOf": many }, { "oneOf": other }]});
    let problems = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap_err();
    let told: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
    assert_eq!((told.len(), &*told[0].pointer, told[0].code), (1, "/schema", "unions"));
}

#[test]
fn what_stands_deep_in_a_value_tells_its_branch() {
    let branch = |size: Value| json!({"properties": {"pet": {"type": "object", "properties": {"size": size}}}});
    let small = branch(json!({"enum": ["small", "tiny"]}));
    let form =
        form(json!({"type": "object", "properties": {"x": {"oneOf": [small, branch(json!({"type": "integer"}))]}}}));
    let chosen = |size: Value| {
        let element = find(view(&form, 1, &json!({"x": {"pet": { "size": size }}})), "x-_branch");
        element.options.iter().position(|option| option.selected)
    };
    assert_eq!((chosen(json!("tiny")), chosen(json!(3))), (Some(0), Some(1)));
}

#[test]
fn choices_of_branch_follow_their_rows() {
    let form = form(json!({"type": "object", "properties": {"list": {"type": "array", "items": {"oneOf": [
        {"title": "A", "type": "object", "properties": {"a": {"type": "string"}}},
        {"title": "B", "type": "object", "properties": {"b": {"type": "string"}}}
    ]}}}}));
    let mut draft = fill(&form, &json!({"list": [{}, {}]}), &[("/list/1#branch", "1"), ("/list/0#branch", "0")]);
    assert_eq!(names(&form, &draft), ["/list/0#branch", "/list/0/a", "/list/1#branch", "/list/1/b"]);
    form.remove_row(&mut draft, "/list/0", None).unwrap();
    assert_eq!(names(&form, &draft), ["/list/0#branch", "/list/0/b"]);
    let copied = form.duplicate_row(&mut draft, "/list/0", None).unwrap();
    assert_eq!(copied.place(), "/list/1");
    assert_eq!(names(&form, &draft), ["/list/0#branch", "/list/0/b", "/list/1#branch", "/list/1/b"]);
}

#[test]
fn a_tree_is_asked_three_levels_deep() {
    let form = form(json!({
        "type": "object", "$ref": "#/$defs/node",
        "$defs": {"node": {"type": "object", "properties": {"name": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}}}}
    }));
    let draft = json!({"name": "a", "children": [{"name": "b", "children": [{"name": "c"}]}]});
    assert_eq!(kept(&form, &draft), draft);
    assert_eq!(names(&form, &draft), ["/name", "/children/0/name", "/children/0/children/0/name"]);
}

#[test]
fn a_new_request_has_the_answers_that_the_schema_gives() {
    let form = form(json!({
        "type": "object", "required": ["people"],
        "properties": {
            "country": {"type": "string", "default": "FR"},
            "agree": {"type": "boolean", "const": true, "default": true},
            "tags": {"type": "array", "items": {"type": "string", "default": "x"}, "default": ["a"]},
            "people": {"type": "array", "items": {"type": "object", "properties": {"age": {"type": "integer", "default": 18}}}}
        }
    }));
    let mut draft = form.initial(&Context::default());
    assert_eq!(draft, json!({"country": "FR", "tags": ["a"], "people": [{"age": 18}]}));
    form.add_row(&mut draft, "/people", None).unwrap();
    form.add_row(&mut draft, "/tags", None).unwrap();
    assert_eq!(draft, json!({"country": "FR", "tags": ["a", "x"], "people": [{"age": 18}, {"age": 18}]}));
}

#[test]
fn a_document_is_validated_as_it_stands() {
    let form = form(json!({
        "type": "object", "required": ["a", "home"],
        "properties": {"a": {"type": "string"}, "home": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}}
    }));
    let found = |document: Value| -> Vec<String> {
        form.validate(&document, &Context::default()).errors.into_iter().map(|error| error.pointer).collect()
    };
    assert_eq!(found(json!({"a": ""})), ["/home"]);
    assert_eq!(found(json!({"a": "", "home": {}})), ["/home/b"]);
    assert_eq!(found(json!([])), [""]);
}

#[test]
fn what_is_left_blank_brings_no_question() {
    let form = form(json!({
        "type": "object",
        "properties": {
            "marks": {"type": "array", "items": {"type": "integer"}},
            "home": {"type": "object", "properties": {"city": {"type": "string"}}}
        },
        "dependentSchemas": {"home": {"properties": {"since": {"type": "integer"}}}},
        "if": {"properties": {"marks": {"const": [9]}}, "required": ["marks"]},
        "then": {"properties": {"mention": {"type": "string"}}}
    }));
    let (asked, blank) =
        (json!({"marks": [9], "home": {"city": "Nantes"}}), json!({"marks": [9, null], "home": {"city": ""}}));
    assert_eq!(names(&form, &asked), ["/marks/0", "/home/city", "/mention", "/since"]);
    assert_eq!(names(&form, &blank), ["/marks/0", "/marks/1", "/home/city", "/mention"]);
}

#[test]
fn a_constant_is_given_by_its_branch_alone() {
    let branch = json!({"title": "A", "type": "object", "required": ["kind"], "properties": {
        "kind": {"const": "a"}, "more": {"type": "boolean"}},
        "if": {"properties": {"more": {"const": true}}, "required": ["more"]},
        "then": {"properties": {"agreed": {"const": "yes"}}}
    });
    let other = json!({"title": "B", "type": "object", "properties": {"b": {"type": "string"}}});
    let form = form(json!({"type": "object", "properties": {"x": {"oneOf": [branch, other]}}}));
    let draft = fill(&form, &json!({}), &[("/x#branch", "0"), ("/x/more", "true")]);
    assert_eq!(kept(&form, &draft), json!({"x": {"kind": "a", "more": true}}));
}

#[test]
fn the_rows_of_a_list_tell_its_branch() {
    let list = |rows: &str| json!({"type": "array", "items": {"type": rows}});
    let form = form(json!({"type": "object", "properties": {"codes": {"title": "Codes", "anyOf": [
        list("string"), list("number"), {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}
    ]}}}));
    let drawn = |codes: Value| {
        let view = view(&form, 1, &json!({ "codes": codes }));
        view.elements[0].parts[0].options.iter().position(|option| option.selected)
    };
    let branches = [json!(["x"]), json!([1, null]), json!([{"a": "x"}])].map(drawn);
    assert_eq!(branches, [Some(0), Some(1), Some(2)]);
}

#[test]
fn an_answer_outside_tells_the_branch_of_what_depends_on_it() {
    let form = form(json!({
        "type": "object",
        "properties": {"pets": {"enum": ["none", "one", "several"]}},
        "dependentSchemas": {"pets": {"oneOf": [
            {"properties": {"pets": {"enum": ["none"]}}},
            {"properties": {"pets": {"enum": ["one"]}, "age": {"type": "number"}}, "required": ["age"]},
            {"properties": {"pets": {"enum": ["several"]}, "count": {"type": "integer"}}, "required": ["count"]}
        ]}}
    }));
    assert_eq!(names(&form, &json!({})), ["/pets"]);
    assert_eq!(names(&form, &json!({"pets": "none"})), ["/pets"]);
    assert_eq!(names(&form, &json!({"pets": "several"})), ["/pets", "/count"]);
    let draft = fill(&form, &json!({}), &[("/pets", "one")]);
    assert_eq!(errors(&form, &draft), [("/age".to_owned(), "required")]);
    let draft = fill(&form, &draft, &[("/age", "4,5")]);
    assert_eq!(kept(&form, &draft), json!({"pets": "one", "age": 4.5}));
}
