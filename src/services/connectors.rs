//! Services that workflows ask, by the names that the operator gives them: a workflow is public, and says neither where they are
//! nor what they know the site by.

use super::credentials::headers;
use super::{Allowed, Failure};
use reqwest::Url;
use reqwest::header::HeaderMap;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One of them.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    base: Url,
    pub(super) entry: Allowed,
    pub(super) headers: HeaderMap,
}

impl Connector {
    /// An address of it; none that leads elsewhere.
    pub(super) fn address(&self, path: &str) -> Result<Url, Failure> {
        let whole = format!("{}{path}", self.base.as_str().trim_end_matches('/'));
        let url = Url::parse(&whole).map_err(|_| Failure::NotAllowed)?;
        // Where the address is read otherwise than it is written, a part of it climbs or hides something.
        if url.as_str() == whole && url.origin() == self.base.origin() { Ok(url) } else { Err(Failure::NotAllowed) }
    }
}

/// Connectors by their names.
#[derive(Debug, Clone, Default)]
pub struct Connectors(BTreeMap<String, Connector>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    url: String,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

impl Connectors {
    /// Reads `{"registre": {"url": "https://api.example.fr/v3", "headers": {"Authorization": "Bearer …"}}}`. What is wrong is
    /// told without any value: they may be secret.
    pub fn parse(written: &str) -> Result<Self, String> {
        let shape = "must be a JSON object of names, each with an object of url and headers";
        let listed: BTreeMap<String, Written> = serde_json::from_str(written).map_err(|_| shape.to_owned())?;
        let mut found = BTreeMap::new();
        for (name, Written { url, headers: given }) in listed {
            if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
                return Err(format!("names a connector by other than letters, digits, - and _: {name:?}"));
            }
            let (base, entry) = place(&url).ok_or_else(|| format!("gives {name:?} an address that can't be asked"))?;
            let headers = headers(&given).ok_or_else(|| format!("gives {name:?} a header that can't be sent"))?;
            found.insert(name, Connector { base, entry, headers });
        }
        Ok(Self(found))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Connector> {
        self.0.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// An address over http or https, without query, name nor password.
fn place(url: &str) -> Option<(Url, Allowed)> {
    let base = Url::parse(url).ok()?;
    let bare = base.username().is_empty() && base.password().is_none();
    let fits = matches!(base.scheme(), "http" | "https") && base.query().is_none() && base.fragment().is_none();
    let entry = Allowed::of(&base).filter(|_| bare && fits)?;
    Some((base, entry))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_within_its_connector() {
        let written = r#"{"a": {"url": "https://api.example.fr/v3/"}, "b": {"url": "http://127.0.0.1:90"}}"#;
        let found = Connectors::parse(written).unwrap();
        let at = |name: &str, path: &str| found.get(name).unwrap().address(path).map(String::from);
        assert_eq!(at("a", "/x/1?q=2").unwrap(), "https://api.example.fr/v3/x/1?q=2");
        assert_eq!(at("b", "/").unwrap(), "http://127.0.0.1:90/");
        for climbing in ["/../x", "/x/%2e%2E/y", "/./x", "/x\\y", "/x y", "/é", "/a\n"] {
            assert_eq!(at("a", climbing), Err(Failure::NotAllowed), "{climbing}");
        }
        // Nothing that comes after the host changes it.
        for kept in ["//evil.test/x", "/@evil.test"] {
            assert!(at("b", kept).unwrap().starts_with("http://127.0.0.1:90/"), "{kept}");
        }
        assert!(found.get("c").is_none());
    }

    #[test]
    fn what_is_wrong_is_told_without_the_secret() {
        for (wrong, told) in [
            ("hunter2", "JSON object"),
            (r#"{"a": "hunter2"}"#, "JSON object"),
            (r#"{"a": {"url": "https://x.fr", "key": "hunter2"}}"#, "JSON object"),
            (r#"{"a b": {"url": "https://x.fr"}}"#, "\"a b\""),
            (r#"{"a": {"url": "https://u:hunter2@x.fr"}}"#, "an address that can't be asked"),
            (r#"{"a": {"url": "ftp://x.fr"}}"#, "an address that can't be asked"),
            (r#"{"a": {"url": "https://x.fr?key=hunter2"}}"#, "an address that can't be asked"),
            (r#"{"a": {"url": "https://x.fr", "headers": {"Host": "hunter2"}}}"#, "can't be sent"),
        ] {
            let problem = Connectors::parse(wrong).unwrap_err();
            assert!(problem.contains(told) && !problem.contains("hunter2"), "{wrong}: {problem}");
        }
        let secret = r#"{"a": {"url": "https://x.fr", "headers": {"X-Api-Key": "hunter2"}}}"#;
        assert!(!format!("{:?}", Connectors::parse(secret).unwrap()).contains("hunter2"));
    }
}
