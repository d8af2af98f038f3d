//! Places in words: what they are, how large, where.

use super::{Shape, coordinates};
use crate::form::fields::one_line;
use crate::form::numbers;
use crate::form::words::word;
use geo::{Centroid, CoordsIter, Geometry};
use serde_json::{Number, Value};

/// A length or an area in words: « 1,25 km », « 1 520 m² (0,152 ha) ».
fn written(value: f64, (small, large, per): (&str, &str, f64), lang: &str) -> String {
    let shown = |value: f64, decimals: usize| {
        let factor = 10_f64.powi(i32::try_from(decimals).unwrap_or(0));
        let rounded = (value * factor).round() / factor;
        Number::from_f64(rounded).map(|number| numbers::display(&number, 0, lang)).unwrap_or_default()
    };
    let plain = format!("{}\u{a0}{small}", shown(value, usize::from(value < 100.0)));
    let big = format!("{}\u{a0}{large}", shown(value / per, 3));
    match small {
        _ if value < per / 10.0 => plain,
        "m" if value < per => plain,
        "m" => big,
        _ => format!("{plain} ({big})"),
    }
}

/// « 152,3 m², périmètre 50 m », « 1,25 km »; empty for a point.
pub(crate) fn measured(geometry: &Geometry, lang: &str) -> String {
    let (area, length) = super::measures(geometry);
    let length = written(length, ("m", "km", 1_000.0), lang);
    match geometry {
        Geometry::LineString(_) => length,
        Geometry::Polygon(_) => {
            let outline = word(lang, "form-map-outline");
            format!("{}, {outline} {length}", written(area, ("m²", "ha", 10_000.0), lang))
        }
        _ => String::new(),
    }
}

pub(crate) fn shape_word(shape: Shape, lang: &str) -> &'static str {
    match shape {
        Shape::Point => word(lang, "form-map-point"),
        Shape::LineString => word(lang, "form-map-line"),
        Shape::Polygon => word(lang, "form-map-surface"),
    }
}

/// « Surface 2 », « Lieu 1 ».
pub(crate) fn title(feature: &Value, index: usize, lang: &str) -> String {
    let what = super::shape(feature).map_or_else(|| word(lang, "form-map-place"), |shape| shape_word(shape, lang));
    format!("{what} {}", index + 1)
}

fn colon(lang: &str) -> &'static str {
    if lang == "en" { ":" } else { "\u{a0}:" }
}

/// A feature in one line: what it is, its name, how large it is, where.
pub(crate) fn described(feature: &Value, index: usize, lang: &str) -> String {
    let mut line = title(feature, index, lang);
    let label = super::label(feature);
    if !label.is_empty() {
        line = format!("{line} – {label}");
    }
    let Some(drawn) = super::geometry(feature) else {
        let typed = feature.pointer("/geometry/coordinates").and_then(Value::as_str).map(one_line).unwrap_or_default();
        return if typed.is_empty() { line } else { format!("{line}{} {typed}", colon(lang)) };
    };
    let middle = drawn.centroid().map(|middle| {
        let at = geo::Coord { x: (middle.x() * 1e6).round() / 1e6, y: (middle.y() * 1e6).round() / 1e6 };
        coordinates::position_text(&at)
    });
    let place = middle.unwrap_or_default();
    let count = drawn.coords_count() - usize::from(matches!(drawn, Geometry::Polygon(_)));
    let rest = match drawn {
        Geometry::Point(_) => place,
        _ => format!(
            "{}, {count} {}, {} {place}",
            measured(&drawn, lang),
            word(lang, "form-map-points"),
            word(lang, "form-map-around")
        ),
    };
    format!("{line}{} {rest}", colon(lang))
}
