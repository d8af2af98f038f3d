//! What a file really is: told by its bytes, never by its name alone.

use crate::form;

/// Bytes of the start that are looked at.
pub const HEAD: usize = 8192;

/// What a field takes when its form does not say.
pub const USUAL: &[&str] = &[
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
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
    text_of(head).filter(|text| !looks_like_markup(text))?;
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("txt") => Some("text/plain"),
        Some("csv") => Some("text/csv"),
        _ => None,
    }
}

/// Whether a field that takes `accept` (or the usual types, if empty) takes this one.
pub fn accepted(media_type: &str, accept: &[&str]) -> bool {
    let known = form::media_type(media_type).unwrap_or(media_type);
    let accept = if accept.is_empty() { USUAL } else { accept };
    accept.iter().any(|wanted| match wanted.strip_suffix("/*") {
        Some(family) => known.split('/').next() == Some(family),
        None => *wanted == known,
    })
}

/// The text that bytes are, whatever their encoding, as far as markup shows in it; `None` when they are none. Spreadsheets still
/// write Windows-1252: above 127 any byte may be a letter, so that controls alone tell a text from the rest.
fn text_of(head: &[u8]) -> Option<String> {
    let text = match head {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => String::from_utf8_lossy(head).into_owned(),
    };
    let is_usual = |control| matches!(control, '\t' | '\n' | '\r' | '\u{c}');
    text.chars().all(|char| !char.is_ascii_control() || is_usual(char)).then_some(text)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let mut units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    // The head may end in the middle of a character.
    units.pop_if(|last| (0xd800..0xdc00).contains(last));
    String::from_utf16(&units).ok()
}

fn looks_like_markup(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
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
        assert!(accepted("image/png", &["image/*"]));
        assert!(!accepted("text/html", &[]));
        assert!(!accepted("image/png", &["application/pdf"]));
        assert!(accepted("application/pdf", &[]));
    }

    /// The first box of a photograph of a phone: a brand, no version, the brands that it may be read as.
    fn photograph(major: &[u8; 4], compatible: &[&[u8; 4]]) -> Vec<u8> {
        let size = 16 + 4 * u8::try_from(compatible.len()).unwrap();
        let brands = compatible.iter().flat_map(|brand| brand.iter().copied());
        let head = [0, 0, 0, size].into_iter().chain(*b"ftyp").chain(*major).chain([0; 4]).chain(brands);
        head.chain(*b"\0\0\x0e\x8dmeta\0\0\0\0").collect()
    }

    #[test]
    fn the_photographs_of_phones_are_taken() {
        for head in [photograph(b"heic", &[b"mif1", b"heic"]), photograph(b"mif1", &[b"mif1", b"heic", b"miaf"])] {
            let told = media_type("IMG_0001.HEIC", &head).unwrap();
            for written in ["image/heic", "image/heif", ".heic", "image/*"] {
                assert!(accepted(told, &[form::media_type(written).unwrap()]), "{written}");
            }
            assert!(accepted(told, &[]) && !accepted(told, &["image/jpeg"]));
        }
    }

    #[test]
    fn texts_have_many_encodings() {
        let sixteen = |text: &str, mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            mark.into_iter().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        let text = "nom;été;𝄞\r\n";
        let (little, big) =
            (sixteen(text, [0xff, 0xfe], u16::to_le_bytes), sixteen(text, [0xfe, 0xff], u16::to_be_bytes));
        // Windows-1252 with its euro sign, a DOS code page, then the same in UTF-16, whole and cut in a character.
        let cut = |bytes: &[u8]| bytes[..bytes.len() - 6].to_vec();
        for head in
            [b"nom;\xe9t\xe9;\x80\r\n".to_vec(), b"\x82t\x82\t\x0c".to_vec(), cut(&little), cut(&big), little, big]
        {
            assert_eq!(media_type("a.csv", &head), Some("text/csv"), "{head:x?}");
            assert_eq!(media_type("a.exe", &head), None);
        }
        let markup = "<script>alert(1)</script>";
        for head in [
            b"\xe9t\xe9\x1b[0m".to_vec(),
            b"\x7f".to_vec(),
            b"MZ\x90\x00".to_vec(),
            b"PK\x03\x04".to_vec(),
            b"#!/bin/sh\n".to_vec(),
            sixteen("a\0", [0xff, 0xfe], u16::to_le_bytes),
            sixteen(markup, [0xff, 0xfe], u16::to_le_bytes),
            sixteen(markup, [0xfe, 0xff], u16::to_be_bytes),
            b"\xef\xbb\xbf<html>\xe9</html>".to_vec(),
            b"<svg onload='\xe9'>".to_vec(),
            vec![0xff, 0xfe, 0x00, 0xdc, 0x41, 0x00],
        ] {
            let told = media_type("a.txt", &head).unwrap_or_default();
            assert!(!accepted(told, &["text/plain", "text/csv"]) && !accepted(told, &[]), "{head:x?} {told}");
        }
    }
}
