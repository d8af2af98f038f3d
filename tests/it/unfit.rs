//! A revision that was published, and that this version can't compile: nobody is shut out of what they wrote.

use crate::support::browser::{Browser, Look, NARROWEST};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;

const NOTICE: &str = "ne sait plus ouvrir le formulaire";

/// Makes the published form one that is refused, as a stricter version would, and starts the site again.
fn spoil(server: &mut Server) {
    let spoiling = "UPDATE revisions SET content = replace(content, '#/properties/name', '#/properties/renamed')";
    assert_eq!(sql_query(spoiling).execute(&mut server.database.connect()).unwrap(), 1);
    assert!(server.stop());
    server.up();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_and_no_longer_compiles_is_read_by_all() {
    let mut server = story::site(Setup::default());
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let sent = story::submitted(&citizen, "Zoé").await;
    let draft = story::start(&citizen).await;
    let page = format!("/dossiers/{draft}/pages/1");
    story::fill(&citizen, &draft, "Ali").await;
    let check = citizen.get(&format!("/dossiers/{draft}/verification")).await;
    let step = ["key", "rev", "transition"].map(|name| (name, check.hidden(name)));
    let step: Vec<(&str, &str)> = step.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let before = story::draft(&server, &draft);
    spoil(&mut server);

    // The citizen reads what was sent, and what was begun.
    for (number, name) in [(&sent, "Zoé"), (&draft, "Ali")] {
        let shown = citizen.get(&format!("/dossiers/{number}")).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.shows(NOTICE) && shown.shows(name) && !shown.shows("/pages/1"), "{}", shown.body);
        let (headers, pdf) = citizen.download(&format!("/dossiers/{number}/reponses.pdf")).await;
        assert!(headers["content-type"] == "application/pdf" && pdf.starts_with(b"%PDF"), "{number}");
    }
    assert!(citizen.get(&format!("/dossiers/{sent}")).await.shows("bail.pdf"), "files can still be had");
    assert_eq!(citizen.get("/dossiers").await.status, StatusCode::OK);
    // Nothing may be written, nor sent unseen.
    let refused = citizen.post(&page, &[("/name", "Léa"), ("_action", "save")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    let sending = citizen.post(&format!("/dossiers/{draft}/verification"), &step).await;
    assert_eq!(sending.status, StatusCode::FORBIDDEN, "{}", sending.body);
    assert_eq!(story::draft(&server, &draft), before);
    assert!(story::shown(&server, &draft)["submitted_at"].is_null());

    // Nobody begins another.
    for path in ["/", "/demarches", "/demarches/attestation"] {
        assert_eq!(citizen.get(path).await.status, StatusCode::OK, "{path}");
    }
    assert!(citizen.get("/demarches/attestation").await.shows("il n’est pas possible de commencer un dossier"));
    let started = citizen.post("/demarches/attestation/dossiers", &[]).await;
    assert!(started.shows("Cette démarche est fermée"), "{}", started.body);

    // The instructor reads, downloads, and decides.
    let screen = agent.get(&format!("/instruction/dossiers/{sent}")).await;
    assert!(screen.shows(NOTICE) && screen.shows("Zoé") && screen.shows("650.5"), "{}", screen.body);
    let table = agent.get("/instruction/attestation/export.csv").await;
    assert!(table.shows("telles qu’elles ont été enregistrées") && table.shows("Zoé"), "{}", table.body);
    assert!(!table.shows("bail.pdf"));
    // A correction is not asked: nobody could make it.
    assert!(!screen.shows("demander_correction"), "{}", screen.body);
    let asked = [("message", "À revoir"), ("fields", "/email")];
    let refused = story::act(&agent, &sent, "demander_correction", &asked).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert_eq!(story::act(&agent, &sent, "passer_en_instruction", &[]).await.status, StatusCode::SEE_OTHER);
    let decided = story::act(&agent, &sent, "refuser", &[("motivation", "Vous n’habitez pas la commune.")]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.body);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let studio = official.get("/conception/attestation").await;
    assert_eq!(studio.status, StatusCode::OK);
    assert!(studio.shows("ne sait plus ouvrir le formulaire publié") && studio.shows("(/form/ui/"), "{}", studio.body);

    assert!(server.log().contains("a published form can't be compiled") && server.log().contains("scope-unknown"));

    let browser = Browser::open(&server.base, Look { width: NARROWEST, javascript: true }).await;
    browser.goto(&format!("/connexion?suite=/dossiers/{draft}")).await;
    browser.sign_in(CITIZEN).await;
    browser.sees(NOTICE).await;
    browser.inspect_schemes("formulaire-illisible").await;
    browser.close().await;
}
