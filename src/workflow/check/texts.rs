//! Texts that people read, in each declared language.

use crate::rules::Text;
use crate::workflow::problem::Problem;
use serde_json::Value;

/// Members whose values people read.
const READ: [&str; 4] = ["label", "applicantLabel", "description", "confirm"];

/// A member that holds one for each outcome of a task.
const OUTCOMES: &str = "outcomeLabels";

/// The languages of a definition's texts, French first; a text without a language is French.
pub(super) fn spoken(document: &Value) -> Vec<String> {
    let mut languages = vec!["fr".to_owned()];
    visit(document, "", &mut |_, text| {
        if let Text::Many(texts) = text {
            let new: Vec<_> =
                texts.iter().map(|(language, _)| language).filter(|l| !languages.contains(l)).cloned().collect();
            languages.extend(new);
        }
    });
    languages
}

pub(super) fn check(document: &Value, languages: &[String]) -> Vec<Problem> {
    let base = languages.first().map_or("fr", String::as_str);
    let mut found = Vec::new();
    visit(document, "", &mut |pointer, text| {
        let missing = languages.iter().filter(|language| !text.speaks(language, base));
        found.extend(missing.map(|language| Problem::new("W-label", pointer, vec![("language", language.clone())])));
    });
    found
}

/// Every text, wherever its object stands; names of states and transitions are keys of objects, never texts.
fn visit(value: &Value, pointer: &str, see: &mut dyn FnMut(&str, Text)) {
    let Value::Object(fields) = value else { return };
    for (key, child) in fields {
        let at = format!("{pointer}/{key}");
        let read = if READ.contains(&key.as_str()) { text(child) } else { None };
        match (read, key.as_str()) {
            (Some(text), _) => see(&at, text),
            (None, OUTCOMES) => child.as_object().into_iter().flatten().for_each(|(name, words)| {
                text(words).into_iter().for_each(|text| see(&format!("{at}/{name}"), text));
            }),
            (None, "data" | "meta" | "scenarios" | "guard" | "forms") => {}
            (None, _) => visit(child, &at, see),
        }
    }
}

/// A text; a state that someone called `label` is an object too, and its members are no languages.
fn text(value: &Value) -> Option<Text> {
    Text::from_json(value).filter(|text| match text {
        Text::One(_) => true,
        Text::Many(texts) => texts.iter().all(|(language, _)| language.len() == 2),
    })
}
