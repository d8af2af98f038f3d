//! What is wrong with answers, in words, and as links of the error summary.

use super::ErrorLink;
use super::i18n::{Lang, has, text};
use crate::form::{FieldError, Form, fields};
use fluent_bundle::FluentValue;

/// The sentence for an error.
pub fn message(lang: Lang, error: &FieldError) -> String {
    if let Some(words) = error.said(lang.code()) {
        return words.to_owned();
    }
    let key = if has(lang, &error.key) { &error.key } else { "form-error-other" };
    let args: Vec<(&str, FluentValue<'_>)> = error
        .args
        .iter()
        .map(|(name, value)| {
            let number = value.parse::<f64>().map(FluentValue::from);
            (*name, number.unwrap_or_else(|_| FluentValue::from(value.clone())))
        })
        .collect();
    text(lang, key, &args)
}

/// The lines of the summary: each names its field, and leads to it.
pub fn links(lang: Lang, form: &Form, errors: &[FieldError]) -> Vec<ErrorLink> {
    let link = |error: &FieldError| {
        let label = form.label(&error.pointer, lang.code());
        let words = message(lang, error);
        let text = match label.chars().last() {
            None => words,
            // A question has its sign already.
            Some('?' | '!' | '.' | ':' | '…') => format!("{label} {words}"),
            Some(_) => text(lang, "interface-error-line", &[("label", label.into()), ("error", words.into())]),
        };
        ErrorLink { href: format!("#{}", fields::element_id(&error.pointer)), text }
    };
    errors.iter().map(link).collect()
}
