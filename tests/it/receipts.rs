//! The acknowledgement of receipt (CRPA R112-11-1): a page, a mail, a document; issued again when its date changes, and kept
//! as it was.

use crate::clocks::{eventually, rows, site, today, told};
use crate::documents::Pdf;
use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use chrono::{Months, TimeDelta};
use diesel::{RunQueryDsl, sql_query};

/// What the procedure of tests owes, beside the date: the service, how to reach it, the certificate, the remedies.
const OWED: [&str; 5] =
    ["Service de la population", "02 61 91 10 20", "population@ville.example.fr", "L232-3", "deux mois"];

const MAILS: &str = "SELECT subject || ' ' || text AS told FROM kept_mails WHERE subject ILIKE '%accusé de réception%'
    AND recipient = 'citoyenne@exemple.test' ORDER BY id";

#[tokio::test(flavor = "multi_thread")]
async fn it_is_issued_again_when_the_clock_starts_anew_and_the_former_one_is_kept() {
    let mut server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let due = today().checked_add_months(Months::new(2)).unwrap();
    let address = format!("/dossiers/{number}/recepisse");
    let page = citizen.get(&address).await;
    let pdf = Pdf::get(&citizen, &format!("/dossiers/{number}/recepisses/1/recepisse.pdf")).await;
    pdf.must_be_accessible("fr");
    assert!(pdf.tags().contains("H2"), "{}", pdf.tags());
    assert!(pdf.text().contains("Accusé de réception n° 1 du"), "{}", pdf.text());
    let mails = eventually(|| Some(rows(&server, MAILS)).filter(|mails| !mails.is_empty())).await;
    assert_eq!(mails.len(), 1, "{mails:?}");
    let sentence = format!("vous n’avez pas de réponse le {}, votre demande sera acceptée", told(due));
    for owed in OWED.into_iter().chain([told(today()).as_str(), &sentence]) {
        assert!(page.shows(owed), "{owed} is not on the page: {}", page.body);
        assert!(pdf.text().contains(owed), "{owed} is not in the document: {}", pdf.text());
        assert!(mails[0].contains(owed), "{owed} is not in the mail: {}", mails[0]);
    }
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows(&address));

    // A document is missing: the time stops, and no new one is issued.
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&instructor, &number, "demander_correction", &[("message", "Il manque le bail.")]).await;
    assert!(citizen.get(&address).await.shows("Le délai est suspendu"));
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows("vous recevrez un nouvel accusé de réception"));

    // The former program kept none: what it told is kept before another takes its place.
    sql_query("ALTER TABLE receipts DISABLE TRIGGER USER").execute(&mut server.database.connect()).unwrap();
    sql_query("DELETE FROM receipts").execute(&mut server.database.connect()).unwrap();
    sql_query("ALTER TABLE receipts ENABLE TRIGGER USER").execute(&mut server.database.connect()).unwrap();

    // It comes ten days later: two months from that day.
    server.again_after(TimeDelta::days(10));
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    story::submit(&citizen, &number).await;
    let completed = today() + TimeDelta::days(10);
    let then = completed.checked_add_months(Months::new(2)).unwrap();
    let second = format!("vous n’avez pas de réponse le {}, votre demande sera acceptée", told(then));
    let page = citizen.get(&address).await;
    assert!(page.shows(&second) && page.shows("Compléments reçus le") && page.shows(&told(completed)), "{}", page.body);
    assert!(page.shows("n° 2 du") && !page.shows(&sentence) && !page.shows("suspendu"), "{}", page.body);
    let mails = eventually(|| Some(rows(&server, MAILS)).filter(|mails| mails.len() > 1)).await;
    assert!(mails[1].starts_with("Nouvel accusé") && mails[1].contains(&second), "{mails:?}");
    assert_eq!(mails.len(), 2);

    // What the first said is still what it says, and that another took its place.
    let former = citizen.get(&format!("/dossiers/{number}/recepisses/1")).await;
    assert!(former.shows(&sentence) && former.shows("a remplacé celui-ci"), "{}", former.body);
    let text = Pdf::get(&citizen, &format!("/dossiers/{number}/recepisses/1/recepisse.pdf")).await.text();
    assert!(text.contains(&sentence) && text.contains("a remplacé celui-ci"), "{text}");
    let kept = "SELECT number || ' ' || effective_on AS told FROM receipts ORDER BY number";
    assert_eq!(rows(&server, kept), [format!("1 {due}"), format!("2 {then}")]);
    for change in ["UPDATE receipts SET content = '{}'", "DELETE FROM receipts"] {
        assert!(sql_query(change).execute(&mut server.database.connect()).is_err(), "append-only");
    }

    // Who instructs reads it too; nobody else.
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let screen = instructor.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(screen.shows(&format!("/dossiers/{number}/recepisses/1")), "{}", screen.body);
    assert!(instructor.get(&address).await.shows(&second));
    let other = Visitor::signed_in(&server.base, OTHER).await;
    assert_eq!(other.get(&address).await.status, 404);
    assert_eq!(citizen.get(&format!("/dossiers/{number}/recepisses/3")).await.status, 404);
    let english = Pdf::get(&citizen, &format!("/dossiers/{number}/recepisses/2/recepisse.pdf?lang=en")).await;
    english.must_be_accessible("en");
    assert!(english.text().contains("Acknowledgement of receipt of dossier"), "{}", english.text());
    server.must(&["audit", "verify"]);
}

