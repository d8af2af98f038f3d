//! The settings: the environment first, then `guichet.toml`. A wrong value is one clear line.

mod secret;
mod services;

use crate::services::addresses::AddressService;
use crate::services::{Allowed, Connectors, Credentials};
use config::{Environment, File, FileFormat};
pub use secret::Secret;
use serde::Deserialize;
use services::{address_service, connectors, service_headers, service_hosts};
use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// What the settings are read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A missing secret is made and kept.
    Demo,
    /// The secret is required.
    Serve,
    /// A command that serves no page: no secret is needed.
    Tool,
}

/// The settings, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`; absent: the embedded server, in `data`.
    pub database_url: Option<Secret>,
    /// `GUICHET_DATA`: where the embedded server, the files and the secret are.
    pub data: PathBuf,
    /// `GUICHET_BIND` and `PORT`.
    pub bind: String,
    pub port: u16,
    /// `GUICHET_BASE_URL`: how people reach the site, without a final slash.
    pub base_url: String,
    /// `GUICHET_SECRET`: signs cookies and the tokens of forms.
    pub secret: Secret,
    /// `SMTP_URL`; absent: mails are kept, and shown at `/dev/mail` in the demonstration.
    pub smtp_url: Option<Secret>,
    /// `GUICHET_MAIL_FROM`.
    pub mail_from: String,
    /// `STORAGE_URL`: the folder of files.
    pub storage: PathBuf,
    /// `GUICHET_THROTTLE`: multiplies the limits on signing in, on mails and on suggestions, for a site whose people share an address.
    pub throttle: u32,
    /// `ADDRESS_API_URL`: the national address service; absent: only the communes are suggested.
    pub address_service: Option<AddressService>,
    /// `GUICHET_SERVICE_HOSTS`: the hosts that forms may have asked, parted by commas; that of the address service is one of them.
    pub service_hosts: Vec<Allowed>,
    /// `GUICHET_SERVICE_HEADERS`: what is sent to each of them with a request, such as a key.
    pub service_headers: Credentials,
    /// `GUICHET_CONNECTORS`: the services that workflows ask, by name: where they are, and what is sent to them.
    pub connectors: Connectors,
    /// `MAP_TILES_URL`: the pictures under maps, with `{z}`, `{x}` and `{y}`; absent: maps have no background, and nothing is
    /// asked of anybody.
    pub map_tiles_url: Option<String>,
    /// `MAP_TILES_ATTRIBUTION`: whom the pictures come from.
    pub map_tiles_attribution: String,
    pub demo: bool,
}

/// A setting that can't be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting} {problem}; for example {example}")]
pub struct Invalid {
    setting: &'static str,
    problem: String,
    example: &'static str,
}

/// Their names in the environment; in `guichet.toml`, the same in small letters.
const SETTINGS: [&str; 16] = [
    "DATABASE_URL",
    "GUICHET_DATA",
    "GUICHET_BIND",
    "PORT",
    "GUICHET_BASE_URL",
    "GUICHET_SECRET",
    "SMTP_URL",
    "GUICHET_MAIL_FROM",
    "STORAGE_URL",
    "GUICHET_THROTTLE",
    "ADDRESS_API_URL",
    "GUICHET_SERVICE_HOSTS",
    "GUICHET_SERVICE_HEADERS",
    "GUICHET_CONNECTORS",
    "MAP_TILES_URL",
    "MAP_TILES_ATTRIBUTION",
];

/// The settings as they are written. A name that is none of these is a mistake that silence would hide.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    database_url: Option<String>,
    guichet_data: Option<String>,
    guichet_bind: Option<String>,
    port: Option<String>,
    guichet_base_url: Option<String>,
    guichet_secret: Option<String>,
    smtp_url: Option<String>,
    guichet_mail_from: Option<String>,
    storage_url: Option<String>,
    guichet_throttle: Option<String>,
    address_api_url: Option<String>,
    guichet_service_hosts: Option<String>,
    guichet_service_headers: Option<String>,
    guichet_connectors: Option<String>,
    map_tiles_url: Option<String>,
    map_tiles_attribution: Option<String>,
}

