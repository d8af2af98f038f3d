//! Places on a map: GeoJSON (RFC 7946), read, checked and measured. A position is a longitude, then a latitude, in degrees of
//! WGS 84; areas are in square metres and lengths in metres, on the ellipsoid.

pub(crate) mod centres;
pub(crate) mod coordinates;
pub(crate) mod drawing;
mod file;
mod gpx_kml;
pub(crate) mod words;

pub use file::MAX_BYTES;
pub(crate) use file::{fit, pasted, read as read_file, short};

use super::code::Code;
use geo::{Centroid, Geodesic, GeodesicArea, Geometry, Length, Validation};
use geojson::{GeometryValue, Position};
use serde_json::{Map, Value, json};

/// Positions that one answer may have.
pub(crate) const MAX_POSITIONS: usize = 10_000;
/// Features that one answer may have; `forms/types/geometry.json` says the same.
pub(crate) const MAX_FEATURES: usize = 500;
/// Characters of a label; `forms/types/geometry.json` says the same.
pub(crate) const MAX_LABEL: usize = 200;

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Point,
    LineString,
    Polygon,
}

impl Shape {
    pub(crate) const ALL: [Self; 3] = [Self::Point, Self::LineString, Self::Polygon];

    /// Its name in GeoJSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Point => "Point",
            Self::LineString => "LineString",
            Self::Polygon => "Polygon",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name() == name)
    }
}

/// What a field of places takes.
#[derive(Debug, Clone, PartialEq)]
pub struct MapRule {
    pub(crate) shapes: Vec<Shape>,
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) max_positions: usize,
    /// A place that words tell is enough.
    pub(crate) words: bool,
    /// Where the map opens.
    pub(crate) centre: Option<Centre>,
}

/// Where a map opens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Centre {
    /// Longitude, latitude, and how near.
    At([f64; 2], Zoom),
    /// Where another answer is: a commune, an address, a département.
    Of(super::pointer::Template),
}

/// How near a map looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zoom {
    Departement = 9,
    Street = 15,
}

impl Default for MapRule {
    fn default() -> Self {
        Self {
            shapes: Shape::ALL.to_vec(),
            min: 0,
            max: MAX_FEATURES,
            max_positions: MAX_POSITIONS,
            words: false,
            centre: None,
        }
    }
}

