//! Search by the beginnings of words and by numbers, best first.

use super::LIMIT;
use super::fold::folded;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Words of a text that are looked at: no name has more.
const MAX_WORDS: usize = 16;

/// What an entry is found by.
#[derive(Debug, Default)]
pub(super) struct Terms {
    /// The names that it is shown under.
    pub(super) names: Vec<String>,
    /// Other names.
    pub(super) aliases: Vec<String>,
    /// Codes and postal codes, the most usual first.
    pub(super) numbers: Vec<&'static str>,
    /// Of two that fit as well, the heavier comes first.
    pub(super) weight: u32,
    /// What it is shown as, where its name has a number of its own: « CC des 7 Vallées (62) ».
    pub(super) label: Option<String>,
}

/// How well an entry fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Name,
    Alias,
    Prefix,
    Words,
}

/// An entry as it is searched, all folded.
#[derive(Debug)]
struct Doc {
    names: Box<[Box<str>]>,
    /// How many of the names are not aliases.
    shown: usize,
    numbers: Box<[Box<str>]>,
    weight: u32,
}

/// Entries by the beginnings of their words and of their numbers. An entry is told by its place.
#[derive(Debug)]
pub(super) struct Index {
    docs: Vec<Doc>,
    /// Entry, name, byte where a word starts; sorted by what follows.
    words: Vec<(u32, u16, u16)>,
    /// Entry, number; sorted by the number.
    numbers: Vec<(u32, u16)>,
    /// Entries by their folded label.
    labels: HashMap<String, usize>,
}

/// A text that was typed, as words and numbers: « 44 000 Nantes » is `nantes` and `44000`.
#[derive(Debug, Default)]
struct Query {
    words: String,
    number: String,
}

impl Query {
    fn of(typed: &str) -> Self {
        let mut query = Self::default();
        for token in folded(typed).split(' ').take(MAX_WORDS) {
            if is_number(token) {
                query.number.push_str(token);
            } else {
                if !query.words.is_empty() {
                    query.words.push(' ');
                }
                query.words.push_str(token);
            }
        }
        query
    }
}

impl Index {
    pub(super) fn of(terms: impl Iterator<Item = Terms>) -> Self {
        let mut labels = HashMap::new();
        let note = |(n, terms): (usize, Terms)| {
            labels.extend(terms.label.as_deref().map(|label| (folded(label), n)));
            Doc::of(&terms)
        };
        let docs: Vec<Doc> = terms.enumerate().map(note).collect();
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        for (doc, found) in docs.iter().enumerate() {
            let doc = short(doc);
            for (n, name) in found.names.iter().enumerate() {
                let starts = name.match_indices(' ').map(|(at, _)| at + 1);
                words.extend(std::iter::once(0).chain(starts).map(|at| (doc, narrow(n), narrow(at))));
            }
            numbers.extend((0..found.numbers.len()).map(|n| (doc, narrow(n))));
        }
        let mut index = Self { docs, words: Vec::new(), numbers: Vec::new(), labels };
        words.sort_by(|a, b| index.word(a).cmp(index.word(b)));
        numbers.sort_by(|a, b| index.number(a).cmp(index.number(b)));
        (index.words, index.numbers) = (words, numbers);
        index
    }

    fn doc(&self, id: u32) -> &Doc {
        &self.docs[id as usize]
    }

    /// A name from one of its words on.
    fn word(&self, (doc, name, at): &(u32, u16, u16)) -> &str {
        &self.doc(*doc).names[*name as usize][*at as usize..]
    }

    fn number(&self, (doc, n): &(u32, u16)) -> &str {
        &self.doc(*doc).numbers[*n as usize]
    }

    /// The places of the entries that a text may mean, best first.
    pub(super) fn search(&self, typed: &str) -> Vec<usize> {
        let mut found = self.matches(&Query::of(typed));
        found.sort_unstable_by_key(|(fit, doc)| (*fit, Reverse(self.doc(*doc).weight), *doc));
        found.into_iter().take(LIMIT).map(|(_, doc)| doc as usize).collect()
    }

