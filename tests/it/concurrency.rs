//! Two people at once.

use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use crate::tasks::COLLEAGUE;
use diesel::{Connection, RunQueryDsl, sql_query};
use reqwest::StatusCode;
use std::time::Duration;

/// Eight commands on one dossier are held back together by a lock, then let go: one wins, the others are told.
#[tokio::test(flavor = "multi_thread")]
async fn of_eight_decisions_at_once_one_wins_and_the_others_see_the_new_state() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let taken = story::act(&instructor, &number, "passer_en_instruction", &[]).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let page = instructor.get(&format!("/instruction/dossiers/{number}")).await;
    let rev = page.hidden("rev");

    let mut holder = server.database.connect();
    let (instructor, rev, number) = (&instructor, &rev, &number);
    let commands = (0..8).map(|n| async move {
        let transition = if n % 2 == 0 { "accepter" } else { "refuser" };
        let address = format!("/instruction/dossiers/{number}/transitions/{transition}");
        let key = format!("key-{n}");
        instructor.post(&address, &[("key", &key), ("rev", rev), ("motivation", "Vu le dossier.")]).await
    });
    let release = async {
        tokio::time::sleep(Duration::from_millis(800)).await;
    };
    holder.begin_test_transaction().unwrap();
    sql_query("SELECT 1 FROM dossiers FOR UPDATE").execute(&mut holder).unwrap();
    let delayed = async {
        release.await;
        drop(holder);
    };
    let (answers, ()) = tokio::join!(futures_util::future::join_all(commands), delayed);

    let won = answers.iter().filter(|answer| answer.status == StatusCode::SEE_OTHER).count();
    let lost: Vec<_> = answers.iter().filter(|answer| answer.status == StatusCode::CONFLICT).collect();
    assert_eq!((won, lost.len()), (1, 7), "{:?}", answers.iter().map(|answer| answer.status).collect::<Vec<_>>());
    let shown = story::shown(&server, number);
    let state = if shown["state"] == "accepte" { "Accepté" } else { "Refusé" };
    assert!(lost.iter().all(|answer| answer.shows(state)), "{}", lost[0].body);
    assert_eq!(shown["revision"], 3);
    server.must(&["audit", "verify"]);
}

/// A click that the network repeats does what it did once.
#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_submission_gives_one_dossier_and_one_event() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    story::fill(&citizen, &number, "Zoé").await;
    let address = format!("/dossiers/{number}/verification");
    let check = citizen.get(&address).await;
    let fields =
        [("key", check.hidden("key")), ("rev", check.hidden("rev")), ("transition", check.hidden("transition"))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let tries = futures_util::future::join_all((0..5).map(|_| citizen.post(&address, &fields))).await;
    assert!(tries.iter().all(|answer| answer.status == StatusCode::SEE_OTHER), "{:?}", tries[0]);
    let later = citizen.post(&address, &fields).await;
    assert_eq!(later.status, StatusCode::SEE_OTHER);
    assert_eq!(story::shown(&server, &number)["revision"], 1);
}

/// One key is one click: what it did is found again by who made it, and does nothing for another command or somebody else.
#[tokio::test]
async fn a_key_finds_its_own_click_and_no_other() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let press = async |who: &Visitor, button: &str, rev: &str| {
        let address = format!("/instruction/dossiers/{number}/transitions/{button}");
        let fields = [("key", "k"), ("rev", rev), ("motivation", "Vu le dossier.")];
        who.post(&address, &fields).await.status
    };
    assert_eq!(press(&agent, "passer_en_instruction", "1").await, StatusCode::SEE_OTHER);
    assert_eq!(press(&agent, "passer_en_instruction", "1").await, StatusCode::SEE_OTHER, "the same click");
    assert_eq!(press(&colleague, "passer_en_instruction", "1").await, StatusCode::CONFLICT, "somebody else's");
    assert_eq!(press(&agent, "accepter", "1").await, StatusCode::CONFLICT, "another button");
    assert_eq!(press(&agent, "accepter", "2").await, StatusCode::CONFLICT, "another button, on the dossier as it is");
    let shown = story::shown(&server, &number);
    assert_eq!((&shown["revision"], &shown["state"]), (&2.into(), &"en_instruction".into()));
    // What says nothing of the page that it comes from is no click.
    let address = format!("/instruction/dossiers/{number}/transitions/accepter");
    for fields in [[("key", "k2"), ("motivation", "x")], [("rev", "2"), ("motivation", "x")]] {
        assert_eq!(agent.post(&address, &fields).await.status, StatusCode::BAD_REQUEST, "{fields:?}");
    }
}

/// The last place is given once: the other is told, and keeps the draft.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_submissions_for_the_last_place_one_wins() {
    let server = story::site(Setup::default());
    let file = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&file).unwrap();
    file["opening"]["max_dossiers"] = 1.into();
    let path = server.folder.join("attestation.json");
    std::fs::write(&path, file.to_string()).unwrap();
    server.must(&["import", path.to_str().unwrap()]);
    let mut tries = Vec::new();
    for email in [CITIZEN, OTHER] {
        let citizen = Visitor::signed_in(&server.base, email).await;
        let number = story::start(&citizen).await;
        story::fill(&citizen, &number, "Zoé").await;
        let check = citizen.get(&format!("/dossiers/{number}/verification")).await;
        let fields = ["key", "rev", "transition"].map(|name| (name, check.hidden(name)));
        tries.push((citizen, number, fields));
    }
    let submissions = tries.iter().map(|(citizen, number, fields)| async move {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        citizen.post(&format!("/dossiers/{number}/verification"), &fields).await
    });
    // Both wait for their own dossier, then go together.
    let mut holder = server.database.connect();
    holder.begin_test_transaction().unwrap();
    sql_query("SELECT 1 FROM dossiers FOR UPDATE").execute(&mut holder).unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_millis(800)).await;
        drop(holder);
    };
    let (answers, ()) = tokio::join!(futures_util::future::join_all(submissions), release);
    let refused = answers.iter().position(|answer| answer.status != StatusCode::SEE_OTHER).unwrap();
    assert_eq!(answers[1 - refused].status, StatusCode::SEE_OTHER);
    assert!(answers[refused].shows("nombre de demandes permis"), "{}", answers[refused].body);
    let (citizen, number, _) = &tries[refused];
    assert!(citizen.get(&format!("/dossiers/{number}/pages/1")).await.shows("Zoé"));
}
