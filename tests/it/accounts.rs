//! Accounts, from outside.

use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::{PASSWORD, story};
use reqwest::StatusCode;

async fn register(visitor: &Visitor, email: &str) -> crate::support::http::Answer {
    visitor.get("/inscription").await;
    let fields = [
        ("email", email),
        ("given_name", "Ève"),
        ("family_name", "O’Neil"),
        ("password", PASSWORD),
        ("suite", "/demarches"),
    ];
    visitor.post("/inscription", &fields).await
}

fn path_of(server: &Server, link: &str) -> String {
    link.strip_prefix(&server.base).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_confirmed_by_mail_before_anyone_signs_in() {
    let smtp = Smtp::start();
    let server = Server::start(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    let visitor = Visitor::new(&server.base);
    let answer = register(&visitor, "eve@exemple.test").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);

    visitor.get("/connexion").await;
    let sign_in = [("email", "EVE@exemple.test "), ("password", PASSWORD)];
    assert_eq!(visitor.post("/connexion", &sign_in).await.status, StatusCode::FORBIDDEN);

    let mail = smtp.wait_for("eve@exemple.test", "confirmation?jeton").await;
    let link = path_of(&server, &mail.link("jeton="));
    let page = visitor.get(&link).await;
    let token = page.hidden("jeton");
    // Signing in asked for a second mail: whichever is opened first is good, once.
    let fields = [("jeton", token.as_str()), ("suite", "/demarches")];
    let confirmed = visitor.post("/inscription/confirmation", &fields).await;
    assert_eq!(confirmed.location.as_deref(), Some("/connexion?suite=%2Fdemarches"), "{}", confirmed.body);
    let again = visitor.post("/inscription/confirmation", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    visitor.get("/connexion").await;
    assert_eq!(visitor.post("/connexion", &sign_in).await.status, StatusCode::SEE_OTHER);
    assert!(visitor.get("/compte").await.shows("eve@exemple.test"));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_tells_whether_an_address_has_an_account() {
    let smtp = Smtp::start();
    let server = Server::start(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    server.user("connue@exemple.test", &[]);
    let visitor = Visitor::new(&server.base);
    let without = |body: String, email: &str| body.replace(email, "…").replace(&visitor.token(), "…");

    let known = without(register(&visitor, "connue@exemple.test").await.body, "connue@exemple.test");
    let unknown = without(register(&visitor, "inconnue@exemple.test").await.body, "inconnue@exemple.test");
    assert_eq!(known, unknown);
    smtp.wait_for("connue@exemple.test", "mot-de-passe").await;

    visitor.get("/mot-de-passe").await;
    let known = visitor.post("/mot-de-passe", &[("email", "connue@exemple.test")]).await.body;
    let unknown = visitor.post("/mot-de-passe", &[("email", "personne@exemple.test")]).await.body;
    assert_eq!(without(known, "connue@exemple.test"), without(unknown, "personne@exemple.test"));

    visitor.get("/connexion").await;
    let wrong = [("email", "connue@exemple.test"), ("password", "not the password")];
    let known = visitor.post("/connexion", &wrong).await.body;
    let unknown = visitor.post("/connexion", &[("email", "personne@exemple.test"), wrong[1]]).await.body;
    assert_eq!(without(known, "connue@exemple.test"), without(unknown, "personne@exemple.test"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_password_is_replaced_and_every_session_ends() {
    let smtp = Smtp::start();
    let server = Server::start(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    server.user("eve@exemple.test", &[]);
    let elsewhere = Visitor::signed_in(&server.base, "eve@exemple.test").await;
    let visitor = Visitor::new(&server.base);
    visitor.get("/mot-de-passe").await;
    visitor.post("/mot-de-passe", &[("email", "eve@exemple.test")]).await;
    let mail = smtp.wait_for("eve@exemple.test", "nouveau?jeton").await;
    let page = visitor.get(&path_of(&server, &mail.link("jeton="))).await;
    let token = page.hidden("jeton");
    let weak = visitor.post("/mot-de-passe/nouveau", &[("jeton", token.as_str()), ("password", "court")]).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = "une autre phrase bien longue 77";
    let changed = visitor.post("/mot-de-passe/nouveau", &[("jeton", token.as_str()), ("password", new)]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    assert_eq!(elsewhere.get("/compte").await.location.as_deref(), Some("/connexion?suite=%2Fcompte"));
    visitor.get("/connexion").await;
    let old = visitor.post("/connexion", &[("email", "eve@exemple.test"), ("password", PASSWORD)]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signed = visitor.post("/connexion", &[("email", "eve@exemple.test"), ("password", new)]).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_changes_the_session_and_sessions_can_be_ended() {
    let server = Server::start(Setup::default());
    server.user("eve@exemple.test", &[]);
    let here = Visitor::signed_in(&server.base, "eve@exemple.test").await;
    let there = Visitor::signed_in(&server.base, "eve@exemple.test").await;
    let page = here.get("/compte").await;
    let mut ids = page.body.split("/compte/sessions/").skip(1).map(|rest| rest.split('/').next().unwrap());
    assert!(ids.clone().count() >= 1, "{}", page.body);
    let other = ids.find(|id| !id.is_empty()).unwrap();
    let ended = here.post(&format!("/compte/sessions/{other}/fin"), &[]).await;
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.body);
    let gone = [here.get("/compte").await.status, there.get("/compte").await.status];
    assert_eq!(gone.iter().filter(|status| **status == StatusCode::SEE_OTHER).count(), 1, "{gone:?}");

    let visitor = Visitor::new(&server.base);
    visitor.get("/connexion").await;
    let fields = [("email", "eve@exemple.test"), ("password", PASSWORD)];
    let first = cookie(&visitor.post("/connexion", &fields).await);
    visitor.get("/deconnexion-is-no-page").await;
    visitor.get("/demarches").await;
    visitor.post("/deconnexion", &[]).await;
    visitor.get("/connexion").await;
    let second = cookie(&visitor.post("/connexion", &fields).await);
    assert_ne!(first, second);
}

fn cookie(answer: &crate::support::http::Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let session = all.into_iter().find(|cookie| cookie.starts_with("session=")).expect("a session cookie");
    assert!(session.contains("HttpOnly") && session.contains("SameSite=Lax"), "{session}");
    session.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn trying_passwords_is_slowed_down() {
    let server = Server::start(Setup { throttle: 1, ..Setup::default() });
    let visitor = Visitor::new(&server.base);
    visitor.get("/connexion").await;
    let mut last = StatusCode::OK;
    for _ in 0..12 {
        last = visitor.post("/connexion", &[("email", "eve@exemple.test"), ("password", "wrong")]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let answer = visitor.post("/connexion", &[("email", "eve@exemple.test"), ("password", "wrong")]).await;
    assert!(answer.headers.contains_key("retry-after"));
}

/// An official of one procedure publishes a new revision; a dossier that runs stays on its own.
#[tokio::test(flavor = "multi_thread")]
async fn publishing_a_new_file_makes_a_revision() {
    let server = story::site(Setup::default());
    let again = server.must(&["import", "tests/it/procedures/attestation.json"]);
    assert_eq!(again.trim(), "attestation: revision 1, unchanged");
    let official = Visitor::signed_in(&server.base, story::OFFICIAL).await;
    let content = official.get("/conception/attestation/procedure.json").await.body;
    assert_eq!(content, std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap());
    official.get("/conception").await;
    let broken = content.replace("\"silence\"", "\"silense\"");
    let refused = official.post("/conception", &[("content", &broken)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let renamed = content.replace("Ask for a certificate", "Get a certificate");
    let published = official.post("/conception", &[("content", &renamed)]).await;
    assert_eq!(published.location.as_deref(), Some("/conception/attestation"), "{}", published.body);
    assert!(server.must(&["export", "attestation"]).contains("Get a certificate"));
}

/// A list that a form searches comes with its procedure, and may come alone later: no operator is needed.
#[tokio::test(flavor = "multi_thread")]
async fn an_official_sends_the_lists_that_a_form_searches() {
    let server = story::site(Setup::default());
    let official = Visitor::signed_in(&server.base, story::OFFICIAL).await;
    let file = std::fs::read_to_string("forms/candidature-poste-public/procedure.json").unwrap();
    let content = file.replacen("\"candidature-poste-public\"", "\"postes-essai\"", 1);
    let posts = std::fs::read("forms/candidature-poste-public/postes.csv").unwrap();
    official.get("/conception").await;
    let publish = async |files: &[(&str, &str, Vec<u8>)]| {
        official.post_files("/conception", &[("content", &content)], files).await
    };
    let alone = publish(&[]).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(alone.shows("postes.csv") && alone.shows("choisissez de nouveau"), "{}", alone.body);
    let other = publish(&[("files", "postes.csv", posts.clone()), ("files", "autre.csv", b"a;b\n".to_vec())]).await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(other.shows("autre.csv") && other.shows("n’est nommé nulle part"), "{}", other.body);
    let unread =
        official.post_files("/conception", &[("content", "{ \"slug\"")], &[("files", "a.csv", b"a".to_vec())]).await;
    assert!(
        unread.status == StatusCode::UNPROCESSABLE_ENTITY && !unread.shows("n’est nommé nulle part"),
        "{}",
        unread.body
    );
    let done = publish(&[("files", "postes.csv", posts.clone())]).await;
    assert_eq!(done.location.as_deref(), Some("/conception/postes-essai"), "{}", done.body);
    // The same file without its list keeps the one in force; the list alone makes a new revision.
    let same = publish(&[]).await;
    assert_eq!(same.location.as_deref(), Some("/conception/postes-essai"), "{}", same.body);
    assert!(official.get("/conception/postes-essai").await.shows("Révision 1"));
    let longer = [posts.as_slice(), posts.split(|byte| *byte == b'\n').nth(1).unwrap(), b"\n"].concat();
    let longer = String::from_utf8(longer).unwrap();
    let (head, last) = longer.trim_end().rsplit_once('\n').unwrap();
    let renamed = format!("{head}\nZZZ-{last}\n");
    let changed = publish(&[("files", "postes.csv", renamed.into_bytes())]).await;
    assert_eq!(changed.location.as_deref(), Some("/conception/postes-essai"), "{}", changed.body);
    assert!(official.get("/conception/postes-essai").await.shows("Révision 2"));
    // A forged request is not read, file or not.
    let forged = reqwest::multipart::Form::new().text("content", content.clone());
    let client = reqwest::Client::new();
    let answer = client.post(format!("{}/conception", server.base)).multipart(forged).send().await.unwrap();
    assert_ne!(answer.status(), StatusCode::SEE_OTHER);
}
