//! Forms that nobody wrote, with answers that fit them: made of choices, so that what fails can be made smaller.

mod answers;
mod layout;
mod questions;
mod scalars;
mod schema;
mod shipped;

pub use answers::Answers;
pub use shipped::files;

use super::dice::Dice;
use layout::Layout;
use serde_json::{Value, json};

/// A property of an object.
#[derive(Debug)]
struct Member {
    name: String,
    asked: Asked,
    required: bool,
    written: Written,
}

/// How an author writes a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Where it stands.
    Here,
    /// Under `$defs`, with a reference to it.
    Apart,
    /// In an `allOf` of its object.
    Beside,
}

/// What a property asks.
#[derive(Debug)]
enum Asked {
    /// One value, of those that fit its schema.
    Scalar(Scalar),
    Object(Object),
    /// Values or objects, from `least` to `most`.
    List {
        items: Box<Asked>,
        least: usize,
        most: usize,
    },
    /// `prefixItems`, then rows of `items`, from `least` to `most`, where there are some.
    Tuple {
        places: Vec<Asked>,
        rest: Option<Rest>,
    },
    /// `additionalProperties`.
    Names(Box<Asked>),
    /// An object that holds a list of the like, by a reference to itself.
    Tree,
    /// One more than the answer to the member at a place, by `calculate`.
    Computed {
        of: usize,
        name: String,
    },
    /// `oneOf` or `anyOf` of objects.
    Branches {
        keyword: &'static str,
        /// The property that tells the branch by a constant.
        tag: Option<&'static str>,
        branches: Vec<Object>,
    },
}

/// The rows after the places of a tuple.
#[derive(Debug)]
struct Rest {
    items: Box<Asked>,
    least: usize,
    most: usize,
}

#[derive(Debug)]
struct Scalar {
    schema: Value,
    /// `options` of its control.
    options: Value,
    /// Answers that fit.
    pool: Vec<Value>,
}

impl Scalar {
    /// It takes one value only.
    fn is_constant(&self) -> bool {
        let lists =
            ["enum", "oneOf"].map(|keyword| self.schema[keyword].as_array().is_some_and(|list| list.len() == 1));
        self.schema.get("const").is_some() || lists.contains(&true)
    }
}

#[derive(Debug, Default)]
pub struct Object {
    members: Vec<Member>,
    sometimes: Vec<Sometimes>,
}

/// What is asked when the member at a place has a value, or any answer.
#[derive(Debug)]
struct Sometimes {
    on: usize,
    /// None for any answer: `dependentSchemas`.
    value: Option<Value>,
    then: Vec<Member>,
    otherwise: Vec<Member>,
}

/// A generated form.
#[derive(Debug)]
pub struct Generated {
    root: Object,
    layout: Option<Layout>,
}

impl Generated {
    pub fn new(dice: &mut Dice<'_>) -> Self {
        let has_layout = dice.often(5);
        let root = questions::root(dice, !has_layout);
        let layout = has_layout.then(|| Layout::new(dice, &root));
        Self { root, layout }
    }

    /// As an author writes it.
    pub fn document(&self) -> Value {
        let mut document = json!({ "schema": schema::document(&self.root) });
        if let Some(layout) = &self.layout {
            document["uischema"] = layout.document(&self.root);
        }
        document
    }

    pub fn answers(&self, dice: &mut Dice<'_>) -> Answers {
        Answers::new(&self.root, self.layout.as_ref(), dice)
    }
}
