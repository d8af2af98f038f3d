//! A session that ends while somebody fills a page: what they write is there when they are signed in again.

use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, OTHER, PDF};
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;

/// Pages that wait for somebody to come back.
fn waiting(server: &Server) -> i64 {
    server.database.count("SELECT count(*) FROM unsaved_pages")
}

fn end_sessions(server: &Server) {
    sql_query("DELETE FROM sessions").execute(&mut server.database.connect()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_just_typed_is_there_after_signing_in_again() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    let page = citizen.get(&path).await;
    let rev = page.hidden("_rev");
    end_sessions(&server);
    let typed = [("_rev", rev.as_str()), ("/name", "Zoé"), ("/email", "a@exemple"), ("_action", "continue")];
    let answer = citizen.post(&path, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let sign_in_page = answer.location.unwrap();
    assert!(sign_in_page.starts_with("/connexion?suite="), "{sign_in_page}");
    assert!(citizen.get(&sign_in_page).await.shows("Ce que vous venez d’écrire est gardé"));
    assert_eq!(story::draft(&server, &number).get("name"), None, "nobody writes a draft without a session");

    // Somebody else on the same machine sees nothing of it.
    citizen.sign_in(OTHER).await;
    assert_eq!(citizen.get(&path).await.status, StatusCode::NOT_FOUND);
    citizen.get("/dossiers").await;
    citizen.post("/deconnexion", &[]).await;

    citizen.sign_in(CITIZEN).await;
    // It would not be sent with the rest: the check leads to it first.
    let check = citizen.get(&format!("/dossiers/{number}/verification")).await;
    assert_eq!(check.location.as_deref(), Some(path.as_str()));
    let page = citizen.get(&path).await;
    assert!(page.shows("value=\"Zoé\"") && page.shows("value=\"a@exemple\""), "{}", page.body);
    assert!(page.shows("après la fin de votre session"));
    assert_eq!(story::draft(&server, &number).get("name"), None, "to look at a page changes nothing");
    assert_eq!(waiting(&server), 1);

    let (rev, id) = (page.hidden("_rev"), page.hidden("_page"));
    let state = [("_rev", rev.as_str()), ("_page", &id), ("_unsaved", "1")];
    let corrected = [("/name", "Zoé"), ("/email", "a@exemple.fr"), ("_action", "save")];
    let saved = citizen.post(&path, &[state.as_slice(), &corrected].concat()).await;
    assert_eq!(saved.location, Some(format!("/dossiers/{number}")), "{}", saved.body);
    let kept = story::draft(&server, &number);
    assert_eq!((&kept["name"], &kept["email"], kept.get("#conflicts")), (&"Zoé".into(), &"a@exemple.fr".into(), None));
    assert_eq!(waiting(&server), 0);
    assert!(!citizen.get(&path).await.shows("après la fin de votre session"));
}

/// What another window saved meanwhile stands, and is not written over: both answers are shown.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_meanwhile_is_not_written_over() {
    let server = story::site(Setup::default());
    let (here, there) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, CITIZEN).await);
    let number = story::start(&here).await;
    let path = format!("/dossiers/{number}/pages/1");
    let old = here.get(&path).await.hidden("_rev");
    end_sessions(&server);
    // Two saves under way, each with what changed only, then the whole page of an older look.
    for typed in [("/name", "Zoé"), ("/email", "z@exemple.fr")] {
        let fields = [("_rev", old.as_str()), typed, ("_action", "continue")];
        assert_eq!(here.post(&path, &fields).await.status, StatusCode::SEE_OTHER);
    }
    there.sign_in(CITIZEN).await;
    let page = there.get(&format!("/dossiers/{number}/pages/1")).await;
    assert!(page.shows("value=\"Zoé\"") && page.shows("value=\"z@exemple.fr\""));
    let other = [("_rev", old.as_str()), ("/name", "Ali"), ("_action", "save")];
    assert_eq!(there.post(&path, &other).await.status, StatusCode::SEE_OTHER);
    let page = there.get(&path).await;
    assert!(page.shows("Ali") && page.shows("value=\"Zoé\"") && page.shows("value=\"z@exemple.fr\""), "{}", page.body);
    let state = [("_rev", page.hidden("_rev")), ("_page", page.hidden("_page")), ("_unsaved", "1".to_owned())];
    let mut fields: Vec<(&str, &str)> = state.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fields.extend([("/name", "Zoé"), ("/email", "z@exemple.fr"), ("_action", "save")]);
    let late = there.post(&path, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let kept = story::draft(&server, &number);
    assert_eq!((&kept["name"], &kept["email"]), (&"Ali".into(), &"z@exemple.fr".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_files_keeps_its_words() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/3");
    citizen.get(&path).await;
    end_sessions(&server);
    let files = [("/proof", "bail.pdf", PDF.to_vec())];
    let answer = citizen.post_files(&path, &[("/comment", "Merci"), ("_action", "continue")], &files).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    citizen.sign_in(CITIZEN).await;
    let page = citizen.get(&path).await;
    assert!(page.shows("Merci</textarea>") && page.shows("joignez-les de nouveau"), "{}", page.body);
}

/// A script's save is not preceded by a look at the session: the statement that writes looks itself, and everything else that
/// a script may post reads it first.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_not_read_is_not_believed() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    let rev = citizen.get(&path).await.hidden("_rev");
    let saved = citizen.post_part(&path, &[("_rev", &rev), ("/name", "Zoé"), ("_action", "autosave")]).await;
    assert_eq!((saved.status, story::draft(&server, &number)["name"].as_str()), (StatusCode::OK, Some("Zoé")));
    end_sessions(&server);
    let typed = [("/name", "Zoé B"), ("_action", "autosave")];
    let refused = citizen.post_part(&path, &typed).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.shows("/connexion?suite="), "{}", refused.body);
    assert_eq!((story::draft(&server, &number)["name"].as_str(), waiting(&server)), (Some("Zoé"), 1));
    for (path, fields) in [
        (path.clone(), vec![("/name", "Zoé"), ("_action", "autosave")]),
        (path, vec![("/name", "Zoé C"), ("_action", "save")]),
        (format!("/dossiers/{number}/suppression"), vec![]),
        ("/compte".to_owned(), vec![("given_name", "Mallory"), ("family_name", "M"), ("language", "fr")]),
    ] {
        assert_eq!(citizen.post_part(&path, &fields).await.status, StatusCode::UNAUTHORIZED, "{path} {fields:?}");
    }
    let page = citizen.get(&format!("/dossiers/{number}/pages/1")).await;
    assert!(page.location.is_some_and(|place| place.starts_with("/connexion?suite=")), "{}", page.body);
    assert_eq!(story::draft(&server, &number)["name"], "Zoé");
}

