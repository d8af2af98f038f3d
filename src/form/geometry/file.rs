//! Files of places: GPX, KML, GeoJSON. Nothing that a file names is ever fetched, and what it holds is bounded.

use super::{MAX_FEATURES, MAX_LABEL, MAX_POSITIONS, Shape, converted, degrees, feature, gpx_kml, written};
use crate::form::code::Code;
use encoding_rs::{Encoding, UTF_8};
use geo::{CoordsIter, Geometry, MapCoords, Orient, orient::Direction};
use geojson::GeoJson;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Bytes that a file may have.
pub const MAX_BYTES: usize = 5_000_000;

/// A geometry and its name.
pub(super) type Named = (Geometry, String);

/// The features of a file, or the code of why it can't be taken. Collections of geometries become as many features.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Value>, Code> {
    if bytes.len() > MAX_BYTES {
        return Err(Code::GeometryFileSize);
    }
    let text = decoded(bytes).ok_or(Code::GeometryFile)?;
    let found = match text.trim_start().chars().next() {
        Some('{') => geojson(&text)?,
        Some('<') => gpx_kml::read(&text)?,
        _ => return Err(Code::GeometryFile),
    };
    if found.is_empty() {
        return Err(Code::GeometryFileEmpty);
    }
    Ok(found.into_iter().map(|(geometry, label)| feature(written(&tidy(geometry)), &short(&label))).collect())
}

/// The text of a file in the encoding that its first bytes name, else in UTF-8. Nothing is guessed.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or_else(|| (declared(bytes).unwrap_or(UTF_8), 0));
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..])?;
    Some(text)
}

/// The encoding of an XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declaration = start.strip_prefix("<?xml")?.split("?>").next()?;
    let name = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = name.chars().next().filter(|char| matches!(char, '"' | '\''))?;
    Encoding::for_label(name[1..].split(quote).next()?.as_bytes())
}

/// What any GeoJSON draws.
pub(super) fn geojson(text: &str) -> Result<Vec<Named>, Code> {
    let read: GeoJson = text.parse().map_err(|_| Code::GeometryFile)?;
    let mut found = Vec::new();
    match read {
        GeoJson::Geometry(geometry) => add(&mut found, geometry, "")?,
        GeoJson::Feature(feature) => add_feature(&mut found, feature)?,
        GeoJson::FeatureCollection(collection) => {
            collection.features.into_iter().try_for_each(|feature| add_feature(&mut found, feature))?;
        }
    }
    Ok(found)
}

fn add_feature(found: &mut Vec<Named>, feature: geojson::Feature) -> Result<(), Code> {
    let label = feature.properties.as_ref().map(named).unwrap_or_default();
    feature.geometry.map_or(Ok(()), |geometry| add(found, geometry, &label))
}

/// What tools call the name of a feature.
fn named(properties: &Map<String, Value>) -> String {
    let known = ["label", "name", "nom", "title", "titre"].into_iter().find_map(|key| properties.get(key)?.as_str());
    known.unwrap_or_default().to_owned()
}

fn add(found: &mut Vec<Named>, geometry: geojson::Geometry, label: &str) -> Result<(), Code> {
    push(found, converted(geometry).ok_or(Code::GeometryFile)?, label)
}

/// Adds a geometry, the parts of several one by one, within the bounds of an answer.
pub(super) fn push(found: &mut Vec<Named>, geometry: Geometry, label: &str) -> Result<(), Code> {
    match geometry {
        Geometry::MultiPoint(many) => many.0.into_iter().try_for_each(|one| push(found, one.into(), label)),
        Geometry::MultiLineString(many) => many.0.into_iter().try_for_each(|one| push(found, one.into(), label)),
        Geometry::MultiPolygon(many) => many.0.into_iter().try_for_each(|one| push(found, one.into(), label)),
        Geometry::GeometryCollection(many) => many.0.into_iter().try_for_each(|one| push(found, one, label)),
        one => {
            let before: usize = found.iter().map(|(geometry, _)| geometry.coords_count()).sum();
            if found.len() >= MAX_FEATURES || before + one.coords_count() > MAX_POSITIONS {
                return Err(Code::GeometryFileSize);
            }
            found.push((one, label.to_owned()));
            Ok(())
        }
    }
}

/// Centimetres are enough, and the outline of a surface goes against the clock (RFC 7946 §3.1.6).
fn tidy(geometry: Geometry) -> Geometry {
    let rounded = geometry.map_coords(|at| geo::Coord { x: degrees(at.x), y: degrees(at.y) });
    match rounded {
        Geometry::Polygon(polygon) => Geometry::Polygon(polygon.orient(Direction::Default)),
        other => other,
    }
}

/// A label without control characters, of the length that is taken.
pub(crate) fn short(label: &str) -> String {
    let line = crate::form::fields::one_line(label);
    line.chars().take(MAX_LABEL).collect::<String>().trim().to_owned()
}

/// A collection from the GeoJSON that somebody pasted or a program sent. One that is as we keep them stays to the letter;
/// what can't be read stays as it was written.
pub(crate) fn pasted(text: &str) -> Value {
    let read: Option<Value> = serde_json::from_str(text).ok();
    match read {
        Some(value) if is_ours(&value) => value,
        Some(_) => match geojson(text) {
            Ok(found) => {
                let features = found.into_iter().map(|(geometry, label)| feature(written(&geometry), &short(&label)));
                super::collection(features.collect())
            }
            Err(_) => Value::from(text),
        },
        None => Value::from(text),
    }
}

/// Whether a collection holds nothing but what we keep: what is wrong in it is told later.
fn is_ours(value: &Value) -> bool {
    let only = |value: &Value, names: &[&str]| {
        value.as_object().is_some_and(|parts| parts.keys().all(|name| names.contains(&name.as_str())))
    };
    let is_feature = |feature: &Value| {
        let properties = feature.get("properties");
        let geometry = feature.get("geometry");
        only(feature, &["type", "geometry", "properties"])
            && properties.is_some_and(|properties| only(properties, &["label"]))
            && geometry.is_some_and(|geometry| {
                geometry.is_null() || only(geometry, &["type", "coordinates"]) && super::shape(feature).is_some()
            })
    };
    only(value, &["type", "features", "area", "length"])
        && value.get("type").and_then(Value::as_str) == Some("FeatureCollection")
        && value.get("features").and_then(Value::as_array).is_some_and(|all| all.iter().all(is_feature))
}

/// The shapes of features, for who imports them into a field that takes only some.
pub(crate) fn fit(features: Vec<Value>, shapes: &[Shape]) -> Result<Vec<Value>, Code> {
    let is_taken = |feature: &Value| super::shape(feature).is_some_and(|shape| shapes.contains(&shape));
    let kept: Vec<Value> = features.into_iter().filter(is_taken).collect();
    if kept.is_empty() { Err(Code::GeometryFileShape) } else { Ok(kept) }
}
