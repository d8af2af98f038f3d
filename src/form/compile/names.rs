//! What the variables of a rule are in a form, and what their schemas say that they may be.

use super::{Shape, bundle, read};
use crate::form::definition::Definition;
use crate::form::pointer::{Template, row_number};
use crate::form::problem::Problems;
use crate::rules::ROOTS;
use crate::rules::analysis::{Domain, EACH, Kinds, Names, Rows};
use serde_json::Value;

/// Where a rule stands: the document, then the rows of each repeated block that leads there.
pub(super) struct Scopes<'c, 's> {
    pub(super) root: &'s Shape,
    pub(super) list: &'c [(&'s Shape, Template)],
}

/// The answers of a form, for rules that stand outside of it.
#[derive(Debug)]
pub struct Answers {
    root: Shape,
    /// The paths of what is shown only sometimes.
    hidden: Vec<String>,
}

impl Answers {
    /// Those of a definition that compiles.
    pub fn of(definition: &Definition) -> Self {
        let root = read::schema(&bundle::unbundled(&definition.schema).schema, &mut Problems::default());
        let mut hidden = Vec::new();
        definition.ui.iter().for_each(|ui| note_hidden(ui, false, &mut hidden));
        Self { root, hidden }
    }

    /// Whether a valid form may leave it blank: it is not required all the way, stands in rows, is computed, asked in several
    /// ways, or shown only sometimes.
    pub fn may_be_blank(&self, path: &str) -> bool {
        let is_around = |around: &String| {
            path == around || path.strip_prefix(around.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        if self.hidden.iter().any(is_around) {
            return true;
        }
        let mut shape = &self.root;
        for name in path.split('.').skip(1) {
            match shape.property(name).filter(|inner| inner.required && !inner.schema.contains_key("calculate")) {
                Some(inner) => shape = inner,
                None => return true,
            }
        }
        false
    }

    /// Whether every valid form has something in this list.
    pub fn hold_one(&self, path: &str) -> bool {
        let found = self.scopes().read(path).and_then(|read| read.shape);
        let least = found.and_then(|shape| shape.schema.get("minItems")?.as_u64());
        least.is_some_and(|least| least > 0) && !self.may_be_blank(path)
    }

    /// Whether a path, `form.…`, reads one of them.
    pub fn have(&self, path: &str) -> bool {
        self.scopes().read(path).is_some()
    }

    fn scopes(&self) -> Scopes<'_, '_> {
        Scopes { root: &self.root, list: &[] }
    }
}

/// Notes what stands under a rule of the UI schema, by its path.
fn note_hidden(element: &Value, is_within: bool, found: &mut Vec<String>) {
    let is_within = is_within || element.get("rule").is_some();
    let scope = element.get("scope").and_then(Value::as_str).filter(|_| is_within);
    found.extend(
        scope
            .and_then(|scope| scope.strip_prefix('#'))
            .map(|scope| format!("form{}", scope.replace("/properties/", "."))),
    );
    let inner = ["elements", "options", "detail"].into_iter().filter_map(|key| element.get(key));
    inner.for_each(|inner| match inner {
        Value::Array(elements) => elements.iter().for_each(|element| note_hidden(element, is_within, found)),
        element => note_hidden(element, is_within, found),
    });
}

impl Names for Answers {
    fn find(&self, path: &str, rows: Rows<'_>) -> (String, Domain) {
        self.scopes().find(path, rows)
    }
}

/// What a dotted path reads.
pub(super) struct Read<'s> {
    /// `None` for what lies in a file, or under a name that people choose.
    pub(super) shape: Option<&'s Shape>,
    pub(super) template: Template,
    /// It goes through rows without saying which: it reads the list of their values.
    crosses: bool,
    /// It names a row by its number.
    is_numbered: bool,
}

impl<'s> Scopes<'_, 's> {
    /// What a path that starts from the document or from the rows around reads, if anything.
    pub(super) fn read(&self, path: &str) -> Option<Read<'s>> {
        let names: Vec<&str> = path.split('.').collect();
        match names.split_first() {
            Some((&"form", rest)) => walk(self.root, &self.base(), rest),
            Some((first, _)) if !ROOTS.contains(first) => {
                let (shape, base) = self.holders(first).next()?;
                walk(shape, base, &names)
            }
            _ => None,
        }
    }

    /// The address of the document in a draft.
    fn base(&self) -> Template {
        self.list.first().map(|(_, base)| base.clone()).unwrap_or_default()
    }

    /// The rows that have a property, the innermost first, then the document.
    pub(super) fn holders<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a (&'s Shape, Template)> {
        self.list.iter().rev().filter(move |(shape, _)| shape.any_property(name).is_some())
    }

    /// A name that isn't told apart: it may be anything, here.
    fn unclear(&self, path: &str) -> (String, Domain) {
        let here = self.list.last().map(|(_, base)| base.pointer(&[])).unwrap_or_default();
        (format!("?{here}?{path}"), Domain::any())
    }
}

