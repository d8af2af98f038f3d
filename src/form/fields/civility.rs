use super::{Example, Facts, Format, Kind};
use crate::form::element::{Choice, Element};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;

/// « Madame » or « Monsieur », kept as `Mme` and `M.`. Where it is not required it can be left unsaid: few procedures need it
/// (Court of Justice of the European Union, C-394/23).
#[derive(Debug)]
pub(super) struct Civility;

const ANSWERS: [(&str, &str); 2] = [("Mme", "form-civility-mrs"), ("M.", "form-civility-mr")];

impl Kind for Civility {
    fn name(&self) -> &'static str {
        "civility"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("civility")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"$ref": "../types/civility.json"}"#, r#""Mme""#, Some(r#""Docteur""#))
    }

    fn component(&self, _field: &Field) -> &'static str {
        "radios"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        Value::from(match raw.to_lowercase().trim_end_matches('.') {
            "mme" | "madame" | "mrs" | "ms" => "Mme",
            "m" | "mr" | "monsieur" => "M.",
            _ => raw,
        })
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let text = super::plain(value);
        let label = ANSWERS.iter().find(|(answer, _)| *answer == text).map(|(_, label)| word(lang, label));
        super::lines(label.unwrap_or(&text))
    }

    fn draw(&self, _field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.value = value.map(super::plain).unwrap_or_default();
        let unsaid = (!element.required).then_some(("", "form-civility-none"));
        let answers = ANSWERS.into_iter().chain(unsaid).map(|(answer, label)| Choice {
            value: answer.to_owned(),
            label: word(lang, label).to_owned(),
            selected: element.value == answer,
            ..Choice::default()
        });
        element.options = answers.collect();
    }

    fn format(&self) -> Option<Format> {
        Some(("civility", |text| ANSWERS.iter().any(|(answer, _)| *answer == text)))
    }

    fn paper(&self, _field: &Field, lang: &str) -> Paper {
        Paper::Boxes { several: false, labels: ANSWERS.map(|(_, label)| word(lang, label).to_owned()).into() }
    }
}
