use super::{Example, Facts, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use serde_json::Value;

/// The address of a site. People leave `https://` out: it is added.
#[derive(Debug)]
pub(super) struct Url;

impl Kind for Url {
    fn name(&self) -> &'static str {
        "url"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("uri") || facts.is_string("iri") || facts.is_string("url")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "uri"}"#, r#""https://www.exemple.fr""#, Some(r#""exemple""#))
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let is_bare = raw.contains('.') && !raw.contains("://") && !raw.contains([' ', ':', '@']);
        Value::from(if is_bare { format!("https://{raw}") } else { raw.to_owned() })
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        // Not `type="url"`: browsers would refuse an address without its scheme.
        element.input.kind = Some("text");
        element.input.inputmode = Some("url");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn max_length(&self) -> u64 {
        2_000
    }
}
