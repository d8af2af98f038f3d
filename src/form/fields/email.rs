use super::{Example, Facts, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use serde_json::Value;

/// An e-mail address. The schema's `email` format checks it.
#[derive(Debug)]
pub(super) struct Email;

impl Kind for Email {
    fn name(&self) -> &'static str {
        "email"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("email") || facts.is_string("idn-email")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "email"}"#, r#""zoe@exemple.fr""#, Some(r#""zoe@""#))
            .with_control(r#"{"options": {"autocomplete": "email"}}"#)
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("email");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    /// RFC 5321 §4.5.3.1: a path has at most 256 characters, its brackets included.
    fn max_length(&self) -> u64 {
        254
    }
}
