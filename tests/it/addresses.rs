//! Full addresses from the national address service, played by a double.

use crate::support::browser::{Browser, Look};
use crate::support::double::{Double, Mode};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";

/// Two addresses of one street, and the commune itself.
fn ban(asked: &reqwest::Url) -> Option<Value> {
    let query = asked.query_pairs().find(|(name, _)| name == "q").map(|(_, typed)| typed.to_lowercase())?;
    let feature = |number: &str| {
        let name = format!("{number} Rue du Calvaire");
        json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.56, 47.21]}, "properties": {
            "label": format!("{name} 44000 Nantes"), "score": 0.96, "housenumber": number, "street": "Rue du Calvaire",
            "name": name, "postcode": "44000", "citycode": "44109", "city": "Nantes", "type": "housenumber",
            "context": "44, Loire-Atlantique, Pays de la Loire"}})
    };
    let town = json!({"type": "Feature", "properties": {"label": "Nantes", "name": "Nantes", "postcode": "44000",
        "citycode": "44109", "city": "Nantes", "type": "municipality"}});
    let features = if query.contains("calv") { vec![feature("1"), feature("12"), town] } else { vec![] };
    (asked.path() == "/geocodage/search").then(|| json!({"type": "FeatureCollection", "features": features}))
}

fn site(double: &Double) -> Server {
    let environment = vec![("ADDRESS_API_URL", format!("http://{}/geocodage", double.host))];
    let server = Server::start(Setup { environment, ..Setup::default() });
    server.must(&["import", "tests/it/procedures/territoire.json"]);
    server.user(CITIZEN, &[]);
    server
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_address_is_suggested_and_fills_its_parts() {
    let double = Double::start(ban);
    let server = site(&double);
    for width in [375, 1280] {
        double.set(Mode::Up);
        let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
        let number = crate::reference::start(&browser).await;
        browser.fill("/home/street", "1 rue du calv").await;
        browser.waits_for("#home-street-list:not([hidden]) [role=option]").await;
        browser.inspect("adresse-ouverte").await;
        assert!(!browser.body().await.contains("Nantes\nNantes"), "a commune alone is no address");
        browser.press("[name=\"/home/street\"]", &format!("{DOWN}{ENTER}")).await;
        assert_eq!(browser.value("/home/street").await, "1 Rue du Calvaire");
        assert_eq!(browser.value("/home/postal_code").await, "44000");
        assert_eq!(browser.value("/home/city").await, "Nantes");
        browser.sees("Enregistré").await;
        story::becomes(&server, &number, "/home/city", json!("Nantes")).await;

        // Down: nothing is suggested, nothing is said, and the commune still comes from the embedded list.
        double.set(Mode::Down);
        browser.fill("/home/street", "3 rue du calvaire").await;
        browser.fill("/home/city", "vertou").await;
        browser.waits_for("#home-city-list:not([hidden]) [role=option]").await;
        browser.press("[name=\"/home/city\"]", &format!("{DOWN}{ENTER}")).await;
        assert_eq!(browser.value("/home/street").await, "3 rue du calvaire");
        assert_eq!(browser.value("/home/postal_code").await, "44120");
        story::becomes(&server, &number, "/home/street", json!("3 rue du calvaire")).await;
        story::becomes(&server, &number, "/home/city", json!("Vertou")).await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_a_service_that_is_slow() {
    let double = Double::start(ban);
    let server = site(&double);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let answer = citizen.get("/adresses?q=1+rue+du+calvaire").await;
    let found: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((found.as_array().unwrap().len(), &found[1]["street"]), (2, &json!("12 Rue du Calvaire")));
    assert_eq!(answer.headers["cache-control"], "no-store");
    // What the service would refuse is not asked.
    let before = double.asked().len();
    for typed in ["a", "%21%21%21%21", ""] {
        assert_eq!(citizen.get(&format!("/adresses?q={typed}")).await.body, "[]");
    }
    // Nor an address abroad; overseas is France.
    assert_eq!(citizen.get("/adresses?q=1+rue+du+calvaire&pays=Belgique").await.body, "[]");
    assert_eq!(double.asked().len(), before);
    assert_ne!(citizen.get("/adresses?q=1+rue+du+calvaire&pays=R%C3%A9union").await.body, "[]");
    double.set(Mode::Slow);
    let start = Instant::now();
    assert_eq!(citizen.get("/adresses?q=1+rue+du+calvaire").await.body, "[]");
    assert!(start.elapsed() < Duration::from_millis(3_800), "{:?}", start.elapsed());
    // It keeps failing: it is left alone, and then nobody waits at all.
    double.set(Mode::Down);
    for _ in 0..5 {
        citizen.get("/adresses?q=1+rue+du+calvaire").await;
    }
    let (asked, start) = (double.asked().len(), Instant::now());
    assert_eq!(citizen.get("/adresses?q=1+rue+du+calvaire").await.body, "[]");
    assert!(start.elapsed() < Duration::from_millis(500) && double.asked().len() == asked);
    server.user("admin@exemple.test", &["--administrator"]);
    let administrator = Visitor::signed_in(&server.base, "admin@exemple.test").await;
    let page = administrator.get("/administration").await;
    assert!(
        page.shows("Mis de côté") && page.shows("Répond par une erreur") && page.shows(&double.host),
        "{}",
        page.body
    );
    let metrics = citizen.get("/metrics").await.body;
    assert!(metrics.contains(&format!("guichet_service_skipped{{service=\"{}\"}} 1", double.host)), "{metrics}");
    assert!(server.log().contains("left alone") || server.log().contains("skipped for a while"));
    assert!(!server.log().to_lowercase().contains("calvaire"), "what was asked is not logged");
}

#[tokio::test(flavor = "multi_thread")]
async fn suggestions_are_limited_by_person() {
    let double = Double::start(ban);
    let environment = vec![("ADDRESS_API_URL", format!("http://{}/geocodage", double.host))];
    let server = Server::start(Setup { environment, throttle: 1, ..Setup::default() });
    server.user(CITIZEN, &[]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let mut refused = 0;
    for _ in 0..140 {
        refused += u32::from(citizen.get("/adresses?q=1+rue+du+calvaire").await.status == 429);
    }
    assert!((1..=20).contains(&refused), "{refused}");
}
