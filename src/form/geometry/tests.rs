use super::*;
use proptest::prelude::*;

fn rule() -> MapRule {
    MapRule { min: 1, ..MapRule::default() }
}

fn drawn(shape: &str, coordinates: Value) -> Value {
    collection(vec![feature(json!({"type": shape, "coordinates": coordinates}), "")])
}

fn code(rule: &MapRule, value: &Value) -> Option<Code> {
    fault(rule, value).map(|(code, _)| code)
}

#[test]
fn what_is_drawn_is_measured_on_the_ellipsoid() {
    // A hundredth of a degree at the equator: 1 113.2 m east, 1 105.7 m north (WGS 84).
    let mut square = drawn("Polygon", json!([[[0, 0], [0.01, 0], [0.01, 0.01], [0, 0.01], [0, 0]]]));
    measure(&mut square);
    let area = square["area"].as_f64().unwrap();
    assert!((area - 1113.2 * 1105.74).abs() < 200.0, "{area}");
    assert_eq!(square.get("length"), None);
    // With the clock or against it, with a hole of a quarter.
    let mut holed = drawn(
        "Polygon",
        json!([
            [[0, 0], [0, 0.01], [0.01, 0.01], [0.01, 0], [0, 0]],
            [[0.002, 0.002], [0.007, 0.002], [0.007, 0.007], [0.002, 0.007], [0.002, 0.002]]
        ]),
    );
    measure(&mut holed);
    assert!((holed["area"].as_f64().unwrap() - area * 0.75).abs() < 10.0);
    let mut line = drawn("LineString", json!([[0, 0], [0.01, 0]]));
    line["length"] = json!(1e9);
    line["area"] = json!(5);
    measure(&mut line);
    assert_eq!((line["length"].as_f64(), line.get("area")), (Some(1113.2), None), "what came with it is not believed");
    assert_eq!(centre(&line), Some([0.005, 0.0]));
}

