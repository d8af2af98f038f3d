//! The circuit as people see it: on the pages, and of definitions that are larger than those of the pages.

use super::definitions;
use crate::support::VIEWS;
use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::pages;
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL, act, site, submitted};
use guichet::procedures::circuit::drawing;
use guichet::web::Lang;
use guichet::workflow::circuit::Circuit;
use guichet::workflow::diagram::Standing;
use serde_json::json;
use std::path::Path;

/// A page with the drawing of a definition, and what it stands in.
fn page(name: &str, definition: &serde_json::Value, lang: Lang) -> String {
    let circuit = Circuit::read(definition, lang.code(), "fr").unwrap();
    let states = &circuit.scope.states;
    let done = [states[0].name.clone(), states[1].name.clone()];
    let standing = Standing { here: Some(&states[2].name), done: &done };
    let diagram = drawing(&circuit, standing, lang);
    let part = VIEWS.part(lang, "procedures/circuit.html", &json!({"page": {"circuit": diagram}})).unwrap();
    assert!(!part.contains(" style=") && !part.contains("<script"), "{name}");
    let manifest = std::fs::read_to_string("assets/dist/manifest.json").unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let styles = manifest["guichet.css"].as_str().unwrap();
    format!(
        "<!doctype html><html lang=\"{}\" class=\"govuk-template\"><title>{name}</title><link rel=\"stylesheet\" href=\"/assets/{styles}\">\
         <body class=\"govuk-template__body\"><main class=\"govuk-width-container\"><h1 class=\"govuk-heading-l\">{name}</h1>{part}</main>",
        lang.code()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_circuit_is_drawn_in_a_box_of_its_own() {
    let named: Vec<_> = definitions().into_iter().take(8).collect();
    let drawn: Vec<String> =
        Lang::ALL.into_iter().flat_map(|lang| named.iter().map(move |(name, one)| page(name, one, lang))).collect();
    let count = drawn.len();
    let base = pages::serve(move |path| {
        if let Some(asset) = path.strip_prefix("/assets/") {
            let kind = if path.ends_with(".css") { "text/css" } else { "font/woff2" };
            let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/dist");
            return Some((kind, std::fs::read(dist.join(asset)).ok()?));
        }
        let page = drawn.get(path.strip_prefix('/')?.parse::<usize>().ok()?)?;
        Some(("text/html; charset=utf-8", page.clone().into_bytes()))
    });
    for (width, dark) in [(375, false), (1280, true), (1280, false), (375, true)] {
        let browser = Browser::open(&base, Look { width, javascript: true }).await;
        browser.dark(dark).await;
        for number in 0..count {
            browser.goto(&format!("/{number}")).await;
            let scheme = if dark { "sombre" } else { "clair" };
            browser.inspect(&format!("circuit-{number}-{scheme}")).await;
        }
        // Who has no mouse comes to the box, and scrolls it.
        browser.reaches(".app-circuit").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_see_where_a_dossier_stands() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let draft = story::start(&citizen).await;
    let told =
        |body: &str, sentence: &str| assert!(body.replace('\u{a0}', " ").contains(sentence), "{sentence}\n{body}");
    told(&citizen.get(&format!("/dossiers/{draft}")).await.body, "Étape 1 sur 4 : vous préparez votre demande");
    let number = submitted(&citizen, "Zoé").await;
    told(&citizen.get(&format!("/dossiers/{number}")).await.body, "Étape 2 sur 4 : votre demande est déposée");
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    act(&instructor, &number, "passer_en_instruction", &[]).await;
    told(&citizen.get(&format!("/dossiers/{number}")).await.body, "Étape 3 sur 4 : le service examine votre demande");
    act(&instructor, &number, "demander_correction", &[("message", "Votre adresse ?"), ("fields", "/email")]).await;
    told(&citizen.get(&format!("/dossiers/{number}")).await.body, "Étape 3 sur 4 : le service attend votre réponse");

    for (look, dark) in
        [(Look { width: 375, javascript: false }, false), (Look { width: 1280, javascript: true }, true)]
    {
        let browser = Browser::open(&server.base, look).await;
        browser.goto(&format!("/connexion?suite=/instruction/dossiers/{number}")).await;
        browser.sign_in(INSTRUCTOR).await;
        browser.dark(dark).await;
        browser.click("details#circuit > summary").await;
        browser.sees("Le dossier est ici").await;
        assert!(browser.has("#circuit svg[role=img] .app-circuit--here").await);
        assert!(browser.has("#circuit li[aria-current=step]").await);
        browser.inspect("circuit-instruction").await;
        browser.close().await;
        let browser = Browser::open(&server.base, look).await;
        browser.goto("/connexion?suite=/conception/attestation").await;
        browser.sign_in(OFFICIAL).await;
        browser.dark(dark).await;
        assert!(browser.has(".app-circuit svg").await && !browser.has(".app-circuit--here").await);
        browser.inspect("circuit-conception").await;
        browser.close().await;
    }
}
