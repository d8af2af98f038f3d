//! Where boxes and lines stand in a drawing, from left to right: in layers, by the longest way from the first box; in the order
//! that crosses the fewest lines that a few passes of barycentres find; lines that go back run below everything, apart. Lines
//! turn at right angles, in the gaps between layers and in rows kept for them: none crosses a box. Nothing is random.

mod layers;
mod order;
mod routes;
mod rows;

/// A place, in pixels from the upper left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// A size, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub width: i32,
    pub height: i32,
}

/// A line between two boxes, by their numbers.
#[derive(Debug, Clone)]
pub struct Line {
    pub from: usize,
    pub to: usize,
    /// The first points, from the upper left of the box that it leaves; it goes right from the last one. None: the middle
    /// of the right side.
    pub exit: Vec<Point>,
    /// It goes back, whatever way one looks at it: boxes don't stand by it.
    pub back: bool,
}

impl Line {
    pub fn new(from: usize, to: usize) -> Self {
        Self { from, to, exit: Vec::new(), back: false }
    }
}

/// Space to keep free.
#[derive(Debug, Clone, Copy)]
pub struct Spacing {
    /// Between layers, before the lines that turn there.
    pub layers: i32,
    /// Between boxes of a layer.
    pub rows: i32,
    /// Between lines side by side.
    pub lines: i32,
}

/// A drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The upper left of each box.
    pub places: Vec<Point>,
    /// The corners of each line.
    pub routes: Vec<Vec<Point>>,
    pub size: Size,
}

/// Lays out; the first box is where everything begins.
pub fn layout(boxes: &[Size], lines: &[Line], spacing: Spacing) -> Layout {
    let layered = layers::layered(boxes, lines, spacing);
    let ordered = order::ordered(&layered);
    let tops = rows::tops(&layered, &ordered, spacing);
    routes::drawn(boxes, lines, &layered, &ordered, &tops, spacing)
}

#[cfg(test)]
mod tests;
