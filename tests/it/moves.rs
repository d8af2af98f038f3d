//! Running dossiers go on by a later version of their procedure: tried, then moved.

use crate::clocks::rows;
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use crate::tasks::{self, COMMITTEE, DIRECTOR, DONE, committee, does, state, tasks};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const VERSIONS: &str = "/conception/attestation/versions";

/// The page of a move, once it rests.
async fn rested(official: &Visitor, address: &str) -> Answer {
    let start = Instant::now();
    loop {
        let page = official.get(address).await;
        if !page.shows("en cours</strong>") {
            return page;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{}", page.body);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Tries to move the dossiers of a version. Returns the address of the move, and what was found.
async fn tried(official: &Visitor, from: &str) -> (String, Answer) {
    official.get(VERSIONS).await;
    let answer = official.post(VERSIONS, &[("from", from)]).await;
    let address = answer.location.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    let page = rested(official, &address).await;
    assert!(page.shows("Essai terminé"), "{}", page.body);
    (address, page)
}

/// The committee's procedure, changed.
fn republish(server: &Server, change: impl FnOnce(&mut Value)) {
    story::republish(server, |file| {
        committee(file);
        change(file);
    });
}

/// The committee is a council now, with an opinion beside the vote; the analysis is as it was.
fn council(file: &mut Value) {
    let states = file["workflow"]["states"].as_object_mut().unwrap();
    let mut council = states.shift_remove("committee").unwrap();
    council["label"] = json!({"fr": "Conseil", "en": "Council"});
    let ballot = council["tasks"].as_object_mut().unwrap().shift_remove("ballot").unwrap();
    council["tasks"]["poll"] = ballot;
    council["tasks"]["poll"]["delegable"] = json!(false);
    council["tasks"]["opinion"] =
        json!({"label": {"fr": "Donner un avis", "en": "Give an opinion"}, "role": "instructor", "outcomes": ["seen"]});
    states.insert("council".to_owned(), council);
    file["workflow"]["states"]["analysis"]["onDone"][0]["target"] = json!("council");
}

fn numbers(server: &Server, moved: bool) -> Vec<String> {
    let sql = format!(
        "SELECT d.number AS told FROM dossiers d JOIN procedures p ON p.id = d.procedure_id
         WHERE (d.revision_id = p.revision_id) = {moved} ORDER BY d.id"
    );
    rows(server, &sql)
}

#[tokio::test(flavor = "multi_thread")]
async fn running_dossiers_go_on_by_the_new_version_and_closed_ones_stay() {
    let mut server = tasks::site(Setup::default(), |_| {});
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let (first, voted, closed) = (
        story::submitted(&citizen, "Amina").await,
        story::submitted(&citizen, "Basile").await,
        story::submitted(&citizen, "Chloé").await,
    );
    does(&agent, &voted, "analysis", &DONE).await;
    let member = Visitor::signed_in(&server.base, COMMITTEE[0]).await;
    does(&member, &voted, "ballot", &[("outcome", "favorable")]).await;
    does(&agent, &closed, "analysis", &[("/score", "2"), ("outcome", "ineligible")]).await;
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    does(&director, &closed, "sign", &[("outcome", "refuse"), ("motivation", "Hors sujet.")]).await;
    assert_eq!(state(&server, &closed), "refused");
    republish(&server, council);

    // The trial changes nothing, and says what is still to be said.
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let before = (rows(&server, "SELECT snapshot::text AS told FROM dossiers ORDER BY id"), tasks(&server));
    let (address, page) = tried(&official, "2").await;
    assert!(page.shows("2 dossiers regardés") && page.shows("Aucun dossier ne peut passer"), "{}", page.body);
    for told in ["État « Analyse » : à définir", "État « Commission » : à définir", "Tâche « Voter » : à définir"]
    {
        assert!(
            page.shows(&told.replace("« ", "«\u{202f}").replace(" »", "\u{202f}»").replace(" :", "\u{a0}:")),
            "{told}: {}",
            page.body
        );
    }
    assert!(!page.body.contains("/passage\""), "nobody can go yet");
    let forged = official.post(&address, &[("state:committee", "granted")]).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST, "what was not offered");
    let some = [("state:analysis", "analysis"), ("state:committee", "council"), ("task:ballot", "poll")];
    official.post(&address, &some[..1]).await;
    let page = rested(&official, &address).await;
    assert!(page.shows("1 dossier peut passer") && page.shows(&voted) && !page.shows(&first), "{}", page.body);
    official.post(&address, &some).await;
    let page = rested(&official, &address).await;
    assert!(page.shows("2 dossiers peuvent passer"), "{}", page.body);
    let after = (rows(&server, "SELECT snapshot::text AS told FROM dossiers ORDER BY id"), tasks(&server));
    assert_eq!(before, after, "a trial is rolled back whole");
    assert_eq!(rows(&server, "SELECT kind AS told FROM outbox WHERE kind = 'move'").len(), 0);
    // Nobody else's: see access. Another move waits for this one only while it is under way.

    // The move itself, by a machine that dies on the way.
    let go = official.post(&format!("{address}/passage"), &[]).await;
    assert_eq!(go.location.as_deref(), Some(address.as_str()));
    server.kill();
    server.up();
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    sql(&server, "UPDATE outbox SET locked_until = NULL WHERE kind = 'move'");
    let page = rested(&official, &address).await;
    assert!(page.shows("Passage terminé") && page.shows("2 dossiers passés"), "{}", page.body);
    assert_eq!((numbers(&server, true), numbers(&server, false)), (vec![first.clone(), voted.clone()], vec![closed]));
    assert_eq!((state(&server, &first).as_str(), state(&server, &voted).as_str()), ("analysis", "council"));
    let events = rows(&server, "SELECT command AS told FROM events WHERE command LIKE 'move:%'");
    assert_eq!(events, ["move:3", "move:3"], "each once");
    let open: Vec<String> =
        tasks(&server).into_iter().filter(|line| !line.contains("analysis") && !line.contains("sign")).collect();
    assert_eq!(open, ["poll:0:done:favorable", "poll:1:open:-", "poll:2:open:-", "opinion:0:open:-"]);

    let kept = rows(&server, "SELECT delegable::text AS told FROM tasks WHERE name = 'poll' ORDER BY part");
    assert_eq!(kept, ["false", "false", "false"], "as the new version says");

    // Work goes on: the second ballot decides, the opinion is waited for, and the history tells all in the words of its time.
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let member = Visitor::signed_in(&server.base, COMMITTEE[1]).await;
    assert!(member.get("/taches").await.shows("Voter"));
    does(&member, &voted, "poll", &[("outcome", "favorable")]).await;
    assert_eq!(state(&server, &voted), "council");
    does(&agent, &voted, "opinion", &[("outcome", "seen")]).await;
    assert_eq!(state(&server, &voted), "signature");
    let page = agent.get(&format!("/instruction/dossiers/{voted}")).await;
    assert!(page.shows("Passage à la version 3") && page.shows("Commission"), "{}", page.body);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let page = citizen.get(&format!("/dossiers/{voted}")).await;
    assert!(page.shows("Commission") && page.shows("Signature"), "{}", page.body);
    does(&agent, &first, "analysis", &DONE).await;
    assert_eq!(state(&server, &first), "council");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
    let page = official.get(VERSIONS).await;
    assert!(page.shows("De la version 2 à la version 3"), "{}", page.body);
}

fn sql(server: &Server, statement: &str) {
    diesel::RunQueryDsl::execute(diesel::sql_query(statement), &mut server.database.connect()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_lost_by_a_move() {
    let server = tasks::site(Setup::default(), |_| {});
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Amina").await;
    let other = story::submitted(&citizen, "Basile").await;
    // A question that is gone takes its answer with it: the dossiers stay.
    republish(&server, |file| {
        file["form"]["schema"]["properties"].as_object_mut().unwrap().shift_remove("comment");
        let text = file["form"]["ui"].to_string().replace("#/properties/comment", "#/properties/email");
        file["form"]["ui"] = serde_json::from_str(&text).unwrap();
        file["cases"] = json!([]);
    });
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let (_, page) = tried(&official, "2").await;
    assert!(
        page.shows("ne reprend pas toutes les réponses") && page.shows("Aucun dossier ne peut passer"),
        "{}",
        page.body
    );
    // One that is optional takes nothing away. What an agent has begun to write is of a form, too.
    republish(&server, |file| {
        file["form"]["schema"]["properties"]["more"] =
            json!({"type": "string", "title": "Autre chose", "maxLength": 50});
        file["forms"]["analyse"]["schema"]["properties"]["score"]["maximum"] = json!(10);
    });
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    does(&agent, &other, "analysis", &[("/opinion", "Presque fini"), ("_action", "save")]).await;
    let (address, page) = tried(&official, "2").await;
    assert!(page.shows("1 dossier peut passer") && page.shows(&other) && !page.shows(&number), "{}", page.body);
    official.post(&format!("{address}/passage"), &[]).await;
    assert!(rested(&official, &address).await.shows("1 dossier passé"));
    assert_eq!(numbers(&server, true), [number]);
    // Twice is once: there is nothing more to be done, and no way to do it again.
    let again = official.post(&format!("{address}/passage"), &[]).await;
    assert!(official.get(&again.location.unwrap()).await.shows("a changé entre-temps"));
    // One at a time: two would take each other's dossiers.
    let (waiting, _) = tried(&official, "2").await;
    sql(&server, "UPDATE moves SET status = 'moving' WHERE status = 'moved'");
    let late = official.post(&waiting, &[]).await;
    assert!(official.get(&late.location.unwrap()).await.shows("Un autre passage de cette démarche est en cours"));
    official.get(VERSIONS).await;
    let late = official.post(VERSIONS, &[("from", "2")]).await;
    assert!(official.get(&late.location.unwrap()).await.shows("Un autre passage de cette démarche est en cours"));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// A job has found no dossier left, and is slow to say so; meanwhile the move is begun anew, and has a job of its own.
#[tokio::test(flavor = "multi_thread")]
async fn a_job_of_before_ends_no_move_that_was_begun_anew() {
    let server = tasks::site(Setup::default(), |_| {});
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Amina").await;
    republish(&server, council);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let (address, _) = tried(&official, "2").await;
    let id = address.rsplit('/').next().unwrap().parse().unwrap();
    let db = guichet::db::Db::connect(&server.database.url(), 1, 1);
    let finished = async || {
        db.write(move |tx| guichet::dossiers::moves::finish(tx, id, guichet::app::now())).await.unwrap();
        rows(&server, "SELECT status AS told FROM moves").remove(0)
    };
    sql(&server, "UPDATE moves SET status = 'trying', reached = NULL");
    assert_eq!(finished().await, "trying");
    sql(&server, "UPDATE moves SET reached = (SELECT id FROM dossiers)");
    assert_eq!(finished().await, "tried");
}
