//! Choices made from bytes: the same bytes make the same choices, fewer bytes make simpler ones. What a test makes of them can
//! so be shrunk, and kept as a seed.

use arbitrary::Unstructured;

/// A source of choices; once it is empty, every choice is the first one.
pub struct Dice<'b>(Unstructured<'b>);

impl<'b> Dice<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self(Unstructured::new(bytes))
    }

    /// From 0 to one less than `count`.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.int_in_range(0..=count.saturating_sub(1)).unwrap_or_default()
    }

    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0.int_in_range(least..=most).unwrap_or(least)
    }

    /// True so many times out of ten; never once the source is empty.
    pub fn often(&mut self, times: usize) -> bool {
        self.below(10) >= 10 - times.min(9)
    }

    pub fn pick<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
