use super::{Example, Facts, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use serde_json::Value;

/// A line of text; also a format that no other kind knows, as JSON Schema lets unknown formats be, and a schema that names no
/// type.
#[derive(Debug)]
pub(crate) struct Text;

impl Kind for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "string" || (facts.type_name.is_empty() && facts.shipped.is_none())
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "maxLength": 100}"#, r#""Zoé N’Diaye""#, None)
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }
}
