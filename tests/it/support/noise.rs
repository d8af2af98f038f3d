//! Documents made at random of the words that the readers of forms know.

use super::dice::Dice;
use serde_json::{Value, json};

/// Keywords of schemas and layouts, and a few names.
pub const WORDS: [&str; 64] = [
    "$ref",
    "$defs",
    "definitions",
    "$anchor",
    "$id",
    "$schema",
    "type",
    "properties",
    "required",
    "items",
    "prefixItems",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependencies",
    "dependentRequired",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "multipleOf",
    "default",
    "examples",
    "readOnly",
    "title",
    "description",
    "calculate",
    "file",
    "reference",
    "map",
    "control",
    "elements",
    "scope",
    "rule",
    "effect",
    "condition",
    "conditions",
    "schema",
    "logic",
    "options",
    "detail",
    "label",
    "text",
    "a",
    "b",
    "c",
    "d",
];

/// Texts that mean something somewhere.
const TEXTS: [&str; 48] = [
    "string",
    "number",
    "integer",
    "boolean",
    "array",
    "object",
    "null",
    "#",
    "#/$defs/a",
    "#/properties/a",
    "#/properties/a/items",
    "../types/address.json",
    "../types/file.json",
    "../types/geometry.json",
    "../types/commune.json",
    "date",
    "date-time",
    "time",
    "email",
    "money",
    "phone",
    "iban",
    "siret",
    "uri",
    "^[a-z]+$",
    "(a+)+$",
    "(?!a)b",
    "[",
    "Control",
    "Group",
    "Category",
    "Categorization",
    "VerticalLayout",
    "Label",
    "ListWithDetail",
    "SHOW",
    "HIDE",
    "ENABLE",
    "DISABLE",
    "AND",
    "OR",
    "a",
    "b",
    "form.a",
    "2026-02-30",
    "1,5",
    "é\u{0}\u{202e}",
    "",
];

pub fn scalar(dice: &mut Dice<'_>) -> Value {
    match dice.below(8) {
        0 => json!(null),
        1 => json!(dice.often(5)),
        2 => json!(dice.between(-3, 12)),
        3 => json!(dice.between(i64::MIN, i64::MAX)),
        4 => json!(dice.between(i64::MIN, i64::MAX) as f64 / 1e9),
        _ => json!(dice.pick(&TEXTS)),
    }
}

/// JSON that looks like a schema, a layout, a rule.
pub fn anything(dice: &mut Dice<'_>, depth: usize) -> Value {
    if depth == 0 || dice.is_empty() {
        return scalar(dice);
    }
    match dice.below(6) {
        0 => scalar(dice),
        1 => (0..dice.below(4)).map(|_| anything(dice, depth - 1)).collect(),
        _ => {
            let count = dice.below(6);
            let fields = (0..count).map(|_| ((*dice.pick(&WORDS)).to_owned(), anything(dice, depth - 1)));
            Value::Object(fields.collect())
        }
    }
}

/// A document with some of its parts taken away, replaced, or put elsewhere.
pub fn changed(document: &Value, dice: &mut Dice<'_>) -> Value {
    let mut document = document.clone();
    for _ in 0..1 + dice.below(4) {
        let part = if dice.often(3) { some_part(&document, dice).clone() } else { anything(dice, 3) };
        let mut here = &mut document;
        let mut depth = 1 + dice.below(12);
        // Down to somewhere.
        while depth > 0
            && here.as_object().is_some_and(|fields| !fields.is_empty())
                | here.as_array().is_some_and(|items| !items.is_empty())
        {
            depth -= 1;
            here = match here {
                Value::Object(fields) => {
                    let at = dice.below(fields.len());
                    fields.values_mut().nth(at).unwrap()
                }
                Value::Array(items) => {
                    let at = dice.below(items.len());
                    &mut items[at]
                }
                _ => unreachable!("it holds something"),
            };
        }
        match here {
            Value::Object(fields) if dice.often(5) => drop(fields.insert((*dice.pick(&WORDS)).to_owned(), part)),
            other => *other = part,
        }
    }
    document
}

fn some_part<'v>(document: &'v Value, dice: &mut Dice<'_>) -> &'v Value {
    let mut here = document;
    for _ in 0..dice.below(12) {
        let next = match here {
            Value::Object(fields) => fields.values().nth(dice.below(fields.len())),
            Value::Array(items) => items.get(dice.below(items.len())),
            _ => None,
        };
        here = next.unwrap_or(here);
    }
    here
}

pub fn some_text(dice: &mut Dice<'_>) -> String {
    let (count, glue) = (dice.below(6), *dice.pick(&["", "/", ".", " ", "é"]));
    (0..count).map(|_| (*dice.pick(&TEXTS)).to_owned()).collect::<Vec<_>>().join(glue)
}
