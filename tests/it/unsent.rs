//! A message, or the reasons of a decision, sent after the session has ended: it waits in its form for whoever wrote it.

use crate::support::browser::{Browser, Look};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use chrono::TimeDelta;
use diesel::{RunQueryDsl, sql_query};
use guichet::db::Db;
use guichet::dossiers::unsent;
use reqwest::StatusCode;

const COLLEAGUE: &str = "collegue@exemple.test";

fn end_sessions(server: &Server) {
    sql_query("DELETE FROM sessions").execute(&mut server.database.connect()).unwrap();
}

fn waiting(server: &Server) -> i64 {
    server.database.count("SELECT count(*) FROM unsent_texts")
}

fn sent(server: &Server) -> i64 {
    server.database.count("SELECT count(*) FROM messages")
}

/// A request that was filed, its applicant and an instructor.
async fn filed() -> (Server, Visitor, Visitor, String) {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    (server, citizen, agent, number)
}

/// Posts without a session what a page holds: it is kept, and the sign-in page leads back to it.
async fn kept(visitor: &Visitor, path: &str, fields: &[(&str, &str)], back: &str) {
    let answer = visitor.post(path, fields).await;
    assert_eq!(answer.location, Some(guichet::web::sign_in_to(back)), "{}", answer.body);
    assert!(visitor.get(answer.location.as_deref().unwrap()).await.shows("Ce que vous venez d’écrire est gardé"));
}

fn is_told(page: &Answer) -> bool {
    page.shows("après la fin de votre session. Rien n’est parti")
}

