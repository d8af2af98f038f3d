//! How a field is asked for on paper, to be filled by hand.

use serde::Serialize;

/// What is printed under a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "print", rename_all = "kebab-case")]
pub enum Paper {
    /// Nothing: the administration computes it, or there is nothing to answer.
    Nothing,
    /// Lines to write on, with a unit after the last one.
    Lines { count: usize, unit: String },
    /// One cell for each character.
    Cells { groups: Vec<Group> },
    /// Boxes to tick.
    Boxes { several: bool, labels: Vec<String> },
    /// One box, before the question itself.
    Tick,
    /// Documents to join to the form.
    Documents,
    /// Parts, each with its label.
    Parts { parts: Vec<Part> },
    /// The fields that it holds are printed, and nothing of its own.
    Inside,
}

/// Cells that stand together, and the word under them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    pub cells: usize,
    pub caption: String,
}

/// A part of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    pub label: String,
    pub paper: Paper,
}

impl Paper {
    /// One line.
    pub(crate) fn line() -> Self {
        Self::lines(1)
    }

    pub(crate) fn lines(count: usize) -> Self {
        Self::Lines { count, unit: String::new() }
    }

    /// Groups of so many cells, without a word.
    pub(crate) fn cells_of(groups: &[usize]) -> Self {
        let group = |cells: &usize| Group { cells: *cells, caption: String::new() };
        Self::Cells { groups: groups.iter().map(group).collect() }
    }

    /// Groups of so many cells.
    pub(crate) fn cells<const N: usize>(groups: [(usize, &str); N]) -> Self {
        let group = |(cells, caption): (usize, &str)| Group { cells, caption: caption.to_owned() };
        Self::Cells { groups: groups.map(group).into() }
    }
}
