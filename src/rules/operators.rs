//! The operators whose meaning is ours: on a blank operand they are false or blank, and text is never a number.

use super::decimals::{self, DIFFERENCE, Join, Number};
use chrono::{Datelike, Months, NaiveDate};
use datalogic_rs::bumpalo::Bump;
use datalogic_rs::operator::EvalContext;
use datalogic_rs::{ArenaExt, CustomOperator, DataValue, Engine};

const MONTHS_IN_A_YEAR: i64 = 12;

type Args<'s, 'a> = &'s [&'a DataValue<'a>];
type Apply = for<'a> fn(Args<'_, 'a>, &'a DataValue<'a>, &'a Bump) -> &'a DataValue<'a>;

/// The value of the rule's n-th variable.
pub(super) const VARIABLE: &str = "guichet:variable";
/// A field of the row that `some`, `all` or `none` looks at, else the rule's n-th variable.
pub(super) const FIELD: &str = "guichet:field";
/// A value, or another when it is blank.
pub(super) const DEFAULT: &str = "guichet:default";
/// The names whose values are blank, from pairs of a name and its value.
pub(super) const BLANKS: &str = "guichet:missing";

/// Operators by the name that the engine knows; those of JSONLogic are `guichet:` and their own sign.
static TABLE: [(&str, Apply); 20] = [
    (VARIABLE, variable),
    (FIELD, field),
    (DEFAULT, default),
    (BLANKS, blanks),
    ("guichet:==", |args, _, arena| compare(args, arena, same)),
    ("guichet:!=", |args, _, arena| compare(args, arena, |a, b| !same(a, b))),
    ("guichet:<", |args, _, arena| compare(args, arena, |a, b| order(a, b).is_some_and(|o| o.is_lt()))),
    ("guichet:<=", |args, _, arena| compare(args, arena, |a, b| order(a, b).is_some_and(|o| o.is_le()))),
    ("guichet:>", |args, _, arena| compare(args, arena, |a, b| order(a, b).is_some_and(|o| o.is_gt()))),
    ("guichet:>=", |args, _, arena| compare(args, arena, |a, b| order(a, b).is_some_and(|o| o.is_ge()))),
    ("guichet:in", |args, _, arena| compare(args, arena, contains)),
    ("guichet:+", |args, _, arena| fold(args, arena, decimals::SUM)),
    ("guichet:*", |args, _, arena| fold(args, arena, decimals::PRODUCT)),
    ("guichet:min", |args, _, arena| fold(args, arena, decimals::LEAST)),
    ("guichet:max", |args, _, arena| fold(args, arena, decimals::GREATEST)),
    ("guichet:-", subtract),
    ("guichet:years", |args, _, arena| apart(args, arena, MONTHS_IN_A_YEAR)),
    ("guichet:months", |args, _, arena| apart(args, arena, 1)),
    ("guichet:length", length),
    ("guichet:cat", cat),
];

/// Division has no fold, so it stands apart.
static DIVISIONS: [(&str, Apply); 2] = [
    ("guichet:/", |args, _, arena| binary(args, arena, decimals::QUOTIENT)),
    ("guichet:%", |args, _, arena| binary(args, arena, decimals::REMAINDER)),
];

struct Operator(Apply);

impl CustomOperator for Operator {
    fn evaluate<'a>(
        &self,
        args: Args<'_, 'a>,
        context: &mut EvalContext<'_, 'a>,
        arena: &'a Bump,
    ) -> datalogic_rs::Result<&'a DataValue<'a>> {
        Ok((self.0)(args, context.root_input(), arena))
    }
}

/// The engine with all of these.
pub(super) fn engine() -> Engine {
    TABLE
        .iter()
        .chain(&DIVISIONS)
        .fold(Engine::builder(), |builder, (name, apply)| builder.add_operator(*name, Operator(*apply)))
        .build()
}

