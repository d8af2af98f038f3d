//! A set of states, a bit each.

use super::tree::Id;
use std::iter::successors;
use std::ops::Range;

const BITS: usize = u64::BITS as usize;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NodeSet(Vec<u64>);

impl NodeSet {
    /// Room for so many states; none is in it.
    pub(super) fn new(len: usize) -> Self {
        Self(vec![0; len.div_ceil(BITS)])
    }

    /// Whether it was not in yet.
    pub(super) fn insert(&mut self, id: Id) -> bool {
        let (word, bit) = (&mut self.0[id / BITS], 1 << (id % BITS));
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(super) fn remove(&mut self, id: Id) {
        self.0[id / BITS] &= !(1 << (id % BITS));
    }

    pub(super) fn contains(&self, id: Id) -> bool {
        self.0[id / BITS] & (1 << (id % BITS)) != 0
    }

    pub(super) fn intersects(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    pub(super) fn extend(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// In document order.
    pub(super) fn iter(&self) -> impl Iterator<Item = Id> {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let bits = successors(Some(*word), |word| Some(word & word.wrapping_sub(1)));
            bits.take_while(|word| *word != 0).map(move |word| index * BITS + word.trailing_zeros() as usize)
        })
    }

    /// Those of a range, in document order.
    pub(super) fn within(&self, range: Range<Id>) -> impl Iterator<Item = Id> {
        let (start, end) = (range.start, range.end);
        self.iter().skip_while(move |id| *id < start).take_while(move |id| *id < end)
    }
}
