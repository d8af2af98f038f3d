use super::{Example, Facts, Kind, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::{Choice, Element};
use crate::form::geometry::words::{described, measured, shape_word, title};
use crate::form::geometry::{self, MAX_FEATURES, MapRule, Shape, coordinates};
use crate::form::node::Field;
use crate::form::paper::Paper;
use geo::CoordsIter;
use serde::Serialize;
use serde_json::Value;

/// Points, lines and surfaces on a map, `forms/types/geometry.json`. Coordinates that can't be understood stay where the
/// others would be.
#[derive(Debug)]
pub(super) struct Map;

/// Positions from which a feature is too long to be typed.
const TYPED: usize = 200;

/// A map, and beside it all that it shows, to be filled in as text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct MapView {
    /// The last one is to be added.
    pub features: Vec<FeatureView>,
    /// The shapes that may be drawn: `Point`, `LineString`, `Polygon`.
    pub shapes: Vec<&'static str>,
    /// A place that words tell is enough.
    pub words: bool,
    /// Where the map opens when nothing is drawn: longitude, latitude.
    pub centre: Option<[f64; 2]>,
    /// 10 for a département, 15 for a street.
    pub zoom: u8,
    /// The answer could not be read: it stands in the text.
    pub unread: bool,
    /// Tells this answer from another.
    pub mark: String,
}

/// One feature, as inputs.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FeatureView {
    pub index: usize,
    /// « Surface 2 »; empty for the one to add.
    pub title: String,
    pub label: String,
    /// The shapes to choose from; none where there is no choice.
    pub shapes: Vec<Choice>,
    /// Its coordinates; `None` when they are too many to be typed.
    pub text: Option<String>,
    /// How large it is, in words.
    pub measures: String,
    pub is_new: bool,
}

/// What is there in words, its middle, how large it is, and all of it for programs.
const COLUMNS: [Column; 6] = [
    Column::part("", ""),
    Column::part("latitude", "form-column-latitude"),
    Column::part("longitude", "form-column-longitude"),
    Column::part("area", "form-column-area"),
    Column::part("length", "form-column-length"),
    Column { suffix: "geojson", label: "form-column-geojson", is_code: true },
];

/// The coordinates of a feature as an input holds them; `None` when they are too many.
fn text_of(feature: &Value) -> Option<String> {
    if let Some(typed) = feature.pointer("/geometry/coordinates").and_then(Value::as_str) {
        return Some(typed.to_owned());
    }
    match geometry::geometry(feature) {
        Some(drawn) => (drawn.coords_count() <= TYPED).then(|| coordinates::text(&drawn)),
        None => Some(String::new()),
    }
}

fn feature_view(rule: &MapRule, feature: &Value, index: usize, lang: &str, is_new: bool) -> FeatureView {
    let drawn = geometry::geometry(feature);
    let own = geometry::shape(feature);
    let option = |shape: Shape| Choice {
        value: shape.name().to_owned(),
        label: shape_word(shape, lang).to_owned(),
        selected: own == Some(shape),
        ..Choice::default()
    };
    let is_other = own.is_some_and(|shape| !rule.shapes.contains(&shape));
    let has_choice = rule.shapes.len() > 1 || is_other;
    FeatureView {
        index,
        title: if is_new { String::new() } else { title(feature, index, lang) },
        label: geometry::label(feature).to_owned(),
        shapes: if has_choice { rule.shapes.iter().copied().map(option).collect() } else { Vec::new() },
        text: text_of(feature),
        measures: drawn.map(|drawn| measured(&drawn, lang)).unwrap_or_default(),
        is_new,
    }
}

/// What a page posts of one feature; `None` where it posts nothing.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) shape: Option<&'a str>,
    pub(crate) text: Option<&'a str>,
    pub(crate) label: Option<&'a str>,
}

