//! The figures of `docs/PERFORMANCE.md`.

use std::fs;
use std::time::Duration;

/// Writes figures after their mark, `<!-- name -->`, in the place of the former ones.
pub fn keep(name: &str, report: &str) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/PERFORMANCE.md");
    let page = fs::read_to_string(path).unwrap();
    let mark = format!("<!-- {name} -->\n");
    let (head, rest) = page.split_once(&mark).unwrap();
    let (_, tail) = rest.split_once("<!-- end -->").unwrap();
    fs::write(path, format!("{head}{mark}{report}<!-- end -->{tail}")).unwrap();
}

/// Stops, once the figures are told, where one is over what it should be at most.
pub fn hold(what: &str, taken: Duration, most: Duration) {
    assert!(taken <= most, "{what}: {taken:?}, and at most {most:?} is wanted");
}
