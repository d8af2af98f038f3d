//! Answers given beforehand: by an address, by another service.

use crate::support::PASSWORD;
use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, OTHER};
use diesel::{RunQueryDsl, sql_query};
use serde_json::{Value, json};

const QUERY: &str = "?/name=Zo%C3%A9%20Roy&%2Frent=650,5&/has_children=true&/children/0/first_name=Ali&/children/0/age=99&/yearly_rent=1&/rien=x";

/// The number of the draft that a start leads to.
fn started(answer: &crate::support::http::Answer) -> String {
    let location = answer.location.clone().unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    location.split('/').nth(2).unwrap().to_owned()
}

/// The fields that the start button carries.
fn carried(page: &str) -> Vec<(String, String)> {
    let form = page.split("attestation/dossiers\">").nth(1).unwrap().split("</form>").next().unwrap();
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |input: &str| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().to_owned())
    };
    inputs.map(field).filter(|(name, _)| name != "_csrf").collect()
}

async fn begin(visitor: &Visitor, address: &str) -> (crate::support::http::Answer, String) {
    let page = visitor.get(address).await;
    let fields = carried(&page.body);
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let answer = visitor.post("/demarches/attestation/dossiers", &fields).await;
    let number = started(&answer);
    (page, number)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_fills_the_form_in() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let (page, number) = begin(&citizen, &format!("/demarches/attestation{QUERY}")).await;
    for told in ["Zoé Roy", "650,50", "Enfants 1 – Prénom", "99", "/rien", "n’est pas posée", "remplie d’avance"]
    {
        assert!(page.shows(told), "{told}: {}", page.body);
    }
    let draft = story::draft(&server, &number);
    assert_eq!(draft["name"], "Zoé Roy");
    assert_eq!(draft["rent"], 650.5);
    assert_eq!(draft["children"], json!([{"first_name": "Ali"}]));
    let first = citizen.get(&format!("/dossiers/{number}/pages/1")).await;
    assert!(first.shows("déjà remplies") && first.shows("/rien"), "{}", first.body);
    let second = citizen.get(&format!("/dossiers/{number}/pages/2")).await;
    assert!(second.shows("99") && !second.shows("/rien"), "{}", second.body);
    // Nothing given: nothing told.
    let plain = story::start(&citizen).await;
    assert!(!citizen.get(&format!("/dossiers/{plain}")).await.shows("déjà remplies"));
    // What is no answer is no answer.
    let answer = citizen.get("/demarches/attestation?lang=fr&%2Fname=%00a&__proto__=1&/=x&/a~=1").await;
    assert_eq!(answer.status, 200);
}