#[test]
fn what_is_wrong_is_named() {
    for (shape, coordinates, expected) in [
        ("Point", json!([2.35, 48.85]), None),
        ("Point", json!([2.35]), Some(Code::GeometryPositions)),
        ("Point", json!("48, chez moi"), Some(Code::GeometryUnread)),
        ("Point", json!([48.85, 200]), Some(Code::GeometryRange)),
        ("Point", json!([-180.1, 0]), Some(Code::GeometryRange)),
        ("LineString", json!([[2, 48]]), Some(Code::GeometryPositions)),
        ("LineString", json!([[2, 48], [2, 48]]), Some(Code::GeometryPositions)),
        ("LineString", json!([[2, 48], [3, 48]]), None),
        ("Polygon", json!([]), Some(Code::GeometryPositions)),
        ("Polygon", json!([[[0, 0], [1, 0], [1, 1]]]), Some(Code::GeometryPositions)),
        ("Polygon", json!([[[0, 0], [1, 0], [1, 1], [0, 1]]]), Some(Code::GeometryPositions)),
        ("Polygon", json!([[[0, 0], [1, 0], [0, 0], [0, 0]]]), Some(Code::GeometryPositions)),
        ("Polygon", json!([[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]), Some(Code::GeometryCrossing)),
        (
            "Polygon",
            json!([[[0, 0], [1, 0], [1, 1], [0, 0]], [[5, 5], [6, 5], [6, 6], [5, 5]]]),
            Some(Code::GeometryCrossing),
        ),
        ("Polygon", json!([[[0, 0], [1, 0], [1, 1], [0, 0]]]), None),
        ("Circle", json!([0, 0]), Some(Code::GeometryShape)),
    ] {
        let value = drawn(shape, coordinates);
        assert_eq!(code(&rule(), &value), expected, "{value}");
    }
    assert_eq!(code(&rule(), &json!("text")), Some(Code::GeometryJson));
    let lines = MapRule { shapes: vec![Shape::LineString], ..rule() };
    assert_eq!(code(&lines, &drawn("Point", json!([2, 48]))), Some(Code::GeometryShape));
}

#[test]
fn how_much_is_drawn_is_bounded() {
    let few = MapRule { min: 2, max: 3, max_positions: 4, ..rule() };
    let points = |count: usize| collection(vec![feature(json!({"type": "Point", "coordinates": [2, 48]}), ""); count]);
    assert_eq!(code(&few, &points(1)), Some(Code::GeometryFew));
    assert_eq!(code(&few, &points(2)), None);
    assert_eq!(code(&few, &points(4)), Some(Code::GeometryMany));
    let line = json!([[0, 0], [1, 0], [2, 0], [3, 0], [4, 0]]);
    assert_eq!(code(&MapRule { max_positions: 4, ..rule() }, &drawn("LineString", line)), Some(Code::GeometrySize));
}

#[test]
fn words_are_enough_where_the_field_says_so() {
    let told = collection(vec![feature(Value::Null, "Place du marché")]);
    assert_eq!(code(&rule(), &told), Some(Code::GeometryMissing));
    assert_eq!(code(&MapRule { words: true, ..rule() }, &told), None);
    let nothing = collection(vec![feature(Value::Null, "")]);
    assert_eq!(code(&MapRule { words: true, ..rule() }, &nothing), Some(Code::GeometryMissing));
}

const GPX: &str = r#"<?xml version="1.0"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1" creator="a watch">
  <metadata><name>Sortie</name></metadata>
  <wpt lat="48.85" lon="2.35"><ele>35</ele><name>D&#233;part &amp; arriv&#xE9;e</name></wpt>
  <rte><name>Parcours</name><rtept lat="48.85" lon="2.35"/><rtept lat="48.86" lon="2.36"/></rte>
  <trk><name><![CDATA[Trace]]></name><extensions><x:y xmlns:x="z">1</x:y></extensions>
    <trkseg><trkpt lat="48.0" lon="2.0"><time>2026-01-01T00:00:00Z</time></trkpt><trkpt lat="48.1" lon="2.1"/></trkseg>
    <trkseg><trkpt lat="49.0" lon="3.0"/><trkpt lat="49.1" lon="3.1"/></trkseg></trk>
</gpx>"#;

const KML: &str = r#"<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Carte</name><Folder>
  <Placemark><name>Terrasse</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
    0,0,0 0,1,0 1,1,0 1,0,0 0,0,0</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing>
    <coordinates>0.2,0.2 0.4,0.2 0.4,0.4 0.2,0.2</coordinates></LinearRing></innerBoundaryIs></Polygon></Placemark>
  <Placemark><MultiGeometry><Point><coordinates>2.35,48.85</coordinates></Point><LineString><coordinates>2,48 3,49
    </coordinates></LineString></MultiGeometry><name>Deux</name></Placemark></Folder></Document></kml>"#;

fn told(bytes: &[u8]) -> Vec<(String, String)> {
    let found = read_file(bytes).unwrap();
    found.iter().map(|feature| (label(feature).to_owned(), feature["geometry"]["coordinates"].to_string())).collect()
}

fn expected<const N: usize>(all: [(&str, &str); N]) -> Vec<(String, String)> {
    all.map(|(label, coordinates)| (label.to_owned(), coordinates.to_owned())).to_vec()
}

#[test]
fn a_position_of_one_number_is_no_place() {
    for coordinates in [json!([[2], [1, 2]]), json!([[], [1, 2]])] {
        let line = json!({"type": "LineString", "coordinates": coordinates});
        assert!(read_file(line.to_string().as_bytes()).is_err());
        let many = json!({"type": "GeometryCollection", "geometries": [line]});
        assert!(read_file(many.to_string().as_bytes()).is_err());
        assert_eq!(geometry(&json!({"type": "Feature", "geometry": line, "properties": {}})), None);
    }
}

#[test]
fn files_of_places_are_read() {
    let gpx = expected([
        ("Départ & arrivée", "[2.35,48.85]"),
        ("Parcours", "[[2.35,48.85],[2.36,48.86]]"),
        ("Trace", "[[2.0,48.0],[2.1,48.1]]"),
        ("Trace", "[[3.0,49.0],[3.1,49.1]]"),
    ]);
    assert_eq!(told(GPX.as_bytes()), gpx);
    let kml = expected([
        ("Terrasse", "[[[0.0,0.0],[1.0,0.0],[1.0,1.0],[0.0,1.0],[0.0,0.0]],[[0.2,0.2],[0.4,0.4],[0.4,0.2],[0.2,0.2]]]"),
        ("Deux", "[2.35,48.85]"),
        ("Deux", "[[2.0,48.0],[3.0,49.0]]"),
    ]);
    assert_eq!(told(KML.as_bytes()), kml);
    let json = json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"nom": "Quai", "a": 1}, "geometry":
            {"type": "MultiPoint", "coordinates": [[2.123456789, 48, 12], [3, 49]]}},
        {"type": "Feature", "properties": null, "geometry": null},
    ]});
    assert_eq!(told(json.to_string().as_bytes()), expected([("Quai", "[2.1234568,48.0]"), ("Quai", "[3.0,49.0]")]));
}

