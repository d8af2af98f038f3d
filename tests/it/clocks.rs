//! A time limit on a real site: the clock of the wall is moved by restarting it on another day.

use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use chrono::{Months, NaiveDate, TimeDelta};
use diesel::sql_types::{Bool, Date, Nullable, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, sql_query};
use guichet::civil::Territory;
use reqwest::StatusCode;
use serde_json::json;
use std::time::{Duration, Instant};

#[derive(QueryableByName, Debug, PartialEq)]
struct Decision {
    #[diesel(sql_type = Text)]
    outcome: String,
    #[diesel(sql_type = Bool)]
    tacit: bool,
    #[diesel(sql_type = Nullable<Date>)]
    effective_on: Option<NaiveDate>,
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    told: String,
}

/// The procedure of tests, where two months of silence accept, and who instructs is told two weeks before.
pub fn site(setup: Setup) -> Server {
    let server = story::site(setup);
    story::republish(&server, circuit);
    server
}

/// Its circuit.
pub fn circuit(file: &mut serde_json::Value) {
    let workflow = &mut file["workflow"];
    // The first clock decides nothing: its date is not that of the silence.
    workflow["deadlines"] = json!({"completeness": {
        "label": {"fr": "Délai de recevabilité", "en": "Time to admit"}, "duration": "P10D", "start": ["en_construction"],
        "onExpiry": {"target": "en_instruction"},
    }, "decision": {
        "label": {"fr": "Délai de décision", "en": "Time to decide"}, "duration": "P2M", "start": ["en_construction"],
        "suspendIn": ["a_corriger"], "resume": "by_reason", "remind": [{"before": "P14D", "to": ["instructor"]}],
        "onExpiry": {"target": "accepte_tacite"}, "legalBasis": "CRPA L231-1",
    }});
    workflow["states"]["accepte_tacite"] = json!({
        "label": {"fr": "Accepté par le silence", "en": "Accepted by silence"}, "type": "final", "phase": "accepted",
        "decision": {"outcome": "accepted", "tacit": true, "motivation": "none"},
    });
    workflow["on"]["demander_correction"]["actions"][0]["reason"] = json!("incomplete");
    // Another delay than that of the clock, which is the one that counts.
    file["silence"] =
        json!({"means": "acceptance", "delay": "P4M", "legal_basis": {"fr": "CRPA, L231-1", "en": "CRPA, L231-1"}});
}

pub fn today() -> NaiveDate {
    Territory::default().date(guichet::app::now())
}

/// « 12 mars 2026 ».
pub fn told(date: NaiveDate) -> String {
    guichet::web::format::day(guichet::web::Lang::Fr, date)
}

fn decision(server: &Server) -> Option<Decision> {
    let sql = "SELECT outcome, tacit, effective_on FROM decisions WHERE superseded_at IS NULL";
    sql_query(sql).load(&mut server.database.connect()).unwrap().pop()
}

/// What a statement tells, in one text a row.
pub fn rows(server: &Server, sql: &str) -> Vec<String> {
    let rows: Vec<Told> = sql_query(sql).load(&mut server.database.connect()).unwrap();
    rows.into_iter().map(|row| row.told).collect()
}

pub async fn eventually<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(20), "it did not come");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_accepts_on_its_date_even_if_the_machine_stood_still() {
    let mut server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let due = today().checked_add_months(Months::new(2)).unwrap();
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows("Délai de décision") && page.shows(&format!("Jusqu’au {}", told(due))), "{}", page.body);
    let receipt = format!("vous n’avez pas de réponse le {}, votre demande sera acceptée", told(due));
    assert!(page.shows(&receipt), "{}", page.body);
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(instructor.get(&format!("/instruction/dossiers/{number}")).await.shows("CRPA L231-1"));

    // Two weeks before: a reminder, to who instructs alone, and nothing else moves.
    server.again_after(due - TimeDelta::days(13) - today());
    let mail = "SELECT recipient || ' ' || subject AS told FROM kept_mails WHERE subject LIKE '%Délai de décision%'";
    let told_of = eventually(|| Some(rows(&server, mail)).filter(|mails| !mails.is_empty())).await;
    assert_eq!(told_of, [format!("{INSTRUCTOR} Dossier {number} : Délai de décision, au plus tard le {}", told(due))]);
    assert_eq!(decision(&server), None);

    // Three days after the end.
    server.again_after(due + TimeDelta::days(4) - today());
    let found = eventually(|| decision(&server)).await;
    assert_eq!(found, Decision { outcome: "accepted".to_owned(), tacit: true, effective_on: Some(due) });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    let sentence = format!("Décision née du silence de l’administration le {}.", told(due));
    assert!(page.shows("Accepté par le silence") && page.shows(&sentence), "{}", page.body);
    let ledger =
        "SELECT content->>'op' || ' ' || on_date AS told FROM ledgers WHERE deadline = 'decision' ORDER BY row";
    assert_eq!(rows(&server, ledger), [format!("start {}", today())]);
    server.must(&["audit", "verify"]);
}

