//! Places on a map: posted as GeoJSON or feature by feature, imported, measured, shown.

use super::*;

fn form_with(map: Value) -> Form {
    let definition = serde_json::from_value(json!({"schema": {"type": "object", "required": ["place"], "properties": {
        "home": {"title": "Adresse", "$ref": "../types/address.json"},
        "place": {"title": "Le lieu", "$ref": "../types/geometry.json", "map": map},
        "large": {"title": "Grand", "type": "boolean", "readOnly": true, "calculate": {">": [{"var": "form.place.area"}, 1000]}}
    }}})).unwrap();
    Form::compile(&definition, &[]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn post(form: &Form, draft: &Value, pairs: &[(&str, &str)]) -> Value {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    form.merge(draft, &pairs, None)
}

fn errors(form: &Form, draft: &Value) -> Vec<(String, &'static str)> {
    let errors = form.check(draft, &Context::default()).errors;
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

const SQUARE: &str = "48.85, 2.35\n48.85, 2.36\n48.86, 2.36\n48.86, 2.35";

/// What a browser without scripts posts of a page: every input as it was drawn, but for those that are given.
fn page(form: &Form, draft: &Value, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let view = form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let element = view.pick(&["place".to_owned()]).remove(0);
    let mut pairs = super::properties::map_inputs(&element);
    for (name, value) in changed {
        let at = pairs.iter().position(|(known, _)| known == name).unwrap_or_else(|| panic!("{name} in {pairs:?}"));
        pairs[at].1 = (*value).to_owned();
    }
    pairs
}

#[test]
fn features_are_typed_one_by_one() {
    let form = form_with(json!({}));
    let mut draft = json!({});
    for (changed, count) in [
        (vec![("/place/features/0/geometry", "48.85, 2.35"), ("/place/features/0/properties/label", "Entrée")], 1),
        (vec![("/place/features/1/geometry/type", "Polygon"), ("/place/features/1/geometry", SQUARE)], 2),
        (vec![("/place/features/2/geometry", "48,85 ; 2,35\n48,86 ; 2,36")], 3),
        (vec![], 3),
        (vec![("/place/features/0/properties/label", "Porte")], 3),
    ] {
        draft = form.merge(&draft, &page(&form, &draft, &changed), None);
        assert_eq!(draft["place"]["features"].as_array().unwrap().len(), count, "{draft}");
    }
    let features = &draft["place"]["features"];
    assert_eq!(features[0]["properties"]["label"], "Porte");
    assert_eq!(features[0]["geometry"], json!({"type": "Point", "coordinates": [2.35, 48.85]}));
    assert_eq!(features[1]["geometry"]["coordinates"][0].as_array().unwrap().len(), 5, "the outline is closed");
    assert_eq!(features[2]["geometry"]["type"], "LineString");
    assert_eq!(errors(&form, &draft), []);
    let values = form.check(&draft, &Context::default()).values;
    assert!((values["place"]["area"].as_f64().unwrap() - 815_000.0).abs() < 5_000.0, "{}", values["place"]["area"]);
    assert_eq!(values["large"], true);

    // Taken away by its button, or by emptying it.
    let mut draft = draft;
    form.remove_row(&mut draft, "/place/features/1", None);
    let emptied = [("/place/features/0/geometry", ""), ("/place/features/0/properties/label", "")];
    let mut draft = form.merge(&draft, &page(&form, &draft, &emptied), None);
    assert_eq!(draft["place"]["features"][0]["geometry"]["type"], "LineString");
    form.remove_row(&mut draft, "/place/features/0", None);
    assert_eq!(draft, json!({}));
    assert_eq!(errors(&form, &draft), [("/place".to_owned(), "required")]);
}

#[test]
fn what_is_not_understood_is_kept_and_corrected() {
    let form = form_with(json!({"geometries": ["Polygon"]}));
    let typed = "48.85, 2.35\nà côté de l’église";
    let draft = form.merge(&json!({}), &page(&form, &json!({}), &[("/place/features/0/geometry", typed)]), None);
    assert_eq!(draft["place"]["features"][0]["geometry"], json!({"type": "Polygon", "coordinates": typed}));
    assert_eq!(errors(&form, &draft), [("/place".to_owned(), "geometryUnread")]);
    assert_eq!(form.merge(&draft, &page(&form, &draft, &[]), None), draft, "posted again as it is");
    // Autosave posts what changed alone.
    let draft = post(&form, &draft, &[("/place/features/0/geometry", SQUARE)]);
    assert_eq!(errors(&form, &draft), []);
    // Blank while it is being typed again: the feature stays in its place.
    let blank = post(&form, &draft, &[("/place/features/0/geometry", "")]);
    assert_eq!(errors(&form, &blank), [("/place".to_owned(), "geometryMissing")]);

    let draft = post(&form, &json!({}), &[("/place", "{not json")]);
    assert_eq!(draft["place"], "{not json");
    assert_eq!(errors(&form, &draft), [("/place".to_owned(), "geometryJson")]);
    assert_eq!(post(&form, &draft, &[("/place", " ")]), json!({}));
}

#[test]
fn a_page_that_is_out_of_date_loses_nothing() {
    let form = form_with(json!({}));
    let first = post(&form, &json!({}), &[("/place/features/0/geometry", "48, 2")]);
    // The page was drawn with the first answer; a save in between changed it.
    let page_then = page(&form, &first, &[("/place/features/0/geometry", "49, 3")]);
    let second = post(&form, &first, &[("/place/features/0/geometry", "49, 3")]);
    assert_eq!(form.merge(&second, &page_then, None), second);
    // GeoJSON that somebody pasted goes before the rows that were not touched.
    let point = r#"{"type":"Point","coordinates":[5,45]}"#;
    let pasted = form.merge(&second, &page(&form, &second, &[("/place", point)]), None);
    assert_eq!(pasted["place"]["features"][0]["geometry"]["coordinates"], json!([5.0, 45.0]));
}

#[test]
fn a_program_posts_geojson_by_the_pointer() {
    let form = form_with(json!({}));
    let value = json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2, 48.5]}, "properties": {"label": "Ici"}},
        {"type": "Feature", "geometry": null, "properties": {}},
    ]});
    let text = value.to_string();
    let draft = form.merge(&json!({}), &page(&form, &json!({}), &[("/place", &text)]), None);
    assert_eq!(draft["place"], value);
    assert_eq!(form.geojson(&draft, "/place").as_deref(), Some(text.as_str()));
    assert_eq!(form.geojson(&draft, "/home"), None);
    let refused = form.merge(&json!({}), &page(&form, &json!({}), &[("/place", &text)]), Some(&["/home".to_owned()]));
    assert_eq!(refused, json!({}), "not among what may be written");
    let huge = format!("/place/features/{}/geometry", usize::MAX);
    assert_eq!(post(&form, &json!({}), &[(&huge, "48, 2")])["place"]["features"].as_array().unwrap().len(), 1);
}

