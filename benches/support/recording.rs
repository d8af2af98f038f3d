//! What a request sends to PostgreSQL, as the server's own log has it, and the same as a script of pgbench: what would be left of a
//! site that cost nothing. The request is made on two dossiers: what differs is what belongs to each.

use diesel::{PgConnection, RunQueryDsl, sql_query};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Before each entry of the log while it is read.
const MARK: &str = "@@ ";

/// A dossier of the bench: its id and its number are made from a counter, here and in a script.
#[derive(Clone, Copy)]
pub struct Case(pub i64);

impl Case {
    /// The id, before the digits of its counter.
    const ID: &str = "01900000-0000-7000-8000-";
    /// The year of dossiers that a script alone looks for: their numbers need no check character.
    const YEAR: &str = "2024-";

    pub fn id(self) -> String {
        format!("{}{:012}", Self::ID, self.0)
    }

    /// The number by which a script finds it.
    pub fn number(self) -> String {
        format!("{}{:08}-0", Self::YEAR, self.0)
    }

    /// The id in SQL, of what `n` stands for.
    pub fn sql_id(n: &str) -> String {
        format!("'{}' || lpad(({n})::text, 12, '0')", Self::ID)
    }

    pub fn sql_number(n: &str) -> String {
        format!("'{}' || lpad(({n})::text, 8, '0') || '-0'", Self::YEAR)
    }
}

/// A statement of the log, and its parameters.
struct Statement {
    sql: String,
    values: Vec<Option<String>>,
}

/// Has the server tell each statement, or no more.
pub fn listen(db: &mut PgConnection, on: bool) {
    let settings = match on {
        true => [
            "ALTER SYSTEM SET log_statement = 'all'".to_owned(),
            format!("ALTER SYSTEM SET log_line_prefix = '{MARK}'"),
        ],
        false => ["ALTER SYSTEM RESET log_statement".to_owned(), "ALTER SYSTEM RESET log_line_prefix".to_owned()],
    };
    for statement in settings.iter().map(String::as_str).chain(["SELECT pg_reload_conf()"]) {
        sql_query(statement).execute(db).unwrap();
    }
    // The other sessions look at it between two statements.
    std::thread::sleep(std::time::Duration::from_millis(300));
}

/// A point of the log from which a request is read.
pub fn length(folder: &Path) -> usize {
    fs::read_to_string(log(folder)).unwrap().len()
}

fn log(folder: &Path) -> std::path::PathBuf {
    folder.join("postgres.log")
}

/// A request as it was recorded twice: on two dossiers, by their ids and their numbers.
pub struct Recording {
    first: Vec<Statement>,
    second: Vec<Statement>,
    dossier: (String, String),
}

impl Recording {
    /// From the two stretches of the log; `dossier` is the id and the number of the first.
    pub fn read(folder: &Path, [start, middle, end]: [usize; 3], dossier: (String, String)) -> Self {
        let text = fs::read_to_string(log(folder)).unwrap();
        let (first, second) = (statements(&text[start..middle]), statements(&text[middle..end]));
        let same = first.len() == second.len() && first.iter().zip(&second).all(|(a, b)| a.sql == b.sql);
        assert!(
            same && !first.is_empty(),
            "the request sends other statements the second time:\n{}",
            &text[start..end]
        );
        Self { first, second, dossier }
    }

    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// The script: each client does it to cases of its own, of which it has so many, from the first on.
    pub fn script(&self, first: i64, each: i64) -> String {
        let case = format!("{first} + :client_id * {each} + :n");
        let mut script = "\\set n :n + 1\n".to_owned();
        for (one, other) in self.first.iter().zip(&self.second) {
            let mut sql = one.sql.clone();
            // The last first: `$1` is the start of `$10`.
            for (at, value) in one.values.iter().enumerate().rev() {
                let is_own = other.values[at] != *value;
                sql = sql.replace(&format!("${}", at + 1), &self.value(value.as_deref(), is_own, &case));
            }
            let _ = writeln!(script, "{};", sql.trim_end_matches(';'));
        }
        script
    }

    /// A value in SQL.
    fn value(&self, value: Option<&str>, is_own: bool, case: &str) -> String {
        let Some(text) = value else { return "NULL".to_owned() };
        let (id, number) = &self.dossier;
        if text.contains(id.as_str()) || text.contains(number.as_str()) {
            let built = literal(text)
                .replace(id.as_str(), &format!("' || {} || E'", Case::sql_id(case)))
                .replace(number.as_str(), &format!("' || {} || E'", Case::sql_number(case)));
            let kind = match text {
                _ if text == id => "uuid",
                _ if text.starts_with('{') => "jsonb",
                _ => "text",
            };
            return format!("({built})::{kind}");
        }
        // What is made anew each time.
        let is_id = text.len() == 36 && text.bytes().enumerate().all(|(at, byte)| is_of_uuid(at, byte));
        if is_own && is_id { "gen_random_uuid()".to_owned() } else { literal(text) }
    }
}

fn is_of_uuid(at: usize, byte: u8) -> bool {
    if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() }
}

/// A text in SQL. To pgbench a colon and a word name a variable, inside a literal too.
fn literal(text: &str) -> String {
    format!("E'{}'", text.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\x3a"))
}

/// The statements of a stretch of the log, in their order.
fn statements(text: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    for entry in text.split(MARK).skip(1) {
        // Lines of one entry after the first begin with a tab.
        let entry = entry.trim_end().replace("\n\t", "\n");
        if let Some(rest) = entry.strip_prefix("LOG:  statement: ") {
            found.push(Statement { sql: rest.to_owned(), values: Vec::new() });
        } else if let Some(rest) = entry.strip_prefix("LOG:  execute ") {
            let (_, sql) = rest.split_once(": ").unwrap();
            found.push(Statement { sql: sql.to_owned(), values: Vec::new() });
        } else if let Some(rest) = entry.strip_prefix("DETAIL:  ") {
            let (_, listed) = rest.split_once(": ").unwrap();
            found.last_mut().unwrap().values = values(listed);
        }
    }
    found
}

/// The values of `$1 = 'a', $2 = NULL`.
fn values(listed: &str) -> Vec<Option<String>> {
    let mut found = Vec::new();
    let mut rest = listed;
    while let Some((_, after)) = rest.split_once(" = ") {
        if let Some(after) = after.strip_prefix("NULL") {
            found.push(None);
            rest = after;
            continue;
        }
        let inside = after.strip_prefix('\'').unwrap();
        let mut text = String::new();
        let mut left = inside.chars();
        // A quote is written twice.
        while let Some(letter) = left.next() {
            if letter == '\'' && !left.as_str().starts_with('\'') {
                break;
            }
            if letter == '\'' {
                left.next();
            }
            text.push(letter);
        }
        rest = left.as_str();
        found.push(Some(text));
    }
    found
}
