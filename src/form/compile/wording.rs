//! What people read of a field: its label, its hint, the names of its choices, what the author says of a wrong answer.

use super::union::GROUP;
use super::{Compiler, Shape};
use crate::form::fields::code;
use crate::form::node::{Body, Field, Id, Offered};
use crate::form::pointer::{Segment, Template};
use crate::form::words::word;
use crate::rules::Text;
use serde_json::Value;
use std::collections::HashSet;

/// The keywords whose error an author may word, by `errorMessage` (as ajv-errors has it) or by the translation
/// `<key>.error.<keyword>` (as JSON Forms has it). `custom` is for all but `required`.
const WORDED: [&str; 16] = [
    "custom",
    "enum",
    "format",
    "formatExclusiveMaximum",
    "formatExclusiveMinimum",
    "formatMaximum",
    "formatMinimum",
    "maxItems",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "pattern",
    "required",
    "type",
];

impl Compiler<'_> {
    /// What people read of a field.
    pub(super) fn worded(&mut self, shape: &Shape, template: &Template, element: &Value, pointer: &str) -> Field {
        let mut key = i18n(shape, element).unwrap_or_else(|| template.dotted());
        if shape.is_group() && shape.items.is_some() {
            // The key without an ending is that of the tuple.
            key.push_str(".items");
        }
        let own = self.own_label(shape, template, element, pointer);
        let label = match own {
            Some(own) => self.texts.translated(own, &format!("{key}.label"), &shape.pointer, &mut self.problems),
            None => Text::default(),
        };
        // What is said of a group is told with its title.
        let said = if shape.is_group() { None } else { shape.text("description") };
        let hint = element.get("description").and_then(Text::from_json).or_else(|| said.map(Text::from));
        let hint_key = format!("{key}.description");
        let hint = hint.map(|hint| self.texts.translated(hint, &hint_key, &shape.pointer, &mut self.problems));
        Field {
            label,
            hint,
            help: self.help(element, pointer),
            required: shape.required,
            territory: self.definition.territory,
            ..Field::new(template.clone())
        }
    }

    fn own_label(&mut self, shape: &Shape, template: &Template, element: &Value, pointer: &str) -> Option<Text> {
        // The names beside the properties of a group, the rows after the places of a tuple: its title is told already.
        if shape.is_group() {
            let rows = shape.items.as_deref().and_then(|rows| rows.text("title")).map(Text::from);
            return Some(rows.unwrap_or_else(|| self.words("form-entries")));
        }
        let given = element.get("label").and_then(|label| match label {
            Value::Object(fields) if fields.contains_key("text") => fields.get("text").and_then(Text::from_json),
            Value::String(text) if text.is_empty() => None,
            label => Text::from_json(label),
        });
        if let Some(label) = given.or_else(|| shape.text("title").map(Text::from)) {
            return Some(label);
        }
        // A row bears the name of its list, an entry its own.
        if matches!(template.0.last(), Some(Segment::Row | Segment::Entry)) {
            return None;
        }
        if template.0.is_empty() {
            return Some(self.words("form-entries"));
        }
        if *template == Template::whole() {
            return Some(self.words("form-page"));
        }
        if let Some(words) = shape.shipped.and_then(type_words).filter(|words| self.called.insert(words)) {
            return Some(self.words(words));
        }
        let name = template.names().last().unwrap_or_default().to_owned();
        self.problems.warn(pointer, "label-missing", vec![("name", name.clone())]);
        Some(Text::One(humanised(&name)))
    }

    /// The title of a group of fields.
    pub(super) fn title(&mut self, shape: &Shape, template: &Template) -> Option<Text> {
        let title = shape.text("title")?;
        let key = format!("{}.label", template.dotted());
        Some(self.texts.translated(title.into(), &key, &shape.pointer, &mut self.problems))
    }

    /// Gives a group of fields the description of its schema.
    pub(super) fn describe(&mut self, group: Id, shape: &Shape, template: &Template) {
        let Some(said) = shape.text("description") else { return };
        let key = format!("{}.description", template.dotted());
        let said = self.texts.translated(said.into(), &key, &shape.pointer, &mut self.problems);
        if let Body::Group { hint, .. } = &mut self.nodes[group].body {
            *hint = Some(said);
        }
    }

    pub(super) fn choices(&mut self, shape: &Shape, template: &Template, element: &Value) -> Vec<Offered> {
        let found = shape.together().filter(|_| shape.type_name == "array").unwrap_or(shape);
        let prefix = i18n(shape, element).unwrap_or_else(|| template.dotted());
        let mut offered = Vec::with_capacity(found.choices.len());
        let mut taken = HashSet::with_capacity(found.choices.len());
        for (value, schema) in &found.choices {
            let key = code(value);
            // 1 and "1" are two choices.
            let key = if taken.insert(key.clone()) { key } else { value.to_string() };
            let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str).map(Text::from);
            let own = text("title").unwrap_or_else(|| Text::One(key.clone()));
            // JSON Forms names a choice that has a title by it.
            let titled = schema.get("title").and_then(Value::as_str).map(|title| format!("{prefix}.{title}"));
            let by_value = format!("{prefix}.{key}");
            let keys = schema.get("i18n").and_then(Value::as_str).map(str::to_owned).into_iter();
            let known = keys.chain([by_value.clone()]).chain(titled).find(|key| self.texts.speaks(key));
            let known = known.unwrap_or(by_value);
            let label = self.texts.translated(own, &known, &found.pointer, &mut self.problems);
            let hint = text("description").map(|hint| {
                let key = format!("{prefix}.{key}.description");
                self.texts.translated(hint, &key, &found.pointer, &mut self.problems)
            });
            let group = text(GROUP).map(|group| {
                let key = format!("{prefix}.{}", group.in_language("", ""));
                self.texts.translated(group, &key, &found.pointer, &mut self.problems)
            });
            offered.push(Offered { value: value.clone(), key, label, hint, group });
        }
        offered
    }

    /// The author's own sentences, by the keyword that fails.
    pub(super) fn messages(
        &mut self,
        shape: &Shape,
        template: &Template,
        element: &Value,
    ) -> Vec<(&'static str, Text)> {
        let prefix = i18n(shape, element).unwrap_or_else(|| template.dotted());
        let written = shape.schema.get("errorMessage");
        let mut found = Vec::new();
        for keyword in WORDED {
            let own = match written {
                Some(Value::Object(by_keyword)) => by_keyword.get(keyword).and_then(Text::from_json),
                Some(all) if keyword == "custom" => Text::from_json(all),
                _ => None,
            };
            let key = format!("{prefix}.error.{keyword}");
            let general = format!("error.{keyword}");
            let key = if !self.texts.speaks(&key) && self.texts.speaks(&general) { general } else { key };
            if own.is_some() || self.texts.speaks(&key) {
                let own = own.unwrap_or_else(|| Text::Many(Vec::new()));
                found.push((keyword, self.texts.translated(own, &key, &shape.pointer, &mut self.problems)));
            }
        }
        found
    }

    /// Ends the hint of what is typed with the first of the `examples` of its schema, « Exemple : AB-123-CD ».
    pub(super) fn give_example(&self, shape: &Shape, field: &mut Field) {
        let example = shape.schema.get("examples").and_then(Value::as_array).and_then(|examples| examples.first());
        let Some(example) = example.filter(|_| matches!(field.kind.component(field), "text" | "textarea")) else {
            return;
        };
        let said = self.texts.languages.iter().map(|lang| {
            let typed = field.kind.typed(field, example, lang);
            let hint = field.hint.as_ref().map(|hint| hint.in_language(lang, self.texts.base())).unwrap_or_default();
            let ending = if hint.is_empty() || hint.ends_with(['.', '!', '?', '…']) { "" } else { "." };
            let text = format!("{hint}{ending} {} {typed}", word(lang, "form-example"));
            (lang.clone(), text.trim().to_owned())
        });
        field.hint = Some(Text::Many(said.collect()));
    }
}