/// Missing, null, empty text, empty list.
fn is_blank(value: &DataValue<'_>) -> bool {
    match value {
        DataValue::Null => true,
        DataValue::String(text) => text.is_empty(),
        DataValue::Array(items) => items.is_empty(),
        _ => false,
    }
}

fn at<'a>(values: &'a DataValue<'a>, index: Option<&&'a DataValue<'a>>) -> Option<&'a DataValue<'a>> {
    let index = usize::try_from(index?.as_i64()?).ok()?;
    values.as_array()?.get(index)
}

fn variable<'a>(args: Args<'_, 'a>, root: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    at(root, args.first()).unwrap_or_else(|| arena.null())
}

/// `[row, number of the variable, name, name…]`
fn field<'a>(args: Args<'_, 'a>, root: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    let Some((row, rest)) = args.split_first() else { return arena.null() };
    let Some((number, names)) = rest.split_first() else { return arena.null() };
    let known = names.first().is_some_and(|name| step(row, name).is_some());
    if !known {
        return at(root, Some(number)).unwrap_or_else(|| arena.null());
    }
    names.iter().try_fold(*row, |value, name| step(value, name)).unwrap_or_else(|| arena.null())
}

fn step<'a>(value: &'a DataValue<'a>, name: &DataValue<'_>) -> Option<&'a DataValue<'a>> {
    let name = name.as_str()?;
    match value {
        DataValue::Object(pairs) => pairs.iter().find(|(key, _)| *key == name).map(|(_, found)| found),
        DataValue::Array(items) => items.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

fn default<'a>(args: Args<'_, 'a>, _: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    args.iter().find(|value| !is_blank(value)).copied().unwrap_or_else(|| arena.null())
}

fn blanks<'a>(args: Args<'_, 'a>, _: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    let names: Vec<DataValue<'a>> =
        args.chunks_exact(2).filter(|pair| is_blank(pair[1])).map(|pair| *pair[0]).collect();
    arena.array(&names)
}

/// True when no operand is blank and each neighbour pair holds (`{"<": [1, x, 10]}` is "x is between").
fn compare<'a>(
    args: Args<'_, 'a>,
    arena: &'a Bump,
    holds: fn(&DataValue<'_>, &DataValue<'_>) -> bool,
) -> &'a DataValue<'a> {
    let known = args.len() > 1 && !args.iter().any(|value| is_blank(value));
    arena.bool(known && args.windows(2).all(|pair| holds(pair[0], pair[1])))
}

/// Same kind and same value; `1` and `1.0` are the same number.
fn same(a: &DataValue<'_>, b: &DataValue<'_>) -> bool {
    match (a, b) {
        (DataValue::Number(_), DataValue::Number(_)) => order(a, b).is_some_and(|o| o.is_eq()),
        (DataValue::Array(a), DataValue::Array(b)) => a.len() == b.len() && a.iter().zip(*b).all(|(a, b)| same(a, b)),
        (DataValue::Object(a), DataValue::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.iter().any(|(other, found)| key == other && same(value, found)))
        }
        _ => a == b,
    }
}

/// Numbers with numbers, text with text (ISO 8601 dates included); no other pair has an order.
fn order(a: &DataValue<'_>, b: &DataValue<'_>) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (DataValue::Number(a), DataValue::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_f64().partial_cmp(&b.as_f64()),
        },
        (DataValue::String(a), DataValue::String(b)) => Some(a.cmp(b)),
        _ => Number::of(a)?.order(Number::of(b)?),
    }
}

fn contains(needle: &DataValue<'_>, heap: &DataValue<'_>) -> bool {
    match (needle, heap) {
        (needle, DataValue::Array(items)) => items.iter().any(|item| same(needle, item)),
        (DataValue::String(needle), DataValue::String(text)) => text.contains(needle),
        _ => false,
    }
}

