//! Texts between the questions, and translations.

use super::build::Builder;
use crate::procedures::imports::frame::markdown;
use crate::procedures::imports::ledger::{Ledger, Node};
use serde_json::{Value, json};

/// A text to read; nothing when it is empty.
pub(super) fn element(builder: &mut Builder<'_>, node: &Node<'_>) -> Value {
    builder.ledger.skip(node, &["label", "input", "validate"]);
    let mut parts = Vec::new();
    let mut key_of = "content";
    for key in ["content", "html", "additionalDescriptionLabel", "additionalDescriptionText", "description"] {
        if let Some(text) = builder.ledger.text(node, key) {
            key_of = if parts.is_empty() { key } else { key_of };
            parts.push(markdown(text));
        }
    }
    for panel in builder.ledger.list(node, "accordionValues") {
        builder.ledger.skip(&panel, &["label", "defaultOpen", "titleFormat"]);
        parts.extend(builder.ledger.text(&panel, "title").map(|title| format!("### {}", markdown(title))));
        parts.extend(builder.ledger.text(&panel, "content").map(markdown));
    }
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() {
        return Value::Null;
    }
    let text = builder.said(node, key_of, parts.join("\n\n"));
    json!({ "type": "Label", "text": text })
}

/// The translations of a text of Open Forms: `openForms.translations.<language>.<key>`.
pub(super) fn translations(ledger: &mut Ledger, node: &Node<'_>, key: &str) -> Vec<(String, String)> {
    let Some(extension) = ledger.get(node, "openForms") else { return Vec::new() };
    let Some(by_language) = ledger.get(&extension, "translations") else { return Vec::new() };
    let mut found = Vec::new();
    for (language, texts) in ledger.entries(&by_language) {
        if language.len() == 2
            && let Some(text) = ledger.text(&texts, key)
        {
            found.push((language.to_owned(), markdown(text)));
        }
    }
    found
}
