//! What a draft keeps beside the answers, by the pointer of a value, and what is submitted never holds.

use super::rows::RowChange;
use super::whole::WHOLE;
use serde_json::{Map, Value};

/// The number of the branch that was chosen.
pub(crate) const CHOICES: &str = "#branch";
/// The name that somebody typed and that no entry bears yet; `null` when one was asked for without any.
pub(crate) const NAMES: &str = "#name";
/// A second answer, that waits for a choice; by the name of its input.
pub(crate) const CONFLICTS: &str = "#conflicts";

/// The names of a draft that are no answers.
pub(crate) const STORES: [&str; 4] = [CHOICES, NAMES, CONFLICTS, WHOLE];

/// What is kept for a pointer.
pub(crate) fn kept<'d>(draft: &'d Value, store: &str, pointer: &str) -> Option<&'d Value> {
    draft.get(store)?.get(pointer)
}

/// Keeps something for a pointer, or nothing any more.
pub(crate) fn keep(draft: &mut Value, store: &str, pointer: String, value: Option<Value>) {
    let Some(fields) = draft.as_object_mut() else { return };
    if value.is_none() && !fields.contains_key(store) {
        return;
    }
    let kept = fields.entry(store).or_insert_with(|| Value::Object(Map::new()));
    if let Some(kept) = kept.as_object_mut() {
        match value {
            Some(value) => drop(kept.insert(pointer, value)),
            None => drop(kept.shift_remove(&pointer)),
        }
        if kept.is_empty() {
            fields.shift_remove(store);
        }
    }
}

/// Takes a store out of a document.
pub(crate) fn take(document: &mut Value, store: &str) -> Value {
    document.as_object_mut().and_then(|fields| fields.shift_remove(store)).unwrap_or_default()
}

/// Rows of a block changed their places: what is kept for them follows them, and goes with one that went.
pub(crate) fn follow(draft: &mut Value, change: &RowChange) {
    each(draft, |pointer| change.follow(&pointer));
}

/// The entry of an object went, and what is kept for it.
pub(crate) fn without_entry(draft: &mut Value, block: &str, name: &str) {
    each(draft, |pointer| {
        let gone =
            inside(&pointer, block).is_some_and(|(token, _)| token.strip_suffix(CHOICES).unwrap_or(token) == name);
        (!gone).then_some(pointer)
    });
}

fn each(draft: &mut Value, change: impl Fn(String) -> Option<String>) {
    for store in [CHOICES, NAMES, CONFLICTS] {
        let Some(kept) = draft.get_mut(store).and_then(Value::as_object_mut) else { continue };
        let before = std::mem::take(kept);
        kept.extend(before.into_iter().filter_map(|(pointer, value)| Some((change(pointer)?, value))));
    }
}

/// The first token of a pointer under another, and the rest.
fn inside<'p>(pointer: &'p str, block: &str) -> Option<(&'p str, &'p str)> {
    let place = pointer.strip_prefix(block)?.strip_prefix('/')?;
    Some(place.split_at(place.find('/').unwrap_or(place.len())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::RowChangeKind;
    use serde_json::json;

    #[test]
    fn what_is_kept_follows_its_row() {
        let mut draft = json!({"#branch": {"/a/0/b": 1, "/a/1": 0, "/a/2/b": 1, "/ab/2": 1}, "#name": {"/a/2": "x"}});
        let removed = RowChange { block: "/a".into(), kind: RowChangeKind::Removed { at: 1 } };
        follow(&mut draft, &removed);
        let expected = json!({"#branch": {"/a/0/b": 1, "/a/1/b": 1, "/ab/2": 1}, "#name": {"/a/1": "x"}});
        assert_eq!(draft, expected);
        without_entry(&mut draft, "/a", "1");
        assert_eq!(draft, json!({"#branch": {"/a/0/b": 1, "/ab/2": 1}, "#name": {}}));
    }
}
