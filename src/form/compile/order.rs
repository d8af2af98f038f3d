//! In which order rules are evaluated: what a rule reads is settled before it. A circle is told by the names in it.

use super::Reads;
use crate::form::node::{Body, Id, Node};
use crate::form::pointer::{Segment, Template, escape};
use crate::form::problem::Problems;
use std::collections::{BTreeMap, BTreeSet};

/// The nodes that have a rule or a calculation, each after those that it depends on.
pub(super) fn steps(nodes: &[Node], reads: &Reads, problems: &mut Problems) -> Vec<Id> {
    let all: Vec<Id> = (0..nodes.len()).filter(|id| is_step(&nodes[*id])).collect();
    let (mut before, fields) = (vec![BTreeSet::new(); nodes.len()], by_first_name(nodes));
    for id in &all {
        before[*id] = dependencies(nodes, reads, &fields, *id);
    }
    let (mut done, mut order) = (BTreeSet::new(), Vec::with_capacity(all.len()));
    let mut left = all;
    while !left.is_empty() {
        let (ready, waiting): (Vec<Id>, Vec<Id>) = left.iter().partition(|id| before[**id].is_subset(&done));
        if ready.is_empty() {
            let cycle = cycle(&waiting, &before, &done);
            let names: Vec<String> = cycle.iter().map(|id| name(nodes, *id)).collect();
            problems.error(&pointer(nodes, cycle[0]), "cycle", vec![("cycle", names.join(" → "))]);
            return order;
        }
        done.extend(&ready);
        order.extend(ready);
        left = waiting;
    }
    order
}

fn is_step(node: &Node) -> bool {
    node.rule.is_some() || node.field().is_some_and(|field| field.calculate.is_some() || field.fixed.is_some())
}

/// The fields, by the first name of their address: two that differ in it have nothing in common.
fn by_first_name(nodes: &[Node]) -> BTreeMap<Option<&str>, Vec<Id>> {
    let mut fields: BTreeMap<Option<&str>, Vec<Id>> = BTreeMap::new();
    for (id, node) in nodes.iter().enumerate() {
        if let Some(field) = node.field() {
            fields.entry(first_name(&field.template)).or_default().push(id);
        }
    }
    fields
}

/// `None` where anything may stand.
fn first_name(template: &Template) -> Option<&str> {
    match template.0.first() {
        Some(Segment::Name(name)) => Some(name),
        _ => None,
    }
}

/// The steps that decide what this one reads, and those of the elements that it stands in.
fn dependencies(nodes: &[Node], reads: &Reads, fields: &BTreeMap<Option<&str>, Vec<Id>>, id: Id) -> BTreeSet<Id> {
    let mut found: BTreeSet<Id> = ancestors(nodes, id).filter(|above| decides(&nodes[*above])).collect();
    for read in reads.get(&id).map(Vec::as_slice).unwrap_or_default() {
        let near: Vec<Id> = match first_name(read) {
            None => fields.values().flatten().copied().collect(),
            name => [fields.get(&None), fields.get(&name)].into_iter().flatten().flatten().copied().collect(),
        };
        for other in near {
            if nodes[other].field().is_some_and(|field| field.template.overlaps(read)) {
                found.extend(
                    std::iter::once(other).chain(ancestors(nodes, other)).filter(|step| decides(&nodes[*step])),
                );
            }
        }
    }
    found
}

/// Whether a node's rule or calculation changes what is in the answers: one that only disables doesn't.
fn decides(node: &Node) -> bool {
    node.rule.as_ref().is_some_and(|rule| rule.effect.hides())
        || node.field().is_some_and(|field| field.calculate.is_some() || field.fixed.is_some())
}

fn ancestors(nodes: &[Node], id: Id) -> impl Iterator<Item = Id> {
    std::iter::successors(nodes[id].parent, |above| nodes[*above].parent)
}

/// Follows what waits for what until it comes back.
fn cycle(waiting: &[Id], before: &[BTreeSet<Id>], done: &BTreeSet<Id>) -> Vec<Id> {
    let mut path = vec![waiting[0]];
    loop {
        let last = path[path.len() - 1];
        let Some(next) = before[last].iter().find(|id| !done.contains(id)) else { return path };
        if let Some(start) = path.iter().position(|id| id == next) {
            path.drain(..start);
            path.push(*next);
            return path;
        }
        path.push(*next);
    }
}

fn name(nodes: &[Node], id: Id) -> String {
    match &nodes[id].body {
        Body::Field(field) => field.template.pointer(&[]),
        Body::Group { id, .. } | Body::Explanation { id, .. } => id.hyphenated(&[]),
        Body::Choose(choose) => choose.chooser.name(&[]),
        Body::Page => format!("page {}", nodes[id].page),
    }
}

/// Where the schema describes a node.
pub(super) fn pointer(nodes: &[Node], id: Id) -> String {
    match &nodes[id].body {
        Body::Field(field) => {
            let path: Vec<String> = field
                .template
                .0
                .iter()
                .map(|segment| match segment {
                    Segment::Whole => String::new(),
                    Segment::Name(name) => {
                        format!("/properties/{}", escape(name))
                    }
                    Segment::Row => "/items".to_owned(),
                    Segment::Entry => "/additionalProperties".to_owned(),
                    Segment::Index(index) => format!("/prefixItems/{index}"),
                })
                .collect();
            format!("/schema{}", path.concat())
        }
        _ => "/ui".to_owned(),
    }
}

/// The fields with a first answer that a rule, of their own or of what they stand in, may hide.
pub(super) fn late(nodes: &[Node]) -> Vec<Id> {
    let hides = |id: &Id| nodes[*id].rule.as_ref().is_some_and(|rule| rule.effect.hides());
    let may_hide = |id: Id| std::iter::successors(Some(id), |above| nodes[*above].parent).any(|above| hides(&above));
    let has_default = |id: &Id| nodes[*id].field().is_some_and(|field| field.default.is_some());
    (0..nodes.len()).filter(|id| has_default(id) && may_hide(*id)).collect()
}
