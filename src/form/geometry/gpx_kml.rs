//! GPX 1.0 and 1.1 (waypoints, routes, tracks) and KML 2.2 (placemarks), read for what they draw. Elements are known by their
//! local name; entities are not: a file that declares some is refused.

use super::file::{Named, push};
use crate::form::code::Code;
use geo::{Coord, Geometry, LineString, Point, Polygon};
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// Elements that stand in each other; a file of places has a dozen.
const MAX_DEPTH: usize = 100;
const UNREADABLE: Code = Code::GeometryFile;

/// Elements that have a name and draw.
const NAMED: [&str; 4] = ["wpt", "trk", "rte", "Placemark"];

/// What a file has told so far.
#[derive(Default)]
struct Told {
    path: Vec<String>,
    found: Vec<Named>,
    /// The positions of the line that is being read.
    positions: Vec<Coord>,
    /// The outlines of the surface that is being read.
    rings: Vec<Vec<Coord>>,
    text: String,
    label: String,
    /// The first feature of the named element that is being read.
    since: usize,
}

/// What a file draws, or the code of why it can't be read.
pub(super) fn read(text: &str) -> Result<Vec<Named>, Code> {
    let mut reader = Reader::from_str(text);
    let mut told = Told::default();
    loop {
        match reader.read_event().map_err(|_| UNREADABLE)? {
            Event::Start(element) => told.open(&element)?,
            Event::Empty(element) => {
                told.open(&element)?;
                told.close()?;
            }
            Event::End(_) => told.close()?,
            Event::Text(part) => told.text.push_str(&part.decode().map_err(|_| UNREADABLE)?),
            Event::CData(part) => told.text.push_str(&part.decode().map_err(|_| UNREADABLE)?),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|_| UNREADABLE)?;
                let char = reference.resolve_char_ref().map_err(|_| UNREADABLE)?;
                told.text.extend(char);
                told.text.push_str(resolve_predefined_entity(&name).unwrap_or_default());
            }
            Event::DocType(_) => return Err(UNREADABLE),
            Event::Eof if told.path.is_empty() => return Ok(told.found),
            Event::Eof => return Err(UNREADABLE),
            _ => {}
        }
    }
}

impl Told {
    fn open(&mut self, element: &BytesStart<'_>) -> Result<(), Code> {
        let name = String::from_utf8_lossy(element.local_name().as_ref()).into_owned();
        self.text.clear();
        if NAMED.contains(&name.as_str()) {
            (self.since, self.label) = (self.found.len(), String::new());
        }
        match name.as_str() {
            "wpt" => push(&mut self.found, Geometry::Point(Point(place(element)?)), "")?,
            "trkpt" | "rtept" => self.positions.push(place(element)?),
            _ => {}
        }
        self.path.push(name);
        if self.path.len() > MAX_DEPTH || self.positions.len() > super::MAX_POSITIONS {
            return Err(Code::GeometryFileSize);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Code> {
        let name = self.path.pop().ok_or(UNREADABLE)?;
        match name.as_str() {
            "name" if self.path.last().is_some_and(|parent| NAMED.contains(&parent.as_str())) => {
                self.label = std::mem::take(&mut self.text);
            }
            "coordinates" => self.positions = tuples(&self.text)?,
            "Point" => {
                if let Some(at) = std::mem::take(&mut self.positions).first() {
                    push(&mut self.found, Geometry::Point(Point(*at)), "")?;
                }
            }
            "trkseg" | "rte" | "LineString" => {
                let line = std::mem::take(&mut self.positions);
                if line.len() > 1 {
                    push(&mut self.found, Geometry::LineString(LineString(line)), "")?;
                }
            }
            "LinearRing" => self.rings.push(std::mem::take(&mut self.positions)),
            "Polygon" => {
                let mut rings = std::mem::take(&mut self.rings).into_iter().map(LineString);
                if let Some(outline) = rings.next() {
                    push(&mut self.found, Geometry::Polygon(Polygon::new(outline, rings.collect())), "")?;
                }
            }
            _ => {}
        }
        if NAMED.contains(&name.as_str()) {
            let label = std::mem::take(&mut self.label);
            self.found[self.since..].iter_mut().for_each(|(_, named)| named.clone_from(&label));
        }
        Ok(())
    }
}

/// The position of a GPX element.
fn place(element: &BytesStart<'_>) -> Result<Coord, Code> {
    let read = |name: &str| {
        let found = element.try_get_attribute(name).ok()??;
        std::str::from_utf8(&found.value).ok()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    };
    match (read("lon"), read("lat")) {
        (Some(x), Some(y)) => Ok(Coord { x, y }),
        _ => Err(UNREADABLE),
    }
}

/// The positions of KML: « longitude,latitude,altitude », apart by spaces.
fn tuples(text: &str) -> Result<Vec<Coord>, Code> {
    let mut found = Vec::new();
    for tuple in text.split_whitespace() {
        let mut numbers = tuple.split(',').map(|number| number.parse().ok().filter(|number: &f64| number.is_finite()));
        let (Some(Some(x)), Some(Some(y))) = (numbers.next(), numbers.next()) else { return Err(UNREADABLE) };
        found.push(Coord { x, y });
        if found.len() > super::MAX_POSITIONS {
            return Err(Code::GeometryFileSize);
        }
    }
    Ok(found)
}
