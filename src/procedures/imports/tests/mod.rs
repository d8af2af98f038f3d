mod bounds;
mod formio;
mod jsonforms;
mod rjsf;
mod silence;

use super::*;
use crate::form::{Context, Definition, Form, ViewOptions, escape};
use std::collections::BTreeMap;

/// A source of each format: ours, with what its format has to offer.
const FIXTURES: [(Format, &str); 4] = [
    (Format::Rjsf, include_str!("fixtures/rjsf.json")),
    (Format::Jsonforms, include_str!("fixtures/jsonforms.json")),
    (Format::Formio, include_str!("fixtures/formio.json")),
    (Format::Ds, include_str!("fixtures/ds.json")),
];

fn fixture(format: Format) -> Value {
    let (_, source) = FIXTURES.iter().find(|(known, _)| *known == format).unwrap();
    serde_json::from_str(source).unwrap()
}

fn imported(format: Format, source: &Value) -> Imported {
    read(format, source, "source", "fr").unwrap()
}

fn told(losses: &[Loss]) -> Vec<String> {
    let told = losses.iter().filter(|loss| loss.outcome() != Outcome::ToComplete);
    told.map(|loss| format!("{} {} {}", loss.place(), loss.code, loss.told(Lang::Fr))).collect()
}

/// The form alone: the frame is the same for all.
fn form_of(imported: &Imported) -> Value {
    let mut file = imported.procedure.as_object().unwrap().clone();
    ["$schema", "procedure", "silence", "remedies", "workflow"].iter().for_each(|key| drop(file.shift_remove(*key)));
    Value::Object(file)
}

#[test]
fn each_fixture_is_taken_as_the_snapshot_says() {
    for (format, _) in FIXTURES {
        let imported = imported(format, &fixture(format));
        let name = format!("{format:?}").to_lowercase();
        insta::assert_json_snapshot!(format!("{name}_procedure"), form_of(&imported));
        insta::assert_snapshot!(format!("{name}_losses"), told(&imported.losses).join("\n"));
    }
}

/// Every place of a document, the deepest last.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (escape(key).into_owned(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let there = format!("{here}/{key}");
        found.push(there.clone());
        places(child, &there, found);
    }
}

#[test]
fn what_is_not_a_form_is_refused_for_a_reason() {
    for (format, _) in FIXTURES {
        for source in [json!(null), json!([]), json!("x"), json!(12), json!({}), json!({"a": 1})] {
            let refused = read(format, &source, "source", "fr").unwrap_err();
            assert!(Lang::ALL.iter().all(|lang| !refused.told(*lang).starts_with("imports-")), "{refused:?}");
        }
    }
}

fn compiled(imported: &Imported) -> Form {
    Form::compile(&Definition::bare(imported.procedure["form"].clone()).unwrap(), &[]).unwrap()
}

/// What may be done with a block, by the name of what it asks.
fn block(form: &Form, name: &str, draft: &Value) -> (bool, Vec<bool>) {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let view = form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut elements = view.elements;
    while let Some(element) = elements.pop() {
        if element.component == "repeat" && element.name == name {
            return (element.can_add, element.rows.iter().map(|row| row.removable).collect());
        }
        elements.extend(element.parts);
    }
    panic!("no block {name}");
}

#[test]
fn what_may_be_done_with_rows_is_taken_over() {
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let schema = json!({"type": "object", "properties": {"rows": rows}});
    let draft = json!({"rows": [{"a": "x"}]});
    let rjsf = json!({"schema": schema, "uiSchema": {"rows": {"ui:options": {"addable": false, "removable": false}}}});
    let control = json!({"type": "Control", "scope": "#/properties/rows", "options": {"disableAdd": true, "disableRemove": true}});
    let forms = json!({"schema": schema, "uischema": control});
    let grid = json!({"type": "datagrid", "key": "rows", "label": "Lignes", "input": true, "disableAddingRemovingRows": true,
        "components": [{"type": "textfield", "key": "a", "label": "A", "input": true}]});
    let formio = json!({"components": [grid]});
    for (format, source) in [(Format::Rjsf, rjsf), (Format::Jsonforms, forms), (Format::Formio, formio)] {
        let found = imported(format, &source);
        assert_eq!(told(&found.losses), Vec::<String>::new(), "{format:?}");
        assert_eq!(block(&compiled(&found), "/rows", &draft), (false, vec![false]), "{format:?}");
    }
    let free =
        imported(Format::Rjsf, &json!({"schema": schema, "uiSchema": {"rows": {"ui:options": {"addable": true}}}}));
    assert_eq!(block(&compiled(&free), "/rows", &draft), (true, vec![true]));
}
