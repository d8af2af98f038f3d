//! The main job, from registering to the decision, in a real browser: on a phone and on a desk, with JavaScript and
//! without, the mails through real SMTP, every page looked at by axe-core.

use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{CITIZEN, INSTRUCTOR, OFFICIAL, PDF, site};
use crate::support::{PASSWORD, story};

const NEWCOMER: &str = "nouvelle@exemple.test";

struct Journey {
    server: Server,
    smtp: Smtp,
    look: Look,
}

impl Journey {
    /// A name for pictures.
    fn name(&self, page: &str) -> String {
        let scripts = if self.look.javascript { "" } else { "-sans-js" };
        format!("{page}{scripts}")
    }

    async fn inspect(&self, browser: &Browser, page: &str) {
        browser.inspect(&self.name(page)).await;
    }
}

/// Presses the button of a form of the main part of the page.
async fn send(browser: &Browser, form: &str) {
    browser.follow(&format!("main form{form} button[type=submit]")).await;
}

async fn action(browser: &Browser, value: &str) {
    browser.follow(&format!("main button[name=_action][value=\"{value}\"]:not([aria-hidden])")).await;
}

async fn register(journey: &Journey, browser: &Browser) {
    browser.goto("/").await;
    journey.inspect(browser, "accueil").await;
    browser.goto("/demarches").await;
    journey.inspect(browser, "catalogue").await;
    browser.goto("/demarches/attestation").await;
    journey.inspect(browser, "demarche").await;
    browser.goto("/inscription?suite=/demarches/attestation").await;
    browser.fill("email", NEWCOMER).await;
    browser.fill("given_name", "Maëlle").await;
    browser.fill("family_name", "D’Aubigné").await;
    browser.fill("password", "court").await;
    send(browser, "[action=\"/inscription\"]").await;
    browser.sees("12").await;
    journey.inspect(browser, "inscription-erreur").await;
    browser.fill("password", PASSWORD).await;
    send(browser, "[action=\"/inscription\"]").await;
    browser.sees(NEWCOMER).await;
    journey.inspect(browser, "inscription-envoyee").await;
    let mail = journey.smtp.wait_for(NEWCOMER, "jeton=").await;
    browser.goto(&mail.link("jeton=")).await;
    journey.inspect(browser, "confirmation").await;
    send(browser, "[action=\"/inscription/confirmation\"]").await;
    sign_in(browser, NEWCOMER, &journey.name("connexion")).await;
    assert_eq!(browser.path().await, "/demarches/attestation");
}

async fn sign_in(browser: &Browser, email: &str, picture: &str) {
    browser.inspect(picture).await;
    browser.fill("email", email).await;
    browser.fill("password", PASSWORD).await;
    send(browser, "[action=\"/connexion\"]").await;
}

/// Fills the three pages, with a mistake that the error summary leads to. Returns the number.
async fn fill(journey: &Journey, browser: &Browser) -> String {
    send(browser, "[action=\"/demarches/attestation/dossiers\"]").await;
    let path = browser.path().await;
    assert!(path.ends_with("/pages/1"), "{path}");
    let number = path.split('/').nth(2).unwrap().to_owned();
    journey.inspect(browser, "page-1").await;
    browser.fill("/name", "Maëlle D’Aubigné").await;
    browser.fill("/email", "maelle.exemple.fr").await;
    browser.fill_date("/moved_on", "2020-02-29").await;
    action(browser, "continue").await;
    assert_eq!(browser.value("/email").await, "maelle.exemple.fr");
    journey.inspect(browser, "page-1-erreur").await;
    if journey.look.javascript {
        assert!(browser.focused().await.contains("error-summary"), "{}", browser.focused().await);
    }
    browser.click(".govuk-error-summary a").await;
    browser.fill("/email", "maelle@exemple.fr").await;
    action(browser, "continue").await;

    household(journey, browser).await;

    let file = journey.server.folder.join("bail.pdf");
    std::fs::write(&file, PDF).unwrap();
    browser.attach("/proof", &file).await;
    action(browser, "save").await;
    assert_eq!(browser.path().await, format!("/dossiers/{number}"));
    journey.inspect(browser, "brouillon").await;
    browser.goto("/dossiers").await;
    browser.sees(&number).await;
    journey.inspect(browser, "mes-dossiers").await;
    browser.goto(&format!("/dossiers/{number}/pages/3")).await;
    browser.sees("bail.pdf").await;
    journey.inspect(browser, "page-3").await;
    action(browser, "continue").await;
    number
}

