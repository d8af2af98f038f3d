//! Objects whose names people choose.

use super::*;
use crate::form::cell::Cell;

fn form() -> Form {
    let schema = json!({"type": "object", "properties": {
        "prices": {"title": "Tarifs", "type": "object", "additionalProperties": {"type": "number"}, "maxProperties": 3},
        "people": {"title": "Personnes", "type": "object", "propertyNames": {"pattern": "^[a-zé ]+$"},
            "additionalProperties": {"type": "object", "required": ["age"], "properties": {
                "age": {"title": "Âge", "type": "integer"},
                "pets": {"title": "Animaux", "type": "array", "items": {"type": "object", "properties": {
                    "kind": {"title": "Espèce", "type": "string"}}}},
                "extra": {"title": "Divers", "type": "object", "additionalProperties": {"type": "boolean"}}
            }}},
        "mixed": {"title": "Mélange", "type": "object",
            "properties": {"known": {"title": "Connu", "type": "string"}},
            "patternProperties": {"^n_": {"title": "Nombre", "type": "integer"}},
            "additionalProperties": {"title": "Date", "type": "string", "format": "date"}},
        "closed": {"title": "Fermé", "type": "object", "patternProperties": {"^x": {"type": "string"}},
            "additionalProperties": false}
    }});
    compiled(&Definition { schema, ..Definition::default() })
}

fn names(elements: &[Element], found: &mut Vec<String>) {
    for element in elements.iter().filter(|element| !element.hidden) {
        let is_input = !["group", "repeat", "address", "date"].contains(&element.component);
        found.extend(is_input.then(|| element.name.clone()));
        names(&element.parts, found);
        element.rows.iter().for_each(|row| names(&row.elements, found));
    }
}

fn inputs(form: &Form, draft: &Value) -> Vec<String> {
    let mut found = Vec::new();
    names(&view(form, 1, draft).elements, &mut found);
    found
}

fn add(form: &Form, draft: &Value, pointer: &str, name: &str) -> Value {
    let mut typed = form.merge(draft, &pairs(&[(&format!("{pointer}#name"), name)]), None);
    form.add_row(&mut typed, pointer, None);
    typed
}

fn removed(form: &Form, draft: &Value, pointer: &str, only: Option<&[String]>) -> Value {
    let mut draft = draft.clone();
    form.remove_row(&mut draft, pointer, only);
    draft
}

#[test]
fn a_name_is_added_filled_and_removed() {
    let form = form();
    let draft = add(&form, &json!({}), "/prices", " café/thé ");
    assert_eq!(draft, json!({"prices": {"café/thé": null}}));
    let block = find(view(&form, 1, &draft), "prices");
    let (row, input) = (&block.rows[0], &block.rows[0].elements[0]);
    assert_eq!((row.title.as_str(), row.pointer.as_str()), ("café/thé", "/prices/café~1thé"));
    assert_eq!(
        (input.name.as_str(), input.label.as_str(), input.id.as_str()),
        ("/prices/café~1thé", "café/thé", "prices-café_thé")
    );
    assert_eq!(errors(&form, &draft), [("/prices/café~1thé".to_owned(), "required")]);
    let draft = form.merge(&draft, &pairs(&[("/prices/café~1thé", "2,5")]), None);
    assert_eq!(form.check(&draft, &Context::default()).values, json!({"prices": {"café/thé": 2.5}}));
    assert_eq!(form.label("/prices/café~1thé", "fr"), "café/thé");
    let cleared = form.merge(&draft, &pairs(&[("/prices/café~1thé", "")]), None);
    assert_eq!(cleared, json!({"prices": {"café/thé": null}}), "a name that was given is not lost");
    assert_eq!(removed(&form, &draft, "/prices/café~1thé", None), json!({"prices": {}}));
}

