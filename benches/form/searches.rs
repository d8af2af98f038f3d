//! Searches in the embedded lists, as a person types.

use guichet::reference::{Searchable, named};
use std::time::Duration;

/// What is promised of each.
pub const BOUND: Duration = Duration::from_millis(5);

/// Texts that much is found for, that two things are asked of, that nothing is found for.
pub const TEXTS: [&str; 9] =
    ["s", "saint", "saint-d", "l", "4", "44", "nantes 44000", "communauté de communes", "de la sur les zzz"];

/// The lists, and what they hold.
pub fn lists() -> [(&'static dyn Searchable, &'static str); 5] {
    [
        ("communes", "communes"),
        ("epci", "groups of communes"),
        ("departements", "départements"),
        ("regions", "régions"),
        ("pays", "countries"),
    ]
    .map(|(name, told)| (named(name).unwrap(), told))
}
