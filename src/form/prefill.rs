//! Answers given beforehand: by a link, by another service, by a former request. What can be taken is; what can't is told,
//! with the reason, and never dropped in silence.

use super::Form;
use super::code::Code;
use super::definition::Prefill;
use super::evaluate::Context;
use super::explain::FieldError;
use super::given::{Given, grouped, shown};
use super::merge::takes_inputs;
use super::node::{Field, Id};
use super::past::Past;
use super::pointer::{Key, escape, is_under, parse};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Values of strangers that are looked at: more is a mistake, or a machine.
const MAX_GIVEN: usize = 200;
/// Rounds of taking back what is wrong or hidden. Each takes all that it finds; what one hides, the next finds.
const MAX_ROUNDS: usize = 10;

/// What came of answers given beforehand.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prefilled {
    /// A draft with what could be taken.
    pub draft: Value,
    /// The pointers of the fields that were filled in, in the order of the pages.
    pub filled: Vec<String>,
    pub refused: Vec<Refused>,
}

/// A value that was not taken: where and why, and how it was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub error: FieldError,
    pub value: String,
}

/// A value that was taken so far.
struct Taken {
    pointer: String,
    id: Id,
    rows: Vec<Key>,
    shown: String,
}

impl Form {
    /// A new draft with the given answers, as far as the definition lets them be given. Never a computed, read-only or
    /// hidden answer, a consent, a file.
    pub fn prefill(&self, given: Vec<(String, Given)>, context: &Context) -> Prefilled {
        let may = |pointer: &str| match &self.prefill {
            Prefill::All(all) => *all,
            Prefill::Only(pointers) => pointers.iter().any(|asked| is_under(pointer, asked)),
        };
        self.given(given, MAX_GIVEN, may, context)
    }

    /// The answers of a document, one for each field: what stands where there is none is told by itself.
    pub fn given_in(&self, document: &Value) -> Vec<(String, Given)> {
        let mut found = Vec::new();
        self.leaves(document, String::new(), &mut found);
        found
    }

    fn leaves(&self, value: &Value, at: String, found: &mut Vec<(String, Given)>) {
        let nearest = parse(&at).and_then(|names| self.lookup.nearest(&names));
        let field = nearest.and_then(|(id, _, exact)| Some((self.nodes[id].field()?, exact)));
        let is_whole = field.is_some_and(|(field, exact)| exact && !holds_fields(field));
        match value {
            Value::Object(fields) if !is_whole => {
                fields.iter().for_each(|(name, value)| self.leaves(value, format!("{at}/{}", escape(name)), found));
            }
            Value::Array(rows) if !is_whole => {
                rows.iter().enumerate().for_each(|(row, value)| self.leaves(value, format!("{at}/{row}"), found));
            }
            Value::Null => {}
            // What an address tells of itself, as the code of its commune, is written again.
            _ if field.is_some_and(|(field, exact)| !exact && field.kind.completion().is_some()) => {}
            _ => found.push((at, Given::Value(value.clone()))),
        }
    }

    /// The label of a field, with those of the blocks that it stands in and the numbers of its rows. Empty where there is no
    /// field.
    pub fn label_in_rows(&self, pointer: &str, lang: &str) -> String {
        let Some((id, rows, _)) = parse(pointer).and_then(|names| self.lookup.nearest(&names)) else {
            return String::new();
        };
        let label = |id: Id| self.nodes[id].field().map(|field| field.label.in_language(lang, &self.base).to_owned());
        let blocks = self.nodes[id].blocks.iter().zip(&rows);
        let blocks = blocks.filter_map(|(block, row)| {
            let told = |row: usize| self.nodes[*block].field()?.block.as_ref().map(|block| block.told(row));
            let row = match row {
                Key::Number(row) => told(*row)?.to_string(),
                Key::Name(name) => (**name).to_owned(),
            };
            Some(format!("{} {row}", label(*block)?))
        });
        // An entry that is one value has no label but its name, which stands already.
        blocks.chain(label(id).filter(|label| !label.is_empty())).collect::<Vec<_>>().join(" – ")
    }

    /// The answer at a pointer as people read it, by lines.
    pub fn answer_lines(&self, pointer: &str, document: &Value, lang: &str) -> Vec<String> {
        let found = parse(pointer).and_then(|names| self.lookup.nearest(&names));
        let field =
            found.and_then(|(id, rows, _)| Some((self.nodes[self.current(id, &rows, document)].field()?, rows)));
        let answer = field.and_then(|(field, rows)| Some((field, field.template.get(document, &rows)?)));
        answer.map(|(field, value)| field.kind.display(field, value, lang)).unwrap_or_default()
    }

