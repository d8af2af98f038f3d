//! A general kernel of statecharts, with SCXML's semantics. It knows nothing of dossiers: what a guard reads and what an
//! action does is its [`Host`]'s.
//!
//! The semantics are those of W3C SCXML 1.0, Appendix D, "Algorithm for SCXML Interpretation"
//! (<https://www.w3.org/TR/scxml/#AlgorithmforSCXMLInterpretation>): document order, inner transitions before outer ones, a macro
//! step that ends when nothing automatic is left. Where that text and ours differ, ours is on purpose:
//!
//! | | SCXML | here |
//! |---|---|---|
//! | event descriptors | `a` matches `a` and `a.b` | `a` matches `a` alone; `a.*` matches `a` and `a.b`; `*` all |
//! | a final child of the chart is entered | the interpreter exits every state and stops | the states stay: a decided dossier keeps its status. Only [`Interpreter::reopen`] goes on |
//! | a parallel state within a parallel state, both done | the algorithm raises the event of the inner one only, the text (§3.4) of both | both |
//! | a history is the target of a transition from within its state | the algorithm may enter again what was not left | all that is active in that state is left first |
//! | targets | named by the document | or chosen by the host as the transition is selected: `@name` |
//! | transitions | of states | or of the whole chart, tried last |
//!
//! | file | what |
//! |---|---|
//! | `outline` | a chart as it is written |
//! | `tree`, `compile` | the same, checked once and laid out in document order; every fault of an outline |
//! | `host` | who evaluates guards and runs actions |
//! | `configuration` | the states that are active, and the history, as a plain value |
//! | `interpreter` | events, micro steps, macro steps |
//! | `select` | which transitions an event enables, and which of them give way |
//! | `entry` | which states a micro step enters |
//! | `node_set` | a set of states |

mod compile;
mod configuration;
mod entry;
mod host;
mod interpreter;
mod node_set;
mod outline;
mod select;
mod tree;

pub use compile::{Fault, MAX_DEPTH};
pub use configuration::Configuration;
pub use host::{Host, Scene, View};
pub use interpreter::{Error, Interpreter, MICRO_STEPS};
pub use outline::{Descriptor, Initial, Kind, Node, Transition};
pub use tree::Chart;

#[cfg(test)]
mod tests;
