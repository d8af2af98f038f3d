//! Settings, right and wrong.

use super::*;
use std::fs;

#[test]
fn every_setting_is_told() {
    let told = include_str!("../../README.md");
    let told: Vec<&str> = told.split(|c: char| !c.is_ascii_uppercase() && c != '_').collect();
    assert_eq!(SETTINGS.into_iter().filter(|name| !told.contains(name)).collect::<Vec<_>>(), Vec::<&str>::new());
}

fn refused(written: Written, mode: Mode) -> String {
    Config::checked(written, mode).unwrap_err().to_string()
}

#[test]
fn a_wrong_value_is_named_with_an_example() {
    let port = Written { port: Some("80a".into()), ..Written::default() };
    assert_eq!(refused(port, Mode::Tool), "PORT is not a number that fits: \"80a\"; for example 8080");
    let base = Written { guichet_base_url: Some("ftp://x".into()), ..Written::default() };
    assert!(refused(base, Mode::Tool).starts_with("GUICHET_BASE_URL must be"));
    let bucket = Written { storage_url: Some("s3://pieces".into()), ..Written::default() };
    assert!(refused(bucket, Mode::Tool).contains("can't use yet"));
    assert!(refused(Written::default(), Mode::Serve).starts_with("GUICHET_SECRET is required"));
    let short = Written { guichet_secret: Some("court".into()), ..Written::default() };
    assert!(refused(short, Mode::Serve).contains("32 characters"));
}

#[test]
fn addresses_are_told_from_what_is_not() {
    assert_eq!(bind(Some("::1")).unwrap(), "[::1]");
    assert_eq!(bind(None).unwrap(), "127.0.0.1");
    assert!(bind(Some("mairie")).unwrap_err().to_string().starts_with("GUICHET_BIND is not an IP address"));
    for good in ["a@b.fr", "Mairie de Kerhor <ne-pas-repondre@kerhor.fr>"] {
        assert_eq!(mail_from(Some(good.to_owned())).unwrap(), good);
    }
    for bad in ["mairie", "Mairie <>", "@b.fr", "a b@c.fr"] {
        assert!(mail_from(Some(bad.to_owned())).is_err(), "{bad}");
    }
    for good in ["smtp://mail", "smtps://u:p%40@mail.fr", "smtp://127.0.0.1:2525?tls=opportunistic"] {
        assert!(smtp_url(Some(good.to_owned())).is_ok(), "{good}");
    }
    let tiles = |url: &str| map_tiles_url(Some(url.to_owned()));
    assert!(tiles("https://tiles.example.fr:8443/{z}/{x}/{y}.png?key=a").is_ok());
    for bad in [
        "https://t.fr/{z}/{x}.png",
        "//t.fr/{z}/{x}/{y}",
        "https://t.fr; script-src */{z}/{x}/{y}",
        "https:///{z}/{x}/{y}",
    ] {
        assert!(tiles(bad).unwrap_err().to_string().starts_with("MAP_TILES_URL must be"), "{bad}");
    }
    for bad in ["mail.fr", "smtp://", "smtp://mail:70000", "http://mail"] {
        assert!(smtp_url(Some(bad.to_owned())).is_err(), "{bad}");
    }
}

#[test]
fn services_are_named_by_their_hosts() {
    assert_eq!(service_hosts(Some("api.example.fr, registre.interne:8443,")).unwrap().len(), 2);
    let wrong = service_hosts(Some("api.example.fr,*.gouv.fr")).unwrap_err().to_string();
    assert!(wrong.starts_with("GUICHET_SERVICE_HOSTS must list hosts, parted by commas: \"*.gouv.fr\""), "{wrong}");
    let key = |host: &str| Some(format!(r#"{{"{host}": {{"X-Api-Key": "hunter2"}}}}"#));
    let keyed = |host: &str| {
        let address_api_url = Some("https://data.geopf.fr/geocodage".to_owned());
        let guichet_service_headers = key(host);
        Config::checked(Written { address_api_url, guichet_service_headers, ..Written::default() }, Mode::Tool)
    };
    assert!(keyed("data.geopf.fr").is_ok(), "the address service is one of those that are asked");
    let wrong = keyed("api.example.fr").unwrap_err().to_string();
    assert!(wrong.starts_with("GUICHET_SERVICE_HEADERS gives headers to a host") && !wrong.contains("hunter2"));
    let wrong = connectors(Some(r#"{"a": {"url": "hunter2"}}"#)).unwrap_err().to_string();
    assert!(wrong.starts_with("GUICHET_CONNECTORS gives \"a\"") && !wrong.contains("hunter2"), "{wrong}");
    assert!(address_service(Some("https://data.geopf.fr/geocodage")).unwrap().is_some());
    assert!(address_service(Some("data.geopf.fr")).unwrap_err().to_string().starts_with("ADDRESS_API_URL must be"));
}

#[test]
fn the_environment_goes_before_the_file() {
    let file = std::env::temp_dir().join(format!("guichet-{}.toml", uuid::Uuid::now_v7()));
    let read = |content: &str, name: &str, value: &str| {
        fs::write(&file, content).unwrap();
        read(&file, HashMap::from([(name.to_owned(), value.to_owned())]))
    };
    let both = read("port = 9000\nguichet_data = \"/srv\"", "PORT", "9001").unwrap();
    assert_eq!((both.port.as_deref(), both.guichet_data.as_deref()), (Some("9001"), Some("/srv")));
    assert_eq!(read("port = 9000", "PORT", "").unwrap().port.as_deref(), Some("9000"));
    for wrong in ["portt = 9000", "port 9000"] {
        let problem = read(wrong, "PORT", "1").err().unwrap().to_string();
        assert!(problem.starts_with("guichet.toml can't be read") && !problem.contains('\n'), "{problem}");
    }
    fs::remove_file(file).unwrap();
}

#[test]
fn secrets_are_not_printed() {
    let written = Written {
        database_url: Some("postgres://u:hunter2@h/d".into()),
        guichet_service_headers: Some(r#"{"api.example.fr": {"Authorization": "Bearer hunter2"}}"#.into()),
        guichet_service_hosts: Some("api.example.fr".into()),
        guichet_connectors: Some(r#"{"a": {"url": "https://b.fr", "headers": {"Authorization": "hunter2"}}}"#.into()),
        ..Written::default()
    };
    let config = Config::checked(written, Mode::Tool).unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
}
