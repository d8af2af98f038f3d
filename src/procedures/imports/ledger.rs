//! What has been read of a source. What hasn't at the end is a loss: nothing is dropped in silence.

use super::loss::Loss;
use crate::form::escape;
use serde_json::Value;
use std::collections::HashSet;

/// Elements of HTML that texts of ours can't hold.
const MEDIA: [&str; 7] = ["audio", "embed", "iframe", "img", "object", "svg", "video"];

/// A place in the source.
#[derive(Debug, Clone)]
pub(super) struct Node<'v> {
    pub(super) value: &'v Value,
    pub(super) pointer: String,
}

impl<'v> Node<'v> {
    pub(super) fn root(value: &'v Value) -> Self {
        Self { value, pointer: String::new() }
    }

    pub(super) fn at(&self, key: &str) -> String {
        format!("{}/{}", self.pointer, escape(key))
    }

    /// An entry, which stays unread.
    pub(super) fn peek(&self, key: &str) -> Option<&'v Value> {
        self.value.get(key)
    }

    /// A text, which stays unread; empty when there is none.
    pub(super) fn peek_text(&self, key: &str) -> &'v str {
        self.peek(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn child(&self, key: &str) -> Option<Self> {
        Some(Self { value: self.peek(key)?, pointer: self.at(key) })
    }
}

/// Places of the source that were read, and what was lost.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    read: HashSet<String>,
    /// Read with everything under them.
    whole: HashSet<String>,
    losses: Vec<Loss>,
    /// In this format `false` is what a tool writes when nobody chose.
    pub(super) false_is_blank: bool,
}

