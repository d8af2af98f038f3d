use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::element::{self, Element};
use crate::form::media::called;
use crate::form::node::{Field, FileRule, Nature};
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;

/// One or several files, `forms/types/file.json`. They are never taken from text inputs.
#[derive(Debug)]
pub(super) struct File;

/// The files of an answer.
pub(crate) fn of(value: &Value) -> Vec<element::File> {
    let files = match value {
        Value::Array(files) => files.as_slice(),
        Value::Object(_) => std::slice::from_ref(value),
        _ => &[],
    };
    let text = |file: &Value, key: &str| file.get(key).map(super::plain).unwrap_or_default();
    let read = |file: &Value| element::File {
        id: text(file, "id"),
        name: text(file, "name"),
        size: file.get("size").and_then(Value::as_u64).unwrap_or(0),
    };
    files.iter().map(read).collect()
}

/// Which sides and pages must be there: in one file, or however they come.
pub(crate) fn wanted(rule: &FileRule, is_one: bool, lang: &str) -> Option<&'static str> {
    match rule.nature {
        Nature::Identity if is_one => Some(word(lang, "form-file-identity")),
        Nature::Identity => Some(word(lang, "form-file-identities")),
        Nature::BankDetails => Some(word(lang, "form-file-bank-details")),
        Nature::Other => None,
    }
}

impl Kind for File {
    fn name(&self) -> &'static str {
        "file"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("file")
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/file.json"}"#,
            r#"{"id": "0199a5c4-7c1e-7a10-8000-000000000001", "name": "bail.pdf", "size": 1200, "type": "application/pdf"}"#,
            Some(r#""bail.pdf""#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "file"
    }

    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn display(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<String> {
        of(value).into_iter().map(|file| file.name).collect()
    }

    /// Tables leave the house: of an identity document they only say that it was given.
    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        if field.file.as_ref().is_some_and(|rule| rule.nature == Nature::Identity) {
            return vec![Cell::Boolean(!of(value).is_empty())];
        }
        vec![Cell::text(self.display(field, value, lang).join("\n"))]
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.files = value.map(of).unwrap_or_default();
        if let Some(rule) = &field.file {
            element.accept = rule.accept.join(",");
            let names = rule.accept.iter().map(|accepted| called(accepted, lang));
            element.accepted = names.collect::<Vec<_>>().join(", ");
            element.wanted = wanted(rule, !rule.multiple, lang);
            element.max_size = rule.max_size;
            element.multiple = rule.multiple;
            element.template.clone_from(&rule.template);
        }
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Documents
    }
}
