//! What happened to a clock, row after row. Nothing is ever changed or taken out.

use super::Duration;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The rows of one clock, in any order: their dates and ids say what came first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ledger {
    rows: Vec<Row>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its number in the ledger, greater than those of the rows before it. It parts what happened on one day.
    pub id: u32,
    /// The civil date from which it counts.
    pub on: NaiveDate,
    #[serde(flatten)]
    pub op: Op,
    /// Why. Of a suspension that a correction request asked for: `incorrect`, `incomplete` or `outdated`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a row does to its clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Op {
    /// Once; another start does nothing.
    Start {
        duration: Duration,
    },
    Suspend,
    /// Ends whatever suspends it.
    Resume,
    /// Starts anew, even a clock that has run out or was stopped: a dossier that is opened again has its time again.
    Restart,
    /// Makes the limit longer for good: it keeps that length if it starts anew.
    Extend {
        by: Duration,
    },
    /// Nothing waits for it any more.
    Stop,
    /// Takes a former row back, as if it had never been; of a voided void, the row stands again.
    Void {
        row: u32,
    },
}

impl Ledger {
    /// The rows that were kept, whatever their order.
    pub fn new(rows: Vec<Row>) -> Self {
        Self { rows }
    }

    /// Adds a row, and gives it back.
    pub fn append(&mut self, on: NaiveDate, op: Op, reason: Option<String>) -> Row {
        let id = self.rows.iter().map(|row| row.id + 1).max().unwrap_or_default();
        let row = Row { id, on, op, reason };
        self.rows.push(row.clone());
        row
    }

    /// Whether somebody may take a row back: what made the time longer, or a former taking back. It is not void already.
    pub fn may_void(&self, id: u32) -> bool {
        let row = self.rows.iter().find(|row| row.id == id);
        let may = row.is_some_and(|row| matches!(row.op, Op::Suspend | Op::Extend { .. } | Op::Void { .. }));
        may && self.void_of(id).is_none()
    }

    /// The rows, as they were given.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The same ledger with one row more.
    pub(super) fn with(&self, on: NaiveDate, op: Op) -> Self {
        let mut longer = self.clone();
        longer.append(on, op, None);
        longer
    }

    /// The rows as they came.
    pub(super) fn in_order(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        rows.sort_by_key(|row| (row.on, row.id));
        rows
    }

    /// The row that voids another: the first one that is not void itself. Only a later row can.
    pub(super) fn void_of(&self, id: u32) -> Option<&Row> {
        let voids = |row: &&Row| row.op == Op::Void { row: id } && row.id > id;
        self.rows.iter().filter(voids).filter(|row| self.void_of(row.id).is_none()).min_by_key(|row| row.id)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::date;
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_is_data() {
        let rows = json!([
            {"id": 0, "on": "2026-05-15", "op": "start", "duration": "P2M"},
            {"id": 1, "on": "2026-05-20", "op": "suspend", "reason": "incomplete"},
            {"id": 2, "on": "2026-05-25", "op": "resume"},
            {"id": 3, "on": "2026-05-26", "op": "extend", "by": "P1M"},
            {"id": 4, "on": "2026-05-27", "op": "restart"},
            {"id": 5, "on": "2026-05-27", "op": "void", "row": 1, "reason": "not asked by law"},
            {"id": 6, "on": "2026-05-28", "op": "stop"},
        ]);
        let ledger: Ledger = serde_json::from_value(rows.clone()).unwrap();
        assert_eq!(serde_json::to_value(&ledger).unwrap(), rows);
        assert_eq!(Ledger::new(ledger.rows().to_vec()), ledger);
    }

    #[test]
    fn what_voids_may_be_void() {
        let mut ledger = Ledger::default();
        let day = date("2026-05-15");
        let row = ledger.append(day, Op::Suspend, None).id;
        assert_eq!(ledger.void_of(row), None);
        let void = ledger.append(day, Op::Void { row }, None).id;
        assert_eq!(ledger.void_of(row).map(|row| row.id), Some(void));
        let back = ledger.append(day, Op::Void { row: void }, None).id;
        assert_eq!((ledger.void_of(row), ledger.void_of(void).map(|row| row.id)), (None, Some(back)));
        let again = ledger.append(day, Op::Void { row }, None).id;
        assert_eq!(ledger.void_of(row).map(|row| row.id), Some(again));
        // A row can void neither itself nor what comes later.
        let own = ledger.append(day, Op::Void { row: 6 }, None).id;
        let self_made = ledger.append(day, Op::Void { row: 6 }, None).id;
        assert_eq!((ledger.void_of(own), ledger.void_of(self_made)), (None, None));
    }
}
