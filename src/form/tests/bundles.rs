//! Schemas within a schema, under addresses of their own.

use super::*;

/// A person and a town, each with an address; the person has definitions of its own, and the town stands in the person.
fn bundle() -> Value {
    json!({
        "$id": "https://example.org/forms/request.json", "type": "object",
        "properties": {"who": {"$ref": "person.json"}, "where": {"$ref": "https://example.org/forms/towns/town.json#name"}},
        "required": ["who"],
        "$defs": {
            "request": {"$id": "person.json", "title": "Personne", "type": "object",
                "properties": {"name": {"$ref": "#/$defs/name"}, "minor": {"title": "Mineur", "type": "boolean"}},
                "required": ["name"],
                "if": {"properties": {"minor": {"$ref": "#/$defs/yes"}}, "required": ["minor"]},
                "then": {"properties": {"guardian": {"title": "Tuteur", "$ref": "#/$defs/name"}}, "required": ["guardian"]},
                "$defs": {
                    "name": {"title": "Nom", "type": "string", "minLength": 2},
                    "yes": {"const": true},
                    "town": {"$id": "towns/town.json", "$defs": {"n": {"$anchor": "name", "title": "Commune", "$ref": "#/$defs/t"},
                        "t": {"type": "string", "maxLength": 9}}}
                }
            }
        }
    })
}

#[test]
fn a_bundled_schema_is_asked_and_checked_as_it_says() {
    let form = compiled(&Definition { schema: bundle(), ..Definition::default() });
    let labels: Vec<String> = form.fields("fr").into_iter().map(|field| field.label).collect();
    assert_eq!(labels, ["Nom", "Mineur", "Tuteur", "Commune"]);
    let errors = |draft: Value| errors(&form, &draft);
    assert_eq!(errors(json!({})), [("/who/name".to_owned(), "required")]);
    // A condition is read where it stands.
    let minor = json!({"who": {"name": "Zoé", "minor": true}, "where": "Saint-Herblain"});
    assert_eq!(errors(minor), [("/who/guardian".to_owned(), "required"), ("/where".to_owned(), "maxLength")]);
    assert_eq!(errors(json!({"who": {"name": "Zoé", "minor": false}, "where": "Nantes"})), []);
    let short = json!({"who": {"name": "Zoé", "minor": true, "guardian": "A"}});
    assert_eq!(errors(short), [("/who/guardian".to_owned(), "minLength")]);
}

#[test]
fn a_condition_may_stand_beside_a_shipped_type() {
    let schema = json!({"type": "object",
        "properties": {"home": {"title": "Domicile", "$ref": "#/$defs/home"}, "far": {"title": "Loin", "type": "boolean"}},
        "if": {"properties": {"far": {"const": true}}, "required": ["far"]},
        "then": {"properties": {"why": {"title": "Pourquoi", "type": "string"}}, "required": ["why"]},
        "$defs": {"home": {"$ref": "../types/address.json"}}});
    let form = compiled(&Definition { schema, ..Definition::default() });
    assert_eq!(errors(&form, &json!({"far": true})), [("/why".to_owned(), "required")]);
}

#[test]
fn a_branch_is_called_by_the_name_that_refers_to_it() {
    let schema = json!({"type": "object", "properties": {"x": {"oneOf": [
    {"$ref": "person#adult"}, {"$ref": "#/$defs/%C3%89tat~1ville"}, {"$ref": "../types/address.json"}]}},
    "$defs": {
        "person": {"$id": "person", "$defs": {"grown": {"$anchor": "adult", "type": "object", "properties": {"a": {"type": "string"}}}}},
        "État/ville": {"type": "object", "properties": {"b": {"type": "string"}}}
    }});
    let form = compiled(&Definition { schema, ..Definition::default() });
    let choices =
        view(&form, 1, &json!({})).elements.into_iter().flat_map(|group| group.parts).flat_map(|part| part.options);
    assert_eq!(choices.map(|choice| choice.label).collect::<Vec<_>>(), ["grown", "État/ville", "address"]);
}