impl Config {
    /// Reads the environment and `guichet.toml`, if there is one.
    pub fn load(mode: Mode) -> Result<Self, Invalid> {
        let text = |name: &str| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
        let environment = SETTINGS.iter().filter_map(|name| Some(((*name).to_owned(), text(name)?))).collect();
        Self::checked(read(Path::new("guichet.toml"), environment)?, mode)
    }

    fn checked(written: Written, mode: Mode) -> Result<Self, Invalid> {
        let data = PathBuf::from(written.guichet_data.as_deref().unwrap_or("var"));
        let bind = bind(written.guichet_bind.as_deref())?;
        let port = number("PORT", written.port.as_deref(), 8080, "8080")?;
        let base_url = base_url(written.guichet_base_url, port)?;
        let secret = secret::read(written.guichet_secret, mode, &data)?;
        let storage = storage(written.storage_url.as_deref(), &data)?;
        let mail_from = mail_from(written.guichet_mail_from)?;
        let address_service = address_service(written.address_api_url.as_deref())?;
        let mut service_hosts = service_hosts(written.guichet_service_hosts.as_deref())?;
        service_hosts.extend(address_service.as_ref().and_then(AddressService::host));
        Ok(Self {
            database_url: database_url(written.database_url)?,
            smtp_url: smtp_url(written.smtp_url)?,
            throttle: number("GUICHET_THROTTLE", written.guichet_throttle.as_deref(), 1, "10")?,
            connectors: connectors(written.guichet_connectors.as_deref())?,
            service_headers: service_headers(written.guichet_service_headers.as_deref(), &service_hosts)?,
            address_service,
            service_hosts,
            map_tiles_url: map_tiles_url(written.map_tiles_url)?,
            map_tiles_attribution: written.map_tiles_attribution.unwrap_or_default(),
            demo: mode == Mode::Demo,
            data,
            bind,
            port,
            base_url,
            secret,
            mail_from,
            storage,
        })
    }
}

/// The file, then the environment over it. An empty variable is an absent one.
fn read(file: &Path, environment: HashMap<String, String>) -> Result<Written, Invalid> {
    let built = config::Config::builder()
        .add_source(File::from(file).format(FileFormat::Toml).required(false))
        .add_source(Environment::default().ignore_empty(true).source(Some(environment)))
        .build();
    built.and_then(config::Config::try_deserialize).map_err(|error| Invalid {
        setting: "guichet.toml",
        problem: format!("can't be read: {}", error.to_string().replace('\n', " ")),
        example: "port = 8080",
    })
}

fn number<T: std::str::FromStr>(
    setting: &'static str,
    written: Option<&str>,
    usual: T,
    example: &'static str,
) -> Result<T, Invalid> {
    let Some(text) = written else { return Ok(usual) };
    text.parse().map_err(|_| Invalid { setting, problem: format!("is not a number that fits: {text:?}"), example })
}

/// An address to listen on, written as in a URL.
fn bind(written: Option<&str>) -> Result<String, Invalid> {
    let text = written.unwrap_or("127.0.0.1");
    match text.trim_matches(['[', ']']).parse() {
        Ok(IpAddr::V4(address)) => Ok(address.to_string()),
        Ok(IpAddr::V6(address)) => Ok(format!("[{address}]")),
        Err(_) => {
            let problem = format!("is not an IP address: {text:?}");
            Err(Invalid { setting: "GUICHET_BIND", problem, example: "0.0.0.0" })
        }
    }
}

