//! What browsers are told about every response.

use actix_web::middleware::DefaultHeaders;

/// Everything comes from this site and nothing is inline; nobody frames us; addresses don't leak. Only the pictures under maps
/// come from elsewhere, where `tiles` names their origin; a picture that is no longer wanted becomes an empty one (`data:`).
pub fn security(secure: bool, tiles: Option<&str>) -> DefaultHeaders {
    let pictures = tiles.map(|origin| format!("; img-src 'self' data: {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'{pictures}"
    );
    let headers = DefaultHeaders::new()
        .add(("content-security-policy", policy))
        .add(("x-content-type-options", "nosniff"))
        .add(("referrer-policy", "same-origin"))
        .add(("cross-origin-opener-policy", "same-origin"))
        .add(("permissions-policy", "camera=(), geolocation=(), microphone=()"));
    if secure { headers.add(("strict-transport-security", "max-age=63072000; includeSubDomains")) } else { headers }
}
