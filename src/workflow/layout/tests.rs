use super::layers::layered;
use super::order::{crossings, ordered};
use super::*;
use proptest::prelude::*;

const SPACING: Spacing = Spacing { layers: 40, rows: 20, lines: 8 };

fn square(side: i32) -> Size {
    Size { width: side, height: side }
}

fn lines(pairs: &[(usize, usize)]) -> Vec<Line> {
    pairs.iter().map(|(from, to)| Line::new(*from, *to)).collect()
}

#[test]
fn boxes_stand_in_layers_by_the_longest_way_and_what_goes_back_runs_below() {
    let drawn = layout(&[square(50); 4], &lines(&[(0, 1), (1, 2), (0, 2), (2, 1), (2, 3)]), SPACING);
    let lefts: Vec<i32> = drawn.places.iter().map(|place| place.x).collect();
    assert!(lefts.is_sorted() && lefts.windows(2).all(|pair| pair[0] < pair[1]), "{lefts:?}");
    let bottom = drawn.places.iter().map(|place| place.y + 50).max().unwrap();
    for (n, route) in drawn.routes.iter().enumerate() {
        assert_eq!(route.iter().any(|point| point.y > bottom), n == 3, "{n}: {route:?}");
    }
}

#[test]
fn lines_that_need_not_cross_do_not() {
    let crossed = layered(&[square(10); 7], &lines(&[(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4)]), SPACING);
    assert_eq!(crossings(&crossed, &ordered(&crossed)), 0);
}

/// Whether a piece of a line goes through the inside of a box.
fn crosses(a: Point, b: Point, place: Point, size: Size) -> bool {
    let (left, right) = (a.x.min(b.x), a.x.max(b.x));
    let (top, bottom) = (a.y.min(b.y), a.y.max(b.y));
    left < place.x + size.width && right > place.x && top < place.y + size.height && bottom > place.y
}

proptest! {
    #[test]
    fn no_box_touches_another_and_no_line_crosses_a_box(
        sizes in prop::collection::vec((10..120i32, 10..90i32), 1..40),
        pairs in prop::collection::vec((0..40usize, 0..40usize), 0..90),
    ) {
        let boxes: Vec<Size> = sizes.iter().map(|(width, height)| Size { width: *width, height: *height }).collect();
        let count = boxes.len();
        let lines: Vec<Line> = pairs.iter().map(|(from, to)| Line::new(from % count, to % count)).collect();
        let drawn = layout(&boxes, &lines, SPACING);
        prop_assert_eq!(&drawn, &layout(&boxes, &lines, SPACING));
        for (n, (place, size)) in drawn.places.iter().zip(&boxes).enumerate() {
            prop_assert!(place.x >= 0 && place.y >= 0);
            prop_assert!(place.x + size.width <= drawn.size.width && place.y + size.height <= drawn.size.height);
            for (other, of) in drawn.places.iter().zip(&boxes).skip(n + 1) {
                let apart = place.x + size.width <= other.x || other.x + of.width <= place.x
                    || place.y + size.height <= other.y || other.y + of.height <= place.y;
                prop_assert!(apart, "{:?} {:?}", place, other);
            }
        }
        for (line, route) in lines.iter().zip(&drawn.routes) {
            prop_assert!(route.windows(2).all(|pair| pair[0].x == pair[1].x || pair[0].y == pair[1].y), "{:?}", route);
            for pair in route.windows(2) {
                for (place, size) in drawn.places.iter().zip(&boxes) {
                    prop_assert!(!crosses(pair[0], pair[1], *place, *size), "{:?} {:?}", line, route);
                }
            }
        }
    }
}
