//! External references: an uploaded list, services that search and that know one entry, played by a double.

use crate::support::browser::{Browser, DOWN, ENTER, Look, NARROWEST};
use crate::support::double::{Double, Mode};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Companies by their name, two of them called the same; parcels by their number.
fn registry(asked: &reqwest::Url) -> Option<Value> {
    if let Some(number) = asked.path().strip_prefix("/parcels/") {
        return (number == "AC%2D12" || number == "AC-12").then(|| json!({"number": "AC-12", "area": "350 m²"}));
    }
    let query = asked.query_pairs().find(|(name, _)| name == "q")?.1.to_lowercase();
    let company = |siren: &str, town: &str, staff: u32| {
        json!({"siren": siren, "name": "Boulangerie Martin", "seat": {"town": town}, "staff": staff,
            "created": "2001-02-03", "secret": "x".repeat(5000)})
    };
    let mut found = vec![company("732829320", "Nantes", 12), company("443061841", "Rezé", 3)];
    found.retain(|company| "boulangerie martin".contains(&query) || company["siren"] == query);
    Some(json!({"total": found.len(), "results": found}))
}

fn site(double: &Double) -> Server {
    with(double, vec![("GUICHET_SERVICE_HOSTS", double.host.clone())])
}

fn with(double: &Double, environment: Vec<(&'static str, String)>) -> Server {
    let server = Server::start(Setup { environment, ..Setup::default() });
    let procedure = std::fs::read_to_string("tests/it/procedures/references.json").unwrap();
    let folder = server.folder.join("references");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("procedure.json"), procedure.replace("127.0.0.1:1/", &format!("{}/", double.host)))
        .unwrap();
    std::fs::copy("tests/it/procedures/ecoles.csv", folder.join("ecoles.csv")).unwrap();
    server.must(&["import", folder.join("procedure.json").to_str().unwrap()]);
    server.user(CITIZEN, &[]);
    server.user(OTHER, &[]);
    server.user(INSTRUCTOR, &["--instructor", "references/population"]);
    server
}

async fn start(citizen: &Visitor) -> String {
    citizen.get("/demarches/references").await;
    let location = citizen.post("/demarches/references/dossiers", &[]).await.location.unwrap();
    location.split('/').nth(2).unwrap().to_owned()
}

async fn browse(browser: &Browser) -> String {
    story::begin(browser, "references").await
}

