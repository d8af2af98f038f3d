//! The corners of lines, and the place of boxes.

use super::layers::Layered;
use super::{Layout, Line, Point, Size, Spacing};

/// A vertical piece of a line in the gap after a layer, between two heights.
struct Turn {
    gap: usize,
    from: i32,
    to: i32,
}

/// One line: the heights that it takes, and where it turns from one to the next.
struct Run {
    turns: Vec<Turn>,
}

pub(super) fn drawn(
    boxes: &[Size],
    lines: &[Line],
    layered: &Layered,
    ordered: &[Vec<usize>],
    tops: &[i32],
    spacing: Spacing,
) -> Layout {
    let bottom = (0..tops.len()).map(|cell| tops[cell] + layered.height[cell]).max().unwrap_or_default();
    let mut lane = bottom + spacing.rows;
    let mut lowest = bottom;
    let runs: Vec<Run> = lines
        .iter()
        .zip(&layered.paths)
        .map(|(line, path)| {
            let run = run(line, path, layered, (boxes, tops), lane);
            if path.is_empty() {
                lowest = lane;
                lane += spacing.lines;
            }
            run
        })
        .collect();
    // The gap before the first layer is number 0, the one after layer n is n + 1.
    let (tracks, counts) = tracks(&runs, layered.count);
    let width = |layer: &Vec<usize>| layer.iter().filter_map(|cell| Some(boxes.get(*cell)?.width)).max().unwrap_or(0);
    let widths: Vec<i32> = ordered.iter().map(width).collect();
    let (mut left, mut gaps, mut x) = (Vec::new(), Vec::new(), 0);
    for (gap, count) in counts.iter().copied().enumerate() {
        gaps.push(x + spacing.layers / 2);
        let turns = spacing.lines * i32::try_from(count).unwrap_or_default();
        let outer = gap == 0 || gap == layered.count;
        x += turns + if outer && count == 0 { 0 } else { spacing.layers };
        left.push(x);
        x += widths.get(gap).copied().unwrap_or(0);
    }
    let place = |cell: usize| {
        let layer = layered.layer[cell];
        Point { x: left[layer] + (widths[layer] - boxes[cell].width) / 2, y: tops[cell] }
    };
    let places: Vec<Point> = (0..boxes.len()).map(place).collect();
    let routes = lines.iter().zip(&runs).enumerate().map(|(n, (line, run))| {
        let turns = run.turns.iter().zip(&tracks[n]);
        let turns = turns.map(|(turn, track)| (gaps[turn.gap] + spacing.lines * track, turn));
        corners(line, boxes, &places, turns)
    });
    let routes: Vec<_> = routes.collect();
    let right = routes.iter().flatten().map(|point| point.x).max().unwrap_or(0).max(x);
    Layout { places, routes, size: Size { width: right, height: lowest } }
}

/// The height at which a line leaves its box.
fn leaving(line: &Line, boxes: &[Size], tops: &[i32]) -> i32 {
    tops[line.from] + line.exit.last().map_or(boxes[line.from].height / 2, |point| point.y)
}

fn run(line: &Line, path: &[usize], layered: &Layered, (boxes, tops): (&[Size], &[i32]), lane: i32) -> Run {
    let (start, end) = (leaving(line, boxes, tops), tops[line.to] + boxes[line.to].height / 2);
    let after = layered.layer[line.from] + 1;
    if path.is_empty() {
        let back = Turn { gap: layered.layer[line.to], from: lane, to: end };
        return Run { turns: vec![Turn { gap: after, from: start, to: lane }, back] };
    }
    let mut heights = vec![start];
    heights.extend(path[1..path.len() - 1].iter().map(|cell| tops[*cell] + layered.height[*cell] / 2));
    heights.push(end);
    let turns = heights.windows(2).enumerate().map(|(n, pair)| Turn { gap: after + n, from: pair[0], to: pair[1] });
    Run { turns: turns.filter(|turn| turn.from != turn.to).collect() }
}

/// The track of each turn in its gap, and how many tracks each gap has. Those that go down turn from right to left as they start
/// lower, those that go up from left to right: neighbours do not cross more than they must.
fn tracks(runs: &[Run], layers: usize) -> (Vec<Vec<i32>>, Vec<usize>) {
    let mut by_gap: Vec<Vec<(usize, usize)>> = vec![Vec::new(); layers + 1];
    for (line, run) in runs.iter().enumerate() {
        run.turns.iter().enumerate().for_each(|(turn, at)| by_gap[at.gap].push((line, turn)));
    }
    let mut tracks: Vec<Vec<i32>> = runs.iter().map(|run| vec![0; run.turns.len()]).collect();
    for turns in &mut by_gap {
        turns.sort_by_key(|(line, turn)| {
            let at = &runs[*line].turns[*turn];
            let down = at.to > at.from;
            (!down, if down { -at.from } else { at.from }, at.to, *line)
        });
        for (track, (line, turn)) in turns.iter().enumerate() {
            tracks[*line][*turn] = i32::try_from(track).unwrap_or_default();
        }
    }
    (tracks, by_gap.iter().map(Vec::len).collect())
}

fn corners<'t>(
    line: &Line,
    boxes: &[Size],
    places: &[Point],
    turns: impl Iterator<Item = (i32, &'t Turn)>,
) -> Vec<Point> {
    let (from, to) = (places[line.from], places[line.to]);
    let mut points: Vec<Point> =
        line.exit.iter().map(|point| Point { x: from.x + point.x, y: from.y + point.y }).collect();
    if points.is_empty() {
        let size = boxes[line.from];
        points.push(Point { x: from.x + size.width, y: from.y + size.height / 2 });
    }
    for (x, turn) in turns {
        points.push(Point { x, y: turn.from });
        points.push(Point { x, y: turn.to });
    }
    points.push(Point { x: to.x, y: to.y + boxes[line.to].height / 2 });
    points
}
