//! What a field of places takes: the keyword `map` of its schema.

use super::{Compiler, Shape, fields_of};
use crate::form::geometry::{self, Centre, MapRule, Zoom, centres};
use crate::form::pointer::{Template, parse, row_number};
use serde_json::Value;

impl Compiler<'_> {
    /// Reads `map`; what can't be used in it is told.
    pub(super) fn map_rule(&mut self, shape: &Shape) -> Option<MapRule> {
        if shape.shipped != Some("geometry") {
            return None;
        }
        let mut rule = MapRule::default();
        for (name, option) in fields_of(shape.schema.get("map")) {
            if set(&mut rule, &name, &option).is_none() {
                let place = format!("{}/map/{}", shape.pointer, crate::form::pointer::escape(&name));
                self.problems.error(&place, "map-option", vec![("name", name)]);
            }
        }
        if rule.min > rule.max {
            self.problems.error(&format!("{}/map/max", shape.pointer), "map-option", vec![("name", "max".to_owned())]);
        }
        Some(rule)
    }
}

fn set(rule: &mut MapRule, name: &str, option: &Value) -> Option<()> {
    let count = |most: usize| usize::try_from(option.as_u64()?).ok().filter(|count| *count <= most);
    match name {
        "geometries" => {
            let named = option.as_array()?.iter().map(|name| geometry::Shape::named(name.as_str()?));
            rule.shapes = named.collect::<Option<Vec<_>>>().filter(|shapes| !shapes.is_empty())?;
        }
        "min" => rule.min = count(geometry::MAX_FEATURES)?,
        "max" => rule.max = count(geometry::MAX_FEATURES).filter(|max| *max > 0)?,
        "maxPositions" => rule.max_positions = count(geometry::MAX_POSITIONS).filter(|max| *max > 0)?,
        "words" => rule.words = option.as_bool()?,
        "centre" => rule.centre = Some(centre(option)?),
        _ => return None,
    }
    Some(())
}

/// A position, the code of a commune or of a département, or `{"from": pointer}` for where another answer is.
fn centre(option: &Value) -> Option<Centre> {
    match option {
        Value::String(code) => centres::of_code(code).map(|at| Centre::At(at, Zoom::Departement)),
        Value::Array(position) => {
            let [lon, lat] = position.as_slice() else { return None };
            let at = [lon.as_f64()?, lat.as_f64()?];
            (at[0].abs() <= 180.0 && at[1].abs() <= 90.0).then_some(Centre::At(at, Zoom::Street))
        }
        Value::Object(source) => {
            let names = parse(source.get("from")?.as_str()?)?;
            let step = |at: Template, name: &String| match name.as_str() {
                "*" => at.row(),
                name if row_number(name).is_some() => at.index(row_number(name).unwrap_or_default()),
                name => at.child(name),
            };
            Some(Centre::Of(names.iter().fold(Template::default(), step)))
        }
        _ => None,
    }
}
