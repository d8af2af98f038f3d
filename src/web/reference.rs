//! What an input that searches an official list asks as one types. Public and the same for all: kept by browsers and proxies.

use super::throttle::Suggestions;
use crate::reference::{self, Suggestion};
use actix_web::http::header::{self, ETag, EntityTag, Header, IfNoneMatch};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Value, json};

/// Characters of a query; a longer one names nothing.
const MAX_QUERY: usize = 200;

/// What is asked of a list.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// The language of the labels: in the address, so that caches don't mix them.
    #[serde(default)]
    lang: String,
}

/// GET `/referentiels/{set}?q=…&lang=…`: `[{value, label, hint?}]`, best first, ten at most. An unknown list is not found, a
/// query that is too long is refused.
pub async fn search(
    request: HttpRequest,
    limits: Data<Suggestions>,
    set: Path<String>,
    asked: Query<Asked>,
) -> crate::Result<HttpResponse> {
    limits.list(&request)?;
    let set = reference::named(&set).ok_or(crate::Error::NotFound)?;
    if asked.q.chars().count() > MAX_QUERY {
        return Err(crate::Error::Invalid("malformed"));
    }
    // The same release gives the same answer from the same edition.
    let tag = EntityTag::new_strong(format!("{}-{}-{}", set.name(), set.edition(), env!("CARGO_PKG_VERSION")));
    let known = IfNoneMatch::parse(&request).ok();
    let unchanged = known.is_some_and(|known| match known {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header(ETag(tag)).insert_header((header::CACHE_CONTROL, "public, max-age=86400"));
    if unchanged {
        return Ok(answer.finish());
    }
    let found: Vec<Value> = set.suggest(&asked.q, &asked.lang).into_iter().map(told).collect();
    Ok(answer.json(found))
}

fn told(found: Suggestion) -> Value {
    let mut told = json!({"value": found.value, "label": found.label});
    if let Some(hint) = found.hint {
        told["hint"] = Value::from(hint);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::StatusCode;
    use actix_web::{App, test, web};

    async fn ask(address: &str, known: Option<&str>) -> (StatusCode, Option<String>, Vec<u8>) {
        let app = App::new().app_data(Data::new(Suggestions::new(1)));
        let app = app.route("/referentiels/{set}", web::get().to(search));
        let app = test::init_service(app).await;
        let mut request = test::TestRequest::get().uri(address);
        if let Some(known) = known {
            request = request.insert_header((header::IF_NONE_MATCH, known));
        }
        let answer = test::call_service(&app, request.to_request()).await;
        let status = answer.status();
        let tag = answer.headers().get(header::ETAG).and_then(|tag| Some(tag.to_str().ok()?.to_owned()));
        (status, tag, test::read_body(answer).await.to_vec())
    }

    #[actix_web::test]
    async fn a_list_answers_what_is_typed() {
        let (status, tag, body) = ask("/referentiels/communes?q=vertou", None).await;
        assert_eq!(status, 200);
        let expected = json!([{"value": "44215|44120", "label": "Vertou (44120)", "hint": "Loire-Atlantique"}]);
        assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
        let (status, _, body) = ask("/referentiels/communes?q=vertou", tag.as_deref()).await;
        assert_eq!((status.as_u16(), body.len()), (304, 0));
    }

    #[actix_web::test]
    async fn labels_are_in_the_language_of_the_address() {
        for (lang, expected) in [("fr", "Allemagne"), ("en", "Germany")] {
            let (_, _, body) = ask(&format!("/referentiels/pays?q=germ&lang={lang}"), None).await;
            assert_eq!(serde_json::from_slice::<Value>(&body).unwrap()[0]["label"], expected);
        }
    }

    #[actix_web::test]
    async fn what_is_unknown_or_too_long_is_refused() {
        assert_eq!(ask("/referentiels/planets?q=m", None).await.0, 404);
        assert_eq!(ask(&format!("/referentiels/communes?q={}", "a".repeat(201)), None).await.0, 400);
        assert_eq!(ask("/referentiels/communes", None).await.2, b"[]");
    }
}
