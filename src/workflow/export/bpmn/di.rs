//! The drawing of a process.

use super::graph::{Graph, Kind};
use crate::workflow::export::xml::Element;
use crate::workflow::layout::{Layout, Line, Point, Size, Spacing, layout};
use std::collections::BTreeMap;

const SPACING: Spacing = Spacing { layers: 60, rows: 50, lines: 12 };
const EVENT: i32 = 36;
const GATEWAY: i32 = 50;
const TASK: Size = Size { width: 120, height: 80 };
/// Around the content of a subprocess; its name stands above.
const PADDING: Point = Point { x: 30, y: 40 };
/// From one event of a boundary to the next.
const APART: i32 = 60;

/// A graph with its places; those of subprocesses by their node.
struct Drawn {
    sizes: Vec<Size>,
    layout: Layout,
    inner: BTreeMap<usize, Drawn>,
}

pub(super) fn drawing(graph: &Graph, id: &str) -> Element {
    let drawn = draw(graph);
    let mut plane = Vec::new();
    write(graph, &drawn, Point { x: 100, y: 80 }, &mut plane);
    let plane = Element::new("bpmndi:BPMNPlane")
        .with("id", format!("plane_{id}"))
        .with("bpmnElement", format!("process_{id}"))
        .children(plane);
    Element::new("bpmndi:BPMNDiagram").with("id", format!("diagram_{id}")).child(plane)
}

fn count(numbers: usize) -> i32 {
    i32::try_from(numbers).unwrap_or(i32::MAX / APART)
}

fn draw(graph: &Graph) -> Drawn {
    let mut inner = BTreeMap::new();
    let mut sizes: Vec<Size> = Vec::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let attached = count(graph.attached(number).count());
        let mut size = match &node.kind {
            Kind::Start(_) | Kind::End(_) | Kind::Pass | Kind::Catch(_) | Kind::Boundary { .. } => {
                Size { width: EVENT, height: EVENT }
            }
            Kind::Gateway(_) => Size { width: GATEWAY, height: GATEWAY },
            Kind::UserTask { .. } | Kind::ServiceTask => TASK,
            Kind::SubProcess(content) => {
                let drawn = draw(content);
                let Size { width, height } = drawn.layout.size;
                inner.insert(number, drawn);
                Size { width: width + 2 * PADDING.x, height: height + 2 * PADDING.y }
            }
        };
        size.width = size.width.max(APART * attached);
        sizes.push(size);
    }
    let layout = layout(&boxes(graph, &sizes), &lines(graph, &sizes), SPACING);
    Drawn { sizes, layout, inner }
}

/// The number of the box that each node is drawn in: events of a boundary share that of their host.
fn holders(graph: &Graph) -> Vec<usize> {
    let mut next = 0;
    let mut holders = Vec::new();
    for node in &graph.nodes {
        // A host is always before what is at its boundary.
        holders.push(match node.kind {
            Kind::Boundary { host, .. } => holders[host],
            _ => {
                next += 1;
                next - 1
            }
        });
    }
    holders
}

/// What is laid out: a node with room below for the events of its boundary, and for the flows that leave them.
fn boxes(graph: &Graph, sizes: &[Size]) -> Vec<Size> {
    let own = graph.nodes.iter().enumerate().filter(|(_, node)| !matches!(node.kind, Kind::Boundary { .. }));
    own.map(|(number, _)| {
        let room = match count(graph.attached(number).count()) {
            0 => 0,
            attached => EVENT / 2 + SPACING.lines * (attached + 1),
        };
        // The same room above, so that flows still come to the middle of the node.
        Size { width: sizes[number].width, height: sizes[number].height + 2 * room }
    })
    .collect()
}

/// Where an event stands at the boundary of its host: the middle of the event, from the upper left of the host.
fn attached_at(graph: &Graph, sizes: &[Size], number: usize, host: usize) -> (i32, Point) {
    let rank = count(graph.attached(host).position(|other| other == number).unwrap_or_default());
    (rank, Point { x: APART * rank + APART / 2, y: sizes[host].height })
}

fn lines(graph: &Graph, sizes: &[Size]) -> Vec<Line> {
    let (holders, boxes) = (holders(graph), boxes(graph, sizes));
    let line = |flow: &super::graph::Flow| {
        let mut line = Line::new(holders[flow.from], holders[flow.to]);
        if let Kind::Boundary { host, .. } = graph.nodes[flow.from].kind {
            let (rank, at) = attached_at(graph, sizes, flow.from, host);
            let above = (boxes[holders[host]].height - sizes[host].height) / 2;
            let low = count(graph.attached(host).count()) - rank;
            let bottom = above + at.y + EVENT / 2;
            line.exit = vec![Point { x: at.x, y: bottom }, Point { x: at.x, y: bottom + SPACING.lines * low }];
        }
        line
    };
    graph.flows.iter().map(line).collect()
}

fn bounds(at: Point, size: Size) -> Element {
    Element::new("dc:Bounds").with("x", at.x).with("y", at.y).with("width", size.width).with("height", size.height)
}

fn shape(graph: &Graph, number: usize, at: Point, size: Size) -> Element {
    let node = &graph.nodes[number];
    let expanded = matches!(node.kind, Kind::SubProcess(_)).then_some(true);
    Element::new("bpmndi:BPMNShape")
        .with("id", format!("{}-shape", node.id))
        .with("bpmnElement", &node.id)
        .with_some("isExpanded", expanded)
        .child(bounds(at, size))
}

fn write(graph: &Graph, drawn: &Drawn, origin: Point, plane: &mut Vec<Element>) {
    let (holders, boxes) = (holders(graph), boxes(graph, &drawn.sizes));
    let mut places: Vec<Point> = Vec::new();
    for (number, node) in graph.nodes.iter().enumerate() {
        let size = drawn.sizes[number];
        let at = if let Kind::Boundary { host, .. } = node.kind {
            let (_, middle) = attached_at(graph, &drawn.sizes, number, host);
            Point { x: places[host].x + middle.x - EVENT / 2, y: places[host].y + middle.y - EVENT / 2 }
        } else {
            let place = drawn.layout.places[holders[number]];
            let above = (boxes[holders[number]].height - size.height) / 2;
            Point { x: origin.x + place.x, y: origin.y + place.y + above }
        };
        places.push(at);
        plane.push(shape(graph, number, at, size));
        if let (Kind::SubProcess(content), Some(inner)) = (&node.kind, drawn.inner.get(&number)) {
            let inside = inner.layout.size;
            // Its own size may be more than its content's, for the events of its boundary.
            let left = (size.width - inside.width) / 2;
            write(content, inner, Point { x: at.x + left, y: at.y + PADDING.y }, plane);
        }
    }
    for (flow, route) in graph.flows.iter().zip(&drawn.layout.routes) {
        let points = route
            .iter()
            .map(|point| Element::new("di:waypoint").with("x", origin.x + point.x).with("y", origin.y + point.y));
        let edge =
            Element::new("bpmndi:BPMNEdge").with("id", format!("{}-edge", flow.id)).with("bpmnElement", &flow.id);
        plane.push(edge.children(points));
    }
}
