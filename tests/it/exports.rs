//! What instructors download: a procedure's dossiers as a table.

use crate::support::http::{Answer, Visitor};
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};

/// A submitted dossier with two children.
async fn with_children(citizen: &Visitor, name: &str, comment: &str) -> String {
    let number = story::start(citizen).await;
    story::fill(citizen, &number, name).await;
    let page = |n: u32| format!("/dossiers/{number}/pages/{n}");
    let children = [
        ("/rent", "650,50"),
        ("/has_children", "true"),
        ("/children/0/first_name", "Zoé"),
        ("/children/0/age", "7"),
        ("/children/1/first_name", "=HYPERLINK(\"http://x\")"),
        ("/children/1/age", "12"),
        ("_action", "continue"),
    ];
    let answer = citizen.post(&page(2), &children).await;
    assert!(answer.location.is_some(), "{}", answer.body);
    let answer = citizen.post(&page(3), &[("/comment", comment), ("_action", "continue")]).await;
    assert!(answer.location.is_some(), "{}", answer.body);
    story::submit(citizen, &number).await;
    number
}

/// The rows of a file, the header first.
fn rows(answer: &Answer, delimiter: u8) -> Vec<Vec<String>> {
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"attestation-"));
    let text = answer.body.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The values of a column.
fn column<'r>(rows: &'r [Vec<String>], name: &str) -> Vec<&'r str> {
    let at = rows[0].iter().position(|label| label == name).unwrap_or_else(|| panic!("no {name} in {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instructor_downloads_the_submitted_dossiers() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let first = story::submitted(&citizen, "Zoé ; « N’Diaye »").await;
    let second = with_children(&other, "=1+1", "@SUM(A1)\n+ rien").await;
    let draft = story::start(&citizen).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;

    let answer = agent.get("/instruction/attestation/export.csv").await;
    assert!(!answer.shows(&draft), "a draft is nobody's but its author's");
    let table = rows(&answer, b';');
    assert_eq!(column(&table, "Numéro"), [&first, &second]);
    assert_eq!(column(&table, "Votre nom"), ["Zoé ; « N’Diaye »", "'=1+1"]);
    assert_eq!(column(&table, "Depuis quand habitez-vous ici ?"), ["29/02/2020", "29/02/2020"]);
    assert_eq!(column(&table, "Loyer mensuel"), ["650,50", "650,50"]);
    assert_eq!(column(&table, "Loyer annuel"), ["7806,00", "7806,00"]);
    assert_eq!(column(&table, "Des enfants vivent-ils avec vous ?"), ["Non", "Oui"]);
    assert_eq!(column(&table, "Enfants – nombre"), ["", "2"]);
    assert_eq!(column(&table, "Justificatif de domicile"), ["bail.pdf", "bail.pdf"]);
    assert_eq!(column(&table, "Précisions"), ["Merci d’avance", "'@SUM(A1)\n+ rien"]);
    assert_eq!(column(&table, "Groupe"), ["Population", "Population"]);
    assert_eq!(column(&table, "Usager"), ["Prénom Nom", "Prénom Nom"]);

    let children = rows(&agent.get("/instruction/attestation/export.csv?bloc=%2Fchildren").await, b';');
    assert_eq!(children[0], ["Numéro", "Enfants – nᵒ", "Prénom", "Âge"]);
    assert_eq!(children[1], [&second, "1", "Zoé", "7"]);
    assert_eq!(children[2], [&second, "2", "'=HYPERLINK(\"http://x\")", "12"]);
    assert_eq!(children.len(), 3);
    assert_eq!(agent.get("/instruction/attestation/export.csv?bloc=%2Fx").await.status, 404);

    let raw = rows(&agent.get("/instruction/attestation/export.csv?brut=1&lang=en").await, b',');
    assert_eq!(column(&raw, "/rent"), ["650.50", "650.50"]);
    assert_eq!(column(&raw, "/moved_on"), ["2020-02-29", "2020-02-29"]);
    assert_eq!(column(&raw, "/has_children"), ["false", "true"]);
    let english = rows(&agent.get("/instruction/attestation/export.csv?lang=en").await, b',');
    assert_eq!(column(&english, "Monthly rent"), ["650.50", "650.50"]);
}

/// The links of the page lead to the same dossiers as the page shows.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_downloaded_as_it_is_filtered() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let first = story::submitted(&citizen, "Zoé").await;
    let second = story::submitted(&citizen, "Léa").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &first, "passer_en_instruction", &[]).await;
    let page = agent.get("/instruction/attestation?phase=submitted&lang=fr").await;
    assert!(page.shows("export.csv?bloc=%2Fchildren&amp;phase=submitted"), "{}", page.body);
    let table = rows(&agent.get("/instruction/attestation/export.csv?phase=submitted").await, b';');
    assert_eq!(column(&table, "Numéro"), [&second]);
    let found = rows(&agent.get(&format!("/instruction/attestation/export.csv?q={first}")).await, b';');
    assert_eq!(column(&found, "Numéro"), [&first]);
}

/// Answers of a former revision keep their columns, those that only it had included.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_revision_loses_no_answer() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submitted(&citizen, "Zoé").await;
    let former = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
    let mut procedure: serde_json::Value = serde_json::from_str(&former).unwrap();
    let form = &mut procedure["form"];
    form["schema"]["properties"].as_object_mut().unwrap().remove("comment");
    form["schema"]["properties"]["name"]["title"] = "Nom de famille".into();
    form["ui"]["elements"][2]["elements"].as_array_mut().unwrap().pop();
    form["translations"]["en"].as_object_mut().unwrap().remove("comment.label");
    let file = server.folder.join("attestation.json");
    std::fs::write(&file, procedure.to_string().replace("../types/", "../../types/")).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let table = rows(&agent.get("/instruction/attestation/export.csv").await, b';');
    assert_eq!(column(&table, "Nom de famille"), ["Zoé"]);
    assert_eq!(table[0].last().unwrap(), "Précisions");
    assert_eq!(column(&table, "Précisions"), ["Merci d’avance"]);
}
