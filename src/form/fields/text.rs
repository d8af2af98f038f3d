use super::{Facts, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use serde_json::Value;

/// A line of text; also a format that no other kind knows, as JSON Schema lets unknown formats be.
#[derive(Debug)]
pub(crate) struct Text;

impl Kind for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "string"
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }
}
