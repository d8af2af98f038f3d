//! Coordinates as people write and copy them: a position a line, the latitude first.

use super::{Shape, written};
use geo::{Coord, Geometry, LineString, Point, Polygon};
use serde_json::{Value, json};

/// The geometry that a text tells: a position a line; the outline of a hole stands after a blank line. Without a shape, the
/// number of positions and what is allowed tell it. What can't be understood is kept, for the person to correct it.
pub(crate) fn read(shape: Option<Shape>, text: &str, allowed: &[Shape]) -> Value {
    let rings: Option<Vec<Vec<Coord>>> =
        blocks(text).iter().map(|lines| lines.iter().map(|line| position(line)).collect()).collect();
    let count = rings.as_ref().map_or_else(|| text.lines().count(), |rings| rings.iter().map(Vec::len).sum());
    let shape = shape.unwrap_or_else(|| likely(count, allowed));
    match rings.and_then(|rings| build(shape, rings)) {
        Some(geometry) => written(&geometry),
        None => json!({"type": shape.name(), "coordinates": text}),
    }
}

/// The text of a geometry, as [`read`] reads it.
pub(crate) fn text(geometry: &Geometry) -> String {
    let lines = |positions: &[Coord]| positions.iter().map(position_text).collect::<Vec<_>>().join("\n");
    match geometry {
        Geometry::Point(point) => position_text(&point.0),
        Geometry::LineString(line) => lines(&line.0),
        Geometry::Polygon(polygon) => {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            // A ring ends where it begins: nobody has to write it twice.
            let rings: Vec<String> = rings.map(|ring| lines(&ring.0[..ring.0.len().saturating_sub(1)])).collect();
            rings.join("\n\n")
        }
        _ => String::new(),
    }
}

/// « 48.8566, 2.3522 ».
pub(crate) fn position_text(at: &Coord) -> String {
    format!("{}, {}", at.y, at.x)
}

fn likely(count: usize, allowed: &[Shape]) -> Shape {
    let wanted: &[Shape] = if count < 2 { &[Shape::Point] } else { &[Shape::LineString, Shape::Polygon] };
    let found = wanted.iter().find(|shape| allowed.contains(shape)).or(allowed.first());
    found.copied().unwrap_or(Shape::Point)
}

