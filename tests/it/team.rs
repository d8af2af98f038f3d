//! Who is in which group of a procedure, who holds the roles of its circuit, and who hands the work out.

use crate::clocks::rows;
use crate::people::{COLLEAGUE, after, id, mails, name};
use crate::support::browser::{Browser, Look};
use crate::support::controls::{controls, sent};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use crate::tasks::{COMMITTEE, DIRECTOR, DONE, does, site, state, tasks};
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;
use serde_json::json;

const PAGE: &str = "/conception/attestation/equipe";
const WORK: &str = "/instruction/equipe/attestation";

fn group(server: &Server, key: &str) -> String {
    let sql = format!(
        "SELECT g.id::text AS told FROM groups g JOIN procedures p ON p.id = g.procedure_id
         WHERE p.slug = 'attestation' AND g.key = '{key}'"
    );
    rows(server, &sql).remove(0)
}

/// An official's change: the part of the address, and the fields.
async fn change(official: &Visitor, part: &str, fields: &[(&str, &str)]) -> Answer {
    official.get(PAGE).await;
    official.post(&format!("/conception/attestation/{part}"), fields).await
}

fn manager(server: &Server, email: &str) {
    let sql = format!(
        "UPDATE group_members SET manager = true WHERE account_id = (SELECT id FROM accounts WHERE email = '{email}')"
    );
    assert!(sql_query(sql).execute(&mut server.database.connect()).unwrap() > 0);
}

fn assignees(server: &Server) -> Vec<String> {
    let sql = "SELECT t.name || ':' || coalesce(a.email, '-') AS told FROM tasks t
               LEFT JOIN accounts a ON a.id = t.assignee_id WHERE t.status = 'open' ORDER BY t.name, t.part";
    rows(server, sql)
}

