//! What the tests stand on, tested: a support that lies makes every test that leans on it worthless.

use super::browser::{Browser, Look};
use super::pages;
use super::postgres::Database;
use super::smtp::Smtp;
use diesel::{RunQueryDsl, sql_query};
use lettre::message::MultiPart;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>@media (max-width: 400px) { #wide { display: none } }</style>
</head><body><header><h1>Essai</h1></header><main><p id="script">sans script</p><p id="wide">large</p><form action="/reçu">
<label for="n">Nom</label> <input id="n" name="/association/name" value="ancien"><button>Envoyer</button></form>FAULT</main>
<script>document.getElementById("script").textContent = "avec script"</script></body></html>"#;

/// A site of one page, with a fault of accessibility under `/fault`.
fn site() -> String {
    pages::serve(|path| {
        let fault = if path.contains("/fault") { r#"<img src="data:,">"# } else { "" };
        Some(("text/html", PAGE.replace("FAULT", fault).into_bytes()))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_is_as_narrow_as_asked_and_runs_scripts_only_if_asked() {
    let base = site();
    for (width, javascript) in [(375, true), (375, false), (1280, false)] {
        let browser = Browser::open(&base, Look { width, javascript }).await;
        for _ in 0..2 {
            // The second page loads in a browser that axe has run in.
            browser.goto("/").await;
            browser.sees(if javascript { "avec script" } else { "sans script" }).await;
            assert_eq!(browser.body().await.contains("large"), width > 400, "{width}");
            browser.inspect("proof").await;
        }
        browser.fill("/association/name", "Zoé").await;
        browser.follow("main button").await;
        browser.sees("Essai").await;
        assert_eq!(browser.path().await, "/re%C3%A7u");
        browser.goto("/fault").await;
        assert!(browser.violations().await.iter().any(|found| found.contains("image-alt")));
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_arrive_as_they_were_written_even_after_an_outage() {
    // Two libraries speak TLS: they must agree on who does the arithmetic.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut server = Smtp::start();
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&server.url()).unwrap().build();
    let message = |n: u32| {
        let body = MultiPart::alternative_plain_html(
            format!("Été {n} : https://exemple.fr/confirmation?jeton=a=b&n={n} fin"),
            "<p>Été</p>".to_owned(),
        );
        let message = Message::builder().from("a@exemple.fr".parse().unwrap()).to("b@exemple.fr".parse().unwrap());
        message.subject(format!("Demande n° {n} déposée")).multipart(body).unwrap()
    };
    transport.send(message(1)).await.unwrap();
    let mail = server.wait_for("b@exemple.fr", "n° 1 déposée").await;
    assert_eq!(mail.link("/confirmation"), "https://exemple.fr/confirmation?jeton=a=b&n=1");
    assert_eq!(mail.html.trim(), "<p>Été</p>");
    server.down();
    assert!(transport.send(message(2)).await.is_err());
    server.up();
    transport.send(message(3)).await.unwrap();
    server.wait_for("b@exemple.fr", "n° 3").await;
    assert_eq!(server.all().len(), 2);
}

#[test]
fn each_database_is_alone_and_can_be_closed() {
    let (one, other) = (Database::new(), Database::new());
    let count = |database: &Database| sql_query("DELETE FROM accounts").execute(&mut database.connect());
    sql_query("CREATE TABLE alone ()").execute(&mut one.connect()).unwrap();
    assert!(sql_query("SELECT FROM alone").execute(&mut other.connect()).is_err());
    let mut open = other.connect();
    other.close(true);
    assert!(sql_query("SELECT 1").execute(&mut open).is_err());
    other.close(false);
    assert_eq!(count(&other), Ok(0));
}
