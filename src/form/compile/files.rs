//! What a field of files takes: the keyword `file` of its schema.

use super::{Compiler, Shape};
use crate::form::fields::plain;
use crate::form::media::media_type;
use crate::form::node::{Field, FileRule, Nature};
use crate::form::pointer::escape;
use serde_json::{Map, Value};

/// Bytes that a file may have when its field doesn't say.
const MAX_FILE: u64 = 20_000_000;
const MAX_IDENTITY: u64 = 10_000_000;

/// What an identity document is when its field doesn't say: a scan, or photographs.
const IDENTITY: [&str; 5] = ["application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"];

impl Compiler<'_> {
    /// Reads `file`; what can't be used in it is told.
    pub(super) fn file_rule(&mut self, shape: &Shape) -> Option<FileRule> {
        let one = shape.together().filter(|items| items.shipped == Some("file"));
        if shape.shipped != Some("file") && one.is_none() {
            return None;
        }
        let max_files = shape.number("maxItems").and_then(|count| usize::try_from(count).ok());
        let mut rule = FileRule { multiple: one.is_some(), max_files, ..FileRule::default() };
        // What a list of files says beside its `items` is nearer than what they say.
        for holder in one.into_iter().chain([shape]) {
            self.read_file(holder, &mut rule);
        }
        let is_identity = rule.nature == Nature::Identity;
        if rule.max_size == 0 {
            rule.max_size = if is_identity { MAX_IDENTITY } else { MAX_FILE };
        }
        if rule.accept.is_empty() && is_identity {
            rule.accept = IDENTITY.to_vec();
        }
        Some(rule)
    }

    fn read_file(&mut self, holder: &Shape, rule: &mut FileRule) {
        let place = format!("{}/file", holder.pointer);
        let given = match holder.schema.get("file") {
            None => return,
            Some(Value::Object(given)) => given,
            Some(_) => return self.problems.error(&place, "file-rule", vec![]),
        };
        for (name, option) in given {
            let here = format!("{place}/{}", escape(name));
            let read = match name.as_str() {
                "accept" => {
                    rule.accept = self.accepted(option, &here);
                    continue;
                }
                "maxSize" => {
                    option.as_u64().filter(|size| *size > 0).map(|size| rule.max_size = size).ok_or("file-size")
                }
                "nature" => {
                    option.as_str().and_then(Nature::named).map(|nature| rule.nature = nature).ok_or("file-nature")
                }
                "template" => named(option).map(|name| rule.template = Some(name)).ok_or("file-template"),
                _ => Err("unknown-key"),
            };
            if let Err(code) = read {
                self.problems.error(&here, code, vec![("key", name.clone()), ("value", plain(option))]);
            }
        }
    }

    /// The file that an explanation hands out: `options.file.template`.
    pub(super) fn notice(&mut self, options: &Map<String, Value>, pointer: &str) -> Option<String> {
        let place = format!("{pointer}/options/file");
        let Value::Object(given) = options.get("file")? else {
            self.problems.error(&place, "file-rule", vec![]);
            return None;
        };
        for key in given.keys().filter(|key| *key != "template") {
            self.problems.error(&format!("{place}/{}", escape(key)), "unknown-key", vec![("key", key.clone())]);
        }
        let template = given.get("template")?;
        let found = named(template);
        if found.is_none() {
            let args = vec![("key", "template".to_owned()), ("value", plain(template))];
            self.problems.error(&format!("{place}/template"), "file-template", args);
        }
        found
    }

    /// Tells the keywords of files, maps and references on a question that is none of these.
    pub(super) fn idle_keywords(&mut self, shape: &Shape, field: &Field) {
        let is_reference = shape.shipped == Some("reference");
        let used = [("file", field.file.is_some()), ("map", field.map.is_some()), ("reference", is_reference)];
        for (key, is_used) in used {
            if !is_used && shape.schema.get(key).is_some_and(Value::is_object) {
                let place = format!("{}/{key}", shape.pointer);
                self.problems.warn(&place, "keyword-idle", vec![("key", key.to_owned())]);
            }
        }
    }

    fn accepted(&mut self, option: &Value, here: &str) -> Vec<&'static str> {
        let mut accepted = Vec::new();
        let Some(listed) = option.as_array().filter(|listed| !listed.is_empty()) else {
            self.problems.error(here, "file-accept-list", vec![]);
            return accepted;
        };
        for (n, written) in listed.iter().enumerate() {
            match written.as_str().and_then(media_type) {
                Some(known) if accepted.contains(&known) => {}
                Some(known) => accepted.push(known),
                None => self.problems.error(&format!("{here}/{n}"), "file-accept", vec![("value", plain(written))]),
            }
        }
        accepted
    }
}

/// The name of a file that lies beside the procedure: a path is none.
fn named(option: &Value) -> Option<String> {
    option.as_str().filter(|name| !name.is_empty() && !name.contains(['/', '\\'])).map(str::to_owned)
}
