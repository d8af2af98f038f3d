//! Services of others: where they are, and what they know the site by.

use super::Invalid;
use crate::services::addresses::AddressService;
use crate::services::{Allowed, Connectors, Credentials};

pub(super) fn address_service(written: Option<&str>) -> Result<Option<AddressService>, Invalid> {
    let Some(text) = written else { return Ok(None) };
    AddressService::parse(text).map(Some).ok_or_else(|| Invalid {
        setting: "ADDRESS_API_URL",
        problem: format!("must be http:// or https://, a host and a path: {text:?}"),
        example: "https://data.geopf.fr/geocodage",
    })
}

/// A host alone is one of the Internet; with its port it is that very place, wherever it is.
pub(super) fn service_hosts(written: Option<&str>) -> Result<Vec<Allowed>, Invalid> {
    let hosts = written.unwrap_or_default().split(',').map(str::trim).filter(|host| !host.is_empty());
    let read = |host: &str| {
        Allowed::parse(host).ok_or_else(|| Invalid {
            setting: "GUICHET_SERVICE_HOSTS",
            problem: format!("must list hosts, parted by commas: {host:?}"),
            example: "api.example.fr,registre.interne:8443",
        })
    };
    hosts.map(read).collect()
}

/// The values are secret: they are not shown.
pub(super) fn service_headers(written: Option<&str>, asked: &[Allowed]) -> Result<Credentials, Invalid> {
    let Some(text) = written else { return Ok(Credentials::default()) };
    Credentials::parse(text, asked).map_err(|problem| Invalid {
        setting: "GUICHET_SERVICE_HEADERS",
        problem,
        example: r#"{"api.example.fr": {"Authorization": "Bearer …"}}"#,
    })
}

/// The values are secret: they are not shown.
pub(super) fn connectors(written: Option<&str>) -> Result<Connectors, Invalid> {
    let Some(text) = written else { return Ok(Connectors::default()) };
    Connectors::parse(text).map_err(|problem| Invalid {
        setting: "GUICHET_CONNECTORS",
        problem,
        example: r#"{"registre": {"url": "https://api.example.fr/v3", "headers": {"Authorization": "Bearer …"}}}"#,
    })
}