/// The value with what a page posted of a feature. What is as it was drawn changes nothing: the rest of the page may have
/// changed the features meanwhile. A row that was emptied goes away; it is `Null` until all are read.
pub(crate) fn with_row(rule: &MapRule, value: &mut Vec<Value>, drawn: Option<&Value>, index: usize, row: Row<'_>) {
    let nothing = Value::Null;
    let before = drawn.unwrap_or(&nothing);
    let typed = |raw: &str| super::many_lines(raw);
    let (old_text, old_label) = (text_of(before), geometry::label(before));
    let text = row.text.map(typed).or_else(|| old_text.clone());
    let label = row.label.map_or_else(|| old_label.to_owned(), geometry::short);
    let shape = row.shape.map_or_else(|| geometry::shape(before), Shape::named);
    let only = if let [only] = rule.shapes[..] { Some(only) } else { None };
    let shape = shape.or_else(|| geometry::shape(before)).or(only);
    if text == old_text && label == old_label && (drawn.is_none() || shape == geometry::shape(before)) {
        return;
    }
    let is_blank = text.as_deref() == Some("") && label.is_empty();
    if is_blank && (drawn.is_none() || row.text.is_some() && row.label.is_some()) {
        if let Some(place) = value.get_mut(index) {
            *place = Value::Null;
        }
        return;
    }
    let same = text == old_text && shape == geometry::shape(before);
    let drawn_now = match text {
        _ if same => before.get("geometry").cloned().unwrap_or_default(),
        None => before.get("geometry").cloned().unwrap_or_default(),
        Some(text) if text.is_empty() => Value::Null,
        Some(text) => coordinates::read(shape, &text, &rule.shapes),
    };
    let feature = geometry::feature(drawn_now, &label);
    if let Some(place) = value.get_mut(index) {
        *place = feature;
    } else if value.len() < MAX_FEATURES {
        value.push(feature);
    }
}

impl Kind for Map {
    fn name(&self) -> &'static str {
        "map"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("geometry") && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/geometry.json", "map": {"geometries": ["Point", "Polygon"], "max": 5, "words": true, "centre": "44109"}}"#,
            r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.5536, 47.2173]}, "properties": {"label": "Entrée"}}]}"#,
            Some(
                r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.5536, 147.2173]}, "properties": {}}]}"#,
            ),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "map"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        geometry::pasted(raw)
    }

    /// GeoJSON.
    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        if value.is_object() { value.to_string() } else { plain(value) }
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        if !value.is_object() {
            return super::lines(&plain(value));
        }
        let features = geometry::features(value).iter().enumerate();
        features.map(|(n, feature)| described(feature, n, lang)).collect()
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
        let Some(rule) = &field.map else { return };
        let features = value.map(geometry::features).unwrap_or_default();
        let mut rows: Vec<FeatureView> =
            features.iter().enumerate().map(|(n, feature)| feature_view(rule, feature, n, lang, false)).collect();
        let unread = value.is_some_and(|value| !value.is_object() && !value.is_null());
        if rows.len() < rule.max && !unread {
            rows.push(feature_view(rule, &Value::Null, rows.len(), lang, true));
        }
        element.map = Some(Box::new(MapView {
            features: rows,
            shapes: rule.shapes.iter().map(|shape| shape.name()).collect(),
            words: rule.words,
            centre: None,
            zoom: 15,
            unread,
            mark: crate::form::features::mark(&element.value),
        }));
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let mut measured = value.clone();
        geometry::measure(&mut measured);
        let middle = geometry::centre(value).map(|[longitude, latitude]| [latitude, longitude]);
        let degrees = |n: usize| middle.map_or(Cell::Empty, |at| Cell::Number(at[n].to_string()));
        let measure = |name: &str| measured.get(name).map_or(Cell::Empty, |number| Cell::Number(plain(number)));
        let geojson = if value.is_object() { Cell::text(self.typed(field, value, lang)) } else { Cell::Empty };
        vec![
            Cell::text(self.display(field, value, lang).join("\n")),
            degrees(0),
            degrees(1),
            measure("area"),
            measure("length"),
            geojson,
        ]
    }

    /// Where it is, in words; a plan is joined.
    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::lines(3)
    }

    fn completion(&self) -> Option<fn(&mut Value)> {
        Some(geometry::measure)
    }
}