    /// A new draft with the first `most` of these answers.
    pub(super) fn given(
        &self,
        given: Vec<(String, Given)>,
        most: usize,
        may: impl Fn(&str) -> bool,
        context: &Context,
    ) -> Prefilled {
        let first = self.initial(context);
        let mut filled = Prefilled { draft: first.clone(), ..Prefilled::default() };
        let mut taken: Vec<Taken> = Vec::new();
        for (n, (pointer, values)) in grouped(given).into_iter().enumerate() {
            let placed = if n < most {
                self.place_given(&pointer, &values, &may, &mut filled.draft)
            } else {
                Err(Code::PrefillMany)
            };
            match placed {
                Ok(Some((id, rows))) => taken.push(Taken { pointer, id, rows, shown: shown(&values) }),
                Ok(None) => {}
                Err(code) => {
                    filled.refused.push(Refused { error: FieldError::new(pointer, code), value: shown(&values) });
                }
            }
        }
        for _ in 0..MAX_ROUNDS {
            // What an entry fills goes with it.
            let wrong = self.wrong(&self.completed(&first, &filled.draft), &taken, context);
            if wrong.is_empty() {
                break;
            }
            // From the last, so that places keep their number.
            for (n, error) in wrong.into_iter().rev() {
                let Taken { id, rows, shown, .. } = taken.remove(n);
                if let Some(field) = self.nodes[id].field() {
                    field.template.remove(&mut filled.draft, &rows);
                }
                filled.refused.push(Refused { error, value: shown });
            }
        }
        filled.draft = self.completed(&first, &filled.draft);
        self.propose(&first, &mut filled.draft, context, None);
        taken.sort_by(|a, b| (self.nodes[a.id].page, a.id, &a.rows).cmp(&(self.nodes[b.id].page, b.id, &b.rows)));
        filled.filled = taken.into_iter().map(|taken| taken.pointer).collect();
        let by_entries = self.filled(&first, &filled.draft);
        filled.filled.extend(by_entries);
        let mut seen = HashSet::new();
        filled.filled.retain(|pointer| seen.insert(pointer.clone()));
        filled
    }

    /// A draft with what its references say of other fields.
    fn completed(&self, first: &Value, draft: &Value) -> Value {
        let mut draft = draft.clone();
        self.fill_others((&Past::none(first), ""), &mut draft, None);
        draft
    }

    /// Puts a value in the draft. `None` for a blank; the error is the code of the reason.
    fn place_given(
        &self,
        pointer: &str,
        values: &[Given],
        may: &impl Fn(&str) -> bool,
        draft: &mut Value,
    ) -> Result<Option<(Id, Vec<Key>)>, Code> {
        let (id, rows) = self.writable(pointer, None).ok_or(Code::PrefillUnknown)?;
        let id = self.current(id, &rows, draft);
        let field =
            self.nodes[id].field().filter(|field| is_given(field) && may(pointer)).ok_or(Code::PrefillClosed)?;
        let value = read(field, values)?;
        if value.is_null() {
            return Ok(None);
        }
        if !self.may_have_rows(id, &rows, draft) {
            return Err(Code::PrefillRow);
        }
        self.put(id, &rows, draft, value);
        Ok(Some((id, rows)))
    }

    /// Of what was taken, what is hidden or wrong, by its place in the list. What is missing, or does not fit with answers
    /// that are still to come, is told when the form is filled.
    fn wrong(&self, draft: &Value, taken: &[Taken], context: &Context) -> Vec<(usize, FieldError)> {
        let evaluation = self.evaluate(draft, context);
        let errors = self.check(draft, context).errors;
        let to_come = [Code::Required, Code::Check].map(Code::name);
        // A copy has thousands of answers: the first error at or under each place is looked up, not looked for.
        let told = errors.iter().rev().filter(|error| !to_come.contains(&error.code));
        let told: HashMap<_, _> = told.flat_map(|error| error.places().map(move |place| (place, error))).collect();
        let judged = taken.iter().enumerate().filter_map(|(n, taken)| {
            if self.is_hidden(taken.id, &taken.rows, &evaluation) {
                return Some((n, FieldError::new(&taken.pointer, Code::PrefillHidden)));
            }
            if self.awaits(taken, draft) {
                return None;
            }
            let error = told.get(&*taken.pointer)?;
            Some((n, FieldError { pointer: taken.pointer.clone(), ..(*error).clone() }))
        });
        judged.collect()
    }

    /// Whether a service of others is still to be asked about an answer.
    fn awaits(&self, taken: &Taken, draft: &Value) -> bool {
        let awaits = |field: &Field| Some(field.reference.as_ref()?.awaits(field.template.get(draft, &taken.rows)?));
        self.nodes[taken.id].field().and_then(awaits).unwrap_or_default()
    }
}

/// What was given for a field, as its answers hold it.
fn read(field: &Field, values: &[Given]) -> Result<Value, Code> {
    match values.iter().rev().find(|given| !matches!(given, Given::Typed(_))) {
        Some(Given::Value(value)) if !value.is_null() => match &field.reference {
            Some(source) => source.named(value).ok_or(Code::Reference),
            None => Ok(value.clone()),
        },
        Some(Given::Value(value) | Given::Kept(value)) => Ok(value.clone()),
        Some(Given::Typed(_)) | None => {
            let typed: Vec<&str> = values.iter().filter_map(Given::typed).collect();
            Ok(field.kind.read_all(field, &typed))
        }
    }
}

/// Whether an answer of this field may come from elsewhere than the person's own hand.
pub(super) fn is_given(field: &Field) -> bool {
    let is_map = field.map.is_some() && !field.read_only && !field.silent;
    (takes_inputs(field) || is_map) && field.fixed.is_none() && field.kind.name() != "consent"
}

/// Whether what stands here is asked by fields of its own.
fn holds_fields(field: &Field) -> bool {
    matches!(field.kind.component(field), "repeat" | "parts")
}