    /// The place of the one entry that a text names, if it names exactly one. A number alone may be one entry's postal code
    /// and another's INSEE code: then it names none.
    pub(super) fn only(&self, typed: &str) -> Option<usize> {
        if let Some(shown) = self.labels.get(&folded(typed)) {
            return Some(*shown);
        }
        let query = Query::of(typed);
        let mut found = self.matches(&query);
        if query.words.is_empty() {
            found.iter_mut().filter(|(fit, _)| *fit == Fit::Alias).for_each(|(fit, _)| *fit = Fit::Name);
        }
        let best = found.iter().map(|(fit, _)| *fit).min().filter(|fit| *fit <= Fit::Alias)?;
        let mut named = found.iter().filter(|(fit, _)| *fit == best);
        let one = named.next().map(|(_, doc)| *doc as usize);
        one.filter(|_| named.next().is_none())
    }

    fn matches(&self, query: &Query) -> Vec<(Fit, u32)> {
        let mut ids = self.candidates(query);
        ids.sort_unstable();
        ids.dedup();
        ids.into_iter().filter_map(|id| Some((self.doc(id).fit(query)?, id))).collect()
    }

    /// Entries that have the number or one of the words: the shortest list of them.
    fn candidates(&self, query: &Query) -> Vec<u32> {
        if !query.number.is_empty() {
            let from = self.numbers.partition_point(|at| self.number(at) < query.number.as_str());
            let here = self.numbers[from..].iter();
            return here.take_while(|at| self.number(at).starts_with(&query.number)).map(|(doc, _)| *doc).collect();
        }
        let ranges = query.words.split(' ').filter(|word| !word.is_empty()).map(|word| {
            let from = self.words.partition_point(|at| self.word(at) < word);
            let count = self.words[from..].partition_point(|at| self.word(at).starts_with(word));
            &self.words[from..from + count]
        });
        let shortest = ranges.min_by_key(|range| range.len()).unwrap_or_default();
        shortest.iter().map(|(doc, ..)| *doc).collect()
    }
}

impl Doc {
    fn of(terms: &Terms) -> Self {
        let names = terms.names.iter().chain(&terms.aliases).map(|name| folded(name).into_boxed_str());
        Self {
            shown: terms.names.len(),
            names: names.collect(),
            numbers: terms.numbers.iter().map(|number| folded(number).into_boxed_str()).collect(),
            weight: terms.weight,
        }
    }

    fn fit(&self, query: &Query) -> Option<Fit> {
        let by_number = self.fit_number(&query.number)?;
        if query.words.is_empty() {
            return Some(by_number);
        }
        let fits = self.names.iter().enumerate().filter_map(|(n, name)| {
            let fit = fit_name(name, &query.words)?;
            Some(if fit == Fit::Name && n >= self.shown { Fit::Alias } else { fit })
        });
        fits.min().map(|fit| fit.max(by_number))
    }

    /// A number that is given whole decides, the first of the entry's before the others; its beginning only helps.
    fn fit_number(&self, number: &str) -> Option<Fit> {
        if number.is_empty() {
            return Some(Fit::Name);
        }
        match self.numbers.iter().position(|own| **own == *number) {
            Some(0) => Some(Fit::Name),
            Some(_) => Some(Fit::Alias),
            None => self.numbers.iter().any(|own| own.starts_with(number)).then_some(Fit::Prefix),
        }
    }
}

fn fit_name(name: &str, words: &str) -> Option<Fit> {
    match name.strip_prefix(words) {
        Some("") => return Some(Fit::Name),
        Some(_) => return Some(Fit::Prefix),
        None => {}
    }
    let starts = |word: &str| name.split(' ').any(|own| own.starts_with(word));
    words.split(' ').all(starts).then_some(Fit::Words)
}

/// Digits, or a code of Corsica: « 2a004 ».
fn is_number(token: &str) -> bool {
    let digits = token.strip_prefix("2a").or_else(|| token.strip_prefix("2b")).unwrap_or(token);
    token.starts_with(|char: char| char.is_ascii_digit()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Lists have some ten thousand entries, names less than a hundred bytes.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}
