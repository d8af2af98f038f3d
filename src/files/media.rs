//! What a file really is: told by its bytes, never by its name alone.

/// Bytes of the start that are looked at.
pub const HEAD: usize = 8192;

/// What a field takes when its form does not say.
pub const USUAL: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heif",
    "text/plain",
    "text/csv",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/msword",
    "application/vnd.ms-excel",
];

/// The media type of a file, from its first bytes; text has no signature, so there its name counts too.
pub fn media_type(name: &str, head: &[u8]) -> Option<&'static str> {
    if let Some(known) = infer::get(head) {
        return Some(known.mime_type());
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let text = is_text(head) && !looks_like_markup(head);
    match extension.as_deref() {
        Some("txt") if text => Some("text/plain"),
        Some("csv") if text => Some("text/csv"),
        _ => None,
    }
}

/// Whether a field that takes `accept` (or the usual types, if empty) takes this one.
pub fn accepted(media_type: &str, accept: &[String]) -> bool {
    if accept.is_empty() {
        return USUAL.contains(&media_type);
    }
    accept.iter().any(|wanted| match wanted.strip_suffix("/*") {
        Some(family) => media_type.split('/').next() == Some(family),
        None => wanted == media_type,
    })
}

fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(_) => true,
        // The head may end in the middle of a character.
        Err(error) => error.valid_up_to() + 4 > head.len(),
    };
    valid && !head.contains(&0)
}

fn looks_like_markup(head: &[u8]) -> bool {
    let start = String::from_utf8_lossy(head).trim_start_matches('\u{feff}').trim_start().to_lowercase();
    ["<!", "<html", "<script", "<svg", "<?xml", "<body", "<head", "<iframe"].iter().any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_does_not_make_a_pdf() {
        assert_eq!(media_type("a.pdf", b"%PDF-1.7 ..."), Some("application/pdf"));
        assert_ne!(media_type("a.pdf", b"<!doctype html><script>"), Some("application/pdf"));
        assert_eq!(media_type("a.pdf", b"hello"), None);
        assert_ne!(media_type("a.txt", b"<script>alert(1)</script>"), Some("text/plain"));
        assert_eq!(media_type("a.csv", "nom;été\n".as_bytes()), Some("text/csv"));
        assert_eq!(media_type("a.txt", &[0, 1, 2]), None);
    }

    #[test]
    fn the_field_decides() {
        assert!(accepted("image/png", &["image/*".into()]));
        assert!(!accepted("text/html", &[]));
        assert!(!accepted("image/png", &["application/pdf".into()]));
        assert!(accepted("application/pdf", &[]));
    }
}
