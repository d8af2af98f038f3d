//! A circuit as a drawing, from top to bottom: states, and between them a label for each way, so that none is written over a
//! line. Beside it the same as a list. Colours and words of the page are not its affair.

mod list;
mod nodes;
mod wrap;

use super::circuit::{Circuit, Way};
use super::layout::{Layout, Line as Link, Point, Size, Spacing, layout};
pub use list::Step;
use nodes::{Node, nodes};
use serde::Serialize;

const SPACING: Spacing = Spacing { layers: 26, rows: 18, lines: 10 };
const MARGIN: i32 = 12;

/// Where a dossier stands, by names of states.
#[derive(Debug, Clone, Copy, Default)]
pub struct Standing<'s> {
    pub here: Option<&'s str>,
    /// Where it was.
    pub done: &'s [String],
}

/// Words that a drawing needs besides those of the definition.
pub trait Words {
    /// What opens a way: the words of its button, or of its timer.
    fn way(&self, way: &Way) -> String;
    /// What marks the state where a dossier stands.
    fn here(&self) -> String;
}

/// A drawing, ready for a template.
#[derive(Debug, Serialize)]
pub struct Diagram {
    pub label: String,
    pub width: i32,
    pub height: i32,
    pub boxes: Vec<Drawn>,
    pub arrows: Vec<Arrow>,
    /// The same in words.
    pub steps: Vec<Step>,
}

/// A box.
#[derive(Debug, Serialize)]
pub struct Drawn {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    /// `state`, `final` or `way`.
    pub kind: &'static str,
    pub here: bool,
    pub done: bool,
    pub lines: Vec<Text>,
}

/// A line of text, by its middle.
#[derive(Debug, Serialize)]
pub struct Text {
    pub x: i32,
    pub y: i32,
    pub text: String,
    /// Said besides: tasks, marks.
    pub small: bool,
}

/// A line, and its head where it has one, as paths of SVG.
#[derive(Debug, Serialize)]
pub struct Arrow {
    pub path: String,
    pub head: Option<String>,
}

/// Draws the states that a dossier may come to.
pub fn draw(circuit: &Circuit, standing: Standing<'_>, words: &impl Words) -> Diagram {
    let (nodes, links) = nodes(&circuit.scope, standing, words);
    // The layout goes from left to right: its across is our down.
    let boxes: Vec<Size> = nodes.iter().map(|node| turned_size(node.size)).collect();
    let Layout { places, routes, size } = layout(&boxes, &links, SPACING);
    let size = turned_size(size);
    let arrow = |(link, route): (&Link, &Vec<Point>)| {
        let route: Vec<Point> = route.iter().copied().map(turned).collect();
        arrow(&route, !nodes[link.to].is_way)
    };
    Diagram {
        label: circuit.label.clone(),
        width: size.width + 2 * MARGIN,
        height: size.height + 2 * MARGIN,
        arrows: links.iter().zip(&routes).map(arrow).collect(),
        boxes: nodes.iter().zip(&places).map(|(node, place)| drawn(node, turned(*place))).collect(),
        steps: list::steps(circuit, standing, words),
    }
}

fn turned(point: Point) -> Point {
    Point { x: point.y + MARGIN, y: point.x + MARGIN }
}

fn turned_size(size: Size) -> Size {
    Size { width: size.height, height: size.width }
}

fn drawn(node: &Node, place: Point) -> Drawn {
    let middle = place.x + node.size.width / 2;
    let mut y = place.y + nodes::PADDING;
    let lines = node.lines.iter().map(|(text, small)| {
        let height = nodes::line_height(*small);
        y += height;
        Text { x: middle, y: y - height / 4, text: text.clone(), small: *small }
    });
    let lines = lines.collect();
    let kind = match (node.is_way, node.is_final) {
        (true, _) => "way",
        (false, true) => "final",
        (false, false) => "state",
    };
    let Size { width, height } = node.size;
    Drawn { x: place.x, y: place.y, width, height, kind, here: node.here, done: node.done, lines }
}

/// A line with a head where it comes to a state.
fn arrow(route: &[Point], has_head: bool) -> Arrow {
    let steps =
        route.iter().enumerate().map(|(n, Point { x, y })| format!("{}{x} {y}", if n == 0 { "M" } else { "L" }));
    let path = steps.collect::<Vec<_>>().concat();
    let end = route.last().filter(|_| has_head);
    let head = end.map(|Point { x, y }| format!("M{} {}L{x} {y}L{} {}z", x - 5, y - 8, x + 5, y - 8));
    Arrow { path, head }
}

#[cfg(test)]
mod tests;
