use super::{Example, Facts, Kind, many_lines};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// Several lines of text.
#[derive(Debug)]
pub(super) struct Textarea;

impl Kind for Textarea {
    fn name(&self) -> &'static str {
        "textarea"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "string" && facts.has("multi")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "maxLength": 2000}"#, r#""Première ligne\nDeuxième ligne""#, None)
            .with_control(r#"{"options": {"multi": true}}"#)
    }

    fn component(&self, _field: &Field) -> &'static str {
        "textarea"
    }

    fn read_all(&self, _field: &Field, raws: &[&str]) -> Value {
        let typed = raws.last().map(|raw| many_lines(raw)).unwrap_or_default();
        if typed.is_empty() { Value::Null } else { Value::from(typed) }
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.rows = Some(5);
        element.input.maxlength = field.max_length;
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn max_length(&self) -> u64 {
        20_000
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::lines(6)
    }
}
