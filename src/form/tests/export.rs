//! What comes out of a form: the rows of its tables.

use super::*;
use crate::form::Cell;

fn row(form: &Form, block: Option<&str>, answers: &Value) -> Vec<Vec<(String, Cell)>> {
    let evaluation = form.evaluate(answers, &Context::default());
    let columns = form.columns(block, "fr");
    let rows = form.rows(block, &evaluation, "fr").into_iter();
    let ordered = |mut row: ExportRow| {
        let cells = columns.iter().filter_map(|column| Some((column.key.clone(), row.cells.remove(&column.key)?)));
        let cells: Vec<(String, Cell)> = cells.collect();
        assert!(row.cells.is_empty(), "cells without a column: {:?}", row.cells);
        cells
    };
    rows.map(ordered).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn number(digits: &str) -> Cell {
    Cell::Number(digits.to_owned())
}

#[test]
fn a_column_is_named_after_its_field_and_its_part() {
    let columns = rich().columns(None, "fr");
    let label = |key: &str| columns.iter().find(|column| column.key == key).map(|column| column.label.as_str());
    assert_eq!(label("/kind"), Some("Vous êtes"));
    assert_eq!(label("/kind/code"), Some("Vous êtes – code"));
    assert_eq!(label("/contact/address/postal_code"), Some("Adresse – code postal"));
    assert_eq!(label("/ratio"), Some("Part (%)"));
    assert_eq!(label("/children/count"), Some("Enfants – nombre"));
    assert_eq!(label("/children/*/name"), None);
    let codes: Vec<&str> = columns.iter().filter(|column| column.is_code).map(|at| at.key.as_str()).collect();
    assert_eq!(codes, ["/kind/code", "/days/code"]);
    assert_eq!(rich().columns(None, "en")[0].label, "You are");
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let properties = |title: &str| json!({"title": title, "type": "object", "properties": {"name": {"title": "Nom", "type": "string"}}});
    let form = simple(json!({"a": properties("Mère"), "b": properties("Père"), "c": properties("Père")}));
    let labels: Vec<String> = form.columns(None, "fr").into_iter().map(|column| column.label).collect();
    assert_eq!(labels, ["Mère – Nom", "Père – Nom (/b/name)", "Père – Nom (/c/name)"]);
}

#[test]
fn a_document_is_one_row_and_its_blocks_are_rows_elsewhere() {
    let form = rich();
    let answers = json!({
        "kind": "person", "siret": "73282932000074", "ratio": 0.5, "days": ["mon", "wed"],
        "contact": {"address": {"street": "1 rue Haute", "city": "Nantes", "postal_code": "44000"}},
        "children": [{"name": "Zoé", "age": 1, "school": "X"}, {"name": "=1", "age": 7, "school": "Y", "cost": 10.1}],
        "total": 99999
    });
    let expected = [
        ("/kind", text("Un particulier")),
        ("/kind/code", text("person")),
        ("/contact/address/street", text("1 rue Haute")),
        ("/contact/address/complement", Cell::Empty),
        ("/contact/address/postal_code", text("44000")),
        ("/contact/address/city", text("Nantes")),
        ("/contact/address/country", Cell::Empty),
        ("/contact/address/commune", text("44109")),
        ("/days", text("mon, wed")),
        ("/days/code", text("mon, wed")),
        ("/ratio", number("0.5")),
        ("/children/count", number("2")),
        ("/total", number("10.10")),
    ];
    let expected: Vec<(String, Cell)> = expected.map(|(key, cell)| (key.to_owned(), cell)).into();
    assert_eq!(row(&form, None, &answers), [expected], "what is hidden is not told, what is computed is ours");
    let children = row(&form, Some("/children"), &answers);
    assert_eq!(children[0].len(), 2, "no school before three: {children:?}");
    assert_eq!(children[1][3], ("/children/*/cost".to_owned(), number("10.10")));
    let evaluation = form.evaluate(&answers, &Context::default());
    let numbers: Vec<Vec<usize>> =
        form.rows(Some("/children"), &evaluation, "fr").into_iter().map(|row| row.numbers).collect();
    assert_eq!(numbers, [[1], [2]]);
    assert_eq!(form.blocks("en"), [("/children".to_owned(), "Enfants".to_owned())]);
    assert!(form.rows(Some("/nothing"), &evaluation, "fr").is_empty());
    assert!(form.rows(Some("/children"), &form.evaluate(&json!({}), &Context::default()), "fr").is_empty());
}

#[test]
fn blocks_in_blocks_and_lists_of_values_have_rows_of_their_own() {
    let form = simple(json!({
        "sites": {"title": "Sites", "type": "array", "items": {"type": "object", "properties": {
            "name": {"title": "Nom", "type": "string"},
            "rooms": {"title": "Salles", "type": "array", "items": {"type": "object", "properties": {
                "area": {"title": "Surface", "type": "number"}}}}}}},
        "tags": {"title": "Mots", "type": "array", "items": {"type": "string"}}
    }));
    let answers = json!({"sites": [{"name": "A"}, {"name": "B", "rooms": [{"area": 1.5}, {}]}], "tags": ["x", "y"]});
    let evaluation = form.evaluate(&answers, &Context::default());
    let rooms = form.rows(Some("/sites/*/rooms"), &evaluation, "fr");
    let numbers: Vec<&[usize]> = rooms.iter().map(|row| row.numbers.as_slice()).collect();
    assert_eq!(numbers, [[2, 1], [2, 2]]);
    assert_eq!(rooms[0].cells["/sites/*/rooms/*/area"], number("1.5"));
    let sites = form.rows(Some("/sites"), &evaluation, "fr");
    assert_eq!(sites[1].cells["/sites/*/rooms/count"], number("2"));
    let tags = form.rows(Some("/tags"), &evaluation, "fr");
    assert_eq!(tags[1].cells["/tags/*"], text("y"));
}

#[test]
fn a_branch_is_told_by_its_title() {
    let form = simple(json!({"who": {"title": "Qui", "oneOf": [
        {"title": "Une personne", "type": "object", "properties": {"age": {"title": "Âge", "type": "integer"}}},
        {"title": "Une société", "type": "object", "properties": {"size": {"title": "Taille", "type": "integer"}}}
    ]}}));
    let rows = row(&form, None, &json!({"who": {"size": 3}}));
    assert!(rows[0].contains(&("/who#branch".to_owned(), text("Une société"))), "{rows:?}");
    assert!(rows[0].contains(&("/who/size".to_owned(), number("3"))), "{rows:?}");
}
