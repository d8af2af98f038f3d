//! Styles, scripts, fonts: built by npm into `assets/dist`, carried by the binary, cached for ever by their hash.

use super::format::hex;
use actix_web::{HttpRequest, HttpResponse, http::header, web::Path};
use rust_embed::RustEmbed;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "assets/dist/"]
struct Assets;

static MANIFEST: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let manifest = Assets::get("manifest.json").map(|file| file.data).unwrap_or_default();
    serde_json::from_slice(&manifest).unwrap_or_default()
});

/// The address of an asset by its plain name: `guichet.css` → `/assets/guichet-1a2b3c.css`.
pub fn url(name: &str) -> String {
    format!("/assets/{}", MANIFEST.get(name).map_or(name, String::as_str))
}

/// GET `/assets/{path}`.
pub async fn show(request: HttpRequest, path: Path<String>) -> HttpResponse {
    let Some(file) = Assets::get(&path) else {
        return HttpResponse::NotFound().finish();
    };
    let tag = header::EntityTag::new_strong(hex(&file.metadata.sha256_hash()[..12]));
    let unchanged = request.headers().get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
    if unchanged.is_some_and(|known| known.contains(tag.tag())) {
        return HttpResponse::NotModified().finish();
    }
    HttpResponse::Ok()
        .content_type(media_type(&path))
        .insert_header(header::ETag(tag))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(file.data.into_owned())
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("woff2") => "font/woff2",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
