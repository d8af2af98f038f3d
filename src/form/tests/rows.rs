//! Posted inputs, rows of blocks, files, corrections.

use super::*;

#[test]
fn inputs_become_answers() {
    let draft = rich().merge(
        &json!({"about": "before", "ratio": 3}),
        &pairs(&[
            ("_csrf", "x"),
            ("/kind", "person"),
            ("/contact/address/city", " Angers "),
            ("/about", ""),
            ("/born", "1"),
            ("/born", "3"),
            ("/born", "1990"),
            ("/days", ""),
            ("/days", "tue"),
            ("/days", "mon"),
            ("/ratio", "beaucoup"),
            ("/children/0/cost", "1 234,5"),
            ("/agree", ""),
            ("/agree", "true"),
        ]),
        None,
    );
    let expected = json!({
        "kind": "person", "contact": {"address": {"city": "Angers"}}, "born": "1990-03-01", "days": ["mon", "tue"],
        "ratio": "beaucoup", "children": [{"cost": 1234.5}], "agree": true
    });
    assert_eq!(draft, expected);
}

#[test]
fn hostile_names_are_ignored() {
    let form = rich();
    for name in [
        "/__proto__",
        "/constructor/prototype",
        "/children/99999999999/name",
        "/children/5/name",
        "/children/-1/name",
        "/children/01/name",
        "/children/*/name",
        "/children/-/name",
        "/children",
        "/children/0",
        "/kind/0",
        "/kind~2",
        "/contact",
        "/contact/address",
        "/plan",
        "/plan/0/id",
        "/children/0/proof/id",
        "/total",
        "/",
        "",
        "kind",
        "//kind",
        "/kind/",
        "/contact//email",
    ] {
        assert_eq!(form.merge(&json!({}), &pairs(&[(name, "x")]), None), json!({}), "{name}");
    }
    let deep = "/a".repeat(100_000);
    assert_eq!(form.merge(&json!({}), &pairs(&[(&deep, "x")]), None), json!({}));
}

#[test]
fn rows_come_one_after_the_other_up_to_the_most() {
    let form = rich();
    let mut draft = json!({});
    for row in 0..9 {
        draft = form.merge(&draft, &pairs(&[(&format!("/children/{row}/name"), "x")]), None);
    }
    assert_eq!(draft["children"].as_array().unwrap().len(), 4);
    assert_eq!(form.add_row(&mut draft, "/children", None), None, "there are four already");
    form.remove_row(&mut draft, "/children/3", None).unwrap();
    for pointer in ["/children/9", "/children/x", "/children", "/kind/0", "/days/0", ""] {
        assert_eq!(form.remove_row(&mut draft, pointer, None), None);
    }
    assert_eq!(form.add_row(&mut draft, "/children", None).unwrap().place(), "/children/3");
    assert_eq!(draft["children"][3], json!({}));
}

#[test]
fn a_required_block_shows_its_first_row() {
    let definition = Definition::bare(json!({"type": "object", "required": ["rows"], "properties": {
        "rows": {"title": "Lignes", "type": "array", "items": {"type": "object", "required": ["a"], "properties": {
            "a": {"title": "A", "type": "string"}}}}
    }}));
    let form = compiled(&definition.unwrap());
    let block = find(view(&form, 1, &json!({})), "rows");
    assert_eq!((block.rows.len(), block.rows[0].removable, block.can_add), (1, false, true));
    assert_eq!(block.rows[0].title, "Lignes, nᵒ\u{a0}1");
    let mut two = json!({});
    form.add_row(&mut two, "/rows", None).unwrap();
    assert_eq!(two, json!({"rows": [{}, {}]}));
    assert_eq!(errors(&form, &json!({})), [("/rows".to_owned(), "required")]);
    assert_eq!(errors(&form, &two), [("/rows/0/a".to_owned(), "required"), ("/rows/1/a".to_owned(), "required")]);
}

