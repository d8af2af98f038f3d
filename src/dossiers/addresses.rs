//! Full addresses as people type them, from the national address service.

use crate::Result;
use crate::app::App;
use crate::reference::is_french;
use crate::web::Account;
use crate::web::throttle::Suggestions;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    /// The country that the address is in, as it was typed.
    #[serde(default)]
    pays: String,
}

/// GET `/adresses?q=…&pays=…`: `[{label, street, postal_code, city}]`, best first. Empty abroad, and when the service is not set
/// up, slow or down: the address is then typed, which always works.
pub async fn suggest(
    app: Data<App>,
    who: Account,
    limits: Data<Suggestions>,
    request: HttpRequest,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    limits.service(&request, who.id)?;
    let found = match &app.config.address_service {
        Some(service) if is_french(&asked.pays) => service.search(&app.services, &asked.q).await.unwrap_or_default(),
        _ => Vec::new(),
    };
    let told = |address: crate::services::addresses::Address| json!({ "label": address.label, "street": address.street, "postal_code": address.postal_code, "city": address.city });
    let found: Vec<Value> = found.into_iter().map(told).collect();
    // Somebody's address is in it.
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(found))
}
