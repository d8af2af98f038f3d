//! The history of a dossier, verified on its pages: by its applicant, and at the desk.

use crate::clocks::rows;
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use crate::tasks::{COMMITTEE, DIRECTOR, DONE, does, site};
use diesel::{RunQueryDsl, sql_query};
use serde_json::json;

fn mine(number: &str) -> String {
    format!("/dossiers/{number}/historique")
}

fn desk(number: &str) -> String {
    format!("/instruction/dossiers/{number}/historique")
}

/// A dossier that a committee voted on in secret and a director refused: five steps.
async fn refused() -> (Server, Visitor, Visitor, String) {
    let server = site(Setup::default(), |file| {
        file["workflow"]["states"]["committee"]["tasks"]["ballot"]["vote"]["secret"] = json!(true);
    });
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = story::submitted(&citizen, "Amina Benali").await;
    does(&agent, &number, "analysis", &DONE).await;
    for member in &COMMITTEE[..2] {
        let member = Visitor::signed_in(&server.base, member).await;
        does(&member, &number, "ballot", &[("outcome", "favorable"), ("motivation", "Mon avis")]).await;
    }
    let director = Visitor::signed_in(&server.base, DIRECTOR).await;
    does(&director, &number, "sign", &[("outcome", "refuse"), ("motivation", "Hors délai.")]).await;
    (server, citizen, agent, number)
}

/// The fingerprint of each step, oldest first.
fn hashes(server: &Server) -> Vec<String> {
    rows(server, "SELECT encode(hash, 'hex') AS told FROM events ORDER BY seq")
}

#[tokio::test]
async fn a_whole_circuit_is_verified_on_both_pages() {
    let (server, citizen, agent, number) = refused().await;
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows(&mine(&number)));
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows(&desk(&number)));
    let hashes = hashes(&server);
    assert_eq!(hashes.len(), 5);
    let (own, agents) = (citizen.get(&mine(&number)).await, agent.get(&desk(&number)).await);
    for page in [&own, &agents] {
        assert!(page.shows("5 étapes\u{a0}: aucune n’a été modifiée"), "{}", page.body);
        assert_eq!(page.body.matches(">Tient<").count(), 4, "{}", page.body);
        for (hash, n) in hashes.iter().zip(1..) {
            assert!(page.shows(&format!("Étape {n}\u{a0}: ")) && page.shows(&format!(">{hash}<")), "{}", page.body);
            assert!(page.shows(&format!("Empreinte {}…", &hash[..12])));
        }
    }
    // Its applicant reads what their dossier's page tells, and no more: of the first ballot, that something was done on a day.
    assert_eq!(own.body.matches("étape interne</h3>").count(), 1, "{}", own.body);
    for hidden in [
        "moj-timeline__byline",
        "Voter",
        "Analyser",
        "Signer",
        "Mon avis",
        "un membre",
        INSTRUCTOR,
        COMMITTEE[0],
        DIRECTOR,
    ] {
        assert!(!own.shows(hidden), "{hidden} in {}", own.body);
    }
    let inner = own.body.split("étape interne</h3>").nth(1).unwrap();
    let when = inner.split("moj-timeline__date\">").nth(1).unwrap().split('<').next().unwrap();
    assert!(!when.contains(':') && when.contains(" 20"), "a day, and no hour: {when}");
    // The desk reads who did what, but for secret ballots.
    assert!(agents.shows("Analyser la demande") && agents.shows("par Prénom Nom"), "{}", agents.body);
    let ballots: Vec<&str> = agents.body.split("Voter</h3>").skip(1).collect();
    assert!(ballots.len() == 2 && ballots.iter().all(|ballot| ballot.contains("byline\">par un membre<")));
    assert!(!agents.shows("Mon avis") && !agents.shows("Favorable"));
}

#[tokio::test]
async fn a_fingerprint_that_was_noted_is_found_again() {
    let (server, citizen, agent, number) = refused().await;
    let hashes = hashes(&server);
    let compared = async |noted: &str| {
        let (own, agents) = (mine(&number), desk(&number));
        let pages = [
            citizen.get(&format!("{own}?empreinte={noted}")).await,
            agent.get(&format!("{agents}?empreinte={noted}")).await,
        ];
        let told = pages.map(|page| {
            let inset = page.body.split("govuk-inset-text\"><p class=\"govuk-body\">").nth(1).unwrap_or_default();
            (inset.split("</p>").next().unwrap().to_owned(), page.shows("govuk-error-summary"))
        });
        assert_eq!(told[0], told[1]);
        told[0].clone()
    };
    let (told, _) = compared(&hashes[4]).await;
    assert!(told.contains("celle d’aujourd’hui"), "{told}");
    // As people copy it.
    let spaced = format!("+{}+{}", hashes[1][..32].to_uppercase(), &hashes[1][32..]);
    let (told, _) = compared(&spaced).await;
    assert!(told.contains("l’empreinte de l’étape 2, du") && told.contains("rien n’a changé"), "{told}");
    let (told, wrong) = compared(&"0".repeat(64)).await;
    assert!(told.contains("Aucune étape") && !wrong, "{told}");
    for unfit in [&hashes[1][..12], "é", "%00"] {
        assert_eq!(compared(unfit).await, (String::new(), true), "{unfit}");
    }
    // What comes after a step that does not hold proves nothing; what comes before still does.
    run(&server, "ALTER TABLE events DISABLE TRIGGER events_append_only");
    run(&server, "UPDATE events SET content = jsonb_set(content, '{input,outcome}', '\"unfavorable\"') WHERE seq = 3");
    assert!(compared(&hashes[1]).await.0.contains("rien n’a changé"));
    assert!(compared(&hashes[4]).await.0.contains("ne tient pas jusqu’à elle"));
}

