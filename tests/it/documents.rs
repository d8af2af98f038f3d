//! What is printed or kept: a dossier's answers, a form to be filled by hand. The PDFs are read by poppler.

use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use std::path::Path;
use std::process::Command;

/// A PDF, and what poppler says of it.
pub struct Pdf {
    pub bytes: Vec<u8>,
    path: String,
}

impl Pdf {
    pub async fn get(visitor: &Visitor, address: &str) -> Self {
        let (headers, bytes) = visitor.download(address).await;
        assert_eq!(headers["content-type"], "application/pdf", "{address}: {}", String::from_utf8_lossy(&bytes));
        assert!(headers["content-disposition"].to_str().unwrap().starts_with("inline; filename=\""));
        // Kept, for eyes to see them too.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{}.pdf", address.trim_matches('/').replace(['/', '?'], "-")));
        std::fs::write(&path, &bytes).unwrap();
        Self { bytes, path: path.display().to_string() }
    }

    fn told(&self, program: &str, args: &[&str]) -> String {
        let output = Command::new(program).args(args).output().expect("apt-get install poppler-utils");
        assert!(output.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        // The outline of the structure may end a line within a character.
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Its text on one line, as it is read aloud; where a long word may be cut is nothing.
    pub fn text(&self) -> String {
        let text = self.told("pdftotext", &["-layout", &self.path, "-"]).replace('\u{200b}', "");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Its structure: the names of the tags.
    pub fn tags(&self) -> String {
        self.told("pdfinfo", &["-struct-text", &self.path])
    }

    /// It says that it is accessible and fit to be kept, in this language, and it is tagged.
    pub fn must_be_accessible(&self, lang: &str) {
        let metadata = self.told("pdfinfo", &["-meta", &self.path]);
        assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
        assert!(metadata.contains("<pdfaid:part>3</pdfaid:part>"), "{metadata}");
        assert!(metadata.contains(&format!("<rdf:li>{lang}</rdf:li>")), "{metadata}");
        assert!(self.told("pdfinfo", &[&self.path]).contains("Tagged:          yes"));
    }
}

const HOSTILE: &str =
    "#import \"x\": * $1 + 1$ *gras* _it_ `c` \\ @ref <b> // fin /* = */ #read(\"/etc/passwd\") é œ € ’";

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_keeps_a_copy_of_their_answers() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    story::fill(&citizen, &number, "Zoé N’Diaye").await;
    let comment = format!("{HOSTILE}\nمحمد שלום 🙂 {}", "ж".repeat(900));
    let third = format!("/dossiers/{number}/pages/3");
    citizen.post(&third, &[("/comment", &comment), ("_action", "continue")]).await;
    let address = format!("/dossiers/{number}/reponses.pdf");
    assert!(Pdf::get(&citizen, &address).await.text().contains("brouillon, pas encore déposé"));
    story::submit(&citizen, &number).await;

    let pdf = Pdf::get(&citizen, &address).await;
    pdf.must_be_accessible("fr");
    let text = pdf.text();
    for expected in [
        &format!("Réponses du dossier {number}"),
        "Ville d’essai – Service de la population",
        "Demander une attestation de domicile",
        "Prénom Nom",
        "Votre nom Zoé N’Diaye",
        "29/02/2020",
        "650,50 €",
        "7 806,00 €",
        "bail.pdf (",
        "Page 1 / ",
        "#import \"x\": * $1 + 1$ *gras* _it_ `c`",
        "#read(\"/etc/passwd\")",
        "🙂",
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    assert!(!text.contains("brouillon"));
    assert_eq!(text.matches("ж").count(), 900, "nothing is cut off: {text}");
    let tags = pdf.tags();
    for tag in ["H1", "H2", "Table", "TH", "TD"] {
        assert!(tags.contains(tag), "no {tag} in {tags}");
    }

    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let filed = Pdf::get(&agent, &format!("/instruction/dossiers/{number}/reponses.pdf?lang=en")).await;
    filed.must_be_accessible("en");
    let text = filed.text();
    assert!(text.contains("Answers of dossier") && text.contains("Monthly rent €650.50"), "{text}");

    let other = Visitor::signed_in(&server.base, OTHER).await;
    assert_eq!(other.get(&address).await.status, 404);
    assert_eq!(agent.get(&address).await.status, 404, "an instructor has an address of their own");
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows("reponses.pdf"));
    assert!(agent.get(&format!("/instruction/dossiers/{number}")).await.shows("reponses.pdf"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_is_printed_to_be_filled_by_hand() {
    let server = story::site(Setup::default());
    let anyone = Visitor::new(&server.base);
    assert!(anyone.get("/demarches/attestation").await.shows("/demarches/attestation/formulaire.pdf"));
    let pdf = Pdf::get(&anyone, "/demarches/attestation/formulaire.pdf").await;
    pdf.must_be_accessible("fr");
    let text = pdf.text();
    for expected in [
        "Demander une attestation de domicile",
        "Votre nom",
        "Jour Mois Année",
        "Oui",
        "À remplir seulement si vous répondez « Oui » à « Des enfants vivent-ils avec vous ? ».",
        "Enfants, nᵒ 3",
        "Joignez ce document",
        "population@ville.example.fr",
        "/demarches/attestation",
    ] {
        assert!(text.contains(expected), "no {expected} in {text}");
    }
    assert!(!text.contains("Loyer annuel"), "nobody writes what is computed");
    let again = Pdf::get(&anyone, "/demarches/attestation/formulaire.pdf").await;
    assert!(pdf.bytes == again.bytes, "it is made once");
    let english = Pdf::get(&anyone, "/demarches/attestation/formulaire.pdf?lang=en").await;
    english.must_be_accessible("en");
    assert!(english.text().contains("To fill in only if you answer “Yes” to “Do children live with you?”."));
    assert_eq!(anyone.get("/demarches/inconnue/formulaire.pdf").await.status, 404);
}

/// Every procedure that comes with the product can be done on paper.
#[tokio::test(flavor = "multi_thread")]
async fn every_shipped_form_is_printed() {
    let server = Server::start(Setup::default());
    let anyone = Visitor::new(&server.base);
    for entry in std::fs::read_dir("forms").unwrap().map(|entry| entry.unwrap().path()) {
        if !entry.join("procedure.json").exists() {
            continue;
        }
        let slug = entry.file_name().unwrap().to_str().unwrap().to_owned();
        server.import(&slug);
        for lang in ["fr", "en"] {
            let pdf = Pdf::get(&anyone, &format!("/demarches/{slug}/formulaire.pdf?lang={lang}")).await;
            pdf.must_be_accessible(lang);
            assert!(pdf.text().len() > 1_000, "{slug}");
        }
    }
}
