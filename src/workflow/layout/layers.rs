//! In which layer each box stands.

use super::{Line, Size, Spacing};

/// Boxes in layers. Lines that span several layers have a cell of their own in those between.
pub(super) struct Layered {
    /// The boxes first, then the cells of lines.
    pub(super) layer: Vec<usize>,
    pub(super) height: Vec<i32>,
    /// The cells that each line goes through, its ends included; none for a line that goes back.
    pub(super) paths: Vec<Vec<usize>>,
    pub(super) count: usize,
}

impl Layered {
    /// Pairs of cells in neighbouring layers that a line joins.
    pub(super) fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        self.paths.iter().flat_map(|path| path.windows(2).map(|pair| (pair[0], pair[1])))
    }
}

pub(super) fn layered(boxes: &[Size], lines: &[Line], spacing: Spacing) -> Layered {
    let back = backward(boxes.len(), lines);
    let mut layer = longest(boxes.len(), lines, &back);
    let mut height: Vec<i32> = boxes.iter().map(|size| size.height).collect();
    let mut paths = Vec::new();
    for (line, back) in lines.iter().zip(&back) {
        if *back {
            paths.push(Vec::new());
            continue;
        }
        let mut path = vec![line.from];
        for between in layer[line.from] + 1..layer[line.to] {
            path.push(layer.len());
            layer.push(between);
            height.push(spacing.lines);
        }
        path.push(line.to);
        paths.push(path);
    }
    let count = layer.iter().max().map_or(0, |last| last + 1);
    Layered { layer, height, paths, count }
}

/// The lines that come back to a box that they started from, as a walk in the order of the document finds them.
fn backward(boxes: usize, lines: &[Line]) -> Vec<bool> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut leaving = vec![Vec::new(); boxes];
    lines.iter().enumerate().filter(|(_, line)| !line.back).for_each(|(n, line)| leaving[line.from].push(n));
    let (mut seen, mut back) = (vec![Seen::Not; boxes], lines.iter().map(|line| line.back).collect::<Vec<_>>());
    for start in 0..boxes {
        // Boxes on the way, each with how many of its lines were walked.
        let mut way = if seen[start] == Seen::Not { vec![(start, 0)] } else { Vec::new() };
        while let Some((here, walked)) = way.last_mut() {
            seen[*here] = Seen::Open;
            let Some(line) = leaving[*here].get(*walked) else {
                seen[*here] = Seen::Done;
                way.pop();
                continue;
            };
            *walked += 1;
            match seen[lines[*line].to] {
                Seen::Not => way.push((lines[*line].to, 0)),
                Seen::Open => back[*line] = true,
                Seen::Done => {}
            }
        }
    }
    back
}

/// The longest way to each box, lines that go back aside.
fn longest(boxes: usize, lines: &[Line], back: &[bool]) -> Vec<usize> {
    let mut layer = vec![0; boxes];
    // As many rounds as the longest way has lines, at most.
    for _ in 0..boxes {
        let mut moved = false;
        for (line, _) in lines.iter().zip(back).filter(|(_, back)| !**back) {
            if layer[line.to] <= layer[line.from] {
                layer[line.to] = layer[line.from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    layer
}
