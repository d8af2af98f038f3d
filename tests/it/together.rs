//! Two windows, or two people, on one draft.

use crate::sharing::shared;
use crate::support::browser::{Browser, Look};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, OTHER};
use reqwest::StatusCode;

/// What a page that was drawn says of itself.
fn state(page: &Answer) -> [(&'static str, String); 2] {
    [("_rev", page.hidden("_rev")), ("_page", page.hidden("_page"))]
}

async fn post(citizen: &Visitor, path: &str, page: &Answer, inputs: &[(&str, &str)]) -> Answer {
    let state = state(page);
    let mut all: Vec<(&str, &str)> = state.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(inputs);
    citizen.post(path, &all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_writer_sees_both_answers_and_chooses() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    let (first, second) = (citizen.get(&path).await, citizen.get(&path).await);
    let saved = post(&citizen, &path, &first, &[("/name", "Zoé"), ("/email", ""), ("_action", "save")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let late =
        post(&citizen, &path, &second, &[("/name", "Ali"), ("/email", "a@exemple.fr"), ("_action", "save")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    // What was typed is in the field, both are told with who and when, and the rest is saved.
    assert!(
        late.shows("value=\"Ali\"") && late.shows("Zoé") && late.shows("Vous avez enregistré dans une autre fenêtre")
    );
    let draft = || story::draft(&server, &number);
    assert_eq!((&draft()["name"], &draft()["email"]), (&"Zoé".into(), &"a@exemple.fr".into()));
    // A page that is read again still tells; so does the check of the whole, which refuses to send.
    assert!(citizen.get(&path).await.shows("Ali"));
    let settled = post(&citizen, &path, &late, &[("/name", "Ali"), ("_action", "replace:/name")]).await;
    assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.body);
    assert_eq!((&draft()["name"], draft().get("#conflicts")), (&"Ali".into(), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_did_not_touch_is_not_a_second_answer() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    story::fill(&citizen, &number, "Zoé").await;
    let path = format!("/dossiers/{number}/pages/1");
    let (first, second) = (citizen.get(&path).await, citizen.get(&path).await);
    let unchanged = [("/name", "Zoé"), ("/moved_on", "29"), ("/moved_on", "02"), ("/moved_on", "2020")];
    let mut inputs = unchanged.to_vec();
    inputs.extend([("/email", "b@exemple.fr"), ("_action", "continue")]);
    assert_eq!(post(&citizen, &path, &first, &inputs).await.status, StatusCode::SEE_OTHER);
    let mut inputs = unchanged.to_vec();
    inputs[0] = ("/name", "Zoé Durand");
    inputs.extend([("/email", "a@exemple.fr"), ("_action", "continue")]);
    assert_eq!(post(&citizen, &path, &second, &inputs).await.status, StatusCode::SEE_OTHER);
    let draft = story::draft(&server, &number);
    assert_eq!((&draft["name"], &draft["email"]), (&"Zoé Durand".into(), &"b@exemple.fr".into()));
}

/// Saves of one page at once: every one is kept, with its history.
#[tokio::test(flavor = "multi_thread")]
async fn of_many_saves_at_once_none_is_lost() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/2");
    let add = [("/has_children", "true"), ("_action", "add:/children")];
    let page = citizen.get(&path).await;
    post(&citizen, &path, &page, &add).await;
    let tries = (0..4).map(|_| async {
        let page = citizen.get(&path).await;
        post(&citizen, &path, &page, &[("_action", "add:/children")]).await
    });
    let answers = futures_util::future::join_all(tries).await;
    assert!(answers.iter().all(|answer| answer.status == StatusCode::SEE_OTHER), "{answers:?}");
    let rows = story::draft(&server, &number)["children"].as_array().unwrap().len();
    assert_eq!(rows, 2 + 4, "one shown, one added, then four");
}

async fn opened(server: &Server, who: &str, number: &str, javascript: bool) -> Browser {
    let browser = Browser::open(&server.base, Look { width: 375, javascript }).await;
    browser.goto(&format!("/dossiers/{number}/pages/1")).await;
    browser.sign_in(who).await;
    browser
}

/// With scripts, in place: what the other wrote comes in, what both wrote is asked, the words typed stay.
#[tokio::test(flavor = "multi_thread")]
async fn two_windows_see_each_other() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/1");
    let browser = opened(&server, CITIZEN, &number, true).await;
    let other = citizen.get(&path).await;
    post(&citizen, &path, &other, &[("/name", "Zoé"), ("/email", "z@exemple.fr"), ("_action", "save")]).await;
    browser.fill("/name", "Ali").await;
    browser.press("[name=\"/name\"]", "\t").await;
    browser.sees("Il y a deux réponses à cette question").await;
    browser.sees("Ce dossier a aussi été modifié dans une autre fenêtre").await;
    assert_eq!(browser.value("/name").await, "Ali");
    assert_eq!(browser.value("/email").await, "z@exemple.fr", "what the other window wrote comes in");
    browser.inspect("deux-reponses").await;
    browser.act("keep:/name").await;
    assert_eq!(browser.value("/name").await, "Zoé");
    assert!(!browser.body().await.contains("deux réponses"));
    browser.close().await;
    let browser = opened(&server, CITIZEN, &number, false).await;
    let other = citizen.get(&path).await;
    post(&citizen, &path, &other, &[("/name", "Zoé Durand"), ("_action", "save")]).await;
    browser.fill("/name", "Ali").await;
    browser.follow("main button[value=continue]:not([aria-hidden])").await;
    browser.sees("Il y a deux réponses à cette question").await;
    assert_eq!(browser.value("/name").await, "Ali");
    browser.inspect("deux-reponses-sans-js").await;
    browser.act("replace:/name").await;
    assert_eq!(browser.value("/name").await, "Ali");
    assert!(!browser.body().await.contains("deux réponses"));
    browser.close().await;
}

/// The applicant and who was invited: whoever writes second sees whose answer stands, either of them chooses, and until then
/// both answers are kept and nothing is sent.
#[tokio::test(flavor = "multi_thread")]
async fn two_people_who_answer_one_question_lose_neither_answer() {
    let (server, owner, guest, number) = shared().await;
    let path = format!("/dossiers/{number}/pages/1");
    story::fill(&owner, &number, "Roy").await;
    // Tries to send. Returns what came of it.
    let send = async || {
        let address = format!("/dossiers/{number}/verification");
        let check = owner.get(&address).await;
        let state = ["key", "rev", "transition"].map(|name| (name, check.hidden(name)));
        owner.post(&address, &state.each_ref().map(|(name, value)| (*name, value.as_str()))).await
    };
    let rounds = [(&guest, "keep", "Zoé 1"), (&guest, "replace", "Ali 2"), (&owner, "replace", "Ali 3")];
    for (round, (chooses, choice, kept)) in (1..).zip(rounds) {
        let (first, second) = (format!("Zoé {round}"), format!("Ali {round}"));
        let (early, late) = (owner.get(&path).await, guest.get(&path).await);
        let saved = post(&owner, &path, &early, &[("/name", &first), ("_action", "save")]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
        let answer = post(&guest, &path, &late, &[("/name", &second), ("_action", "continue")]).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
        for text in ["Prénom Nom a enregistré, le", "Vous avez écrit, le", &format!("value=\"{second}\""), &first] {
            assert!(answer.shows(text), "{text}: {}", answer.body);
        }
        let draft = || story::draft(&server, &number);
        assert_eq!((&draft()["name"], &draft()["#conflicts"]["/name"]["value"]), (&first.into(), &second.into()));

        // So does whoever wrote first; the whole is not sent meanwhile.
        let seen = owner.get(&path).await;
        for text in ["Vous avez enregistré dans une autre fenêtre, le", "Prénom Nom a écrit ensuite, le"] {
            assert!(seen.shows(text), "{text}: {}", seen.body);
        }
        let sent = send().await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{:?}", sent.location);
        assert!(sent.shows("Deux réponses ont été écrites en même temps"), "{}", sent.body);

        let page = chooses.get(&path).await;
        let settled = post(chooses, &path, &page, &[("_action", &format!("{choice}:/name"))]).await;
        assert_eq!(settled.status, StatusCode::SEE_OTHER, "{}", settled.body);
        assert_eq!((&draft()["name"], draft().get("#conflicts")), (&kept.into(), None));
    }
    assert_eq!(send().await.location, Some(format!("/dossiers/{number}")));
    assert_eq!(story::shown(&server, &number)["answers"]["name"], "Ali 3");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_see_each_other_as_they_write() {
    let (server, owner, _, number) = shared().await;
    let path = format!("/dossiers/{number}/pages/1");
    let browser = opened(&server, OTHER, &number, true).await;
    let page = owner.get(&path).await;
    post(&owner, &path, &page, &[("/name", "Zoé"), ("_action", "save")]).await;
    browser.fill("/name", "Ali").await;
    browser.press("[name=\"/name\"]", "\t").await;
    browser.sees("Prénom Nom a enregistré, le").await;
    browser.sees("Prénom Nom écrit aussi dans ce dossier").await;
    browser.inspect("deux-personnes").await;
    assert_eq!(browser.value("/name").await, "Ali", "what was typed stays");
    assert!(owner.get(&path).await.shows("Prénom Nom a écrit ensuite, le"));
    browser.act("replace:/name").await;
    story::becomes(&server, &number, "/name", "Ali".into()).await;
    assert!(!browser.body().await.contains("deux réponses"));
    browser.close().await;
}
