use super::choice::Choice;
use super::choices::{boxes, chosen, code, label_of, written};
use super::{Example, Facts, Kind, one_line, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::{self, Element};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;

/// One value of a list, or another text: `anyOf` of the list and of a string, as JSON Forms suggests values. The last choice
/// is « Autre », which opens an input.
#[derive(Debug)]
pub(super) struct ChoiceOther;

/// What the button « Autre » sends: its input says the rest.
const OTHER: &str = "#other";
/// The answer of someone who chose « Autre » and has not written yet: as blank as nothing.
const UNSAID: &str = " ";

impl Kind for ChoiceOther {
    fn name(&self) -> &'static str {
        "choice-other"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_open && Choice.takes(facts)
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"anyOf": [{"enum": ["Marié", "Pacsé", "Célibataire"]}, {"type": "string", "maxLength": 100}]}"#,
            r#""Séparé""#,
            None,
        )
    }

    fn component(&self, field: &Field) -> &'static str {
        Choice.component(field)
    }

    fn read(&self, field: &Field, raw: &str) -> Value {
        chosen(field, raw)
    }

    /// A button, then the input; or one text, which names a choice or is another. A choice wins over what is left in the input.
    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let is_choice = |raw: &str| field.choices.iter().any(|choice| choice.key == raw);
        let (picked, written) = match raws {
            [.., picked, written] => (*picked, *written),
            [only] if *only == OTHER => (OTHER, ""),
            [only] => ("", *only),
            [] => return Value::Null,
        };
        match one_line(written) {
            _ if is_choice(picked) => chosen(field, picked),
            _ if is_choice(written) => chosen(field, written),
            text if !text.is_empty() => Value::from(text),
            _ if picked == OTHER => Value::from(UNSAID),
            _ => Value::Null,
        }
    }

    fn typed(&self, field: &Field, value: &Value, lang: &str) -> String {
        Choice.typed(field, value, lang)
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        super::lines(label_of(field, value, lang).trim())
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        Choice.draw(field, value, lang, element);
        let is_other = value.is_some() && element.options.iter().all(|option| !option.selected);
        let text = value.filter(|_| is_other).map(plain).unwrap_or_default().trim().to_owned();
        element.options.push(element::Choice {
            value: OTHER.to_owned(),
            label: word(lang, "form-choice-other").to_owned(),
            selected: is_other,
            ..element::Choice::default()
        });
        element.parts = vec![written(element, 0, text, word(lang, "form-choice-which"))];
    }

    fn columns(&self, field: &Field) -> &'static [Column] {
        Choice.columns(field)
    }

    /// Another text has no code.
    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let is_choice = field.choices.iter().any(|choice| choice.value == *value);
        let code = if is_choice { code(value) } else { String::new() };
        vec![Cell::text(label_of(field, value, lang).trim()), Cell::text(code)]
    }

    fn paper(&self, field: &Field, lang: &str) -> Paper {
        boxes(field, lang, false)
    }
}