/// The features of a collection; none of what isn't one.
pub(crate) fn features(value: &Value) -> &[Value] {
    value.get("features").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A collection of features, or nothing when there is none.
pub(crate) fn collection(features: Vec<Value>) -> Value {
    if features.is_empty() { Value::Null } else { json!({"type": "FeatureCollection", "features": features}) }
}

/// A feature; a blank label is none.
pub(crate) fn feature(geometry: Value, label: &str) -> Value {
    let mut properties = Map::new();
    if !label.is_empty() {
        properties.insert("label".to_owned(), Value::from(label));
    }
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

/// What a feature is called; empty when it isn't.
pub(crate) fn label(feature: &Value) -> &str {
    feature.pointer("/properties/label").and_then(Value::as_str).unwrap_or_default()
}

/// The shape that a feature says it has, whatever its coordinates.
pub(crate) fn shape(feature: &Value) -> Option<Shape> {
    feature.pointer("/geometry/type").and_then(Value::as_str).and_then(Shape::named)
}

/// The geometry of a feature, where it has one that can be read.
pub(crate) fn geometry(feature: &Value) -> Option<Geometry> {
    shape(feature)?;
    converted(serde_json::from_value(feature.get("geometry")?.clone()).ok()?)
}

/// The same geometry, to compute with; `None` where a position is no longitude and latitude: the library's own conversion
/// would panic.
fn converted(read: geojson::Geometry) -> Option<Geometry> {
    has_pairs(&read.value).then(|| Geometry::try_from(read).ok())?
}

fn has_pairs(value: &GeometryValue) -> bool {
    let pairs = |positions: &[Position]| positions.iter().all(|position| position.len() >= 2);
    match value {
        GeometryValue::Point { coordinates } => coordinates.len() >= 2,
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => pairs(coordinates),
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().all(|line| pairs(line))
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter().flatten().all(|ring| pairs(ring)),
        GeometryValue::GeometryCollection { geometries } => geometries.iter().all(|one| has_pairs(&one.value)),
    }
}

/// A geometry as GeoJSON.
pub(crate) fn written(geometry: &Geometry) -> Value {
    serde_json::to_value(geojson::Geometry::new(GeometryValue::from(geometry))).unwrap_or_default()
}

/// How large a geometry is: square metres, metres. The length of a surface is its outline's.
pub(crate) fn measures(geometry: &Geometry) -> (f64, f64) {
    match geometry {
        Geometry::LineString(line) => (0.0, Geodesic.length(line)),
        Geometry::Polygon(polygon) => (polygon.geodesic_area_signed().abs(), Geodesic.length(polygon.exterior())),
        _ => (0.0, 0.0),
    }
}

/// The middle of all that is drawn: longitude, latitude.
pub(crate) fn centre(value: &Value) -> Option<[f64; 2]> {
    let drawn = geo::GeometryCollection::from_iter(features(value).iter().filter_map(geometry));
    drawn.centroid().map(|middle| [degrees(middle.x()), degrees(middle.y())])
}

/// Degrees with seven decimals, about a centimetre.
pub(crate) fn degrees(value: f64) -> f64 {
    (value * 1e7).round() / 1e7
}

/// Metres or square metres with one decimal.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Writes the area of all surfaces and the length of all lines in a collection, in the place of those that it came with.
pub(crate) fn measure(value: &mut Value) {
    let (mut area, mut length) = (0.0, 0.0);
    for geometry in features(value).iter().filter_map(geometry) {
        let (its_area, its_length) = measures(&geometry);
        match geometry {
            Geometry::Polygon(_) => area += its_area,
            _ => length += its_length,
        }
    }
    let Some(parts) = value.as_object_mut() else { return };
    for (name, measured) in [("area", area), ("length", length)] {
        parts.shift_remove(name);
        if measured > 0.0 {
            parts.insert(name.to_owned(), Value::from(rounded(measured)));
        }
    }
}

/// What is wrong with an answer: a code, and values for its sentence (`n` is the number of the feature, from 1).
pub(crate) type Fault = (Code, Vec<(&'static str, String)>);

/// The first thing that is wrong with an answer.
pub(crate) fn fault(rule: &MapRule, value: &Value) -> Option<Fault> {
    let features = value.get("features").and_then(Value::as_array);
    let Some(features) = features else { return Some((Code::GeometryJson, vec![])) };
    if features.len() > rule.max {
        return Some((Code::GeometryMany, vec![("n", rule.max.to_string())]));
    }
    if features.len() < rule.min {
        return Some((Code::GeometryFew, vec![("n", rule.min.to_string())]));
    }
    if positions(features) > rule.max_positions {
        return Some((Code::GeometrySize, vec![("n", rule.max_positions.to_string())]));
    }
    let numbered = features.iter().enumerate();
    numbered
        .filter_map(|(n, feature)| Some((n, wrong(rule, feature)?)))
        .next()
        .map(|(n, code)| (code, vec![("n", (n + 1).to_string())]))
}

/// How many positions features have.
pub(crate) fn positions(features: &[Value]) -> usize {
    features.iter().map(|feature| positions_in(feature.pointer("/geometry/coordinates"))).sum()
}

/// How many positions coordinates hold, at any depth.
fn positions_in(coordinates: Option<&Value>) -> usize {
    match coordinates {
        Some(Value::Array(items)) if items.first().is_some_and(Value::is_array) => {
            items.iter().map(|item| positions_in(Some(item))).sum()
        }
        Some(Value::Array(_)) => 1,
        _ => 0,
    }
}

fn wrong(rule: &MapRule, feature: &Value) -> Option<Code> {
    if feature.get("geometry").is_none_or(Value::is_null) {
        let is_told = rule.words && !label(feature).is_empty();
        return (!is_told).then_some(Code::GeometryMissing);
    }
    let Some(shape) = shape(feature) else { return Some(Code::GeometryShape) };
    if !rule.shapes.contains(&shape) {
        return Some(Code::GeometryShape);
    }
    if feature.pointer("/geometry/coordinates").is_none_or(Value::is_string) {
        return Some(Code::GeometryUnread);
    }
    let Some(geometry) = geometry(feature) else { return Some(Code::GeometryPositions) };
    if !is_on_earth(&geometry) {
        return Some(Code::GeometryRange);
    }
    match &geometry {
        Geometry::LineString(line) if line.0.len() < 2 || !line.is_valid() => Some(Code::GeometryPositions),
        Geometry::Polygon(_) if !is_closed(feature) => Some(Code::GeometryPositions),
        Geometry::Polygon(polygon) => polygon.check_validation().err().map(|invalid| match invalid {
            geo::algorithm::validation::InvalidPolygon::TooFewPointsInRing(_) => Code::GeometryPositions,
            _ => Code::GeometryCrossing,
        }),
        _ => None,
    }
}

fn is_on_earth(geometry: &Geometry) -> bool {
    use geo::CoordsIter;
    geometry.coords_iter().all(|at| (-180.0..=180.0).contains(&at.x) && (-90.0..=90.0).contains(&at.y))
}

/// Whether each ring ends where it begins, with four positions or more (RFC 7946 §3.1.6).
fn is_closed(feature: &Value) -> bool {
    let rings = feature.pointer("/geometry/coordinates").and_then(Value::as_array);
    let closed = |ring: &Value| ring.as_array().is_some_and(|ring| ring.len() >= 4 && ring.first() == ring.last());
    rings.is_some_and(|rings| !rings.is_empty() && rings.iter().all(closed))
}

#[cfg(test)]
mod tests;
