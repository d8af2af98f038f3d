//! What values a variable may have, as far as its schema tells.

use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::rc::Rc;

/// A set of kinds of values. A blank is of no kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds(u8);

impl Kinds {
    pub const NONE: Self = Self(0);
    pub const TEXT: Self = Self(1);
    pub const NUMBER: Self = Self(2);
    pub const BOOLEAN: Self = Self(4);
    pub const LIST: Self = Self(8);
    pub const OBJECT: Self = Self(16);
    pub const ALL: Self = Self(31);
    pub(super) const SCALAR: Self = Self(7);

    /// Those of a type of JSON Schema.
    fn of_type(name: &str) -> Self {
        match name {
            "string" => Self::TEXT,
            "number" | "integer" => Self::NUMBER,
            "boolean" => Self::BOOLEAN,
            "array" => Self::LIST,
            "object" => Self::OBJECT,
            _ => Self::NONE,
        }
    }

    /// That of a value; none when it is blank.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NONE,
            Value::String(text) if text.is_empty() => Self::NONE,
            Value::String(_) => Self::TEXT,
            Value::Number(_) => Self::NUMBER,
            Value::Bool(_) => Self::BOOLEAN,
            Value::Array(_) => Self::LIST,
            Value::Object(_) => Self::OBJECT,
        }
    }

    pub(super) fn of_all<'v>(values: impl IntoIterator<Item = &'v Value>) -> Self {
        values.into_iter().fold(Self::NONE, |kinds, value| kinds.or(Self::of(value)))
    }

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(super) const fn has(self, other: Self) -> bool {
        !self.and(other).is_empty()
    }

    /// Whether it holds nothing else than these.
    pub(super) const fn is_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    /// For sentences: the only kind, or `mixed`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::TEXT => "text",
            Self::NUMBER => "number",
            Self::BOOLEAN => "boolean",
            Self::LIST => "list",
            Self::OBJECT => "object",
            _ => "mixed",
        }
    }
}

/// A bound of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    pub(super) at: f64,
    /// The bound itself is not taken.
    pub(super) is_open: bool,
}

/// The values that a variable may have: all those that it has in some valid document, perhaps others.
#[derive(Debug, Clone)]
pub struct Domain {
    pub(super) kinds: Kinds,
    pub(super) may_be_blank: bool,
    /// The only values.
    pub(super) choices: Option<Rc<[Value]>>,
    pub(super) is_integer: bool,
    pub(super) least: Option<Bound>,
    pub(super) greatest: Option<Bound>,
    pub(super) shortest: Option<u64>,
    pub(super) longest: Option<u64>,
    /// Its texts are dates (RFC 3339 `full-date`).
    pub(super) is_date: bool,
    /// Of a list.
    pub(super) items: Option<Rc<Domain>>,
}

impl Domain {
    /// Anything, blanks included.
    pub fn any() -> Self {
        Self::of_kinds(Kinds::ALL)
    }

    /// Any value of these kinds, or a blank.
    pub fn of_kinds(kinds: Kinds) -> Self {
        Self {
            kinds,
            may_be_blank: true,
            choices: None,
            is_integer: false,
            least: None,
            greatest: None,
            shortest: None,
            longest: None,
            is_date: false,
            items: None,
        }
    }

    /// A yes or no that is always known.
    pub fn truth() -> Self {
        Self { may_be_blank: false, ..Self::of_kinds(Kinds::BOOLEAN) }
    }

    /// The current date.
    pub fn today() -> Self {
        Self { may_be_blank: false, is_date: true, ..Self::of_kinds(Kinds::TEXT) }
    }

    /// A list of these, of at most so many.
    pub fn list(items: Self, longest: Option<u64>) -> Self {
        Self { items: Some(Rc::new(items)), longest, ..Self::of_kinds(Kinds::LIST) }
    }

    /// How many characters or rows something has, which is blank when it has none.
    pub(super) fn counted(most: Option<u64>) -> Self {
        let bound = |at: u64| Bound { at: at as f64, is_open: false };
        Self { is_integer: true, least: Some(bound(1)), greatest: most.map(bound), ..Self::of_kinds(Kinds::NUMBER) }
    }

