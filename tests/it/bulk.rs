//! A button pressed on many dossiers: an ordinary command for each, with its result, whatever happens meanwhile.

use crate::clocks::{eventually, rows};
use crate::queues::crowded;
use crate::support::browser::{Browser, Look};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, Bytea, Text, Uuid as SqlUuid};
use guichet::dossiers::events::Event;
use guichet::dossiers::{Dossier, Number};
use guichet::schema::{dossiers, events};
use reqwest::StatusCode;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

const TABLE: &str = "/instruction/attestation";
const COLLEAGUE: &str = "collegue@exemple.test";

/// A site whose jobs are done only by the workers that a test begins.
fn idle() -> Server {
    let server = story::site(Setup { heard: true, ..Setup::default() });
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    server
}

/// A dossier under review, and copies of it, each with a history of its own. Returns their numbers, the first that is taken first.
async fn under_review(server: &Server, count: i64) -> Vec<String> {
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let copies = (1..count).map(|n| Number::new(2031, n).to_string());
    let numbers: Vec<String> = std::iter::once(number).chain(copies).collect();
    copy(server, &numbers[0], &numbers[1..]);
    numbers
}

fn copy(server: &Server, number: &str, copies: &[String]) {
    let mut db = server.database.connect();
    let original: Dossier =
        dossiers::table.filter(dossiers::number.eq(number)).select(Dossier::as_select()).first(&mut db).unwrap();
    let history: Vec<Event> = events::table
        .filter(events::dossier_id.eq(original.id))
        .order(events::seq)
        .select(Event::as_select())
        .load(&mut db)
        .unwrap();
    let (mut ids, mut heads, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for _ in copies {
        let (id, mut head) = (Uuid::now_v7(), None::<Vec<u8>>);
        for event in &history {
            let event = Event { dossier_id: id, ..event.clone() }.chained(head.as_deref()).unwrap();
            head = Some(event.hash.clone());
            told.push(event);
        }
        ids.push(id);
        heads.push(head.unwrap());
    }
    let fill = "INSERT INTO dossiers SELECT (jsonb_populate_record(d, jsonb_build_object(
            'id', c.id, 'number', c.number, 'head', c.head))).*
        FROM dossiers d, unnest($1, $2, $3) AS c (id, number, head) WHERE d.number = $4";
    sql_query(fill)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(copies)
        .bind::<Array<Bytea>, _>(heads)
        .bind::<Text, _>(number)
        .execute(&mut db)
        .unwrap();
    for some in told.chunks(1_000) {
        diesel::insert_into(events::table).values(some).execute(&mut db).unwrap();
    }
}

/// What is chosen, as an address holds it.
fn chosen(numbers: &[String]) -> String {
    numbers.iter().map(|number| format!("&dossier={number}")).collect()
}

/// Everything that the page asks to confirm.
fn fields(page: &Answer) -> Vec<(String, String)> {
    let form = page.body.split("/lots\" novalidate>").nth(1).unwrap_or_else(|| panic!("no form in {}", page.body));
    let inputs = form.split("</form>").next().unwrap().split("<input type=\"hidden\" name=\"").skip(1);
    let pairs = inputs.map(|input| {
        let (name, rest) = input.split_once("\" value=\"").unwrap();
        (name.to_owned(), rest.split('"').next().unwrap().replace("&amp;", "&"))
    });
    pairs.filter(|(name, _)| name != "_csrf").collect()
}

/// Confirms what a page asks, with these words.
async fn confirmed(agent: &Visitor, page: &Answer, text: &str) -> Answer {
    let all = fields(page);
    let mut fields: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("text", text));
    agent.post(&format!("{TABLE}/lots"), &fields).await
}

/// Asks for a button on dossiers, and confirms. Returns the address of the action.
async fn begun(agent: &Visitor, button: &str, which: &str, text: &str) -> String {
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton={button}{which}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let answer = confirmed(agent, &page, text).await;
    answer.location.unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body))
}

