//! Programs of others that are told: a real receiver, which is down, deaf, or there.

use crate::support::controls::{controls, sent};
use crate::support::double::{Double, Mode};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use diesel::{RunQueryDsl, sql_query};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const PAGE: &str = "/conception/attestation/notifications";

/// A site whose circuit tells that a dossier was submitted, and that it was accepted.
fn site() -> (Server, Double) {
    let receiver = Double::start(|url| match url.path() {
        "/gone" => None,
        _ => Some(json!({})),
    });
    let environment = vec![("GUICHET_SERVICE_HOSTS", receiver.host.clone())];
    let server = story::site(Setup { environment, ..Setup::default() });
    story::republish(&server, |file| {
        let states = &mut file["workflow"]["states"];
        states["en_construction"]["entry"] = json!([{"do": "webhook", "event": "request.submitted"}]);
        let entry = states["accepte"]["entry"].as_array_mut().unwrap();
        entry.push(json!({"do": "webhook", "event": "request.accepted"}));
    });
    (server, receiver)
}

/// Every event.
pub const ALL: &[(&str, &str)] = &[("all", "true")];

/// The official adds the receiver. Returns the key, as the page shows it.
pub async fn add(official: &Visitor, url: &str, events: &[(&str, &str)]) -> String {
    official.get(PAGE).await;
    let fields = [&[("url", url)][..], events].concat();
    let answer = official.post(PAGE, &fields).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
    let key = answer.body.split("<code id=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(!official.get(PAGE).await.shows(&key), "it is shown once");
    key
}

/// The messages that a receiver took which honours their identifiers, each told apart, their signatures verified.
fn taken(receiver: &Double, key: &str) -> BTreeMap<String, Value> {
    let key = BASE64.decode(key.strip_prefix("whsec_").unwrap()).unwrap();
    let mut taken = BTreeMap::new();
    for request in receiver.requests() {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap();
        let (id, at) = (header("webhook-id"), header("webhook-timestamp"));
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        mac.update(format!("{id}.{at}.{body}").as_bytes());
        assert_eq!(header("webhook-signature"), format!("v1,{}", BASE64.encode(mac.finalize().into_bytes())));
        assert!((guichet::app::now().timestamp() - at.parse::<i64>().unwrap()).abs() < 120);
        let message: Value = serde_json::from_str(body).unwrap();
        let former = taken.insert(id.to_owned(), message.clone());
        assert!(former.is_none_or(|former| former == message), "the same message each time");
    }
    taken
}

async fn until(told: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(40), "{told}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn waiting(server: &Server) -> i64 {
    server.database.count("SELECT count(*) FROM outbox WHERE kind = 'webhook'")
}

fn run(server: &Server, sql: &str) {
    sql_query(sql).execute(&mut server.database.connect()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_what_happened_and_no_answer() {
    let (server, receiver) = site();
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    for (url, told) in [
        ("", "Écrivez l’adresse"),
        ("https://evil.test/hook", "autoriser ce serveur"),
        ("http://169.254.169.254/latest", "autoriser ce serveur"),
    ] {
        let drawn = sent(&controls(&official.get(PAGE).await.body));
        let is_blank = |(name, value): &(String, String)| ["all", "events"].contains(&&**name) && value.is_empty();
        assert!(!drawn.iter().any(is_blank), "a box that is not ticked says nothing: {drawn:?}");
        let refused = official.post(PAGE, &[("url", url)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.shows(told), "{url}: {}", refused.body);
    }
    let key = add(&official, &format!("http://{}/all", receiver.host), ALL).await;
    let other = Double::start(|_| Some(json!({})));
    assert!(!official.post(PAGE, &[("url", &format!("http://{}/x", other.host))]).await.shows("whsec_"));
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    until("the first message", || taken(&receiver, &key).len() == 1).await;
    let message = taken(&receiver, &key).into_values().next().unwrap();
    let expected = json!({"dossier": number, "procedure": "attestation", "state": "en_construction", "phase": "submitted", "seq": 1});
    assert_eq!((&message["type"], &message["data"]), (&json!("request.submitted"), &expected));
    assert!(!receiver.requests().concat().contains("Zoé"));
    // Stopped, it is told nothing more.
    let page = official.get(PAGE).await;
    let stop = page.body.split("action=\"").find_map(|rest| rest.split('"').next().filter(|at| at.ends_with("/fin")));
    assert_eq!(official.post(stop.unwrap(), &[]).await.status, StatusCode::SEE_OTHER);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    story::act(&agent, &number, "accepter", &[("motivation", "")]).await;
    assert_eq!(story::shown(&server, &number)["phase"], "accepted");
    until("nothing waits", || waiting(&server) == 0).await;
    assert_eq!(taken(&receiver, &key).len(), 1);
    assert!(official.get(PAGE).await.shows("Arrêté le"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_program_learns_the_events_that_it_wants() {
    let (server, receiver) = site();
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let url = format!("http://{}/some", receiver.host);
    // Nothing that is chosen is not all.
    official.get(PAGE).await;
    for none in [vec![], vec![("events", "no.such")]] {
        let answer = official.post(PAGE, &[&[("url", url.as_str())][..], &none].concat()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows("Cochez au moins un événement, ou tous") && answer.shows(&url), "{}", answer.body);
    }
    let key = add(&official, &url, &[("events", "request.accepted"), ("events", "no.such")]).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    story::act(&agent, &number, "accepter", &[("motivation", "")]).await;
    until("the message", || !taken(&receiver, &key).is_empty()).await;
    until("nothing waits", || waiting(&server) == 0).await;
    let types: Vec<Value> = taken(&receiver, &key).into_values().map(|message| message["type"].clone()).collect();
    assert_eq!(types, ["request.accepted"]);
    // A receiver that is gone for good is left alone.
    receiver.set(Mode::Gone);
    story::act(&agent, &number, "repasser_en_instruction", &[]).await;
    story::act(&agent, &number, "accepter", &[("motivation", "")]).await;
    until("nothing waits", || waiting(&server) == 0).await;
    assert!(official.get(PAGE).await.shows("Arrêté le"));
}

/// A receiver that is down, then one that takes messages and can't say so, and a process that is killed meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_comes_at_least_once_and_its_repeats_are_told() {
    let (mut server, receiver) = site();
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let key = add(&official, &format!("http://{}/all", receiver.host), ALL).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    receiver.set(Mode::Down);
    story::submitted(&citizen, "Un").await;
    until("a second try", || receiver.requests().len() >= 2).await;
    receiver.set(Mode::Deaf);
    until("a try that is taken", || receiver.requests().len() >= 3).await;
    receiver.set(Mode::Slow);
    story::submitted(&citizen, "Deux").await;
    until("both messages", || taken(&receiver, &key).len() == 2).await;
    server.kill();
    receiver.set(Mode::Up);
    // What the killed process held is free at the end of its lease.
    run(&server, "UPDATE outbox SET locked_until = NULL, run_at = now() WHERE kind = 'webhook'");
    server.up();
    until("nothing waits", || waiting(&server) == 0).await;
    assert!(receiver.requests().len() >= 5, "{}", receiver.requests().len());
    assert_eq!(taken(&receiver, &key).len(), 2, "each once, by its identifier");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_receiver_keeps_no_mail() {
    let (server, receiver) = site();
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let key = add(&official, &format!("http://{}/all", receiver.host), ALL).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    receiver.set(Mode::Slow);
    story::submitted(&citizen, "Un").await;
    until("it is told", || receiver.requests().len() == 1).await;
    let (number, start) = (story::submitted(&citizen, "Deux").await, Instant::now());
    let sql = format!("SELECT count(*) FROM kept_mails WHERE text LIKE '%{number}%'");
    until("the mails", || server.database.count(&sql) >= 2).await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert_eq!(taken(&receiver, &key).len(), 1, "the first is still under way");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_told_is_seen_and_sent_again_by_an_official() {
    let (server, receiver) = site();
    server.import("inscription-cantine");
    server.user("responsable-cantine@exemple.test", &["--official", "inscription-cantine"]);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let key = add(&official, &format!("http://{}/all", receiver.host), ALL).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    receiver.set(Mode::Down);
    let number = story::submitted(&citizen, "Zoé").await;
    until("a try", || !receiver.requests().is_empty()).await;
    assert!(!official.get(PAGE).await.shows(&number), "tries are left");
    run(&server, "UPDATE outbox SET attempts = 15, run_at = now() WHERE kind = 'webhook'");
    until("the last try", || server.database.count("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL") == 1)
        .await;
    let page = official.get(PAGE).await;
    assert!(page.shows(&number) && page.shows("answered 503"), "{}", page.body);
    let replay =
        page.body.split("action=\"").find_map(|rest| rest.split('"').next().filter(|at| at.ends_with("/relance")));
    let replay = replay.unwrap().to_owned();
    // Another procedure's official can't, even by the address of their own.
    let stranger = Visitor::signed_in(&server.base, "responsable-cantine@exemple.test").await;
    assert!(!stranger.get("/conception/inscription-cantine/notifications").await.shows(&number));
    for address in [replay.clone(), replay.replace("/attestation/", "/inscription-cantine/")] {
        assert_eq!(stranger.post(&address, &[]).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    receiver.set(Mode::Up);
    assert_eq!(official.post(&replay, &[]).await.status, StatusCode::SEE_OTHER);
    until("nothing waits", || waiting(&server) == 0).await;
    assert_eq!(taken(&receiver, &key).len(), 1);
    assert_eq!(official.post(&replay, &[]).await.status, StatusCode::NOT_FOUND);
}