/// A sum, a product, a least or a greatest value. One operand that is a list is folded without its blank rows, because a
/// line that nobody filled costs nothing; several operands must all be known.
fn fold<'a>(args: Args<'_, 'a>, arena: &'a Bump, join: Join) -> &'a DataValue<'a> {
    let numbers: Option<Vec<Number>> = match args {
        [DataValue::Array(rows)] => rows.iter().filter(|row| !is_blank(row)).map(Number::of).collect(),
        _ => args.iter().map(|value| Number::of(value)).collect(),
    };
    known(numbers.and_then(|numbers| numbers.into_iter().reduce(|a, b| join.of(a, b))), arena)
}

fn subtract<'a>(args: Args<'_, 'a>, _: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    match args {
        [one] => binary(&[arena.i64(0), one], arena, DIFFERENCE),
        [DataValue::String(a), DataValue::String(b)] => {
            days_between(b, a).map_or_else(|| arena.null(), |days| arena.i64(days))
        }
        _ => binary(args, arena, DIFFERENCE),
    }
}

/// Whole days from one ISO date to another: "at least 15 days from today" has no other way to be said.
fn days_between(from: &str, to: &str) -> Option<i64> {
    let date = |text: &str| text.parse::<NaiveDate>().ok();
    Some((date(to)? - date(from)?).num_days())
}

/// Whole years, or months, from one ISO date to another: an age, a wait.
fn apart<'a>(args: Args<'_, 'a>, arena: &'a Bump, months: i64) -> &'a DataValue<'a> {
    let whole = match args {
        [DataValue::String(from), DataValue::String(to)] => months_between(from, to),
        _ => None,
    };
    whole.map_or_else(|| arena.null(), |whole| arena.i64(whole / months))
}

/// Whole months from one date to another; less than none when it is before. A month ends on the day of the same number or,
/// where the last month has none, on its last day (code de procédure civile, article 641).
fn months_between(from: &str, to: &str) -> Option<i64> {
    let date = |text: &str| text.parse::<NaiveDate>().ok();
    let (from, to) = (date(from)?, date(to)?);
    if to < from {
        return whole_months(to, from).map(|months| -months);
    }
    whole_months(from, to)
}

fn whole_months(from: NaiveDate, to: NaiveDate) -> Option<i64> {
    let months =
        i64::from(to.year() - from.year()) * MONTHS_IN_A_YEAR + i64::from(to.month()) - i64::from(from.month());
    let after = from.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    Some(if after > to { months - 1 } else { months })
}

fn binary<'a>(args: Args<'_, 'a>, arena: &'a Bump, join: Join) -> &'a DataValue<'a> {
    let result = match args {
        [a, b] => Number::of(a).zip(Number::of(b)).map(|(a, b)| join.of(a, b)),
        _ => None,
    };
    known(result, arena)
}

fn known(result: Option<Number>, arena: &Bump) -> &DataValue<'_> {
    result.map_or_else(|| arena.null(), |number| number.into_arena(arena))
}

/// Characters of a text, rows of a list that are not blank; blank for nothing.
fn length<'a>(args: Args<'_, 'a>, _: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    let count = match args {
        [DataValue::String(text)] => text.chars().count(),
        [DataValue::Array(rows)] => rows.iter().filter(|row| !is_blank(row)).count(),
        _ => 0,
    };
    if count == 0 { arena.null() } else { arena.i64(i64::try_from(count).unwrap_or(i64::MAX)) }
}

/// Text laid end to end; a blank adds nothing.
fn cat<'a>(args: Args<'_, 'a>, _: &'a DataValue<'a>, arena: &'a Bump) -> &'a DataValue<'a> {
    let mut text = String::new();
    args.iter().for_each(|value| write(value, &mut text));
    arena.string(&text)
}

fn write(value: &DataValue<'_>, text: &mut String) {
    match value {
        DataValue::Null => {}
        DataValue::String(part) => text.push_str(part),
        DataValue::Array(items) => items.iter().for_each(|item| write(item, text)),
        DataValue::Object(_) => text.push_str(&decimals::json(value).to_string()),
        other => text.push_str(&other.to_json_string()),
    }
}
