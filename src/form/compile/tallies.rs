//! Unions that only say how many of several questions are to be answered.

use super::wording::humanised;
use super::{Compiler, Shape};
use crate::form::pointer::Template;
use crate::form::problem::Problems;
use crate::form::tally::{Asked, Count, Tally};
use crate::rules::Text;
use serde_json::{Map, Value};

/// The names that are required together, in several groups, and how many groups are to be answered.
pub(super) type Names = (Count, Vec<Vec<String>>);

/// Those that a schema says itself.
pub(super) fn of(schema: &Map<String, Value>) -> Vec<Names> {
    let union = |keyword: &str, count| {
        let branches = schema.get(keyword)?.as_array()?;
        let groups: Option<Vec<Vec<String>>> = branches.iter().map(required_only).collect();
        groups.filter(|groups| groups.len() > 1).map(|groups| (count, groups))
    };
    let not_all = || {
        let names = required_only(schema.get("not")?).filter(|names| names.len() > 1)?;
        Some((Count::NotAll, names.into_iter().map(|name| vec![name]).collect()))
    };
    [union("anyOf", Count::Any), union("oneOf", Count::One), not_all()].into_iter().flatten().collect()
}

/// The names that a schema requires, when it says nothing else.
fn required_only(schema: &Value) -> Option<Vec<String>> {
    const SAID: [&str; 5] = ["required", "type", "title", "description", "$comment"];
    let fields = schema.as_object().filter(|fields| fields.keys().all(|key| SAID.contains(&key.as_str())))?;
    let names = fields.get("required")?.as_array()?.iter().map(|name| name.as_str().map(str::to_owned));
    names.collect::<Option<Vec<String>>>().filter(|names| !names.is_empty())
}

impl<'s> Compiler<'s> {
    /// Those of the form whose questions are asked.
    pub(super) fn tallies(&mut self) -> Vec<Tally> {
        let mut found = Vec::new();
        self.tallies_in(self.root, self.root, &self.base.clone(), &mut found);
        found
    }

    /// Those of `more`, which stands where `base` is asked.
    fn tallies_in(&mut self, base: &'s Shape, more: &'s Shape, here: &Template, found: &mut Vec<Tally>) {
        for (count, groups) in &more.tallies {
            let asked = groups.iter().map(|names| names.iter().map(|name| self.asked(base, here, name)).collect());
            let groups: Option<Vec<Vec<Asked>>> = asked.collect();
            found.extend(groups.map(|groups| Tally { count: *count, template: here.clone(), groups }));
        }
        for (name, property) in &more.properties {
            self.tallies_in(base.property(name).unwrap_or(property), property, &here.child(name), found);
        }
        let rows = more.items.iter().map(|rows| (here.row(), &**rows));
        let places = more.places.iter().enumerate().map(|(n, place)| (here.index(n), place));
        let entries = more.entries.iter().map(|(_, entry)| (here.entry(), entry));
        for (there, shape) in rows.chain(places).chain(entries) {
            self.tallies_in(shape, shape, &there, found);
        }
        let sometimes = more.sometimes.iter().map(|sometimes| &sometimes.shape);
        for shape in sometimes.chain(more.branches.iter().map(|branch| &branch.shape)) {
            self.tallies_in(base, shape, here, found);
        }
    }

    /// A property, called as its question is, or its group.
    fn asked(&mut self, base: &Shape, here: &Template, name: &str) -> Option<Asked> {
        let label = self.called(base.any_property(name)?, &here.child(name), name);
        Some(Asked { name: name.to_owned(), label })
    }

    fn called(&mut self, shape: &Shape, template: &Template, name: &str) -> Text {
        let field = self.controls.get(&template.pointer(&[])).and_then(|id| self.nodes[*id].field());
        if let Some(field) = field {
            return field.label.clone();
        }
        let title = shape.text("title").map_or_else(|| Text::One(humanised(name)), Text::from);
        // A text that misses was told where the group is.
        self.texts.translated(title, &format!("{}.label", template.dotted()), "", &mut Problems::default())
    }
}