/// Only a page that we drew for somebody who may write the dossier is kept.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_for_a_stranger() {
    let server = story::site(Setup::default());
    let (citizen, other) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, OTHER).await);
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    let stranger = Visitor::new(&server.base);
    stranger.get("/connexion").await;
    other.get("/dossiers").await;
    end_sessions(&server);
    for visitor in [&stranger, &other] {
        assert_eq!(visitor.post(&path, &[("/name", "Mallory")]).await.status, StatusCode::UNAUTHORIZED);
    }
    let form = "_csrf=x&%2Fname=Mallory";
    let forged = citizen.post_raw(&path, "application/x-www-form-urlencoded", form).await;
    assert_eq!(forged.status, StatusCode::UNAUTHORIZED);
    assert_eq!(waiting(&server), 0);
}

/// In a browser, whatever is lost: the session on the server, or every cookie with the restart of the browser.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_finds_its_words_again() {
    for javascript in [true, false] {
        let server = story::site(Setup::default());
        let browser = Browser::open(&server.base, Look { width: 375, javascript }).await;
        let number = story::start(&Visitor::signed_in(&server.base, CITIZEN).await).await;
        let path = format!("/dossiers/{number}/pages/1");
        browser.goto(&path).await;
        let sign_in = async || {
            browser.sign_in(CITIZEN).await;
            assert_eq!(browser.path().await, path);
        };
        sign_in().await;
        end_sessions(&server);
        browser.fill("/name", "Zoé").await;
        if javascript {
            browser.press("[name=\"/name\"]", "\t").await;
            browser.sees("Reconnectez-vous pour l’enregistrer").await;
            browser.inspect("session-terminee").await;
            browser.follow("#autosave-status a").await;
        } else {
            browser.follow("main button[value=continue]:not([aria-hidden])").await;
            browser.sees("Ce que vous venez d’écrire est gardé").await;
            browser.inspect("session-terminee-sans-js").await;
        }
        sign_in().await;
        assert_eq!(browser.value("/name").await, "Zoé");
        browser.sees("après la fin de votre session").await;
        browser.inspect(if javascript { "session-reprise" } else { "session-reprise-sans-js" }).await;
        assert_eq!(story::draft(&server, &number).get("name"), None, "to look at a page saves nothing");
        if javascript {
            browser.fill("/email", "a@exemple.fr").await;
            browser.press("[name=\"/email\"]", "\t").await;
            browser.sees("Enregistré à").await;
            assert_eq!(story::draft(&server, &number)["name"], "Zoé");
        }
        browser.forget_cookies().await;
        browser.fill("/name", "Zoé Durand").await;
        browser.follow("main button[value=save]:not([aria-hidden])").await;
        sign_in().await;
        assert_eq!(browser.value("/name").await, "Zoé Durand");
        browser.follow("main button[value=save]:not([aria-hidden])").await;
        assert_eq!(story::draft(&server, &number)["name"], "Zoé Durand");
        assert_eq!(waiting(&server), 0);
        browser.close().await;
    }
}

