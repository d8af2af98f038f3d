//! A definition in the languages of other tools. One way only: what they draw is never read back.

mod bpmn;
mod mermaid;
mod scxml;
mod xml;

use super::circuit::{Circuit, Way};

/// A language of other tools.
pub struct Format {
    /// As the command names it.
    pub name: &'static str,
    write: fn(&Circuit) -> String,
}

impl Format {
    /// The whole text of a file.
    pub fn write(&self, circuit: &Circuit) -> String {
        (self.write)(circuit)
    }

    pub fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }
}

/// Every language; each in a file of its own.
pub static FORMATS: [Format; 3] = [
    Format { name: "mermaid", write: mermaid::write },
    Format { name: "scxml", write: scxml::write },
    Format { name: "bpmn", write: bpmn::write },
];

/// The guard of a way, as the document has it, on one line.
fn rule(way: &Way) -> Option<String> {
    way.guard.as_ref().map(ToString::to_string)
}

#[cfg(test)]
mod tests;
