//! What is drawn: states, and the labels of ways.

use super::wrap::wrapped;
use super::{Link, Size, Standing, Words};
use crate::workflow::circuit::{Scope, State, To};

/// Signs of a line, in boxes of states and in labels; pixels of a sign, a little more than the typeface takes.
const STATE: usize = 20;
const WAY: usize = 18;
const SIGN: i32 = 9;
pub(super) const PADDING: i32 = 8;

pub(super) fn line_height(small: bool) -> i32 {
    if small { 18 } else { 20 }
}

/// A box, before it has a place.
pub(super) struct Node {
    pub(super) size: Size,
    /// Each with whether it is small.
    pub(super) lines: Vec<(String, bool)>,
    pub(super) is_way: bool,
    pub(super) is_final: bool,
    pub(super) here: bool,
    pub(super) done: bool,
}

impl Node {
    fn new(lines: Vec<(String, bool)>, most: usize) -> Self {
        let height: i32 = lines.iter().map(|(_, small)| line_height(*small)).sum();
        let longest = lines.iter().map(|(line, _)| line.chars().count()).max().unwrap_or_default().clamp(8, most);
        let width = SIGN * i32::try_from(longest).unwrap_or_default() + 2 * PADDING;
        let size = Size { width, height: height + 2 * PADDING };
        Self { size, lines, is_way: false, is_final: false, here: false, done: false }
    }
}

/// Boxes and links between them, the first state first. A way that several states share is one label. What leaves a final state
/// or comes back to where one was goes back.
pub(super) fn nodes(scope: &Scope, standing: Standing<'_>, words: &impl Words) -> (Vec<Node>, Vec<Link>) {
    let reachable = scope.reachable();
    let mut order: Vec<usize> = (0..scope.states.len()).filter(|number| reachable[*number]).collect();
    // Sorting is stable: the others stay in the order of the document.
    order.sort_by_key(|number| *number != scope.initial);
    let mut places = vec![0; scope.states.len()];
    order.iter().enumerate().for_each(|(place, number)| places[*number] = place);
    let mut nodes: Vec<Node> = order.iter().map(|number| state(&scope.states[*number], standing, words)).collect();
    let (mut links, mut labels) = (Vec::new(), Vec::<(String, &To, usize)>::new());
    for number in &order {
        for way in scope.states[*number].open_ways().into_iter().filter(|way| way.to != To::Stay) {
            let text = words.way(way);
            let known = labels.iter().find(|(known, to, _)| *known == text && **to == way.to);
            let label = if let Some((_, _, label)) = known {
                *label
            } else {
                let lines = wrapped(&text, WAY).into_iter().map(|line| (line, true)).collect();
                nodes.push(Node { is_way: true, ..Node::new(lines, WAY) });
                let label = nodes.len() - 1;
                let back = scope.states[*number].is_final || matches!(way.to, To::Back(_));
                links.extend(way.to.states().iter().map(|to| Link { back, ..Link::new(label, places[*to]) }));
                labels.push((text, &way.to, label));
                label
            };
            if !links.iter().any(|link: &Link| (link.from, link.to) == (places[*number], label)) {
                links.push(Link::new(places[*number], label));
            }
        }
    }
    (nodes, links)
}

fn state(state: &State, standing: Standing<'_>, words: &impl Words) -> Node {
    let here = standing.here == Some(state.name.as_str());
    let done = !here && standing.done.contains(&state.name);
    let mark = if done { "✓ " } else { "" };
    let mut lines: Vec<_> =
        wrapped(&format!("{mark}{}", state.label), STATE).into_iter().map(|line| (line, false)).collect();
    let small = |text: &str| wrapped(text, STATE).into_iter().map(|line| (line, true)).collect::<Vec<_>>();
    if here {
        lines.extend(small(&words.here()));
    }
    lines.extend(state.work().iter().flat_map(|work| small(&format!("• {work}"))));
    Node { is_final: state.is_final, here, done, ..Node::new(lines, STATE) }
}