/// Somebody who signs in again in another tab goes on in the first one, whose token was of the former session.
#[tokio::test(flavor = "multi_thread")]
async fn another_tab_signs_in_again() {
    let server = story::site(Setup::default());
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    let number = story::start(&Visitor::signed_in(&server.base, CITIZEN).await).await;
    browser.goto(&format!("/dossiers/{number}/pages/1")).await;
    browser.sign_in(CITIZEN).await;
    browser.forget_cookies().await;
    browser.fill("/name", "Zoé").await;
    browser.press("[name=\"/name\"]", "\t").await;
    browser.sees("Reconnectez-vous pour l’enregistrer").await;
    let first = browser.window().await;
    browser.new_tab("/connexion").await;
    browser.sign_in(CITIZEN).await;
    browser.switch_to(first).await;
    browser.fill("/name", "Zoé Durand").await;
    browser.press("[name=\"/name\"]", "\t").await;
    browser.sees("Enregistré à").await;
    // A field that is emptied before it is filled again may be saved in between.
    story::becomes(&server, &number, "/name", "Zoé Durand".into()).await;
    browser.close().await;
}

/// What waits of a page that other answers hide, or that doesn't exist, keeps nobody from sending the rest; what waits of one
/// that is asked is not left behind, however the check was drawn.
#[tokio::test(flavor = "multi_thread")]
async fn what_waits_neither_blocks_nor_is_left_behind() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    story::fill(&citizen, &number, "Zoé").await;
    let check = format!("/dossiers/{number}/verification");
    let drawn = citizen.get(&check).await;
    let (key, rev, transition) = (drawn.hidden("key"), drawn.hidden("rev"), drawn.hidden("transition"));
    end_sessions(&server);
    assert_eq!(
        citizen.post(&format!("/dossiers/{number}/pages/9"), &[("/name", "x")]).await.status,
        StatusCode::UNAUTHORIZED
    );
    let path = format!("/dossiers/{number}/pages/3");
    let page = format!("/dossiers/{number}/pages/1");
    // A revision that never was is the nearest that was.
    for (path, rev, answer) in [(&path, "999999", ("/comment", "à garder")), (&page, "-5", ("/name", "Zoé"))] {
        let posted = citizen.post(path, &[("_rev", rev), answer]).await;
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.body);
    }
    citizen.sign_in(CITIZEN).await;
    let fields = [("key", key.as_str()), ("rev", rev.as_str()), ("transition", transition.as_str())];
    let sent = citizen.post(&check, &fields).await;
    assert_eq!(sent.location.as_deref(), Some(page.as_str()), "{}", sent.body);
    for path in [&page, &path] {
        citizen.get(path).await;
        assert_eq!(citizen.post(path, &[("_unsaved", "1"), ("_action", "save")]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(waiting(&server), 0);
    assert_eq!(story::draft(&server, &number)["comment"], "à garder");
    story::submit(&citizen, &number).await;
}

/// Many posts at once of a page, and of pages without number: none is lost, and what is kept has a bound.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_posts_none_is_lost_and_there_is_a_bound() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    citizen.get(&path).await;
    end_sessions(&server);
    let names: Vec<String> = (0..12).map(|n| format!("/x{n}")).collect();
    let posts = names.iter().map(|name| {
        let (citizen, path) = (&citizen, &path);
        async move { citizen.post(path, &[(name.as_str(), "y")]).await.status }
    });
    let done = futures_util::future::join_all(posts).await;
    assert!(done.iter().all(|status| *status == StatusCode::SEE_OTHER), "{done:?}");
    assert_eq!(waiting(&server), 1);
    assert_eq!(server.database.count("SELECT jsonb_array_length(pairs)::bigint AS count FROM unsaved_pages"), 12);
    for rev in 0..60 {
        let rev = rev.to_string();
        citizen.post(&path, &[("_rev", rev.as_str()), ("/name", "z")]).await;
    }
    assert!(waiting(&server) <= 50);
}