/// A request that was unlawful never stopped the time: the date is the first one again, and so is the acknowledgement.
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_change_its_date_issues_none() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&instructor, &number, "demander_correction", &[("message", "Il manque le bail.")]).await;
    story::act(&instructor, &number, "void:decision:1", &[("motivation", "Il n’était pas exigible.")]).await;
    assert_eq!(rows(&server, "SELECT number::text AS told FROM receipts"), ["1"]);
    assert!(!citizen.get(&format!("/dossiers/{number}/recepisse")).await.shows("suspendu"));
}

/// One that was filed with a former version of the program kept none: it is told all the same.
#[tokio::test(flavor = "multi_thread")]
async fn an_older_dossier_has_one_too() {
    let server = site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    sql_query("TRUNCATE receipts").execute(&mut server.database.connect()).unwrap();
    let due = today().checked_add_months(Months::new(2)).unwrap();
    let page = citizen.get(&format!("/dossiers/{number}/recepisse")).await;
    assert!(page.shows(&format!("vous n’avez pas de réponse le {}", told(due))), "{}", page.body);
}

/// A request that is waived brought nothing: the new acknowledgement says that the time has moved, and no more.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_waived_is_no_document_received() {
    let mut server = site(Setup::default());
    story::republish(&server, |file| {
        crate::clocks::circuit(file);
        file["workflow"]["states"]["a_corriger"]["on"]["lever"] = serde_json::json!({"label": {"fr": "Renoncer", "en": "Waive"}, "roles": ["instructor"], "target": "@return"});
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&instructor, &number, "demander_correction", &[("message", "Il manque le bail.")]).await;
    server.again_after(TimeDelta::days(10));
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let done = story::act(&instructor, &number, "lever", &[]).await;
    assert_eq!(done.status, reqwest::StatusCode::SEE_OTHER, "{}", done.body);
    let page = Visitor::signed_in(&server.base, CITIZEN).await.get(&format!("/dossiers/{number}/recepisse")).await;
    assert!(page.shows("Délai modifié le") && !page.shows("Compléments reçus"), "{}", page.body);
}

/// The mail of a decision says how to contest it, whatever its words are called; what somebody gave up, nobody decided.
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_told_with_the_ways_of_appeal() {
    let server = site(Setup::default());
    story::republish(&server, |file| {
        let tells = serde_json::json!([{"do": "notify", "to": ["applicant"], "template": "octroi"}]);
        file["workflow"]["states"]["accepte"]["entry"] = tells;
        file["messages"] = serde_json::json!({"octroi": {"subject": {"fr": "Octroi", "en": "Grant"}, "body": {"fr": "C’est oui.", "en": "Yes."}}});
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let number = story::submitted(&citizen, "Zoé").await;
    story::act(&instructor, &number, "passer_en_instruction", &[]).await;
    story::act(&instructor, &number, "accepter", &[("motivation", "Dossier complet.")]).await;
    let other = story::submitted(&citizen, "Zoé").await;
    citizen.get(&format!("/dossiers/{other}")).await;
    citizen.post(&format!("/dossiers/{other}/transitions/se_desister"), &[("key", "k"), ("rev", "1")]).await;
    let mail = |like: &str| {
        let sql = format!("SELECT text AS told FROM kept_mails WHERE recipient = 'citoyenne@exemple.test' AND {like}");
        rows(&server, &sql).pop()
    };
    let granted = eventually(|| mail("subject = 'Octroi'")).await;
    assert!(
        granted.contains("Vous avez deux mois pour contester.") && granted.contains("Dossier complet."),
        "{granted}"
    );
    let given_up = eventually(|| mail("subject ILIKE '%retir%'")).await;
    assert!(!given_up.contains("deux mois pour contester"), "{given_up}");
}
