//! Public holidays are those of another library, Python's holidays; Easter is that of dateutil.

use crate::support::oracle;
use guichet::civil::{Territory, easter};
use serde_json::{Value, json};

/// Territories, and their names in the other library.
const PLACES: [(&str, &str); 13] = [
    ("75", ""),
    ("975", "PM"),
    ("57", "57"),
    ("67", "6AE"),
    ("68", "6AE"),
    ("971", "971"),
    ("972", "972"),
    ("973", "973"),
    ("974", "974"),
    ("976", "976"),
    ("977", "BL"),
    ("978", "MF"),
    ("2A", ""),
];

#[test]
fn another_library_knows_the_same_holidays() {
    // Whit Monday was none from 2005 to 2007, in that library's reading of the law.
    let years = 2008..=2100;
    let asked: Vec<(&str, &str, i32)> =
        years.flat_map(|year| PLACES.map(|(code, place)| (code, place, year))).collect();
    let questions: Vec<Value> = asked.iter().map(|(_, place, year)| json!({"holidays": place, "year": year})).collect();
    let theirs = oracle::answers("public_holidays.py", &questions);
    let mut differences = Vec::new();
    for ((code, _, year), theirs) in asked.iter().zip(theirs) {
        let ours = json!(Territory::of(code).unwrap().holidays(*year));
        // They begin in 2012, with the decree; the calendar knows the law of today.
        let is_older = matches!(*code, "977" | "978") && *year < 2012;
        if ours != theirs && !is_older {
            differences.push(format!("{code} {year}: ours {ours}, theirs {theirs}"));
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn another_library_knows_the_same_easter() {
    // The first whole year of the Gregorian calendar, and the last that the other library knows.
    let years: Vec<i32> = (1583..=4099).collect();
    let questions: Vec<Value> = years.iter().map(|year| json!({ "easter": year })).collect();
    let ours: Vec<Value> = years.iter().map(|year| json!(easter(*year).unwrap())).collect();
    assert_eq!(ours, oracle::answers("public_holidays.py", &questions));
}
