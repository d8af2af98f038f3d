//! Forms that were published and that this version refuses.

use super::*;

/// A schema with a faulty place, and answers that were given before it was one.
fn published() -> (Definition, Value) {
    let file =
        json!({"id": "0199a5c4-7c1e-7a10-8000-000000000001", "name": "bail.pdf", "size": 3, "type": "application/pdf"});
    let schema = json!({"type": "object", "properties": {
        "name": {"title": "Nom", "type": "string"},
        "agreed": {"title": "D’accord", "type": "boolean"},
        "home": {"title": "Domicile", "type": "object", "properties": {"rooms": {"title": "Pièces", "type": "integer"}}},
        "children": {"title": "Enfants", "type": "array", "items": {"type": "object", "properties": {
            "first": {"title": "Prénom", "type": "string"}}}},
        "days": {"title": "Jours", "type": "array", "items": {"type": "string"}},
        "proofs": {"title": "Pièces jointes", "type": "array", "items": {"$ref": "../types/file.json"}},
        "lost": {"$ref": "#/nowhere"}
    }});
    let answers = json!({"name": "Zoé\nPetit", "agreed": true, "home": {"rooms": 3, "surface/m²": 40.5},
        "children": [{"first": "Ali"}, {"first": "Léa"}], "days": ["lundi", "mardi"], "proofs": [file, file],
        "lost": {"deep": [[1, 2]]}, "empty": null, "#conflicts": {"/name": {}}});
    (Definition { schema, ..Definition::default() }, answers)
}

#[test]
fn the_answers_of_a_form_that_no_longer_compiles_are_all_told() {
    let (definition, answers) = published();
    assert!(Form::compile(&definition, &[]).is_err());
    let form = Form::published(&definition, &[]);
    assert!(form.unfit().is_some_and(|problems| problems.iter().any(|problem| problem.code == "ref-unknown")));
    assert!(form.pages().is_empty() && form.writable("/name", None).is_none());
    let evaluation = form.evaluate(&answers, &Context::default());
    let [section] = form.summary(&answers, &evaluation, "fr").try_into().unwrap();
    assert!(section.notice.is_some_and(|notice| notice.contains("Rien n’est perdu")));
    let rows = section.groups.iter().flat_map(|group| group.rows.iter().map(move |row| (group.title.as_str(), row)));
    let told: Vec<_> = rows
        .map(|(group, row)| (group, row.label.as_str(), row.pointer.as_str(), row.lines.join("|"), row.files.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("", "Nom", "/name", "Zoé|Petit".to_owned(), 0),
            ("", "D’accord", "/agreed", "Oui".to_owned(), 0),
            ("Domicile", "Pièces", "/home/rooms", "3".to_owned(), 0),
            ("Domicile", "surface/m²", "/home/surface~1m²", "40.5".to_owned(), 0),
            ("Enfants – 1", "Prénom", "/children/0/first", "Ali".to_owned(), 0),
            ("Enfants – 2", "Prénom", "/children/1/first", "Léa".to_owned(), 0),
            ("", "Jours", "/days", "lundi|mardi".to_owned(), 0),
            ("", "Pièces jointes", "/proofs", String::new(), 2),
            ("lost – deep", "1", "/lost/deep/0", "1|2".to_owned(), 0),
        ]
    );
    // In a table they are one cell, without the names of files.
    let columns = form.columns(None, "fr");
    let row = form.rows(None, &evaluation, "fr").remove(0);
    let Cell::Text(cell) = &row.cells[&columns[0].key] else { panic!("{row:?}") };
    assert!(cell.contains("Enfants – 2 – Prénom\u{a0}: Léa") && !cell.contains("bail"), "{cell}");
}

#[test]
fn what_a_published_form_works_without_closes_nothing() {
    let schema = json!({"type": "object", "properties": {
        "place": {"title": "Lieu", "$ref": "../types/geometry.json", "map": {"zoom": 40}},
        "name": {"title": "Nom", "type": "string"}}});
    let unknown = serde_json::Map::from_iter([("paper".to_owned(), json!(true))]);
    let definition = Definition { schema, unknown, ..Definition::default() };
    assert!(Form::compile(&definition, &[]).is_err());
    let form = Form::published(&definition, &[]);
    assert!(form.unfit().is_none() && form.pages().len() == 1);
    let told: Vec<_> = form.warnings().iter().map(|problem| problem.code).collect();
    assert_eq!(told, ["unknown-key", "map-option"]);
    // What decides of answers is let go of by nobody.
    let ui = json!({"type": "Control", "scope": "#/properties/name", "rule": {"effect": "SHOW", "condition": {"logic": {"var": "form.gone"}}}});
    let ruled = Definition { ui: Some(ui), ..definition };
    assert!(Form::published(&ruled, &[]).unfit().is_some());
}