fn run(server: &Server, sql: &str) {
    sql_query(sql).execute(&mut server.database.connect()).unwrap();
}

/// What somebody does to the rows of a dossier, how it is undone, what the pages tell, and how many steps no longer stand.
const TAMPERED: &[(&str, &str, [&str; 2], usize)] = &[
    (
        "UPDATE events SET content = jsonb_set(content, '{input,motivation}', '\"Autre\"') WHERE seq = 5",
        "UPDATE events SET content = jsonb_set(content, '{input,motivation}', '\"Hors délai.\"') WHERE seq = 5",
        ["L’étape 5 n’est plus celle qui a été enregistrée.", "Les étapes 1 à 4 tiennent."],
        1,
    ),
    (
        "UPDATE events SET content = content || '{\"moved\": 1}' WHERE seq = 2",
        "UPDATE events SET content = content - 'moved' WHERE seq = 2",
        ["L’étape 2 n’est plus celle", "L’étape 1 tient. À partir de l’étape 2,"],
        4,
    ),
    (
        "UPDATE events SET at = at - interval '1 day' WHERE seq = 1",
        "UPDATE events SET at = at + interval '1 day' WHERE seq = 1",
        ["L’étape 1 n’est plus celle", "Ne vous fiez à aucune étape"],
        5,
    ),
    (
        "DELETE FROM events WHERE seq = 3",
        "INSERT INTO events SELECT * FROM spare WHERE seq = 3",
        ["L’étape 3 manque.", "Les étapes 1 à 2 tiennent."],
        2,
    ),
    (
        "DELETE FROM events WHERE seq = 5",
        "INSERT INTO events SELECT * FROM spare WHERE seq = 5",
        ["Les dernières étapes ont été retirées", "Les 4 étapes qui restent tiennent"],
        0,
    ),
    (
        "UPDATE dossiers SET snapshot = jsonb_set(snapshot, '{tasks,sign,outcome}', '\"grant\"')",
        "UPDATE dossiers SET snapshot = jsonb_set(snapshot, '{tasks,sign,outcome}', '\"refuse\"')",
        ["L’état du dossier n’est pas celui", "Fiez-vous à elles"],
        0,
    ),
    (
        "UPDATE dossiers SET state = 'granted'",
        "UPDATE dossiers SET state = 'refused'",
        ["L’état du dossier n’est pas celui", "Fiez-vous à elles"],
        0,
    ),
    (
        "INSERT INTO ledgers SELECT id, 'decision', 0, 1, '2026-01-01', '{\"op\": \"stop\"}' FROM dossiers",
        "DELETE FROM ledgers",
        ["Les délais du dossier ne sont plus", "Fiez-vous à elles"],
        0,
    ),
    (
        "UPDATE dossiers SET answers = jsonb_set(answers, '{name}', '\"Autre\"')",
        "UPDATE dossiers SET answers = jsonb_set(answers, '{name}', '\"Amina Benali\"')",
        ["Les réponses du dossier ne sont pas celles", "Fiez-vous à elles"],
        0,
    ),
    (
        "UPDATE decisions SET motivation = 'Autre'",
        "UPDATE decisions SET motivation = 'Hors délai.'",
        ["La décision que montre le dossier", "Fiez-vous à elles"],
        0,
    ),
    (
        "UPDATE decisions SET outcome = 'closed'",
        "UPDATE decisions SET outcome = 'refused'",
        ["La décision que montre le dossier", "Fiez-vous à elles"],
        0,
    ),
];

#[tokio::test]
async fn what_somebody_changed_is_told() {
    let (server, citizen, agent, number) = refused().await;
    for prepared in [
        "ALTER TABLE events DISABLE TRIGGER events_append_only",
        "ALTER TABLE ledgers DISABLE TRIGGER ledgers_append_only",
        "CREATE TABLE spare AS SELECT * FROM events",
    ] {
        run(&server, prepared);
    }
    for (done, undone, told, fallen) in TAMPERED {
        run(&server, done);
        for page in [citizen.get(&mine(&number)).await, agent.get(&desk(&number)).await] {
            assert!(told.iter().all(|words| page.shows(words)), "{done}\n{}", page.body);
            assert!(!page.shows("aucune n’a été modifiée") && page.shows("app-notification--error"), "{done}");
            // The look that found it, and the steps that no longer stand: itself, and those that rest on it.
            let broken = page.body.matches(">Ne tient pas<").count() - 1;
            let unsure = page.body.matches(">Plus sûre<").count();
            assert_eq!(broken + unsure, *fallen, "{done}\n{}", page.body);
        }
        let command = server.run(&["audit", "verify"]);
        let printed = String::from_utf8_lossy(&command.stdout).into_owned();
        assert!(printed.contains(&number) && printed.contains(" 1 broken"), "{done}: {printed}");
        run(&server, undone);
        assert!(citizen.get(&mine(&number)).await.shows("5 étapes\u{a0}: aucune"), "{undone}");
    }
}

#[tokio::test]
async fn a_draft_has_no_history_and_a_guest_does_not_read_it() {
    let (_server, owner, guest, number) = crate::sharing::shared().await;
    let page = owner.get(&mine(&number)).await;
    assert!(page.shows("n’a pas encore d’historique"), "{}", page.body);
    assert_eq!(guest.get(&format!("/dossiers/{number}")).await.status, 200);
    assert_eq!(guest.get(&mine(&number)).await.status, 404);
}
