//! Long outside work of a state: what is asked of whom, how often, and for how long.

use super::deadline::Count;
use super::duration::Duration;
use super::template::{address, filler, gather, values};
use super::transition::{Auto, autos};
use crate::civil::Territory;
use crate::rules::Context;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

/// Long outside work.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invoke {
    pub id: String,
    pub service: Service,
    /// What is asked: see [`Request`].
    #[serde(default)]
    pub with: Value,
    /// The variable that takes its answer.
    pub result: Option<String>,
    #[serde(default)]
    pub retry: Retry,
    /// How long the answer may take, from the step that asks.
    pub timeout: Option<Duration>,
    #[serde(default, deserialize_with = "autos")]
    pub on_done: Vec<Auto>,
    #[serde(default, deserialize_with = "autos")]
    pub on_error: Vec<Auto>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// A service of others that answers at once.
    Http,
    /// A provider of signatures, which calls back.
    Sign,
    /// A provider of payments, which calls back.
    Pay,
    /// Another procedure of the site.
    Case,
}

impl Service {
    pub const ALL: [Self; 4] = [Self::Http, Self::Sign, Self::Pay, Self::Case];

    pub fn code(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Sign => "sign",
            Self::Pay => "pay",
            Self::Case => "case",
        }
    }
}

/// How often it is asked again.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Retry {
    max: Option<i32>,
    backoff: Option<Duration>,
}

/// Times that what does not say so is asked again.
const RETRIES: i32 = 3;

impl Retry {
    /// Times that it is asked in all.
    pub fn tries(&self) -> i32 {
        self.max.unwrap_or(RETRIES) + 1
    }

    /// How long it waits before it is asked a second time; each time that follows, twice as long.
    pub fn wait(&self, now: DateTime<Utc>, territory: Territory) -> TimeDelta {
        let wait = |backoff: &Duration| Count::Calendar.moment_after(backoff, now, territory) - now;
        self.backoff.as_ref().map_or(TimeDelta::minutes(1), wait)
    }
}

/// What is asked, as `with` says it. A text may hold names between braces, `/associations/{form.siret}`: the values that stand
/// there when the state is entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "snake_case")]
pub enum Request {
    Http(Http),
    Sign(Provider),
    Pay(Provider),
    Case(Case),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// The name of the service in the operator's settings.
    pub connector: String,
    /// `GET`, or `POST` where there is a body.
    pub method: Option<Method>,
    pub path: String,
    pub body: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    pub connector: String,
    #[serde(default = "root")]
    pub path: String,
    /// What the provider needs to know: an amount, a document.
    pub body: Option<Value>,
    /// Who goes to its page.
    pub by: Option<By>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Applicant,
    Administration,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The address of the other procedure.
    pub procedure: String,
    /// The number of a dossier that the applicant has there already; where it is blank, a draft is opened.
    pub dossier: Option<String>,
    /// What its draft begins with.
    #[serde(default)]
    pub answers: Map<String, Value>,
}

fn root() -> String {
    "/".to_owned()
}

/// Why nothing can be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{0}")]
    Unread(String),
    /// What the address needs is blank, or is no part of an address.
    #[error("no value for {0}")]
    Missing(String),
}

impl Request {
    /// As it is written, its names not looked up.
    pub fn read(service: &Value, with: &Value) -> Result<Self, Fault> {
        let mut whole = if with.is_null() { Value::Object(Map::new()) } else { with.clone() };
        let unread = |problem: &str| Fault::Unread(problem.to_owned());
        let fields = whole.as_object_mut().ok_or_else(|| unread("not an object"))?;
        fields.insert("service".to_owned(), service.clone());
        let request: Self = serde_json::from_value(whole).map_err(|error| unread(&error.to_string()))?;
        match request.path() {
            Some(path) if !path.starts_with('/') => Err(unread("the path does not start with /")),
            _ => Ok(request),
        }
    }

    fn path(&self) -> Option<&str> {
        match self {
            Self::Http(http) => Some(&http.path),
            Self::Sign(provider) | Self::Pay(provider) => Some(&provider.path),
            Self::Case(_) => None,
        }
    }

    /// The path that no connector would ever be asked for, whatever its names stand for: read as an address it is another, since
    /// it climbs or holds what an address must not.
    pub fn strayed(&self) -> Option<&str> {
        let strays = |path: &&str| {
            let whole = format!("https://connector{}", filler(path));
            Url::parse(&whole).map_or(true, |url| url.as_str() != whole)
        };
        self.path().filter(strays)
    }

    /// Who goes to the provider's page.
    pub fn by(&self) -> Option<By> {
        match self {
            Self::Sign(provider) => Some(provider.by.unwrap_or(By::Administration)),
            Self::Pay(provider) => Some(provider.by.unwrap_or(By::Applicant)),
            Self::Http(_) | Self::Case(_) => None,
        }
    }

    /// The names that it reads.
    pub fn names(&self) -> Vec<String> {
        let mut found = Vec::new();
        let (path, body) = match self.clone() {
            Self::Http(Http { path, body, .. }) => (path, body),
            Self::Sign(Provider { path, body, .. }) | Self::Pay(Provider { path, body, .. }) => (path, body),
            Self::Case(Case { dossier, answers, .. }) => (dossier.unwrap_or_default(), Some(Value::Object(answers))),
        };
        gather(&Value::String(path), &mut found);
        gather(&body.unwrap_or_default(), &mut found);
        found
    }

