//! A dossier that awaits the decision on another: it is opened or found, decided, thrown away.

use crate::clocks::rows;
use crate::outside::{answers, comes_to, double, is_settled, run, site, until};
use crate::support::double::Double;
use crate::support::http::Visitor;
use crate::support::server::Server;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use diesel::{RunQueryDsl, sql_query};
use guichet::db::Db;
use guichet::dossiers::linked::{self, Linked};
use reqwest::StatusCode;
use serde_json::json;

/// A site where a second procedure must accept before the first goes on.
fn linked() -> (Server, Double) {
    let double = double();
    let case = json!({"service": "case", "with": {"procedure": "annexe", "answers": {"name": "{form.name}", "rent": "{form.rent}"}}});
    let server = site(&double, case);
    story::republish(&server, |file| file["slug"] = json!("annexe"));
    server.user(INSTRUCTOR, &["--instructor", "annexe/population"]);
    (server, double)
}

/// The number of the dossier that another awaits.
async fn child(server: &Server, citizen: &Visitor, number: &str) -> String {
    until("the other dossier", server, || {
        server.database.count("SELECT count(*) FROM invocations WHERE case_id IS NOT NULL") == 1
    })
    .await;
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    let link = page.body.split("Ouvrir le dossier ").nth(1).unwrap_or_else(|| panic!("{}", page.body));
    link.split('<').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn another_procedure_answers_by_its_decision() {
    let (server, _) = linked();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    let other = child(&server, &citizen, &number).await;
    let draft = story::draft(&server, &other);
    assert_eq!((&draft["name"], &draft["rent"]), (&json!("Zoé B"), &json!(650.5)), "{draft}");
    story::fill(&citizen, &other, "Zoé B").await;
    story::submit(&citizen, &other).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows(&other));
    story::act(&agent, &other, "passer_en_instruction", &[]).await;
    story::act(&agent, &other, "refuser", &[("motivation", "Non.")]).await;
    comes_to(&server, &number, "en_instruction").await;
    let told = format!(
        "SELECT count(*) FROM dossiers WHERE snapshot->'data'->'found' @> '{{\"dossier\": \"{other}\", \"outcome\": \"refused\"}}'"
    );
    assert_eq!((server.database.count(&told), answers(&server)), (1, 1));
    is_settled(&server).await;
}

/// The applicant has filed the other dossier already, and says its number.
#[tokio::test(flavor = "multi_thread")]
async fn a_dossier_that_is_there_is_linked_if_it_is_the_applicant_s() {
    let double = double();
    let case = json!({"service": "case", "with": {"procedure": "annexe", "dossier": "{form.name}"}});
    let server = site(&double, case);
    story::republish(&server, |file| file["slug"] = json!("annexe"));
    server.user(INSTRUCTOR, &["--instructor", "annexe/population"]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let filed = |visitor: Visitor| async move {
        visitor.get("/demarches/annexe").await;
        let started = visitor.post("/demarches/annexe/dossiers", &[]).await.location.unwrap();
        let number = started.split('/').nth(2).unwrap().to_owned();
        story::fill(&visitor, &number, "Zoé").await;
        story::submit(&visitor, &number).await;
        number
    };
    let mine = filed(Visitor::signed_in(&server.base, CITIZEN).await).await;
    let theirs = filed(Visitor::signed_in(&server.base, OTHER).await).await;
    // Not theirs, not there: as if it did not exist.
    for number in [&theirs, "2026-999999-9"] {
        let number = story::submitted(&citizen, number).await;
        comes_to(&server, &number, "sans_suite").await;
    }
    let awaiting = story::submitted(&citizen, &mine).await;
    until("the link", &server, || {
        server.database.count("SELECT count(*) FROM invocations WHERE case_id IS NOT NULL AND ended_at IS NULL") == 1
    })
    .await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &mine, "passer_en_instruction", &[]).await;
    story::act(&agent, &mine, "accepter", &[("motivation", "")]).await;
    comes_to(&server, &awaiting, "en_instruction").await;
    // At its end already: answered at once.
    let late = story::submitted(&citizen, &mine).await;
    comes_to(&server, &late, "en_instruction").await;
    let told = "SELECT count(*) FROM dossiers WHERE snapshot->'data'->'found'->>'outcome' = 'accepted'";
    assert_eq!(server.database.count(told), 2);
    is_settled(&server).await;
    // Killed after the link and before the answer, it finds the same end when it looks again.
    run(&server, "UPDATE invocations SET ended_at = NULL");
    let ids = rows(&server, "SELECT id::text AS told FROM invocations WHERE case_id IS NOT NULL");
    let db = guichet::db::Db::connect(&server.database.url(), 1, 1);
    for id in ids {
        let found = db.write(move |tx| linked::link(tx, id.parse().unwrap(), guichet::app::now())).await.unwrap();
        assert!(matches!(found, Linked::Over(_)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_dossier_that_is_thrown_away_is_a_failure() {
    let (server, _) = linked();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    let other = child(&server, &citizen, &number).await;
    let gone = citizen.post(&format!("/dossiers/{other}/suppression"), &[]).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    comes_to(&server, &number, "sans_suite").await;
    is_settled(&server).await;
}

/// The job looks at a draft again while its applicant throws it away: one waits for the other, and not the other way too.
#[tokio::test(flavor = "multi_thread")]
async fn who_links_a_draft_and_who_throws_it_away_do_not_wait_in_a_circle() {
    let (server, _) = linked();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé B").await;
    let other = child(&server, &citizen, &number).await;
    let id = rows(&server, "SELECT id::text AS told FROM invocations WHERE case_id IS NOT NULL").remove(0);
    let db = Db::connect(&server.database.url(), 1, 1);
    let mut holder = server.database.connect();
    let mut does = |sql: &str| sql_query(sql).execute(&mut holder).unwrap();
    does("BEGIN");
    does(&format!("SELECT FROM dossiers WHERE number = '{other}' FOR UPDATE"));
    let link = async move { db.write(move |tx| linked::link(tx, id.parse().unwrap(), guichet::app::now())).await };
    let linking = tokio::spawn(link);
    until("the lock", &server, || {
        server.database.count("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0
    })
    .await;
    does(&format!("DELETE FROM dossiers WHERE number = '{other}'"));
    does("COMMIT");
    assert!(matches!(linking.await.unwrap().unwrap(), Linked::Waits));
}
