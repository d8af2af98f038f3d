use super::{Embedded, Error, Options, last_lines};
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

const FAST: Options = Options { durable: false };

/// A folder of one test, deleted with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("guichet-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[derive(diesel::QueryableByName)]
struct Setting {
    #[diesel(sql_type = diesel::sql_types::Text)]
    value: String,
}

fn setting(url: &str, name: &str) -> String {
    let mut connection = PgConnection::establish(url).unwrap();
    sql_query(format!("SELECT current_setting('{name}') AS value"))
        .get_result::<Setting>(&mut connection)
        .unwrap()
        .value
}

#[test]
fn starts_from_nothing_is_shared_and_keeps_its_data() {
    let folder = Folder::new("embedded");
    let mut first = Embedded::start(&folder.0, FAST).unwrap();
    assert_eq!(setting(&first.url("guichet"), "listen_addresses"), "");
    assert_eq!(setting(&first.url("guichet"), "fsync"), "off");
    let second = Embedded::start(&folder.0, FAST).unwrap();
    assert_eq!((first.url("x"), second.child.is_none()), (second.url("x"), true));
    drop(second);
    let mut connection = PgConnection::establish(&first.url("guichet")).unwrap();
    sql_query("CREATE TABLE kept ()").execute(&mut connection).unwrap();
    let url = first.url("guichet");
    first.stop();
    assert!(PgConnection::establish(&url).is_err());

    let again = Embedded::start(&folder.0, Options::default()).unwrap();
    assert_eq!(setting(&again.url("guichet"), "fsync"), "on");
    let mut connection = PgConnection::establish(&again.url("guichet")).unwrap();
    sql_query("SELECT FROM kept").execute(&mut connection).unwrap();
    let mode = |name: &str| fs::metadata(folder.0.join(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("postgres.password"), mode("postgres.log"), mode("run")), (0o600, 0o600, 0o700));
}

/// Stopped in the middle of its first start, and under a path too long for a socket.
#[test]
fn begins_again_after_an_interrupted_start_however_long_its_path() {
    let folder = Folder::new(&"long-".repeat(20));
    fs::create_dir_all(folder.0.join("postgres.new/base")).unwrap();
    let server = Embedded::start(&folder.0, FAST).unwrap();
    assert_eq!(setting(&server.url("guichet"), "server_encoding"), "UTF8");
    assert!(!folder.0.join("run").exists() && !folder.0.join("postgres.new").exists());
    let _ = fs::remove_dir_all(&server.socket);
}

#[test]
fn what_can_not_start_says_why() {
    let folder = Folder::new("broken");
    fs::create_dir_all(folder.0.join("postgres")).unwrap();
    fs::write(folder.0.join("postgres/PG_VERSION"), "9.0\n").unwrap();
    let error = Embedded::start(&folder.0, FAST).unwrap_err();
    assert!(matches!(error, Error::NotStarted { .. }), "{error}");
    assert!(!error.to_string().contains('\n'));
    assert!(Error::Missing.to_string().contains("apt-get install postgresql"));
    assert_eq!(last_lines("a\n\nb\nc\nd\n"), "b / c / d");
}
