//! The site that is measured: the release binary before a PostgreSQL of its own, which keeps its promises to disk.

use crate::PASSWORD;
use crate::http::Visitor;
use crate::load::Session;
use crate::recording::Case;
use diesel::sql_types::{Array, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use guichet::embedded::{Embedded, Options};
use serde_json::Value;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

pub const CITIZEN: &str = "citoyenne@exemple.test";

pub struct Site {
    pub base: String,
    pub address: String,
    pub database: String,
    pub folder: PathBuf,
    child: Option<Child>,
    port: u16,
    _postgres: Embedded,
}

impl Site {
    /// In a folder, with what it holds already. The site itself is not up yet.
    pub fn start(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let postgres = Embedded::start(folder, Options::default()).unwrap();
        let database = postgres.url("guichet");
        let _ = sql_query("CREATE DATABASE guichet")
            .execute(&mut PgConnection::establish(&postgres.url("postgres")).unwrap());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let address = format!("127.0.0.1:{port}");
        guichet::db::migrate(&database).unwrap();
        let base = format!("http://{address}");
        Self { base, address, port, database, folder: folder.to_owned(), child: None, _postgres: postgres }
    }

    /// Publishes a procedure.
    pub fn import(&self, procedure: &Value) {
        let file = self.folder.join("procedure.json");
        std::fs::write(&file, procedure.to_string()).unwrap();
        assert!(self.command(&["import", file.to_str().unwrap()]).status().unwrap().success());
    }

    /// Makes an account; `roles` are further arguments of `guichet user add`.
    pub fn user(&self, email: &str, roles: &[&str]) {
        let mut command = self.command(&["user", "add", email, "--given-name", "Zoé", "--family-name", "Petit"]);
        let mut child = command.args(roles).stdin(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
        assert!(child.wait().unwrap().success());
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        command
            .args(arguments)
            .env("DATABASE_URL", &self.database)
            .env("PORT", self.port.to_string())
            .env("GUICHET_BASE_URL", &self.base)
            .env("GUICHET_SECRET", "a secret for figures, long enough to be taken")
            .env("GUICHET_DATA", &self.folder)
            // Requests are not logged one by one: writing them is the terminal's speed, not ours.
            .env("RUST_LOG", "warn")
            .env_remove("SMTP_URL")
            .stderr(Stdio::inherit())
            .stdout(Stdio::null());
        command
    }

    /// Starts (again), with these arguments, and waits until it answers.
    pub fn up(&mut self, arguments: &[&str]) {
        self.stop();
        self.child = Some(self.command(&["serve"]).args(arguments).spawn().unwrap());
        while TcpStream::connect(&self.address).is_err() {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.as_ref().map(Child::id).unwrap()
    }

    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.database).unwrap()
    }

    /// A draft with these answers. Returns its number.
    pub async fn draft(&self, citizen: &Visitor, answers: &[(String, &str)]) -> String {
        let started = citizen.post("/demarches/attestation/dossiers", &[]).await;
        let number = started.location.unwrap().split('/').nth(2).unwrap().to_owned();
        let mut fields: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        fields.push(("_action", "continue"));
        let saved = citizen.post(&format!("/dossiers/{number}/pages/1"), &fields).await;
        assert_eq!(saved.location, Some(format!("/dossiers/{number}/verification")), "{}", saved.body);
        number
    }

    /// The same draft, as each of these cases, under the numbers that they have.
    pub fn copy(&self, draft: &str, cases: Range<i64>, number: impl Fn(i64) -> String) {
        let sql = "INSERT INTO dossiers SELECT (jsonb_populate_record(d, jsonb_build_object(
                'id', c.id, 'number', c.number))).* FROM dossiers d, unnest($1, $2) AS c (id, number) WHERE d.number = $3";
        let mut connection = self.connect();
        let ids: Vec<String> = cases.clone().map(|n| Case(n).id()).collect();
        let query = sql_query(sql).bind::<Array<Text>, _>(ids);
        let query = query.bind::<Array<Text>, _>(cases.map(number).collect::<Vec<_>>()).bind::<Text, _>(draft);
        query.execute(&mut connection).unwrap();
        sql_query("VACUUM ANALYZE dossiers").execute(&mut connection).unwrap();
        sql_query("CHECKPOINT").execute(&mut connection).unwrap();
    }

    /// The revision of a draft.
    pub fn rev(&self, draft: &str) -> i32 {
        let rev = self.count(&format!("SELECT draft_rev::bigint AS count FROM dossiers WHERE number = '{draft}'"));
        i32::try_from(rev).unwrap()
    }

    /// Transactions that the site's sessions have made; what is one statement is one of them. A session tells its own when
    /// it has been idle for a second.
    pub fn transactions(&self) -> i64 {
        std::thread::sleep(Duration::from_secs(2));
        self.count("SELECT xact_commit AS count FROM pg_stat_database WHERE datname = current_database()")
    }

    /// The one number that a query gives.
    pub fn count(&self, sql: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        sql_query(sql).get_result::<Row>(&mut self.connect()).unwrap().count
    }

    /// Somebody's session, for clients that keep no cookies by themselves.
    pub async fn session(&self, email: &str) -> Session {
        let visitor = Visitor::new(&self.base);
        let first = visitor.get("/connexion").await;
        let seed = cookies(&first.headers);
        let fields = [("_csrf", first.hidden("_csrf")), ("email", email.to_owned()), ("password", PASSWORD.into())];
        guichet::services::use_ring();
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let signed = client.post(format!("{}/connexion", self.base)).header("cookie", &seed).form(&fields).send().await;
        let session = cookies(signed.unwrap().headers());
        assert!(session.contains("session"), "not signed in: {session}");
        let cookies = format!("{seed}; {session}");
        let page = client.get(format!("{}/demarches", self.base)).header("cookie", &cookies).send().await.unwrap();
        let body = page.text().await.unwrap();
        let token = body.split("name=\"_csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Session { cookies, token }
    }

    /// The site's own work would slow what is measured beside it.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// The history that the load has written is whole.
    pub fn audit(&self) {
        assert!(self.command(&["audit", "verify"]).status().unwrap().success());
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}

fn cookies(headers: &reqwest::header::HeaderMap) -> String {
    let set = headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()?.split(';').next());
    set.collect::<Vec<_>>().join("; ")
}