    /// With the values that its names stand for.
    fn filled(self, context: &Context<'_>) -> Result<Self, Fault> {
        let body = |body: Option<Value>| body.map(|body| values(body, context));
        Ok(match self {
            Self::Http(http) => Self::Http(Http { path: address(&http.path, context)?, body: body(http.body), ..http }),
            Self::Sign(it) => Self::Sign(Provider { path: address(&it.path, context)?, body: body(it.body), ..it }),
            Self::Pay(it) => Self::Pay(Provider { path: address(&it.path, context)?, body: body(it.body), ..it }),
            Self::Case(Case { procedure, dossier, answers }) => {
                let number = dossier.map(|number| values(Value::String(number), context));
                let number = number.and_then(|number| Some(number.as_str()?.trim().to_owned()));
                let dossier = number.filter(|number| !number.is_empty());
                let answers = answers.into_iter().map(|(name, value)| (name, values(value, context)));
                Self::Case(Case { procedure, dossier, answers: answers.collect() })
            }
        })
    }
}

impl Invoke {
    /// What is asked now.
    pub fn request(&self, context: &Context<'_>) -> Result<Request, Fault> {
        Request::read(&Value::from(self.service.code()), &self.with)?.filled(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn asked(service: &str, with: Value, values: Value) -> Result<Request, Fault> {
        let invoke = json!({"id": "i", "service": service, "with": with});
        let invoke: Invoke = serde_json::from_value(invoke).unwrap();
        invoke.request(&Context::new(&values))
    }

    #[test]
    fn names_take_the_values_of_the_moment() {
        let values = json!({"form": {"siret": "732 829", "amount": 12.5, "sly": "a/../b?x=1&{form.siret}"}, "dossier": {"number": "2026-1"}});
        let path = |path: &str| match asked("http", json!({"connector": "c", "path": path}), values.clone())? {
            Request::Http(http) => Ok(http.path),
            other => panic!("{other:?}"),
        };
        assert_eq!(path("/a/{form.siret}?n={form.amount}").unwrap(), "/a/732%20829?n=12%2E5");
        // What somebody typed stays one part of the address, and is not read again.
        assert_eq!(path("/a/{form.sly}").unwrap(), "/a/a%2F%2E%2E%2Fb%3Fx%3D1%26%7Bform%2Esiret%7D");
        assert_eq!(path("/{a}/{form.siret").unwrap(), "/{a}/{form.siret");
        assert_eq!(path("/a/{form.none}"), Err(Fault::Missing("form.none".to_owned())));
        let body = json!({"n": "{form.amount}", "t": ["N° {dossier.number}{form.none}", "{form.none}"], "k": 1});
        let Ok(Request::Pay(asked)) = asked("pay", json!({"connector": "c", "body": body}), values) else { panic!() };
        assert_eq!(asked.body, Some(json!({"n": 12.5, "t": ["N° 2026-1", null], "k": 1})));
        assert_eq!(asked.path, "/");
    }

    #[test]
    fn a_value_never_climbs() {
        for typed in ["..", ".", "", " .. "] {
            let found = asked("http", json!({"connector": "c", "path": "/a/{form.x}"}), json!({"form": {"x": typed}}));
            assert_eq!(found, Err(Fault::Missing("form.x".to_owned())), "{typed:?}");
        }
    }

    #[test]
    fn what_is_written_wrong_is_told() {
        for (service, with) in [
            ("http", json!({"connector": "c"})),
            ("http", json!({"connector": "c", "path": "x"})),
            ("http", json!({"connector": "c", "path": "/x", "method": "LOOK"})),
            ("http", json!({"connector": "c", "path": "/x", "colour": 1})),
            ("sign", json!({})),
            ("pay", json!({"connector": "c", "by": "nobody"})),
            ("case", json!({"answers": {}})),
            ("case", json!([])),
        ] {
            assert!(matches!(asked(service, with.clone(), json!({})), Err(Fault::Unread(_))), "{service} {with}");
        }
        let case = asked("case", json!({"procedure": "p", "answers": {"name": "{applicant.name}"}}), json!({}));
        let expected =
            Case { procedure: "p".into(), dossier: None, answers: Map::from_iter([("name".into(), Value::Null)]) };
        assert_eq!(case, Ok(Request::Case(expected)));
        let named =
            |x: Value| match asked("case", json!({"procedure": "p", "dossier": "{form.x}"}), json!({"form": {"x": x}}))
            {
                Ok(Request::Case(case)) => case.dossier,
                other => panic!("{other:?}"),
            };
        assert_eq!(
            (named(json!(" 2026-1 ")), named(json!(" ")), named(Value::Null)),
            (Some("2026-1".into()), None, None)
        );
    }

    #[test]
    fn retries_are_counted_and_wait() {
        let retry: Retry = serde_json::from_value(json!({"max": 8, "backoff": "PT2M"})).unwrap();
        let wait = |retry: Retry| retry.wait(DateTime::UNIX_EPOCH, Territory::default());
        assert_eq!((retry.tries(), wait(retry)), (9, TimeDelta::minutes(2)));
        assert_eq!((Retry::default().tries(), wait(Retry::default())), (4, TimeDelta::minutes(1)));
    }
}
