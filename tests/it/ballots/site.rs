//! A site with a committee, people who decide beside it, and dossiers that it votes on; statements that take their time.

use crate::clocks::rows;
use crate::nothing_lost::copy_accounts;
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup, Worker};
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use guichet::db::Db;
use guichet::dossiers::Number;
use guichet::schema::{accounts, dossiers, tasks};
use guichet::web::{Account, Lang};
use serde_json::{Value, json};
use uuid::Uuid;

/// Members of the committee, directors.
const MEMBERS: usize = 7;
const DIRECTORS: usize = 3;

/// One statement in eight that writes takes up to twenty milliseconds more, its locks held.
const DAWDLE: &str = "
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF random() < 0.125 THEN PERFORM pg_sleep(random() * 0.02); END IF; RETURN NULL; END $$;
    CREATE TRIGGER dawdle AFTER INSERT OR UPDATE OR DELETE ON dossiers FOR EACH STATEMENT EXECUTE FUNCTION dawdle();
    CREATE TRIGGER dawdle AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION dawdle();
    CREATE TRIGGER dawdle AFTER INSERT OR UPDATE ON tasks FOR EACH STATEMENT EXECUTE FUNCTION dawdle();
    CREATE TRIGGER dawdle AFTER INSERT OR UPDATE ON decisions FOR EACH STATEMENT EXECUTE FUNCTION dawdle();
    CREATE TRIGGER dawdle AFTER INSERT OR UPDATE OR DELETE ON timers FOR EACH STATEMENT EXECUTE FUNCTION dawdle();
    CREATE TRIGGER dawdle AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION dawdle();";

pub struct Site {
    pub server: Server,
    pub db: Db,
    pub members: Vec<Account>,
    pub directors: Vec<Account>,
    pub agents: Vec<Account>,
    pub citizen: Account,
    pub standing: Vec<Standing>,
    worker: Worker,
}

/// A dossier, at the first vote on it.
pub struct Standing {
    pub id: Uuid,
    pub number: Number,
    /// The part of each member.
    pub parts: Vec<usize>,
    pub due: DateTime<Utc>,
}

/// The same, once nobody works any more.
pub struct Still {
    pub server: Server,
    pub members: Vec<Account>,
    pub standing: Vec<Standing>,
}

impl Site {
    pub async fn start(dossiers: usize) -> Self {
        let server = story::site(Setup::default());
        let names = |kind: &str, count| (0..count).map(|n| format!("{kind}{n}@exemple.test")).collect::<Vec<_>>();
        let (members, directors) = (names("membre", MEMBERS), names("direction", DIRECTORS));
        copy_accounts(&server, &[members.as_slice(), &directors].concat());
        story::republish(&server, |file| circuit(file, &members, &directors));
        let mut connection = server.database.connect();
        let mut account = |email: &str| account(&mut connection, email);
        let (citizen, agents) = (account(CITIZEN), vec![account(INSTRUCTOR)]);
        let members: Vec<Account> = members.iter().map(|email| account(email)).collect();
        let directors = directors.iter().map(|email| account(email)).collect();
        let visitor = Visitor::signed_in(&server.base, CITIZEN).await;
        let mut standing = Vec::new();
        for n in 0..dossiers {
            let number = story::submitted(&visitor, &format!("Zoé {n}")).await;
            standing.push(Standing::of(&mut connection, &number, &members));
        }
        connection.batch_execute(DAWDLE).unwrap();
        let (db, worker) = (Db::connect(&server.database.url(), 4, 8), server.worker());
        Self { server, db, members, directors, agents, citizen, standing, worker }
    }

    /// Where a dossier stands, as a page shows it.
    pub async fn revision(&self, standing: &Standing) -> i32 {
        let id = standing.id;
        let read = move |db: &mut PgConnection| Ok(dossiers::table.find(id).select(dossiers::rev).first(db)?);
        loop {
            // One who is told that the site is busy looks again.
            if let Ok(rev) = self.db.query(read).await {
                return rev;
            }
        }
    }

