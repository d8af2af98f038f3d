//! Which fields stand at one address of the answers.

use crate::form::node::{Body, Id, Node};
use crate::form::pointer::Template;
use std::collections::HashMap;

/// The fields, by their address.
pub(super) fn by_place(nodes: &[Node]) -> HashMap<String, Vec<Id>> {
    let mut found: HashMap<String, Vec<Id>> = HashMap::new();
    for (id, field) in nodes.iter().enumerate().filter_map(|(id, node)| Some((id, node.field()?))) {
        found.entry(field.template.pointer(&[])).or_default().push(id);
    }
    found
}

/// Tells the fields that stand at one address of each other, and of those that another branch has under it.
pub(super) fn twins(nodes: &mut [Node]) {
    let by_place = by_place(nodes);
    let mut under: Vec<(Id, Id)> = Vec::new();
    for (id, field) in nodes.iter().enumerate().filter_map(|(id, node)| Some((id, node.field()?))) {
        for end in 1..field.template.0.len() {
            let above = by_place.get(&Template(field.template.0[..end].to_vec()).pointer(&[]));
            let is_own = |above: Id| std::iter::successors(Some(id), |id| nodes[*id].parent).any(|id| id == above);
            under.extend(above.into_iter().flatten().filter(|above| !is_own(**above)).map(|above| (*above, id)));
        }
    }
    for (above, id) in under {
        if let Body::Field(field) = &mut nodes[above].body {
            field.under.push(id);
        }
    }
    for ids in by_place.into_values().filter(|ids| ids.len() > 1) {
        for id in &ids {
            if let Body::Field(field) = &mut nodes[*id].body {
                field.twins = ids.iter().copied().filter(|other| other != id).collect();
            }
        }
    }
}
