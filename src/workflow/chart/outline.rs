//! A chart as it is written: a tree of named states.

use serde::{Deserialize, Serialize};

/// What begins the name of a target that the host chooses.
pub(super) const CHOSEN: char = '@';

/// A state with what stands in it; the outermost one is the chart. `G` are guards, `A` actions.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "G: Deserialize<'de>, A: Deserialize<'de>"))]
pub struct Node<G, A> {
    pub name: String,
    #[serde(default, rename = "type")]
    pub kind: Kind,
    /// Of a state with children: what is entered with it, the first child when absent. Of a history: where it leads while
    /// nothing is remembered.
    pub initial: Option<Initial<A>>,
    #[serde(default = "Vec::new")]
    pub transitions: Vec<Transition<G, A>>,
    #[serde(default = "Vec::new")]
    pub entry: Vec<A>,
    #[serde(default = "Vec::new")]
    pub exit: Vec<A>,
    #[serde(default = "Vec::new", rename = "states")]
    pub children: Vec<Self>,
}

impl<G, A> Node<G, A> {
    /// A state with nothing in it.
    pub fn new(name: impl Into<String>, kind: Kind) -> Self {
        let (transitions, entry, exit, children) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { name: name.into(), kind, initial: None, transitions, entry, exit, children }
    }
}

/// What a state is. A `State` is atomic without children, compound with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    State,
    /// All its children are active together: its regions.
    Parallel,
    Final,
    /// Remembers which children of its parent were active.
    History,
    /// Remembers which innermost states within its parent were active.
    DeepHistory,
}

impl Kind {
    /// Whether it remembers states, and is none itself.
    pub fn is_history(self) -> bool {
        matches!(self, Self::History | Self::DeepHistory)
    }
}

/// Where one begins, and what is done on the way.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "A: Deserialize<'de>"))]
pub struct Initial<A> {
    pub target: Vec<String>,
    #[serde(default = "Vec::new")]
    pub actions: Vec<A>,
}

/// A way from one configuration to another.
#[derive(Debug, Clone, Deserialize)]
#[serde(bound(deserialize = "G: Deserialize<'de>, A: Deserialize<'de>"))]
pub struct Transition<G, A> {
    /// What triggers it; nothing, when it is automatic.
    #[serde(default)]
    pub events: Vec<Descriptor>,
    pub guard: Option<G>,
    /// Names of states; none, and no state is left. A name that begins with `@`, alone, is resolved by the host.
    #[serde(default)]
    pub target: Vec<String>,
    /// Its source is not left when all targets stand within it.
    #[serde(default)]
    pub internal: bool,
    #[serde(default = "Vec::new")]
    pub actions: Vec<A>,
}

impl<G, A> Transition<G, A> {
    /// A transition on these events, and nothing else about it.
    pub fn on(events: impl IntoIterator<Item = impl Into<Descriptor>>) -> Self {
        let events = events.into_iter().map(Into::into).collect();
        Self { events, guard: None, target: Vec::new(), internal: false, actions: Vec::new() }
    }
}

/// Which events a transition is for: `a` alone, `a.*` for `a` and whatever continues it after a dot, `*` for all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub enum Descriptor {
    Name(String),
    Prefix(String),
    Any,
}

impl Descriptor {
    pub(super) fn matches(&self, event: &str) -> bool {
        match self {
            Self::Name(name) => event == name,
            Self::Prefix(prefix) => {
                event.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            }
            Self::Any => true,
        }
    }
}

impl From<&str> for Descriptor {
    fn from(text: &str) -> Self {
        match text.strip_suffix(".*") {
            Some(prefix) => Self::Prefix(prefix.to_owned()),
            None if text == "*" => Self::Any,
            None => Self::Name(text.to_owned()),
        }
    }
}

impl From<String> for Descriptor {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}