impl Ledger {
    /// An entry that is used. What lies under it is still to be read.
    pub(super) fn get<'v>(&mut self, node: &Node<'v>, key: &str) -> Option<Node<'v>> {
        let child = node.child(key)?;
        self.read.insert(child.pointer.clone());
        Some(child)
    }

    /// A place that is used. What lies under it is still to be read.
    pub(super) fn get_self(&mut self, node: &Node<'_>) {
        self.read.insert(node.pointer.clone());
    }

    /// An entry that is used with everything under it.
    pub(super) fn whole<'v>(&mut self, node: &Node<'v>, key: &str) -> Option<&'v Value> {
        let child = node.child(key)?;
        self.whole.insert(child.pointer);
        Some(child.value)
    }

    /// A place that is used with everything under it.
    pub(super) fn all(&mut self, node: &Node<'_>) {
        self.whole.insert(node.pointer.clone());
    }

    /// A text that is used; `None` when it is blank. What isn't a text stays unread.
    pub(super) fn text<'v>(&mut self, node: &Node<'v>, key: &str) -> Option<&'v str> {
        let text = node.peek(key)?.as_str()?;
        let at = node.at(key);
        if self.read.insert(at.clone())
            && let Some(tag) = MEDIA.iter().find(|tag| text.to_ascii_lowercase().contains(&format!("<{tag}")))
        {
            self.losses.push(Loss::new(&at, "media", &[("tag", tag)]));
        }
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// A truth that is used.
    pub(super) fn flag(&mut self, node: &Node<'_>, key: &str) -> bool {
        let truth = node.peek(key).and_then(Value::as_bool);
        if truth.is_some() {
            self.read.insert(node.at(key));
        }
        truth.unwrap_or(false)
    }

    /// A number that is used, also written as a text, as some tools do.
    pub(super) fn number(&mut self, node: &Node<'_>, key: &str) -> Option<Value> {
        let found = match node.peek(key)? {
            Value::Number(number) => Value::Number(number.clone()),
            Value::String(text) => serde_json::from_str::<serde_json::Number>(text.trim()).map(Value::Number).ok()?,
            _ => return None,
        };
        self.read.insert(node.at(key));
        Some(found)
    }

    /// The items of a list that is used.
    pub(super) fn list<'v>(&mut self, node: &Node<'v>, key: &str) -> Vec<Node<'v>> {
        let Some(items) = node.peek(key).and_then(Value::as_array) else { return Vec::new() };
        let here = node.at(key);
        self.read.insert(here.clone());
        let places = items.iter().enumerate();
        places.map(|(n, value)| self.used(Node { value, pointer: format!("{here}/{n}") })).collect()
    }

    /// The entries of an object that is used.
    pub(super) fn entries<'v>(&mut self, node: &Node<'v>) -> Vec<(&'v str, Node<'v>)> {
        let entries = node.value.as_object().into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), self.used(Node { value, pointer: node.at(key) }))).collect()
    }

    fn used<'v>(&mut self, node: Node<'v>) -> Node<'v> {
        self.read.insert(node.pointer.clone());
        node
    }

    /// Entries that say nothing to whoever fills the form: `docs/IMPORT.md` names them.
    pub(super) fn skip(&mut self, node: &Node<'_>, keys: &[&str]) {
        self.whole.extend(keys.iter().filter(|key| node.peek(key).is_some()).map(|key| node.at(key)));
    }

    /// An entry that only says how it looks.
    pub(super) fn skip_looks(&mut self, node: &Node<'_>, key: &str) {
        if node.peek(key).is_some_and(|value| !self.is_blank(value)) {
            self.lose(&node.at(key), "presentation", &[("key", key)]);
        }
    }

    /// Notes a loss: what lies under its pointer is told with it.
    pub(super) fn lose(&mut self, pointer: &str, code: &'static str, args: &[(&'static str, &str)]) {
        self.losses.push(Loss::new(pointer, code, args));
        self.whole.insert(pointer.to_owned());
    }

    /// Notes a loss at a place whose other entries are still to be read.
    pub(super) fn note(&mut self, pointer: &str, code: &'static str, args: &[(&'static str, &str)]) {
        self.losses.push(Loss::new(pointer, code, args));
    }

    /// Notes what must be seen to in the procedure.
    pub(super) fn target(&mut self, target: &str, code: &'static str, args: &[(&'static str, &str)]) {
        self.losses.push(Loss::new("", code, args).at(target));
    }

    /// Every loss, with what was never read.
    pub(super) fn close(mut self, root: &Value) -> Vec<Loss> {
        self.read.insert(String::new());
        self.unread(&Node::root(root));
        let mut losses = self.losses;
        losses.dedup();
        losses
    }

    fn unread(&mut self, node: &Node<'_>) {
        if self.whole.contains(&node.pointer) || self.is_blank(node.value) {
            return;
        }
        if !self.read.contains(&node.pointer) {
            let key = node.pointer.rsplit('/').next().unwrap_or_default().to_owned();
            let value = node.value.as_str().map_or_else(|| node.value.to_string(), str::to_owned);
            self.losses.push(Loss::new(&node.pointer, "unread", &[("key", &key), ("value", &value)]));
            return;
        }
        match node.value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.unread(&Node { value, pointer: node.at(key) });
                }
            }
            Value::Array(items) => {
                for (n, value) in items.iter().enumerate() {
                    self.unread(&Node { value, pointer: format!("{}/{n}", node.pointer) });
                }
            }
            _ => {}
        }
    }

    /// A value that says nothing.
    pub(super) fn is_blank(&self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            Value::Bool(truth) => !truth && self.false_is_blank,
            Value::Number(_) => false,
            Value::String(text) => text.trim().is_empty(),
            Value::Array(items) => items.iter().all(|item| self.is_blank(item)),
            Value::Object(fields) => fields.values().all(|value| self.is_blank(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_nobody_reads_is_told_at_the_end() {
        let source = json!({"a": "x", "b": {"c": 1, "d": [], "e": false}, "f": {"g": 1}, "h": "lost"});
        let (root, mut ledger) = (Node::root(&source), Ledger::default());
        assert_eq!(ledger.text(&root, "a"), Some("x"));
        ledger.get(&root, "b");
        ledger.whole(&root, "f");
        ledger.lose("/h", "component", &[]);
        let told: Vec<_> = ledger.close(&source).into_iter().map(|loss| (loss.pointer, loss.code)).collect();
        let expected = [("/h", "component"), ("/b/c", "unread"), ("/b/e", "unread")];
        assert_eq!(told, expected.map(|(pointer, code)| (pointer.to_owned(), code)));
    }

    #[test]
    fn what_a_text_can_not_hold_is_told_once() {
        let source = json!({"a": "<p>Voici <IMG src='x.png'></p>", "b": "1 < imgs"});
        let (root, mut ledger) = (Node::root(&source), Ledger::default());
        for key in ["a", "a", "b"] {
            ledger.text(&root, key);
        }
        let told: Vec<_> = ledger.close(&source).into_iter().map(|loss| (loss.pointer, loss.code)).collect();
        assert_eq!(told, [("/a".to_owned(), "media")]);
    }
}
