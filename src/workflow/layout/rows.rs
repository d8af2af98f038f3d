//! How high each cell stands.

use super::Spacing;
use super::layers::Layered;

const PASSES: usize = 6;

/// The top of each cell: near the middle of its neighbours, in the order of its layer, without touching the next one.
pub(super) fn tops(layered: &Layered, ordered: &[Vec<usize>], spacing: Spacing) -> Vec<i32> {
    let cells = layered.layer.len();
    let mut top = vec![0; cells];
    for layer in ordered {
        let mut free = 0;
        for cell in layer {
            top[*cell] = free;
            free += layered.height[*cell] + spacing.rows;
        }
    }
    let mut neighbours = vec![Vec::new(); cells];
    for (from, to) in layered.steps() {
        neighbours[from].push(to);
        neighbours[to].push(from);
    }
    for pass in 0..PASSES {
        let numbers: Vec<usize> =
            if pass % 2 == 0 { (0..ordered.len()).collect() } else { (0..ordered.len()).rev().collect() };
        for number in numbers {
            settle(&ordered[number], &neighbours, &layered.height, &mut top, spacing.rows);
        }
    }
    let highest = top.iter().copied().min().unwrap_or_default();
    top.iter().map(|top| top - highest).collect()
}

/// Moves the cells of a layer towards their neighbours. What is pushed down by the one above pulls all of them up by half.
fn settle(layer: &[usize], neighbours: &[Vec<usize>], height: &[i32], top: &mut [i32], gap: i32) {
    let middle = |top: &[i32], cell: usize| top[cell] + height[cell] / 2;
    let wanted: Vec<i32> = layer
        .iter()
        .map(|cell| match neighbours[*cell].len() {
            0 => top[*cell],
            count => {
                let sum: i32 = neighbours[*cell].iter().map(|other| middle(top, *other)).sum();
                // There are never so many lines that their number does not fit.
                sum / i32::try_from(count).unwrap_or(i32::MAX) - height[*cell] / 2
            }
        })
        .collect();
    let mut free = i32::MIN;
    let mut moved = 0;
    let mut placed = Vec::new();
    for (cell, wanted) in layer.iter().zip(&wanted) {
        let at = (*wanted).max(free);
        moved += at - wanted;
        placed.push(at);
        free = at + height[*cell] + gap;
    }
    let up = moved / i32::try_from(layer.len().max(1)).unwrap_or(i32::MAX);
    layer.iter().zip(placed).for_each(|(cell, at)| top[*cell] = at - up);
}