#[test]
fn rules_of_a_row_see_the_row() {
    let page = view(&rich(), 2, &json!({"children": [{"age": 1}, {"age": 6}]}));
    let schools: Vec<bool> = page.elements[0].rows.iter().map(|row| row.elements[2].hidden).collect();
    assert_eq!(schools, [true, false]);
}

#[test]
fn what_files_must_be_is_said_beside_the_list_or_in_it() {
    let list = |beside: Value, inside: Value| {
        let mut list = json!({"title": "Plan", "type": "array", "items": {"$ref": "../types/file.json"}});
        if !inside.is_null() {
            list["items"]["file"] = inside;
        }
        if !beside.is_null() {
            list["file"] = beside;
        }
        let rule = simple(json!({ "plan": list })).file_rule("/plan", None).unwrap();
        (rule.accept, rule.max_size)
    };
    let pdf = || vec!["application/pdf"];
    let inside = json!({"accept": ["application/pdf"], "maxSize": 1000});
    assert_eq!(list(Value::Null, inside.clone()), (pdf(), 1000));
    assert_eq!(list(inside.clone(), Value::Null), (pdf(), 1000));
    assert_eq!(list(json!({"maxSize": 5}), inside), (pdf(), 5), "beside wins");
}

#[test]
fn files_are_put_and_taken_away() {
    let form = rich();
    let file = |id: &str| json!({"id": id, "name": "a.pdf", "size": 3, "type": "application/pdf"});
    assert_eq!(form.file_rule("/plan", None).unwrap().max_size, 1000);
    assert_eq!(form.file_rule("/kind", None), None);
    let draft = form.attach(&json!({}), "/plan", file("1"), None).unwrap();
    let draft = form.attach(&draft, "/plan", file("2"), None).unwrap();
    let draft = form.attach(&draft, "/children/0/proof", file("3"), None).unwrap();
    let draft = form.attach(&draft, "/children/0/proof", file("4"), None).unwrap();
    let held: Vec<String> = form.files(&draft).into_iter().map(|(pointer, id)| format!("{pointer} {id}")).collect();
    assert_eq!(held, ["/children/0/proof 4", "/plan 1", "/plan 2"]);
    assert!(form.attach(&draft, "/kind", file("5"), None).is_none());
    let draft = form.detach(&form.detach(&draft, "1", None), "4", None);
    assert_eq!(draft, json!({"plan": [file("2")], "children": [{}]}));
    assert_eq!(form.detach(&draft, "2", None), json!({"children": [{}]}));
    let element = find(view(&form, 3, &draft), "plan");
    assert_eq!((element.files.len(), element.accept.as_str(), element.multiple), (1, "application/pdf", true));
    assert!(view(&form, 3, &draft).multipart && !view(&form, 1, &draft).multipart);
}

