//! Texts of the interface, in French and English, from `locales/`.

use crate::form::display_number;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use fluent_langneg::{
    NegotiationStrategy, convert_vec_str_to_langids_lossy, negotiate_languages, parse_accepted_languages,
};
use rust_embed::RustEmbed;
use serde::{Deserialize, Serialize};
use serde_json::Number;
use std::sync::LazyLock;
use unic_langid::{LanguageIdentifier, langid};

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

/// A language of the interface. French is the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// ISO 639-1, as in `lang="…"`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110 §12.5.4).
    pub fn accepted(header: &str) -> Self {
        let ours = Self::ALL.map(|lang| convert_vec_str_to_langids_lossy([lang.code()])).concat();
        let wanted = parse_accepted_languages(header);
        let best = negotiate_languages(&wanted, &ours, ours.first(), NegotiationStrategy::Lookup);
        best.first().and_then(|id| Self::from_code(id.language.as_str())).unwrap_or_default()
    }

    fn id(self) -> LanguageIdentifier {
        match self {
            Self::Fr => langid!("fr"),
            Self::En => langid!("en"),
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| Lang::ALL.map(bundle));

#[expect(clippy::panic, reason = "the texts are part of the binary: a test reads them all")]
fn bundle(lang: Lang) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.id()]);
    // Isolation marks would end up in mails, file names and tests.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(count));
    for path in Locales::iter().filter(|path| path.starts_with(lang.code())) {
        let source = Locales::get(&path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        let resource = FluentResource::try_new(typography(lang, source.unwrap_or_default()));
        let resource = resource.unwrap_or_else(|(_, errors)| panic!("locales/{path}: {errors:?}"));
        if let Err(errors) = bundle.add_resource(resource) {
            panic!("locales/{path}: {errors:?}");
        }
    }
    bundle
}

/// A count as any other number of a page: « 10 000 ».
fn count<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let whole = Number::from_f64(number.value).filter(|_| number.value.fract() == 0.0)?;
    Some(display_number(&whole, 0, Lang::Fr.code()))
}

/// French keeps its double signs and quotation marks on the line of their words. The files are written with plain spaces:
/// nobody sees the others while typing.
fn typography(lang: Lang, source: String) -> String {
    if lang != Lang::Fr {
        return source;
    }
    let fine = |source: String, sign: &str| source.replace(&format!(" {sign}"), &format!("\u{202f}{sign}"));
    let source = ["?", "!", ";"].into_iter().fold(source, fine);
    source.replace(" :", "\u{a0}:").replace("« ", "«\u{202f}").replace(" »", "\u{202f}»")
}

fn in_language(lang: Lang) -> &'static Bundle {
    &BUNDLES[lang as usize]
}

/// Whether a text exists under this key.
pub fn has(lang: Lang, key: &str) -> bool {
    in_language(lang).has_message(key)
}

/// The text under a key. A missing one is logged and shown as its key: a page with one odd word beats no page,
/// and a test reads every key that templates and code name.
pub fn text(lang: Lang, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = in_language(lang);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, lang = lang.code(), "missing text");
        return key.to_owned();
    };
    let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, value.clone())).collect();
    bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
}

/// The keys of every message of a language.
#[cfg(test)]
pub fn keys(lang: Lang) -> std::collections::BTreeSet<String> {
    let files = Locales::iter().filter(|path| path.starts_with(lang.code()));
    let sources = files.map(|path| String::from_utf8(Locales::get(&path).unwrap().data.to_vec()).unwrap());
    let named = |source: String| {
        let ids = source.lines().filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect::<Vec<_>>();
        ids.into_iter().filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    sources.flat_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_exists_in_both_languages() {
        assert!(!keys(Lang::Fr).is_empty());
        assert_eq!(keys(Lang::Fr), keys(Lang::En));
    }

    #[test]
    fn french_signs_stay_with_their_words() {
        assert_eq!(text(Lang::Fr, "interface-error-prefix", &[]), "Erreur\u{a0}:");
        assert_eq!(text(Lang::Fr, "interface-about", &[("what", "Nom".into())]), "«\u{202f}Nom\u{202f}»");
        assert_eq!(text(Lang::En, "interface-error-prefix", &[]), "Error:");
    }

    #[test]
    fn thousands_are_apart_in_counts() {
        let told = |lang: Lang, n: u32| text(lang, "interface-characters-max", &[("n", n.into())]);
        assert_eq!(told(Lang::Fr, 10_000), "10\u{202f}000 caractères au plus.");
        assert_eq!(told(Lang::En, 10_000), "10\u{202f}000 characters at most.");
        assert_eq!(told(Lang::Fr, 1), "1 caractère au plus.");
    }

    #[test]
    fn the_reader_gets_the_best_language() {
        assert_eq!(Lang::accepted("en-GB,en;q=0.8,fr;q=0.5"), Lang::En);
        assert_eq!(Lang::accepted("de,nl;q=0.8"), Lang::Fr);
        assert_eq!(Lang::accepted("fr-CA"), Lang::Fr);
    }
}
