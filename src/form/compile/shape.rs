//! What a schema asks, once its references are followed: properties, rows, places, choices, branches.

use super::flatten::When;
use super::tallies::Names;
use serde_json::{Map, Value};

/// A schema as a form sees it.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// The keywords, references and `allOf` merged in, without what is in the other fields.
    pub(crate) schema: Map<String, Value>,
    /// Where it is written in the definition.
    pub(crate) pointer: String,
    /// Empty when it has none.
    pub(crate) type_name: String,
    pub(crate) shipped: Option<&'static str>,
    pub(crate) required: bool,
    pub(crate) properties: Vec<(String, Shape)>,
    /// The rows of a list; of a tuple, those that come after its places.
    pub(crate) items: Option<Box<Shape>>,
    /// The places of a tuple.
    pub(crate) places: Vec<Shape>,
    /// What names that people choose hold: those that match a pattern, then all others.
    pub(crate) entries: Vec<(Option<String>, Shape)>,
    /// Values to choose from, with their schemas when these have a title.
    pub(crate) choices: Vec<(Value, Map<String, Value>)>,
    /// Another text than these may be given.
    pub(crate) is_open: bool,
    /// Several schemas of which one is chosen; each is asked beside the rest.
    pub(crate) branches: Vec<Branch>,
    /// What applies beside the rest when something holds.
    pub(crate) sometimes: Vec<Sometimes>,
    /// How many of several properties are to be answered.
    pub(crate) tallies: Vec<Names>,
    /// Why it can't be followed: a code of problem.
    pub(crate) unfit: Option<&'static str>,
}

/// One schema of a `oneOf` or an `anyOf`.
#[derive(Debug)]
pub(crate) struct Branch {
    pub(crate) title: String,
    /// Its place in the union, or in each of several.
    pub(crate) indexes: Vec<usize>,
    pub(crate) shape: Shape,
}

/// A schema that applies when something holds.
#[derive(Debug)]
pub(crate) struct Sometimes {
    pub(crate) when: When,
    pub(crate) shape: Shape,
    /// It asks something more; else it only demands answers to what is asked already.
    pub(crate) asks: bool,
}

impl Shape {
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, shape)| shape)
    }

    /// A property, asked always or only sometimes.
    pub(crate) fn any_property(&self, name: &str) -> Option<&Self> {
        let sometimes = || self.sometimes.iter().find_map(|more| more.shape.any_property(name));
        let chosen = || self.branches.iter().find_map(|branch| branch.shape.any_property(name));
        self.property(name).or_else(sometimes).or_else(chosen)
    }

    /// Whether a property is always asked in one way, or only in one.
    pub(crate) fn has_one(&self, name: &str) -> bool {
        fn ways(shape: &Shape, name: &str) -> usize {
            let sometimes = shape.sometimes.iter().map(|more| ways(&more.shape, name));
            let chosen = shape.branches.iter().map(|branch| ways(&branch.shape, name));
            usize::from(shape.property(name).is_some()) + sometimes.chain(chosen).sum::<usize>()
        }
        self.property(name).is_some() || ways(self, name) == 1
    }

    pub(crate) fn text(&self, keyword: &str) -> Option<&str> {
        self.schema.get(keyword)?.as_str().filter(|text| !text.is_empty())
    }

    pub(crate) fn number(&self, keyword: &str) -> Option<u64> {
        self.schema.get(keyword)?.as_u64()
    }

    /// What is asked in several parts: an object by its properties, a tuple by its places, a union by its branches.
    pub(crate) fn is_group(&self) -> bool {
        let has_parts = !self.properties.is_empty() || self.asks_sometimes();
        let is_object = self.type_name == "object" && has_parts;
        self.shipped.is_none() && (is_object || !self.places.is_empty() || !self.branches.is_empty())
    }

    /// The rows of a list that are one answer together, as boxes to tick or files are.
    pub(crate) fn together(&self) -> Option<&Self> {
        self.items.as_deref().filter(|_| self.places.is_empty())
    }

    /// Nothing but a choice of branch: what it is called is the question.
    pub(crate) fn is_choice(&self) -> bool {
        self.properties.is_empty() && self.places.is_empty() && !self.branches.is_empty()
    }

    /// An object that can only be empty, or that isn't asked any deeper.
    pub(crate) fn asks_nothing(&self) -> bool {
        self.type_name == "object" && self.shipped.is_none() && !self.is_group() && self.entries.is_empty()
    }

    /// Whether an empty object is refused.
    pub(crate) fn needs_names(&self) -> bool {
        self.demanded().next().is_some() || self.number("minProperties").is_some_and(|least| least > 0)
    }

    /// The names that it requires, whether it says anything else of them or not.
    pub(crate) fn demanded(&self) -> impl Iterator<Item = &str> {
        let names = self.schema.get("required").and_then(Value::as_array);
        names.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Whether some of its questions are asked only sometimes.
    pub(crate) fn asks_sometimes(&self) -> bool {
        self.sometimes.iter().any(|more| more.asks)
    }

    pub(super) fn demands(&self) -> bool {
        self.demanded().next().is_some() || self.properties.iter().any(|(_, property)| property.demands())
    }

    /// Beside properties, names that are taken only because nothing is said of them are not asked.
    pub(super) fn keep_said(&mut self, base: &Self) {
        let says = ["patternProperties", "additionalProperties", "unevaluatedProperties"];
        if !base.properties.is_empty() && !says.iter().any(|keyword| self.schema.contains_key(*keyword)) {
            self.entries.clear();
        }
    }

    /// Whether it asks anything that the other doesn't ask at the same place.
    pub(super) fn asks_more_than(&self, base: &Self) -> bool {
        let is_new =
            |(name, shape): &(String, Self)| base.property(name).is_none_or(|known| shape.asks_more_than(known));
        let is_freer = !self.entries.is_empty() && base.entries.is_empty();
        let more = self.properties.iter().any(is_new) || !self.branches.is_empty() || is_freer;
        more || self.sometimes.iter().any(|more| more.shape.asks_more_than(base))
    }
}
