//! The keyword `reference`: where the entries of an external reference come from. All that it names must exist.

use super::{Compiler, Shape, parse};
use crate::form::node::Field;
use crate::form::pointer::{Segment, Template, escape};
use crate::form::source::{Origin, Source};
use crate::reference::{Fault, Table};
use crate::rules::Text;
use serde_json::{Map, Value};

const KEYS: [&str; 10] = ["file", "url", "list", "id", "label", "data", "fill", "show", "whenDown", "example"];

/// Hosts that need no TLS: this very machine, which an operator must have listed.
const LOCAL: [&str; 3] = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];

type Given = Map<String, Value>;

impl Compiler<'_> {
    /// The source of a field that is an external reference.
    pub(super) fn reference(&mut self, shape: &Shape) -> Option<Source> {
        if shape.shipped != Some("reference") {
            return None;
        }
        let Some(Value::Object(given)) = shape.schema.get("reference") else {
            self.problems.error(&shape.pointer, "reference-missing", vec![]);
            return None;
        };
        let here = format!("{}/reference", shape.pointer);
        for key in given.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            self.problems.error(&format!("{here}/{}", escape(key)), "unknown-key", vec![("key", key.clone())]);
        }
        let mut source = match (given.get("file"), given.get("url")) {
            (Some(Value::String(name)), None) => self.listed(name, given, &here)?,
            (None, Some(Value::String(url))) => self.served(url, given, &here)?,
            _ => {
                self.problems.error(&here, "reference-source", vec![]);
                return None;
            }
        };
        source.accepts_unverified = match text(given, "whenDown") {
            None | Some("accept") => true,
            Some("refuse") => false,
            Some(other) => {
                let args = vec![("value", other.to_owned())];
                self.problems.error(&format!("{here}/whenDown"), "reference-when-down", args);
                true
            }
        };
        source.fill = self.fills(given, &source, &here);
        source.show = self.shown(given, &source, &here);
        if let Some(example) = given.get("example") {
            self.try_example(example, &source, &here);
        }
        Some(source)
    }

    /// An uploaded list.
    fn listed(&mut self, name: &str, given: &Given, here: &str) -> Option<Source> {
        let at = format!("{here}/file");
        let Some(bytes) = self.definition.files.get(name) else {
            self.problems.error(&at, "reference-file-missing", vec![("name", name.to_owned())]);
            return None;
        };
        let label = text(given, "label").and_then(parse).and_then(|path| path.into_iter().next()).unwrap_or_default();
        let table = match Table::parse(bytes, &label) {
            Ok(table) => table,
            Err(faults) => {
                for fault in faults {
                    let (code, args) = told(&fault);
                    self.problems.error(&at, code, args);
                }
                return None;
            }
        };
        let columns: Vec<String> = table.columns().iter().map(|name| format!("/{}", escape(name))).collect();
        let key = columns.first().cloned().unwrap_or_default();
        let all = || table.columns().iter().cloned().zip(columns.iter().cloned()).skip(1).collect();
        let data = self.pointers(given, here).unwrap_or_else(all);
        let label = text(given, "label").map_or_else(|| key.clone(), str::to_owned);
        let named = data.iter().map(|(name, at)| (format!("{here}/data/{}", escape(name)), at));
        for (place, at) in named.chain([(format!("{here}/label"), &label)]).filter(|(_, at)| !columns.contains(at)) {
            self.problems.error(&place, "reference-column", vec![("pointer", at.clone())]);
        }
        for keyword in ["list", "id"].into_iter().filter(|keyword| given.contains_key(*keyword)) {
            self.problems.error(&format!("{here}/{keyword}"), "unknown-key", vec![("key", keyword.to_owned())]);
        }
        Some(source(Origin::Table(Box::new(table)), (String::new(), key, label), data))
    }

    /// A service of others.
    fn served(&mut self, url: &str, given: &Given, here: &str) -> Option<Source> {
        let at = format!("{here}/url");
        let searches = url.contains("{query}");
        let host = url.split_once("://").map(|(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
        let host =
            host.filter(|host| !host.is_empty() && !host.contains(['{', '@']) && !host.contains(char::is_whitespace));
        if host.is_none() || searches == url.contains("{id}") || url.contains('#') {
            self.problems.error(&at, "reference-url", vec![("url", url.to_owned())]);
            return None;
        }
        if !url.starts_with("https://") && !LOCAL.iter().any(|local| url.starts_with(local)) {
            self.problems.error(&at, "reference-insecure", vec![("host", host.unwrap_or_default().to_owned())]);
        }
        let origin = if searches { Origin::Search(url.to_owned()) } else { Origin::Exact(url.to_owned()) };
        let usual_id = if searches { "/id" } else { "" };
        let place = |keyword: &str, usual: &str| text(given, keyword).unwrap_or(usual).to_owned();
        let places = (place("list", ""), place("id", usual_id), place("label", "/label"));
        for (keyword, pointer) in [("list", &places.0), ("id", &places.1), ("label", &places.2)] {
            self.check_pointer(pointer, &format!("{here}/{keyword}"));
        }
        let data = self.pointers(given, here).unwrap_or_default();
        Some(source(origin, places, data))
    }

    fn check_pointer(&mut self, pointer: &str, place: &str) {
        if parse(pointer).is_none() {
            self.problems.error(place, "reference-pointer", vec![("pointer", pointer.to_owned())]);
        }
    }

    /// `data`: what is kept, by name.
    fn pointers(&mut self, given: &Given, here: &str) -> Option<Vec<(String, String)>> {
        let data = given.get("data")?;
        let Some(data) = data.as_object() else {
            self.problems.error(&format!("{here}/data"), "reference-pointer", vec![("pointer", data.to_string())]);
            return None;
        };
        let mut found = Vec::new();
        for (name, pointer) in data {
            let pointer = pointer.as_str().map_or_else(|| pointer.to_string(), str::to_owned);
            self.check_pointer(&pointer, &format!("{here}/data/{}", escape(name)));
            found.push((name.clone(), pointer));
        }
        Some(found)
    }

    /// `fill`: fields, and the names of what fills them. Whether the fields exist is seen once all are known.
    fn fills(&mut self, given: &Given, source: &Source, here: &str) -> Vec<(Template, String)> {
        let mut found = Vec::new();
        for (target, name) in given.get("fill").and_then(Value::as_object).into_iter().flatten() {
            let place = format!("{here}/fill/{}", escape(target));
            let path = parse(target).filter(|path| !path.is_empty());
            let template = path.map(|path| {
                path.iter().fold(Template::default(), |at, name| if name == "*" { at.row() } else { at.child(name) })
            });
            match (template, self.known(name, source, &place)) {
                (Some(template), Some(name)) => found.push((template, name)),
                (None, _) => self.problems.error(&place, "reference-target", vec![("pointer", target.clone())]),
                (_, None) => {}
            }
        }
        found
    }

    /// `show`: names of what is shown, with their words.
    fn shown(&mut self, given: &Given, source: &Source, here: &str) -> Vec<(Text, String)> {
        let mut found = Vec::new();
        for (name, words) in given.get("show").and_then(Value::as_object).into_iter().flatten() {
            let place = format!("{here}/show/{}", escape(name));
            let name = self.known(&Value::from(name.as_str()), source, &place);
            let words = self.texts.written(words, &place, &mut self.problems);
            found.extend(words.zip(name));
        }
        found
    }

    fn known(&mut self, name: &Value, source: &Source, place: &str) -> Option<String> {
        let known = name.as_str().filter(|name| source.data.iter().any(|(known, _)| known == name));
        if known.is_none() {
            let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
            self.problems.error(place, "reference-name", vec![("name", name)]);
        }
        known.map(str::to_owned)
    }

    /// An answer of the service, as its author knows it: every pointer finds something in it.
    fn try_example(&mut self, example: &Value, source: &Source, here: &str) {
        let found = source.candidates(example, "0");
        let Some(first) = found.first() else {
            self.problems.error(&format!("{here}/example"), "reference-example", vec![]);
            return;
        };
        for (name, pointer) in &source.data {
            if first.answer.get("data").and_then(|data| data.get(name)).is_none() {
                let place = format!("{here}/data/{}", escape(name));
                self.problems.error(&place, "reference-pointer", vec![("pointer", pointer.clone())]);
            }
        }
    }

    /// What references fill is asked, in the same rows or above, and is no reference, file, block or computed value. Of a block that
    /// the reference stands outside of, nothing says which row is meant.
    pub(super) fn fill_targets(&mut self) {
        let mut wrong = Vec::new();
        for (at, field) in self.nodes.iter().enumerate().filter_map(|(at, node)| Some((at, node.field()?))) {
            for (target, _) in field.reference.iter().flat_map(|source| &source.fill) {
                let found = self.controls.get(&target.pointer(&[])).and_then(|id| self.nodes[*id].field());
                let code = match found.filter(|found| may_be_filled(found)) {
                    Some(_) if is_near(field, target) => continue,
                    Some(_) => "reference-target-row",
                    None => "reference-target",
                };
                wrong.push((super::order::pointer(&self.nodes, at), target.pointer(&[]), code));
            }
        }
        for (field, target, code) in wrong {
            let place = format!("{field}/reference/fill/{}", escape(&target));
            self.problems.error(&place, code, vec![("pointer", target)]);
        }
    }
}

fn may_be_filled(field: &Field) -> bool {
    let whole = matches!(field.kind.name(), "reference" | "file" | "repeat" | "address" | "commune" | "explanation");
    !whole && field.calculate.is_none()
}

/// Whether a reference stands in all the rows that a target does.
fn is_near(field: &Field, target: &Template) -> bool {
    let rows = target.0.iter().rposition(|segment| *segment == Segment::Row).map_or(0, |last| last + 1);
    field.template.0.starts_with(&target.0[..rows])
}

fn source(origin: Origin, (list, id, label): (String, String, String), data: Vec<(String, String)>) -> Source {
    Source { origin, list, id, label, data, fill: Vec::new(), show: Vec::new(), accepts_unverified: true }
}

fn text<'g>(given: &'g Given, keyword: &str) -> Option<&'g str> {
    given.get(keyword).and_then(Value::as_str)
}

fn told(fault: &Fault) -> (&'static str, Vec<(&'static str, String)>) {
    match fault {
        Fault::TooLarge => ("reference-file-too-large", vec![]),
        Fault::Malformed { line } => ("reference-file-malformed", vec![("line", line.to_string())]),
        Fault::Empty => ("reference-file-empty", vec![]),
        Fault::Column { name } => ("reference-file-column", vec![("name", name.clone())]),
        Fault::KeyMissing { line } => ("reference-file-key-missing", vec![("line", line.to_string())]),
        Fault::KeyDuplicate { line, key } => {
            ("reference-file-key-duplicate", vec![("line", line.to_string()), ("key", key.clone())])
        }
    }
}