impl Names for Scopes<'_, '_> {
    fn find(&self, path: &str, rows: Rows<'_>) -> (String, Domain) {
        let first = path.split('.').next().unwrap_or(path);
        if path == "today" {
            return (path.to_owned(), Domain::today());
        }
        let found = match rows {
            Rows::Outside if first == "form" => self.read(path),
            Rows::Outside if ROOTS.contains(&first) => return (path.to_owned(), Domain::any()),
            // Where the innermost row has no such value, one further out is read.
            Rows::Outside if self.holders(first).count() > 1 => None,
            Rows::Outside => self.read(path),
            Rows::Of(_) | Rows::Computed if !path.is_empty() && self.holders(first).next().is_some() => None,
            Rows::Of(rows) => self.read(rows).and_then(|rows| {
                let items = rows.shape?.items.as_deref()?;
                let names: Vec<&str> = path.split('.').filter(|name| !name.is_empty()).collect();
                walk(items, &rows.template.row(), &names)
            }),
            Rows::Computed => None,
        };
        match found {
            Some(read) if read.is_numbered => (format!("#{}#{path}", read.template.pointer(&[])), read.domain()),
            Some(read) => (read.name(), read.domain()),
            None => self.unclear(path),
        }
    }
}

impl Read<'_> {
    fn name(&self) -> String {
        let mut name = self.template.pointer(&[]);
        if self.crosses {
            name.push(EACH);
        }
        name
    }

    fn domain(&self) -> Domain {
        let one = self.shape.map_or_else(Domain::any, domain);
        if self.crosses { Domain::list(one, None) } else { one }
    }
}

/// What a value of this schema may be.
pub(super) fn domain(shape: &Shape) -> Domain {
    let is_plain = shape.branches.is_empty() && shape.places.is_empty() && shape.unfit.is_none();
    if !is_plain {
        return Domain::any();
    }
    let mut domain = Domain::of_schema(&shape.schema);
    if let Some(items) = shape.items.as_deref().filter(|_| domain.is_of(Kinds::LIST)) {
        return Domain::list(self::domain(items), shape.number("maxItems"));
    }
    if !shape.choices.is_empty() && !shape.is_open {
        domain = domain.among(shape.choices.iter().map(|(value, _)| value.clone()));
    }
    // What is computed is seen by rules before it is refused.
    if shape.schema.contains_key("calculate") { Domain::of_kinds(domain.kinds()) } else { domain }
}

/// Follows a dotted path; rows need no number.
fn walk<'s>(shape: &'s Shape, base: &Template, path: &[&str]) -> Option<Read<'s>> {
    let mut read = Read { shape: Some(shape), template: base.clone(), crosses: false, is_numbered: false };
    let (mut shape, mut path, mut is_sure) = (shape, path.iter().peekable(), true);
    while let Some(name) = path.peek() {
        if let Some((n, place)) = row_number(name).and_then(|n| Some((n, shape.places.get(n)?))) {
            (shape, read.template) = (place, read.template.index(n));
            path.next();
            continue;
        }
        if let Some(items) = shape.items.as_deref() {
            if row_number(name).is_some() {
                read.is_numbered = true;
                path.next();
            } else {
                read.crosses = true;
            }
            (shape, read.template) = (items, read.template.row());
            continue;
        }
        // What lies in a file, or under a name that people choose, is not a field of its own.
        let is_open = !shape.entries.is_empty() || (shape.properties.is_empty() && shape.type_name == "object");
        let known = shape.any_property(name);
        if shape.shipped == Some("file") || (is_open && known.is_none()) {
            return Some(Read { shape: None, is_numbered: true, ..read });
        }
        // What is asked in several ways may be of any.
        is_sure &= shape.has_one(name);
        (shape, read.template) = (known?, read.template.child(name));
        path.next();
    }
    read.shape = is_sure.then_some(shape);
    Some(read)
}
