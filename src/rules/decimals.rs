//! Arithmetic on decimals: 0.1 + 0.2 is 0.3, and an amount is computed to the cent.
//!
//! A number of JSON is the decimal that its shortest text writes: what a person typed. Decimals have 28 digits: sums, products
//! and remainders of numbers that have fewer together are exact, a quotient is right to its last digit. What no decimal holds
//! (1e300) is computed in floats.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{ArenaExt, DataValue};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value;
use std::cmp::Ordering;

/// The only name of the object that takes digits which no float has from one operator to the next.
const DIGITS: &str = "guichet:digits";
/// Up to here a float holds every whole number (2^53).
const WHOLE: i64 = 1 << 53;
/// Decimals that are told of a number that has no end, and digits in all.
const TOLD: (u32, usize) = (10, 15);

/// An operand, or a result.
#[derive(Debug, Clone, Copy)]
pub(super) enum Number {
    Exact(Decimal),
    Near(f64),
}

/// What is done with two numbers: in decimals, `None` for what they don't hold, and in floats then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Join {
    exact: fn(Decimal, Decimal) -> Option<Decimal>,
    near: fn(f64, f64) -> f64,
}

pub(super) const SUM: Join = Join { exact: Decimal::checked_add, near: |a, b| a + b };
pub(super) const DIFFERENCE: Join = Join { exact: Decimal::checked_sub, near: |a, b| a - b };
pub(super) const PRODUCT: Join = Join { exact: Decimal::checked_mul, near: |a, b| a * b };
pub(super) const QUOTIENT: Join = Join { exact: Decimal::checked_div, near: |a, b| a / b };
pub(super) const REMAINDER: Join = Join { exact: Decimal::checked_rem, near: |a, b| a % b };
pub(super) const LEAST: Join = Join { exact: |a, b| Some(a.min(b)), near: f64::min };
pub(super) const GREATEST: Join = Join { exact: |a, b| Some(a.max(b)), near: f64::max };

impl Join {
    pub(super) fn of(self, a: Number, b: Number) -> Number {
        let exact = match (a, b) {
            (Number::Exact(a), Number::Exact(b)) => (self.exact)(a, b),
            _ => None,
        };
        exact.map_or_else(|| Number::Near((self.near)(a.float(), b.float())), Number::Exact)
    }
}

impl Number {
    /// The number that a value is; `None` when it is none.
    pub(super) fn of(value: &DataValue<'_>) -> Option<Self> {
        match value {
            DataValue::Number(number) => Some(match number.as_i64() {
                Some(whole) => Self::Exact(whole.into()),
                None => Self::shortest(number.as_f64()),
            }),
            DataValue::Object([(DIGITS, DataValue::String(digits))]) => {
                Decimal::from_str_exact(digits).ok().map(Self::Exact)
            }
            _ => None,
        }
    }

    /// The decimal that the shortest text of a float writes.
    fn shortest(float: f64) -> Self {
        Decimal::from_str_exact(&float.to_string()).map_or(Self::Near(float), Self::Exact)
    }

    pub(super) fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Exact(a), Self::Exact(b)) => Some(a.cmp(&b)),
            _ => self.float().partial_cmp(&other.float()),
        }
    }

    pub(super) fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Exact(decimal) => Some(decimal),
            Self::Near(_) => None,
        }
    }

    /// The nearest float.
    fn float(self) -> f64 {
        match self {
            // Digits are always read.
            Self::Exact(decimal) => decimal.to_string().parse().unwrap_or(f64::NAN),
            Self::Near(float) => float,
        }
    }

    /// A value for the next operator: blank when it is not finite (a division by zero), whole when it is a whole number, with
    /// its digits when no float has them.
    pub(super) fn into_arena(self, arena: &Bump) -> &DataValue<'_> {
        let float = self.float();
        match self {
            Self::Near(_) if !float.is_finite() => arena.null(),
            Self::Near(_) => arena.f64(float),
            Self::Exact(decimal) => match whole(decimal) {
                Some(whole) => arena.i64(whole),
                None if Self::shortest(float).decimal() == Some(decimal) => arena.f64(float),
                None => {
                    let digits = arena.alloc_str(&decimal.normalize().to_string());
                    arena.object(&[(DIGITS, DataValue::String(digits))])
                }
            },
        }
    }
}

/// A decimal that is a whole number which floats hold too.
fn whole(decimal: Decimal) -> Option<i64> {
    let whole = i64::try_from(decimal).ok().filter(|_| decimal.is_integer())?;
    (-WHOLE..=WHOLE).contains(&whole).then_some(whole)
}

/// A result as JSON. Of digits that no float has, those that a float holds for sure are told.
pub(super) fn json(value: &DataValue<'_>) -> Value {
    match (value, Number::of(value)) {
        (DataValue::Array(items), _) => items.iter().map(json).collect(),
        (DataValue::Object(_), Some(Number::Exact(decimal))) => to_json(told(decimal)),
        _ => Value::from(&value.to_owned()),
    }
}

fn told(decimal: Decimal) -> Decimal {
    let (decimals, digits) = TOLD;
    let spare = digits.saturating_sub(decimal.trunc().abs().to_string().len());
    let decimals = u32::try_from(spare).map_or(decimals, |spare| spare.min(decimals));
    decimal.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// The JSON number nearest to a decimal, which is the decimal itself up to fifteen digits; without decimals when it is whole.
pub fn to_json(decimal: Decimal) -> Value {
    match whole(decimal) {
        Some(whole) => whole.into(),
        None => Number::Exact(decimal).float().into(),
    }
}
