//! The work of people on a real site: an analysis with its form, a committee that votes, a director who signs.

use crate::clocks::{eventually, rows};
use crate::support::browser::{Browser, Look};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

pub const COLLEAGUE: &str = "collegue@exemple.test";
pub const DIRECTOR: &str = "directrice@exemple.test";
pub const COMMITTEE: [&str; 3] = ["un@exemple.test", "deux@exemple.test", "trois@exemple.test"];

/// The procedure of tests with a committee; what else is changed of its file.
pub fn site(setup: Setup, change: impl FnOnce(&mut Value)) -> Server {
    let server = story::site(setup);
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    for member in &COMMITTEE[..2] {
        server.user(member, &[]);
    }
    story::republish(&server, |file| {
        committee(file);
        change(file);
    });
    // Those that the file named before they had an account.
    server.user(COMMITTEE[2], &[]);
    server.user(DIRECTOR, &[]);
    server
}

/// The circuit of a committee, its people, and the form of its analysis.
pub fn committee(file: &mut Value) {
    let workflow = std::fs::read_to_string("tests/it/procedures/commission.workflow.json").unwrap();
    file["workflow"] = serde_json::from_str(&workflow).unwrap();
    file["roles"] = json!({"committee": COMMITTEE, "director": [DIRECTOR]});
    file["forms"] = json!({"analyse": {"schema": {"type": "object", "properties": {
        "score": {"title": "Note", "type": "integer", "minimum": 0, "maximum": 20},
        "opinion": {"title": "Avis détaillé", "type": "string", "maxLength": 2000},
    }, "required": ["score"]}, "translations": {"en": {"score.label": "Score", "opinion.label": "Opinion"}}}});
}

/// Does a task as its page offers it.
pub async fn does(who: &Visitor, number: &str, task: &str, fields: &[(&str, &str)]) -> Answer {
    let address = format!("/instruction/dossiers/{number}/tasks/{task}");
    let page = who.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{task}");
    send(who, &page, &address, fields).await
}

pub async fn send(who: &Visitor, page: &Answer, address: &str, fields: &[(&str, &str)]) -> Answer {
    let (key, rev, part) = (page.hidden("key"), page.hidden("rev"), page.hidden("part"));
    let mut all = vec![("key", key.as_str()), ("rev", &rev), ("part", &part)];
    all.extend_from_slice(fields);
    who.post(address, &all).await
}

pub fn state(server: &Server, number: &str) -> String {
    story::shown(server, number)["state"].as_str().unwrap().to_owned()
}

pub fn tasks(server: &Server) -> Vec<String> {
    rows(
        server,
        "SELECT name || ':' || part || ':' || status || ':' || coalesce(outcome, '-') AS told FROM tasks ORDER BY visit, name, part",
    )
}

pub const DONE: [(&str, &str); 2] = [("/score", "14"), ("outcome", "eligible")];

