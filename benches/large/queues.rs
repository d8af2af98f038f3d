//! The lists of the desk, as those who instruct open them: each in groups of thousands of tasks, some acting for a colleague.

use crate::TIME;
use crate::figures;
use crate::http::Visitor;
use crate::load::{Load, Session};
use crate::population::agent;
use crate::site::Site;
use chrono::DateTime;
use diesel::sql_types::{BigInt, Date, Timestamptz, Uuid as SqlUuid};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use guichet::review::queue::OWN;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Those whose lists are opened, and how many pages of each.
const PEOPLE: i64 = 20;
const PAGES: usize = 10;

/// Rows of a page.
const ROWS: usize = 50;

/// Half of the time, 95 times in 100, 99: in milliseconds.
type Percentiles = [f64; 3];

pub struct Queues {
    free: Percentiles,
    table: Percentiles,
    own: Percentiles,
    own_statement: Percentiles,
}

impl Queues {
    /// As rows of a table.
    pub fn told(&self) -> String {
        let rows = [
            ("a page of the queue of one's groups, by due date, 4 clients", self.free),
            ("a page of a procedure's table, by last change, 4 clients", self.table),
            ("the page of one's own tasks, 1 client", self.own),
            ("… its statement", self.own_statement),
        ];
        let told = |[half, rare, rarest]: Percentiles| format!("{half:.2} ms, {rare:.2} ms, {rarest:.2} ms");
        rows.map(|(what, times)| format!("| {what} | {} |\n", told(times))).concat()
    }

    pub fn hold(&self) {
        let milliseconds = |time: f64| Duration::from_secs_f64(time / 1000.0);
        figures::hold("a page of a queue", milliseconds(self.free[1]), Duration::from_millis(20));
        // On a machine that others use, what takes less than its turn of a processor is told by its half.
        figures::hold("one's own tasks", milliseconds(self.own_statement[0]), Duration::from_millis(2));
    }
}

pub async fn measure(site: &Site) -> Queues {
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let email = agent(n * 25);
        people.push((Visitor::signed_in(&site.base, &email).await, site.session(&email).await));
    }
    let free = read(site, 4, &walk(&people, "/taches?file=a-prendre", PAGES).await).await;
    let table = read(site, 4, &walk(&people, "/instruction/attestation", PAGES).await).await;
    let own = read(site, 1, &walk(&people, "/taches", 1).await).await;
    Queues { free, table, own, own_statement: own_statement(site) }
}

async fn read(site: &Site, clients: usize, pages: &[(Session, String)]) -> Percentiles {
    let measured = Load { clients, time: TIME }.gets(&site.address, pages).await;
    [50, 95, 99].map(|percent| measured.percentile(percent))
}

/// The first pages of a list as each of these people sees it; all are full.
async fn walk(people: &[(Visitor, Session)], start: &str, pages: usize) -> Vec<(Session, String)> {
    let mut found = Vec::new();
    for (visitor, session) in people {
        let mut path = start.to_owned();
        for _ in 0..pages {
            let page = visitor.get(&path).await;
            let rows = page.body.matches("/instruction/dossiers/").count();
            assert!(rows >= ROWS, "{path}: {rows} rows\n{}", page.body);
            found.push((session.clone(), path));
            let (before, _) = page.body.split_once("\" rel=\"next\"").expect("a next page");
            path = before.rsplit('"').next().unwrap().replace("&amp;", "&");
        }
    }
    found
}

/// What the page of one's own tasks reads, by everybody in turn.
fn own_statement(site: &Site) -> Percentiles {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    let mut db = site.connect();
    let people: Vec<Row> =
        sql_query("SELECT id FROM accounts WHERE email LIKE 'agent-%' ORDER BY id").load(&mut db).unwrap();
    let today = guichet::app::now().date_naive();
    let mut times = Vec::new();
    for who in people.iter().cycle().take(4 * people.len()) {
        let query = sql_query(OWN).bind::<SqlUuid, _>(who.id).bind::<Date, _>(today);
        let query = query.bind::<Timestamptz, _>(DateTime::UNIX_EPOCH).bind::<SqlUuid, _>(Uuid::nil());
        let query = query.bind::<BigInt, _>(i64::try_from(ROWS + 1).unwrap());
        let start = Instant::now();
        let found: Vec<Row> = query.load(&mut db).unwrap();
        times.push(start.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(found.len(), ROWS + 1);
    }
    times.sort_by(f64::total_cmp);
    [50, 95, 99].map(|percent| times[(times.len() - 1) * percent / 100])
}
