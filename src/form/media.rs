//! Types of files: how authors write them, what people call them.

use super::words::word;

/// What people call a type, the type, and what else stands for it: endings of names, other names of the type.
const KNOWN: &[(&str, &str, &[&str])] = &[
    ("PDF", "application/pdf", &["pdf", "application/x-pdf"]),
    ("JPEG", "image/jpeg", &["jpg", "jpeg", "image/jpg"]),
    ("PNG", "image/png", &["png"]),
    ("WebP", "image/webp", &["webp"]),
    // The container and what phones put in it: bytes tell the first, people name the second.
    ("HEIC", "image/heic", &["heic", "heif", "image/heif"]),
    ("AVIF", "image/avif", &["avif"]),
    ("GIF", "image/gif", &["gif"]),
    ("TIFF", "image/tiff", &["tif", "tiff"]),
    ("BMP", "image/bmp", &["bmp"]),
    ("DWG", "image/vnd.dwg", &["dwg"]),
    ("TXT", "text/plain", &["txt"]),
    ("CSV", "text/csv", &["csv"]),
    ("RTF", "application/rtf", &["rtf", "text/rtf"]),
    ("ODT", "application/vnd.oasis.opendocument.text", &["odt"]),
    ("ODS", "application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    ("ODP", "application/vnd.oasis.opendocument.presentation", &["odp"]),
    ("DOC", "application/msword", &["doc"]),
    ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    ("XLS", "application/vnd.ms-excel", &["xls"]),
    ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    ("PPT", "application/vnd.ms-powerpoint", &["ppt"]),
    ("PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    ("EPUB", "application/epub+zip", &["epub"]),
    ("ZIP", "application/zip", &["zip", "application/x-zip-compressed"]),
    ("7Z", "application/x-7z-compressed", &["7z"]),
    ("MP3", "audio/mpeg", &["mp3", "audio/mp3"]),
    ("M4A", "audio/m4a", &["m4a", "audio/mp4", "audio/x-m4a"]),
    ("WAV", "audio/x-wav", &["wav", "audio/wav"]),
    ("OGG", "audio/ogg", &["ogg"]),
    ("MP4", "video/mp4", &["mp4"]),
    ("MOV", "video/quicktime", &["mov"]),
    ("WebM", "video/webm", &["webm"]),
];

/// Families of types, with the message that names them. Those of texts and of programs have what nobody should take.
const FAMILIES: [(&str, &str); 3] =
    [("image/*", "form-file-images"), ("audio/*", "form-file-sounds"), ("video/*", "form-file-videos")];

/// The type, or the family of types, that an author means by a media type or by the ending of a name. `None` for what no
/// file is told to be.
pub fn media_type(written: &str) -> Option<&'static str> {
    let name = written.trim().to_ascii_lowercase();
    let ending = name.strip_prefix('.').unwrap_or(&name);
    let family = FAMILIES.iter().map(|(family, _)| *family).find(|family| *family == name);
    let known = || KNOWN.iter().find(|(_, known, others)| *known == name || others.contains(&ending));
    family.or_else(|| known().map(|(_, known, _)| *known))
}

/// What people call a type or a family.
pub(crate) fn called(media_type: &'static str, lang: &str) -> &'static str {
    let family = FAMILIES.iter().find(|(family, _)| *family == media_type);
    let known = || KNOWN.iter().find(|(_, known, _)| *known == media_type);
    family.map(|(_, key)| word(lang, key)).or_else(|| known().map(|(name, ..)| *name)).unwrap_or(media_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_can_be_told_by_its_bytes() {
        for (_, known, others) in KNOWN {
            let names = others.iter().filter(|name| name.contains('/')).chain([known]);
            let is_told = names.into_iter().any(|name| infer::is_mime_supported(name));
            assert!(is_told || ["text/plain", "text/csv"].contains(known), "{known}");
        }
    }

    #[test]
    fn authors_write_types_as_they_like() {
        for (written, meant) in [
            ("application/pdf", Some("application/pdf")),
            (" .PDF", Some("application/pdf")),
            ("jpeg", Some("image/jpeg")),
            ("image/jpg", Some("image/jpeg")),
            ("image/heif", Some("image/heic")),
            ("image/*", Some("image/*")),
            ("application/*", None),
            ("text/html", None),
            (".exe", None),
            ("", None),
            (".", None),
        ] {
            assert_eq!(media_type(written), meant, "{written}");
        }
    }

    #[test]
    fn people_read_short_names() {
        assert_eq!(called("image/heic", "fr"), "HEIC");
        assert_eq!(called("video/*", "fr"), "vidéos");
        assert_eq!(called("video/*", "en"), "videos");
    }
}
