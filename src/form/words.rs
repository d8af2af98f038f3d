//! The few words that a form adds to those of its author: « Oui », « Jour », « Ajouter ».

use std::collections::HashMap;
use std::sync::LazyLock;

/// The languages of the interface, the first one for all others, with the file that holds their words.
static SOURCES: [(&str, &str); 2] =
    [("fr", include_str!("../../locales/fr/form.ftl")), ("en", include_str!("../../locales/en/form.ftl"))];

type Words = HashMap<&'static str, &'static str>;

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| SOURCES.map(|(_, source)| messages(source)));

/// Messages on one line and without argument are plain words: the rest is for Fluent.
fn messages(source: &'static str) -> Words {
    source
        .lines()
        .filter(|line| line.starts_with("form-"))
        .filter_map(|line| line.split_once(" = "))
        .filter(|(_, text)| !text.contains('{'))
        .collect()
}

/// The word under a key; the key itself when there is none, which a test would have told.
pub(crate) fn word(lang: &str, key: &'static str) -> &'static str {
    let at = SOURCES.iter().position(|(code, _)| *code == lang).unwrap_or(0);
    WORDS[at].get(key).copied().unwrap_or(key)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Whether a message exists in every language.
    pub(crate) fn exists(key: &str) -> bool {
        SOURCES
            .iter()
            .all(|(_, source)| source.lines().any(|line| line.split_once(" =").is_some_and(|(k, _)| k == key)))
    }

    #[test]
    fn words_follow_the_language() {
        assert_eq!(word("fr", "form-yes"), "Oui");
        assert_eq!(word("en", "form-yes"), "Yes");
        assert_eq!(word("de", "form-yes"), "Oui");
    }
}
