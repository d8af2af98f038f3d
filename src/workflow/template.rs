//! Texts with names between braces, `/associations/{form.siret}`, and the values that stand there. A name has a point in it; what
//! else stands between braces is as it is.

use super::invoke::Fault;
use crate::rules::Context;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

/// A part of a text: as it is, or a name between braces.
enum Part<'t> {
    Text(&'t str),
    Name(&'t str),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let is_name = |name: &str| {
        name.contains('.') && name.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '_' || c == '-')
    };
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        match after.split_once('}').filter(|(name, _)| is_name(name)) {
            Some((name, left)) => {
                found.extend([Part::Text(before), Part::Name(name)]);
                rest = left;
            }
            None => {
                found.push(Part::Text(&rest[..=before.len()]));
                rest = after;
            }
        }
    }
    found.push(Part::Text(rest));
    found
}

/// The names that a value holds, wherever they stand.
pub(super) fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(parts(text).into_iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.to_owned()),
            Part::Text(_) => None,
        })),
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| gather(field, found)),
        _ => {}
    }
}

/// An address with something for each name.
pub(super) fn filler(path: &str) -> String {
    let part = |part| match part {
        Part::Text(text) => text,
        Part::Name(_) => "x",
    };
    parts(path).into_iter().map(part).collect()
}

/// Each value is one part of the address, whatever somebody typed: it neither climbs nor adds to what is asked.
pub(super) fn address(path: &str, context: &Context<'_>) -> Result<String, Fault> {
    let mut out = String::new();
    for part in parts(path) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Name(name) => {
                let plain = plain(context.get(name)).filter(|text| !matches!(text.as_str(), "" | "." | ".."));
                let plain = plain.ok_or_else(|| Fault::Missing(name.to_owned()))?;
                out.extend(utf8_percent_encode(&plain, NON_ALPHANUMERIC));
            }
        }
    }
    Ok(out)
}

fn plain(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// A text that is one name is the value itself, of whatever kind.
pub(super) fn values(value: Value, context: &Context<'_>) -> Value {
    match value {
        Value::String(text) => match parts(&text).as_slice() {
            [Part::Text(""), Part::Name(name), Part::Text("")] => context.get(name),
            found => {
                let text = found.iter().map(|part| match part {
                    Part::Text(text) => (*text).to_owned(),
                    Part::Name(name) => plain(context.get(name)).unwrap_or_default(),
                });
                Value::String(text.collect())
            }
        },
        Value::Array(items) => items.into_iter().map(|item| values(item, context)).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, field)| (name, values(field, context))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}
