//! Filling a page with scripts, as people do: what changes is saved and drawn, what they are doing is left alone.

use crate::support::browser::{Browser, ENTER, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, becomes};
use guichet::civil::Territory;
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// A site, a draft, and a browser on this page of it.
async fn opened(page: usize) -> (Server, String, Browser) {
    let server = story::site(Setup::default());
    let number = story::start(&Visitor::signed_in(&server.base, CITIZEN).await).await;
    let browser = on(&server, &number, page).await;
    (server, number, browser)
}

async fn on(server: &Server, number: &str, page: usize) -> Browser {
    let browser = Browser::open(&server.base, Look { width: 375, javascript: true }).await;
    browser.goto(&format!("/dossiers/{number}/pages/{page}")).await;
    browser.sign_in(CITIZEN).await;
    browser
}

/// Counts the elements that the page replaces or changes, the status apart.
const WATCH: &str = "window.drawn = new Set();
    new MutationObserver((records) => records.forEach((record) => {
        const element = (record.target.closest ? record.target : record.target.parentElement)?.closest('.app-element');
        if (element) window.drawn.add(element.id);
    })).observe(document.querySelector('form[data-autosave]'), {childList: true, characterData: true, subtree: true});";

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_answer_changes_is_drawn_again() {
    let (server, number, browser) = opened(2).await;
    browser.run(WATCH).await;
    browser.fill("/rent", "650,50").await;
    browser.press("[name=\"/rent\"]", "\t").await;
    browser.sees("7 806,00").await;
    let drawn = || async { browser.run("const all = [...window.drawn]; window.drawn.clear(); return all").await };
    assert_eq!(drawn().await, json!(["w-yearly_rent"]), "the computed rent, and nothing else");
    // An answer that no rule reads draws nothing.
    browser.choose("/has_children", "false").await;
    becomes(&server, &number, "/has_children", json!(false)).await;
    browser.sees("Enregistré à").await;
    assert_eq!(drawn().await, json!([]));
    browser.choose("/has_children", "true").await;
    browser.waits_for("[name=\"/children/0/age\"]").await;
    assert_eq!(drawn().await, json!(["w-children"]));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_caret_and_what_is_being_typed_stay() {
    let (server, number, browser) = opened(3).await;
    browser.fill("/comment", "Bonjour monde").await;
    browser.run("document.activeElement.setSelectionRange(7, 7)").await;
    browser.keys(" cher").await;
    becomes(&server, &number, "/comment", json!("Bonjour cher monde")).await;
    browser.sees("Enregistré à").await;
    let caret = browser
        .run(
            "const {name, selectionStart, selectionEnd} = document.activeElement;
        return [name, selectionStart, selectionEnd]",
        )
        .await;
    assert_eq!(caret, json!(["/comment", 12, 12]), "the save leaves the caret where it was");
    browser.keys(" petit").await;
    assert_eq!(browser.value("/comment").await, "Bonjour cher petit monde");
    browser.close().await;
}

/// The time is that of the clock on the wall, in the language that is read.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_of_the_last_save_is_told() {
    let (_server, number, browser) = opened(1).await;
    let clock = || guichet::app::now().with_timezone(&Territory::default().zone()).format("%H:%M").to_string();
    for (lang, told) in [("fr", "Enregistré à"), ("en", "Saved at")] {
        browser.goto(&format!("/dossiers/{number}/pages/1?lang={lang}")).await;
        let before = clock();
        browser.fill("/name", &format!("Zoé {lang}")).await;
        browser.press("[name=\"/name\"]", "\t").await;
        browser.sees(told).await;
        let said = browser.run("return document.getElementById('autosave-status').textContent").await;
        // A minute may end meanwhile.
        let expected = [before, clock()].map(|time| json!(format!("{told} {time}")));
        assert!(expected.contains(&said), "{said} at {expected:?}");
    }
    browser.close().await;
}