fn mail_from(written: Option<String>) -> Result<String, Invalid> {
    let text = written.unwrap_or_else(|| "Guichet <ne-pas-repondre@localhost>".to_owned());
    let address = text.split_once('<').map_or(text.as_str(), |(_, rest)| rest.trim_end().trim_end_matches('>'));
    let halves = address.split_once('@').filter(|(name, domain)| !name.is_empty() && !domain.is_empty());
    if halves.is_some() && !address.contains(char::is_whitespace) {
        return Ok(text);
    }
    let problem = format!("is not an address of mail: {text:?}");
    Err(Invalid { setting: "GUICHET_MAIL_FROM", problem, example: "Mairie <ne-pas-repondre@example.fr>" })
}

fn base_url(written: Option<String>, port: u16) -> Result<String, Invalid> {
    let url = written.unwrap_or_else(|| format!("http://127.0.0.1:{port}"));
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@'])) {
        return Ok(url);
    }
    let problem = format!("must be http:// or https:// and a host, without a path: {url:?}");
    Err(Invalid { setting: "GUICHET_BASE_URL", problem, example: "https://demarches.example.fr" })
}

fn database_url(written: Option<String>) -> Result<Option<Secret>, Invalid> {
    let Some(url) = written else { return Ok(None) };
    if url.starts_with("postgres://") || url.starts_with("postgresql://") || url.contains('=') {
        return Ok(Some(Secret::new(url)));
    }
    let problem = "must be a PostgreSQL address".to_owned();
    Err(Invalid {
        setting: "DATABASE_URL",
        problem,
        example: "postgres://guichet:…@db.example.fr/guichet?sslmode=require",
    })
}

fn smtp_url(written: Option<String>) -> Result<Option<Secret>, Invalid> {
    let Some(url) = written else { return Ok(None) };
    let server = url.strip_prefix("smtp://").or_else(|| url.strip_prefix("smtps://"));
    let server = server.and_then(|rest| rest.split(['/', '?']).next()?.rsplit('@').next());
    let (host, port) = server.map_or(("", ""), |server| server.rsplit_once(':').unwrap_or((server, "25")));
    if !host.is_empty() && port.parse::<u16>().is_ok() {
        return Ok(Some(Secret::new(url)));
    }
    // The value holds a password: it is not shown.
    let problem = "must start with smtp:// or smtps://, then name a server".to_owned();
    Err(Invalid { setting: "SMTP_URL", problem, example: "smtp://user:password@mail.example.fr:587?tls=required" })
}

/// Its origin goes into the Content-Security-Policy: nothing there may end a directive.
fn map_tiles_url(written: Option<String>) -> Result<Option<String>, Invalid> {
    let Some(url) = written else { return Ok(None) };
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split('/').next()).filter(|host| !host.is_empty());
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-' | ':' | '[' | ']');
    let has_place = ["{z}", "{x}", "{y}"].iter().all(|part| url.contains(part));
    if host.is_some_and(|host| host.chars().all(is_plain)) && has_place {
        return Ok(Some(url));
    }
    let problem = format!("must be http:// or https:// with {{z}}, {{x}} and {{y}}: {url:?}");
    Err(Invalid { setting: "MAP_TILES_URL", problem, example: "https://tiles.example.fr/{z}/{x}/{y}.png" })
}

fn storage(written: Option<&str>, data: &Path) -> Result<PathBuf, Invalid> {
    let invalid = |problem: &str| Invalid {
        setting: "STORAGE_URL",
        problem: problem.to_owned(),
        example: "file:///var/lib/guichet/files",
    };
    match written {
        None => Ok(data.join("files")),
        Some(url) => match url.strip_prefix("file://") {
            Some(path) if path.starts_with('/') => Ok(PathBuf::from(path)),
            Some(_) => Err(invalid("must name a folder from the root")),
            None if url.starts_with("s3://") => Err(invalid("names an S3 bucket, which this version can't use yet")),
            None => Err(invalid("must start with file://")),
        },
    }
}

#[cfg(test)]
mod tests;
