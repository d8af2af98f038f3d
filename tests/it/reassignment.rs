//! A circuit that gives a dossier to another group of its procedure.

use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use crate::tasks::{self, does};
use reqwest::StatusCode;
use serde_json::json;

const HOUSING: &str = "logement@exemple.test";

/// What is to be done goes along, and who had the dossier may go on reading it.
#[tokio::test]
async fn a_dossier_goes_to_another_group_with_its_work() {
    let server = tasks::site(Setup::default(), |file| {
        let groups = file["routing"]["groups"].as_array_mut().unwrap();
        groups.push(json!({"id": "logement", "label": {"fr": "Logement", "en": "Housing"}}));
        let give = json!([{"do": "assign", "to": "group:logement"}]);
        file["workflow"]["states"]["analysis"]["on"] = json!({"transfer": {"label": {"fr": "Transmettre", "en": "Pass on"},
            "roles": ["instructor"], "actions": give}});
    });
    server.user(HOUSING, &["--instructor", "attestation/logement"]);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let housing = Visitor::signed_in(&server.base, HOUSING).await;
    let number = story::submitted(&citizen, "Amina Benali").await;
    let address = format!("/instruction/dossiers/{number}");
    agent.post(&format!("{address}/tasks/analysis/prise"), &[("part", "0")]).await;
    assert_eq!(housing.get(&address).await.status, StatusCode::NOT_FOUND);

    let passed = story::act(&agent, &number, "transfer", &[]).await;
    assert_eq!(passed.status, StatusCode::SEE_OTHER, "{}", passed.body);
    assert!(
        housing.get("/taches?file=a-prendre").await.shows("Analyser la demande"),
        "nobody of the new group has it yet"
    );
    assert!(housing.get("/instruction/attestation").await.shows(&number));
    assert!(!agent.get("/taches").await.shows("Analyser la demande"));
    assert!(!agent.get("/instruction/attestation").await.shows(&number));
    assert_eq!(agent.get(&address).await.status, StatusCode::OK);
    let fields = [("key", "k"), ("rev", "2"), ("part", "0"), ("outcome", "eligible"), ("/score", "3")];
    let late = agent.post(&format!("{address}/tasks/analysis"), &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "it is not theirs to do any more");
    assert_eq!(does(&housing, &number, "analysis", &tasks::DONE).await.status, StatusCode::SEE_OTHER);
    assert_eq!(tasks::state(&server, &number), "committee");
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}
