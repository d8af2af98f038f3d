//! What services know the site by: headers that the operator's settings give, host by host. Forms are public, so a key has no
//! place in them.

use super::Allowed;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use std::collections::{BTreeMap, HashMap};

/// Headers that belong to the connection, or say what is asked.
const OURS: [HeaderName; 7] = [
    header::HOST,
    header::ACCEPT,
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Headers by the name of the host that they are for.
#[derive(Debug, Clone, Default)]
pub struct Credentials(HashMap<String, HeaderMap>);

impl Credentials {
    /// Reads `{"api.example.fr": {"Authorization": "Bearer …"}}`, each host being one of `allowed`. What is wrong is told without
    /// any value: they are secret, and so may be what stands in their place by mistake.
    pub fn parse(written: &str, allowed: &[Allowed]) -> Result<Self, String> {
        let listed: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(written)
            .map_err(|_| "must be a JSON object of hosts, each with an object of headers".to_owned())?;
        let mut found = HashMap::new();
        for (host, headers) in listed {
            let entry = Allowed::parse(&host).and_then(|host| allowed.iter().find(|entry| entry.name() == host.name()));
            let Some(entry) = entry else {
                return Err(format!("gives headers to a host that GUICHET_SERVICE_HOSTS does not list: {host:?}"));
            };
            let headers =
                self::headers(&headers).ok_or_else(|| format!("gives {host:?} a header that can't be sent"))?;
            found.insert(entry.name(), headers);
        }
        Ok(Self(found))
    }

    /// The headers for a host, by its name.
    pub(super) fn of(&self, name: &str) -> HeaderMap {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

/// Headers as they are sent, if all can be.
pub(super) fn headers(written: &BTreeMap<String, String>) -> Option<HeaderMap> {
    written.iter().map(|(name, value)| header(name, value)).collect()
}

fn header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let name: HeaderName = name.parse().ok().filter(|name| !OURS.contains(name))?;
    let mut value = HeaderValue::from_str(value).ok().filter(|value| !value.is_empty())?;
    // What logs and traces print of it is that it is one.
    value.set_sensitive(true);
    Some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(written: &str) -> Result<Credentials, String> {
        let allowed = ["api.example.fr", "registre.interne:8443"].map(|host| Allowed::parse(host).unwrap());
        Credentials::parse(written, &allowed)
    }

    #[test]
    fn each_host_has_its_own_headers_and_none_is_printed() {
        let found = parsed(
            r#"{"https://API.example.fr": {"Authorization": "Bearer hunter2", "X-Api-Key": "hunter2"},
                "registre.interne:8443": {"Cookie": "a=hunter2"}}"#,
        );
        let found = found.unwrap();
        assert_eq!(found.of("api.example.fr")["authorization"], "Bearer hunter2");
        assert_eq!((found.of("api.example.fr").len(), found.of("registre.interne:8443").len()), (2, 1));
        assert!(found.of("registre.interne").is_empty() && found.of("evil.test").is_empty());
        assert!(!format!("{found:?}").contains("hunter2"), "{found:?}");
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secret() {
        for (wrong, told) in [
            ("api.example.fr Authorization: hunter2", "JSON object"),
            (r#"{"api.example.fr": "hunter2"}"#, "JSON object"),
            (r#"{"api.example.fr": {"Authorization": ["hunter2"]}}"#, "JSON object"),
            (r#"{"evil.test": {"Authorization": "hunter2"}}"#, "GUICHET_SERVICE_HOSTS does not list: \"evil.test\""),
            (r#"{"registre.interne": {"Authorization": "hunter2"}}"#, "does not list"),
            (r#"{"*": {"Authorization": "hunter2"}}"#, "does not list"),
            (r#"{"api.example.fr": {"Authorization": "hunter2\r\nX: y"}}"#, "can't be sent"),
            (r#"{"api.example.fr": {"Author ization": "hunter2"}}"#, "can't be sent"),
            (r#"{"api.example.fr": {"Authorization": ""}}"#, "can't be sent"),
            (r#"{"api.example.fr": {"Host": "hunter2"}}"#, "can't be sent"),
        ] {
            let problem = parsed(wrong).unwrap_err();
            assert!(problem.contains(told) && !problem.contains("hunter2"), "{wrong}: {problem}");
        }
    }
}