#[test]
fn a_correction_opens_only_what_it_asks() {
    let form = rich();
    let mut draft = json!({"kind": "person", "children": [{"name": "Zoé", "age": 6}, {"name": "Ali", "age": 7}]});
    let only = ["/contact/email".to_owned(), "/children/1/age".to_owned()];
    let written = form.merge(
        &draft,
        &pairs(&[
            ("/kind", "company"),
            ("/contact/email", "a@b.fr"),
            ("/children/0/age", "1"),
            ("/children/1/age", "8"),
        ]),
        Some(&only),
    );
    assert_eq!(written["kind"], "person");
    assert_eq!((&written["children"][0]["age"], &written["children"][1]["age"]), (&json!(6), &json!(8)));
    assert_eq!(form.add_row(&mut draft.clone(), "/children", Some(&only)), None);
    let evaluation = form.evaluate(&draft, &Context::default());
    let options = ViewOptions { lang: "fr", only: Some(&only), ..ViewOptions::default() };
    let page = form.page_view(2, &draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let block = &page.elements[0];
    assert_eq!(page.elements.len(), 1);
    assert_eq!((block.rows.len(), block.rows[0].index, block.rows[0].elements.len()), (1, 1, 1));
    assert!(!block.can_add && !block.rows[0].removable);
    let whole = ["/children".to_owned()];
    assert_eq!(form.add_row(&mut draft, "/children", Some(&whole)).unwrap().place(), "/children/2");
}

#[test]
fn only_what_rules_changed_is_drawn_again() {
    let form = rich();
    let (old, new) = (json!({"kind": "person", "about": "a"}), json!({"kind": "company", "about": "b"}));
    let (was, is) = (form.evaluate(&old, &Context::default()), form.evaluate(&new, &Context::default()));
    let changed = form.changed_elements(1, (&old, &was), (&new, &is), &options("fr"), &Meanwhile::default());
    assert_eq!(changed.iter().map(|element| element.id.as_str()).collect::<Vec<_>>(), ["siret"]);
    assert!(!changed[0].hidden);
}

#[test]
fn a_page_is_plain_data() {
    let page = view(&rich(), 1, &json!({"born": "31/02/2026", "ratio": 12.5}));
    let drawn: Vec<String> = page
        .elements
        .iter()
        .map(|e| {
            format!("{} {} {} hidden={} required={} {:?}", e.component, e.id, e.label, e.hidden, e.required, e.value)
        })
        .collect();
    insta::assert_snapshot!(drawn.join("\n"), @r#"
    radios kind Vous êtes hidden=false required=true ""
    text siret  hidden=true required=false ""
    group g-1 Vous joindre hidden=false required=false ""
    textarea about Votre projet hidden=false required=false ""
    date born Date de naissance hidden=false required=false "31/02/2026"
    radios married Êtes-vous marié ? hidden=false required=false ""
    checkboxes days Jours hidden=false required=false ""
    text ratio Part hidden=false required=false "12,5"
    "#);
    insta::assert_json_snapshot!(page.elements[0], @r#"
    {
      "component": "radios",
      "id": "kind",
      "name": "/kind",
      "label": "Vous êtes",
      "required": true,
      "value": "",
      "input": {},
      "options": [
        {
          "value": "person",
          "label": "Un particulier",
          "hint": null,
          "selected": false
        },
        {
          "value": "company",
          "label": "Une entreprise",
          "hint": null,
          "selected": false
        }
      ],
      "max_size": 0
    }
    "#);
}

/// A row that is shown and not written yet has no place to move from.
#[test]
fn a_blank_row_does_not_move() {
    let item = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let schema = json!({"type": "object", "required": ["rows"],
        "properties": {"rows": {"type": "array", "minItems": 3, "items": item}}});
    let control = json!({"type": "Control", "scope": "#/properties/rows", "options": {"showSortButtons": true}});
    let form = compiled(&Definition { ui: Some(control), ..Definition::bare(schema).unwrap() });
    for (row, up) in [("/rows/2", true), ("/rows/1", true), ("/rows/0", false)] {
        let mut draft = json!({"rows": [{"name": "a"}]});
        assert_eq!(form.move_row(&mut draft, row, up, None), None, "{row}");
        assert_eq!(draft, json!({"rows": [{"name": "a"}]}));
    }
}

#[test]
fn a_block_may_keep_its_rows() {
    let rows = json!({"title": "L", "type": "array", "items": {"type": "object", "properties": {"x": {"title": "X", "type": "string"}}},
        "default": [{"x": "a"}, {"x": "b"}]});
    let names =
        json!({"title": "N", "type": "object", "additionalProperties": {"type": "string"}, "default": {"a": "1"}});
    let schema = json!({"type": "object", "properties": {"rows": rows, "names": names}});
    let control = |name: &str, options: &Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": options});
    let form = |options: Value| {
        let elements = json!([control("rows", &options), control("names", &options)]);
        let ui = json!({"type": "VerticalLayout", "elements": elements});
        compiled(&Definition { schema: schema.clone(), ui: Some(ui), ..Definition::default() })
    };
    let still = form(json!({"disableAdd": true, "disableRemove": true}));
    let mut draft = still.initial(&Context::default());
    assert_eq!(draft, json!({"rows": [{"x": "a"}, {"x": "b"}], "names": {"a": "1"}}));
    let before = draft.clone();
    assert_eq!(still.add_row(&mut draft, "/rows", None), None);
    assert_eq!(still.duplicate_row(&mut draft, "/rows/0", None), None);
    assert_eq!(still.remove_row(&mut draft, "/rows/0", None), None);
    assert_eq!(still.remove_row(&mut draft, "/names/a", None), None);
    assert_eq!(
        still.merge(&draft, &pairs(&[("/rows/2/x", "c"), ("/names/b", "2"), ("/rows/1/x", "d")]), None)["rows"],
        json!([{"x": "a"}, {"x": "d"}])
    );
    assert_eq!(draft, before);
    let elements = view(&still, 1, &draft).elements;
    assert!(
        elements
            .iter()
            .all(|block| !block.can_add && block.rows.iter().all(|row| !row.removable && !row.can_duplicate))
    );
    // Each does what it says, and no more.
    let grows = form(json!({"disableRemove": true}));
    assert!(
        grows.remove_row(&mut draft, "/rows/0", None).is_none() && grows.add_row(&mut draft, "/rows", None).is_some()
    );
    let shrinks = form(json!({"disableAdd": true}));
    assert!(
        shrinks.add_row(&mut draft, "/rows", None).is_none()
            && shrinks.remove_row(&mut draft, "/rows/0", None).is_some()
    );
}

/// What may not be added to is around what may: the next row within is taken, by whatever brings it.
#[test]
fn a_block_that_grows_within_one_that_does_not() {
    let place = json!({"$ref": "../types/geometry.json"});
    let proof = json!({"$ref": "../types/file.json"});
    let inner = json!({"type": "array", "items": {"type": "object", "properties": {"x": {"type": "string"}}}});
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"inner": inner, "place": place, "proof": proof}}});
    let schema = json!({"type": "object", "properties": {"rows": rows}});
    let ui = json!({"type": "Control", "scope": "#/properties/rows", "options": {"disableAdd": true}});
    let form = compiled(&Definition { schema, ui: Some(ui), ..Definition::default() });
    let draft = json!({"rows": [{"inner": [{"x": "a"}]}]});
    let merged = form.merge(&draft, &pairs(&[("/rows/0/inner/1/x", "b"), ("/rows/1/inner/0/x", "c")]), None);
    assert_eq!(merged, json!({"rows": [{"inner": [{"x": "a"}, {"x": "b"}]}]}));
    let file = json!({"id": "1", "name": "a.pdf", "size": 1});
    assert!(form.attach(&draft, "/rows/0/proof", file.clone(), None).is_some());
    assert_eq!(form.attach(&draft, "/rows/1/proof", file, None), None);
    let point =
        vec![json!({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [2.0, 48.0]}})];
    assert!(form.import(&draft, "/rows/0/place", point.clone(), None)["rows"][0]["place"].is_object());
    assert_eq!(form.import(&draft, "/rows/1/place", point, None), draft);
}

