//! In which order the cells of a layer stand, from top to bottom.

use super::layers::Layered;

/// Passes over all layers, each way.
const PASSES: usize = 8;

/// The cells of each layer, in order.
pub(super) fn ordered(layered: &Layered) -> Vec<Vec<usize>> {
    let cells = layered.layer.len();
    let mut layers = vec![Vec::new(); layered.count];
    (0..cells).for_each(|cell| layers[layered.layer[cell]].push(cell));
    let (mut before, mut after) = (vec![Vec::new(); cells], vec![Vec::new(); cells]);
    for (from, to) in layered.steps() {
        before[to].push(from);
        after[from].push(to);
    }
    let mut best = (crossings(layered, &layers), layers.clone());
    for pass in 0..PASSES {
        let down = pass % 2 == 0;
        let numbers: Vec<usize> = if down { (1..layers.len()).collect() } else { (0..layers.len()).rev().collect() };
        for number in numbers {
            sort(number, &mut layers, if down { &before } else { &after }, cells);
        }
        let found = crossings(layered, &layers);
        if found < best.0 {
            best = (found, layers.clone());
        }
    }
    best.1
}

/// Puts each cell of a layer where its neighbours stand in the middle; one that has none stays where it is.
fn sort(number: usize, layers: &mut [Vec<usize>], neighbours: &[Vec<usize>], cells: usize) {
    let rank = ranks(layers, cells);
    // A mean as a fraction, so that nothing is rounded.
    let mean = |cell: usize| match neighbours[cell].len() {
        0 => (rank[cell], 1),
        count => (neighbours[cell].iter().map(|other| rank[*other]).sum::<usize>(), count),
    };
    layers[number].sort_by(|a, b| {
        let ((a, by), (b, of)) = (mean(*a), mean(*b));
        (a * of).cmp(&(b * by))
    });
}

fn ranks(layers: &[Vec<usize>], cells: usize) -> Vec<usize> {
    let mut rank = vec![0; cells];
    layers.iter().for_each(|layer| layer.iter().enumerate().for_each(|(n, cell)| rank[*cell] = n));
    rank
}

/// How many times lines cross.
pub(super) fn crossings(layered: &Layered, layers: &[Vec<usize>]) -> usize {
    let rank = ranks(layers, layered.layer.len());
    let mut by_layer = vec![Vec::new(); layered.count];
    for (from, to) in layered.steps() {
        by_layer[layered.layer[from]].push((rank[from], rank[to]));
    }
    let crossing = |steps: &Vec<(usize, usize)>| {
        let pairs = steps.iter().enumerate().flat_map(|(n, one)| steps[n + 1..].iter().map(move |other| (one, other)));
        pairs.filter(|(a, b)| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1)).count()
    };
    by_layer.iter().map(crossing).sum()
}