const GO_ON: &str = "main button[name=_action][value=continue]:not([aria-hidden])";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_fills_the_other_fields_by_keyboard() {
    let double = Double::start(registry);
    let server = site(&double);
    for width in [NARROWEST, 1280] {
        double.set(Mode::Up);
        let browser = Browser::open(&server.base, Look { width, javascript: true }).await;
        let number = browse(&browser).await;
        browser.writes("/school", "marr").await;
        browser.waits_for("#school-list:not([hidden]) [data-value=\"0440001M\"]").await;
        browser.keys(&format!("{DOWN}{ENTER}")).await;
        // What depends on it appears, what it says is filled and shown.
        browser.waits_for("[name=\"/grant\"]").await;
        browser.sees("212").await;
        assert_eq!(browser.value("/school_town").await, "Nantes");
        assert_eq!(browser.focused().await, "school");

        // Two are called the same: the one that was chosen is kept.
        browser.writes("/company", "boulang").await;
        browser.waits_for("#company-list:not([hidden]) [data-value=\"443061841\"]").await;
        browser.inspect_schemes("reference-ouverte").await;
        browser.keys(&format!("{DOWN}{DOWN}{ENTER}")).await;
        browser.sees("Siège").await;
        let draft = || story::shown(&server, &number)["draft"].clone();
        story::becomes(&server, &number, "/company/id", json!("443061841")).await;
        assert_eq!((draft()["company_town"].clone(), draft()["staff"].clone()), (json!("Rezé"), json!(3)));
        assert_eq!(browser.value("/company_town").await, "Rezé");
        assert_eq!(draft()["since"], "2001-02-03");
        assert!(!draft()["company"].to_string().contains("xxxx"), "only what is mapped is kept");

        // The person may correct what was filled; it stays.
        browser.writes("/company_town", "Bouguenais").await;
        browser.inspect_schemes("references").await;

        // Down: what was typed is kept, and the page says so.
        double.set(Mode::Down);
        browser.writes("/company", "Garage du Port").await;
        browser.tab().await;
        browser.sees("Le service ne répond pas").await;
        browser.inspect_schemes("reference-service-absent").await;
        browser.goes_on(GO_ON).await;
        browser.sees("Non vérifié").await;
        assert_eq!(draft()["company_town"], "Bouguenais");
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_javascript_the_page_asks_which_one() {
    let double = Double::start(registry);
    let server = site(&double);
    for width in [NARROWEST, 1280] {
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        let number = browse(&browser).await;
        browser.writes("/school", "Jean Moulin").await;
        browser.writes("/company", "boulangerie").await;
        browser.goes_on(GO_ON).await;
        browser.sees("Laquelle de ces réponses est la vôtre").await;
        browser.inspect_schemes("reference-laquelle-sans-js").await;
        browser.picks("/school", "0490004R").await;
        browser.picks("/company", "732829320").await;
        browser.goes_on(GO_ON).await;
        browser.sees("Vérifiez vos réponses").await;
        let draft = story::shown(&server, &number)["draft"].clone();
        assert_eq!((&draft["school"]["id"], &draft["pupils"]), (&json!("0490004R"), &json!(143)));
        assert_eq!((&draft["company"]["id"], &draft["company_town"]), (&json!("732829320"), &json!("Nantes")));
        browser.inspect_schemes("references-verification").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_slow_or_down_loses_nothing_and_may_forbid_to_submit() {
    let double = Double::start(registry);
    let server = site(&double);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let draft = || story::shown(&server, &number)["draft"].clone();

    double.set(Mode::Slow);
    let begin = Instant::now();
    let fields = [("/school", "0440002N"), ("/company", "Martin"), ("/parcel", "AC-12"), ("_action", "continue")];
    let answer = citizen.post(&page, &fields).await;
    assert!(begin.elapsed() < Duration::from_millis(4_500), "{:?}", begin.elapsed());
    assert_eq!(answer.status, 422, "the parcel must be confirmed");
    assert!(answer.shows("n’a pas répondu") && answer.shows("AC-12"), "{}", answer.body);
    assert_eq!(draft()["company"], json!({"id": "Martin", "label": "Martin", "unverified": true}));
    assert_eq!(draft()["school"]["label"], "École Jean Moulin", "a list needs no service");

    // Back up, the same page posted again confirms what is typed.
    double.set(Mode::Up);
    let answer = citizen.post(&page, &[("/parcel", "AC-12"), ("_action", "continue")]).await;
    assert_eq!(answer.location, Some(format!("/dossiers/{number}/verification")), "{}", answer.body);
    assert_eq!(draft()["parcel"], json!({"id": "AC-12", "label": "AC-12", "data": {"area": "350 m²"}}));
    // What the service knows not is refused, and kept as it was typed; a path is never followed.
    for typed in ["ZZ-99", "..", "../companies?q=a", "AC-12/../../x"] {
        let answer = citizen.post(&page, &[("/parcel", typed), ("_action", "continue")]).await;
        assert_eq!((answer.status.as_u16(), draft()["parcel"].clone()), (422, json!(typed)), "{typed}");
    }
    let strange =
        double.asked().into_iter().find(|path| !path.starts_with("/companies?q=") && !path.starts_with("/parcels/"));
    assert_eq!(strange, None);
    citizen.post(&page, &[("/parcel", ""), ("_action", "continue")]).await;

    story::submit(&citizen, &number).await;
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let screen = instructor.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(screen.shows("Non vérifié"), "the instructor sees it");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_browser_is_believed() {
    let double = Double::start(registry);
    let server = site(&double);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let draft = || story::shown(&server, &number)["draft"].clone();
    let forged = [
        ("/school", "École rêvée"),
        ("/school", "0440001M"),
        ("/school/id", "1"),
        ("/school/data/type", "Public"),
        ("/pupils", "9999"),
        ("/company", "Boulangerie Martin"),
        ("/company", "000"),
        ("_action", "save"),
    ];
    citizen.post(&page, &forged).await;
    assert_eq!(draft()["school"], "École rêvée", "the button that was chosen is not one of this text");
    assert_eq!((draft().get("pupils"), draft()["company"].clone()), (None, json!("Boulangerie Martin")));

    // Whoever is not of the dossier searches nothing through it.
    let search = format!("/dossiers/{number}/references?champ=%2Fcompany&q=boul");
    assert!(citizen.get(&search).await.shows("443061841"));
    let other = Visitor::signed_in(&server.base, OTHER).await;
    assert_eq!(other.get(&search).await.status, 404);
    assert_eq!(citizen.get(&format!("/dossiers/{number}/references?champ=%2Fstaff&q=a")).await.status, 404);
    // The list itself is no model to download.
    assert_eq!(citizen.get("/demarches/references/modeles/ecoles.csv").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_stranger_gives_beforehand_is_believed() {
    let double = Double::start(registry);
    let server = site(&double);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let forged = json!({
        "school": {"id": "0440001M", "label": "École rêvée", "data": {"type": "Privé"}},
        "parcel": {"id": "AC-12", "label": "Le château", "data": {"area": "9 ha"}},
        "company": {"id": "Martin", "label": "Boulangerie Martin", "data": {"town": "Paris", "staff": 9000}},
    });
    let url = format!("{}/demarches/references/preremplissage", server.base);
    let request = reqwest::Client::new().post(url).header("content-type", "application/json").body(forged.to_string());
    let given: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(given["invalid"], json!([]), "{given}");
    let token = given["token"].as_str().unwrap();
    citizen.get(&format!("/demarches/references?preremplissage={token}")).await;
    let started = citizen.post("/demarches/references/dossiers", &[("preremplissage", token)]).await;
    let number = started.location.unwrap().split('/').nth(2).unwrap().to_owned();
    let draft = || story::shown(&server, &number)["draft"].clone();
    let kept = draft();
    assert_eq!((&kept["school"]["label"], &kept["pupils"]), (&json!("École des Marronniers"), &json!(212)));
    assert_eq!((&kept["parcel"], &kept["company"]), (&json!("AC-12"), &json!("Martin")), "{kept}");
    assert!(double.asked().is_empty(), "nobody opened it yet");

    // Saved as it was drawn: the services tell what they know, or are marked as silent.
    let page = format!("/dossiers/{number}/pages/1");
    citizen.post(&page, &[("/parcel", "AC-12"), ("_action", "save")]).await;
    assert_eq!(draft()["parcel"], json!({"id": "AC-12", "label": "AC-12", "data": {"area": "350 m²"}}));
    double.set(Mode::Down);
    citizen.post(&page, &[("/company", "Martin"), ("_action", "save")]).await;
    assert_eq!(draft()["company"], json!({"id": "Martin", "label": "Martin", "unverified": true}));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_is_filled_by_its_own_reference_without_javascript_too() {
    let double = Double::start(registry);
    let server = site(&double);
    for javascript in [true, false] {
        let browser = Browser::open(&server.base, Look { width: NARROWEST, javascript }).await;
        let number = browse(&browser).await;
        let rows = || story::draft(&server, &number)["partners"].clone();
        browser.act("add:/partners").await;
        browser.act("add:/partners").await;
        browser.writes("/partners/1/company", "443061841").await;
        if javascript {
            browser.tab().await;
        } else {
            browser.goes_on("main button[name=_action][value=save]:not([aria-hidden])").await;
        }
        story::becomes(&server, &number, "/partners/1/staff", json!(3)).await;
        if javascript {
            browser.sees("Siège").await;
            assert_eq!(browser.value("/partners/1/town").await, "Rezé");
            browser.inspect_schemes("reference-dans-une-ligne").await;
        }
        assert_eq!(rows()[1]["town"], "Rezé", "{}", rows());
        assert!(rows()[0].get("town").is_none(), "{}", rows());
        browser.close().await;
    }
}

/// Two windows: what one does to the rows while the other chooses an entry.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_another_window_moved_is_filled_where_it_stands() {
    let double = Double::start(registry);
    let server = site(&double);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    for town in ["Brest", "Lyon"] {
        citizen.post(&page, &[("_action", "add:/partners")]).await;
        let last = if town == "Brest" { "/partners/0/town" } else { "/partners/1/town" };
        citizen.post(&page, &[(last, town), ("_action", "save")]).await;
    }
    let drawn = citizen.get(&page).await;
    citizen.post(&page, &[("_action", "remove:/partners/0")]).await;
    let rev = [("_rev", drawn.hidden("_rev")), ("_page", drawn.hidden("_page"))];
    let mut inputs: Vec<(&str, &str)> = rev.iter().map(|(name, value)| (*name, value.as_str())).collect();
    inputs.extend([("/partners/1/company", "443061841"), ("/partners/1/town", "Lyon"), ("_action", "save")]);
    citizen.post(&page, &inputs).await;
    let rows = story::draft(&server, &number)["partners"].clone();
    assert_eq!(rows.as_array().map(Vec::len), Some(1), "{rows}");
    assert_eq!((&rows[0]["company"]["id"], &rows[0]["town"]), (&json!("443061841"), &json!("Rezé")), "{rows}");
    // The two windows are one person: what the second typed, the first has not seen.
    let drawn = citizen.get(&page).await;
    citizen.post(&page, &[("/partners/0/town", "Bouguenais"), ("_action", "save")]).await;
    let rev = [("_rev", drawn.hidden("_rev")), ("_page", drawn.hidden("_page"))];
    let mut inputs: Vec<(&str, &str)> = rev.iter().map(|(name, value)| (*name, value.as_str())).collect();
    inputs.extend([("/partners/0/company", "732829320"), ("/partners/0/town", "Rezé"), ("_action", "save")]);
    citizen.post(&page, &inputs).await;
    let rows = story::draft(&server, &number)["partners"].clone();
    assert_eq!((&rows[0]["town"], &rows[0]["staff"]), (&json!("Bouguenais"), &json!(12)), "{rows}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_settings_is_sent_and_never_shown() {
    let double = Double::start(registry);
    let host = double.host.clone();
    let headers = format!(r#"{{"{host}": {{"Authorization": "Bearer hunter2"}}}}"#);
    let server = with(&double, vec![("GUICHET_SERVICE_HOSTS", host), ("GUICHET_SERVICE_HEADERS", headers)]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    citizen.post(&page, &[("/company", "443061841"), ("_action", "save")]).await;
    assert_eq!(story::draft(&server, &number)["company"]["id"], "443061841");
    let asked = double.requests();
    let keyed = |request: &String| request.to_lowercase().contains("\r\nauthorization: bearer hunter2\r\n");
    assert!(!asked.is_empty() && asked.iter().all(keyed), "{asked:?}");
    double.set(Mode::Down);
    citizen.post(&page, &[("/company", "Martin"), ("_action", "save")]).await;
    assert!(server.log().contains("a service failed") && !server.log().contains("hunter2"));
    assert!(!citizen.get(&page).await.shows("hunter2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_the_operator_does_not_list_is_not_asked() {
    let (double, other) = (Double::start(registry), Double::start(registry));
    let server = with(&double, vec![("GUICHET_SERVICE_HOSTS", other.host)]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    citizen.post(&page, &[("/company", "boulangerie"), ("_action", "save")]).await;
    assert_eq!(story::shown(&server, &number)["draft"]["company"]["unverified"], json!(true));
    assert!(double.asked().is_empty() && server.log().contains("GUICHET_SERVICE_HOSTS"));
}

/// The posts of the shipped procedure are a file beside it: found by their name or number, told in both languages, read by rules.
#[tokio::test(flavor = "multi_thread")]
async fn the_posts_of_the_shipped_procedure_are_a_list_beside_it() {
    const SLUG: &str = "candidature-poste-public";
    let server = Server::start(Setup::default());
    server.user(CITIZEN, &[]);
    server.import(SLUG);
    for javascript in [true, false] {
        let browser = Browser::open(&server.base, Look { width: NARROWEST, javascript }).await;
        let number = story::begin(&browser, SLUG).await;
        if javascript {
            browser.writes("/post/reference", "voirie").await;
            browser.waits_for("#post-reference-list:not([hidden]) [data-value=\"B-2026-052\"]").await;
            browser.keys(&format!("{DOWN}{ENTER}")).await;
            browser.sees("Roads technician").await;
            assert!(browser.has("[name=\"/post/remote\"]").await);
        } else {
            browser.writes("/post/reference", "jardin").await;
            browser.goes_on(GO_ON).await;
            browser.sees("Laquelle de ces réponses est la vôtre").await;
            browser.picks("/post/reference", "C-2026-068").await;
            browser.goes_on(GO_ON).await;
            // A gardener does not work from home: the question is gone, by what the list says.
            browser.sees("Gardener").await;
            assert!(!browser.has("[name=\"/post/remote\"]").await);
        }
        browser.inspect_schemes("poste-public-reference").await;
        let post = story::draft(&server, &number)["post"]["reference"].clone();
        let expected = if javascript { ("B-2026-052", "Routes") } else { ("C-2026-068", "Espaces naturels") };
        assert_eq!((&post["id"], &post["data"]["department"]), (&json!(expected.0), &json!(expected.1)), "{post}");
        browser.close().await;
    }
}