#[test]
fn a_file_adds_its_places() {
    let form = form_with(json!({"geometries": ["LineString"], "max": 2}));
    let gpx = b"<gpx><wpt lat='1' lon='2'/><rte><rtept lat='1' lon='2'/><rtept lat='2' lon='3'/></rte></gpx>";
    assert!(form.imports("/place", None) && !form.imports("/home", None) && !form.imports("/place/features/0", None));
    let found = form.places(&json!({}), "/place", gpx).unwrap();
    let mut draft = json!({});
    for _ in 0..2 {
        draft = form.import(&draft, "/place", found.clone(), None);
    }
    assert_eq!(draft["place"]["features"][1]["geometry"]["type"], "LineString");
    assert_eq!(form.import(&json!({}), "/place", found, Some(&[])), json!({}), "not among what may be written");
    assert_eq!(form.places(&draft, "/place", gpx), Err(Code::GeometryFileMany));
    assert_eq!(form.places(&json!({}), "/place", b"<gpx><wpt lat='1' lon='2'/></gpx>"), Err(Code::GeometryFileShape));
}

#[test]
fn words_tell_a_place_and_the_map_opens_near_the_address() {
    let form = form_with(json!({"words": true, "centre": {"from": "/home"}, "min": 1}));
    let draft = post(
        &form,
        &json!({}),
        &[
            ("/place/features/0/properties/label", "Place du marché"),
            ("/home/postal_code", "44000"),
            ("/home/city", "Nantes"),
            ("/home/street", "1 rue X"),
        ],
    );
    assert_eq!(errors(&form, &draft), []);
    assert_eq!(form.check(&draft, &Context::default()).values["place"]["features"][0]["geometry"], Value::Null);
    let evaluation = form.evaluate(&draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let view = form.page_view(1, &draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    assert!(view.multipart);
    let map = view.pick(&["place".to_owned()]).remove(0).map.unwrap();
    assert_eq!((map.centre, map.zoom), (Some([-1.55, 47.22]), 9));
}

#[test]
fn the_summary_tells_and_draws_each_place() {
    let form = form_with(json!({}));
    let draft = post(
        &form,
        &json!({}),
        &[
            ("/place/features/0/geometry", "48.85, 2.35"),
            ("/place/features/0/properties/label", "Entrée"),
            ("/place/features/1/geometry", "48.85, 2.35\n48.86, 2.36"),
            ("/place/features/2/geometry", SQUARE),
            ("/place/features/2/geometry/type", "Polygon"),
        ],
    );
    let evaluation = form.evaluate(&draft, &Context::default());
    let row = |lang: &str| {
        form.summary(&draft, &evaluation, lang)[0].groups[0].rows.iter().find(|row| row.id == "place").unwrap().clone()
    };
    insta::assert_json_snapshot!([row("fr").lines, row("en").lines]);
    assert_eq!(row("fr").drawing.unwrap().shapes.len(), 3);
}

#[test]
fn the_keyword_is_checked() {
    for (map, place) in [
        (json!({"geometries": ["Circle"]}), "/schema/properties/place/map/geometries"),
        (json!({"geometries": []}), "/schema/properties/place/map/geometries"),
        (json!({"max": 0}), "/schema/properties/place/map/max"),
        (json!({"min": 3, "max": 2}), "/schema/properties/place/map/max"),
        (json!({"centre": "99999"}), "/schema/properties/place/map/centre"),
        (json!({"centre": [200, 0]}), "/schema/properties/place/map/centre"),
        (json!({"center": [2, 48]}), "/schema/properties/place/map/center"),
    ] {
        let definition = serde_json::from_value(json!({"schema": {"type": "object", "properties": {
            "place": {"title": "Lieu", "$ref": "../types/geometry.json", "map": map}}}}))
        .unwrap();
        let problems = Form::compile(&definition, &[]).unwrap_err();
        let told = problems.iter().any(|problem| problem.code == "map-option" && problem.pointer == place);
        assert!(told, "{problems:?}");
    }
}

#[test]
fn a_row_that_was_just_added_takes_a_place() {
    let map = json!({"title": "Lieu", "$ref": "../types/geometry.json"});
    let form = simple(json!({"places": {"title": "Lieux", "type": "array", "items": map}}));
    let mut draft = json!({});
    form.add_row(&mut draft, "/places", None);
    let map = find(view(&form, 1, &draft), "places-0").map.unwrap();
    assert_eq!((map.features.len(), map.unread), (1, false));
    let typed = pairs(&[
        ("/places/0/features/0/geometry", "47.2173, -1.5536"),
        ("/places/0/features/0/properties/label", "Ici"),
    ]);
    let draft = form.merge(&draft, &typed, None);
    assert_eq!(draft.pointer("/places/0/features/0/geometry/type"), Some(&json!("Point")));
}
