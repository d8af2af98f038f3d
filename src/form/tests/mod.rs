//! The form as a whole, from definition to answers.

mod alternatives;
mod amounts;
mod analysis;
mod answers;
mod bundles;
mod choices;
mod defaults;
mod definitions;
mod entries;
mod export;
mod features;
mod files;
mod kinds;
mod maps;
mod messages;
mod paper;
mod places;
mod prefill;
mod progress;
mod properties;
mod raw;
mod references;
mod required;
mod rows;
mod tallies;
mod together;
mod whole;

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A form with a bit of everything.
pub(super) fn rich() -> Form {
    let definition = serde_json::from_value(json!({
        "schema": {
            "type": "object",
            "properties": {
                "kind": {"title": "Vous êtes", "type": "string", "oneOf": [
                    {"const": "person", "title": "Un particulier"}, {"const": "company", "title": "Une entreprise"}
                ]},
                "siret": {"title": "SIRET", "type": "string", "format": "siret"},
                "contact": {"type": "object", "required": ["email", "address"], "properties": {
                    "email": {"title": "Adresse e-mail", "type": "string", "format": "email"},
                    "phone": {"title": "Téléphone", "type": "string", "format": "phone"},
                    "address": {"title": "Adresse", "$ref": "../types/address.json"}
                }},
                "about": {"title": "Votre projet", "type": "string", "maxLength": 200},
                "born": {"title": "Date de naissance", "type": "string", "format": "date"},
                "married": {"title": "Êtes-vous marié ?", "type": "boolean"},
                "days": {"title": "Jours", "type": "array", "uniqueItems": true, "items": {"enum": ["mon", "tue", "wed"]}},
                "ratio": {"title": "Part", "type": "number"},
                "children": {"title": "Enfants", "type": "array", "maxItems": 4, "items": {
                    "type": "object", "required": ["name", "age"], "properties": {
                        "name": {"title": "Prénom", "type": "string"},
                        "age": {"title": "Âge", "type": "integer", "minimum": 0},
                        "school": {"title": "École", "type": "string"},
                        "cost": {"title": "Coût", "type": "number", "format": "money"},
                        "proof": {"title": "Justificatif", "$ref": "../types/file.json"}
                    }
                }},
                "total": {"title": "Total", "type": "number", "format": "money", "readOnly": true,
                    "calculate": {"+": [{"var": "form.children.cost"}]}},
                "plan": {"title": "Plan", "type": "array", "items": {"$ref": "../types/file.json"}, "maxItems": 2,
                    "file": {"accept": ["application/pdf"], "maxSize": 1000, "nature": "other"}},
                "agree": {"title": "J’accepte", "type": "boolean", "const": true}
            },
            "required": ["kind", "siret", "contact", "agree"]
        },
        "ui": {"type": "Categorization", "elements": [
            {"type": "Category", "label": {"fr": "Vous", "en": "You"}, "elements": [
                {"type": "Control", "scope": "#/properties/kind"},
                {"type": "Control", "scope": "#/properties/siret", "rule": {"effect": "SHOW", "condition": {
                    "scope": "#/properties/kind", "schema": {"const": "company"}, "failWhenUndefined": true}}},
                {"type": "Group", "label": {"fr": "Vous joindre", "en": "Reaching you"}, "elements": [
                    {"type": "Label", "text": {"fr": "**Attention**", "en": "**Mind**"}},
                    {"type": "Control", "scope": "#/properties/contact/properties/email", "options": {"autocomplete": "email"}},
                    {"type": "Control", "scope": "#/properties/contact/properties/phone"},
                    {"type": "Control", "scope": "#/properties/contact/properties/address"}
                ]},
                {"type": "Control", "scope": "#/properties/about", "options": {"multi": true}},
                {"type": "Control", "scope": "#/properties/born"},
                {"type": "Control", "scope": "#/properties/married"},
                {"type": "Control", "scope": "#/properties/days"},
                {"type": "Control", "scope": "#/properties/ratio", "options": {"suffix": "%"}}
            ]},
            {"type": "Category", "label": {"fr": "Enfants", "en": "Children"},
             "rule": {"effect": "HIDE", "condition": {"logic": {"==": [{"var": "form.kind"}, "company"]}}},
             "elements": [
                {"type": "Control", "scope": "#/properties/children", "options": {
                    "elementLabelProp": "name", "addLabel": {"fr": "Ajouter un enfant", "en": "Add a child"},
                    "detail": {"type": "VerticalLayout", "elements": [
                        {"type": "Control", "scope": "#/properties/name"},
                        {"type": "Control", "scope": "#/properties/age"},
                        {"type": "Control", "scope": "#/properties/school", "rule": {"effect": "SHOW",
                            "condition": {"logic": {">": [{"var": "age"}, 2]}}}},
                        {"type": "Control", "scope": "#/properties/cost", "rule": {"effect": "SHOW", "condition": {
                            "scope": "#/properties/school", "schema": {"minLength": 1}, "failWhenUndefined": true}}},
                        {"type": "Control", "scope": "#/properties/proof"}
                    ]}}},
                {"type": "Control", "scope": "#/properties/total"}
            ]},
            {"type": "Category", "label": {"fr": "Fin", "en": "End"}, "elements": [
                {"type": "Control", "scope": "#/properties/plan"},
                {"type": "Control", "scope": "#/properties/agree"}
            ]}
        ]},
        "eligibility": [{"rule": {"==": [{"var": "form.married"}, true]}, "message": "Réservé aux célibataires."}],
        "checks": [{"rule": {"or": [{"!": [{"var": "form.total"}]}, {"<=": [{"var": "form.total"}, 100]}]},
            "message": {"fr": "Pas plus de 100 €.", "en": "No more than €100."}, "pointers": ["/children"]}],
        "translations": {"en": {"kind.label": "You are", "kind.person": "A person", "about.label": "Your project"}}
    }));
    compiled(&definition.unwrap())
}

pub(super) fn compiled(definition: &Definition) -> Form {
    Form::compile(definition, &["fr".to_owned(), "en".to_owned()]).unwrap()
}

/// The form of a schema alone.
pub(super) fn simple(properties: Value) -> Form {
    let schema = json!({"type": "object", "properties": properties});
    compiled(&Definition { schema, ..Definition::default() })
}

/// Errors as `(pointer, code)`.
pub(super) fn errors(form: &Form, draft: &Value) -> Vec<(String, &'static str)> {
    form.check(draft, &Context::default()).errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

pub(super) fn view(form: &Form, page: usize, draft: &Value) -> PageView {
    let evaluation = form.evaluate(draft, &Context::default());
    form.page_view(page, draft, &evaluation, &BTreeMap::new(), &options("fr")).unwrap()
}

pub(super) fn options(lang: &str) -> ViewOptions<'_> {
    ViewOptions { lang, ..ViewOptions::default() }
}

pub(super) fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The element with this id, wherever it is.
pub(super) fn find(view: PageView, id: &str) -> Element {
    view.pick(&[id.to_owned()]).pop().unwrap()
}

/// One form serves all threads.
#[test]
fn a_form_is_shared() {
    fn is_shared<T: Send + Sync>() {}
    is_shared::<Form>();
    is_shared::<Evaluation>();
}
