//! The elements of a process, before they are written.

/// A process or a subprocess: nodes and flows between them. The first node is where it begins.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) flows: Vec<Flow>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    /// What the format has no words for.
    pub(super) notes: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Kind {
    Start(Option<Event>),
    End(Option<Event>),
    /// Passed through at once.
    Pass,
    Catch(Event),
    /// At the boundary of a node, by its number.
    Boundary {
        host: usize,
        event: Event,
        interrupts: bool,
    },
    Gateway(Gateway),
    UserTask {
        role: String,
        loops: Option<Loop>,
    },
    ServiceTask,
    SubProcess(Graph),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gateway {
    Exclusive,
    Parallel,
    EventBased,
}

/// Several people do it.
#[derive(Debug)]
pub(super) enum Loop {
    Times(u64),
    Each,
}

#[derive(Debug)]
pub(super) enum Event {
    /// The id of a message.
    Message(String),
    /// A length of time.
    After(String),
    /// An expression that gives a date.
    At(String),
    Error,
    /// The id of an escalation.
    Escalation(String),
}

#[derive(Debug)]
pub(super) struct Flow {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) name: String,
    /// JSONLogic.
    pub(super) condition: Option<String>,
    pub(super) is_default: bool,
}

impl Graph {
    pub(super) fn entering(&self, node: usize) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.to == node)
    }

    pub(super) fn leaving(&self, node: usize) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.from == node)
    }

    /// The numbers of the events at the boundary of a node.
    pub(super) fn attached(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        let at = move |kind: &Kind| matches!(kind, Kind::Boundary { host, .. } if *host == node);
        self.nodes.iter().enumerate().filter(move |(_, found)| at(&found.kind)).map(|(number, _)| number)
    }
}