#[test]
fn a_file_may_be_in_another_encoding() {
    let latin = r#"<?xml version="1.0" encoding="ISO-8859-1"?><gpx><wpt lat="1" lon="2"><name>Été</name></wpt></gpx>"#;
    let bytes: Vec<u8> = latin.chars().map(|char| u8::try_from(char as u32).unwrap()).collect();
    assert_eq!(told(&bytes), expected([("Été", "[2.0,1.0]")]));
    let utf16: Vec<u8> = "\u{feff}<gpx><wpt lat=\"1\" lon=\"2\"><name>Été</name></wpt></gpx>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(told(&utf16), expected([("Été", "[2.0,1.0]")]));
    assert_eq!(read_file(b"<gpx><wpt lat=\"1\" lon=\"2\"><name>\xe9</name></wpt></gpx>"), Err(Code::GeometryFile));
}

#[test]
fn hostile_files_are_refused() {
    let laughs = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;">]>
        <gpx><wpt lat="1" lon="2"><name>&lol1;</name></wpt></gpx>"#;
    let outside = r#"<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx><wpt lat="1" lon="2"><name>&x;</name></wpt></gpx>"#;
    let deep = "<a>".repeat(100_000);
    let points = format!("<gpx><trk><trkseg>{}</trkseg></trk></gpx>", "<trkpt lat='1' lon='2'/>".repeat(20_000));
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let json = format!(r#"{{"type":"Polygon","coordinates":{nested}}}"#);
    for (bytes, expected) in [
        (laughs.as_bytes(), Code::GeometryFile),
        (outside.as_bytes(), Code::GeometryFile),
        (deep.as_bytes(), Code::GeometryFileSize),
        (points.as_bytes(), Code::GeometryFileSize),
        (json.as_bytes(), Code::GeometryFile),
        (b"PK\x03\x04", Code::GeometryFile),
        (b"", Code::GeometryFile),
        (b"<gpx><wpt lat='1' lon='2'>", Code::GeometryFile),
        (b"<gpx><wpt lat='x' lon='2'/></gpx>", Code::GeometryFile),
        (b"<gpx><wpt lat='inf' lon='2'/></gpx>", Code::GeometryFile),
        (b"<gpx/>", Code::GeometryFileEmpty),
        (br#"{"type":"Point","coordinates":[2]}"#, Code::GeometryFile),
        (br#"{"type":"Point","coordinates":[1e999,2]}"#, Code::GeometryFile),
        (&vec![b' '; MAX_BYTES + 1], Code::GeometryFileSize),
    ] {
        assert_eq!(read_file(bytes), Err(expected), "{}", String::from_utf8_lossy(&bytes[..bytes.len().min(80)]));
    }
}

proptest! {
    #[test]
    fn no_file_is_too_strange(bytes in proptest::collection::vec(any::<u8>(), 0..200), start in 0..4_usize) {
        let mut file = [&b""[..], b"<gpx><wpt lat=\"1\" lon=\"2\">", b"{\"type\":\"Point\",\"coordinates\":", b"<kml><Placemark>"][start].to_vec();
        file.extend(bytes);
        let _ = read_file(&file);
    }

    /// What the checks let through, the shipped schema takes: any validator agrees.
    #[test]
    fn what_is_right_is_valid_geojson(points in proptest::collection::vec((-200.0..200.0_f64, -100.0..100.0_f64), 1..6), kind in 0..3_usize) {
        let mut positions: Vec<[f64; 2]> = points.into_iter().map(|(x, y)| [x, y]).collect();
        let value = match kind {
            0 => drawn("Point", json!(positions[0])),
            1 => drawn("LineString", json!(positions)),
            _ => {
                positions.push(positions[0]);
                drawn("Polygon", json!([positions]))
            }
        };
        let schema: Value = serde_json::from_str(include_str!("../../../forms/types/geometry.json")).unwrap();
        if fault(&rule(), &value).is_none() {
            prop_assert!(jsonschema::is_valid(&schema, &value), "{value}");
        }
    }
}
