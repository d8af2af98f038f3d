//! What operators see: a log line and two figures for each request. No personal data: the route's pattern, never the
//! address that was asked, nor who asked.

use super::throttle::client_address;
use crate::{Error, Result};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::IpAddr;
use std::time::Instant;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// The span of a request.
pub struct Root;

impl RootSpanBuilder for Root {
    fn on_request_start(request: &ServiceRequest) -> Span {
        use actix_web::HttpMessage;
        let id = request.extensions().get::<RequestId>().map(ToString::to_string);
        tracing::info_span!(
            "request",
            id,
            method = %request.method(),
            route = request.match_pattern(),
            status = tracing::field::Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, actix_web::Error>) {
        if let Ok(response) = outcome {
            span.record("status", response.status().as_u16());
        }
    }
}

/// Middleware: counts and times each request, and writes its log line.
pub async fn measure(
    request: ServiceRequest,
    next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let (start, method) = (Instant::now(), request.method().to_string());
    let response = next.call(request).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "none".to_owned());
    let (status, seconds) = (response.status().as_u16(), start.elapsed().as_secs_f64());
    let labels = [("method", method), ("route", route), ("status", status.to_string())];
    metrics::counter!("guichet_requests_total", &labels).increment(1);
    metrics::histogram!("guichet_request_seconds", &labels).record(seconds);
    tracing::info!(status, milliseconds = seconds * 1000.0, "request");
    Ok(response)
}

/// GET `/healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// GET `/metrics`, for a collector on this machine.
pub async fn metrics(request: HttpRequest, handle: Option<Data<PrometheusHandle>>) -> Result<HttpResponse> {
    let local = client_address(&request).parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let handle = handle.filter(|_| local).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render()))
}