/// The same, of a form that sends nothing.
fn is_kept(page: &Answer) -> bool {
    page.shows("après la fin de votre session. Rien n’est enregistré")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_waits_in_its_box() {
    let (server, citizen, _, number) = filed().await;
    let (path, post) = (format!("/dossiers/{number}"), format!("/dossiers/{number}/messages"));
    citizen.get(&path).await;
    end_sessions(&server);
    for text in ["Où en est mon dossier ?", "Je pars en mars.", "Je pars en mars."] {
        kept(&citizen, &post, &[("body", text)], &format!("{path}#messages")).await;
        // The sign-in page gave another token: the browser that goes back has the former page.
        citizen.sign_in(CITIZEN).await;
        citizen.get(&path).await;
        end_sessions(&server);
    }
    // Somebody else on the same machine sees nothing of it.
    citizen.sign_in(OTHER).await;
    assert_eq!(citizen.get(&path).await.status, StatusCode::NOT_FOUND);
    citizen.post("/deconnexion", &[]).await;

    citizen.sign_in(CITIZEN).await;
    let page = citizen.get(&path).await;
    assert!(is_told(&page) && page.shows("Où en est mon dossier ?\n\nJe pars en mars.</textarea>"), "{}", page.body);
    assert_eq!((sent(&server), waiting(&server)), (0, 1));
    // A page that did not show it sends its own message, and leaves it there.
    let first = page.hidden("_unsent");
    assert_eq!(citizen.post(&post, &[("body", "Bonjour")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!((sent(&server), waiting(&server)), (1, 1));
    let read = [("body", "Où en est mon dossier ?"), ("_unsent", first.as_str())];
    assert_eq!(citizen.post(&post, &read).await.status, StatusCode::SEE_OTHER);
    assert_eq!((sent(&server), waiting(&server)), (2, 0));
    assert!(!is_told(&citizen.get(&path).await));

    // What came after the page was drawn stays; what is not wanted goes.
    citizen.get(&path).await;
    end_sessions(&server);
    kept(&citizen, &post, &[("body", "Merci")], &format!("{path}#messages")).await;
    citizen.sign_in(CITIZEN).await;
    let page = citizen.get(&path).await;
    let last = page.hidden("_unsent");
    for (shown, left) in [(&first, 1), (&last, 0)] {
        let answer = citizen.post(&post, &[("_action", "forget"), ("_unsent", shown)]).await;
        assert_eq!(answer.location, Some(format!("{path}#messages")), "{}", answer.body);
        assert_eq!((sent(&server), waiting(&server)), (2, left));
    }
    assert_eq!(citizen.post(&post, &[("_action", "forget")]).await.status, StatusCode::BAD_REQUEST);

    // Nothing can be sent any more: the text is there to be copied.
    citizen.get(&path).await;
    end_sessions(&server);
    kept(&citizen, &post, &[("body", "Trop tard")], &format!("{path}#messages")).await;
    citizen.sign_in(CITIZEN).await;
    let page = citizen.get(&path).await;
    let (key, rev) = (page.hidden("key"), page.hidden("rev"));
    citizen.post(&format!("{path}/transitions/se_desister"), &[("key", &key), ("rev", &rev)]).await;
    let page = citizen.get(&path).await;
    assert!(page.shows(">Trop tard</blockquote>") && !page.shows("</textarea>"), "{}", page.body);
}

/// A number or an address that comes later takes the place of the former one.
#[tokio::test(flavor = "multi_thread")]
async fn who_files_and_who_is_invited_wait_in_their_forms() {
    let server = Server::start(Setup::default());
    server.must(&["import", "forms/declaration-manifestation/procedure.json"]);
    server.user(CITIZEN, &[]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    citizen.get("/demarches/declaration-manifestation").await;
    let started = citizen.post("/demarches/declaration-manifestation/dossiers", &[]).await;
    let number = started.location.as_deref().unwrap().split('/').nth(2).unwrap().to_owned();
    let page = format!("/dossiers/{number}");
    let (identity, invitations) = (format!("{page}/identite"), format!("{page}/invitations"));
    let first = [("siret", "732 829 320 00075"), ("organisation", "Les Amis")];
    let second = [("siret", "732 829 320 00074"), ("organisation", "Les Amis du livre")];
    let address = [("email", "voisin@@exemple.test")];
    let forms = [
        (&identity, first.as_slice(), identity.clone()),
        (&identity, second.as_slice(), identity.clone()),
        (&invitations, address.as_slice(), format!("{page}#partage")),
    ];
    for (path, fields, back) in forms {
        citizen.get(&identity).await;
        end_sessions(&server);
        kept(&citizen, path, fields, &back).await;
        citizen.sign_in(CITIZEN).await;
    }
    assert_eq!(waiting(&server), 2);

    let form = citizen.get(&identity).await;
    for (_, value) in second {
        assert!(is_kept(&form) && form.shows(&format!("value=\"{value}\"")), "{}", form.body);
    }
    // What is refused keeps its mark until it is taken.
    let shown = form.hidden("_unsent");
    let wrong = citizen.post(&identity, &[first[0], first[1], ("_unsent", &shown)]).await;
    assert_eq!((wrong.status, wrong.hidden("_unsent")), (StatusCode::UNPROCESSABLE_ENTITY, shown.clone()));
    let taken = citizen.post(&identity, &[second[0], second[1], ("_unsent", &shown)]).await;
    assert_eq!((taken.location, waiting(&server)), (Some(format!("{page}/pages/1")), 1));
    assert!(!is_kept(&citizen.get(&identity).await));

    let form = citizen.get(&page).await;
    assert!(is_told(&form) && form.shows("value=\"voisin@@exemple.test\""), "{}", form.body);
    let shown = form.hidden("_unsent");
    let wrong = citizen.post(&invitations, &[address[0], ("_unsent", &shown)]).await;
    assert_eq!((wrong.status, wrong.hidden("_unsent")), (StatusCode::UNPROCESSABLE_ENTITY, shown.clone()));
    let gone = citizen.post(&invitations, &[("_action", "forget"), ("_unsent", &shown)]).await;
    assert_eq!((gone.location, waiting(&server)), (Some(format!("{page}#partage")), 0));
    assert!(!is_told(&citizen.get(&page).await));
}

/// Nobody is invited to a dossier that is decided: the address is there to be copied, or thrown away.
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_waited_for_too_long_is_shown() {
    let (server, citizen, agent, number) = filed().await;
    let (page, invitations) = (format!("/dossiers/{number}"), format!("/dossiers/{number}/invitations"));
    citizen.get(&page).await;
    for transition in ["passer_en_instruction", "accepter"] {
        story::act(&agent, &number, transition, &[("motivation", "Vu.")]).await;
    }
    end_sessions(&server);
    kept(&citizen, &invitations, &[("email", "voisine@exemple.test")], &format!("{page}#partage")).await;
    citizen.sign_in(CITIZEN).await;
    let shown = citizen.get(&page).await;
    assert!(shown.shows("ce n’est plus possible ici"), "{}", shown.body);
    assert!(shown.shows("id=\"partage\"") && shown.shows(">voisine@exemple.test</blockquote>"), "{}", shown.body);
    let mark = shown.hidden("_unsent");
    let gone = citizen.post(&invitations, &[("_action", "forget"), ("_unsent", &mark)]).await;
    assert_eq!((gone.location, waiting(&server)), (Some(format!("{page}#partage")), 0));
    assert!(!citizen.get(&page).await.shows("id=\"partage\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instructor_loses_neither_reasons_nor_requests() {
    let (server, _, agent, number) = filed().await;
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    let path = format!("/instruction/dossiers/{number}");
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let page = agent.get(&path).await;
    let (key, rev) = (page.hidden("key"), page.hidden("rev"));
    end_sessions(&server);
    let at = |name: &str| format!("{path}/transitions/{name}");
    let reasons = "Le bail est\r\nau nom d’un tiers.";
    let fields = [("key", key.as_str()), ("rev", rev.as_str()), ("motivation", reasons)];
    kept(&agent, &at("refuser"), &fields, &format!("{path}#refuser")).await;
    for (name, form, anchor) in [
        (
            "transitions/demander_correction",
            vec![("message", "Votre nom ?"), ("fields", "/name")],
            "demander_correction",
        ),
        ("messages", vec![("body", "Un mot du service")], "messages"),
    ] {
        agent.sign_in(INSTRUCTOR).await;
        agent.get(&path).await;
        end_sessions(&server);
        kept(&agent, &format!("{path}/{name}"), &form, &format!("{path}#{anchor}")).await;
    }
    assert_eq!((sent(&server), waiting(&server)), (0, 3));

    // A colleague of the same group sees the dossier, and nothing of what waits.
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    assert!(!is_told(&colleague.get(&path).await));
    agent.sign_in(INSTRUCTOR).await;
    let page = agent.get(&path).await;
    assert!(is_told(&page) && page.shows("Le bail est\nau nom d’un tiers.</textarea>"), "{}", page.body);
    assert!(page.shows("Votre nom ?</textarea>") && page.shows("value=\"/name\" checked"), "{}", page.body);
    assert!(page.shows("Un mot du service</textarea>"));

    // The step is taken with what was read: it waits no more, and what can't be done any more is there to be copied.
    let form = page.body.split("transitions/refuser").nth(1).unwrap();
    let shown = form.split("name=\"_unsent\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let refused = story::act(&agent, &number, "refuser", &[("motivation", reasons), ("_unsent", &shown)]).await;
    assert_eq!(refused.location, Some(path.clone()), "{}", refused.body);
    assert_eq!(waiting(&server), 2);
    let page = agent.get(&path).await;
    assert!(page.shows("ce n’est plus possible ici") && page.shows(">Votre nom ?</blockquote>"), "{}", page.body);
    let form = page.body.split("transitions/demander_correction").nth(1).unwrap();
    let shown = form.split("name=\"_unsent\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let gone = [("_unsent", shown.as_str()), ("_action", "forget")];
    assert_eq!(agent.post(&at("demander_correction"), &gone).await.status, StatusCode::SEE_OTHER);
    assert_eq!(waiting(&server), 1);
}

/// Only what a page of ours was drawn for, for somebody who may send it, and no more than a form holds.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_for_a_stranger_nor_without_end() {
    let (server, citizen, agent, number) = filed().await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let stranger = Visitor::new(&server.base);
    stranger.get("/connexion").await;
    let (own, desk) = (format!("/dossiers/{number}/messages"), format!("/instruction/dossiers/{number}"));
    let step = format!("{desk}/transitions/refuser");
    let (identity, invitation) = (format!("/dossiers/{number}/identite"), format!("/dossiers/{number}/invitations"));
    for (visitor, path) in [(&citizen, "/dossiers"), (&agent, "/instruction"), (&other, "/dossiers")] {
        visitor.get(path).await;
    }
    end_sessions(&server);
    let texts = [("body", "Mallory"), ("motivation", "Mallory"), ("siret", "Mallory"), ("email", "Mallory")];
    let applicants = vec![&own, &identity, &invitation];
    let all = [applicants.clone(), vec![&step]].concat();
    for (visitor, paths) in [(&stranger, all.clone()), (&other, all), (&citizen, vec![&step]), (&agent, applicants)] {
        for path in paths {
            assert_eq!(visitor.post(path, &texts).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
    let form = "application/x-www-form-urlencoded";
    assert_eq!(citizen.post_raw(&own, form, "_csrf=x.0.y&body=Mallory").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(citizen.post(&own, &[("body", "  ")]).await.status, StatusCode::UNAUTHORIZED);
    let long = "x".repeat(300_000);
    assert_eq!(citizen.post(&own, &[("body", &long)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let unknown = format!("{desk}/transitions/nulle_part");
    assert_eq!(agent.post(&unknown, &texts).await.status, StatusCode::NOT_FOUND);
    assert_eq!(waiting(&server), 0);

    assert_eq!(citizen.post(&own, &[("body", "Bonjour")]).await.status, StatusCode::SEE_OTHER);
    let db = Db::connect(&server.database.url(), 1, 1);
    for (days, swept) in [(29, 0), (31, 1)] {
        let later = guichet::app::now() + TimeDelta::days(days);
        assert_eq!(db.write(move |tx| unsent::sweep(tx, later)).await.unwrap(), swept);
    }
    assert_eq!(waiting(&server), 0);
}

/// In a browser, with scripts and without.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_finds_its_message_again() {
    for javascript in [true, false] {
        let (server, _, _, number) = filed().await;
        let browser = Browser::open(&server.base, Look { width: 375, javascript }).await;
        let path = format!("/dossiers/{number}");
        browser.goto(&path).await;
        browser.sign_in(CITIZEN).await;
        let form = format!("form[action=\"{path}/messages\"]");
        browser.fill("body", " ").await;
        browser.follow(&format!("{form} button:not([name])")).await;
        browser.sees("Écrivez votre message").await;
        browser.inspect(if javascript { "message-refuse" } else { "message-refuse-sans-js" }).await;
        end_sessions(&server);
        browser.fill("body", "Où en est mon dossier ?").await;
        browser.follow(&format!("{form} button:not([name])")).await;
        browser.sees("Ce que vous venez d’écrire est gardé").await;
        browser.sign_in(CITIZEN).await;
        assert_eq!(browser.path().await, path);
        assert_eq!(browser.value("body").await, "Où en est mon dossier ?");
        browser.sees("Rien n’est parti").await;
        browser.inspect(if javascript { "message-repris" } else { "message-repris-sans-js" }).await;
        browser.follow(&format!("{form} button:not([name])")).await;
        browser.sees("Votre message est envoyé").await;
        assert_eq!((sent(&server), waiting(&server)), (1, 0));
        browser.close().await;
    }
    let (server, _, agent, number) = filed().await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    let path = format!("/instruction/dossiers/{number}");
    browser.goto(&path).await;
    browser.sign_in(INSTRUCTOR).await;
    browser.click("#refuser summary").await;
    browser.run("document.querySelector('#refuser-motivation').value = 'Le bail est au nom d’un tiers.'").await;
    end_sessions(&server);
    browser.follow("#refuser button:not([name])").await;
    browser.sign_in(INSTRUCTOR).await;
    browser.sees("Rien n’est parti").await;
    browser.inspect("motivation-reprise").await;
    browser.follow("#refuser button:not([name])").await;
    browser.sees("Le dossier est à jour").await;
    assert_eq!(waiting(&server), 0);
    browser.close().await;
}
