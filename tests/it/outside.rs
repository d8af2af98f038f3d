//! Outside work on a real site: a register and a provider of payments, which answer, are slow, down, or say the same thing twice.

use crate::support::double::{Double, Mode};
use crate::support::http::{Visitor, client};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use chrono::TimeDelta;
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// A register that knows people by their names; a provider whose page somebody goes to.
pub fn double() -> Double {
    Double::start(|url| match url.path() {
        "/base/people/Zo%C3%A9%20B" => Some(json!({"known": true, "since": 1.5e300, "name": "Zo\u{0}é"})),
        "/base/orders" => Some(json!({"url": "https://pay.example.fr/42"})),
        _ => None,
    })
}

/// A site whose circuit asks `call` once a request is submitted.
pub fn site(double: &Double, call: Value) -> Server {
    let connectors =
        json!({"c": {"url": format!("http://{}/base", double.host), "headers": {"X-Api-Key": "hunter2"}}}).to_string();
    let server = story::site(Setup { environment: vec![("GUICHET_CONNECTORS", connectors)], ..Setup::default() });
    publish(&server, call);
    server
}

fn publish(server: &Server, call: Value) {
    story::republish(server, |file| {
        let state = &mut file["workflow"]["states"]["en_construction"];
        let mut asks = json!({"id": "outside", "result": "found", "onDone": [{"target": "en_instruction"}], "onError": [{"target": "sans_suite"}]});
        asks.as_object_mut().unwrap().extend(call.as_object().unwrap().clone());
        asks.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        state["invoke"] = json!([asks]);
    });
}

fn register() -> Value {
    json!({"service": "http", "with": {"connector": "c", "path": "/people/{form.name}"}, "retry": {"max": 2, "backoff": "PT1M"}})
}

fn payment() -> Value {
    json!({"service": "pay", "with": {"connector": "c", "path": "/orders", "body": {"amount": "{form.rent}"}}})
}

