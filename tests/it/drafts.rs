//! Drafts that nobody touches, and dossiers that are made anew from a former one. The clock of the jobs is moved.

use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, OTHER, PDF};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Jsonb, Nullable, Timestamptz};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use guichet::db::Db;
use guichet::jobs::drafts;
use serde_json::{Value, json};
use std::path::Path;

#[derive(QueryableByName)]
struct Mail {
    #[diesel(sql_type = Jsonb)]
    payload: Value,
}

#[derive(QueryableByName)]
struct Deadline {
    #[diesel(sql_type = Timestamptz)]
    expires_at: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    remind_at: Option<DateTime<Utc>>,
}

fn deadline(server: &Server, number: &str) -> Option<Deadline> {
    let sql = format!("SELECT expires_at, remind_at FROM dossiers WHERE number = '{number}'");
    sql_query(sql).load(&mut server.database.connect()).unwrap().pop()
}

/// The mails about drafts that wait to leave: the site is stopped, so that none does.
fn mails(server: &Server) -> Vec<String> {
    let sql = "SELECT payload FROM outbox WHERE dedup_key LIKE 'draft:%' ORDER BY id";
    let rows: Vec<Mail> = sql_query(sql).load(&mut server.database.connect()).unwrap();
    rows.into_iter().map(|row| row.payload["template"].as_str().unwrap().to_owned()).collect()
}

