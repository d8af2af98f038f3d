//! `kill -9` between any two statements: of a person's step, of a provider's answer, of the jobs that mail, tell, ask, and fire
//! timers. The process dies at a round trip to PostgreSQL, before or after PostgreSQL has had it, so that nothing of this is in the
//! product. It starts again on the same database, whoever had no answer sends the same again, and in the end each dossier has
//! lived what one lives that nobody killed. `CRASHES` is the number of kills.

mod life;
mod tale;

use crate::support::wire::{Point, Side, Struck};
use life::{Deed, LIVES, Life, Site};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;

/// Kills, when `CRASHES` says nothing.
const CRASHES: usize = 100;
/// How the jobs begin to work, after they have looked whether the schema is up to date.
const CLAIM: &str = "UPDATE outbox SET locked_until";

/// What came of a deed.
pub struct Lived {
    /// The round trips that it took.
    pub trips: usize,
    /// Of which the process died, if it did, and whether what it was at was done all the same.
    pub struck: Option<(Struck, bool)>,
}

/// The points of a deed, drawn until none is left, then again. The two sides of the end of a step come first: there it is decided
/// whether it was taken.
#[derive(Default)]
struct Deck {
    trips: usize,
    left: Vec<Point>,
}

impl Deck {
    fn draw(&mut self, deed: Deed, random: &mut StdRng) -> Point {
        if self.left.is_empty() {
            let from = if deed == Deed::Work { CLAIM } else { "" };
            let both = |from, left| [Side::Before, Side::After].map(|side| Point { from, left, side });
            self.left = (0..self.trips).flat_map(|left| both(from, left)).collect();
            self.left.shuffle(random);
            self.left.extend((deed != Deed::Work).then_some(both("COMMIT", 0)).into_iter().flatten());
        }
        self.left.pop().unwrap()
    }
}

/// The kills so far.
#[derive(Default)]
struct Toll {
    of: BTreeMap<String, usize>,
    kept: usize,
    undone: usize,
}

impl Toll {
    fn count(&self) -> usize {
        self.of.values().sum()
    }

    fn note(&mut self, deed: Deed, Struck { trip, side }: &Struck, is_kept: bool) {
        // What was prepared before is known by its number only.
        let told = trip.lines().find(|line| line.starts_with("P ") || line.starts_with("Q ")).unwrap_or("prepared");
        println!("{deed:?}: {side:?} {told:.100}{}", if is_kept { ", kept" } else { "" });
        *self.of.entry(format!("{deed:?}")).or_default() += 1;
        *if is_kept { &mut self.kept } else { &mut self.undone } += 1;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_any_two_statements_it_loses_nothing_and_does_nothing_twice() {
    let asked: Option<usize> = std::env::var("CRASHES").ok().and_then(|crashes| crashes.parse().ok());
    // Always the same, unless more is asked for.
    let seed = asked.map_or(20_261_201, |_| rand::rng().random());
    println!("seed {seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let (mut site, mut toll, crashes) = (Site::start().await, Toll::default(), asked.unwrap_or(CRASHES));
    let mut decks: BTreeMap<(usize, usize), Deck> = BTreeMap::new();
    let mut untouched = Vec::new();
    for which in (0..LIVES.len()).cycle() {
        let is_first = untouched.len() < LIVES.len();
        if toll.count() >= crashes {
            break;
        }
        let life = Life::begin(&site).await;
        for (place, deed) in LIVES[which].iter().enumerate() {
            let deck = decks.entry((which, place)).or_default();
            let dies = !is_first && toll.count() < crashes;
            let point = dies.then(|| deck.draw(*deed, &mut random));
            let lived = site.live(&life, *deed, point).await;
            deck.trips = deck.trips.max(lived.trips);
            if let Some((struck, is_kept)) = &lived.struck {
                toll.note(*deed, struck, *is_kept);
            }
        }
        site.server.must(&["audit", "verify"]);
        let tale = tale::of(&site, &life);
        println!("{} kills, {} lived", toll.count(), life.number);
        if is_first {
            untouched.push(tale);
        } else {
            tale::agree(&untouched[which], &tale, &format!("seed {seed}, {}", life.number));
        }
    }
    println!("{:#?}\n{} steps were kept, {} undone", toll.of, toll.kept, toll.undone);
    let deeds: Vec<String> = LIVES.concat().iter().map(|deed| format!("{deed:?}")).collect();
    let spared = deeds.iter().filter(|deed| !deed.starts_with("Wait") && !toll.of.contains_key(*deed));
    assert_eq!(spared.count(), 0, "each deed was killed");
    assert!(toll.kept >= 10 && toll.undone >= 10, "each side of the end of a step");
}
