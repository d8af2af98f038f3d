//! The documents that a workflow makes of a dossier: words of the step, drawn afterwards, read by whom it says.

use crate::clocks::{eventually, rows, today, told};
use crate::documents::Pdf;
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use chrono::TimeDelta;
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What an applicant may write to be read as something else.
const NAME: &str = "Zoé **gras** # [x](javascript:a) {{ dossier.number }} #read";

const BODY: &str = "Vu la demande de **{{ applicant.name }}** ;

## Article 1

L’attestation est délivrée à {{ form.name }}, arrivé le {{ form.moved_on }}.

| Pièce | Valeur |
|---|---|
| Loyer | {{ form.rent }} |

- Motif : {{ decision.motivation }}
- Pour le service : {{ agent.name }}
- {{ dossier.number }}, {{ dossier.submitted_on }}, {{ procedure.title }}, {{ service.name }}, {{ service.organisation }}
- {{ applicant.given_name }}, {{ applicant.family_name }}, {{ applicant.email }}, {{ data.declarative }}
- {{ decision.outcome }}, {{ decision.effective_on }}, {{ today }}";

fn file() -> Value {
    let read = |path: &str| -> Value { serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    let mut workflow = read("forms/workflows/standard.json");
    workflow["id"] = json!("papiers");
    workflow["scenarios"] = json!([]);
    let makes = |template: &str, only: &[&str]| json!({"do": "document", "template": template, "as": "arrete", "visibleTo": only});
    workflow["states"]["en_instruction"]["entry"] = json!([makes("projet", &["instructor"])]);
    for (state, template) in [("accepte", "arrete"), ("refuse", "lettre")] {
        let entry = workflow["states"][state]["entry"].as_array_mut().unwrap();
        entry.insert(0, makes(template, &["instructor"]));
        workflow["states"][state]["decision"]["document"] = json!("arrete");
    }
    let mut file = read("tests/it/procedures/attestation.json");
    file["workflow"] = workflow;
    file["documents"] = json!({
        "projet": {"title": {"fr": "Projet d’arrêté"}, "body": {"fr": "À signer."}},
        "arrete": {"title": {"fr": "Arrêté du {{ today }}"}, "body": {"fr": BODY}},
        "lettre": {"title": {"fr": "Lettre de refus"}, "body": {"fr": "{{ decision.motivation }}"}},
    });
    file
}

fn site() -> Server {
    let server = story::site(Setup::default());
    let path = server.folder.join("attestation.json");
    std::fs::write(&path, file().to_string()).unwrap();
    server.must(&["import", path.to_str().unwrap()]);
    server
}

/// The addresses of the documents that a page shows, in its order.
fn links(body: &str) -> Vec<String> {
    let parts = body.split("href=\"").skip(1).filter_map(|part| part.split('"').next());
    parts.filter(|href| href.contains("/documents/")).map(str::to_owned).collect()
}

/// Waits until so many documents are drawn.
async fn drawn(server: &Server, count: usize) {
    let sql = "SELECT name AS told FROM documents WHERE produced_at IS NOT NULL";
    eventually(|| Some(()).filter(|()| rows(server, sql).len() == count)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_citizen_downloads_the_decision_and_a_superseded_one_keeps_its_own() {
    let mut server = site();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, NAME).await;
    let (mine, theirs) = (format!("/dossiers/{number}"), format!("/instruction/dossiers/{number}"));
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;

    // The draft of the decision is not the citizen's to see.
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    drawn(&server, 1).await;
    let draft = links(&agent.get(&theirs).await.body);
    assert_eq!(draft.len(), 1);
    assert!(Pdf::get(&agent, &draft[0]).await.text().contains("À signer."));
    let page = citizen.get(&mine).await;
    assert!(links(&page.body).is_empty() && !page.shows("Projet d’arrêté"), "{}", page.body);
    assert_eq!(citizen.get(&draft[0]).await.status, StatusCode::NOT_FOUND);

    story::act(&agent, &number, "accepter", &[("motivation", "Le bail le prouve.")]).await;
    drawn(&server, 2).await;
    let page = citizen.get(&mine).await;
    assert!(page.shows("Télécharger la décision (PDF, "), "{}", page.body);
    let found = links(&page.body);
    assert!(found.len() == 2 && found[0] == found[1], "beside the decision, and in the list: {found:?}");
    let pdf = Pdf::get(&citizen, &found[0]).await;
    pdf.must_be_accessible("fr");
    let (text, tags, day) = (pdf.text(), pdf.tags(), told(today()));
    for expected in [
        "Arrêté du",
        "Vu la demande de Prénom Nom ;",
        "Article 1",
        &format!("délivrée à {NAME}, arrivé le 29/02/2020."),
        "650,50 €",
        "Motif : Le bail le prouve.",
        "Pour le service : Prénom Nom",
        "Ville d’essai – Service de la population",
        &format!("{number}, {day}, Demander une attestation de domicile, Service de la population, Ville d’essai"),
        &format!("Prénom, Nom, {CITIZEN}, none"),
        &format!(", {day}, {day}"),
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    for tag in ["H1", "H2", "Table", "TH", "TD", "LI"] {
        assert!(tags.contains(tag), "no {tag} in {tags}");
    }
    let sha256 = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let shown = story::shown(&server, &number);
    assert_eq!(shown["documents"][0]["sha256"], sha256(&pdf.bytes));

    // Taken back and refused: both decisions stand with what told them.
    story::act(&agent, &number, "repasser_en_instruction", &[]).await;
    story::act(&agent, &number, "refuser", &[("motivation", "Le bail est faux.")]).await;
    drawn(&server, 4).await;
    let screen = agent.get(&theirs).await;
    assert!(screen.shows("Lettre de refus") && screen.shows("Arrêté du"), "{}", screen.body);
    assert!(links(&screen.body).contains(&found[0]));
    let last = links(&citizen.get(&mine).await.body);
    assert!(Pdf::get(&citizen, &last[0]).await.text().contains("Le bail est faux."));
    assert!(Pdf::get(&citizen, &found[0]).await.bytes == pdf.bytes);

    let other = Visitor::signed_in(&server.base, OTHER).await;
    assert_eq!(other.get(&found[0]).await.status, StatusCode::NOT_FOUND);
    let elsewhere = story::submitted(&other, "Autre").await;
    let (_, id) = found[0].rsplit_once('/').unwrap();
    assert_eq!(other.get(&format!("/dossiers/{elsewhere}/documents/{id}")).await.status, StatusCode::NOT_FOUND);

    // Nothing of it changes; upkeep leaves its bytes; drawn again, it is the same.
    let mut database = server.database.connect();
    for change in ["UPDATE documents SET content = '{}'", "UPDATE documents SET size = 1", "DELETE FROM documents"] {
        assert!(sql_query(change).execute(&mut database).is_err(), "{change}");
    }
    server.again_after(TimeDelta::hours(3));
    eventually(|| server.log().rsplit("listening").next()?.contains("\"swept\"").then_some(())).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    assert!(Pdf::get(&citizen, &found[0]).await.bytes == pdf.bytes);
    for statement in [
        "ALTER TABLE documents DISABLE TRIGGER documents_are_kept",
        "UPDATE documents SET size = NULL, sha256 = NULL, produced_at = NULL",
        "ALTER TABLE documents ENABLE TRIGGER documents_are_kept",
        "INSERT INTO outbox (id, dedup_key, kind, payload, run_at, attempts, created_at)
         SELECT gen_random_uuid(), 'again:' || id, 'document', jsonb_build_object('document', id), now(), 0, now() FROM documents",
    ] {
        sql_query(statement).execute(&mut database).unwrap();
    }
    drawn(&server, 4).await;
    assert!(Pdf::get(&citizen, &found[0]).await.bytes == pdf.bytes);
    server.must(&["audit", "verify"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_stored_is_being_prepared_until_it_can() {
    let server = site();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let (files, aside) = (server.folder.join("files"), server.folder.join("aside"));
    std::fs::rename(&files, &aside).unwrap();
    std::fs::write(&files, "no folder").unwrap();
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let failed = "SELECT last_error AS told FROM outbox WHERE kind = 'document' AND last_error IS NOT NULL";
    eventually(|| rows(&server, failed).pop()).await;
    let page = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(
        page.shows("Projet d’arrêté") && page.shows("En préparation") && links(&page.body).is_empty(),
        "{}",
        page.body
    );
    let id = rows(&server, "SELECT id::text AS told FROM documents").remove(0);
    let address = format!("/dossiers/{number}/documents/{id}");
    assert_eq!(agent.get(&address).await.status, StatusCode::SERVICE_UNAVAILABLE);
    std::fs::remove_file(&files).unwrap();
    std::fs::rename(&aside, &files).unwrap();
    drawn(&server, 1).await;
    assert_eq!(links(&agent.get(&format!("/instruction/dossiers/{number}")).await.body), [address]);
}

#[test]
fn a_document_that_nobody_wrote_is_not_published() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("produced");
    std::fs::create_dir_all(&folder).unwrap();
    let told = |name: &str, change: &dyn Fn(&mut Value)| {
        let (mut file, path) = (file(), folder.join(format!("{name}.json")));
        change(&mut file);
        std::fs::write(&path, file.to_string()).unwrap();
        let output =
            std::process::Command::new(env!("CARGO_BIN_EXE_guichet")).arg("check").arg(&path).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    assert!(told("whole", &|_| ()).0);
    let (ok, lines) = told("missing", &|file| drop(file["documents"].as_object_mut().unwrap().remove("lettre")));
    assert!(!ok && lines.contains("/workflow/states/refuse/entry/0/template"), "{lines}");
    let (ok, lines) = told("tag", &|file| file["documents"]["lettre"]["body"] = json!("{{ form.nom }}"));
    assert!(!ok && lines.contains("form.nom") && lines.contains("/documents/lettre/body"), "{lines}");
}