/// The same, where the first dossier is held for longer than who confirms waits: it alone is done, the others wait.
async fn begun_held(server: &Server, agent: &Visitor, button: &str, numbers: &[String]) -> String {
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton={button}{}", chosen(numbers))).await;
    let mut db = server.database.connect();
    sql_query("BEGIN").execute(&mut db).unwrap();
    let hold = format!("SELECT FROM dossiers WHERE number = '{}' FOR NO KEY UPDATE", numbers[0]);
    sql_query(hold).execute(&mut db).unwrap();
    let release = async {
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        sql_query("COMMIT").execute(&mut db).unwrap();
    };
    let (answer, ()) = tokio::join!(confirmed(agent, &page, ""), release);
    let page = agent.get(answer.location.as_ref().unwrap()).await;
    assert!(page.shows("En cours</strong>"), "{}", page.body);
    assert_eq!(results(server).iter().filter(|line| line.ends_with(" done")).count(), 1);
    answer.location.unwrap()
}

/// What came of each dossier, by number, in the order in which they are taken.
fn results(server: &Server) -> Vec<String> {
    rows(
        server,
        "SELECT d.number || ' ' || coalesce(i.result, '-') AS told FROM bulk_items i JOIN dossiers d ON d.id = i.dossier_id
         ORDER BY i.action_id, i.dossier_id",
    )
}

fn told(numbers: &[String], results: &[&str]) -> Vec<String> {
    numbers.iter().zip(results).map(|(number, result)| format!("{number} {result}")).collect()
}

async fn over(server: &Server) {
    eventually(|| {
        (server.database.count("SELECT count(*) FROM bulk_actions WHERE status = 'running'") == 0).then_some(())
    })
    .await;
}

/// Lets a job that a killed worker held be taken at once.
fn free(server: &Server) {
    sql(server, "UPDATE outbox SET locked_until = NULL, run_at = now() WHERE kind = 'bulk'");
}

/// Puts somebody in another group of the procedure.
fn elsewhere(server: &Server, email: &str) {
    let group = "INSERT INTO groups (id, procedure_id, key, label)
         SELECT gen_random_uuid(), id, 'ailleurs', '\"ailleurs\"' FROM procedures WHERE slug = 'attestation'";
    sql(server, group);
    let member = format!(
        "INSERT INTO group_members (group_id, account_id) SELECT g.id, a.id FROM groups g, accounts a
         WHERE g.key = 'ailleurs' AND a.email = '{email}'"
    );
    sql(server, &member);
}

