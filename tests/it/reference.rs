//! Official lists, as people fill them: by keyboard with JavaScript, by a second look at the page without.

use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const TAB: &str = "\u{e004}";

fn site() -> Server {
    let server = Server::start(Setup::default());
    server.must(&["import", "tests/it/procedures/territoire.json"]);
    server.user(CITIZEN, &[]);
    server
}

/// Signs in and starts a draft. Returns its number.
pub async fn start(browser: &Browser) -> String {
    story::begin(browser, "territoire").await
}

async fn go_on(browser: &Browser) {
    browser.follow("main button[name=_action][value=continue]:not([aria-hidden])").await;
}

#[test]
fn the_tables_are_what_their_packages_give() {
    if !Path::new("node_modules/@etalab/decoupage-administratif").exists() {
        println!("the packages are not installed: the tables are not compared with them");
        return;
    }
    let run = Command::new("node").args(["scripts/reference-data.mjs", "--check"]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_searched_by_keyboard_alone() {
    let server = site();
    for width in [375, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
        let number = start(&browser).await;
        let town = "[name=\"/town\"]";
        browser.fill("/town", "st herb").await;
        browser.waits_for(&format!("{town}[aria-expanded=true]")).await;
        browser.press(town, DOWN).await;
        browser.waits_for("#town-list [aria-selected=true]").await;
        browser.inspect("commune-ouverte").await;
        browser.press(town, ENTER).await;
        assert_eq!(browser.value("/town").await, "Saint-Herblain (44800)");
        assert_eq!(browser.focused().await, "town");

        // What is chosen is saved at once, and what depends on it appears.
        browser.fill("/town", "vertou").await;
        browser.waits_for("#town-list:not([hidden]) [data-value=\"44215|44120\"]").await;
        browser.press(town, &format!("{DOWN}{ENTER}")).await;
        browser.waits_for("[name=\"/nearby\"]").await;
        assert_eq!(story::shown(&server, &number)["draft"]["town"]["code"], "44215");

        // Escape closes the list and keeps what is typed; nothing found is said.
        browser.fill("/country", "zzz").await;
        browser.sees("Aucune réponse ne correspond").await;
        browser.press("[name=\"/country\"]", ESCAPE).await;
        assert!(!browser.has("[name=\"/country\"][aria-expanded=true]").await);
        assert_eq!(browser.value("/country").await, "zzz");
        browser.fill("/country", "allem").await;
        browser.waits_for("#country-list:not([hidden]) [data-value=DE]").await;
        browser.press("[name=\"/country\"]", &format!("{DOWN}{ENTER}")).await;

        // A long list of the page itself.
        browser.press("#trade-search", "ebe").await;
        browser.waits_for("#trade-search-list:not([hidden]) [data-value=t6]").await;
        browser.press("#trade-search", &format!("{DOWN}{ENTER}{TAB}")).await;
        assert_eq!(browser.value("/trade").await, "t6");

        // The commune of an address brings its postal code; one abroad is typed as it is.
        browser.fill("/home/street", "1 rue du Calvaire").await;
        browser.fill("/home/city", "vertou").await;
        browser.waits_for("#home-city-list:not([hidden]) [role=option]").await;
        browser.press("[name=\"/home/city\"]", &format!("{DOWN}{ENTER}")).await;
        assert_eq!(browser.value("/home/city").await, "Vertou");
        assert_eq!(browser.value("/home/postal_code").await, "44120");
        // A school is found by its name and its town; the number of one that is not listed is taken too.
        browser.fill("/school", "clemenceau nantes").await;
        browser.waits_for("#school-list:not([hidden]) [data-value=\"0440021J\"]").await;
        browser.press("[name=\"/school\"]", &format!("{DOWN}{ENTER}")).await;
        assert_eq!(browser.value("/school").await, "LYCÉE CLEMENCEAU, NANTES (0440021J)");
        story::becomes(&server, &number, "/school", json!("0440021J")).await;
        browser.inspect("listes").await;

        // A town that is not of its postal code is told beside it as soon as it is saved, and goes on.
        browser.fill("/home/postal_code", "44310").await;
        browser.press("[name=\"/home/postal_code\"]", TAB).await;
        let notice = "#home-city[aria-describedby~=home-city-notice]";
        browser.waits_for(notice).await;
        browser
            .sees("Cette commune n’a pas été reconnue. Ce code postal est celui de : Saint-Philbert-de-Grand-Lieu")
            .await;
        browser.inspect("adresse-non-reconnue").await;
        browser.fill("/home/country", "belg").await;
        browser.waits_for("#home-country-list:not([hidden]) [data-value=BE]").await;
        browser.press("[name=\"/home/country\"]", &format!("{DOWN}{ENTER}")).await;
        assert_eq!(browser.value("/home/country").await, "Belgique");
        story::becomes(&server, &number, "/home/country", json!("Belgique")).await;
        browser.waits_for("#home-city:not([aria-describedby])").await;
        go_on(&browser).await;
        browser.sees("Vertou (44120)").await;
        browser.sees("Allemagne").await;
        browser.sees("Ébéniste").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_the_page_asks_which_one() {
    let server = site();
    for width in [375, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        let number = start(&browser).await;
        browser.inspect("listes-sans-js").await;
        browser.fill("/town", "Saint-Denis").await;
        browser.fill("/country", "Guin").await;
        browser.fill("/school", "lycée clemenceau").await;
        go_on(&browser).await;
        browser.sees("Laquelle de ces réponses est la vôtre").await;
        assert_eq!(browser.value("/town").await, "Saint-Denis");
        browser.inspect("commune-laquelle-sans-js").await;
        browser.click("[name=\"/town\"][value=\"93066|93200\"]").await;
        browser.click("[name=\"/country\"][value=\"GN\"]").await;
        browser.sees("Choisissez le lycée dans la liste, ou saisissez le numéro de l’établissement (UAI)").await;
        browser.click("[name=\"/school\"][value=\"0440021J\"]").await;
        go_on(&browser).await;
        browser.sees("LYCÉE CLEMENCEAU, NANTES (0440021J)").await;
        browser.sees("Saint-Denis (93200)").await;
        browser.sees("Guinée").await;
        assert_eq!(story::shown(&server, &number)["draft"]["town"]["departement"], "93");
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_the_town_of_an_address_is_asked_too() {
    let server = site();
    for width in [320, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        let number = start(&browser).await;
        let page = browser.path().await;
        browser.fill("/town", "vertou").await;
        browser.fill("/country", "France").await;
        browser.fill("/home/street", "1 rue du Calvaire").await;
        browser.fill("/home/postal_code", "44120").await;
        browser.fill("/home/city", "Nantes").await;
        go_on(&browser).await;
        browser.sees("Cette commune n’a pas été reconnue. Ce code postal est celui de : Vertou.").await;
        browser.inspect("adresse-verification-sans-js").await;
        browser.goto(&page).await;
        browser.sees("Laquelle de ces réponses est la vôtre").await;
        assert!(browser.has("#home-city[aria-describedby=home-city-notice]").await);
        browser.inspect("adresse-laquelle-sans-js").await;
        browser.click("[name=\"/home/city\"][value=\"Nantes|Vertou\"]").await;
        go_on(&browser).await;
        browser.sees("44120 Vertou").await;
        assert!(!browser.body().await.contains("reconnue"));
        assert_eq!(story::shown(&server, &number)["draft"]["home"]["city"], "Vertou");
        browser.close().await;
    }
}

/// The procedure with its conditional question on a second page.
fn in_two_pages(server: &Server) {
    let text = std::fs::read_to_string("tests/it/procedures/territoire.json").unwrap();
    let mut procedure: Value = serde_json::from_str(&text).unwrap();
    let pages = procedure["form"]["ui"]["elements"].as_array_mut().unwrap();
    let last = pages[0]["elements"].as_array_mut().unwrap().pop().unwrap();
    pages.push(json!({"type": "Category", "label": {"fr": "Quartier", "en": "District"}, "elements": [last]}));
    let file = server.folder.join("territoire.json");
    std::fs::write(&file, procedure.to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_and_who_decides_know_that_a_town_was_not_recognised() {
    let server = Server::start(Setup::default());
    in_two_pages(&server);
    server.user(CITIZEN, &[]);
    server.user(INSTRUCTOR, &["--instructor", "territoire/population"]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let begun = citizen.post("/demarches/territoire/dossiers", &[]).await.location.unwrap();
    let number = begun.split('/').nth(2).unwrap().to_owned();
    let answers = [
        ("/town", "vertou"),
        ("/country", "France"),
        ("/home/street", "1 rue <b>X</b>"),
        ("/home/postal_code", "44120"),
        ("/home/city", "Nantes"),
        ("_action", "continue"),
    ];
    let told = "Cette commune n’a pas été reconnue. Ce code postal est celui de : Vertou.";
    let second = format!("/dossiers/{number}/pages/2");
    assert_eq!(citizen.post(&begun, &answers).await.location.as_deref(), Some(second.as_str()), "never a refusal");
    assert!(citizen.get(&second).await.shows("une commune n’a pas été reconnue"));
    assert!(citizen.get(&begun).await.shows(told));
    assert_eq!(citizen.post(&begun, &answers).await.location.as_deref(), Some(second.as_str()));
    assert!(!citizen.get(&second).await.shows("une commune n’a pas été reconnue"), "told once");
    citizen.post(&second, &[("/nearby", "Beautour"), ("_action", "continue")]).await;
    story::submit(&citizen, &number).await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(instructor.get(&format!("/instruction/dossiers/{number}")).await.shows(told));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_kept_by_caches() {
    let server = site();
    let visitor = Visitor::new(&server.base);
    let answer = visitor.get("/referentiels/communes?q=vertou&lang=fr").await;
    assert_eq!((answer.status.as_u16(), answer.body.contains("Vertou (44120)")), (200, true));
    assert_eq!(answer.headers["cache-control"], "public, max-age=86400");
    assert!(!answer.headers.contains_key("set-cookie"), "the same for all");
    assert_eq!(visitor.get("/referentiels/planetes?q=mars").await.status, 404);
    server.user("admin@exemple.test", &["--administrator"]);
    let page = Visitor::signed_in(&server.base, "admin@exemple.test").await.get("/administration").await;
    for (list, edition) in [("Communes", "1er janvier 2026"), ("Lycées", "2 octobre 2026"), ("Pays", "17 juillet 2025")]
    {
        assert!(page.shows(list) && page.shows(edition), "{list}: {}", page.body);
    }
}
