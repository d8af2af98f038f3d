//! Votes on a real site whose seats nobody is left for: whoever is recused is not waited for, whoever is named is.

use crate::clocks::{eventually, rows};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use crate::tasks::{COMMITTEE, DONE, does, send, site, state, tasks};
use diesel::prelude::*;
use diesel::sql_query;
use guichet::dossiers::events as history;
use guichet::schema::{dossiers, events};
use reqwest::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

/// A dossier whose committee votes, without a time that would end it.
async fn voting(change: impl FnOnce(&mut Value)) -> (Server, String, Visitor) {
    let server = site(Setup::default(), |file| {
        let ballot = &mut file["workflow"]["states"]["committee"]["tasks"]["ballot"];
        ballot.as_object_mut().unwrap().remove("due");
        change(file);
    });
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    assert_eq!(state(&server, &number), "committee");
    (server, number, agent)
}

async fn recuses(server: &Server, number: &str, member: &str) -> Answer {
    let who = Visitor::signed_in(&server.base, member).await;
    let address = format!("/instruction/dossiers/{number}/tasks/ballot");
    let page = who.get(&address).await;
    let said = send(&who, &page, &format!("{address}/recusation"), &[("motivation", "C’est mon frère")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    who.get(&format!("/instruction/dossiers/{number}")).await
}

async fn votes(server: &Server, number: &str, member: &str, outcome: &str) -> Answer {
    let who = Visitor::signed_in(&server.base, member).await;
    let done = does(&who, number, "ballot", &[("outcome", outcome)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    who.get(&format!("/instruction/dossiers/{number}")).await
}

#[tokio::test]
async fn a_seat_that_nobody_is_left_for_is_not_waited_for() {
    let (server, number, _) = voting(|file| {
        file["workflow"]["states"]["committee"]["tasks"]["ballot"]["instances"] = json!(3);
    })
    .await;
    let page = recuses(&server, &number, COMMITTEE[0]).await;
    assert!(page.shows("0 voix exprimées sur 2") && page.shows("Plus à faire"), "{}", page.body);
    votes(&server, &number, COMMITTEE[1], "favorable").await;
    let page = votes(&server, &number, COMMITTEE[2], "favorable").await;
    assert!(page.shows("2 voix exprimées sur 2"), "{}", page.body);
    assert_eq!(state(&server, &number), "signature");
    assert_eq!(tasks(&server)[1..4], ["ballot:0:done:favorable", "ballot:1:done:favorable", "ballot:2:cancelled:-"]);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// Nobody acts any more: the vote ends by itself, as a step that the history holds.
#[tokio::test]
async fn who_leaves_the_committee_is_not_waited_for() {
    let (server, number, agent) = voting(|file| {
        file["workflow"]["states"]["committee"]["tasks"]["ballot"]["instances"] = json!(3);
        file["workflow"]["states"]["committee"]["tasks"]["ballot"]["vote"]["early"] = json!(false);
    })
    .await;
    votes(&server, &number, COMMITTEE[0], "favorable").await;
    votes(&server, &number, COMMITTEE[1], "favorable").await;
    assert_eq!(state(&server, &number), "committee");
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    official.get("/conception/attestation/equipe").await;
    let group = rows(&server, "SELECT id::text AS told FROM groups WHERE role = 'committee'");
    let member = rows(&server, &format!("SELECT id::text AS told FROM accounts WHERE email = '{}'", COMMITTEE[2]));
    let address = format!("/conception/attestation/groupes/{}/retrait", group[0]);
    assert_eq!(official.post(&address, &[("member", member[0].as_str())]).await.status, StatusCode::SEE_OTHER);
    eventually(|| (state(&server, &number) == "signature").then_some(())).await;
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("2 voix exprimées sur 2"), "{}", page.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test]
async fn a_vote_that_all_recuse_from_ends_without_quorum() {
    let (server, number, agent) = voting(|_| {}).await;
    for member in COMMITTEE {
        assert_eq!(state(&server, &number), "committee");
        recuses(&server, &number, member).await;
    }
    assert_eq!(state(&server, &number), "signature");
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("Quorum non atteint"), "{}", page.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test]
async fn a_vote_of_nobody_waits_for_those_who_are_named() {
    let (server, number, agent) = voting(|file| file["roles"]["committee"] = json!([])).await;
    assert_eq!(tasks(&server)[1..], ["ballot:0:open:-"]);
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("Voter") && !page.shows("Terminée"), "{}", page.body);
    let name = "INSERT INTO group_members (group_id, account_id) SELECT g.id, a.id FROM groups g, accounts a
        WHERE g.role = 'committee' AND a.email IN ('un@exemple.test', 'deux@exemple.test', 'trois@exemple.test')
        RETURNING 'x' AS told";
    assert_eq!(rows(&server, name).len(), 3);
    // The first who votes does not decide alone.
    votes(&server, &number, COMMITTEE[1], "favorable").await;
    assert_eq!((state(&server, &number).as_str(), tasks(&server).len()), ("committee", 4));
    let other = Visitor::signed_in(&server.base, COMMITTEE[0]).await;
    assert!(other.get("/taches").await.shows("Voter"), "theirs to do");
    votes(&server, &number, COMMITTEE[0], "favorable").await;
    assert_eq!(state(&server, &number), "signature");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// Before seats were given up, events told who got a part each, as `people`, and only where a state was entered.
#[tokio::test]
async fn a_history_of_before_is_verified_as_it_was() {
    let (server, number, _) = voting(|_| {}).await;
    for member in &COMMITTEE[..2] {
        votes(&server, &number, member, "favorable").await;
    }
    assert_eq!(state(&server, &number), "signature");
    let db = &mut server.database.connect();
    sql_query("ALTER TABLE events DISABLE TRIGGER events_append_only").execute(db).unwrap();
    let dossier: Uuid = dossiers::table.select(dossiers::id).first(db).unwrap();
    let (mut head, mut renamed) = (None, 0);
    for told in history::of(db, dossier).unwrap() {
        let mut event = told.event;
        let fields = event.content.as_object_mut().unwrap();
        if let Some(holders) = fields.remove("holders") {
            fields.insert("people".to_owned(), holders);
            renamed += 1;
        }
        let event = event.chained(head.as_deref()).unwrap();
        diesel::update(events::table.find((dossier, event.seq)))
            .set((events::content.eq(&event.content), events::hash.eq(&event.hash)))
            .execute(db)
            .unwrap();
        head = Some(event.hash);
    }
    diesel::update(dossiers::table).set(dossiers::head.eq(head)).execute(db).unwrap();
    assert_eq!(renamed, 3, "sent, analysed, voted");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}
