//! Writes the body of every failed response: a page for people, problem+json (RFC 9457) for programs.

use super::i18n::{Lang, has, text};
use super::page::Page;
use crate::Error;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, middleware::Next};
use serde::Serialize;
use serde_json::json;

/// Middleware. Whatever failed below, in a handler or in a layer, is told here, once, in the reader's language.
pub async fn render(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if status.as_u16() < 400 || already_told(&response) {
        return Ok(response);
    }
    let request = response.request().clone();
    let failure = response.response().error().map(|error| {
        let known = error.as_error::<Error>().map(|error| (error.code(), retry_after(error)));
        if status.is_server_error() {
            tracing::error!(cause = ?error, path = request.path(), "request failed");
        }
        known.unwrap_or((code_of(status), None))
    });
    let (code, retry) = failure.unwrap_or((code_of(status), None));
    Ok(ServiceResponse::new(request.clone(), answer(&request, status, code, retry)))
}

/// A handler that answered with a body of its own (a form with its errors) has said all there is to say.
fn already_told(response: &ServiceResponse<BoxBody>) -> bool {
    let empty = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
    response.response().error().is_none() && !empty
}

fn retry_after(error: &Error) -> Option<u64> {
    match error {
        Error::TooMany { retry_after } => Some(*retry_after),
        Error::Unavailable(_) => Some(10),
        _ => None,
    }
}

/// The code of a failure that actix itself found.
fn code_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => "not-found",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        status if status.is_server_error() => "internal",
        _ => "malformed",
    }
}

#[derive(Serialize)]
struct Told {
    status: u16,
    title: String,
    detail: String,
    retry_after: Option<u64>,
    /// Where a person can go on from here.
    signed_in: bool,
}

fn answer(request: &HttpRequest, status: StatusCode, code: &str, retry: Option<u64>) -> HttpResponse {
    let page = Page::of(request).ok();
    let wants_html = accepts_html(request);
    if status == StatusCode::UNAUTHORIZED && wants_html && *request.method() == Method::GET {
        return super::see_other(super::sign_in_address(request));
    }
    let lang = page.as_ref().map_or(Lang::Fr, |page| page.lang);
    let told = Told {
        status: status.as_u16(),
        title: said(lang, code, "title"),
        detail: said(lang, code, "detail"),
        retry_after: retry,
        signed_in: page.as_ref().is_some_and(|page| page.account.is_some()),
    };
    let html = page.filter(|_| wants_html).and_then(|page| page.render_as(status, "error.html", &told).ok());
    let mut response = html.unwrap_or_else(|| {
        let problem = json!({ "type": code, "status": told.status, "title": told.title, "detail": told.detail });
        HttpResponse::build(status).content_type("application/problem+json").json(problem)
    });
    if let Some(seconds) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    }
    response
}

/// Every code has its own words; one that has none yet borrows the most general ones.
fn said(lang: Lang, code: &str, part: &str) -> String {
    let key = format!("errors-{code}-{part}");
    let key = if has(lang, &key) { key } else { format!("errors-other-{part}") };
    text(lang, &key, &[])
}

fn accepts_html(request: &HttpRequest) -> bool {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|value| value.contains("text/html"))
}
