//! What an import drops, it tells.

use super::*;
use crate::rules::unescape;

/// Entries that may be there or not: the documentation names them. A type that other keywords tell already; the end of an order
/// that the schema has too; a label that a translation replaces; what is meant anyway; a name that the label gives too; numbers
/// and states of the tool.
const SILENT: [(Format, &[&str]); 4] = [
    (Format::Rjsf, &["/$schema", "/schema/type", "/piece/type", "/ui:order/1", "/ui:order/2"]),
    (Format::Jsonforms, &["/schema/type", "/uischema/elements/0/label", "/i18n/locale"]),
    (
        Format::Formio,
        &[
            "/key",
            "/display",
            "/path",
            "/input",
            "/currency",
            "/width",
            "/show",
            "/operator",
            "/components/1/components/1/type",
            "/0/components/12",
            "/12/label",
        ],
    ),
    (
        Format::Ds,
        &[
            "/id",
            "/number",
            "/state",
            "/typeOrganisme",
            "/level",
            "/stable_id",
            "/left/term",
            "/right/term",
            "/formatted_mode",
        ],
    ),
];

/// What a tool writes when nobody said anything.
fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| {
        [json!(null), json!(""), json!("0"), json!(false), json!({"required": false})].contains(value)
    })
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut silent = Vec::new();
    for (format, _) in FIXTURES {
        let source = fixture(format);
        let whole = imported(format, &source);
        let mut all = Vec::new();
        places(&source, "", &mut all);
        for place in all {
            let mut keys = SILENT.iter().filter(|(known, _)| *known == format).flat_map(|(_, keys)| *keys);
            let is_told = whole.losses.iter().any(|loss| !loss.pointer.is_empty() && place.starts_with(&loss.pointer));
            if is_told || is_blank(source.pointer(&place)) || keys.any(|key| place.ends_with(key)) {
                continue;
            }
            let Ok(less) = read(format, &without(&source, &place), "source", "fr") else { continue };
            // Maps are equal in any order, and the order of questions counts.
            if written(&less) == written(&whole) && less.losses == whole.losses {
                silent.push(format!("{format:?} {place}"));
            }
        }
    }
    assert!(silent.is_empty(), "nothing tells of\n{}", silent.join("\n"));
}

#[test]
fn a_key_that_nobody_knows_is_told_wherever_it_stands() {
    let mut silent = Vec::new();
    for (format, _) in FIXTURES {
        let source = fixture(format);
        let mut all = vec![String::new()];
        places(&source, "", &mut all);
        for place in all {
            let mut odd = source.clone();
            let Some(fields) = odd.pointer_mut(&place).and_then(Value::as_object_mut) else { continue };
            fields.insert("zzz".to_owned(), json!("odd"));
            let Ok(found) = read(format, &odd, "source", "fr") else { continue };
            let pointer = format!("{place}/zzz");
            let is_kept = found.procedure.to_string().contains("zzz\"");
            let covers = |loss: &Loss| match &loss.target {
                Some(target) => target.ends_with("/zzz"),
                None => pointer.starts_with(&loss.pointer),
            };
            let is_silent = format.is_silent(&place);
            if !is_kept && !is_silent && !found.losses.iter().any(covers) {
                silent.push(format!("{format:?} {pointer}"));
            }
        }
    }
    assert!(silent.is_empty(), "nothing tells of\n{}", silent.join("\n"));
}

impl Format {
    /// Places that say nothing to whoever fills the form: a button, for the page has its own.
    fn is_silent(self, place: &str) -> bool {
        self == Self::Formio && place.ends_with("/components/0/components/12")
    }
}

/// In the order of its keys.
fn written(imported: &Imported) -> String {
    imported.procedure.to_string()
}

fn without(source: &Value, pointer: &str) -> Value {
    let mut source = source.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = unescape(key).unwrap();
    match source.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.shift_remove(&key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => unreachable!(),
    }
    source
}