async fn post(server: &Server, body: String) -> reqwest::Response {
    let url = format!("{}/demarches/attestation/preremplissage", server.base);
    let client = reqwest::Client::new();
    client.post(url).header("content-type", "application/json").body(body).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_posts_answers_and_gets_a_link_good_once() {
    let server = story::site(Setup::default());
    let document = json!({ "name": "Zoé", "rent": "cher", "proof": { "id": "x" }, "inconnu": 1 });
    let response = post(&server, document.to_string()).await;
    assert_eq!(response.status(), 201);
    let answer: Value = response.json().await.unwrap();
    let mut codes: Vec<&str> =
        answer["invalid"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["prefill-closed", "prefill-unknown", "type"], "{answer}");
    assert!(answer["invalid"][0]["message"].as_str().unwrap().len() > 10);
    let url = answer["url"].as_str().unwrap();
    let address = url.strip_prefix(&server.base).unwrap().to_owned();
    assert!(address.ends_with(answer["token"].as_str().unwrap()));

    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let (page, number) = begin(&citizen, &address).await;
    assert!(page.shows("Zoé") && page.shows("cher"), "{}", page.body);
    assert_eq!(story::draft(&server, &number)["name"], "Zoé");
    // Used: it says so, and lets one start blank.
    let page = other.get(&address).await;
    assert!(page.status == 200 && page.shows("ne remplit plus le formulaire") && !page.shows("Zoé"), "{}", page.body);
    let (_, blank) = begin(&other, &address).await;
    assert!(story::shown(&server, &blank)["draft"].get("name").is_none());
    // The button of a page that was open meanwhile leads back to the explanation.
    let token = answer["token"].as_str().unwrap();
    let late = other.post("/demarches/attestation/dossiers", &[("preremplissage", token)]).await;
    assert_eq!(late.location.as_deref(), Some(address.as_str()));
}

/// Answers by pointer; five days, not less and not more.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_good_for_five_days() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    for (age, is_good) in [("4 days 23 hours 59 minutes", true), ("5 days 1 minute", false)] {
        let answer: Value = post(&server, json!({ "/name": "Ali" }).to_string()).await.json().await.unwrap();
        assert_eq!(answer["invalid"], json!([]));
        let seconds = "SELECT max(extract(epoch FROM expires_at - now()))::bigint AS count FROM prefills";
        let (left, days) = (server.database.count(seconds), 5 * 86_400);
        assert!(left <= days && left > days - 60, "{left}");
        // As if it had been made so long ago.
        let sql = format!("UPDATE prefills SET expires_at = expires_at - interval '{age}'");
        assert_eq!(sql_query(sql).execute(&mut server.database.connect()), Ok(1));
        let address = answer["url"].as_str().unwrap().strip_prefix(&server.base).unwrap();
        let (page, number) = begin(&citizen, address).await;
        assert_eq!(page.shows("ne remplit plus le formulaire"), !is_good, "{age}: {}", page.body);
        let name = story::shown(&server, &number)["draft"]["name"].clone();
        assert_eq!(name, if is_good { json!("Ali") } else { json!(null) }, "{age}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_answers_is_refused_as_a_problem() {
    let server = story::site(Setup { throttle: 1, ..Setup::default() });
    let large = json!({ "name": "x".repeat(70_000) }).to_string();
    let cases = [("{", 400), ("[1]", 400), ("\"x\"", 400), (r#"{"name": "a\u0000b"}"#, 400), (large.as_str(), 413)];
    for (body, status) in cases {
        let response = post(&server, body.to_owned()).await;
        assert_eq!(response.status(), status, "{:.40}", body);
        assert_eq!(response.headers()["content-type"], "application/problem+json");
    }
    let url = format!("{}/demarches/rien/preremplissage", server.base);
    let client = reqwest::Client::new();
    let answer = client.post(url).header("content-type", "application/json").body("{}").send().await.unwrap();
    assert_eq!(answer.status(), 404);
    // Bounded: 600 an hour from one address.
    let mut last = 0;
    for _ in 0..700 {
        last = post(&server, "{".to_owned()).await.status().as_u16();
        if last == 429 {
            break;
        }
    }
    assert_eq!(last, 429);
}

/// Through registering and signing in, nothing is lost; with and without JavaScript.
#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_comes_back_to_what_the_address_gave() {
    for look in [Look { width: 375, javascript: false }, Look { width: 1280, javascript: true }] {
        let smtp = Smtp::start();
        let server = story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
        let browser = Browser::open(&server.base, look).await;
        browser.goto(&format!("/demarches/attestation{QUERY}")).await;
        browser.inspect("demarche-preremplie").await;
        browser.follow("main a[href^=\"/inscription\"]").await;
        let email = "nouveau@exemple.test";
        for (name, value) in [("email", email), ("given_name", "Ana"), ("family_name", "Roy"), ("password", PASSWORD)] {
            browser.fill(name, value).await;
        }
        browser.follow("main form[action=\"/inscription\"] button[type=submit]").await;
        let mail = smtp.wait_for(email, "/inscription/confirmation").await;
        browser.goto(&mail.link("/inscription/confirmation")).await;
        browser.follow("main form[action=\"/inscription/confirmation\"] button[type=submit]").await;
        browser.sign_in(email).await;
        browser.sees("Zoé Roy").await;
        browser.follow("main form[action=\"/demarches/attestation/dossiers\"] button").await;
        browser.inspect("page-preremplie").await;
        assert_eq!(browser.value("/name").await, "Zoé Roy");
        let number = browser.path().await.split('/').nth(2).unwrap().to_owned();
        browser.goto(&format!("/dossiers/{number}")).await;
        browser.inspect("dossier-prerempli").await;
        browser.close().await;
    }
}
