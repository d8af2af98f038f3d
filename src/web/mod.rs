//! What every page needs: who is asking, how to draw, how to fail. Knows no feature.

pub mod assets;
mod attached;
pub mod csrf;
mod elements;
pub mod errors;
pub mod filled;
pub mod format;
mod forms;
mod headers;
pub mod i18n;
pub mod observe;
mod page;
pub mod page_errors;
pub mod pagination;
pub mod reference;
pub mod session;
pub mod throttle;
mod views;

use actix_web::{HttpRequest, HttpResponse, http::header};
pub use attached::Attached;
pub use filled::{ErrorLink, Filled};
pub use forms::{
    Authors, FromPairs, MAX_BODY, Pairs, Protected, check_token, deserialized, is_urlencoded, pairs, wants_part,
    without_nul,
};
pub use headers::security as security_headers;
pub use i18n::Lang;
pub use page::{Page, Settings, data};
pub use session::{Account, Administrator, Claim, Instructor, Official};
pub use views::{MapTiles, Site, Views};

/// To another page, which the browser then asks for with GET.
pub fn see_other(location: impl AsRef<str>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, location.as_ref())).finish()
}

/// The sign-in page, which leads back to what was asked.
pub fn sign_in_address(request: &HttpRequest) -> String {
    sign_in_to(request.uri().path_and_query().map_or("/", |asked| asked.as_str()))
}

/// The sign-in page, which leads on to an address of ours.
pub fn sign_in_to(next: &str) -> String {
    let query = serde_urlencoded::to_string([("suite", next)]).unwrap_or_default();
    format!("/connexion?{query}")
}

/// The page to register, which leads on to an address of ours.
pub fn register_to(next: &str) -> String {
    let query = serde_urlencoded::to_string([("suite", next)]).unwrap_or_default();
    format!("/inscription?{query}")
}

/// An address to go to after signing in: one of ours, or the start.
pub fn own_address(wanted: &str) -> &str {
    // "//host" and "/\host" are other sites to a browser.
    let ours = wanted.starts_with('/') && !wanted.starts_with("//") && !wanted.contains(['\\', '\r', '\n', '\t']);
    if ours { wanted } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn never_sends_people_to_another_site() {
        assert_eq!(own_address("/dossiers?etat=x"), "/dossiers?etat=x");
        for foreign in ["https://evil.test", "//evil.test", "/\\evil.test", "/\t/evil.test", "javascript:alert(1)", ""]
        {
            assert_eq!(own_address(foreign), "/");
        }
    }
}
