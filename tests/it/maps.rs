//! Places on a map, as people give them: by hand, by keyboard, as text without scripts, from files.

use crate::support::browser::{Browser, DOWN, ENTER, Look, NARROWEST, RIGHT};
use crate::support::http::{Answer, Visitor};
use crate::support::pages;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const GO_ON: &str = "main button[name=_action][value=continue]:not([aria-hidden])";
const SQUARE: &str = "47.47, -0.56\n47.47, -0.55\n47.48, -0.55\n47.48, -0.56";

fn site(setup: Setup) -> Server {
    let server = Server::start(setup);
    server.must(&["import", "tests/it/procedures/lieux.json"]);
    server.user(CITIZEN, &[]);
    server.user(OTHER, &[]);
    server.user(INSTRUCTOR, &["--instructor", "lieux/population"]);
    server
}

/// Signs in and starts a draft. Returns its number.
async fn start(browser: &Browser) -> String {
    story::begin(browser, "lieux").await
}

fn features(server: &Server, number: &str, field: &str) -> Vec<Value> {
    let draft = story::draft(server, number);
    draft[field]["features"].as_array().cloned().unwrap_or_default()
}

/// Waits until the draft holds so many features.
async fn saved(server: &Server, number: &str, field: &str, count: usize) -> Vec<Value> {
    for _ in 0..100 {
        let found = features(server, number, field);
        if found.len() == count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("not {count} in {field}: {}", story::draft(server, number));
}

fn tool(field: &str, name: &str) -> String {
    format!("#{field}-stage [data-tool=\"{name}\"]")
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_places_are_written_by_keyboard_alone() {
    let server = site(Setup::default());
    for width in [NARROWEST, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        let number = start(&browser).await;
        assert!(!browser.has("#place-stage:not([hidden])").await);
        browser.inspect_schemes("carte-sans-js").await;
        browser.writes("/place/features/0/geometry", "48°51′24″ N, 2°21′8″ E").await;
        browser.writes("/place/features/0/properties/label", "Entrée").await;
        browser.goes_on("#w-place [value=\"add:/place\"]").await;
        browser.sees("Point 1 – Entrée").await;
        browser.at("#w-place-features-1 summary", ENTER).await;
        browser.writes("/place/features/1/geometry", SQUARE).await;
        browser.at("[name=\"/place/features/1/geometry/type\"]", "Sur").await;
        browser.goes_on("#w-place-features-1 button").await;
        browser.sees("Pourquoi une si grande surface").await;
        browser.sees("ha), périmètre").await;
        // What is not understood stays, and is told.
        browser.at("#w-place-features-2 summary", ENTER).await;
        browser.writes("/place/features/2/geometry", "derrière l’église").await;
        browser.goes_on(GO_ON).await;
        browser.sees("Lieu n° 3 : ces coordonnées ne sont pas comprises").await;
        assert_eq!(browser.value("/place/features/2/geometry").await, "derrière l’église");
        browser.inspect_schemes("carte-erreur-sans-js").await;
        browser.goes_on("#w-place [value=\"remove:/place/features/2\"]").await;
        browser.goes_on(GO_ON).await;
        browser.sees("Surface 2").await;
        browser.sees("Télécharger en GeoJSON").await;
        browser.inspect_schemes("carte-verification").await;
        let drawn = features(&server, &number, "place");
        assert_eq!(drawn[0]["properties"]["label"], "Entrée");
        assert_eq!(drawn[0]["geometry"]["coordinates"], json!([2.352_222_2, 48.856_666_7]));
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_map_is_drawn_by_keyboard_alone() {
    let server = site(Setup::default());
    for width in [NARROWEST, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
        let number = start(&browser).await;
        browser.waits_for("#place-stage:not([hidden]) .leaflet-container").await;
        let map = "#place-stage .app-map__canvas";
        browser.at(&tool("place", "Polygon"), ENTER).await;
        for keys in [ENTER.to_owned(), format!("{RIGHT}{ENTER}"), format!("{DOWN}{ENTER}")] {
            browser.at(map, &keys).await;
        }
        browser.inspect_schemes("carte-clavier-en-cours").await;
        browser.at(&tool("place", "finish"), ENTER).await;
        let surface = saved(&server, &number, "place", 1).await.remove(0);
        assert_eq!(surface["geometry"]["type"], "Polygon", "{surface}");
        assert_eq!(surface["geometry"]["coordinates"][0].as_array().unwrap().len(), 4);
        // The text says the same, at once.
        browser.sees("Surface 1").await;
        browser.waits_for("[name=\"/place/features/0/geometry\"]:not(:disabled)").await;
        assert_eq!(browser.value("/place/features/0/geometry").await.lines().count(), 3);

        // And what is written is drawn.
        browser.at("#w-place-features-1 summary", ENTER).await;
        browser.writes("/place/features/1/geometry", "47.47, -0.55").await;
        browser.tab().await;
        saved(&server, &number, "place", 2).await;
        browser.sees("Point 2").await;
        browser.waits_for("#place-stage path[fill-opacity=\"0.8\"]").await;
        browser.inspect_schemes("carte-clavier").await;

        // A point at the centre, then undone.
        browser.at(&tool("place", "Point"), ENTER).await;
        browser.at(map, ENTER).await;
        saved(&server, &number, "place", 3).await;
        browser.at(&tool("place", "undo"), ENTER).await;
        saved(&server, &number, "place", 2).await;

        // The line of another field has its own map, where its field says.
        browser.at(&tool("route", "LineString"), ENTER).await;
        let route = "#route-stage .app-map__canvas";
        browser.at(route, &format!("{ENTER}{RIGHT}{ENTER}")).await;
        browser.at(&tool("route", "finish"), ENTER).await;
        let line = saved(&server, &number, "route", 1).await.remove(0);
        let first = line["geometry"]["coordinates"][0].clone();
        assert!(
            (first[0].as_f64().unwrap() + 0.55).abs() < 0.001 && (first[1].as_f64().unwrap() - 47.47).abs() < 0.001,
            "{first}"
        );
        browser.goes_on(GO_ON).await;
        browser.sees("Ligne 1").await;
        assert_eq!(features(&server, &number, "place").len(), 2, "nothing is lost on the way");
        browser.close().await;
    }
}

/// A server of pictures for maps, and how many it gave.
fn tiles() -> (String, Arc<AtomicUsize>) {
    let png = BASE64_STANDARD
        .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4cecEAATcAm0jZsDKAAAAAElFTkSuQmCC")
        .unwrap();
    let given = Arc::new(AtomicUsize::new(0));
    let count = given.clone();
    let base = pages::serve(move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Some(("image/png", png.clone()))
    });
    (format!("{base}/{{z}}/{{x}}/{{y}}.png"), given)
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_only_from_where_the_setting_says() {
    let (url, given) = tiles();
    let origin = url.split("/{z}").next().unwrap().to_owned();
    let environment = vec![("MAP_TILES_URL", url), ("MAP_TILES_ATTRIBUTION", "© Cartes d’essai".to_owned())];
    for (setup, expected) in [(Setup { environment, ..Setup::default() }, true), (Setup::default(), false)] {
        let server = site(setup);
        let policy =
            Visitor::new(&server.base).get("/").await.headers["content-security-policy"].to_str().unwrap().to_owned();
        assert_eq!(policy.contains(&format!("img-src 'self' data: {origin}")), expected, "{policy}");
        given.store(0, Ordering::Relaxed);
        let browser = Browser::open(&server.base, Look { width: 375, javascript: true }).await;
        start(&browser).await;
        browser.waits_for("#place-stage:not([hidden]) .leaflet-container").await;
        let tile = if expected { "#place-stage img.leaflet-tile-loaded" } else { "#place-stage .app-map__grid" };
        browser.waits_for(tile).await;
        assert_eq!(given.load(Ordering::Relaxed) > 0, expected);
        browser.inspect(if expected { "carte-fond" } else { "carte-grille" }).await;
        let others = "return performance.getEntriesByType('resource').map(each => new URL(each.name).origin)";
        let mut origins: Vec<String> = serde_json::from_value(browser.run(others).await).unwrap();
        origins.retain(|other| *other != server.base && *other != origin);
        assert_eq!(origins, Vec::<String>::new(), "nothing is asked of anybody else");
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_drawn_with_a_pointer_is_saved_moved_and_deleted() {
    let server = site(Setup::default());
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    let number = start(&browser).await;
    browser.waits_for("#place-stage:not([hidden]) .leaflet-container").await;
    // Pointer events where a hand would make them, in pixels from the corner of the map.
    let at = |events: &str| {
        format!(
        "const canvas = document.querySelector('#place-stage .app-map__canvas');
        canvas.scrollIntoView({{block: 'center'}});
        const {{left, top}} = canvas.getBoundingClientRect();
        const send = (type, x, y, buttons = 0) => canvas.dispatchEvent(new PointerEvent(type, {{clientX: left + x, clientY: top + y,
            isPrimary: true, bubbles: true, cancelable: true, button: 0, buttons}}));
        const click = (x, y) => {{ send('pointermove', x, y); send('pointerdown', x, y, 1); send('pointerup', x, y); }};
        const drag = (x, y, a, b) => {{ send('pointermove', x, y); send('pointerdown', x, y, 1);
            for (let n = 1; n <= 20; n++) send('pointermove', x + (a - x) * n / 20, y + (b - y) * n / 20, 1);
            send('pointerup', a, b); }};
        {events}"
    )
    };
    browser.click(&tool("place", "LineString")).await;
    browser.run(&at("click(100, 100); click(200, 120); click(250, 200);")).await;
    browser.click(&tool("place", "finish")).await;
    let line = saved(&server, &number, "place", 1).await.remove(0);
    assert_eq!(line["geometry"]["coordinates"].as_array().unwrap().len(), 3, "{line}");
    browser.sees("Ligne 1").await;

    browser.click(&tool("place", "select")).await;
    browser.run(&at("click(150, 110);")).await;
    browser.waits_for(&format!("{}:not([hidden])", tool("place", "delete"))).await;
    browser.inspect("carte-modifier").await;
    browser.run(&at("drag(250, 200, 300, 220);")).await;
    let mut moved = Value::Null;
    for _ in 0..50 {
        moved = features(&server, &number, "place").remove(0)["geometry"]["coordinates"][2].clone();
        if moved != line["geometry"]["coordinates"][2] {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_ne!(moved, line["geometry"]["coordinates"][2], "a vertex was moved");
    browser.click(&tool("place", "delete")).await;
    saved(&server, &number, "place", 0).await;
    browser.click(&tool("place", "undo")).await;
    saved(&server, &number, "place", 1).await;
    // A surface whose outline crosses is not finished.
    browser.click(&tool("place", "Polygon")).await;
    browser.run(&at("click(400, 100); click(500, 200); click(500, 100); click(400, 200);")).await;
    browser.click(&tool("place", "finish")).await;
    browser.sees("Le contour ne peut pas se croiser").await;
    assert_eq!(features(&server, &number, "place").len(), 1);
    let logged = browser.violations().await;
    assert!(logged.is_empty(), "{logged:?}");
    browser.close().await;
}

async fn draft(citizen: &Visitor) -> String {
    citizen.get("/demarches/lieux").await;
    let answer = citizen.post("/demarches/lieux/dossiers", &[]).await;
    answer.location.unwrap().split('/').nth(2).unwrap().to_owned()
}

async fn import(citizen: &Visitor, number: &str, name: &str, bytes: Vec<u8>) -> Answer {
    let address = format!("/dossiers/{number}/pages/1");
    citizen.post_files(&address, &[("_action", "add:/place")], &[("/place", name, bytes)]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_imported_and_hostile_ones_refused() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = draft(&citizen).await;
    let gpx = "<gpx version=\"1.1\"><wpt lat=\"47.1\" lon=\"-0.5\"><name>Puits</name></wpt><rte><rtept lat=\"47\" lon=\"-0.5\"/><rtept lat=\"47.1\" lon=\"-0.6\"/></rte></gpx>";
    let kml = "<kml><Placemark><name>Pré</name><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 1,0 1,1 0,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>";
    let json = r#"{"type":"Point","coordinates":[2.35,48.85]}"#;
    for (name, text, count) in [("a.gpx", gpx, 2), ("b.kml", kml, 3), ("c.geojson", json, 4)] {
        let answer = import(&citizen, &number, name, text.into()).await;
        assert_eq!(answer.status, 303, "{name}: {}", answer.body);
        assert_eq!(features(&server, &number, "place").len(), count, "{name}");
    }
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;&lol;&lol;\">]><gpx><wpt lat=\"1\" lon=\"2\"><name>&lol2;</name></wpt></gpx>";
    for (name, bytes, told) in [
        ("laughs.gpx", laughs.into(), "ne peut pas être lu"),
        (
            "latin.gpx",
            b"<gpx><wpt lat=\"1\" lon=\"2\"><name>\xe9t\xe9</name></wpt></gpx>".to_vec(),
            "ne peut pas être lu",
        ),
        ("huge.gpx", vec![b' '; 100_000_000], "est trop gros"),
        ("empty.gpx", b"<gpx/>".to_vec(), "aucun lieu"),
        (
            "many.geojson",
            json!({"type": "MultiPoint", "coordinates": [[0, 0], [1, 1], [2, 2]]}).to_string().into(),
            "plus de lieux",
        ),
    ] {
        let answer = import(&citizen, &number, name, bytes).await;
        assert_eq!(answer.status, 422, "{name}");
        assert!(answer.body.contains(told), "{name}: {}", answer.body);
        assert_eq!(features(&server, &number, "place").len(), 4, "{name}: nothing is lost");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_downloaded_by_those_who_may_see_them() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = draft(&citizen).await;
    let address = format!("/dossiers/{number}/lieux?champ=%2Fplace");
    let square =
        [("/place/features/0/geometry/type", "Polygon"), ("/place/features/0/geometry", SQUARE), ("_action", "save")];
    citizen.post(&format!("/dossiers/{number}/pages/1"), &square).await;
    let answer = citizen.get(&address).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.headers["content-type"]),
        (200, &"application/geo+json".parse().unwrap())
    );
    let read: Value = serde_json::from_str(&answer.body).unwrap();
    assert!(read["area"].as_f64().unwrap() > 800_000.0, "{read}");
    assert_eq!(citizen.get(&format!("/dossiers/{number}/lieux?champ=/home")).await.status, 404);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert_eq!(agent.get(&address).await.status, 404, "a draft is its author's");
    assert_eq!(Visitor::signed_in(&server.base, OTHER).await.get(&address).await.status, 404);
    story::submit(&citizen, &number).await;
    assert_eq!(agent.get(&address).await.status, 200);
    let desk = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(desk.body.contains("app-drawing__surface") && desk.body.contains("Surface 1"), "{}", desk.body);
    assert_eq!(Visitor::signed_in(&server.base, OTHER).await.get(&address).await.status, 404);
}
