//! Places on a map, as a page posts them: as GeoJSON under the name of their field, or feature by feature under it.
//!
//! | input | what it holds |
//! |---|---|
//! | `/place` | the whole answer, GeoJSON |
//! | `/place/features/0/geometry/type` | the shape of the first |
//! | `/place/features/0/geometry` | its coordinates, a position a line |
//! | `/place/features/0/properties/label` | its name |
//! | `/place/base` | the mark of the answer that the page was drawn with |
//!
//! An input that still holds what the page was drawn with changes nothing: the features come and go under the others.

use super::Form;
use super::aside::CHOICES;
use super::code::Code;
use super::fields::map::{Row, with_row};
use super::geometry::{self, Centre, MapRule, Zoom, centres};
use super::merge::{Named, is_asked};
use super::node::{Field, Id};
use super::pointer::{self, Key};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is posted of one map: the rest of each name, and its values.
type Posted<'a> = Vec<(String, &'a str)>;

/// The inputs of maps among those of a page, by field.
pub(super) type Maps<'a> = BTreeMap<(Id, Vec<Key>), Posted<'a>>;

impl Form {
    /// The map that a name belongs to, of the fields at one address the first that is one, and what the name says after it.
    pub(super) fn map_input(&self, name: &str, only: Option<&[String]>) -> Option<((Id, Vec<Key>), String)> {
        let (first, rows, _) = self.lookup.nearest(&pointer::parse(name)?)?;
        let ids = std::iter::once(first).chain(self.nodes[first].field()?.twins.iter().copied());
        let takes = |field: &&Field| field.map.is_some() && !field.read_only && !field.silent;
        let (id, field) = ids.filter_map(|id| Some((id, self.nodes[id].field().filter(takes)?))).next()?;
        let own = field.template.pointer(&rows);
        let rest = name.strip_prefix(&own)?.to_owned();
        (is_asked(&own, only) && !name.split('/').any(|token| token == "*")).then_some(((id, rows), rest))
    }

    /// The draft that a page showed, with the branches that it chooses: it tells which field an input of a map is of. Nothing
    /// where no input may be one.
    pub(super) fn with_choices(&self, shown: &Value, names: &[Named<'_>], only: Option<&[String]>) -> Value {
        let has_maps = self.nodes.iter().any(|node| node.field().is_some_and(|field| field.map.is_some()));
        if !has_maps || !names.iter().any(|(name, _)| self.map_input(name, only).is_some()) {
            return Value::Null;
        }
        let mut seen = shown.clone();
        for (name, raws) in names.iter().filter(|(name, _)| name.ends_with(CHOICES)) {
            if let Some(posted) = self.posted(&seen, name, (raws, ""), only) {
                self.write(&mut seen, posted);
            }
        }
        seen
    }

    /// The inputs of maps apart from the others, for the draft that the page showed.
    pub(super) fn apart<'a>(
        &self,
        names: Vec<Named<'a>>,
        seen: &Value,
        only: Option<&[String]>,
    ) -> (Maps<'a>, Vec<Named<'a>>) {
        let (mut maps, mut others) = (Maps::new(), Vec::new());
        // The name of a whole map may be that of another field, in another branch.
        let is_map = |(id, rows): &(Id, Vec<Key>), rest: &str| {
            !rest.is_empty()
                || self.nodes[self.current(*id, rows, seen)].field().is_some_and(|field| field.map.is_some())
        };
        for (name, raws) in names {
            match self.map_input(name, only).filter(|(place, rest)| is_map(place, rest)) {
                Some((place, rest)) => {
                    let posted = raws.into_iter().map(|raw| (rest.clone(), raw));
                    maps.entry(place).or_default().extend(posted);
                }
                None => others.push((name, raws)),
            }
        }
        (maps, others)
    }

    /// Writes what was posted of the maps of a page.
    pub(super) fn merge_maps(&self, draft: &mut Value, maps: Maps<'_>) {
        for ((id, rows), posted) in maps {
            let id = self.current(id, &rows, draft);
            let Some((field, rule)) = self.nodes[id].field().and_then(|field| Some((field, field.map.as_ref()?)))
            else {
                continue;
            };
            let old = field.template.get(draft, &rows).cloned().unwrap_or_default();
            let value = merged(field, rule, &old, &posted);
            self.put_map(draft, id, field, &rows, value);
        }
    }

    fn put_map(&self, draft: &mut Value, id: Id, field: &Field, rows: &[Key], value: Value) {
        if value.is_null() {
            field.template.remove(draft, rows);
        } else if self.may_have_rows(id, rows, draft) && self.may_reach(id, rows, draft) {
            self.put(id, rows, draft, value);
        }
    }

    /// The draft without a feature: `/place/features/1`.
    pub(super) fn remove_feature(&self, draft: &mut Value, name: &str, only: Option<&[String]>) {
        let Some(((id, rows), rest)) = self.map_input(name, only) else { return };
        let id = self.current(id, &rows, draft);
        let index = rest.strip_prefix("/features/").and_then(pointer::row_number);
        let (Some(field), Some(index)) = (self.nodes[id].field(), index) else { return };
        let mut features = field.template.get(draft, &rows).map(geometry::features).unwrap_or_default().to_vec();
        if index < features.len() {
            features.remove(index);
            self.put_map(draft, id, field, &rows, geometry::collection(features));
        }
    }