/// Who stops is told that nothing is lost, and finds page and answers again on another day, on another machine.
#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_later_finds_all_where_it_was() {
    for javascript in [false, true] {
        let server = story::site(Setup::default());
        let look = Look { width: 375, javascript };
        let browser = Browser::open(&server.base, look).await;
        let number = story::begin(&browser, "attestation").await;
        let dossier = format!("/dossiers/{number}");
        browser.fill("/name", "Zoé").await;
        browser.fill_date("/moved_on", "2020-02-29").await;
        browser.follow("main button[name=_action][value=save]").await;
        assert_eq!(browser.path().await, dossier);
        browser.sees("Votre brouillon est enregistré. Vous pouvez revenir quand vous voulez.").await;
        browser.sees("Dernier enregistrement le").await;
        browser.close().await;

        let browser = Browser::open(&server.base, look).await;
        browser.goto("/dossiers").await;
        browser.sign_in(CITIZEN).await;
        browser.follow(&format!("main a[href=\"{dossier}\"]")).await;
        browser.inspect("reprise").await;
        browser.follow(&format!(".govuk-task-list a[href=\"{dossier}/pages/1\"]")).await;
        assert_eq!((browser.value("/name").await, browser.value("/email").await), ("Zoé".to_owned(), String::new()));
        let day = "return [...document.getElementsByName('/moved_on')].map((part) => part.value)";
        assert_eq!(browser.run(day).await, json!(["29", "2", "2020"]));
        browser.close().await;
    }
}

