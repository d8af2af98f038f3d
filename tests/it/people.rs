//! People at work: who is away and who acts for them, who holds which role, who hands out the work.

use crate::clocks::{eventually, rows, today, told};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use chrono::{Days, NaiveDate};
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;

pub const COLLEAGUE: &str = "collegue@exemple.test";
const STRANGER: &str = "etrangere@exemple.test";
const PAGE: &str = "/compte/absences";

/// A site with two people in the group that instructs, and somebody of another procedure.
fn site() -> Server {
    let server = story::site(Setup::default());
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    server.import("inscription-cantine");
    server.user(STRANGER, &["--instructor", "inscription-cantine/restauration"]);
    server
}

pub fn id(server: &Server, email: &str) -> String {
    rows(server, &format!("SELECT id::text AS told FROM accounts WHERE email = '{email}'")).remove(0)
}

pub fn name(server: &Server, email: &str, [given, family]: [&str; 2]) {
    let sql = format!("UPDATE accounts SET given_name = '{given}', family_name = '{family}' WHERE email = '{email}'");
    assert_eq!(sql_query(sql).execute(&mut server.database.connect()).unwrap(), 1);
}

pub fn after(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

/// The first address of a form that ends so.
fn action(page: &Answer, start: &str, end: &str) -> String {
    let mut actions = page.body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let found = actions.find(|action| action.starts_with(start) && action.ends_with(end));
    found.unwrap_or_else(|| panic!("no {start}…{end} in {}", page.body)).to_owned()
}

/// How many mails with this subject were sent to somebody, once one was.
pub async fn mails(server: &Server, to: &str, subject: &str) -> usize {
    let sql = format!(
        "SELECT subject AS told FROM kept_mails WHERE recipient = '{to}' AND position('{subject}' IN subject) > 0"
    );
    eventually(|| Some(rows(server, &sql).len()).filter(|count| *count > 0)).await
}

async fn delegate(who: &Visitor, to: &str, scope: &str, from: NaiveDate, until: NaiveDate) -> Answer {
    let (from, until) = (from.to_string(), until.to_string());
    who.get(PAGE).await;
    let fields = [("delegate", to), ("scope", scope), ("from", &from), ("until", &until)];
    who.post("/compte/delegations", &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_away_says_so_and_comes_back() {
    let server = site();
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert!(agent.get("/compte").await.shows(PAGE) && agent.get("/instruction").await.shows(PAGE));
    agent.get(PAGE).await;
    for (from, until, told) in [
        ("", "31/02/2027", "qui existe"),
        (&*after(0).pred_opt().unwrap().to_string(), &*after(3).to_string(), "avant aujourd’hui"),
        (&after(3).to_string(), &after(2).to_string(), "avant le premier"),
        (&after(3).to_string(), &after(400).to_string(), "un an au plus"),
    ] {
        let refused = agent.post(PAGE, &[("away_from", from), ("away_until", until)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.shows(told) && refused.shows(&format!("value=\"{until}\"")), "{told}: {}", refused.body);
    }
    let (from, until) = (today().to_string(), after(3).format("%d/%m/%Y").to_string());
    for _ in 0..2 {
        let noted = agent.post(PAGE, &[("away_from", &from), ("away_until", &until)]).await;
        assert_eq!(noted.status, StatusCode::SEE_OTHER, "{}", noted.body);
    }
    assert_eq!(server.database.count("SELECT count(*) FROM absences"), 1, "said twice, it is said once");
    let page = agent.get(PAGE).await;
    assert!(page.shows(&format!("Du {} au {}", told(today()), told(after(3)))), "{}", page.body);
    let back = action(&page, "/compte/absences/", "/fin");
    let other = Visitor::signed_in(&server.base, COLLEAGUE).await;
    other.get(PAGE).await;
    assert_eq!(other.post(&back, &[]).await.status, StatusCode::NOT_FOUND, "another's");
    assert_eq!(agent.post(&back, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(server.database.count("SELECT count(*) FROM absences WHERE ends_on >= current_date"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_acts_for_somebody_and_every_trace_says_so() {
    let server = site();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    name(&server, INSTRUCTOR, ["Lise", "Absente"]);
    name(&server, COLLEAGUE, ["Ada", "Collègue"]);
    let (me, colleague, stranger) = (id(&server, INSTRUCTOR), id(&server, COLLEAGUE), id(&server, STRANGER));
    // Nobody for themselves, no stranger, nothing that they do not hold.
    let page = agent.get(PAGE).await;
    assert!(page.shows(&colleague) && !page.shows(&stranger) && !page.shows(&me), "{}", page.body);
    for (to, scope) in
        [(&*me, "*"), (&stranger, "*"), (&colleague, "inscription-cantine"), (&colleague, "attestation/x")]
    {
        let refused = delegate(&agent, to, scope, today(), after(9)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{to} {scope}");
    }
    assert_eq!(server.database.count("SELECT count(*) FROM delegations"), 0);
    for _ in 0..2 {
        let given = delegate(&agent, &colleague, "attestation/instructor", today(), after(9)).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    }
    assert_eq!(server.database.count("SELECT count(*) FROM delegations"), 1, "given twice, it is given once");
    assert_eq!(mails(&server, INSTRUCTOR, "Vous avez confié").await, 1);
    assert_eq!(mails(&server, COLLEAGUE, "vous confie son travail").await, 1);
    let other = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let received = other.get(PAGE).await;
    assert!(received.shows("Pour qui j’agis") && received.shows(INSTRUCTOR), "{}", received.body);
    // They act, and both names are told.
    let on_behalf = [("on_behalf", &*me)];
    story::act(&other, &number, "passer_en_instruction", &on_behalf).await;
    story::act(&other, &number, "accepter", &[("on_behalf", &me), ("motivation", "Complet.")]).await;
    assert_eq!(story::shown(&server, &number)["phase"], "accepted");
    let both = "Ada Collègue, pour Lise Absente";
    let dossier = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(dossier.shows(&format!("par {both}")) && dossier.shows(&format!("Par {both}.")), "{}", dossier.body);
    assert!(!citizen.get(&format!("/dossiers/{number}")).await.shows("Absente"), "the citizen reads no names");
    // Taken back, it is worth nothing; both are told.
    let back = action(&other.get(PAGE).await, "/compte/delegations/", "/fin");
    let third = Visitor::signed_in(&server.base, OTHER).await;
    third.get(PAGE).await;
    assert_eq!(third.post(&back, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(agent.post(&back, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(agent.post(&back, &[]).await.status, StatusCode::NOT_FOUND, "once");
    assert_eq!(mails(&server, COLLEAGUE, "Fin d’une délégation").await, 1);
    assert_eq!(mails(&server, INSTRUCTOR, "Fin d’une délégation").await, 1);
    let number = story::submitted(&citizen, "Yann").await;
    let refused = story::act(&other, &number, "passer_en_instruction", &on_behalf).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.body);
}

/// What somebody was given by another stays with them: it can't be handed on.
#[tokio::test(flavor = "multi_thread")]
async fn a_delegation_is_not_handed_on() {
    let server = site();
    // One of each procedure, and somebody of both.
    let both = "deux@exemple.test";
    server.user(both, &["--instructor", "attestation/population", "--instructor", "inscription-cantine/restauration"]);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let address = format!("/instruction/dossiers/{number}");
    let agent = Visitor::signed_in(&server.base, both).await;
    let first = Visitor::signed_in(&server.base, STRANGER).await;
    assert_eq!(first.get(&address).await.status, StatusCode::NOT_FOUND);
    // To somebody of the other procedure: the dossier is theirs to read, for that time.
    let given = delegate(&agent, &id(&server, STRANGER), "attestation", today(), after(1)).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    assert_eq!(first.get(&address).await.status, StatusCode::OK);
    server.user("dernier@exemple.test", &["--instructor", "inscription-cantine/restauration"]);
    let last = Visitor::signed_in(&server.base, "dernier@exemple.test").await;
    let scopes = first.get(PAGE).await;
    assert!(!scopes.shows("value=\"attestation\""), "{}", scopes.body);
    let given = delegate(&first, &id(&server, "dernier@exemple.test"), "*", today(), after(1)).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    assert_eq!(last.get(&address).await.status, StatusCode::NOT_FOUND);
}