fn task(server: &Server, name: &str, part: i32) -> String {
    rows(server, &format!("SELECT id::text AS told FROM tasks WHERE name = '{name}' AND part = {part}")).remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_official_says_who_is_in_the_team() {
    let server = site(Setup::default(), |_| {});
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let (population, committee) = (group(&server, "population"), group(&server, "role:committee"));
    let studio = official.get("/conception/attestation").await;
    assert!(studio.shows(PAGE), "{}", studio.body);
    let page = official.get(PAGE).await;
    assert!(
        page.shows(INSTRUCTOR) && page.shows(COMMITTEE[2]) && !page.shows("le circuit est bloqué"),
        "{}",
        page.body
    );
    // Somebody without an account, who then has one.
    let newcomer = "nouvelle@exemple.test";
    let wrong = change(&official, &format!("groupes/{population}/membres"), &[("email", "nouvelle@")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.shows("value=\"nouvelle@\"") && wrong.shows(&format!("#email-{population}")), "{}", wrong.body);
    for _ in 0..2 {
        let added =
            change(&official, &format!("groupes/{population}/membres"), &[("email", " Nouvelle@exemple.test")]).await;
        assert_eq!(added.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(mails(&server, newcomer, "ajouté à l’équipe").await, 1);
    assert!(official.get(PAGE).await.shows("Attendue, sans compte"));
    server.user(newcomer, &[]);
    assert!(!official.get(PAGE).await.shows("Attendue, sans compte"));
    let member = id(&server, newcomer);
    let promoted =
        change(&official, &format!("groupes/{population}/encadrement"), &[("member", &member), ("manager", "true")])
            .await;
    assert_eq!(promoted.status, StatusCode::SEE_OTHER);
    let page = official.get(PAGE).await;
    assert!(page.shows("nommé encadrant de") && page.shows(&format!("{newcomer} ajouté à")), "each change is kept");
    // A committee of two, and a director who also analyses: the circuit can't do.
    let voter = id(&server, COMMITTEE[2]);
    change(&official, &format!("groupes/{committee}/retrait"), &[("member", &voter)]).await;
    let page = official.get(PAGE).await;
    assert!(page.shows("demande 3 personnes"), "{}", page.body);
    change(&official, &format!("groupes/{committee}/membres"), &[("email", COMMITTEE[2])]).await;
    assert!(!official.get(PAGE).await.shows("le circuit est bloqué"));
    change(&official, &format!("groupes/{population}/membres"), &[("email", DIRECTOR)]).await;
    let page = official.get(PAGE).await;
    assert!(page.shows("le circuit est bloqué") && page.shows("/states/signature/tasks/sign/exclude"), "{}", page.body);
    // Nothing of it is another's to change, nor of another's groups.
    server.import("inscription-cantine");
    server.user("autre-responsable@exemple.test", &["--official", "inscription-cantine"]);
    let other = Visitor::signed_in(&server.base, "autre-responsable@exemple.test").await;
    let part = format!("groupes/{population}/membres");
    assert_eq!(change(&other, &part, &[("email", "x@exemple.test")]).await.status, StatusCode::NOT_FOUND);
    other.get("/conception").await;
    let foreign = format!("/conception/inscription-cantine/groupes/{population}/retrait");
    assert_eq!(other.post(&foreign, &[("member", &member)]).await.status, StatusCode::NOT_FOUND);
    let forged = official
        .post_raw(
            &format!("/conception/attestation/{part}"),
            "application/x-www-form-urlencoded",
            "_csrf=x&email=x%40exemple.test",
        )
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_changes_hands_and_its_open_work_goes_along() {
    let server = site(Setup::default(), |file| {
        file["routing"]["groups"].as_array_mut().unwrap().push(json!({"id": "juges", "label": {"fr": "Juges"}}));
    });
    server.user("juge@exemple.test", &["--instructor", "attestation/juges"]);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let judge = Visitor::signed_in(&server.base, "juge@exemple.test").await;
    let number = story::submitted(&citizen, "Zoé").await;
    let address = format!("/instruction/dossiers/{number}");
    agent.post(&format!("{address}/tasks/analysis/prise"), &[("part", "0")]).await;
    assert_eq!(assignees(&server), [format!("analysis:{INSTRUCTOR}")]);
    assert_eq!(judge.get(&address).await.status, StatusCode::NOT_FOUND);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let bad = change(&official, "roles/committee", &[("holder", "received")]).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "people are no group that receives");
    let bound = change(&official, "roles/instructor", &[("holder", &group(&server, "juges"))]).await;
    assert_eq!(bound.status, StatusCode::SEE_OTHER, "{}", bound.body);
    assert_eq!(assignees(&server), ["analysis:-"], "whoever had it is not of that group");
    assert!(judge.get("/taches?file=a-prendre").await.shows(&number));
    assert_eq!(does(&judge, &number, "analysis", &DONE).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&server, &number), "committee");
    assert!(official.get(PAGE).await.shows("Service instructeur\u{202f}» confié à «\u{202f}Juges"));
    // Back to whoever receives a dossier.
    change(&official, "roles/instructor", &[("holder", "received")]).await;
    let number = story::submitted(&citizen, "Yann").await;
    assert_eq!(does(&agent, &number, "analysis", &DONE).await.status, StatusCode::SEE_OTHER);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_hands_out_the_work() {
    let server = site(Setup::default(), |_| {});
    name(&server, INSTRUCTOR, ["Lise", "Encadrante"]);
    name(&server, COLLEAGUE, ["Ada", "Collègue"]);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    assert_eq!(agent.get(WORK).await.status, StatusCode::NOT_FOUND, "for managers");
    manager(&server, INSTRUCTOR);
    assert!(agent.get("/instruction").await.shows(WORK));
    assert!(agent.get(WORK).await.shows("Aucune tâche ouverte"));
    let number = story::submitted(&citizen, "Zoé").await;
    let (population, colleague) = (group(&server, "population"), id(&server, COLLEAGUE));
    let first = task(&server, "analysis", 0);
    let page = agent.get(WORK).await;
    assert!(page.shows("Analyser la demande") && page.shows(&number) && page.shows("File du groupe"), "{}", page.body);
    let hand = async |fields: &[(&str, &str)]| {
        agent.get(WORK).await;
        let group = [("group", population.as_str())];
        agent.post(WORK, &[&group, fields].concat()).await
    };
    let none = hand(&[("to", &colleague)]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.shows("Cochez au moins une tâche"));
    // Somebody who is away gets nothing unless that is said.
    let sql =
        format!("INSERT INTO absences VALUES (gen_random_uuid(), '{colleague}', current_date - 1, current_date + 3)");
    sql_query(sql).execute(&mut server.database.connect()).unwrap();
    let page = agent.get(WORK).await;
    assert!(page.shows("Ada Collègue (absent jusqu’au"));
    let drawn = sent(&controls(&page.body));
    assert!(!drawn.iter().any(|(name, _)| name == "even_absent"), "a box that is not ticked says nothing: {drawn:?}");
    let away = hand(&[("task", &first), ("to", &colleague)]).await;
    assert_eq!(away.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(away.shows("est absente aujourd’hui") && away.shows("checked"), "{}", away.body);
    assert_eq!(assignees(&server), ["analysis:-"]);
    let given = hand(&[("task", &first), ("to", &colleague), ("even_absent", "true")]).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    assert_eq!(assignees(&server), [format!("analysis:{COLLEAGUE}")]);
    assert_eq!(mails(&server, COLLEAGUE, "tâches vous sont confiées").await, 1);
    let dossier = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(dossier.shows("File du groupe → Ada Collègue"), "{}", dossier.body);
    let stranger = id(&server, DIRECTOR);
    let outside = hand(&[("task", &first), ("to", &stranger)]).await;
    assert_eq!(outside.status, StatusCode::UNPROCESSABLE_ENTITY, "not of the group");
    // Everything of one to another, and back to the queue.
    let me = id(&server, INSTRUCTOR);
    agent.get(WORK).await;
    let all = [("group", population.as_str()), ("from", &colleague), ("all_to", &me)];
    assert_eq!(agent.post(&format!("{WORK}/tout"), &all).await.status, StatusCode::SEE_OTHER);
    assert_eq!(assignees(&server), [format!("analysis:{INSTRUCTOR}")]);
    assert!(agent.get(&format!("{WORK}?personne={me}")).await.shows(&number));
    assert!(!agent.get(&format!("{WORK}?personne={colleague}")).await.shows(&number));
    assert_eq!(hand(&[("task", &first), ("_action", "queue")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(assignees(&server), ["analysis:-"]);
    // Who said that they had better not is not given it.
    sql_query("DELETE FROM absences").execute(&mut server.database.connect()).unwrap();
    let other = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let address = format!("/instruction/dossiers/{number}/tasks/analysis");
    let page = other.get(&address).await;
    let (key, rev) = (page.hidden("key"), page.hidden("rev"));
    let why = [("key", key.as_str()), ("rev", &rev), ("part", "0"), ("motivation", "Mon voisin")];
    assert_eq!(other.post(&format!("{address}/recusation"), &why).await.status, StatusCode::SEE_OTHER);
    hand(&[("task", &first), ("to", &colleague)]).await;
    assert!(agent.get(WORK).await.shows("File du groupe"));
    assert_eq!(assignees(&server), ["analysis:-"], "kept from it");
    assert_eq!(server.database.count("SELECT count(*) FROM assignments"), 3);
    // One more than a click hands out: it is told, and another click hands that one out.
    let many = format!(
        "INSERT INTO tasks (id, dossier_id, procedure_id, place, name, visit, part, role, group_id, assignee_id, opened_at, urgency, status)
         SELECT gen_random_uuid(), dossier_id, procedure_id, place, name, 1000 + n, part, role, group_id, '{colleague}', opened_at, urgency, 'open'
         FROM tasks, generate_series(1, 201) n"
    );
    sql_query(many).execute(&mut server.database.connect()).unwrap();
    for (left, told) in [(1, "Les deux cents premières tâches"), (0, "Les tâches ont été réparties")] {
        assert_eq!(agent.post(&format!("{WORK}/tout"), &all).await.status, StatusCode::SEE_OTHER);
        let page = agent.get(WORK).await;
        assert!(page.shows(told), "{}", page.body);
        let own = format!("SELECT count(*) FROM tasks WHERE assignee_id = '{colleague}'");
        assert_eq!(server.database.count(&own), left);
    }
    // Two hundred that can't move, hers alone while she is there, don't keep the one behind them: the next click goes on after them.
    let alone = format!(
        "INSERT INTO tasks (id, dossier_id, procedure_id, place, name, visit, part, role, group_id, assignee_id, person_id, opened_at, urgency, status)
         SELECT gen_random_uuid(), dossier_id, procedure_id, place, name, 2000 + n, part, role, group_id, '{colleague}', '{colleague}', opened_at, urgency - interval '1 day', 'open'
         FROM tasks, generate_series(1, 200) n WHERE visit < 1000"
    );
    sql_query(alone).execute(&mut server.database.connect()).unwrap();
    let behind = format!("UPDATE tasks SET assignee_id = '{colleague}' WHERE visit = 1001");
    sql_query(behind).execute(&mut server.database.connect()).unwrap();
    let own = format!("SELECT count(*) FROM tasks WHERE assignee_id = '{colleague}' AND person_id IS NULL");
    let first = agent.post(&format!("{WORK}/tout"), &all).await;
    assert_eq!(server.database.count(&own), 1);
    let page = agent.get(first.location.unwrap().split('#').next().unwrap()).await;
    assert!(page.shows("id=\"all\" open") && page.shows(&format!("<option value=\"{me}\" selected>")), "{}", page.body);
    let suite = page.hidden("suite");
    agent.post(&format!("{WORK}/tout"), &[&all[..], &[("suite", &suite)]].concat()).await;
    assert_eq!(server.database.count(&own), 0);
    // What has become free before that place waits for a click that begins anew.
    sql_query("UPDATE tasks SET person_id = NULL WHERE visit = 2001").execute(&mut server.database.connect()).unwrap();
    agent.post(&format!("{WORK}/tout"), &[&all[..], &[("suite", &suite)]].concat()).await;
    assert_eq!(server.database.count(&own), 1);
    agent.post(&format!("{WORK}/tout"), &all).await;
    assert_eq!(server.database.count(&own), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_part_was_theirs_alone_is_replaced_when_they_leave() {
    let server = site(Setup::default(), |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Zoé").await;
    does(&agent, &number, "analysis", &DONE).await;
    manager(&server, COMMITTEE[0]);
    let head = Visitor::signed_in(&server.base, COMMITTEE[0]).await;
    let committee = group(&server, "role:committee");
    let parts = rows(
        &server,
        "SELECT t.id || ' ' || a.email AS told FROM tasks t JOIN accounts a ON a.id = t.person_id ORDER BY t.part",
    );
    let part = |email: &str| {
        let found = parts.iter().find(|line| line.ends_with(email)).unwrap();
        found.split(' ').next().unwrap().to_owned()
    };
    let hand = async |fields: &[(&str, &str)]| {
        head.get(WORK).await;
        let group = [("group", committee.as_str())];
        head.post(WORK, &[&group, fields].concat()).await
    };
    // While they are there, nobody takes their ballot.
    let (gone, staying) = (part(COMMITTEE[1]), part(COMMITTEE[2]));
    server.user("remplacant@exemple.test", &[]);
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    change(&official, &format!("groupes/{committee}/membres"), &[("email", "remplacant@exemple.test")]).await;
    let other = id(&server, "remplacant@exemple.test");
    hand(&[("task", &gone), ("to", &other)]).await;
    hand(&[("task", &staying), ("_action", "nobody"), ("motivation", "x")]).await;
    assert_eq!(server.database.count("SELECT count(*) FROM assignments"), 0);
    // One leaves: those who hand out the work hear of it, and find somebody else.
    let leaver = id(&server, COMMITTEE[1]);
    change(&official, &format!("groupes/{committee}/retrait"), &[("member", &leaver)]).await;
    assert_eq!(mails(&server, COMMITTEE[0], "a quitté l’équipe").await, 1);
    assert!(head.get(WORK).await.shows("A quitté le groupe"));
    let late = Visitor::signed_in(&server.base, COMMITTEE[1]).await;
    assert_ne!(late.get(&format!("/instruction/dossiers/{number}/tasks/ballot")).await.status, StatusCode::OK);
    assert_eq!(hand(&[("task", &gone), ("to", &id(&server, COMMITTEE[2]))]).await.status, StatusCode::SEE_OTHER);
    assert!(assignees(&server).iter().filter(|line| line.ends_with(COMMITTEE[2])).nth(1).is_none(), "one ballot each");
    assert_eq!(hand(&[("task", &gone), ("to", &other)]).await.status, StatusCode::SEE_OTHER);
    let replacement = Visitor::signed_in(&server.base, "remplacant@exemple.test").await;
    let vote = [("outcome", "favorable")];
    assert_eq!(does(&replacement, &number, "ballot", &vote).await.status, StatusCode::SEE_OTHER);
    // The third is away, and back before the vote is over: their ballot waits for them.
    let away = format!("/instruction/dossiers/{number}");
    let third = id(&server, COMMITTEE[2]);
    let sql = format!("INSERT INTO absences VALUES (gen_random_uuid(), '{third}', current_date - 1, '{}')", after(20));
    sql_query(sql).execute(&mut server.database.connect()).unwrap();
    hand(&[("task", &staying), ("_action", "nobody"), ("motivation", "En congé")]).await;
    assert!(assignees(&server).iter().any(|line| line.ends_with(COMMITTEE[2])), "there on the last day of the vote");
    // Away until it is over: their part is withdrawn, with a reason, and the vote is counted without them.
    let longer = format!("UPDATE absences SET ends_on = '{}'", after(21));
    sql_query(longer).execute(&mut server.database.connect()).unwrap();
    assert_eq!(hand(&[("task", &staying), ("_action", "nobody")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let withdrawn = hand(&[("task", &staying), ("_action", "nobody"), ("motivation", "En congé")]).await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER, "{}", withdrawn.body);
    assert!(agent.get(&away).await.shows("En congé"));
    assert_eq!(does(&head, &number, "ballot", &vote).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&server, &number), "signature", "{:?}", tasks(&server));
    // Nobody hands a part on by the address of a button.
    let forged = [("key", "k"), ("rev", "5"), ("person", &*other)];
    let address = format!("{away}/transitions/replace:ballot:0");
    assert_ne!(head.post(&address, &forged).await.status, StatusCode::SEE_OTHER);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// The pages of people, with something on each, on a phone and on a desk: axe finds nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_of_people_are_accessible() {
    let server = site(Setup::default(), |_| {});
    manager(&server, INSTRUCTOR);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Zoé").await;
    story::submitted(&citizen, "Yann").await;
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let part = format!("groupes/{}/membres", group(&server, "population"));
    change(&official, &part, &[("email", "attendue@exemple.test")]).await;
    change(&official, &format!("groupes/{}/membres", group(&server, "role:director")), &[("email", INSTRUCTOR)]).await;
    let (agent, colleague) = (Visitor::signed_in(&server.base, INSTRUCTOR).await, id(&server, COLLEAGUE));
    agent.get("/compte/absences").await;
    let (from, until) = (after(0).to_string(), after(5).to_string());
    agent.post("/compte/absences", &[("away_from", &from), ("away_until", &until)]).await;
    let given = [("delegate", &*colleague), ("scope", "*"), ("from", &from), ("until", &until)];
    assert_eq!(agent.post("/compte/delegations", &given).await.status, StatusCode::SEE_OTHER);
    for width in [375, 1280] {
        for (email, pages) in [
            (INSTRUCTOR, vec![("/compte/absences", "absences"), (WORK, "repartir"), ("/instruction", "bureau")]),
            (COLLEAGUE, vec![("/compte/absences", "absences-recues")]),
            (OFFICIAL, vec![(PAGE, "equipe")]),
        ] {
            let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
            browser.goto("/compte").await;
            browser.sign_in(email).await;
            for (path, name) in pages {
                browser.goto(path).await;
                browser.inspect(&format!("{name}-{width}")).await;
            }
            browser.close().await;
        }
    }
}