/// Places before rows stay blank where a file of places makes the first row.
#[test]
fn a_file_of_places_in_a_row_after_places() {
    let rows = json!({"type": "object", "properties": {"place": {"$ref": "../types/geometry.json"}}});
    let way =
        json!({"type": "array", "items": rows, "maxItems": 5, "prefixItems": [{"type": "string"}, {"type": "string"}]});
    let form = simple(json!({ "way": way }));
    let point =
        vec![json!({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [2.0, 48.0]}})];
    let draft = form.import(&json!({}), "/way/2/place", point, None);
    assert_eq!((&draft["way"][0], &draft["way"][1]), (&json!(null), &json!(null)));
    assert!(draft["way"][2]["place"].is_object(), "{draft}");
}

/// Two places of their own, then rows.
fn tuple() -> Form {
    let rows = json!({"title": "Étape", "type": "object", "properties": {"x": {"title": "X", "type": "string"}}, "required": ["x"]});
    let tuple = json!({"title": "Trajet", "type": "array", "minItems": 3, "maxItems": 5, "items": rows, "default": ["Nantes"],
        "prefixItems": [{"title": "Départ", "type": "string"}, {"title": "Arrivée", "type": "string"}]});
    let ui = json!({"type": "Control", "scope": "#/properties/way"});
    let schema = json!({"type": "object", "properties": {"way": tuple, "first": {"type": "string", "readOnly": true,
        "calculate": {"cat": [{"var": "form.way.0"}, "-", {"var": "form.way.1"}]}}}, "required": ["way"]});
    let mut definition = Definition { schema, ui: Some(ui), ..Definition::default() };
    definition.schema["properties"]["way"]["control"] = json!({"options": {"showSortButtons": true}});
    compiled(&definition)
}

