//! Every page in each language: nothing is left in the other, no text is missing.

use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};

const ADMINISTRATOR: &str = "admin@exemple.test";

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_the_readers_language() {
    let server = story::site(Setup::default());
    server.user(ADMINISTRATOR, &["--administrator"]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let submitted = story::submitted(&citizen, "Zoé").await;
    let draft = story::start(&citizen).await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let asked = [("message", "À revoir"), ("fields", "/email")];
    story::act(&instructor, &submitted, "demander_correction", &asked).await;
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let administrator = Visitor::signed_in(&server.base, ADMINISTRATOR).await;
    let anonymous = Visitor::new(&server.base);

    let of = |number: &str, page: &str| format!("/dossiers/{number}{page}");
    let pages: Vec<(&Visitor, Vec<String>)> = vec![
        (
            &anonymous,
            ["/", "/connexion", "/inscription", "/mot-de-passe", "/accessibilite", "/demarches", "/nulle-part"]
                .map(str::to_owned)
                .into(),
        ),
        (
            &citizen,
            vec![
                "/compte".into(),
                "/demarches/attestation".into(),
                "/dossiers".into(),
                of(&draft, ""),
                of(&draft, "/identite"),
                of(&draft, "/pages/1"),
                of(&draft, "/pages/2"),
                of(&draft, "/pages/3"),
                of(&draft, "/verification"),
                of(&submitted, ""),
                of(&submitted, "/pages/1"),
                of(&submitted, "/historique"),
            ],
        ),
        (
            &instructor,
            vec![
                "/instruction".into(),
                "/instruction/attestation".into(),
                format!("/instruction/dossiers/{submitted}"),
                format!("/instruction/dossiers/{submitted}/historique"),
            ],
        ),
        (
            &official,
            vec![
                "/conception".into(),
                "/conception/attestation".into(),
                "/conception/attestation/notifications".into(),
            ],
        ),
        (&administrator, vec!["/administration".into()]),
    ];
    for lang in ["en", "fr"] {
        let (here, other) = if lang == "en" { ("Procedures", "Démarches<") } else { ("Démarches", "Procedures<") };
        for (visitor, paths) in &pages {
            for path in paths {
                let answer = visitor.get(&format!("{path}?lang={lang}")).await;
                let expected = if path == "/nulle-part" { 404 } else { 200 };
                assert_eq!(answer.status.as_u16(), expected, "{path}: {}", answer.body);
                assert!(answer.shows(&format!("lang=\"{lang}\"")) && answer.shows(here), "{path} in {lang}");
                assert!(!answer.shows(other), "{path} in {lang} has {other:?}");
            }
        }
    }
    assert!(!server.log().contains("missing text"), "{}", server.log());
}

/// « 1,234 » is no thousandth on an English page, whoever tells that it is one: the page itself, its reader's choice, or what
/// waited of it after the session had ended.
#[tokio::test(flavor = "multi_thread")]
async fn a_comma_on_an_english_page_is_between_thousands() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/2");
    let rent = || story::draft(&server, &number)["rent"].clone();
    citizen.post(&page, &[("/rent", "1,234"), ("_action", "save")]).await;
    assert_eq!(rent(), "1,234", "an amount has two decimals in French");
    assert_eq!(citizen.get(&page).await.hidden("_lang"), "fr");
    assert_eq!(citizen.get(&format!("{page}?lang=en")).await.hidden("_lang"), "en");
    citizen.post(&page, &[("/rent", "1,235"), ("_action", "save")]).await;
    assert_eq!(rent(), 1235);
    citizen.post(&page, &[("_lang", "fr"), ("/rent", "1,236"), ("_action", "save")]).await;
    assert_eq!(rent(), "1,236", "the page was drawn in French");

    let drawn = citizen.get(&format!("{page}?lang=fr")).await;
    let rev = drawn.hidden("_rev");
    diesel::RunQueryDsl::execute(diesel::sql_query("DELETE FROM sessions"), &mut server.database.connect()).unwrap();
    citizen.post(&page, &[("_rev", &rev), ("_lang", "en"), ("/rent", "2,345"), ("_action", "save")]).await;
    citizen.sign_in(CITIZEN).await;
    let back = citizen.get(&page).await;
    assert!(back.shows("value=\"2345\""), "{}", back.body);
    citizen.post(&page, &[("_rev", &back.hidden("_rev")), ("_unsaved", "1"), ("_action", "save")]).await;
    assert_eq!(rent(), 2345);
}