pub async fn until(told: &str, server: &Server, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(40), "{told}:\n{}", server.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Waits for a dossier to come to a state.
pub async fn comes_to(server: &Server, number: &str, state: &str) {
    let sql = format!("SELECT count(*) FROM dossiers WHERE number = '{number}' AND state = '{state}'");
    until(state, server, || server.database.count(&sql) == 1).await;
}

pub fn run(server: &Server, sql: &str) {
    sql_query(sql).execute(&mut server.database.connect()).unwrap();
}

/// What waits for its next try, or for a worker that is dead, is due now.
fn hurry(server: &Server) {
    run(server, "UPDATE outbox SET run_at = now(), locked_until = NULL WHERE failed_at IS NULL");
}

/// Answers in the histories.
pub fn answers(server: &Server) -> i64 {
    server.database.count("SELECT count(*) FROM events WHERE command LIKE 'answer:%'")
}

/// Nothing is left to do, and the histories hold.
pub async fn is_settled(server: &Server) {
    until("nothing waits", server, || server.database.count("SELECT count(*) FROM outbox") == 0).await;
    assert_eq!(
        server.database.count("SELECT count(*) FROM invocations WHERE ended_at IS NULL OR request IS NOT NULL"),
        0
    );
    server.must(&["audit", "verify"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_answers_and_the_dossier_goes_on() {
    let double = double();
    let server = site(&double, register());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    comes_to(&server, &number, "en_instruction").await;
    let asked = double.requests().concat();
    assert!(asked.starts_with("GET /base/people/Zo%C3%A9%20B HTTP") && asked.contains("hunter2"), "{asked}");
    let data = "SELECT count(*) FROM dossiers WHERE snapshot->'data'->'found' = '{\"known\": true, \"since\": 1.5e300, \"name\": \"Zoé\"}'";
    assert_eq!((server.database.count(data), answers(&server)), (1, 1));
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows("Réponse reçue d’un service extérieur"));
    is_settled(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_down_is_asked_again_then_given_up() {
    let double = double();
    let server = site(&double, register());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    double.set(Mode::Down);
    let number = story::submitted(&citizen, "Zoé B").await;
    for tries in 1..3 {
        until("a try", &server, || double.requests().len() == tries).await;
        until("the try is noted", &server, || {
            server.database.count("SELECT count(*) FROM outbox WHERE kind = 'invoke' AND locked_until IS NULL") == 1
        })
        .await;
        assert_eq!(answers(&server), 0);
        let page = citizen.get(&format!("/dossiers/{number}")).await;
        assert!(page.shows("La réponse d’un autre service"), "{}", page.body);
        hurry(&server);
    }
    comes_to(&server, &number, "sans_suite").await;
    let keys: std::collections::BTreeSet<String> = double
        .requests()
        .iter()
        .map(|request| {
            request.lines().find(|line| line.to_lowercase().starts_with("idempotency-key")).unwrap().to_owned()
        })
        .collect();
    assert_eq!((double.requests().len(), keys.len()), (3, 1), "each try has the same key");
    is_settled(&server).await;
    // What the register knows nothing of is not asked again.
    double.set(Mode::Up);
    let number = story::submitted(&citizen, "Personne").await;
    comes_to(&server, &number, "sans_suite").await;
    assert_eq!(double.requests().len(), 4);
    is_settled(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_that_nothing_follows_is_seen_and_asked_again_by_an_official() {
    let double = double();
    let server =
        site(&double, json!({"onError": null, "retry": {"max": 0}, "service": "http", "with": register()["with"]}));
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    double.set(Mode::Down);
    let number = story::submitted(&citizen, "Zoé B").await;
    until("it has failed", &server, || {
        server.database.count("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL") == 1
    })
    .await;
    comes_to(&server, &number, "en_construction").await;
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let page = official.get("/conception/attestation/notifications").await;
    assert!(page.shows(&number) && page.shows("Demande à un service extérieur"), "{}", page.body);
    let replay =
        page.body.split("action=\"").find_map(|rest| rest.split('"').next().filter(|at| at.ends_with("/relance")));
    double.set(Mode::Up);
    assert_eq!(official.post(replay.unwrap(), &[]).await.status, StatusCode::SEE_OTHER);
    comes_to(&server, &number, "en_instruction").await;
    is_settled(&server).await;
}

/// What the register will never answer otherwise is not asked again, and who is in charge sees it at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_makes_no_sense_is_asked_once() {
    let double = double();
    let server = site(
        &double,
        json!({"onError": null, "service": "http", "with": register()["with"], "retry": {"max": 8, "backoff": "PT1M"}}),
    );
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Personne").await;
    until("it has failed", &server, || {
        server.database.count("SELECT count(*) FROM outbox WHERE failed_at IS NOT NULL AND attempts = 1") == 1
    })
    .await;
    hurry(&server);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    assert!(official.get("/conception/attestation/notifications").await.shows(&number));
    assert_eq!(double.requests().len(), 1);
    comes_to(&server, &number, "en_construction").await;
}

/// A service that is left alone is not asked: that is no try, were it the last.
#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_skipped_costs_no_try() {
    let double = double();
    let server = site(&double, json!({"service": "http", "with": register()["with"], "retry": {"max": 0}}));
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    double.set(Mode::Down);
    for _ in 0..5 {
        let number = story::submitted(&citizen, "Zoé B").await;
        comes_to(&server, &number, "sans_suite").await;
    }
    let number = story::submitted(&citizen, "Zoé B").await;
    until("it is put off", &server, || {
        let put_off = "kind = 'invoke' AND attempts = 0 AND last_error LIKE '%skipped%' AND failed_at IS NULL";
        server.database.count(&format!("SELECT count(*) FROM outbox WHERE {put_off}")) == 1
    })
    .await;
    comes_to(&server, &number, "en_construction").await;
    assert_eq!(double.requests().len(), 5);
}

/// The time for an answer goes on while the machine stands still.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_late_is_none_even_after_a_stop() {
    let double = double();
    let mut server = site(
        &double,
        json!({"timeout": "P2D", "service": "http", "with": register()["with"], "retry": {"max": 20, "backoff": "P1D"}}),
    );
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    double.set(Mode::Down);
    let number = story::submitted(&citizen, "Zoé B").await;
    until("a try", &server, || double.requests().len() == 1).await;
    double.set(Mode::Up);
    server.again_after(TimeDelta::days(3));
    comes_to(&server, &number, "sans_suite").await;
    assert_eq!(answers(&server), 0, "by a timer");
    is_settled(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_while_it_asks_it_asks_again_and_is_answered_once() {
    let double = double();
    let mut server = site(&double, register());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    double.set(Mode::Slow);
    let number = story::submitted(&citizen, "Zoé B").await;
    until("it is asked", &server, || double.requests().len() == 1).await;
    server.kill();
    double.set(Mode::Up);
    hurry(&server);
    server.up();
    comes_to(&server, &number, "en_instruction").await;
    assert_eq!((double.requests().len(), answers(&server)), (2, 1));
    is_settled(&server).await;
}

/// What the provider was told, and the end of the address that it is to call.
fn order(double: &Double) -> (Value, String) {
    let request = double.requests().pop().unwrap();
    let body: Value = serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap();
    let path = body["callback_url"].as_str().unwrap().split_once("/retours/").unwrap().1.to_owned();
    (body, format!("/retours/{path}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_made_elsewhere_and_told_once() {
    let double = double();
    let server = site(&double, payment());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    let linked = "SELECT count(*) FROM invocations WHERE link IS NOT NULL";
    until("the link", &server, || server.database.count(linked) == 1).await;
    let (body, back) = order(&double);
    assert_eq!((&body["dossier"], &body["request"]), (&json!(number), &json!({"amount": 650.5})));
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows("https://pay.example.fr/42") && page.shows("Aller payer"), "{}", page.body);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("Un paiement") && !page.shows("pay.example.fr"), "it is the applicant's to pay");
    // Forged, malformed: nothing.
    let provider = client().build().unwrap();
    let call = |path: String, body: Value| {
        let request = provider.post(format!("{}{path}", server.base)).body(body.to_string());
        async move { request.send().await.unwrap().status() }
    };
    let mut forged = back.clone();
    let last = if forged.pop() == Some('A') { 'B' } else { 'A' };
    forged.replace_range(12..13, if forged[12..13] == *"A" { "B" } else { "A" });
    forged.push(last);
    let done = json!({"status": "done", "result": {"receipt": "R1"}});
    assert_eq!(call(forged, done.clone()).await, StatusCode::NOT_FOUND);
    assert_eq!(call(back.clone(), json!({"status": "perhaps"})).await, StatusCode::BAD_REQUEST);
    assert_eq!(answers(&server), 0);
    // At once and again: one answer.
    let calls: Vec<_> = (0..8).map(|_| call(back.clone(), done.clone())).collect();
    assert_eq!(futures_util::future::join_all(calls).await, [StatusCode::NO_CONTENT; 8]);
    comes_to(&server, &number, "en_instruction").await;
    assert_eq!(call(back, json!({"status": "failed"})).await, StatusCode::NO_CONTENT);
    assert_eq!(answers(&server), 1);
    assert_eq!(
        server.database.count("SELECT count(*) FROM dossiers WHERE snapshot->'data'->'found'->>'receipt' = 'R1'"),
        1
    );
    is_settled(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_the_administration_s_to_give() {
    let double = double();
    let server = site(&double, json!({"service": "sign", "with": {"connector": "c", "path": "/orders"}}));
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    until("the link", &server, || {
        server.database.count("SELECT count(*) FROM invocations WHERE link IS NOT NULL") == 1
    })
    .await;
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows("Une signature") && !page.shows("pay.example.fr"), "{}", page.body);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("https://pay.example.fr/42") && page.shows("Aller signer"), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_the_state_was_left_does_nothing() {
    let double = double();
    let server = site(&double, payment());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    until("the link", &server, || {
        server.database.count("SELECT count(*) FROM invocations WHERE link IS NOT NULL") == 1
    })
    .await;
    let (_, back) = order(&double);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let late =
        client().build().unwrap().post(format!("{}{back}", server.base)).body(json!({"status": "done"}).to_string());
    assert_eq!(late.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!((answers(&server), server.database.count("SELECT count(*) FROM invocations")), (0, 1));
    assert!(!citizen.get(&format!("/dossiers/{number}")).await.shows("Aller payer"));
    // Asked again by a new visit, the former address answers nothing.
    story::act(&agent, &number, "repasser_en_construction", &[]).await;
    until("asked anew", &server, || {
        server.database.count("SELECT count(*) FROM invocations WHERE link IS NOT NULL") == 1
    })
    .await;
    let late =
        client().build().unwrap().post(format!("{}{back}", server.base)).body(json!({"status": "done"}).to_string());
    assert_eq!(late.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(answers(&server), 0);
    // A payment that is refused is a failure.
    let (_, back) = order(&double);
    let refused = json!({"status": "failed", "reason": "card"});
    let refused = client().build().unwrap().post(format!("{}{back}", server.base)).body(refused.to_string());
    assert_eq!(refused.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    comes_to(&server, &number, "sans_suite").await;
    is_settled(&server).await;
}