/// Two workers look at the same moment.
async fn look(db: &Db, now: DateTime<Utc>) {
    let (one, two) = tokio::join!(drafts::run(db, now), drafts::run(db, now));
    one.unwrap();
    two.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untouched_draft_is_told_twice_then_deleted() {
    let mut server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&owner).await;
    story::fill(&owner, &number, "Zoé").await;
    let sent = story::submitted(&owner, "Ali").await;
    assert!(owner.get("/dossiers").await.shows("Ce brouillon sera supprimé le"));
    let db = Db::connect(&server.database.url(), 2, 4);
    server.kill();
    let (now, day) = (guichet::app::now(), TimeDelta::days(1));
    let end = deadline(&server, &number).unwrap().expires_at;
    assert!(end > now + day * 88 && end < now + day * 93, "{end}");

    look(&db, now + day * 6).await;
    assert!(mails(&server).is_empty());
    look(&db, now + day * 8).await;
    look(&db, now + day * 9).await;
    assert_eq!(mails(&server), ["draft-waiting"], "once, whatever the number of looks and of workers");
    look(&db, end - day * 15).await;
    assert_eq!(mails(&server).len(), 1);
    look(&db, end - day * 13).await;
    look(&db, end - day * 2).await;
    assert_eq!(mails(&server), ["draft-waiting", "draft-expires"]);
    let warned = deadline(&server, &number).unwrap();
    assert_eq!(warned.expires_at, end - day * 13 + day * 14, "warned a day late, it has its two weeks");
    assert_eq!(warned.remind_at, None);
    look(&db, end + TimeDelta::hours(23)).await;
    assert!(deadline(&server, &number).is_some());
    look(&db, end + day * 2).await;
    look(&db, end + day * 3).await;
    assert_eq!(mails(&server), ["draft-waiting", "draft-expires", "draft-deleted"]);
    assert!(deadline(&server, &number).is_none());

    // What was sent does not expire.
    look(&db, end + day * 4000).await;
    server.up();
    assert_eq!(owner.get(&format!("/dossiers/{number}")).await.status, 404);
    let kept = owner.get(&format!("/dossiers/{sent}")).await;
    assert!(kept.status == 200 && !kept.shows("sera supprimé"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_never_deleted_without_a_warning() {
    let mut server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&owner).await;
    let db = Db::connect(&server.database.url(), 2, 4);
    server.kill();
    // No worker ran for a year.
    let (late, day) = (guichet::app::now() + TimeDelta::days(365), TimeDelta::days(1));
    look(&db, late).await;
    assert_eq!(mails(&server), ["draft-expires"]);
    look(&db, late + day * 13).await;
    assert!(deadline(&server, &number).is_some());
    look(&db, late + day * 15).await;
    assert!(deadline(&server, &number).is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_or_one_click_keeps_a_draft_longer() {
    let server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let number = story::start(&owner).await;
    let soon = |server: &Server| {
        let sql = format!(
            "UPDATE dossiers SET expires_at = now() + interval '3 days', remind_at = NULL WHERE number = '{number}'"
        );
        sql_query(sql).execute(&mut server.database.connect()).unwrap();
    };
    let far = guichet::app::now() + TimeDelta::days(80);
    soon(&server);
    let address = format!("/dossiers/{number}/conservation");
    assert_eq!(other.post(&address, &[]).await.status, 404);
    assert_eq!(owner.post(&address, &[]).await.location, Some(format!("/dossiers/{number}")));
    let kept = deadline(&server, &number).unwrap();
    assert!(kept.expires_at > far && kept.remind_at == Some(kept.expires_at - TimeDelta::days(14)));
    soon(&server);
    let page = format!("/dossiers/{number}/pages/1");
    owner.post(&page, &[("/name", "Zoé"), ("_action", "autosave")]).await;
    let kept = deadline(&server, &number).unwrap();
    assert!(kept.expires_at > far && kept.remind_at == Some(kept.expires_at - TimeDelta::days(14)));
}

/// The number in an address of a dossier.
fn number_of(location: Option<String>) -> String {
    location.unwrap().split('/').nth(2).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_dossier_becomes_a_new_draft() {
    let server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let former = story::submitted(&owner, "Zoé").await;
    let address = format!("/dossiers/{former}/reprise");
    assert_eq!(other.post(&address, &[]).await.status, 404, "another's dossier is not copied");

    // The procedure has changed since: a question is gone, another wants less, a third is of another kind.
    let mut file: Value =
        serde_json::from_str(&std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap()).unwrap();
    let properties = file["form"]["schema"]["properties"].as_object_mut().unwrap();
    properties["comment"]["maxLength"] = 3.into();
    properties["moved_on"] = serde_json::json!({ "title": "Depuis quand ?", "type": "string", "maxLength": 50 });
    let path = server.folder.join("procedure.json");
    std::fs::write(&path, file.to_string()).unwrap();
    server.must(&["import", path.to_str().unwrap()]);

    owner.get(&format!("/dossiers/{former}")).await;
    let number = number_of(owner.post(&address, &[]).await.location);
    assert_ne!(number, former);
    let (was, is) = (story::shown(&server, &former), story::shown(&server, &number));
    assert_eq!(is["draft"]["name"], "Zoé");
    assert_eq!(is["draft"]["rent"], 650.5);
    assert!(is["draft"].get("moved_on").is_none() && is["draft"].get("comment").is_none());
    assert!(is["draft"].get("yearly_rent").is_none(), "computed anew");
    // The file has bytes and an id of its own: it outlives the former one.
    let (old, new) = (was["files"][0]["id"].as_str().unwrap(), is["files"][0]["id"].as_str().unwrap());
    assert_ne!(old, new);
    assert_eq!(is["draft"]["proof"]["id"], new);
    assert_eq!(owner.get(&format!("/fichiers/{new}")).await.body.as_bytes(), PDF);
    assert_eq!(other.get(&format!("/fichiers/{new}")).await.status, 404);
    // What could not come along is told.
    let page = owner.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows(&format!("reprend le dossier n° {former}")), "{}", page.body);
    assert!(page.shows("Merci d’avance") && page.shows("2020-02-29"), "{}", page.body);
    assert_eq!(was["answers"], story::shown(&server, &former)["answers"], "the former one does not change");
    // A draft is no dossier to copy.
    assert_eq!(owner.post(&format!("/dossiers/{number}/reprise"), &[]).await.status, 404);
}

/// The pages of a draft, and how far each is, as the list says it.
fn tasks(page: &Answer) -> Vec<(String, String)> {
    // The last text before the end of an element.
    let text = |html: &str, end: &str| html.split(end).next().unwrap().rsplit('>').next().unwrap().to_owned();
    let lines = page.body.split("<li class=\"govuk-task-list__item").skip(1);
    let parts = lines.map(|line| {
        let (_, status) = line.split_once("govuk-task-list__status").unwrap();
        (text(line, "</a>"), text(status, if status.contains("</strong>") { "</strong>" } else { "</span>" }))
    });
    parts.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_pages_says_how_far_each_is() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = |n: usize| format!("/dossiers/{number}/pages/{n}");
    let mut states = Vec::new();
    let steps: [&[(usize, &str, &str)]; 4] = [
        &[],
        &[(1, "/name", "Zoé"), (2, "/rent", "beaucoup"), (3, "/comment", "Merci")],
        &[(1, "/email", "a@exemple.fr"), (2, "/rent", "650,50"), (2, "/has_children", "true")],
        &[(2, "/has_children", "false"), (1, "/email", "nulle part")],
    ];
    for step in steps {
        for (n, name, value) in step {
            citizen.get(&page(*n)).await;
            citizen.post(&page(*n), &[(name, value), ("_action", "autosave")]).await;
        }
        for lang in ["fr", "en"] {
            let shown = citizen.get(&format!("/dossiers/{number}?lang={lang}")).await;
            states.push(tasks(&shown).into_iter().map(|(_, status)| status).collect::<Vec<_>>().join(", "));
        }
    }
    let shown = tasks(&citizen.get(&format!("/dossiers/{number}?lang=en")).await);
    let titles: Vec<&str> = shown.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["Who you are", "You", "Your household", "Proof"]);
    assert_eq!(
        states,
        [
            "Complet, À commencer, À commencer, À commencer",
            "Complete, Not started yet, Not started yet, Not started yet",
            "Complet, À compléter, À corriger, À compléter",
            "Complete, To complete, To correct, To complete",
            "Complet, À compléter, À compléter, À compléter",
            "Complete, To complete, To complete, To complete",
            "Complet, À corriger, Complet, À compléter",
            "Complete, To correct, Complete, To complete",
        ]
    );
}

/// Every answer is right, and still nobody with these may ask: the check says why, and what is sent all the same is not taken.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_possible_is_not_taken() {
    let server = story::site(Setup::default());
    let mut procedure: Value = serde_json::from_str(include_str!("procedures/attestation.json")).unwrap();
    procedure["form"]["eligibility"] =
        json!([{"rule": {"==": [{"var": "form.name"}, "Ailleurs"]}, "message": "Adressez-vous à votre mairie."}]);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("impossible.json");
    std::fs::write(&file, procedure.to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    story::fill(&citizen, &number, "Zoé").await;
    let (first, check) = (format!("/dossiers/{number}/pages/1"), format!("/dossiers/{number}/verification"));
    let page = citizen.get(&check).await;
    let names = ["key", "rev", "transition"];
    let fields = names.map(|name| (name, page.hidden(name)));
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();

    let before = story::shown(&server, &number)["state"].clone();
    citizen.post(&first, &[("/name", "Ailleurs"), ("_action", "save")]).await;
    assert!(citizen.get(&check).await.shows("Adressez-vous à votre mairie."));
    let refused = citizen.post(&check, &fields).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.shows("Adressez-vous à votre mairie."));
    assert_eq!(story::shown(&server, &number)["state"], before);

    citizen.post(&first, &[("/name", "Zoé"), ("_action", "save")]).await;
    assert_eq!(citizen.post(&check, &fields).await.location, Some(format!("/dossiers/{number}")));
}
