//! `kill -9` in the middle of the rush.

use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN};
use diesel::{RunQueryDsl, sql_query};
use futures_util::StreamExt;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Submissions under way when the process is killed.
const SUBMISSIONS: usize = 200;

#[tokio::test(flavor = "multi_thread")]
async fn every_submission_that_was_answered_is_there_once_and_its_mails_leave() {
    let smtp = Smtp::start();
    let mut server = story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    // The limit on drafts of one person stands: many people file.
    let people: Vec<String> = (0..SUBMISSIONS / 10).map(|n| format!("usager{n}@exemple.test")).collect();
    copy_accounts(&server, &people);
    let mut ready = Vec::new();
    for person in &people {
        let visitor = Arc::new(Visitor::signed_in(&server.base, person).await);
        for n in 0..10 {
            let number = story::start(&visitor).await;
            story::fill(&visitor, &number, &format!("Usager {n}")).await;
            let check = visitor.get(&format!("/dossiers/{number}/verification")).await;
            ready.push((visitor.clone(), number, check.hidden("key"), check.hidden("transition")));
        }
    }

    let answered: Mutex<HashSet<String>> = Mutex::default();
    let rush = futures_util::stream::iter(&ready).for_each_concurrent(32, |(visitor, number, key, transition)| {
        let answered = &answered;
        async move {
            let address = format!("/dossiers/{number}/verification");
            let fields = [("key", key.as_str()), ("rev", "0"), ("transition", transition)];
            // A connection that breaks off is what this test is about: the visitor's own client would panic.
            let sent = visitor.try_post(&address, &fields).await;
            if sent.is_some_and(|status| status == 303) {
                answered.lock().unwrap().insert(number.clone());
            }
        }
    });
    let killer = async {
        while answered.lock().unwrap().len() < SUBMISSIONS / 4 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.kill();
    };
    tokio::join!(rush, killer);
    let answered = answered.into_inner().unwrap();
    assert!(answered.len() < SUBMISSIONS, "the process was killed too late to prove anything");

    server.up();
    for number in &answered {
        let shown = story::shown(&server, number);
        assert_eq!((shown["phase"].as_str(), shown["revision"].as_i64()), (Some("submitted"), Some(1)), "{number}");
        assert_eq!(shown["answers"]["rent"], 650.5);
        assert_eq!(shown["files"].as_array().unwrap().len(), 1);
    }
    assert_eq!(
        server
            .database
            .count("SELECT count(*) FROM (SELECT 1 FROM events GROUP BY dossier_id HAVING count(*) > 1) AS twice"),
        0
    );
    server.must(&["audit", "verify"]);

    let submitted = server.database.count("SELECT count(*) FROM dossiers WHERE submitted_at IS NOT NULL");
    assert!(submitted >= i64::try_from(answered.len()).unwrap());
    let start = Instant::now();
    while server.database.count("SELECT count(*) FROM outbox") > 0 {
        // What the killed process held waits for the end of its lease, a minute.
        assert!(start.elapsed() < Duration::from_secs(120), "mails still wait:\n{}", server.log());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let receipts: HashSet<String> =
        smtp.all().into_iter().filter(|mail| mail.to.starts_with("usager")).map(|mail| mail.message_id).collect();
    assert_eq!(i64::try_from(receipts.len()).unwrap(), submitted, "one receipt each, repeats told by their Message-ID");
}

/// Accounts with the citizen's password: hashing a hundred would only take time.
pub fn copy_accounts(server: &crate::support::server::Server, people: &[String]) {
    let mut connection = server.database.connect();
    for person in people {
        let copy = format!(
            "INSERT INTO accounts (id, email, given_name, family_name, password_hash, language, confirmed_at, created_at)
             SELECT gen_random_uuid(), '{person}', given_name, family_name, password_hash, language, confirmed_at, created_at
             FROM accounts WHERE email = '{CITIZEN}'"
        );
        sql_query(copy).execute(&mut connection).unwrap();
    }
}
