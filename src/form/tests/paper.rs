//! The form on paper, and its conditions in words.

use super::*;
use crate::form::{Clause, Paper, PaperItem, When};

/// Every question with its condition, whatever it stands in.
fn questions(items: &[PaperItem]) -> Vec<(String, Option<When>, Paper)> {
    let of = |item: &PaperItem| match item {
        PaperItem::Question { label, when, paper, .. } => vec![(label.clone(), when.clone(), paper.clone())],
        PaperItem::Group { items, .. } => questions(items),
        PaperItem::Text { .. } => Vec::new(),
    };
    items.iter().flat_map(of).collect()
}

fn when(form: &Form, label: &str) -> Option<When> {
    let all: Vec<_> = form.paper("fr").iter().flat_map(|page| questions(&page.items)).collect();
    let found = all.into_iter().find(|(own, ..)| own == label);
    found.unwrap_or_else(|| panic!("no question {label}")).1
}

fn is(question: &str, value: &str) -> Clause {
    Clause::Is { question: question.to_owned(), values: vec![value.to_owned()], not: false }
}

#[test]
fn every_question_is_printed_but_what_is_computed() {
    let pages = rich().paper("fr");
    let all: Vec<_> = pages.iter().flat_map(|page| questions(&page.items)).collect();
    let labels: Vec<&str> = all.iter().map(|(label, ..)| label.as_str()).collect();
    assert!(!labels.contains(&"Total"), "{labels:?}");
    assert_eq!(labels.iter().filter(|label| **label == "Prénom").count(), 3, "three rows");
    assert!(labels.contains(&"Numéro et rue"), "the parts of an address: {labels:?}");
    let ratio = all.iter().find(|(label, ..)| label == "Part").map(|(.., paper)| paper.clone());
    assert_eq!(ratio, Some(Paper::Lines { count: 1, unit: "%".to_owned() }));
    let text = PaperItem::Text { lines: vec!["Attention".to_owned()], when: None };
    assert!(matches!(&pages[0].items[2], PaperItem::Group { items, .. } if items[0] == text));
}

#[test]
fn conditions_are_told_in_words() {
    let form = rich();
    let company = When { unless: false, clause: is("Vous êtes", "Une entreprise") };
    assert_eq!(when(&form, "SIRET"), Some(company.clone()));
    assert_eq!(form.paper("fr")[1].when, Some(When { unless: true, ..company }), "a page, by a rule of ours");
    let older = Clause::Compares { question: "Âge".to_owned(), operator: ">", value: "2".to_owned(), is_date: false };
    assert_eq!(when(&form, "École"), Some(When { unless: false, clause: older }), "in a row");
    let cost = when(&form, "Coût").unwrap();
    assert!(!cost.clause.is_told(), "a schema has no words of its own: {cost:?}");
    assert_eq!(when(&form, "Vous êtes"), None);
}

#[test]
fn rules_are_told_as_far_as_they_only_compare() {
    let told = |rule: Value| {
        let definition = json!({
            "schema": {"type": "object", "properties": {
                "a": {"title": "A", "type": "boolean"}, "n": {"title": "N", "type": "number"},
                "d": {"title": "D", "type": "string", "format": "date"},
                "l": {"title": "L", "type": "array", "uniqueItems": true, "items": {"oneOf": [{"const": "x", "title": "Ix"}]}},
                "q": {"title": "Q", "type": "string"}}},
            "ui": {"type": "VerticalLayout", "elements": [
                {"type": "Control", "scope": "#/properties/a"}, {"type": "Control", "scope": "#/properties/n"},
                {"type": "Control", "scope": "#/properties/d"}, {"type": "Control", "scope": "#/properties/l"},
                {"type": "Control", "scope": "#/properties/q", "rule": {"effect": "SHOW", "condition": {"logic": rule}}}]}
        });
        when(&compiled(&serde_json::from_value(definition).unwrap()), "Q").unwrap().clause
    };
    assert_eq!(told(json!({"var": "form.a"})), is("A", "Oui"));
    let no = Clause::Is { question: "A".to_owned(), values: vec!["Oui".to_owned()], not: true };
    assert_eq!(told(json!({"!": [{"var": "form.a"}]})), no);
    assert_eq!(
        told(json!({"and": [{"var": "form.a"}, {"==": [3, {"var": "form.n"}]}]})),
        Clause::All(vec![is("A", "Oui"), is("N", "3")])
    );
    let before = Clause::Compares { question: "D".into(), operator: "<", value: "01/03/2026".into(), is_date: true };
    assert_eq!(told(json!({">": ["2026-03-01", {"var": "form.d"}]})), before);
    assert_eq!(told(json!({"in": ["x", {"var": "form.l"}]})), is("L", "Ix"));
    assert_eq!(
        told(json!({"!=": [{"var": "form.n"}, 2]})),
        Clause::Is { question: "N".into(), values: vec!["2".into()], not: true }
    );
    for vague in [json!({">": [{"+": [{"var": "form.n"}, 1]}, 2]}), json!({">": [{"var": "form.d"}, {"var": "today"}]})]
    {
        assert!(!told(vague.clone()).is_told(), "{vague}");
    }
}

#[test]
fn a_branch_is_chosen_then_filled() {
    let form = simple(json!({"who": {"title": "Qui", "oneOf": [
        {"title": "Une personne", "type": "object", "properties": {"age": {"title": "Âge", "type": "integer"}}},
        {"title": "Une société", "type": "object", "properties": {"size": {"title": "Taille", "type": "integer"}}}
    ]}}));
    let pages = form.paper("fr");
    let all = format!("{pages:?}");
    assert!(all.contains("labels: [\"Une personne\", \"Une société\"]"), "{all}");
    assert!(all.contains("values: [\"Une société\"]"), "{all}");
}

#[test]
fn a_document_to_join_is_asked_for_by_what_must_be_seen_in_it() {
    let schema = json!({"type": "object", "properties": {
        "card": {"title": "Pièce", "description": "Du demandeur", "$ref": "../types/file.json",
            "file": {"nature": "identity", "accept": [".pdf"], "maxSize": 5_000_000}},
        "lease": {"title": "Bail", "$ref": "../types/file.json", "file": {"accept": [".pdf"], "maxSize": 5_000_000}}}});
    let form = compiled(&Definition { schema, ..Definition::default() });
    let pages = form.paper("fr");
    let [PaperItem::Question { lines: card, paper, .. }, PaperItem::Question { lines: lease, .. }] = &*pages[0].items
    else {
        panic!("{:?}", pages[0].items)
    };
    assert_eq!((paper, lease.len(), card.len()), (&Paper::Documents, 0, 2), "kinds and sizes are of files");
    assert_eq!(card[0], "Du demandeur");
    assert!(card[1].starts_with("Une carte : le recto et le verso ;"), "{}", card[1]);
}