    /// Whether files of places may be imported into this answer.
    pub fn imports(&self, pointer: &str, only: Option<&[String]>) -> bool {
        self.map_input(pointer, only).is_some_and(|(_, rest)| rest.is_empty())
    }

    /// The features of a file (GPX, KML or GeoJSON) that this answer takes, or the code of why it can't.
    pub fn places(&self, draft: &Value, pointer: &str, file: &[u8]) -> Result<Vec<Value>, Code> {
        let found = self.map_input(pointer, None);
        let found = found.and_then(|((id, rows), _)| Some((self.nodes[self.current(id, &rows, draft)].field()?, rows)));
        let Some((rule, there)) =
            found.and_then(|(field, rows)| Some((field.map.as_ref()?, field.template.get(draft, &rows))))
        else {
            return Ok(Vec::new());
        };
        let found = geometry::fit(geometry::read_file(file)?, &rule.shapes)?;
        let there = there.map(geometry::features).unwrap_or_default();
        if there.len() + found.len() > rule.max {
            return Err(Code::GeometryFileMany);
        }
        if geometry::positions(there) + geometry::positions(&found) > rule.max_positions {
            return Err(Code::GeometryFileSize);
        }
        Ok(found)
    }

    /// The draft with these features beside those of a map.
    pub fn import(&self, draft: &Value, pointer: &str, found: Vec<Value>, only: Option<&[String]>) -> Value {
        let mut draft = self.draft_of(draft).into_owned();
        let Some(((id, rows), _)) = self.map_input(pointer, only) else { return draft };
        let id = self.current(id, &rows, &draft);
        let Some(field) = self.nodes[id].field() else { return draft };
        let mut features = field.template.get(&draft, &rows).map(geometry::features).unwrap_or_default().to_vec();
        features.extend(found);
        self.put_map(&mut draft, id, field, &rows, geometry::collection(features));
        draft
    }

    /// Where the map of a field opens when nothing is drawn yet: longitude, latitude, and how near.
    pub(super) fn map_centre(&self, rule: &MapRule, values: &Value, rows: &[Key]) -> (Option<[f64; 2]>, u8) {
        let (at, zoom) = match &rule.centre {
            None => (None, Zoom::Departement),
            Some(Centre::At(at, zoom)) => (Some(*at), *zoom),
            Some(Centre::Of(template)) => (template.get(values, rows).and_then(centres::of_answer), Zoom::Departement),
        };
        (at, zoom as u8)
    }

    /// A collection of features is taken as a whole: what is blank in it has a meaning of its own.
    pub(super) fn restore_maps(&self, values: &mut Value, from: &Value) {
        for node in &self.nodes {
            let Some(field) = node.field().filter(|field| field.map.is_some()) else { continue };
            for rows in self.instances(&node.blocks, from) {
                if let Some(whole) = field.template.get(from, &rows).filter(|whole| whole.is_object()) {
                    field.template.put(values, &rows, whole.clone());
                }
            }
        }
    }

    /// The places of a field as GeoJSON, for who downloads them. `None` when it is no map, or empty.
    pub fn geojson(&self, values: &Value, pointer: &str) -> Option<String> {
        let ((id, rows), rest) = self.map_input(pointer, None)?;
        let mut value = self.nodes[id].field()?.template.get(values, &rows).filter(|_| rest.is_empty())?.clone();
        geometry::measure(&mut value);
        value.is_object().then(|| value.to_string())
    }
}

/// The answer after what was posted: the whole of it first, where that is not what was drawn, then its features.
fn merged(field: &Field, rule: &MapRule, old: &Value, posted: &[(String, &str)]) -> Value {
    let mut value = old.clone();
    if let Some((_, raw)) = posted.iter().rev().find(|(rest, _)| rest.is_empty()) {
        let raw = raw.trim();
        let base = posted.iter().find(|(rest, _)| rest == "/base");
        if old.is_null() || base.is_none_or(|(_, base)| *base != mark(raw)) {
            value = field.kind.read_all(field, &[raw]);
        }
    }
    let rows = rows(posted);
    if rows.is_empty() || value.is_string() {
        return if value.is_object() && geometry::features(&value).is_empty() { Value::Null } else { value };
    }
    let mut features = geometry::features(&value).to_vec();
    for (index, row) in rows {
        with_row(rule, &mut features, geometry::features(old).get(index), index, row);
    }
    features.retain(|feature| !feature.is_null());
    if features == geometry::features(&value) && !features.is_empty() { value } else { geometry::collection(features) }
}

/// What tells one answer from another: the beginning of the SHA-256 of its text.
pub(super) fn mark(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn rows<'a>(posted: &'a [(String, &'a str)]) -> BTreeMap<usize, Row<'a>> {
    let mut rows: BTreeMap<usize, Row<'a>> = BTreeMap::new();
    for (rest, raw) in posted {
        let Some((index, part)) = rest.strip_prefix("/features/").and_then(|rest| rest.split_once('/')) else {
            continue;
        };
        let Some(index) = pointer::row_number(index) else { continue };
        match part {
            "geometry" => rows.entry(index).or_default().text = Some(raw),
            "geometry/type" => rows.entry(index).or_default().shape = Some(raw),
            "properties/label" => rows.entry(index).or_default().label = Some(raw),
            _ => {}
        }
    }
    rows
}
