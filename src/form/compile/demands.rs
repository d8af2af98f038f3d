//! What must be answered only sometimes: behind an `if`, beside another answer, in the branch that a person chooses.

use super::flatten::When;
use super::places::by_place;
use super::shape::Sometimes;
use super::{Compiler, Shape};
use crate::form::branch::Chooser;
use crate::form::condition::Condition;
use crate::form::node::{Body, Demand, Id};
use crate::form::pointer::{Segment, Template};
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

/// What must hold for a schema to apply.
enum Premise<'s> {
    When(&'s When, Template, &'s str),
    Branch(Arc<Chooser>, usize),
}

type Chain<'s> = Vec<Rc<Premise<'s>>>;

/// The objects that are demanded only sometimes.
pub(super) type Wanted = Vec<(Template, Demand)>;

impl<'s> Compiler<'s> {
    /// Notes on each field when it is required beside what its own object says, and in which optional objects it stands.
    /// Returns the objects that are required only sometimes.
    pub(super) fn demands(&mut self, containers: &[Template]) -> Wanted {
        let fields = by_place(&self.nodes);
        let mut found = Vec::new();
        self.demands_in(self.root, self.root, &self.base, &Vec::new(), &mut found);
        let mut wanted = Wanted::new();
        for (template, chain) in found {
            let conditions: Option<Vec<Arc<Condition>>> =
                chain.iter().map(|premise| self.condition_of(premise)).collect();
            let Some(demand) = conditions.map(|conditions| Demand { conditions }) else { continue };
            match fields.get(&template.pointer(&[])) {
                Some(ids) => ids.iter().for_each(|id| self.demand(*id, demand.clone())),
                None => wanted.push((template, demand)),
            }
        }
        // Parents first.
        wanted.sort_by_key(|(template, _)| template.0.len());
        // The names and the rows beside what an object or a tuple asks are no answer of which that is a part.
        let is_block = |id: &Id| self.nodes[*id].field().is_some_and(|field| field.block.is_some());
        let whole = fields.into_iter().filter(|(_, ids)| !ids.iter().any(is_block)).map(|(pointer, _)| pointer);
        let whole = whole.collect();
        self.optional_objects(containers, &whole);
        wanted
    }

    fn demand(&mut self, id: Id, demand: Demand) {
        if let Body::Field(field) = &mut self.nodes[id].body {
            field.demands.push(demand);
        }
    }

    /// What `more` demands of what `base` asks at the same place, when all of `chain` holds.
    fn demands_in(
        &self,
        base: &'s Shape,
        more: &'s Shape,
        here: &Template,
        chain: &Chain<'s>,
        found: &mut Vec<(Template, Chain<'s>)>,
    ) {
        for name in more.demanded().filter(|_| !chain.is_empty()) {
            if base.property(name).is_some_and(|asked| !asked.required) {
                found.push((here.child(name), chain.clone()));
            }
        }
        for (name, property) in &more.properties {
            match base.property(name) {
                Some(known) if !chain.is_empty() => self.demands_in(known, property, &here.child(name), chain, found),
                _ => self.demands_in(property, property, &here.child(name), &Vec::new(), found),
            }
        }
        if chain.is_empty() {
            let rows = more.items.iter().map(|rows| (here.row(), &**rows));
            let places = more.places.iter().enumerate().map(|(n, place)| (here.index(n), place));
            let entries = more.entries.iter().map(|(_, entry)| (here.entry(), entry));
            for (there, shape) in rows.chain(places).chain(entries) {
                self.demands_in(shape, shape, &there, &Vec::new(), found);
            }
        }
        let under = |premise| chain.iter().cloned().chain([Rc::new(premise)]).collect::<Chain<'s>>();
        for Sometimes { when, shape, .. } in &more.sometimes {
            self.demands_in(base, shape, here, &under(Premise::When(when, here.clone(), &more.pointer)), found);
        }
        let chooser = self.choosers.iter().find(|(chosen, _)| std::ptr::eq(*chosen, more)).map(|(_, chooser)| chooser);
        for (index, branch) in more.branches.iter().enumerate() {
            let Some(chooser) = chooser else { continue };
            self.demands_in(base, &branch.shape, here, &under(Premise::Branch(chooser.clone(), index)), found);
        }
    }

    fn condition_of(&mut self, premise: &Premise<'s>) -> Option<Arc<Condition>> {
        Some(match premise {
            Premise::Branch(chooser, index) => Arc::new(Condition::Branch { chooser: chooser.clone(), index: *index }),
            Premise::When(when, here, pointer) => {
                let (condition, _) = self.when(when, here, pointer)?;
                if matches!(when, When::Fails(_)) { Arc::new(Condition::Not(condition)) } else { condition }
            }
        })
    }

    /// In an object that is optional nothing is required as long as nothing in it is answered.
    fn optional_objects(&mut self, containers: &[Template], fields: &HashSet<String>) {
        // The document itself is always there.
        let required = containers.iter().map(|object| object.pointer(&[]));
        let required: HashSet<String> = required.chain([String::new()]).collect();
        for node in &mut self.nodes {
            let Body::Field(field) = &mut node.body else { continue };
            let segments = &field.template.0;
            let row = segments.iter().rposition(|segment| matches!(segment, Segment::Row | Segment::Entry));
            let above = (row.map_or(0, |row| row + 1)..segments.len()).skip(1);
            let above: Vec<Template> = above.map(|end| Template(segments[..end].to_vec())).collect();
            // The parts of an answer are as optional as it says itself.
            if above.iter().any(|object| fields.contains(&object.pointer(&[]))) {
                continue;
            }
            field.within = above.into_iter().filter(|object| !required.contains(&object.pointer(&[]))).collect();
        }
    }
}