#[tokio::test]
async fn a_committee_votes_and_a_director_signs() {
    let smtp = Smtp::start();
    let server = site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() }, |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    assert_eq!(tasks(&server), ["analysis:0:open:-"]);
    smtp.wait_for(INSTRUCTOR, "Analyser la demande").await;
    // It is in the queue of the group, and in nobody else's.
    assert!(agent.get("/taches?file=a-prendre").await.shows("Analyser la demande"));
    assert!(!agent.get("/taches").await.shows("Analyser la demande"));
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    assert!(!director.get("/taches?file=a-prendre").await.shows(&number));
    let dossier = format!("/instruction/dossiers/{number}");
    assert_eq!(director.get(&dossier).await.status, StatusCode::NOT_FOUND, "not hers to read yet");

    // What is not fit comes back with what was typed; nothing has happened.
    let address = format!("{dossier}/tasks/analysis");
    let unfit =
        does(&agent, &number, "analysis", &[("/score", "50"), ("/opinion", "À voir"), ("outcome", "eligible")]).await;
    assert_eq!(unfit.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unfit.shows("À voir") && unfit.shows("value=\"50\""));
    let none = does(&agent, &number, "analysis", &[("/score", "14")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "an outcome must be chosen");
    assert!(none.shows("value=\"14\""));
    assert_eq!(state(&server, &number), "analysis");

    // What is kept for later stays, and makes it theirs.
    let kept = does(&agent, &number, "analysis", &[("/opinion", "Presque fini"), ("_action", "save")]).await;
    assert_eq!(kept.location.as_deref(), Some(address.as_str()), "{}", kept.body);
    assert!(agent.get(&address).await.shows("Presque fini"));
    assert!(agent.get("/taches").await.shows("Analyser la demande"));
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    assert!(colleague.get(&address).await.shows("s’est chargé de cette tâche"));
    let late = send(&colleague, &agent.get(&address).await, &address, &DONE).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    let done =
        does(&agent, &number, "analysis", &[("/score", "14"), ("/opinion", "Bon dossier"), ("outcome", "eligible")])
            .await;
    assert_eq!(done.location.as_deref(), Some(dossier.as_str()), "{}", done.body);
    assert_eq!(state(&server, &number), "committee");
    assert_eq!(tasks(&server)[0], "analysis:0:done:eligible");
    let page = agent.get(&dossier).await;
    assert!(
        page.shows("Bon dossier") && page.shows("Recevable"),
        "the answers of the analysis are read beside the dossier"
    );
    let titles: Vec<&str> = page.body.split("govuk-summary-card__title\">").skip(1).collect();
    assert!(titles.iter().any(|title| title.starts_with("Analyser la demande</h4>")), "{}", page.body);

    // Three members have a ballot each; who analysed votes on nothing.
    assert_eq!(agent.get(&format!("{dossier}/tasks/ballot")).await.status, StatusCode::OK);
    assert!(agent.get(&format!("{dossier}/tasks/ballot")).await.shows("D’autres personnes"));
    let mut members = Vec::new();
    for member in COMMITTEE {
        members.push(Visitor::signed_in(&server.base, member).await);
    }
    assert!(members[2].get("/taches").await.shows("Voter"), "named before they had an account");
    smtp.wait_for(COMMITTEE[0], "Voter").await;
    let vote = [("outcome", "favorable")];
    assert_eq!(does(&members[0], &number, "ballot", &vote).await.status, StatusCode::SEE_OTHER);
    let counted = members[1].get(&format!("{dossier}/tasks/ballot")).await;
    assert!(counted.shows("1 voix exprimées sur 3"), "{}", counted.body);
    let twice = send(&members[0], &counted, &format!("{dossier}/tasks/ballot"), &vote).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "one ballot each");
    assert_eq!(does(&members[1], &number, "ballot", &vote).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&server, &number), "signature", "two of three decide");
    assert_eq!(tasks(&server)[1..4], ["ballot:0:done:favorable", "ballot:1:done:favorable", "ballot:2:cancelled:-"]);

    // The director reads it now, and signs. A refusal says why.
    assert!(director.get(&dossier).await.shows("Signer la décision"));
    let unsaid = does(&director, &number, "sign", &[("outcome", "refuse")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unsaid.body);
    let signed = does(&director, &number, "sign", &[("outcome", "refuse"), ("motivation", "Hors délai.")]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.body);
    assert_eq!(state(&server, &number), "refused");
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows("Hors délai."));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test]
async fn a_secret_vote_shows_no_name() {
    let server = site(Setup::default(), |file| {
        file["workflow"]["states"]["committee"]["tasks"]["ballot"]["vote"]["secret"] = json!(true);
    });
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    let (one, two) =
        (Visitor::signed_in(&server.base, COMMITTEE[0]).await, Visitor::signed_in(&server.base, COMMITTEE[1]).await);
    does(&one, &number, "ballot", &[("outcome", "unfavorable"), ("motivation", "Je suis contre")]).await;
    let address = format!("/instruction/dossiers/{number}");
    for page in [two.get(&format!("{address}/tasks/ballot")).await, agent.get(&address).await] {
        assert!(!page.body.contains("Voter</h3> <p class=\"moj-timeline__byline\">par Prénom"), "{}", page.body);
        assert!(page.shows("1 voix exprimées sur 3") && page.shows("Le vote est secret"), "{}", page.body);
        assert!(!page.shows("Je suis contre") && !page.shows("un@exemple.test"));
        assert!(!page.body.contains("<li>Défavorable"), "{}", page.body);
    }
    does(&two, &number, "ballot", &[("outcome", "unfavorable")]).await;
    let page = agent.get(&address).await;
    assert!(page.body.contains("Défavorable <span class=\"app-count\">2</span>"), "the count is told once it is over");
    assert!(!page.shows("Je suis contre"));
}

