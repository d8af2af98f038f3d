//! What is wrong with answers, in words, and as links of the error summary.

use super::ErrorLink;
use super::i18n::{Lang, has, text};
use crate::form::{AskedQuestion, FieldError, Form, fields};
use fluent_bundle::FluentValue;

/// The sentence for an error.
pub fn message(lang: Lang, error: &FieldError) -> String {
    let questions: String = named(lang, error).into_iter().map(|(_, words)| words).collect();
    sentence(lang, error, questions)
}

/// The sentence, with the questions that it names in these words.
fn sentence(lang: Lang, error: &FieldError, questions: String) -> String {
    if let Some(words) = error.said(lang.code()) {
        return words.to_owned();
    }
    let key = if has(lang, &error.key) { &error.key } else { "form-error-other" };
    let mut args: Vec<(&str, FluentValue<'_>)> = error
        .args
        .iter()
        .map(|(name, value)| {
            let limit = if *name == "limit" { error.limit(lang.code()).map(FluentValue::from) } else { None };
            // The form of a plural depends on a count.
            let count = || value.parse::<f64>().map(FluentValue::from).ok();
            (*name, limit.or_else(count).unwrap_or_else(|| FluentValue::from(value.clone())))
        })
        .collect();
    args.push(("questions", questions.into()));
    text(lang, key, &args)
}

/// The questions that an error names, and the words between them.
fn named(lang: Lang, error: &FieldError) -> Vec<(Option<&AskedQuestion>, String)> {
    let are_single = error.questions.iter().all(|group| group.len() == 1);
    let between = |key: &str| text(lang, key, &[]);
    let mut found = Vec::new();
    for (n, group) in error.questions.iter().enumerate() {
        if n > 0 {
            found.push((None, if are_single { ", ".to_owned() } else { between("form-error-or") }));
        }
        for (m, question) in group.iter().enumerate() {
            if m > 0 {
                found.push((None, between("form-error-and")));
            }
            let label = question.label.in_language(lang.code(), "").to_owned();
            found.push((Some(question), text(lang, "form-error-question", &[("label", label.into())])));
        }
    }
    found
}

/// The lines of the summary: each names its field, and leads to it. `page` is the address of the page of a pointer, empty for
/// this one.
pub fn links(lang: Lang, form: &Form, errors: &[FieldError], page: impl Fn(&str) -> String) -> Vec<ErrorLink> {
    let href = |pointer: &str| format!("{}#{}", page(pointer), fields::element_id(pointer));
    let link = |error: &FieldError| {
        if !error.questions.is_empty() {
            let named = named(lang, error).into_iter();
            let named = named.map(|(question, words)| {
                ErrorLink::new(question.map(|question| href(&question.pointer)).unwrap_or_default(), words)
            });
            let lead = ErrorLink::new("", sentence(lang, error, String::new()));
            return ErrorLink { parts: std::iter::once(lead).chain(named).collect(), ..ErrorLink::new("", "") };
        }
        let label = form.name_of(error, lang.code());
        let words = message(lang, error);
        let text = match label.chars().last() {
            None => words,
            // A question has its sign already.
            Some('?' | '!' | '.' | ':' | '…') => format!("{label} {words}"),
            Some(_) => text(lang, "interface-error-line", &[("label", label.into()), ("error", words.into())]),
        };
        ErrorLink::new(href(&error.pointer), text)
    };
    errors.iter().map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Context, Definition};
    use serde_json::json;

    #[test]
    fn a_bound_is_written_as_people_of_the_language_do() {
        let said = |kind: serde_json::Value, lang: Lang| {
            let schema = json!({"type": "object", "properties": {"a": kind}});
            let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
            message(lang, &form.check(&json!({"a": 7.01}), &Context::default()).errors[0])
        };
        let number = json!({"title": "A", "type": "number", "minimum": 1000.5});
        assert_eq!(said(number.clone(), Lang::Fr), "Saisissez 1\u{202f}000,5 ou plus");
        assert_eq!(said(number, Lang::En), "Enter 1\u{202f}000.5 or more");
        let amount =
            |keyword: &str, bound: f64| json!({"title": "A", "type": "number", "format": "money", keyword: bound});
        assert_eq!(said(amount("minimum", 12_000.0), Lang::Fr), "Saisissez 12\u{202f}000,00\u{a0}€ ou plus");
        assert_eq!(said(amount("multipleOf", 0.05), Lang::En), "Enter an amount that is a multiple of €0.05");
    }

    #[test]
    fn a_line_that_names_questions_leads_to_each() {
        let text = |title: &str| json!({"title": title, "type": "string"});
        let schema = json!({"type": "object", "properties": {"a": text("Courriel"), "b": text("Téléphone"), "c": text("Indicatif")},
            "anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}]});
        let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
        let errors = form.check(&json!({}), &Context::default()).errors;
        let said = "Répondez au moins à\u{a0}: «\u{202f}Courriel\u{202f}», ou «\u{202f}Téléphone\u{202f}» et «\u{202f}Indicatif\u{202f}»";
        assert_eq!(errors.iter().map(|error| message(Lang::Fr, error)).collect::<Vec<_>>(), [said]);
        let page = |pointer: &str| if pointer == "/c" { "/page/2".to_owned() } else { String::new() };
        let lines = links(Lang::Fr, &form, &errors, page);
        let whole: String = lines[0].parts.iter().map(|part| &*part.text).collect();
        assert_eq!(whole, said);
        let hrefs: Vec<&str> = lines[0].parts.iter().map(|part| &*part.href).filter(|href| !href.is_empty()).collect();
        assert_eq!(hrefs, ["#a", "#b", "/page/2#c"]);
    }
}