fn sql(server: &Server, statement: &str) {
    sql_query(statement).execute(&mut server.database.connect()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn twelve_hundred_dossiers_are_accepted_by_one_action() {
    const ALL: i64 = 1_200;
    let server = idle();
    under_review(&server, ALL).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let table = agent.get(&format!("{TABLE}?phase=review")).await;
    assert!(table.shows("Continuer avec les 1\u{202f}200 dossiers de cette liste"), "{}", table.body);
    assert_eq!(table.body.matches("name=\"dossier\"").count(), 50);
    let which = "&sur=liste&phase=review";
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton=accepter{which}")).await;
    let answer = confirmed(&agent, &page, "Complet.").await;
    let address = answer.location.unwrap();
    // The same click again is the same action.
    assert_eq!(confirmed(&agent, &page, "Complet.").await.location.as_ref(), Some(&address));
    let done = || server.database.count("SELECT count(*) FROM decisions");
    let left = ALL - done();
    assert!(left > 0, "all at once: there is nothing left for a worker to be killed in");
    // A worker that is killed, and two that both have the job.
    let before = done();
    let worker = server.worker();
    eventually(|| (done() > before).then_some(())).await;
    drop(worker);
    free(&server);
    sql(
        &server,
        "INSERT INTO outbox (id, dedup_key, kind, payload, run_at, created_at)
         SELECT gen_random_uuid(), 'again', 'bulk', jsonb_build_object('action', id), now(), now() FROM bulk_actions",
    );
    let workers = (server.worker(), server.worker());
    over(&server).await;
    drop(workers);
    let count = |sql: &str| server.database.count(sql);
    assert_eq!(done(), ALL);
    assert_eq!(count("SELECT count(*) FROM bulk_items WHERE result = 'done'"), ALL);
    assert_eq!(count("SELECT count(DISTINCT dossier_id) FROM decisions WHERE motivation = 'Complet.'"), ALL);
    assert_eq!(count("SELECT count(DISTINCT dossier_id) FROM events WHERE command = 'accepter'"), ALL);
    assert_eq!(count("SELECT count(*) FROM events WHERE command = 'accepter'"), ALL);
    assert_eq!(
        count(
            "SELECT count(*) FROM events e JOIN accounts a ON a.id = e.actor_id
         WHERE e.command = 'accepter' AND a.email = 'agent@exemple.test'"
        ),
        ALL
    );
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
    let page = agent.get(&address).await;
    assert!(page.shows("Terminée</strong>") && page.shows("1\u{202f}200 dossiers") && page.shows("rel=\"next\""));
    // Each applicant is told, as of any decision: the mail has left, or is on its way.
    let told = "SELECT count(*) FROM dossiers d WHERE
        EXISTS (SELECT FROM outbox o WHERE o.payload->>'dossier' = d.id::text AND o.payload->>'template' = 'accepte')
        OR EXISTS (SELECT FROM outbox o WHERE o.kind = 'mail' AND o.payload::text LIKE '%Complet.%' || d.number || '%')
        OR EXISTS (SELECT FROM outbox o WHERE o.kind = 'mail' AND o.payload::text LIKE '%' || d.number || '%Complet.%')
        OR EXISTS (SELECT FROM kept_mails m WHERE m.text LIKE '%Complet.%' AND m.text LIKE '%' || d.number || '%')";
    assert_eq!(count(told), ALL);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_dossier_has_its_own_result() {
    let server = idle();
    story::republish(&server, |file| {
        file["workflow"]["states"]["en_instruction"]["on"]["accepter"]["guard"] =
            json!({"!=": [{"var": "form.name"}, "Bloquée"]});
    });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let mut numbers = Vec::new();
    for name in ["Amina", "Bloquée", "Chloé", "Denis"] {
        numbers.push(story::submitted(&citizen, name).await);
    }
    for number in &numbers[..3] {
        story::act(&agent, number, "passer_en_instruction", &[]).await;
    }
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton=accepter{}", chosen(&numbers))).await;
    assert!(
        page.shows("3 dossiers sont dans un état où cette action est possible")
            && page.shows("pour ces dossiers cochés"),
        "{}",
        page.body
    );
    // While the page is read, a colleague refuses one.
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    story::act(&colleague, &numbers[2], "refuser", &[("motivation", "Hors délai.")]).await;
    let address = confirmed(&agent, &page, "Complet.").await.location.unwrap();
    let expected = told(&numbers, &["done", "guard", "changed", "not-enabled"]);
    assert_eq!(results(&server), expected);
    assert_eq!(rows(&server, "SELECT outcome AS told FROM decisions ORDER BY decided_at"), ["refused", "accepted"]);
    let page = agent.get(&address).await;
    let words = [
        "Les conditions de cette action ne sont pas remplies.",
        "Le dossier a changé entre-temps",
        "pas possible dans l’état du dossier",
        "Recommencer pour les 3 dossiers restants",
    ];
    for words in words {
        assert!(page.shows(words), "{words}: {}", page.body);
    }
    let place = |number: &str| page.body.find(&format!("/instruction/dossiers/{number}\"")).unwrap();
    assert!(numbers[1..].iter().all(|number| place(number) < place(&numbers[0])), "what is not done comes first");

    // Of a list, those are left out that stand where the button is not; those that came since the page was drawn, too.
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton=passer_en_instruction&sur=liste")).await;
    assert!(page.shows("sont laissés de côté"), "{}", page.body);
    let late = story::submitted(&citizen, "Emma").await;
    confirmed(&agent, &page, "").await;
    let lines = results(&server);
    assert_eq!(lines[4..], [format!("{} done", numbers[3])], "{late}");
    // Those that are left, once they can be done.
    let action = address.rsplit('/').next().unwrap();
    let again = format!("{TABLE}/lots/nouveau?bouton=accepter&sur=reste&lot={action}");
    let page = agent.get(&again).await;
    assert!(page.shows("Complet.</textarea>"), "what was written is there again: {}", page.body);
    let address = confirmed(&agent, &page, "Complet.").await.location.unwrap();
    assert_eq!(
        results(&server)[5..],
        [&numbers[1], &numbers[2], &numbers[3]]
            .iter()
            .zip(["guard", "not-enabled", "done"])
            .map(|(n, r)| format!("{n} {r}"))
            .collect::<Vec<_>>()
    );
    assert!(agent.get(&address).await.shows("Terminée"));
    let list = agent.get(&format!("{TABLE}/lots")).await;
    assert_eq!(list.body.matches(&format!("{TABLE}/lots/0")).count(), 3, "{}", list.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_did_meanwhile_stands() {
    let server = idle();
    let numbers = under_review(&server, 4).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let address = begun_held(&server, &agent, "accepter", &numbers).await;
    // Decided; decided and taken back, so that it stands where it stood; and one that nobody touches.
    for number in &numbers[1..3] {
        story::act(&colleague, number, "refuser", &[("motivation", "Hors délai.")]).await;
    }
    story::act(&colleague, &numbers[2], "repasser_en_instruction", &[]).await;
    let worker = server.worker();
    over(&server).await;
    drop(worker);
    assert_eq!(results(&server), told(&numbers, &["done", "changed", "done", "done"]));
    let decided = "SELECT d.number || ' ' || x.outcome AS told FROM decisions x JOIN dossiers d ON d.id = x.dossier_id
        WHERE x.superseded_at IS NULL ORDER BY d.id";
    assert_eq!(rows(&server, decided), told(&numbers, &["accepted", "refused", "accepted", "accepted"]));
    assert!(agent.get(&address).await.shows("Le dossier a changé entre-temps"));
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// The answers that somebody agreed to are not those of now.
#[tokio::test(flavor = "multi_thread")]
async fn other_answers_were_not_seen() {
    let server = idle();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let numbers = vec![story::submitted(&citizen, "Amina").await, story::submitted(&citizen, "Basile").await];
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton=passer_en_instruction{}", chosen(&numbers))).await;
    let answer = citizen
        .post(&format!("/dossiers/{}/pages/1", numbers[1]), &[("/name", "Basil"), ("_action", "continue")])
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    story::submit(&citizen, &numbers[1]).await;
    confirmed(&agent, &page, "").await;
    assert_eq!(results(&server), told(&numbers, &["done", "changed"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_does_nothing_more() {
    let server = idle();
    let numbers = under_review(&server, 3).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let address = begun_held(&server, &agent, "accepter", &numbers).await;
    let leave = format!(
        "WITH gone AS (DELETE FROM group_members m USING accounts a WHERE a.id = m.account_id AND a.email = '{INSTRUCTOR}' RETURNING m.*)
         SELECT count(*) AS count FROM gone"
    );
    assert_eq!(server.database.count(&leave), 1);
    let worker = server.worker();
    over(&server).await;
    drop(worker);
    assert_eq!(results(&server), told(&numbers, &["done", "gone", "gone"]));
    assert_eq!(server.database.count("SELECT count(*) FROM decisions"), 1);
    assert!(agent.get(&address).await.status.is_client_error());
    // In another group of the procedure, they see what they asked for, and nothing of the dossiers.
    elsewhere(&server, INSTRUCTOR);
    let page = agent.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.shows("Vous n’avez plus accès à ce dossier") && !numbers.iter().any(|number| page.shows(number)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_can_be_stopped() {
    let server = idle();
    let numbers = under_review(&server, 3).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let address = begun_held(&server, &agent, "accepter", &numbers).await;
    let answer = agent.post(&format!("{address}/arret"), &[]).await;
    assert_eq!(answer.location.as_ref(), Some(&address));
    let worker = server.worker();
    eventually(|| (server.database.count("SELECT count(*) FROM outbox WHERE kind = 'bulk'") == 0).then_some(())).await;
    drop(worker);
    assert_eq!(results(&server), told(&numbers, &["done", "-", "-"]));
    let page = agent.get(&address).await;
    assert!(page.shows("Arrêtée") && page.shows("Recommencer pour les 2 dossiers restants"), "{}", page.body);
    let action = address.rsplit('/').next().unwrap();
    begun(&agent, "accepter", &format!("&sur=reste&lot={action}"), "").await;
    assert_eq!(server.database.count("SELECT count(*) FROM decisions"), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_button_asks_is_asked_once_for_all() {
    let server = idle();
    story::republish(&server, |file| file["workflow"]["on"]["demander_correction"]["bulk"] = json!(true));
    let numbers = under_review(&server, 2).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    for (button, refused, table) in [
        ("refuser", "la loi demande que cette décision soit expliquée", "decisions WHERE motivation = 'Trop tard.'"),
        (
            "demander_correction",
            "Écrivez ce qui est à corriger",
            "corrections WHERE message = 'Trop tard.' AND fields = '[]'",
        ),
    ] {
        let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton={button}&dossier={}", numbers[0])).await;
        let answer = confirmed(&agent, &page, " ").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.shows(refused), "{}", answer.body);
        assert_eq!(server.database.count("SELECT count(*) FROM bulk_actions WHERE button <> 'refuser'"), 0);
        confirmed(&agent, &answer, "Trop tard.").await;
        assert_eq!(server.database.count(&format!("SELECT count(*) FROM {table}")), 1);
        if button == "refuser" {
            story::act(&agent, &numbers[0], "repasser_en_instruction", &[]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_begins_nor_sees_it() {
    let server = idle();
    server.import("inscription-cantine");
    server.user("agent-cantine@exemple.test", &["--instructor", "inscription-cantine/restauration"]);
    let numbers = under_review(&server, 2).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let ask = format!("{TABLE}/lots/nouveau?bouton=accepter{}", chosen(&numbers[..1]));
    let page = agent.get(&ask).await;
    let all = fields(&page);
    let fields: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let begin = format!("{TABLE}/lots");
    let forged = agent
        .post_raw(&begin, "application/x-www-form-urlencoded", serde_urlencoded::to_string(&fields).unwrap())
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN, "without its token");
    let address = confirmed(&agent, &page, "").await.location.unwrap();
    for (email, status, mine) in [
        (CITIZEN, StatusCode::FORBIDDEN, StatusCode::FORBIDDEN),
        ("agent-cantine@exemple.test", StatusCode::NOT_FOUND, StatusCode::NOT_FOUND),
        (COLLEAGUE, StatusCode::NOT_FOUND, StatusCode::OK),
    ] {
        let visitor = Visitor::signed_in(&server.base, email).await;
        assert_eq!(visitor.get(&address).await.status, status, "{email}");
        assert_eq!(visitor.post(&format!("{address}/arret"), &[]).await.status, status, "{email}");
        assert_eq!(visitor.post(&begin, &fields).await.status, status, "the same click of somebody else: {email}");
        assert_eq!(visitor.get(&ask).await.status, mine, "{email}");
        assert_eq!(visitor.get(&begin).await.status, mine, "{email}");
        let list = visitor.get(&begin).await;
        assert!(!list.shows(&address), "{email}");
    }
    assert_eq!(server.database.count("SELECT count(*) FROM bulk_actions"), 1);
    // What another group received is not chosen, by number or by list.
    elsewhere(&server, "agent-cantine@exemple.test");
    let foreign = Visitor::signed_in(&server.base, "agent-cantine@exemple.test").await;
    foreign.get(TABLE).await;
    let key = Uuid::now_v7().to_string();
    let hand = [("key", &*key), ("seen", "2027-01-01T00:00:00Z"), ("bouton", "accepter"), ("dossier", &*numbers[1])];
    for which in [hand[3], ("sur", "liste"), ("lot", address.rsplit('/').next().unwrap())] {
        let answer = foreign.post(&begin, &[hand[0], hand[1], hand[2], which, ("sur", "reste")]).await;
        assert_eq!(answer.location.as_deref(), Some(TABLE), "{which:?}: {}", answer.body);
    }
    // A button that is for one dossier at a time, for another role, or none.
    for button in ["repasser_en_construction", "demander_correction", "se_desister", "nul"] {
        let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton={button}&dossier={}", numbers[1])).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{button}");
        let hand = [("key", &*key), ("seen", "2020-01-01T00:00:00Z"), ("bouton", button), ("dossier", &*numbers[1])];
        assert_eq!(agent.post(&begin, &hand).await.status, StatusCode::CONFLICT, "{button}");
    }
    for hand in [vec![], vec![("key", "x")], vec![("key", &*key), ("seen", "hier"), ("bouton", "accepter")]] {
        assert_eq!(agent.post(&begin, &hand).await.status, StatusCode::BAD_REQUEST);
    }
    let none = agent.get(&format!("{TABLE}/lots/nouveau?bouton=accepter&sur=coches")).await;
    assert!(agent.get(&none.location.unwrap()).await.shows("Cochez au moins un dossier"));
    let last = rows(&server, "SELECT state AS told FROM dossiers ORDER BY id").pop().unwrap();
    assert_eq!(last, "en_instruction");
}

/// A procedure without such a button, or whose buttons are of other roles, has the table that it had.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_has_no_boxes_without_a_button_for_them() {
    let server = idle();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Amina").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let table = agent.get(TABLE).await;
    assert!(table.shows("name=\"dossier\"") && !table.shows(" checked>"), "{}", table.body);
    assert!(agent.get(&format!("{TABLE}?coches=1")).await.shows(" checked>"));
    assert!(!agent.get(&format!("{TABLE}?phase=accepted")).await.shows("name=\"dossier\""), "no button there");
    story::republish(&server, |file| {
        for state in ["en_construction", "en_instruction"] {
            for button in file["workflow"]["states"][state]["on"].as_object_mut().unwrap().values_mut() {
                button["bulk"] = json!(false);
            }
        }
    });
    let table = agent.get(TABLE).await;
    assert!(table.shows(&number) && !table.shows("name=\"dossier\"") && !table.shows("/lots"), "{}", table.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_of_it_is_kept_for_three_months() {
    let mut server = story::site(Setup::default());
    let numbers = under_review(&server, 2).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    begun(&agent, "accepter", &chosen(&numbers), "").await;
    over(&server).await;
    let kept = || server.database.count("SELECT count(*) FROM bulk_items");
    assert_eq!(kept(), 2);
    server.again_after(TimeDelta::days(89));
    eventually(|| server.log().matches("swept").nth(1).map(drop)).await;
    assert_eq!(server.database.count("SELECT count(*) FROM bulk_items"), 2);
    server.again_after(TimeDelta::days(91));
    eventually(|| (server.database.count("SELECT count(*) FROM bulk_items") == 0).then_some(())).await;
    assert_eq!(server.database.count("SELECT count(*) FROM bulk_actions"), 0);
}

/// Choosing among many reads the parts of indexes that are a person's groups'; so does what is next of an action.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_is_found_by_an_index() {
    let mut server = crowded();
    // The session that filled the tables tells what it read as it ends.
    let scans = "SELECT count(*) FROM pg_stat_user_tables WHERE relname = 'dossiers' AND seq_scan > 0";
    eventually(|| (server.database.count(scans) > 0).then(|| sql(&server, "SELECT pg_stat_reset()"))).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let table = agent.get(&format!("{TABLE}?q=x")).await;
    assert!(table.shows("3\u{202f}000 dossiers de cette liste"), "{}", table.body);
    let page = agent.get(&format!("{TABLE}/lots/nouveau?bouton=accepter&sur=liste&q=x")).await;
    let address = confirmed(&agent, &page, "").await.location.unwrap();
    assert_eq!(agent.get(&address).await.status, StatusCode::OK);
    let ticked = table.body.split("name=\"dossier\" type=\"checkbox\" value=\"").skip(1).take(3);
    let numbers: Vec<String> = ticked.map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    confirmed(&agent, &agent.get(&format!("{TABLE}/lots/nouveau?bouton=accepter{}", chosen(&numbers))).await, "").await;
    server.stop();
    let scans = "SELECT relname || ' ' || seq_scan || ' ' || (idx_scan > 0) AS told FROM pg_stat_user_tables
        WHERE relname IN ('dossiers', 'bulk_items') ORDER BY relname";
    let scans = eventually(|| {
        let found = rows(&server, scans);
        found.iter().all(|line| line.ends_with("true")).then_some(found)
    })
    .await;
    assert_eq!(scans, ["bulk_items 0 true", "dossiers 0 true"]);
    assert_eq!(server.database.count("SELECT count(*) FROM bulk_items"), 3_003);
}

/// On an old phone and on a desk, without scripts; axe finds nothing on the way.
#[tokio::test(flavor = "multi_thread")]
async fn an_agent_acts_on_many_without_scripts() {
    let server = idle();
    let numbers = under_review(&server, 3).await;
    let citizen = Visitor::signed_in(&server.base, OTHER).await;
    for width in [375, 1280] {
        story::submitted(&citizen, "Amina").await;
        let browser = Browser::open(&server.base, Look { width, javascript: false }).await;
        browser.goto(&format!("/connexion?suite={TABLE}")).await;
        browser.sign_in(INSTRUCTOR).await;
        browser.inspect(&format!("table-lots-{width}")).await;
        let boxes = "return document.querySelectorAll('[name=dossier]').length";
        let all = browser.run(boxes).await;
        browser.click("#mine").await;
        browser.follow(".app-filter button").await;
        assert_ne!(browser.run(boxes).await, all, "one's own");
        browser.click("#mine").await;
        browser.follow(".app-filter button").await;
        assert_eq!(browser.run(boxes).await, all, "everybody's");
        browser.follow("main a[href*=coches]").await;
        browser.inspect(&format!("table-cochee-{width}")).await;
        browser.run("document.querySelector('#bouton').value = 'refuser'").await;
        browser.follow("main button[value=coches]").await;
        browser.inspect(&format!("lot-confirmer-{width}")).await;
        browser.follow("main form[method=post] button").await;
        browser.sees("la loi demande").await;
        browser.inspect(&format!("lot-erreur-{width}")).await;
        browser.fill("text", "Hors délai.").await;
        browser.follow("main form[method=post] button").await;
        browser.sees("Résultat de chaque dossier").await;
        browser.inspect(&format!("lot-{width}")).await;
        sql(&server, "UPDATE bulk_actions SET status = 'running', ended_at = NULL");
        sql(
            &server,
            "UPDATE bulk_items SET result = NULL WHERE dossier_id = (SELECT dossier_id FROM bulk_items ORDER BY dossier_id LIMIT 1)",
        );
        browser.goto(&browser.path().await).await;
        browser.sees("En cours").await;
        browser.inspect(&format!("lot-en-cours-{width}")).await;
        browser.goto(&format!("{TABLE}/lots")).await;
        browser.inspect(&format!("lots-{width}")).await;
        browser.close().await;
        let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
        story::act(&agent, &numbers[0], "repasser_en_instruction", &[]).await;
    }
}
