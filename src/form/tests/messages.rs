//! What people read of an answer that a kind refuses: a sentence of its own, in French and in English.

use super::kinds::{every_kind, json};
use super::*;
use crate::form::code::{Code, SPECIFIC};
use crate::form::fields::KINDS;
use crate::web::{Lang, page_errors};

/// Codes whose plain sentence says that an answer is wrong, and not what to do about it.
const VAGUE: [Code; 13] = [
    Code::Type,
    Code::AdditionalProperties,
    Code::Const,
    Code::Format,
    Code::MinProperties,
    Code::MaxProperties,
    Code::Contains,
    Code::Pattern,
    Code::AnyOf,
    Code::OneOf,
    Code::Not,
    Code::Check,
    Code::Other,
];

/// What a form says of one answer alone.
pub(super) fn refusals(form: &Form, name: &str, refused: &str) -> Vec<FieldError> {
    form.check(&json!({name: json(refused)}), &Context::default()).errors
}

/// The sentence that people read, in French and in English.
pub(super) fn said(error: &FieldError) -> [String; 2] {
    Lang::ALL.map(|lang| page_errors::message(lang, error))
}

/// What is wrong with what is said of an answer that a kind refuses.
fn faults_of(form: &Form, name: &str, refused: &str, vague: &[String]) -> Vec<String> {
    let errors = refusals(form, name, refused);
    let [error] = errors.as_slice() else { return vec![format!("{name}: {} errors, {errors:?}", errors.len())] };
    let (pointer, [french, english]) = (format!("/{name}"), said(error));
    let mut faults = Vec::new();
    if error.pointer != pointer && !error.pointer.starts_with(&format!("{pointer}/")) {
        faults.push(format!("{name}: told at {}", error.pointer));
    }
    if french == english {
        faults.push(format!("{name}: {french:?} in each language"));
    }
    let says_nothing = |said: &String| said.is_empty() || said.contains("form-error") || vague.contains(said);
    faults.extend(
        [french, english]
            .iter()
            .filter(|said| says_nothing(said))
            .map(|said| format!("{name}: {} says only {said:?}", error.key)),
    );
    faults
}

#[test]
fn each_kind_says_in_each_language_what_it_refuses() {
    let form = every_kind();
    let vague: Vec<String> = VAGUE.iter().flat_map(|code| said(&FieldError::new("", *code))).collect();
    let refused = KINDS.iter().filter_map(|kind| Some((kind.name(), kind.example().refused?)));
    let faults: Vec<String> = refused.flat_map(|(name, refused)| faults_of(&form, name, refused, &vague)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn each_format_of_ours_is_refused_in_words_of_its_own() {
    for kind in KINDS.iter().filter(|kind| kind.format().is_some()) {
        assert!(kind.example().refused.is_some(), "{}", kind.name());
        assert!(SPECIFIC.contains(&(Code::Format, kind.name())), "{}", kind.name());
    }
}

#[test]
fn a_refused_text_is_kept_as_it_is_typed() {
    let form = every_kind();
    for kind in KINDS {
        let Some(Value::String(typed)) = kind.example().refused.map(json) else { continue };
        // The bytes of a file are sent otherwise.
        if kind.name() != "file" {
            let draft = form.merge(&json!({}), &pairs(&[(&format!("/{}", kind.name()), &typed)]), None);
            assert_eq!(draft[kind.name()], json!(typed), "{}", kind.name());
        }
    }
}