/// A circuit may call its applicant as it likes: the kind of the role tells who they are.
#[tokio::test]
async fn the_applicant_is_known_by_the_kind_of_their_role() {
    let smtp = Smtp::start();
    let server = site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() }, |file| {
        let renamed = file["workflow"].to_string().replace("[\"applicant\"]", "[\"demandeur\"]");
        let mut workflow: Value = serde_json::from_str(&renamed).unwrap();
        let roles = workflow["roles"].as_object_mut().unwrap();
        let role = roles.remove("applicant").unwrap();
        roles.insert("demandeur".to_owned(), role);
        file["workflow"] = workflow;
        file["workflow"]["states"]["draft"]["on"]["submit"]["actions"] =
            json!([{"do": "notify", "to": ["demandeur"], "template": "depot"}]);
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    assert_eq!(state(&server, &number), "analysis");
    let told = smtp.wait_for(CITIZEN, &number).await;
    assert!(told.text.contains("/dossiers/") && !told.text.contains("/instruction"), "{}", told.text);
    smtp.wait_for(INSTRUCTOR, "Analyser la demande").await;
    assert_eq!(smtp.all().into_iter().filter(|mail| mail.to.contains(CITIZEN)).count(), 1, "one acknowledgement");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// Work has a page of its own, with what it checks: there is no way round it.
#[tokio::test]
async fn a_task_is_no_button() {
    let server = site(Setup::default(), |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    for name in ["task:analysis:0", "recuse:analysis:0"] {
        let address = format!("/instruction/dossiers/{number}/transitions/{name}");
        let fields = [("key", "k"), ("rev", "1"), ("outcome", "eligible"), ("motivation", "x")];
        assert_eq!(agent.post(&address, &fields).await.status, StatusCode::CONFLICT, "{name}");
    }
    assert_eq!(tasks(&server), ["analysis:0:open:-"]);
}

/// Who breaks a tie, and who is told that others are late, had nothing to do with the dossier before: they find it.
#[tokio::test]
async fn whoever_is_told_of_a_dossier_finds_it() {
    let mut server = site(Setup::default(), |file| {
        let ballot = &mut file["workflow"]["states"]["committee"]["tasks"]["ballot"];
        ballot["vote"] =
            json!({"favorable": "favorable", "majority": "simple", "tie": "role:director", "early": false});
        ballot["outcomes"] = json!(["favorable", "unfavorable"]);
        ballot.as_object_mut().unwrap().remove("due");
        file["roles"]["committee"] = json!(COMMITTEE[..2]);
        file["workflow"]["roles"]["committee"]["min"] = json!(2);
        // No button and no other work of the director's is near.
        file["workflow"]["states"]["signature"]["tasks"]["sign"]["role"] = json!("instructor");
        file["workflow"]["states"]["signature"]["tasks"]["sign"]["exclude"] = json!([]);
    });
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    let address = format!("/instruction/dossiers/{number}");
    assert_eq!(director.get(&address).await.status, StatusCode::NOT_FOUND);
    does(&agent, &number, "analysis", &DONE).await;
    for (member, outcome) in COMMITTEE.iter().zip(["favorable", "unfavorable"]) {
        let member = Visitor::signed_in(&server.base, member).await;
        assert_eq!(does(&member, &number, "ballot", &[("outcome", outcome)]).await.status, StatusCode::SEE_OTHER);
    }
    assert!(director.get("/taches?file=a-prendre").await.shows("Voter"), "it is theirs to do");
    assert_eq!(director.get(&address).await.status, StatusCode::OK);
    let broken = does(&director, &number, "ballot", &[("outcome", "favorable")]).await;
    assert_eq!(broken.status, StatusCode::SEE_OTHER, "{}", broken.body);
    assert_eq!(state(&server, &number), "signature");

    // Another waits for an analysis: the director is told that it is late.
    let late = story::submitted(&citizen, "Amina Benali").await;
    server.again_after(TimeDelta::days(11));
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    let sql = "SELECT 'late' AS told FROM events WHERE command LIKE 'due:analysis%'";
    eventually(|| rows(&server, sql).pop()).await;
    assert_eq!(director.get(&format!("/instruction/dossiers/{late}")).await.status, StatusCode::OK);
}

/// Whoever breaks a tie decides, and is not one voter more.
#[tokio::test]
async fn a_broken_tie_is_told_beside_the_ballots() {
    let server = site(Setup::default(), |file| {
        let ballot = &mut file["workflow"]["states"]["committee"]["tasks"]["ballot"];
        ballot["vote"]["tie"] = json!("role:instructor");
    });
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    for (member, outcome) in COMMITTEE.into_iter().zip(["favorable", "unfavorable", "abstain"]) {
        let member = Visitor::signed_in(&server.base, member).await;
        assert_eq!(does(&member, &number, "ballot", &[("outcome", outcome)]).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(state(&server, &number), "committee");
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    does(&colleague, &number, "ballot", &[("outcome", "favorable")]).await;
    assert_eq!(state(&server, &number), "signature");
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(page.shows("3 voix exprimées sur 3") && page.shows("Voix prépondérante : Favorable"), "{}", page.body);
    for side in ["Favorable", "Défavorable"] {
        assert!(page.body.contains(&format!("{side} <span class=\"app-count\">1</span>")), "{}", page.body);
    }
}

#[tokio::test]
async fn a_task_is_taken_given_back_and_recused() {
    let server = site(Setup::default(), |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    let address = format!("/instruction/dossiers/{number}/tasks/analysis");
    let prise = format!("{address}/prise");
    assert_eq!(agent.post(&prise, &[("part", "0")]).await.status, StatusCode::SEE_OTHER);
    colleague.post(&prise, &[("part", "0")]).await;
    assert!(colleague.get(&address).await.shows("s’est chargé de cette tâche"), "the first has it");
    // Nobody writes in the name of somebody whom they do not act for, nor takes what is not for them.
    let me = rows(&server, &format!("SELECT id::text AS told FROM accounts WHERE email = '{INSTRUCTOR}'"));
    let (page, director) = (colleague.get(&address).await, Visitor::signed_in(&server.base, DIRECTOR).await);
    let forged = [
        ("/opinion", "Usurpé"),
        ("_action", "save"),
        ("key", "f"),
        ("rev", "1"),
        ("part", "0"),
        ("on_behalf", &*me[0]),
    ];
    assert_eq!(colleague.post(&address, &forged).await.status, StatusCode::CONFLICT, "{}", page.body);
    assert_ne!(director.post(&address, &forged[..5]).await.status, StatusCode::SEE_OTHER);
    assert!(!agent.get(&address).await.shows("Usurpé"));
    agent.post(&format!("{address}/remise"), &[("part", "0")]).await;
    assert!(colleague.get("/taches?file=a-prendre").await.shows("Analyser la demande"));
    agent.post(&prise, &[("part", "0")]).await;
    // Nobody gives back what another has.
    colleague.post(&format!("{address}/remise"), &[("part", "0")]).await;
    assert!(colleague.get(&address).await.shows("s’est chargé de cette tâche"));
    assert!(agent.get("/taches").await.shows("Analyser la demande"));

    let page = agent.get(&address).await;
    let unsaid = send(&agent, &page, &format!("{address}/recusation"), &[("motivation", " ")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = send(&agent, &page, &format!("{address}/recusation"), &[("motivation", "C’est mon voisin")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.body);
    assert!(!agent.get("/taches").await.shows("Analyser la demande"));
    assert!(colleague.get("/taches?file=a-prendre").await.shows("Analyser la demande"));
    let again = send(&agent, &colleague.get(&address).await, &address, &DONE).await;
    assert!(again.shows("vous empêche"), "{}", again.body);
    assert_eq!(again.status, StatusCode::CONFLICT, "who is recused does it no more");
    assert_eq!(does(&colleague, &number, "analysis", &DONE).await.status, StatusCode::SEE_OTHER);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test]
async fn the_silence_of_members_is_told_and_nobody_else_works_for_them() {
    let mut server = site(Setup::default(), |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    server.again_after(TimeDelta::days(25));
    eventually(|| (state(&server, &number) == "signature").then_some(())).await;
    assert_eq!(tasks(&server)[1..4], ["ballot:0:tacit:abstain", "ballot:1:tacit:abstain", "ballot:2:tacit:abstain"]);
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    assert!(director.get(&format!("/instruction/dossiers/{number}")).await.shows("Sans réponse"));
    let stranger = Visitor::signed_in(&server.base, story::OTHER).await;
    let address = format!("/instruction/dossiers/{number}/tasks/sign");
    assert_ne!(stranger.get(&address).await.status, StatusCode::OK);
    let forged = send(&stranger, &director.get(&address).await, &address, &[("outcome", "grant")]).await;
    assert!(matches!(forged.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{}", forged.status);
    assert_eq!(state(&server, &number), "signature");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// Whoever acts for somebody who is away has their work, for as long and for what was said; both names stand on the trace.
#[tokio::test]
async fn a_colleague_acts_for_who_is_away() {
    let server = site(Setup::default(), |_| {});
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    let delegate = |from: &str, to: &str, role: &str, days: i64| {
        let sql = format!(
            "INSERT INTO delegations (id, account_id, delegate_id, role, starts_on, ends_on, created_at)
             SELECT gen_random_uuid(), a.id, b.id, '{role}', current_date - 10, current_date + {days}, now()
             FROM accounts a, accounts b WHERE a.email = '{from}' AND b.email = '{to}' RETURNING 'x' AS told"
        );
        assert_eq!(rows(&server, &sql).len(), 1);
    };
    delegate(COMMITTEE[0], DIRECTOR, "committee", 3);
    delegate(COMMITTEE[1], DIRECTOR, "committee", -2);
    delegate(COMMITTEE[2], DIRECTOR, "director", 3);
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    let address = format!("/instruction/dossiers/{number}/tasks/ballot");
    let listed = director.get("/taches").await;
    assert_eq!(listed.body.matches("/tasks/ballot").count(), 1, "one delegation is over, one is for something else");
    let page = director.get(&address).await;
    assert!(page.shows("Vous agissez pour le compte de"), "{}", page.body);
    let for_whom = page.hidden("on_behalf");
    let fields = [("outcome", "favorable"), ("on_behalf", for_whom.as_str())];
    assert_eq!(send(&director, &page, &address, &fields).await.status, StatusCode::SEE_OTHER);
    let sql = "SELECT b.email || ' for ' || a.email AS told FROM tasks t JOIN accounts b ON b.id = t.done_by
               JOIN accounts a ON a.id = t.on_behalf";
    assert_eq!(rows(&server, sql), [format!("{DIRECTOR} for {}", COMMITTEE[0])]);
    let third = rows(&server, &format!("SELECT id::text AS told FROM accounts WHERE email = '{}'", COMMITTEE[2]));
    let rev = rows(&server, "SELECT rev::text AS told FROM dossiers");
    let forged =
        [("outcome", "favorable"), ("on_behalf", third[0].as_str()), ("part", "2"), ("key", "x"), ("rev", &rev[0])];
    assert_eq!(send(&director, &page, &address, &forged).await.status, StatusCode::CONFLICT, "not for that role");
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows("pour le compte de"));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// What only its own people may do is in no list of those who act for them.
#[tokio::test]
async fn what_is_not_delegated_is_in_no_delegate_s_list() {
    let server = site(Setup::default(), |file| {
        file["workflow"]["states"]["analysis"]["tasks"]["analysis"]["delegable"] = json!(false);
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Amina Benali").await;
    let delegation = format!(
        "INSERT INTO delegations (id, account_id, delegate_id, starts_on, ends_on, created_at)
         SELECT gen_random_uuid(), a.id, b.id, current_date - 10, current_date + 3, now()
         FROM accounts a, accounts b WHERE a.email = '{INSTRUCTOR}' AND b.email = '{DIRECTOR}' RETURNING 'x' AS told"
    );
    assert_eq!(rows(&server, &delegation).len(), 1);
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    for is_delegable in [false, true] {
        let listed = director.get("/taches?file=a-prendre").await;
        assert_eq!(listed.shows("Analyser la demande"), is_delegable, "{}", listed.body);
        rows(&server, "UPDATE tasks SET delegable = true RETURNING 'x' AS told");
    }
}

/// On an old phone and without scripts; axe finds nothing on the way.
#[tokio::test]
async fn an_agent_works_without_scripts() {
    let server = site(Setup::default(), |file| {
        file["forms"]["analyse"]["schema"]["properties"]["lines"] = json!({"title": "Dépenses", "type": "array",
            "items": {"type": "object", "properties": {"label": {"title": "Poste", "type": "string"}}}});
        let words = json!({"lines.label": "Expenses", "lines.label.label": "Item"});
        let english = file["forms"]["analyse"]["translations"]["en"].as_object_mut().unwrap();
        english.extend(words.as_object().unwrap().clone());
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    let browser = Browser::open(&server.base, Look { width: 375, javascript: false }).await;
    browser.goto("/connexion?suite=/taches").await;
    browser.sign_in(INSTRUCTOR).await;
    browser.inspect("taches-vide").await;
    browser.goto("/taches?file=a-prendre").await;
    browser.inspect("taches").await;
    browser.follow("main table a").await;
    browser.inspect("tache").await;
    browser.fill("/score", "15").await;
    browser.act("add:/lines").await;
    assert_eq!(browser.value("/score").await, "15", "a row is added, and nothing is lost");
    browser.fill("/lines/0/label", "Location").await;
    browser.follow("main button[value=continue]").await;
    browser.sees("Choisissez votre conclusion").await;
    browser.inspect("tache-erreur").await;
    assert_eq!(browser.value("/lines/0/label").await, "Location");
    browser.choose("outcome", "eligible").await;
    browser.follow("main button[value=continue]").await;
    browser.sees("Recevable").await;
    browser.inspect("dossier-taches").await;
    browser.close().await;
    assert_eq!(state(&server, &number), "committee");
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    browser.goto(&format!("/connexion?suite=/instruction/dossiers/{number}/tasks/ballot")).await;
    browser.sign_in(COMMITTEE[0]).await;
    browser.inspect("vote").await;
    browser.close().await;
}