#[test]
fn a_name_that_cant_be_one_is_told_and_kept() {
    let form = form();
    let two = json!({"people": {"zoé b": {}}});
    let told = |draft: &Value, pointer: &str, name: &str| {
        let draft = add(&form, draft, pointer, name);
        let block = find(view(&form, 1, &draft), &pointer[1..]);
        let input = block.parts.into_iter().find(|part| part.name.ends_with("#name")).unwrap();
        (input.value, input.error, errors(&form, &draft).into_iter().map(|(_, code)| code).next_back())
    };
    let taken = Some("Ce nom est déjà pris : choisissez-en un autre".to_owned());
    let refused = Some("Ce nom n’est pas accepté : choisissez-en un autre".to_owned());
    assert_eq!(told(&json!({}), "/people", "Zoé 1"), ("Zoé 1".to_owned(), refused.clone(), Some("propertyNames")));
    assert_eq!(
        told(&json!({"people": {"ali": {"age": 3}}}), "/people", "ali"),
        ("ali".to_owned(), taken.clone(), Some("nameTaken"))
    );
    assert_eq!(told(&json!({}), "/people", " "), (String::new(), Some("Écrivez un nom".to_owned()), None));
    assert_eq!(told(&json!({}), "/mixed", "known").1, taken);
    assert_eq!(told(&json!({}), "/closed", "a").1, refused);
    assert_eq!(told(&json!({}), "/prices", "*").1, refused);
    assert_eq!(told(&json!({}), "/prices", "x#branch").1, refused);
    let pending = form.merge(&two, &pairs(&[("/prices#name", "thé")]), None);
    assert_eq!(errors(&form, &pending)[0], ("/prices".to_owned(), "namePending"));
    assert_eq!(form.check(&pending, &Context::default()).values, json!({"people": {"zoé b": {}}}));
    assert_eq!(form.merge(&pending, &pairs(&[("/prices#name", "")]), None), two);
    // No more than there may be, and nothing through the back door.
    let full = json!({"prices": {"a": 1, "b": 2, "c": 3}});
    assert_eq!(add(&form, &full, "/prices", "d")["prices"], full["prices"]);
    assert!(!find(view(&form, 1, &full), "prices").can_add);
    for name in ["/prices/d", "/prices/*", "/prices/", "/prices", "/people/Ali/age", "/closed/z", "/people/ali"] {
        assert_eq!(form.merge(&full, &pairs(&[(name, "1")]), None), full, "{name}");
    }
}

#[test]
fn an_entry_is_drawn_by_the_schema_that_its_name_chooses() {
    let form = form();
    let draft = json!({"mixed": {"known": "k", "n_1": 4, "due": "2026-03-04"}, "closed": {"x1": "a"}});
    let mut found = inputs(&form, &draft);
    found.dedup();
    for name in ["/mixed/known", "/mixed/n_1", "/mixed/due", "/mixed#name", "/closed/x1"] {
        assert_eq!(found.iter().filter(|known| *known == name).count(), 1, "{name} {found:?}");
    }
    let draft = form.merge(
        &draft,
        &pairs(&[("/mixed/n_1", "5"), ("/mixed/due", "1"), ("/mixed/due", "2"), ("/mixed/due", "2027")]),
        None,
    );
    assert_eq!(draft["mixed"], json!({"known": "k", "n_1": 5, "due": "2027-02-01"}));
    assert_eq!(
        errors(&form, &json!({"mixed": {"n_1": "x", "due": "x"}, "closed": {"y": "a"}})),
        [
            ("/mixed/due".to_owned(), "format"),
            ("/mixed/n_1".to_owned(), "type"),
            ("/closed/y".to_owned(), "additionalProperties"),
        ]
    );
}