    pub fn still(mut self) -> Still {
        drop(self.worker);
        self.server.kill();
        Still { server: self.server, members: self.members, standing: self.standing }
    }
}

impl Still {
    pub fn rows(&self, sql: &str) -> Vec<String> {
        rows(&self.server, sql)
    }
}

impl Standing {
    fn of(connection: &mut PgConnection, number: &str, members: &[Account]) -> Self {
        let id: Uuid =
            dossiers::table.filter(dossiers::number.eq(number)).select(dossiers::id).first(connection).unwrap();
        let ballots =
            tasks::table.filter(tasks::dossier_id.eq(id)).select((tasks::person_id, tasks::part, tasks::due_at));
        let ballots: Vec<(Option<Uuid>, i32, Option<DateTime<Utc>>)> = ballots.load(connection).unwrap();
        let part = |member: &Account| ballots.iter().find(|(person, ..)| *person == Some(member.id)).unwrap().1;
        let parts = members.iter().map(|member| usize::try_from(part(member)).unwrap()).collect();
        Self { id, number: number.parse().unwrap(), parts, due: ballots[0].2.unwrap() }
    }
}

fn account(connection: &mut PgConnection, email: &str) -> Account {
    let row = accounts::table.filter(accounts::email.eq(email));
    let row = row.select((accounts::id, accounts::given_name, accounts::family_name));
    let (id, given_name, family_name): (Uuid, String, String) = row.first(connection).unwrap();
    let (session_id, language, email) = (Uuid::nil(), Lang::Fr, email.to_owned());
    Account {
        id,
        session_id,
        email,
        given_name,
        family_name,
        language,
        instructor: true,
        official: false,
        administrator: false,
    }
}

/// A committee votes for a minute; directors may decide before it does, whoever asked may withdraw, and agents reopen.
fn circuit(file: &mut Value, members: &[String], directors: &[String]) {
    let read = std::fs::read_to_string("tests/it/procedures/commission.workflow.json").unwrap();
    let mut workflow: Value = serde_json::from_str(&read).unwrap();
    let label = |text: &str| json!({"fr": text, "en": text});
    let decides = |name: &str, target: &str, kind: &str| json!({"label": label(name), "roles": ["director"], "kind": kind, "form": "decision", "target": target});
    let states = workflow["states"].as_object_mut().unwrap();
    states.remove("analysis");
    states.remove("signature");
    states["draft"]["on"]["submit"]["target"] = json!("committee");
    let committee = &mut states["committee"];
    let ballot = &mut committee["tasks"]["ballot"];
    ballot["due"] = json!({"delay": "PT1M", "outcome": "abstain"});
    ballot.as_object_mut().unwrap().remove("exclude");
    committee["on"] = json!({
        "grant": decides("Accorder", "granted", "approve"),
        "refuse": decides("Refuser", "refused", "reject"),
        "withdraw": {"label": label("Retirer"), "roles": ["applicant"], "kind": "withdraw", "target": "withdrawn"},
    });
    committee["onDone"] = json!([
        {"guard": {"==": [{"var": "tasks.ballot.outcome"}, "favorable"]}, "target": "granted"},
        {"guard": {"!=": [{"var": "tasks.ballot.outcome"}, "favorable"]}, "target": "refused"},
    ]);
    states["refused"]["decision"]["motivation"] = json!("optional");
    states.insert("withdrawn".to_owned(), json!({"label": label("Retirée"), "type": "final", "phase": "withdrawn"}));
    workflow["on"] = json!({"reopen": {
        "label": label("Reprendre"), "from": ["granted", "refused"], "roles": ["instructor"], "kind": "reopen", "target": "committee",
    }});
    workflow["roles"]["committee"]["min"] = json!(MEMBERS);
    workflow["forms"].as_object_mut().unwrap().remove("analysis");
    file["workflow"] = workflow;
    file["roles"] = json!({"committee": members, "director": directors});
}