/// Whoever acts on a dossier also writes its timers: a timer that waits for the dossier must not hold its own row meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn what_falls_due_while_somebody_acts_keeps_them_from_nothing() {
    let mut server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Zoé").await;
    let mut holder = server.database.connect();
    holder.begin_test_transaction().unwrap();
    sql_query("SELECT 1 FROM dossiers FOR UPDATE").execute(&mut holder).unwrap();
    server.again_after(TimeDelta::days(100));
    tokio::time::sleep(Duration::from_millis(1500)).await;
    sql_query("SET LOCAL lock_timeout = '200ms'").execute(&mut holder).unwrap();
    sql_query("UPDATE timers SET attempts = attempts").execute(&mut holder).unwrap();
    drop(holder);
    assert!(eventually(|| decision(&server)).await.tacit);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unlawful_request_is_seen_before_it_is_taken_back() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let asked = story::act(&instructor, &number, "demander_correction", &[("message", "Il manque le bail.")]).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows("Suspendu. S’il reprenait aujourd’hui") && page.shows("pièces demandées"), "{}", page.body);
    assert!(!page.shows("Revenir là-dessus") && !page.shows("votre demande sera acceptée"));

    let address = format!("/instruction/dossiers/{number}");
    let page = instructor.get(&address).await;
    let due = today().checked_add_months(Months::new(2)).unwrap();
    assert!(page.shows("Si vous l’annulez") && page.shows(&format!("Jusqu’au {}", told(due))), "{}", page.body);
    // Nobody else takes it back: not the applicant, and not without a reason.
    let void = "void:decision:1";
    let mine = citizen.get(&format!("/dossiers/{number}")).await;
    let (key, rev) = (mine.hidden("key"), mine.hidden("rev"));
    let fields = [("key", key.as_str()), ("rev", rev.as_str()), ("motivation", "x")];
    let refused = citizen.post(&format!("/dossiers/{number}/transitions/{void}"), &fields).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
    let timer = citizen.post(&format!("/dossiers/{number}/transitions/expiry:decision"), &fields).await;
    assert_eq!(timer.status, StatusCode::CONFLICT, "a person fires no timer: {}", timer.body);
    let silent = story::act(&instructor, &number, void, &[("motivation", " ")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = story::act(&instructor, &number, void, &[("motivation", "Le bail n’était pas exigible.")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);

    let page = instructor.get(&address).await;
    let told_of = format!("annulé le {}\u{a0}: Le bail n’était pas exigible.", told(today()));
    assert!(page.shows(&told_of) && page.shows(&format!("Jusqu’au {}", told(due))), "{}", page.body);
    assert!(page.shows("Délai de décision\u{a0}: ligne annulée"), "the history names it: {}", page.body);
    let ledger = "SELECT content->>'op' AS told FROM ledgers WHERE deadline = 'decision' ORDER BY row";
    assert_eq!(rows(&server, ledger), ["start", "suspend", "void"]);
    server.must(&["audit", "verify"]);
    let forged = "ALTER TABLE ledgers DISABLE TRIGGER ledgers_append_only";
    sql_query(forged).execute(&mut server.database.connect()).unwrap();
    let moved = "UPDATE ledgers SET content = jsonb_set(content, '{on}', '\"2020-01-01\"') WHERE row = 1";
    sql_query(moved).execute(&mut server.database.connect()).unwrap();
    let told = server.run(&["audit", "verify"]);
    assert!(
        String::from_utf8_lossy(&told.stdout).contains("its ledgers are not what the engine remembers"),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_of_a_clock_only_grows() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Zoé").await;
    assert!(sql_query("DELETE FROM ledgers").execute(&mut server.database.connect()).is_err(), "append-only");
    server.must(&["audit", "verify"]);
}

/// The site that fires timers is down, the one that people reach is up.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_decides_after_silence_has() {
    let mut server = site(Setup { heard: true, ..Setup::default() });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let due = today().checked_add_months(Months::new(2)).unwrap();
    server.again_after(due + TimeDelta::days(2) - today());
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert_eq!(decision(&server), None);
    let late = story::act(&instructor, &number, "passer_en_instruction", &[]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.shows("Accepté par le silence"), "{}", late.body);
    let found = decision(&server).unwrap();
    assert_eq!(found, Decision { outcome: "accepted".to_owned(), tacit: true, effective_on: Some(due) });
    server.must(&["audit", "verify"]);
}