#[test]
fn rows_come_after_the_places_of_a_tuple() {
    let form = tuple();
    let mut draft = form.initial(&Context::default());
    assert_eq!(draft, json!({"way": ["Nantes"]}));
    // A row that must be there is drawn; what is typed in it leaves the places as they are.
    draft = form.merge(&draft, &pairs(&[("/way/2/x", "Clisson"), ("/way/1", "")]), None);
    assert_eq!(draft, json!({"way": ["Nantes", null, {"x": "Clisson"}]}));
    assert_eq!(errors(&form, &draft), [("/way/1".to_owned(), "type")]);
    draft = form.merge(&draft, &pairs(&[("/way/1", "Cholet")]), None);
    assert_eq!(errors(&form, &draft), []);
    assert_eq!(form.evaluate(&draft, &Context::default()).values()["first"], "Nantes-Cholet");
    let added = form.add_row(&mut draft, "/way", None).unwrap();
    assert_eq!((added.place(), &draft["way"][3]), ("/way/3".to_owned(), &json!({})));
    draft = form.merge(&draft, &pairs(&[("/way/3/x", "Mauges")]), None);
    let element = find(view(&form, 1, &draft), "way");
    let rows: Vec<_> =
        element.rows.iter().map(|row| (&*row.pointer, &*row.title, row.can_rise, row.can_sink)).collect();
    assert_eq!(rows, [("/way/2", "Étape, nᵒ\u{a0}1", false, true), ("/way/3", "Étape, nᵒ\u{a0}2", true, false)]);
    // Only a row moves, and only among rows.
    assert_eq!(form.move_row(&mut draft, "/way/2", true, None), None);
    assert_eq!(form.remove_row(&mut draft, "/way/1", None), None);
    assert!(form.move_row(&mut draft, "/way/3", true, None).is_some());
    assert_eq!(draft["way"], json!(["Nantes", "Cholet", {"x": "Mauges"}, {"x": "Clisson"}]));
    assert!(form.add_row(&mut draft, "/way", None).is_some() && form.add_row(&mut draft, "/way", None).is_none());
    let before = draft.clone();
    assert!(form.remove_row(&mut draft, "/way/2", None).is_some());
    assert!(form.restore_row(&mut draft, (&before, "/way/2"), None, None).is_some());
    assert_eq!(draft, before);
    // Names from elsewhere make no row.
    assert_eq!(form.merge(&json!({}), &pairs(&[("/way/4/x", "?"), ("/way/0/x", "?")]), None), json!({}));
    let labels: Vec<String> = form.fields("fr").into_iter().map(|field| field.label).collect();
    assert_eq!(labels, ["Départ", "Arrivée", "Étape", "X"]);
    assert_eq!(form.label_in_rows("/way/3/x", "fr"), "Étape 2 – X");
}