/// A condition shows a block: at once with JavaScript, with the next page without.
async fn household(journey: &Journey, browser: &Browser) {
    browser.fill("/rent", "650,50").await;
    browser.choose("/has_children", "true").await;
    if !journey.look.javascript {
        action(browser, "continue").await;
    }
    browser.fill("/children/0/first_name", "Noé").await;
    browser.fill("/children/0/age", "7").await;
    browser.sees("7 806,00").await;
    browser.act("add:/children").await;
    browser.fill("/children/1/first_name", "Inès").await;
    browser.fill("/children/1/age", "3").await;
    journey.inspect(browser, "page-2").await;
    browser.act("remove:/children/1").await;
    assert!(!browser.has("[name=\"/children/1/age\"]").await);
    action(browser, "continue").await;
    browser.sees("Justificatif de domicile").await;
}

async fn submit(journey: &Journey, browser: &Browser, number: &str, picture: &str) {
    assert_eq!(browser.path().await, format!("/dossiers/{number}/verification"));
    journey.inspect(browser, picture).await;
    send(browser, &format!("[action=\"/dossiers/{number}/verification\"]")).await;
    browser.sees(number).await;
    assert_eq!(browser.path().await, format!("/dossiers/{number}"));
}

/// Opens the step's part of the dossier's page, if it is folded.
async fn open_step(browser: &Browser, name: &str) {
    let folded = format!("details#{name}:not([open]) > summary");
    if browser.has(&folded).await {
        browser.click(&folded).await;
    }
}

async fn step(browser: &Browser, number: &str, name: &str) {
    send(browser, &format!("[action=\"/instruction/dossiers/{number}/transitions/{name}\"]")).await;
}

