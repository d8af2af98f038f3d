//! What tests begin with: a procedure, its people, a dossier.

use super::browser::Browser;
use super::http::Visitor;
use super::server::{Server, Setup};
use std::time::{Duration, Instant};

/// A small PDF, enough to be told for one.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

pub const CITIZEN: &str = "citoyenne@exemple.test";
pub const OTHER: &str = "voisin@exemple.test";
pub const INSTRUCTOR: &str = "agent@exemple.test";
pub const OFFICIAL: &str = "responsable@exemple.test";

/// A site with the procedure of tests, a citizen, another, an instructor, an official.
pub fn site(setup: Setup) -> Server {
    let server = Server::start(setup);
    server.must(&["import", "tests/it/procedures/attestation.json"]);
    server.user(CITIZEN, &[]);
    server.user(OTHER, &[]);
    server.user(INSTRUCTOR, &["--instructor", "attestation/population"]);
    server.user(OFFICIAL, &["--official", "attestation"]);
    server
}

/// Publishes the procedure of tests again, changed: its circuit stands in it, without scenarios.
pub fn republish(server: &Server, change: impl FnOnce(&mut serde_json::Value)) {
    let read =
        |path: &str| -> serde_json::Value { serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() };
    let mut workflow = read("forms/workflows/standard.json");
    workflow["id"] = "essai".into();
    workflow["scenarios"] = serde_json::json!([]);
    let mut file = read("tests/it/procedures/attestation.json");
    file["workflow"] = workflow;
    change(&mut file);
    let path = server.folder.join("attestation.json");
    std::fs::write(&path, file.to_string()).unwrap();
    server.must(&["import", path.to_str().unwrap()]);
}

/// Starts a draft. Returns its number.
pub async fn start(citizen: &Visitor) -> String {
    citizen.get("/demarches/attestation").await;
    let answer = citizen.post("/demarches/attestation/dossiers", &[]).await;
    let location = answer.location.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
    assert!(location.ends_with("/pages/1"), "{location}");
    location.split('/').nth(2).unwrap().to_owned()
}

/// Signs the citizen in and starts a draft of this procedure, in a browser. Returns its number.
pub async fn begin(browser: &Browser, slug: &str) -> String {
    browser.goto(&format!("/connexion?suite=/demarches/{slug}")).await;
    browser.sign_in(CITIZEN).await;
    browser.follow(&format!("main form[action=\"/demarches/{slug}/dossiers\"] button[type=submit]")).await;
    browser.path().await.split('/').nth(2).unwrap().to_owned()
}

/// Fills the three pages of a draft.
pub async fn fill(citizen: &Visitor, number: &str, name: &str) {
    let page = |n: u32| format!("/dossiers/{number}/pages/{n}");
    let first = [("/name", name), ("/email", "a@exemple.fr"), ("/moved_on", "2020-02-29"), ("_action", "continue")];
    let answer = citizen.post(&page(1), &first).await;
    assert_eq!(answer.location.as_deref(), Some(page(2).as_str()), "{}", answer.body);
    let second = [("/rent", "650,50"), ("/has_children", "false"), ("_action", "continue")];
    let answer = citizen.post(&page(2), &second).await;
    assert_eq!(answer.location.as_deref(), Some(page(3).as_str()), "{}", answer.body);
    let third = [("/comment", "Merci d’avance"), ("_action", "continue")];
    let answer = citizen.post_files(&page(3), &third, &[("/proof", "bail.pdf", PDF.to_vec())]).await;
    assert_eq!(answer.location, Some(format!("/dossiers/{number}/verification")), "{}", answer.body);
}

/// Submits a filled draft.
pub async fn submit(citizen: &Visitor, number: &str) {
    let address = format!("/dossiers/{number}/verification");
    let check = citizen.get(&address).await;
    let (key, rev, transition) = (check.hidden("key"), check.hidden("rev"), check.hidden("transition"));
    let fields = [("key", key.as_str()), ("rev", &rev), ("transition", &transition)];
    let answer = citizen.post(&address, &fields).await;
    assert_eq!(answer.location, Some(format!("/dossiers/{number}")), "{}", answer.body);
}

/// A submitted dossier. Returns its number.
pub async fn submitted(citizen: &Visitor, name: &str) -> String {
    let number = start(citizen).await;
    fill(citizen, &number, name).await;
    submit(citizen, &number).await;
    number
}

/// An instructor's step, as the dossier's page offers it. Returns the answer.
pub async fn act(instructor: &Visitor, number: &str, transition: &str, fields: &[(&str, &str)]) -> super::http::Answer {
    let page = instructor.get(&format!("/instruction/dossiers/{number}")).await;
    let (key, rev) = (page.hidden("key"), page.hidden("rev"));
    let mut all = vec![("key", key.as_str()), ("rev", rev.as_str())];
    all.extend_from_slice(fields);
    instructor.post(&format!("/instruction/dossiers/{number}/transitions/{transition}"), &all).await
}

/// What the operator's command shows of a dossier.
pub fn shown(server: &Server, number: &str) -> serde_json::Value {
    serde_json::from_str(&server.must(&["dossier", "show", number, "--json"])).unwrap()
}

/// What the applicant of a dossier is writing.
pub fn draft(server: &Server, number: &str) -> serde_json::Value {
    shown(server, number)["draft"].clone()
}

/// Waits until the draft answers this: what a browser saves is saved a little later, and the command that reads it takes its
/// time.
pub async fn becomes(server: &Server, number: &str, pointer: &str, expected: serde_json::Value) {
    let start = Instant::now();
    loop {
        let found = draft(server, number).pointer(pointer).cloned().unwrap_or_default();
        if found == expected {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(15), "{pointer} is {found}, not {expected}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The procedures of the library, by slug.
pub fn library() -> Vec<String> {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/forms")).unwrap();
    let folders = folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("procedure.json").exists());
    folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
}

/// How many pages a procedure of the library has.
pub fn pages(slug: &str) -> usize {
    let path = format!("{}/forms/{slug}/procedure.json", env!("CARGO_MANIFEST_DIR"));
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["form"]["ui"]["elements"].as_array().unwrap().len()
}