/// Questions that the form lays side by side, where there is room for two; what a rule hides takes none.
#[tokio::test(flavor = "multi_thread")]
async fn questions_stand_side_by_side_where_there_is_room() {
    let server = story::site(Setup::default());
    let mut procedure: Value = serde_json::from_str(include_str!("procedures/attestation.json")).unwrap();
    procedure["slug"] = json!("cote-a-cote");
    for page in procedure["form"]["ui"]["elements"].as_array_mut().unwrap() {
        page["elements"] = json!([{"type": "HorizontalLayout", "elements": page["elements"]}]);
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cote-a-cote.json");
    std::fs::write(&file, procedure.to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
    for (width, is_beside) in [(1280, true), (375, false)] {
        let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
        let number = story::begin(&browser, "cote-a-cote").await;
        let places = "const at = (id) => document.getElementById(id).getBoundingClientRect();
            return [at('w-name').bottom === at('w-email').bottom, at('w-name').right <= at('w-email').left,
                at('w-moved_on').top >= at('w-name').bottom]";
        assert_eq!(browser.run(places).await, json!([is_beside, is_beside, true]), "{width} px");
        browser.inspect("cote-a-cote").await;
        // The children, who are not asked for yet, leave their place to the others.
        browser.goto(&format!("/dossiers/{number}/pages/2")).await;
        let hidden = "return document.getElementById('w-children').getBoundingClientRect().height";
        assert_eq!(browser.run(hidden).await, json!(0));
        browser.choose("/has_children", "true").await;
        browser.waits_for("[name=\"/children/0/age\"]").await;
        browser.inspect("cote-a-cote-2").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn back_and_forward_show_what_is_saved() {
    let (server, number, browser) = opened(1).await;
    browser.fill("/name", "Zoé").await;
    browser.fill("/email", "a@exemple.fr").await;
    browser.fill_date("/moved_on", "2020-02-29").await;
    browser.follow("main button[value=continue]:not([aria-hidden])").await;
    browser.fill("/rent", "650").await;
    browser.press("[name=\"/rent\"]", "\t").await;
    browser.sees("Enregistré à").await;
    browser.back().await;
    browser.waits_for("[name=\"/name\"]").await;
    assert_eq!(browser.value("/name").await, "Zoé");
    // What is changed on a page that the browser brought back is saved as on any other.
    browser.fill("/name", "Zoé Durand").await;
    browser.press("[name=\"/name\"]", "\t").await;
    becomes(&server, &number, "/name", json!("Zoé Durand")).await;
    browser.forward().await;
    browser.waits_for("[name=\"/rent\"]").await;
    assert_eq!(browser.value("/rent").await, "650");
    browser.back().await;
    browser.waits_for("[name=\"/name\"]").await;
    assert_eq!(browser.value("/name").await, "Zoé Durand");
    assert_eq!(story::draft(&server, &number).get("#conflicts"), None, "one's own pages are no other writer");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_offline_is_saved_when_the_network_is_back() {
    let (server, number, browser) = opened(1).await;
    browser.offline(true).await;
    browser.fill("/name", "Zoé").await;
    browser.press("[name=\"/name\"]", "\t").await;
    browser.sees("vous êtes hors connexion").await;
    browser.fill("/email", "a@exemple.fr").await;
    browser.press("[name=\"/email\"]", "\t").await;
    assert_eq!(story::draft(&server, &number).get("name"), None);
    browser.offline(false).await;
    browser.sees("Enregistré à").await;
    becomes(&server, &number, "/email", json!("a@exemple.fr")).await;
    assert_eq!(story::draft(&server, &number)["name"], "Zoé");
    browser.close().await;
}

/// Rows are added, copied, moved, taken away and brought back with the keyboard, and the focus goes along.
#[tokio::test(flavor = "multi_thread")]
async fn rows_are_worked_with_the_keyboard() {
    let (server, number, browser) = opened(2).await;
    browser.picks("/has_children", "true").await;
    browser.waits_for("[name=\"/children/0/age\"]").await;
    browser.writes("/children/0/first_name", "Noé").await;
    browser.writes("/children/0/age", "7").await;
    let press = async |action: &str| {
        browser.reaches(&format!("button[name=_action][value=\"{action}\"]:not([aria-hidden])")).await;
        browser.acts().await;
    };
    let names = || async {
        let script = "return [...document.querySelectorAll('[name$=\"/first_name\"]')].map((each) => each.value)";
        browser.run(script).await
    };
    press("duplicate:/children/0").await;
    assert_eq!(names().await, json!(["Noé", "Noé"]));
    assert!(browser.focused().await.contains("children-1"), "{}", browser.focused().await);
    browser.writes("/children/1/first_name", "Lou").await;
    press("up:/children/1").await;
    assert_eq!(names().await, json!(["Lou", "Noé"]));
    assert!(browser.focused().await.contains("children-0"), "{}", browser.focused().await);
    press("remove:/children/0").await;
    assert_eq!(names().await, json!(["Noé"]));
    browser.inspect("ligne-retiree").await;
    browser.at("button[value^=\"undo:\"]", ENTER).await;
    becomes(&server, &number, "/children/0/first_name", json!("Lou")).await;
    assert_eq!(names().await, json!(["Lou", "Noé"]));
    browser.inspect("ligne-revenue").await;
    browser.close().await;
}

/// Who can't get what they ask for is told as soon as it is known, and no longer than it holds.
#[tokio::test(flavor = "multi_thread")]
async fn what_makes_a_request_impossible_is_told_at_once() {
    let server = story::site(Setup::default());
    server.import("recours-logement-dalo");
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    citizen.get("/demarches/recours-logement-dalo").await;
    let started = citizen.post("/demarches/recours-logement-dalo/dossiers", &[]).await;
    let number = started.location.unwrap().split('/').nth(2).unwrap().to_owned();
    let browser = on(&server, &number, 1).await;
    let told = "Saisissez la commission du département";
    assert!(!browser.body().await.contains(told));
    browser.choose("/request/department", "false").await;
    browser.sees(told).await;
    browser.inspect("ineligible").await;
    browser.choose("/request/department", "true").await;
    let start = Instant::now();
    while browser.body().await.contains(told) {
        assert!(start.elapsed() < Duration::from_secs(10), "still told");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    becomes(&server, &number, "/request/department", json!(true)).await;
    browser.close().await;
}