    /// What keywords of JSON Schema leave, those of the value itself: `items` is for [`Domain::list`].
    pub fn of_schema(schema: &Map<String, Value>) -> Self {
        let named = match schema.get("type") {
            Some(Value::String(name)) => vec![name.as_str()],
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let listed = match (schema.get("const"), schema.get("enum")) {
            (Some(value), _) => Some(std::slice::from_ref(value)),
            (None, Some(Value::Array(values))) => Some(values.as_slice()),
            _ => None,
        };
        let kinds = named.iter().fold(Kinds::NONE, |kinds, name| kinds.or(Kinds::of_type(name)));
        let number = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        let bound = |closed: &str, open: &str| match (number(closed), number(open)) {
            (None, None) => None,
            (Some(at), None) => Some(Bound { at, is_open: false }),
            (_, Some(at)) => Some(Bound { at, is_open: true }),
        };
        let count = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let domain = Self {
            is_integer: named.contains(&"integer") && !named.contains(&"number"),
            least: bound("minimum", "exclusiveMinimum"),
            greatest: bound("maximum", "exclusiveMaximum"),
            shortest: count("minLength"),
            longest: count("maxLength"),
            is_date: kinds == Kinds::TEXT && schema.get("format").is_some_and(|format| format == "date"),
            ..Self::of_kinds(if kinds.is_empty() { Kinds::ALL } else { kinds })
        };
        match listed {
            Some(values) => domain.among(values.iter().cloned()),
            None => domain,
        }
    }

    /// Whether its values are of this kind only.
    pub fn is_of(&self, kind: Kinds) -> bool {
        self.kinds == kind
    }

    pub fn kinds(&self) -> Kinds {
        self.kinds
    }

    /// The only values, when they are listed.
    pub fn choices(&self) -> Option<&[Value]> {
        self.choices.as_deref()
    }

    /// The same, when only these values are offered.
    #[must_use]
    pub fn among(self, values: impl IntoIterator<Item = Value>) -> Self {
        let choices: Rc<[Value]> = values.into_iter().filter(|value| !Kinds::of(value).is_empty()).collect();
        Self { kinds: self.kinds.and(Kinds::of_all(choices.iter())), choices: Some(choices), ..self }
    }

    /// Whether a value that is neither blank, a list nor an object may be one of them.
    pub(super) fn takes(&self, value: &Value) -> bool {
        if let Some(choices) = &self.choices {
            return choices.iter().any(|choice| super::cells::is_same(choice, value));
        }
        let is_of_kind = self.kinds.has(Kinds::of(value));
        is_of_kind
            && match value {
                Value::Number(number) => number.as_f64().is_none_or(|number| self.holds(number)),
                Value::String(text) => self.is_of_length(text) && (!self.is_date || date(text).is_some()),
                _ => true,
            }
    }

    fn holds(&self, number: f64) -> bool {
        let above = self.least.is_none_or(|least| number > least.at || (!least.is_open && number >= least.at));
        let below =
            self.greatest.is_none_or(|greatest| number < greatest.at || (!greatest.is_open && number <= greatest.at));
        above && below && (!self.is_integer || number.fract() == 0.0)
    }

    fn is_of_length(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        self.shortest.is_none_or(|least| length >= least) && self.longest.is_none_or(|most| length <= most)
    }

    /// Whether a value stands where order can mean something: within the bounds, or a date or the beginning of one.
    pub(super) fn reaches(&self, value: &Value) -> bool {
        match value {
            Value::Number(number) if self.choices.is_none() => number.as_f64().is_none_or(|number| {
                self.least.is_none_or(|least| number >= least.at)
                    && self.greatest.is_none_or(|greatest| number <= greatest.at)
            }),
            Value::String(text) if self.is_date => {
                let rest = "0000-01-01".get(text.len()..).unwrap_or_default();
                date(&format!("{text}{rest}")).is_some()
            }
            _ => true,
        }
    }
}

/// A date as the format `date` of JSON Schema takes it.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    text.parse::<NaiveDate>().ok().filter(|date| date.format("%Y-%m-%d").to_string() == text)
}