async fn whole_journey(look: Look) {
    let smtp = Smtp::start();
    let server = site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    let journey = Journey { server, smtp, look };
    let citizen = Browser::open(&journey.server.base, look).await;
    register(&journey, &citizen).await;
    let number = fill(&journey, &citizen).await;
    submit(&journey, &citizen, &number, "verification").await;
    journey.inspect(&citizen, "depose").await;
    citizen.goto(&format!("/dossiers/{number}/recepisse")).await;
    journey.inspect(&citizen, "recepisse").await;
    let receipt = journey.smtp.wait_for(NEWCOMER, &number).await;
    assert!(receipt.html.contains(&number));

    let instructor = Browser::open(&journey.server.base, look).await;
    instructor.goto("/instruction").await;
    sign_in(&instructor, INSTRUCTOR, &journey.name("connexion-instruction")).await;
    journey.inspect(&instructor, "instruction").await;
    instructor.goto("/instruction/attestation").await;
    instructor.sees(&number).await;
    journey.inspect(&instructor, "tableau").await;
    let desk = format!("/instruction/dossiers/{number}");
    instructor.goto(&desk).await;
    open_step(&instructor, "demander_correction").await;
    journey.inspect(&instructor, "dossier").await;
    instructor.fill("message", "Votre adresse électronique ne répond pas.").await;
    instructor.choose("fields", "/email").await;
    step(&instructor, &number, "demander_correction").await;
    journey.inspect(&instructor, "correction-demandee").await;

    journey.smtp.wait_for(NEWCOMER, "ne répond pas").await;
    citizen.goto(&format!("/dossiers/{number}")).await;
    citizen.sees("ne répond pas").await;
    journey.inspect(&citizen, "a-corriger").await;
    citizen.goto(&format!("/dossiers/{number}/pages/1")).await;
    assert!(citizen.has("[name=\"/email\"]").await && !citizen.has("[name=\"/name\"]").await);
    journey.inspect(&citizen, "page-a-corriger").await;
    citizen.fill("/email", "maelle@nouvelle.exemple.fr").await;
    action(&citizen, "continue").await;
    submit(&journey, &citizen, &number, "verification-corrigee").await;

    instructor.goto(&desk).await;
    instructor.sees("maelle@nouvelle.exemple.fr").await;
    step(&instructor, &number, "passer_en_instruction").await;
    open_step(&instructor, "accepter").await;
    instructor.fill("motivation", "Votre justificatif est en règle.").await;
    step(&instructor, &number, "accepter").await;
    journey.inspect(&instructor, "decide").await;

    journey.smtp.wait_for(NEWCOMER, "en règle").await;
    citizen.goto(&format!("/dossiers/{number}")).await;
    citizen.sees("Votre justificatif est en règle.").await;
    journey.inspect(&citizen, "decision").await;
    citizen.goto(&format!("/dossiers/{number}/historique")).await;
    journey.inspect(&citizen, "historique").await;
    instructor.goto(&format!("{desk}/historique?empreinte=1")).await;
    journey.inspect(&instructor, "historique-instruction").await;
    assert_eq!(story::shown(&journey.server, &number)["phase"], "accepted");
    journey.server.must(&["audit", "verify"]);
    assert!(!journey.server.log().contains(NEWCOMER), "an address is in the log");
    citizen.close().await;
    instructor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_registration_to_decision_on_a_phone() {
    whole_journey(Look { width: 375, javascript: true }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_registration_to_decision_on_a_desk() {
    whole_journey(Look { width: 1280, javascript: true }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_registration_to_decision_on_a_phone_without_javascript() {
    whole_journey(Look { width: 375, javascript: false }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_registration_to_decision_on_a_desk_without_javascript() {
    whole_journey(Look { width: 1280, javascript: false }).await;
}

/// Every page of the shipped procedures.
#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_the_library_is_accessible() {
    let server = site(Setup::default());
    let slugs = story::library();
    slugs.iter().for_each(|slug| server.import(slug));
    let browser = Browser::open(&server.base, Look { width: 375, javascript: true }).await;
    browser.goto("/compte").await;
    sign_in(&browser, CITIZEN, "connexion-bibliotheque").await;
    for slug in slugs {
        browser.goto(&format!("/demarches/{slug}")).await;
        browser.inspect(&format!("demarche-{slug}")).await;
        walk_pages(&server, &browser, &slug).await;
    }
    browser.close().await;
}

/// The pages that the journey does not meet.
#[tokio::test(flavor = "multi_thread")]
async fn every_other_page_is_accessible() {
    let server = site(Setup::default());
    server.user("admin@exemple.test", &["--administrator"]);
    let look = Look { width: 375, javascript: true };
    let browser = Browser::open(&server.base, look).await;
    for (path, name) in
        [("/accessibilite", "accessibilite"), ("/mot-de-passe", "mot-de-passe"), ("/nulle-part", "introuvable")]
    {
        browser.goto(path).await;
        browser.inspect(name).await;
    }
    browser.goto("/compte").await;
    sign_in(&browser, CITIZEN, "connexion-compte").await;
    browser.inspect("compte").await;
    browser.goto("/dossiers").await;
    browser.click("header form[action=\"/deconnexion\"] button, header summary").await;
    browser.close().await;
    for (email, path, name) in
        [(OFFICIAL, "/conception", "conception"), ("admin@exemple.test", "/administration", "administration")]
    {
        let browser = Browser::open(&server.base, look).await;
        browser.goto(path).await;
        sign_in(&browser, email, &format!("connexion-{name}")).await;
        browser.inspect(name).await;
        if email == OFFICIAL {
            browser.goto("/conception/attestation").await;
            browser.inspect("conception-demarche").await;
            browser.goto("/conception/attestation/notifications").await;
            browser.inspect("conception-notifications").await;
        }
        browser.close().await;
    }
}

/// Every page of a form, and its check page with all its errors.
async fn walk_pages(server: &Server, browser: &Browser, slug: &str) {
    send(browser, &format!("[action=\"/demarches/{slug}/dossiers\"]")).await;
    let number = browser.path().await.split('/').nth(2).unwrap().to_owned();
    browser.goto(&format!("/dossiers/{number}/identite")).await;
    browser.inspect(&format!("{slug}-identite")).await;
    let visitor = Visitor::signed_in(&server.base, CITIZEN).await;
    for n in 1..=story::pages(slug) {
        let path = format!("/dossiers/{number}/pages/{n}");
        // A page that the answers do not show.
        if visitor.get(&path).await.status == 404 {
            continue;
        }
        browser.goto(&path).await;
        browser.inspect(&format!("{slug}-{n}")).await;
    }
    browser.goto(&format!("/dossiers/{number}/verification")).await;
    browser.inspect(&format!("{slug}-verification")).await;
    send(browser, &format!("[action=\"/dossiers/{number}/verification\"]")).await;
    browser.inspect(&format!("{slug}-verification-erreurs")).await;
}