#[test]
fn objects_and_lists_stand_in_entries() {
    let form = form();
    let draft = add(&form, &json!({}), "/people", "zoé");
    assert_eq!(draft, json!({"people": {"zoé": {}}}));
    assert_eq!(errors(&form, &draft), [("/people/zoé/age".to_owned(), "required")]);
    let draft = form.merge(&draft, &pairs(&[("/people/zoé/age", "7")]), None);
    let mut draft = draft;
    form.add_row(&mut draft, "/people/zoé/pets", None).unwrap();
    let draft = form.merge(&draft, &pairs(&[("/people/zoé/pets/0/kind", "chat")]), None);
    let draft = add(&form, &draft, "/people/zoé/extra", "lunettes");
    let draft = form.merge(&draft, &pairs(&[("/people/zoé/extra/lunettes", "true")]), None);
    let whole = json!({"people": {"zoé": {"age": 7, "pets": [{"kind": "chat"}], "extra": {"lunettes": true}}}});
    assert_eq!(draft, whole);
    assert_eq!(errors(&form, &draft), []);
    let evaluation = form.evaluate(&draft, &Context::default());
    let summary = form.summary(&draft, &evaluation, "fr");
    let lines: Vec<String> = summary[0]
        .groups
        .iter()
        .flat_map(|group| {
            group
                .rows
                .iter()
                .filter(|row| !row.lines.is_empty())
                .map(|row| format!("{}: {}: {}", group.title, row.label, row.lines.join(", ")))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n").replace('\u{a0}', " "), @r"
    Personnes – zoé: Âge: 7
    Animaux, nᵒ 1: Espèce: chat
    Divers: lunettes: Oui
    ");
    // Those that are one value stand together.
    let prices = json!({"prices": {"thé": 2, "café": 3}, "mixed": {"due": "2026-03-04"}});
    let groups = form.summary(&prices, &form.evaluate(&prices, &Context::default()), "fr").remove(0).groups;
    let told = groups.iter().map(|group| {
        let labels: Vec<&str> = group.rows.iter().map(|row| row.label.as_str()).collect();
        (group.title.as_str(), labels)
    });
    let told: Vec<_> = told.filter(|(title, _)| !title.is_empty()).collect();
    let other = ("Autres informations – due", vec!["Date"]);
    assert_eq!(told, [("Tarifs", vec!["thé", "café"]), ("Mélange", vec!["Connu"]), other]);
    // A correction of one entry opens this one only.
    let only = ["/people/zoé/age".to_owned()];
    let sent = pairs(&[("/people/zoé/age", "8"), ("/people/ali/age", "9"), ("/people#name", "ali")]);
    let corrected = form.merge(&draft, &sent, Some(&only));
    assert_eq!(
        corrected,
        json!({"people": {"zoé": {"age": 8, "pets": [{"kind": "chat"}], "extra": {"lunettes": true}}}})
    );
    assert_eq!(removed(&form, &draft, "/people/zoé", Some(&only)), draft);
}

#[test]
fn a_document_of_free_names_has_inputs_at_its_root() {
    let form = compiled(&Definition {
        schema: json!({"type": "object", "additionalProperties": {"type": "string"}}),
        ..Definition::default()
    });
    let draft = add(&form, &json!({}), "", "nom");
    let draft = form.merge(&draft, &pairs(&[("/nom", "Zoé"), ("/autre", "x")]), None);
    assert_eq!(draft, json!({"nom": "Zoé", "autre": "x"}));
    assert_eq!(inputs(&form, &draft), ["#name", "/nom", "/autre"]);
    assert_eq!(removed(&form, &draft, "/nom", None), json!({"autre": "x"}));
    let pending = form.merge(&draft, &pairs(&[("#name", "nom")]), None);
    assert_eq!(form.check(&pending, &Context::default()).values, draft);
    assert_eq!(inputs(&form, &pending), ["#name", "/nom", "/autre"]);
}

#[test]
fn what_only_refuses_nothing_asks_nothing() {
    for open in [json!(true), json!({})] {
        let form = simple(
            json!({"o": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": open}}),
        );
        assert_eq!(inputs(&form, &json!({})), ["/o/a"]);
        let more = json!({"o": {"a": "x", "z": [1]}});
        assert_eq!(form.check(&more, &Context::default()).values, more, "what a document holds stays");
    }
}

#[test]
fn what_a_line_of_text_cant_show_is_not_lost() {
    let form = simple(json!({"any": {"title": "Tout", "type": "object", "additionalProperties": true}}));
    let draft = json!({"any": {"a": {"deep": [1]}, "b": 5, "c": "05"}});
    let same = form.merge(&draft, &pairs(&[("/any/a", ""), ("/any/b", "5"), ("/any/c", "05")]), None);
    assert_eq!(same, draft);
}

#[test]
fn entries_are_a_table_of_their_own() {
    let form = form();
    let draft =
        json!({"mixed": {"known": "k", "n_1": 4}, "people": {"ali": {"age": 3}, "zoé": {"extra": {"x": true}}}});
    let evaluation = form.evaluate(&draft, &Context::default());
    let columns: Vec<String> =
        form.columns(Some("/people/*/extra"), "fr").into_iter().map(|column| column.key).collect();
    assert_eq!(columns, ["/people/*/extra#name", "/people/*/extra/*"]);
    let rows = form.rows(Some("/people/*/extra"), &evaluation, "fr");
    assert_eq!((rows.len(), rows[0].numbers.as_slice()), (1, [2, 1].as_slice()));
    assert_eq!(rows[0].cells["/people/*/extra#name"], Cell::Text("x".to_owned()));
    assert_eq!(form.rows(Some("/mixed"), &evaluation, "fr").len(), 1, "a property is no entry");
}

#[test]
fn names_typed_appear_in_a_partial_update() {
    let form = form();
    let (old, new) = (json!({"prices": {"a": 1}}), json!({"prices": {"b": 1}}));
    let (was, is) = (form.evaluate(&old, &Context::default()), form.evaluate(&new, &Context::default()));
    let changed = form.changed_elements(1, (&old, &was), (&new, &is), &options("fr"), &Meanwhile::default());
    assert_eq!(changed.iter().map(|element| element.id.as_str()).collect::<Vec<_>>(), ["prices"]);
}

/// What a draft keeps beside the answers is no entry of theirs, nor a name for one.
#[test]
fn names_of_ours_are_no_entries() {
    let form =
        compiled(&Definition::bare(json!({"type": "object", "additionalProperties": {"type": "string"}})).unwrap());
    let draft = json!({"café": "1", "#conflicts": {"/café": {}}, "#branch": {}, "#name": {}, "#document": 1});
    let drawn = inputs(&form, &draft);
    assert!(drawn.contains(&"/café".to_owned()) && !drawn.iter().any(|name| name.starts_with("/#")), "{drawn:?}");
    for name in ["#conflicts", "#document", "a#branch"] {
        let mut named = form.merge(&json!({}), &pairs(&[("#name", name)]), None);
        form.add_row(&mut named, "", None);
        assert_eq!(form.check(&named, &Context::default()).values, json!({}), "{name}: {named}");
    }
}
