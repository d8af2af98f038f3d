//! Search by the beginnings of words and by numbers, best first.

use super::LIMIT;
use super::fold::folded;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Words of a text that are looked at: no name has more.
const MAX_WORDS: usize = 16;

/// What an entry is found by.
#[derive(Debug, Default)]
pub(crate) struct Terms<'t> {
    /// The names that it is shown under.
    pub(crate) names: Vec<String>,
    /// Other names.
    pub(crate) aliases: Vec<String>,
    /// Codes and postal codes, the most usual first.
    pub(crate) numbers: Vec<&'t str>,
    /// Of two that fit as well, the heavier comes first.
    pub(crate) weight: u32,
    /// What it is shown as, where its name has a number of its own: « CC des 7 Vallées (62) ».
    pub(crate) label: Option<String>,
}

/// How well an entry fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Name,
    Alias,
    Prefix,
    Words,
}

/// An entry as it is searched: its lines of the text.
#[derive(Debug)]
struct Doc {
    /// Byte where its first line starts.
    start: u32,
    weight: u32,
    /// Lines that are names; the others are numbers.
    names: u8,
    /// How many of the names are not aliases.
    shown: u8,
}

/// Entries by the beginnings of their words and of their numbers. An entry is told by its place. All that is folded stands in
/// one text, a line for each name and each number: tens of thousands of small strings would take three times the memory.
#[derive(Debug)]
pub(crate) struct Index {
    text: Box<str>,
    docs: Box<[Doc]>,
    /// Byte where a word starts, entry; sorted by what follows in the text.
    words: Box<[(u32, u32)]>,
    /// Byte where a number starts, entry; sorted likewise.
    numbers: Box<[(u32, u32)]>,
    /// Entries by their folded label.
    labels: HashMap<Box<str>, u32>,
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
    pub(crate) fn of<'t>(terms: impl Iterator<Item = Terms<'t>>) -> Self {
        let (mut text, mut docs, mut labels) = (String::new(), Vec::new(), HashMap::new());
        let (mut words, mut numbers) = (Vec::new(), Vec::new());
        for (doc, terms) in (0_u32..).zip(terms) {
            labels.extend(terms.label.as_deref().map(|label| (folded(label).into_boxed_str(), doc)));
            let names = terms.names.len() + terms.aliases.len();
            docs.push(Doc {
                start: short(text.len()),
                weight: terms.weight,
                names: narrow(names),
                shown: narrow(terms.names.len()),
            });
            for name in terms.names.iter().chain(&terms.aliases) {
                let name = folded(name);
                let starts = name.match_indices(' ').map(|(at, _)| at + 1);
                words.extend(std::iter::once(0).chain(starts).map(|at| (short(text.len() + at), doc)));
                push_line(&mut text, &name);
            }
            for number in &terms.numbers {
                numbers.push((short(text.len()), doc));
                push_line(&mut text, &folded(number));
            }
        }
        // A line's end sorts before all that a line holds: what follows it changes no order that counts.
        words.sort_unstable_by(|a, b| text[a.0 as usize..].cmp(&text[b.0 as usize..]));
        numbers.sort_unstable_by(|a, b| text[a.0 as usize..].cmp(&text[b.0 as usize..]));
        Self {
            text: text.into_boxed_str(),
            docs: docs.into_boxed_slice(),
            words: words.into_boxed_slice(),
            numbers: numbers.into_boxed_slice(),
            labels,
        }
    }

    /// The names and the numbers of an entry.
    fn lines(&self, id: u32) -> (&Doc, std::str::Lines<'_>) {
        let doc = &self.docs[id as usize];
        let end = self.docs.get(id as usize + 1).map_or(self.text.len(), |next| next.start as usize);
        (doc, self.text[doc.start as usize..end].lines())
    }

    fn weight(&self, id: u32) -> u32 {
        self.docs[id as usize].weight
    }

    /// The text from the start of a word or of a number on.
    fn from(&self, (at, _): &(u32, u32)) -> &str {
        &self.text[*at as usize..]
    }

    /// The places of the entries that a text may mean, best first.
    pub(crate) fn search(&self, typed: &str) -> Vec<usize> {
        let mut found = self.matches(&Query::of(typed));
        found.sort_unstable_by_key(|(fit, doc)| (*fit, Reverse(self.weight(*doc)), *doc));
        found.into_iter().take(LIMIT).map(|(_, doc)| doc as usize).collect()
    }

    /// The place of the one entry that a text names, if it names exactly one. A number alone may be one entry's postal code
    /// and another's INSEE code: then it names none.
    pub(crate) fn only(&self, typed: &str) -> Option<usize> {
        if let Some(shown) = self.labels.get(folded(typed).as_str()) {
            return Some(*shown as usize);
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
        ids.into_iter().filter_map(|id| Some((self.fit(id, query)?, id))).collect()
    }

    /// Entries that have the number or one of the words: the shortest list of them.
    fn candidates(&self, query: &Query) -> Vec<u32> {
        if !query.number.is_empty() {
            return self.starting_with(&self.numbers, &query.number).iter().map(|(_, doc)| *doc).collect();
        }
        let words = query.words.split(' ').filter(|word| !word.is_empty());
        let ranges = words.map(|word| self.starting_with(&self.words, word));
        let shortest = ranges.min_by_key(|range| range.len()).unwrap_or_default();
        shortest.iter().map(|(_, doc)| *doc).collect()
    }

    fn starting_with<'i>(&self, sorted: &'i [(u32, u32)], start: &str) -> &'i [(u32, u32)] {
        let from = sorted.partition_point(|at| self.from(at) < start);
        let count = sorted[from..].partition_point(|at| self.from(at).starts_with(start));
        &sorted[from..from + count]
    }

    fn fit(&self, id: u32, query: &Query) -> Option<Fit> {
        let (doc, lines) = self.lines(id);
        let by_number = fit_number(lines.clone().skip(doc.names.into()), &query.number)?;
        if query.words.is_empty() {
            return Some(by_number);
        }
        let fits = lines.take(doc.names.into()).enumerate().filter_map(|(n, name)| {
            let fit = fit_name(name, &query.words)?;
            Some(if fit == Fit::Name && n >= usize::from(doc.shown) { Fit::Alias } else { fit })
        });
        fits.min().map(|fit| fit.max(by_number))
    }
}

/// A number that is given whole decides, the first of the entry's before the others; its beginning only helps.
fn fit_number<'n>(mut own: impl Iterator<Item = &'n str> + Clone, number: &str) -> Option<Fit> {
    if number.is_empty() {
        return Some(Fit::Name);
    }
    match own.clone().position(|own| own == number) {
        Some(0) => Some(Fit::Name),
        Some(_) => Some(Fit::Alias),
        None => own.any(|own| own.starts_with(number)).then_some(Fit::Prefix),
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

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// Lists have some ten thousand entries, a few names each.
fn short(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn narrow(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}
