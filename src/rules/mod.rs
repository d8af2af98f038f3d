//! The one language of conditions: visibility, calculated values, eligibility, routing, guards and checks.
//!
//! A rule is JSONLogic, read once and evaluated by datalogic-rs. JSONLogic's own coercions would make an unanswered
//! question true (`null <= 5`), so a rule is rewritten when it is compiled: comparisons and arithmetic become operators of
//! ours (`operators`), for which *blank means false*, text is never a number and a number is a decimal (`decimals`), and each variable becomes the index of a
//! value that [`Context`] finds in borrowed JSON. The engine keeps the tree, `and`, `or`, `if`, `!` and the quantifiers.
//!
//! | in | out |
//! |---|---|
//! | [`Rule::compile`] of JSON | a [`Rule`], or every [`Problem`] with its JSON Pointer |
//! | [`Rule::is_true`], [`Rule::value`] of a [`Context`] | a truth, a JSON value; never an error |
//!
//! This module is pure: no database, no clock; `today` is a value of the context.

pub mod analysis;
mod compile;
mod context;
mod decimals;
mod operators;
mod pointer;
mod problem;
mod text;

pub use compile::{Comparison, MAX_DEPTH, MAX_NODES, OPERATORS, ROOTS};
pub use context::Context;
pub(crate) use decimals::to_json;
pub use pointer::{escape, unescape};
pub use problem::Problem;
pub use text::Text;

use compile::Compiled;
use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, Engine};
use decimals::Number;
use rust_decimal::Decimal;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::cell::Cell;
use std::sync::{Arc, LazyLock};

/// The engine with our operators; it holds no state of an evaluation.
static ENGINE: LazyLock<Engine> = LazyLock::new(operators::engine);

thread_local! {
    /// Memory of the last evaluation, used again by the next one on this thread.
    static ARENA: Cell<Bump> = Cell::new(Bump::new());
}

/// A compiled rule: cheap to clone, safe to share between threads.
#[derive(Clone)]
pub struct Rule(Arc<Compiled>);

impl Rule {
    /// Reads a rule. Every violation of the language is returned, with a JSON Pointer from the rule's own root.
    pub fn compile(source: &Value) -> Result<Self, Vec<Problem>> {
        compile::compile(source, &ENGINE).map(|compiled| Self(Arc::new(compiled)))
    }

    /// Whether the rule holds. JSONLogic's truth: `null`, `false`, `0`, `""` and `[]` are false.
    pub fn is_true(&self, context: &Context<'_>) -> bool {
        self.evaluate(context, |result| ENGINE.truthy(result)).unwrap_or(false)
    }

    /// The rule's value, `null` when it is blank.
    pub fn value(&self, context: &Context<'_>) -> Value {
        self.evaluate(context, decimals::json).unwrap_or(Value::Null)
    }

    /// The rule's value with all its digits, when it is a number: what an amount is rounded from. `None` also beyond what
    /// decimals hold.
    pub fn decimal(&self, context: &Context<'_>) -> Option<Decimal> {
        self.evaluate(context, |result| Number::of(result)?.decimal()).flatten()
    }

    /// The dotted paths that the rule reads, each once, in order. A bare name inside `some`, `all` or `none` is given under
    /// the path of the rows: `{"some": [{"var": "form.rows"}, {"var": "age"}]}` reads `form.rows` and `form.rows.age`.
    pub fn variables(&self) -> &[String] {
        &self.0.variables
    }

    /// Comparisons of a variable with a literal, for a checker that knows the types of variables.
    pub fn comparisons(&self) -> &[Comparison] {
        &self.0.comparisons
    }

    /// The rule as it was written.
    pub fn source(&self) -> &Value {
        &self.0.source
    }

    fn evaluate<T>(&self, context: &Context<'_>, read: impl FnOnce(&DataValue<'_>) -> T) -> Option<T> {
        let mut arena = ARENA.take();
        let rule = &self.0;
        let values = arena.alloc_slice_fill_iter(rule.paths.iter().map(|path| context.find(path).into_arena(&arena)));
        // Our operators never fail and the depth is bounded by `compile`: an error here is a blank.
        let result = ENGINE.evaluate(&rule.logic, DataValue::Array(values), &arena).ok().map(read);
        arena.reset();
        ARENA.set(arena);
        result
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rule({})", self.0.source)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.0.source == other.0.source
    }
}

impl<'de> Deserialize<'de> for Rule {
    /// A rule within a larger document; a checker compiles it first, to say where it is wrong.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let source = Value::deserialize(deserializer)?;
        Self::compile(&source).map_err(|problems| D::Error::custom(format!("not a rule: {problems:?}")))
    }
}

#[cfg(test)]
mod tests;
