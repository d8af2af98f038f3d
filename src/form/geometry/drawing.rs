//! A drawing of places without any background: what the page of an answer shows.

use super::{features, geometry, label};
use geo::{BoundingRect, Coord, Geometry, GeometryCollection, LineString, MapCoords, Simplify};
use serde::Serialize;
use serde_json::Value;
use std::fmt::Write;

/// The size of a drawing, and its margin, in its own units.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 200.0;
const MARGIN: f64 = 16.0;
/// Room for the bar of the scale, under the shapes.
const BAR: f64 = 20.0;
/// Details smaller than this are not seen.
const DETAIL: f64 = 0.3;

/// Shapes that fit a frame, for a template to draw.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    pub shapes: Vec<Drawn>,
    /// A bar: how long it is, and what that is on the ground.
    pub scale: Option<(f64, String)>,
}

/// One shape: an SVG path; a point is a path of no length.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Drawn {
    /// `point`, `line`, `surface`.
    pub kind: &'static str,
    pub path: String,
    pub label: String,
}

/// The drawing of a collection; nothing when nothing in it can be drawn.
pub(crate) fn of(value: &Value) -> Option<Drawing> {
    let found: Vec<(Geometry, &str)> =
        features(value).iter().filter_map(|feature| Some((geometry(feature)?, label(feature)))).collect();
    let frame = Frame::around(&found)?;
    let shapes = found.iter().map(|(geometry, label)| {
        let placed = geometry.map_coords(|at| frame.place(at));
        let (kind, path) = path(&placed);
        Drawn { kind, path, label: (*label).to_owned() }
    });
    Some(Drawing { width: WIDTH, height: HEIGHT + BAR, shapes: shapes.collect(), scale: frame.scale_bar() })
}

/// From degrees to the drawing: flat around the middle, where a degree of longitude is as long as it is there.
struct Frame {
    middle: Coord,
    /// Units for a degree of latitude.
    scale: f64,
    squeeze: f64,
}

/// Metres in a degree of latitude.
const DEGREE: f64 = 111_195.0;

impl Frame {
    fn around(found: &[(Geometry, &str)]) -> Option<Self> {
        let all: GeometryCollection = found.iter().map(|(geometry, _)| geometry.clone()).collect();
        let frame = all.bounding_rect()?;
        let middle = frame.center();
        let squeeze = middle.y.to_radians().cos().max(0.01);
        // A point alone is shown as if it were a hundred metres wide.
        let least = 100.0 / DEGREE;
        let (wide, high) = ((frame.width() * squeeze).max(least), frame.height().max(least));
        let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHT - 2.0 * MARGIN) / high);
        Some(Self { middle, scale, squeeze })
    }

    fn place(&self, at: Coord) -> Coord {
        Coord {
            x: WIDTH / 2.0 + (at.x - self.middle.x) * self.squeeze * self.scale,
            y: HEIGHT / 2.0 - (at.y - self.middle.y) * self.scale,
        }
    }

    /// The largest round length that takes a third of the width at most.
    fn scale_bar(&self) -> Option<(f64, String)> {
        let rounds = (0..7).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_u32.pow(power)));
        let bars = rounds.map(|metres| (f64::from(metres) / DEGREE * self.scale, metres));
        let (units, metres) = bars.rev().find(|(units, _)| *units <= WIDTH / 3.0)?;
        let told = if metres < 1000 { format!("{metres}\u{a0}m") } else { format!("{}\u{a0}km", metres / 1000) };
        Some(((units * 10.0).round() / 10.0, told))
    }
}

fn path(geometry: &Geometry) -> (&'static str, String) {
    match geometry {
        Geometry::Point(point) => ("point", format!("M{:.1} {:.1}h0", point.x(), point.y())),
        Geometry::LineString(line) => ("line", along(line)),
        Geometry::Polygon(polygon) => {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            ("surface", rings.map(|ring| along(ring) + "z").collect())
        }
        _ => ("point", String::new()),
    }
}

fn along(line: &LineString) -> String {
    let mut path = String::new();
    for (n, at) in line.simplify(DETAIL).0.iter().enumerate() {
        let command = if n == 0 { 'M' } else { 'L' };
        // Writing to a text can't fail.
        let _ = write!(path, "{command}{:.1} {:.1}", at.x, at.y);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_drawn_fits_its_frame() {
        let square = json!({"type": "Polygon", "coordinates": [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.1], [2.0, 48.0]]]});
        let value = super::super::collection(vec![super::super::feature(square, "Place")]);
        let drawing = of(&value).unwrap();
        assert_eq!(drawing.shapes[0].path, "M103.8 184.0L216.2 184.0L216.2 16.0L103.8 16.0L103.8 184.0z");
        assert_eq!((drawing.shapes[0].kind, drawing.scale.unwrap().1), ("surface", "5\u{a0}km".to_owned()));
        let point = super::super::feature(json!({"type": "Point", "coordinates": [2.0, 48.0]}), "");
        assert_eq!(of(&super::super::collection(vec![point])).unwrap().shapes[0].path, "M160.0 100.0h0");
        assert_eq!(of(&json!({"features": [{"geometry": null}]})), None);
        assert_eq!(of(&json!("48, 2")), None);
    }
}
