//! What the options of a control say of its input.

use super::Compiler;
use crate::form::node::{Field, InputOptions};
use crate::rules::Text;
use serde_json::{Map, Value};

impl Compiler<'_> {
    /// Tells of the options of JSON Forms that change nothing here.
    pub(super) fn check_options(&mut self, options: &Map<String, Value>, field: &Field, pointer: &str) {
        let is_block = ["repeat", "entries"].contains(&field.kind.name());
        let is_line = field.kind.component(field) == "text";
        let works = [
            // A slider is hard to set, and neither can say that nothing was answered.
            ("slider", false),
            ("toggle", false),
            ("suggestion", is_line && suggestions(options).is_some()),
            ("disableAdd", is_block),
            ("disableRemove", is_block),
        ];
        for (name, _) in works.into_iter().filter(|(name, works)| !works && has_effect(options.get(*name))) {
            self.problems.warn(&format!("{pointer}/options/{name}"), "option-idle", vec![("name", name.to_owned())]);
        }
    }

    pub(super) fn input_options(&mut self, options: &Map<String, Value>, pointer: &str) -> InputOptions {
        let text = |key: &str| options.get(key).and_then(Value::as_str).map(str::to_owned);
        let suffix = options.get("suffix");
        InputOptions {
            format: text("format"),
            autocomplete: text("autocomplete"),
            search: options.get("autocomplete").and_then(Value::as_bool),
            width: options.get("width").and_then(Value::as_u64),
            suggestions: suggestions(options).unwrap_or_default(),
            suffix: suffix.and_then(|text| match text {
                // A sign is the same in all languages.
                Value::String(sign) => Some(Text::One(sign.clone())),
                text => self.texts.written(text, &format!("{pointer}/options/suffix"), &mut self.problems),
            }),
        }
    }
}

/// The texts that `suggestion` proposes; none where it isn't a list of texts.
fn suggestions(options: &Map<String, Value>) -> Option<Vec<String>> {
    options.get("suggestion")?.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect()
}

/// Whether an option asks for something.
fn has_effect(option: Option<&Value>) -> bool {
    option.is_some_and(|option| !matches!(option, Value::Null | Value::Bool(false)))
}