/// What a shipped type that says what it asks is called; a second one would not be told from the first.
fn type_words(shipped: &str) -> Option<&'static str> {
    Some(match shipped {
        "accreditation" => "form-type-accreditation",
        "address" => "form-type-address",
        "bank-account" => "form-type-bank-account",
        "caf-account" => "form-type-caf-account",
        "civility" => "form-type-civility",
        "commune" => "form-type-commune",
        "country" => "form-type-country",
        "departement" => "form-type-departement",
        "epci" => "form-type-epci",
        "region" => "form-type-region",
        "tax-notice" => "form-type-tax-notice",
        _ => return None,
    })
}

/// The explicit key of translations of JSON Forms.
fn i18n(shape: &Shape, element: &Value) -> Option<String> {
    let own = element.get("i18n").or_else(|| element.get("options").and_then(|options| options.get("i18n")));
    own.and_then(Value::as_str).or_else(|| shape.text("i18n")).map(str::to_owned)
}

/// « firstName », « first_name » → « First name ».
pub(super) fn humanised(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    for char in name.chars() {
        if char == '_' || char == '-' {
            words.push(' ');
        } else if char.is_uppercase() && words.chars().last().is_some_and(char::is_lowercase) {
            words.push(' ');
            words.extend(char.to_lowercase());
        } else {
            words.push(char);
        }
    }
    let mut chars = words.trim().chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