/// The lines that are not blank, apart where a blank one stands between.
fn blocks(text: &str) -> Vec<Vec<&str>> {
    let mut blocks = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        match blocks.last_mut() {
            Some(block) if !line.is_empty() => block.push(line),
            Some(block) if !block.is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn build(shape: Shape, mut rings: Vec<Vec<Coord>>) -> Option<Geometry> {
    match (shape, rings.len()) {
        (Shape::Point, 1) if rings[0].len() == 1 => Some(Geometry::Point(Point(rings[0][0]))),
        (Shape::LineString, 1) if rings[0].len() > 1 => Some(Geometry::LineString(LineString(rings.remove(0)))),
        (Shape::Polygon, 1..) if rings.iter().all(|ring| ring.len() > 2) => {
            let mut rings = rings.into_iter().map(LineString);
            // It closes the rings that are open.
            Some(Geometry::Polygon(Polygon::new(rings.next()?, rings.collect())))
        }
        _ => None,
    }
}

/// One position: « 48.8566, 2.3522 », « 48,8566 ; 2,3522 », « 48°51′24″ N 2°21′8″ E ». Letters tell which is which; else the
/// latitude comes first, as on maps.
pub(crate) fn position(line: &str) -> Option<Coord> {
    let line = line.trim().trim_matches(['(', ')', '[', ']']);
    let (first, second) = match line.to_uppercase() {
        letters if letters.contains(['°', 'º', 'N', 'S', 'E', 'W', 'O']) => return angles(&letters),
        _ => halves(line)?,
    };
    let [latitude, longitude] = [decimal(first)?, decimal(second)?];
    Some(Coord { x: longitude, y: latitude })
}

/// The two numbers of a line, apart by a semicolon, a space or a comma, which may be the mark of their decimals too.
fn halves(line: &str) -> Option<(&str, &str)> {
    let cut = |at: usize| Some((line[..at].trim(), line[at + 1..].trim()));
    if let Some(at) = line.find(';') {
        return cut(at);
    }
    let spaced: Vec<&str> =
        line.split_whitespace().map(|part| part.trim_matches(',')).filter(|part| !part.is_empty()).collect();
    if let [first, second] = spaced[..] {
        return Some((first, second));
    }
    let commas: Vec<usize> = line.match_indices(',').map(|(at, _)| at).collect();
    match commas[..] {
        [at] | [_, at, _] => cut(at),
        _ => None,
    }
}

fn decimal(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".").replace('\u{2212}', "-");
    let plain = text.chars().all(|char| char.is_ascii_digit() || matches!(char, '.' | '-' | '+'));
    text.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

/// An angle as it is read: what is known of it so far.
#[derive(Debug, Default, Clone, Copy)]
struct Angle {
    degrees: f64,
    negative: bool,
    /// Degrees, minutes, seconds that are there.
    parts: usize,
    letter: Option<char>,
}

/// Degrees, minutes and seconds, with or without the letters of the compass (O is the French west).
fn angles(line: &str) -> Option<Coord> {
    let mut read = Reading::default();
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        if char.is_ascii_digit() || matches!(char, '-' | '\u{2212}' | '+') {
            let mut number = String::from(if char == '\u{2212}' { '-' } else { char });
            while let Some(next) = chars.peek().copied() {
                let mut after = chars.clone().skip(1);
                let is_mark = matches!(next, '.' | ',') && after.next().is_some_and(|char| char.is_ascii_digit());
                if !next.is_ascii_digit() && !is_mark {
                    break;
                }
                number.push(next);
                chars.next();
            }
            let unit = chars.clone().find(|char| !char.is_whitespace());
            read.number(&number, unit)?;
        } else if matches!(char, 'N' | 'S' | 'E' | 'W' | 'O') {
            read.letter(char)?;
        } else if !(char.is_whitespace() || ",;°º'′’\"″”".contains(char)) {
            return None;
        }
    }
    read.position()
}

#[derive(Debug, Default)]
struct Reading {
    angles: Vec<Angle>,
    /// A letter that came before its angle.
    before: Option<char>,
}

impl Reading {
    fn number(&mut self, number: &str, unit: Option<char>) -> Option<()> {
        let value = decimal(number)?;
        let last = self.angles.last().filter(|last| last.letter.is_none() || self.before.is_none());
        let part = match unit {
            Some('°' | 'º') => 0,
            Some('\'' | '′' | '’') => 1,
            Some('"' | '″' | '”') => 2,
            // What follows minutes without a sign is seconds.
            _ if last.is_some_and(|last| last.parts == 2) => 2,
            _ => 0,
        };
        if part == 0 {
            let letter = self.before.take();
            self.angles.push(Angle { degrees: value.abs(), negative: number.starts_with('-'), parts: 1, letter });
            return Some(());
        }
        let angle = self.angles.last_mut().filter(|angle| angle.parts == part)?;
        if !(0.0..60.0).contains(&value) {
            return None;
        }
        angle.degrees += value / if part == 1 { 60.0 } else { 3600.0 };
        angle.parts += 1;
        Some(())
    }

    fn letter(&mut self, letter: char) -> Option<()> {
        match self.angles.last_mut().filter(|angle| angle.letter.is_none()) {
            Some(angle) => angle.letter = Some(letter),
            None if self.before.is_none() => self.before = Some(letter),
            None => return None,
        }
        Some(())
    }

    fn position(self) -> Option<Coord> {
        let [first, second] = self.angles[..] else { return None };
        let value = |angle: Angle| {
            let is_negative = angle.negative ^ matches!(angle.letter, Some('S' | 'W' | 'O'));
            super::degrees(if is_negative { -angle.degrees } else { angle.degrees })
        };
        let is_longitude = |angle: Angle| matches!(angle.letter, Some('E' | 'W' | 'O'));
        let is_latitude = |angle: Angle| matches!(angle.letter, Some('N' | 'S'));
        if is_longitude(first) && !is_longitude(second) || !is_latitude(first) && is_latitude(second) {
            return Some(Coord { x: value(first), y: value(second) });
        }
        let both = is_latitude(first) && is_latitude(second) || is_longitude(first) && is_longitude(second);
        (!both && self.before.is_none()).then(|| Coord { x: value(second), y: value(first) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn positions_are_read_as_people_copy_them() {
        for line in [
            "48.8566, 2.3522",
            " 48.8566,2.3522",
            "48.8566 2.3522",
            "(48.8566, 2.3522)",
            "48,8566 ; 2,3522",
            "48,8566;2,3522",
            "48,8566, 2,3522",
            "48,8566,2,3522",
            "48,8566 2,3522",
            "48.8566N 2.3522E",
            "N 48.8566 E 2.3522",
            "N48.8566, E2.3522",
            "2.3522E, 48.8566N",
            "48.8566° N, 2.3522° E",
            "48,8566° ; 2,3522°",
            "48° 51.396' N 2° 21.132' E",
            "48°51'23.76\"N 2°21'7.92\"E",
            "48° 51′ 23,76″ nord".trim_end_matches("nord"),
        ] {
            let line = if line.starts_with("48° 51′") { "48° 51′ 23,76″ N, 2° 21′ 7,92″ E" } else { line };
            assert_eq!(position(line), Some(Coord { x: 2.3522, y: 48.8566 }), "{line}");
        }
        assert_eq!(position("14°36'N 61°5'O"), Some(Coord { x: -61.083_333_3, y: 14.6 }));
        assert_eq!(position("-22.27; 166.44"), Some(Coord { x: 166.44, y: -22.27 }));
        for line in ["", "Nantes", "48.8566", "48.8566, 2.3522, 12", "48°61'N 2°E", "48N 2N", "1e3, 2", "inf, 2", "48°"]
        {
            assert_eq!(position(line), None, "{line}");
        }
    }

    #[test]
    fn a_text_tells_its_shape() {
        let read = |text: &str| read(None, text, &Shape::ALL);
        assert_eq!(read("48, 2"), json!({"type": "Point", "coordinates": [2.0, 48.0]}));
        assert_eq!(read("48, 2\n49, 3"), json!({"type": "LineString", "coordinates": [[2.0, 48.0], [3.0, 49.0]]}));
        assert_eq!(read("chez moi"), json!({"type": "Point", "coordinates": "chez moi"}));
        let ring = super::read(
            Some(Shape::Polygon),
            "48, 2\n48, 3\n49, 3\n\n\n48.1, 2.5\n48.1, 2.6\n48.2, 2.6\n48.1, 2.5\n",
            &[],
        );
        let rings = json!([
            [[2.0, 48.0], [3.0, 48.0], [3.0, 49.0], [2.0, 48.0]],
            [[2.5, 48.1], [2.6, 48.1], [2.6, 48.2], [2.5, 48.1]]
        ]);
        assert_eq!(ring["coordinates"], rings);
        assert_eq!(super::read(None, "48, 2\n48, 3\n49, 3", &[Shape::Polygon])["type"], "Polygon");
        assert_eq!(super::read(Some(Shape::Point), "48, 2\n49, 3", &[])["coordinates"], "48, 2\n49, 3");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(points in proptest::collection::vec((-180.0..180.0_f64, -90.0..90.0_f64), 3..20)) {
            let positions: Vec<Coord> = points.into_iter().map(|(x, y)| Coord { x, y }).collect();
            for geometry in [
                Geometry::Point(Point(positions[0])),
                Geometry::LineString(LineString(positions.clone())),
                Geometry::Polygon(Polygon::new(LineString(positions), vec![])),
            ] {
                let value = written(&geometry);
                let shape = Shape::named(value["type"].as_str().unwrap());
                prop_assert_eq!(read(shape, &text(&geometry), &[]), value);
            }
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,60}") {
            position(&text);
            read(None, &text, &Shape::ALL);
        }
    }
}
