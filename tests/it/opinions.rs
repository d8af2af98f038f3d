//! Opinions of those who have no account: three outside services of a building permit, asked by mail. What their links open, and
//! that nothing else opens by them.

use crate::clocks::{eventually, rows};
use crate::support::browser::{Browser, Look};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

/// The address that the form gives.
const ABF: &str = "a@exemple.fr";
const SDIS: &str = "sdis@exemple.test";
const NETWORKS: [&str; 2] = ["reseaux@exemple.test", "astreinte@exemple.test"];

fn file(file: &mut Value) {
    let workflow = std::fs::read_to_string("tests/it/procedures/permis.workflow.json").unwrap();
    file["workflow"] = serde_json::from_str(&workflow).unwrap();
    file["roles"] = json!({"sdis": [SDIS], "network": NETWORKS});
    file["forms"] = json!({"avis": {"schema": {"type": "object", "properties": {
        "text": {"title": "Avis détaillé", "type": "string", "maxLength": 2000},
        "storeys": {"title": "Niveaux", "type": "integer", "minimum": 0, "maximum": 9},
    }, "required": ["text"]}, "translations": {"en": {"text.label": "Opinion", "storeys.label": "Storeys"}}}});
}

/// A site with the three services and a submitted request.
async fn asked(smtp: &Smtp, change: impl FnOnce(&mut Value)) -> (Server, Visitor, String) {
    let server = story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    story::republish(&server, |procedure| {
        file(procedure);
        change(procedure);
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    (server, citizen, number)
}

/// The address of the link in the last mail that says this.
async fn link(smtp: &Smtp, server: &Server, to: &str, part: &str) -> String {
    let mail = smtp.wait_for(to, part).await;
    mail.link("/avis/").strip_prefix(&server.base).unwrap().to_owned()
}

fn parts(server: &Server) -> Vec<String> {
    rows(
        server,
        "SELECT name || ':' || part || ':' || status || ':' || coalesce(outcome, '-') AS told FROM tasks ORDER BY name, part",
    )
}

/// A link that opens nothing says so in the same words, whatever the reason.
fn is_gone(answer: &Answer) -> bool {
    answer.status == StatusCode::NOT_FOUND && answer.shows("Ce lien n’ouvre rien") && !answer.shows("Amina")
}

const OPINION: [(&str, &str); 2] = [("/text", "Bel alignement"), ("outcome", "reserved")];

#[tokio::test(flavor = "multi_thread")]
async fn three_services_are_asked_one_answers_and_two_stay_silent() {
    let smtp = Smtp::start();
    let (mut server, citizen, number) = asked(&smtp, |_| {}).await;
    let abf = link(&smtp, &server, ABF, "Avis de l’architecte").await;
    let sdis = link(&smtp, &server, SDIS, "Avis du SDIS").await;
    let network = link(&smtp, &server, NETWORKS[0], "Avis des réseaux").await;
    let mail = smtp.wait_for(ABF, "Avis de l’architecte").await;
    assert!(mail.text.contains("Favorable") && !mail.text.contains("Amina"), "{}", mail.text);
    let kept = rows(&server, "SELECT encode(token_hash, 'escape') AS told FROM opinion_links");
    assert!(kept.len() == 4 && !kept.iter().any(|hash| abf.contains(hash)), "{kept:?}");

    // What was asked, and of the dossier what the task shows.
    let expert = Visitor::new(&server.base);
    let page = expert.get(&abf).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.shows("Avis de l’architecte") && page.shows("Service de la population") && page.shows(&number));
    assert!(page.shows("Amina Benali") && page.shows("bail.pdf"), "{}", page.body);
    for hidden in ["650,50", "Merci d’avance", "29 février 2020", "citoyenne@exemple.test"] {
        assert!(!page.shows(hidden), "{hidden}");
    }
    let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-robots-tag"), "noindex, nofollow");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert!(header("cache-control").contains("no-store"));
    let english = expert.get(&format!("{abf}?lang=en")).await;
    assert!(english.shows("Opinion of the architect") && english.shows("Send the answer"), "{}", english.body);
    expert.get(&format!("{abf}?lang=fr")).await;
    let other = expert.get(&sdis).await;
    assert!(other.status == StatusCode::OK && !other.shows("Amina") && !other.shows("bail.pdf"), "{}", other.body);

    // Its files, by it alone.
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();
    let second = story::submitted(&citizen, "Une autre").await;
    let foreign = story::shown(&server, &second)["files"][0]["id"].as_str().unwrap().to_owned();
    let (headers, bytes) = expert.download(&format!("{abf}/fichiers/{file}")).await;
    assert!(bytes == story::PDF && headers["x-robots-tag"] == "noindex, nofollow");
    for (link, file) in [(&abf, &foreign), (&sdis, &file), (&"/avis/x".to_owned(), &file)] {
        assert!(is_gone(&expert.get(&format!("{link}/fichiers/{file}")).await), "{link} {file}");
    }
    // It is no session: nothing else opens.
    for path in [
        format!("/dossiers/{number}"),
        format!("/instruction/dossiers/{number}"),
        format!("/instruction/dossiers/{number}/tasks/abf"),
        format!("/dossiers/{number}/reponses.pdf"),
        format!("/fichiers/{file}"),
    ] {
        let answer = expert.get(&path).await;
        assert!(answer.location.is_some_and(|to| to.starts_with("/connexion")), "{path}");
    }
    let message = [("body", "Bonjour")];
    for path in [format!("/dossiers/{number}/messages"), format!("/instruction/dossiers/{number}/messages")] {
        expert.get(&abf).await;
        assert_eq!(expert.post(&path, &message).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }

    // What is unfit comes back as it was typed; what is kept waits; nothing has happened.
    expert.get(&abf).await;
    let unfit = expert.post(&abf, &[("/storeys", "12"), ("outcome", "reserved")]).await;
    assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unfit.body);
    assert!(unfit.shows("value=\"12\""));
    let unsaid = expert.post(&abf, &[("/text", "Presque")]).await;
    assert!(unsaid.status == StatusCode::UNPROCESSABLE_ENTITY && unsaid.shows("Choisissez votre conclusion"));
    let kept = expert.post(&abf, &[("/text", "À relire"), ("outcome", "reserved"), ("_action", "save")]).await;
    assert_eq!(kept.location.as_deref(), Some(abf.as_str()), "{}", kept.body);
    let elsewhere = Visitor::new(&server.base);
    let back = elsewhere.get(&abf).await;
    assert!(back.shows("À relire") && back.body.contains("value=\"reserved\" checked"), "{}", back.body);
    assert!(parts(&server).contains(&"abf:0:open:-".to_owned()));
    let forged = expert.post_raw(&abf, "application/x-www-form-urlencoded", "outcome=favorable&%2Ftext=x").await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);

    // It serves once; then it tells what was sent, and shows nothing of the dossier.
    expert.get(&abf).await;
    assert_eq!(expert.post(&abf, &OPINION).await.location.as_deref(), Some(abf.as_str()));
    let again = elsewhere.post(&abf, &[("/text", "Autre chose"), ("outcome", "favorable")]).await;
    assert_eq!(again.location.as_deref(), Some(abf.as_str()));
    let sent = elsewhere.get(&abf).await;
    assert!(
        sent.shows("Bel alignement") && sent.shows("Favorable avec réserves") && sent.shows("a été envoyée le"),
        "{}",
        sent.body
    );
    assert!(!sent.shows("Amina") && !sent.shows("Envoyer la réponse"));
    assert!(is_gone(&elsewhere.get(&format!("{abf}/fichiers/{file}")).await));

    // The desk reads it, with who gave it.
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let desk = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(desk.shows("par a@exemple.fr, sans compte") && desk.shows("Bel alignement"), "{}", desk.body);
    assert!(desk.shows("Attendu de sdis@exemple.test, sans compte, depuis le"));
    assert!(!citizen.get(&format!("/dossiers/{number}")).await.shows("sans compte"), "it is not for the applicant");
    let external = rows(
        &server,
        "SELECT (actor_id IS NULL)::text || ':' || (content->>'external') AS told FROM events WHERE command = 'task:abf:0'",
    );
    assert_eq!(external, [format!("true:{ABF}")]);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));

    // Those who stay silent are deemed favourable, and their links open nothing any more.
    server.again_after(TimeDelta::days(40));
    eventually(|| parts(&server).contains(&"sdis:0:tacit:favorable".to_owned()).then_some(())).await;
    let late = Visitor::new(&server.base);
    late.get("/connexion").await;
    for link in [&sdis, &network] {
        assert!(is_gone(&late.get(link).await), "{link}");
        assert!(is_gone(&late.post(link, &[("outcome", "unfavorable")]).await), "{link}");
    }
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_brings_a_new_link_to_the_same_draft() {
    let smtp = Smtp::start();
    let (mut server, _, _) = asked(&smtp, |_| {}).await;
    let first = link(&smtp, &server, SDIS, "Avis du SDIS").await;
    let expert = Visitor::new(&server.base);
    expert.get(&first).await;
    expert.post(&first, &[("motivation", "Accès à revoir"), ("_action", "save")]).await;
    server.again_after(TimeDelta::days(25));
    let second = link(&smtp, &server, SDIS, "Rappel").await;
    assert_ne!(first, second);
    let page = expert.get(&second).await;
    assert!(page.status == StatusCode::OK && page.shows("Accès à revoir"), "{}", page.body);
    assert_eq!(expert.get(&first).await.status, StatusCode::OK, "people open the mail that they find first");
    // A service that shares the part began nothing of this.
    let (one, two) = (
        link(&smtp, &server, NETWORKS[0], "Avis des réseaux").await,
        link(&smtp, &server, NETWORKS[1], "Avis des réseaux").await,
    );
    expert.get(&one).await;
    expert.post(&one, &[("motivation", "Le nôtre"), ("_action", "save")]).await;
    assert!(expert.get(&one).await.shows("Le nôtre") && !expert.get(&two).await.shows("Le nôtre"));
    expert.post(&two, &[("outcome", "favorable")]).await;
    assert!(is_gone(&expert.get(&one).await), "the first of a service answers for it");
    expert.get(&second).await;
    expert.post(&second, &[("outcome", "unfavorable"), ("motivation", "Voie trop étroite")]).await;
    assert!(expert.get(&second).await.shows("Voie trop étroite"));
    assert!(is_gone(&expert.get(&first).await), "the link that served tells what was sent, and no other");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instructor_gives_corrects_and_takes_back_an_address() {
    let smtp = Smtp::start();
    let (server, citizen, number) = asked(&smtp, |file| file["roles"] = json!({"network": NETWORKS})).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    smtp.wait_for(INSTRUCTOR, "Aucune adresse n’est connue").await;
    let address = format!("/instruction/dossiers/{number}/tasks/sdis");
    let about = |email, address| [("part", "0"), ("email", email), ("address", address)];
    assert!(agent.get(&address).await.shows("Aucune adresse n’est connue"));
    let wrong = agent.post(&format!("{address}/adresse"), &about("", "sdis")).await;
    assert_eq!(wrong.location.as_deref(), Some(address.as_str()));
    assert!(agent.get(&address).await.shows("n’est pas valable"));
    agent.post(&format!("{address}/adresse"), &about("", "SDIS@exemple.test")).await;
    let first = link(&smtp, &server, SDIS, "Avis du SDIS").await;
    let expert = Visitor::new(&server.base);
    assert_eq!(expert.get(&first).await.status, StatusCode::OK);
    let page = agent.get(&address).await;
    assert!(page.shows("Attendu de sdis@exemple.test, sans compte, depuis le") && page.shows("Envoyé par Prénom Nom."));

    // Sent again: another link, and the first still works.
    let sent = || rows(&server, "SELECT email AS told FROM opinion_links ORDER BY sent_at").len();
    let before = sent();
    agent.post(&format!("{address}/relance"), &about(SDIS, "")).await;
    assert_eq!(sent(), before + 1);
    assert_eq!(expert.get(&first).await.status, StatusCode::OK);
    let unknown = agent.post(&format!("{address}/relance"), &about("x@exemple.test", "")).await;
    assert_eq!((unknown.status, sent()), (StatusCode::NOT_FOUND, before + 1), "that is no address of this part");

    // Corrected: the wrong one opens nothing, in the words of any link that does.
    agent.post(&format!("{address}/adresse"), &about(SDIS, "pompiers@exemple.test")).await;
    let second = link(&smtp, &server, "pompiers@exemple.test", "Avis du SDIS").await;
    assert!(is_gone(&expert.get(&first).await));
    assert_eq!(expert.get(&second).await.status, StatusCode::OK);
    assert!(agent.get(&address).await.shows("lien repris le"));
    agent.post(&format!("{address}/retrait"), &about("pompiers@exemple.test", "")).await;
    assert!(is_gone(&expert.get(&second).await) && is_gone(&expert.post(&second, &[("outcome", "favorable")]).await));
    assert!(agent.get(&address).await.shows("Aucune adresse n’est connue"));

    // Nobody else sends anything.
    for visitor in [citizen, Visitor::signed_in(&server.base, story::OTHER).await] {
        for what in ["relance", "adresse", "retrait"] {
            let answer = visitor.post(&format!("{address}/{what}"), &about(NETWORKS[0], "moi@exemple.test")).await;
            assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{what} {}", answer.status);
        }
    }
    // Where the state is left, nothing is awaited.
    agent.post(&format!("{address}/adresse"), &about("", "secours@exemple.test")).await;
    let third = link(&smtp, &server, "secours@exemple.test", "Avis du SDIS").await;
    assert_eq!(expert.get(&third).await.status, StatusCode::OK);
    assert_eq!(story::act(&agent, &number, "hurry", &[]).await.status, StatusCode::SEE_OTHER);
    assert!(is_gone(&expert.get(&third).await) && is_gone(&expert.post(&third, &[("outcome", "favorable")]).await));
    agent.post(&format!("{address}/relance"), &about("secours@exemple.test", "")).await;
    assert!(agent.get(&address).await.shows("n’est plus attendue"));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// What one address did keeps it from the rest, account or not; each of several addresses has one ballot.
#[tokio::test(flavor = "multi_thread")]
async fn duties_are_kept_apart_by_address_and_each_has_one_ballot() {
    let smtp = Smtp::start();
    let (server, _, number) = asked(&smtp, |file| {
        file["roles"] = json!({"sdis": [ABF, SDIS], "network": NETWORKS});
        let tasks =
            &mut file["workflow"]["states"]["examination"]["states"]["consultations"]["states"]["asking"]["tasks"];
        tasks["network"]["instances"] = json!("each_member");
        tasks["network"]["vote"] = json!({"favorable": "favorable", "majority": "unanimous"});
    })
    .await;
    let expert = Visitor::new(&server.base);
    let abf = link(&smtp, &server, ABF, "Avis de l’architecte").await;
    expert.get(&abf).await;
    expert.post(&abf, &OPINION).await;
    let own = link(&smtp, &server, ABF, "Avis du SDIS").await;
    expert.get(&own).await;
    let refused = expert.post(&own, &[("outcome", "favorable"), ("motivation", "Vu")]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.shows("vous empêche") && refused.shows("Vu"), "{}", refused.body);
    let colleague = link(&smtp, &server, SDIS, "Avis du SDIS").await;
    expert.get(&colleague).await;
    expert.post(&colleague, &[("outcome", "favorable")]).await;
    for email in NETWORKS {
        let ballot = link(&smtp, &server, email, "Avis des réseaux").await;
        assert_eq!(expert.get(&ballot).await.status, StatusCode::OK);
        expert.post(&ballot, &[("outcome", "favorable")]).await;
        assert!(expert.get(&ballot).await.shows("a été envoyée le"));
    }
    let done = ["abf:0:done:reserved", "network:0:done:favorable", "network:1:done:favorable", "sdis:0:done:favorable"];
    assert_eq!(parts(&server), done);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows("2 voix exprimées sur 2"));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn links_are_not_guessed_and_what_is_shown_is_asked() {
    let server = story::site(Setup { throttle: 1, ..Setup::default() });
    let visitor = Visitor::new(&server.base);
    let mut last = visitor.get("/avis/inconnu").await;
    assert!(is_gone(&last));
    for _ in 0..600 {
        last = visitor.get("/avis/inconnu").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);

    let path = server.folder.join("permis.json");
    let mut procedure: Value =
        serde_json::from_str(&std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap()).unwrap();
    file(&mut procedure);
    let shows = "/workflow/states/examination/states/consultations/states/asking/tasks/abf/shows";
    for (shown, is_known) in
        [("/name", true), ("/children", true), ("/children/*/age", true), ("/children/age", false), ("/nom", false)]
    {
        *procedure.pointer_mut(shows).unwrap() = json!([shown]);
        std::fs::write(&path, procedure.to_string()).unwrap();
        let output = server.run(&["check", path.to_str().unwrap()]);
        let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(told.contains("shows-unknown"), !is_known, "{shown}: {told}");
    }
}

/// Read, kept and answered without JavaScript, on a telephone and on a screen; looked at with axe.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_answered_in_a_browser() {
    let smtp = Smtp::start();
    let (server, _, number) = asked(&smtp, |file| file["roles"] = json!({"network": NETWORKS})).await;
    let abf = link(&smtp, &server, ABF, "Avis de l’architecte").await;
    for width in [375, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        browser.goto("/avis/inconnu").await;
        browser.inspect("opinion-gone").await;
        browser.goto(&abf).await;
        browser.inspect("opinion").await;
        browser.goto(&format!("/connexion?suite=/instruction/dossiers/{number}")).await;
        browser.sign_in(INSTRUCTOR).await;
        browser.inspect("opinion-desk").await;
        browser.goto(&format!("/instruction/dossiers/{number}/tasks/abf")).await;
        browser.inspect("opinion-task").await;
        if width == 1280 {
            browser.forget_cookies().await;
            browser.goto(&abf).await;
            browser.follow("main button[name=_action][value=continue]").await;
            browser.sees("Il y a un problème").await;
            browser.inspect("opinion-unfit").await;
            browser.fill("/text", "Bel alignement").await;
            browser.choose("outcome", "favorable").await;
            browser.follow("main button[name=_action][value=continue]").await;
            browser.sees("a été envoyée le").await;
            browser.inspect("opinion-sent").await;
        }
        browser.close().await;
    }
}
