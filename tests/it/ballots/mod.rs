//! Exactly one decision: people vote, decide, withdraw and reopen at once on the same dossiers, several of them twice, while time
//! closes votes and the jobs of two processes work. Statements that write take longer now and then. In the end whoever was told
//! that it is done finds it in the history once, whoever was not finds nothing, and the ballots counted again by other code give
//! each decision.

mod recount;
mod site;

use crate::support::laws;
use actix_web::ResponseError;
use futures_util::{StreamExt, stream};
use guichet::Error;
use guichet::db::Db;
use guichet::dossiers::Number;
use guichet::dossiers::step::Outcome;
use guichet::dossiers::submit::{self, Submitted};
use guichet::review::act;
use guichet::web::Account;
use guichet::workflow::Command;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::StatusCode;
use serde_json::json;
use site::{Site, Standing};
use std::collections::BTreeMap;
use std::time::Duration;

/// Dossiers, and what is clicked on each: ten thousand in all.
const DOSSIERS: usize = 100;
const CLICKS: usize = 100;
/// Those that are raced for as the time of their votes ends.
const LATE: usize = 30;
/// Dossiers, and clicks on each, that are under way at once.
const AT_ONCE: (usize, usize) = (6, 8);
/// How often somebody looks again who was told that somebody else was first.
const LOOKS: usize = 4;

/// What somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// By the number of a member.
    Vote(usize, &'static str),
    Decide(&'static str),
    Withdraw,
    Reopen,
}

/// A click of somebody on a dossier: the same key each time that it is sent.
#[derive(Debug, Clone)]
pub struct Click {
    pub dossier: usize,
    pub want: Want,
    pub who: Account,
    pub key: String,
    /// It is sent twice at once.
    twice: bool,
    /// How long they look at the page before they click.
    thinks: Duration,
}

/// What they were told last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    Done,
    No(&'static str),
}

fn wants(random: &mut StdRng, members: usize) -> Want {
    let outcomes = ["favorable", "favorable", "favorable", "unfavorable", "unfavorable", "unfavorable", "abstain"];
    match random.random_range(0..100) {
        0..74 => Want::Vote(random.random_range(0..members), outcomes.choose(random).unwrap()),
        74..79 => Want::Decide(["grant", "refuse"].choose(random).unwrap()),
        79..99 => Want::Reopen,
        _ => Want::Withdraw,
    }
}

fn clicks(site: &Site, dossier: usize, random: &mut StdRng) -> Vec<Click> {
    let made = (0..CLICKS).map(|n| {
        let want = wants(random, site.members.len());
        let who = match want {
            Want::Vote(member, _) => &site.members[member],
            Want::Decide(_) => site.directors.choose(random).unwrap(),
            Want::Withdraw => &site.citizen,
            Want::Reopen => site.agents.choose(random).unwrap(),
        };
        let thinks = Duration::from_millis(random.random_range(0..8));
        Click { dossier, want, who: who.clone(), key: format!("{dossier}-{n}"), twice: random.random_bool(0.1), thinks }
    });
    made.collect()
}

/// Sends a click once. Busy is not told: it is what makes somebody send it again.
async fn send(db: &Db, standing: &Standing, click: &Click, rev: i32) -> Result<Outcome, Error> {
    let (number, who, key, want): (Number, _, _, _) =
        (standing.number.clone(), click.who.clone(), click.key.clone(), click.want);
    let part = match want {
        Want::Vote(member, _) => standing.parts[member],
        _ => 0,
    };
    db.write(move |tx| {
        let now = guichet::app::now();
        let (command, input) = match want {
            Want::Vote(_, outcome) => (Command::Task { name: "ballot".to_owned(), part }, json!({"outcome": outcome})),
            Want::Decide(name) => (Command::of_button(name), json!({"motivation": "Vu le dossier."})),
            Want::Reopen => (Command::of_button("reopen"), json!({})),
            Want::Withdraw => {
                let click = submit::Click { transition: "withdraw".to_owned(), key, rev };
                return match submit::act(tx, &who, &number, &click, now)? {
                    Submitted::Done(outcome) => Ok(outcome),
                    Submitted::Waiting(_) | Submitted::Unfit(_) => Err(Error::Invalid("unfit")),
                };
            }
        };
        let stamp = act::Stamp { rev, key, on_behalf: None };
        act::act(tx, &who, &number, &act::Click { command, stamp, input, answers: Vec::new() }, now)
    })
    .await
}

/// What came of a click in the end, and how often its page was looked at.
async fn clicked(site: &Site, click: &Click) -> (Told, usize) {
    let standing = &site.standing[click.dossier];
    for look in 1..=LOOKS {
        let rev = site.revision(standing).await;
        tokio::time::sleep(click.thinks).await;
        let first = send(&site.db, standing, click, rev);
        let answer = if click.twice {
            let (one, other) = futures_util::join!(first, send(&site.db, standing, click, rev));
            // Both were told the same, or one came first.
            assert!(one.is_ok() == other.is_ok() || is_busy(&one) || is_busy(&other), "{click:?}: {one:?}, {other:?}");
            one.or(other)
        } else {
            first.await
        };
        match answer {
            Ok(Outcome::Done | Outcome::Replayed) => return (Told::Done, look),
            Ok(Outcome::Overtaken) => return (Told::No("overtaken"), look),
            Err(Error::Conflict | Error::Unavailable(_)) => {}
            Err(error) => {
                assert_eq!(error.status_code(), StatusCode::CONFLICT.as_u16(), "{click:?}: {error}");
                return (Told::No(error.code()), look);
            }
        }
    }
    (Told::No("conflict"), LOOKS)
}

fn is_busy(answer: &Result<Outcome, Error>) -> bool {
    matches!(answer, Err(Error::Unavailable(_)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_thousand_votes_and_decisions_at_once_none_is_lost_and_none_decides_twice() {
    let site = Site::start(DOSSIERS).await;
    let mut random = StdRng::seed_from_u64(20_261_201);
    let clicks: Vec<Vec<Click>> = (0..DOSSIERS).map(|dossier| clicks(&site, dossier, &mut random)).collect();
    let race = |dossier: usize| {
        let (site, own) = (&site, &clicks[dossier]);
        async move {
            let sent = stream::iter(own).map(|click| async move { (click, clicked(site, click).await) });
            sent.buffer_unordered(AT_ONCE.1).collect::<Vec<_>>().await
        }
    };
    let early = stream::iter(LATE..DOSSIERS).map(&race).buffer_unordered(AT_ONCE.0).collect::<Vec<_>>();
    let late = (0..LATE).map(|dossier| {
        let race = &race;
        let due = site.standing[dossier].due - guichet::app::now();
        async move {
            tokio::time::sleep(due.to_std().unwrap_or_default().saturating_sub(Duration::from_millis(100))).await;
            race(dossier).await
        }
    });
    let (early, late) = futures_util::join!(early, futures_util::future::join_all(late));
    let told: Vec<(&Click, (Told, usize))> = early.into_iter().chain(late).flatten().collect();

    let (mut tally, mut looks): (BTreeMap<(&str, Told), usize>, usize) = (BTreeMap::new(), 0);
    for (click, (told, looked)) in &told {
        let kind = match click.want {
            Want::Vote(..) => "vote",
            Want::Decide(_) => "decide",
            Want::Withdraw => "withdraw",
            Want::Reopen => "reopen",
        };
        *tally.entry((kind, told.clone())).or_default() += 1;
        looks += looked;
    }
    let site = site.still();
    laws::hold(&site.server.database, "in the end");
    let closed = recount::recount(&site, &told);
    println!("{} clicks, {looks} looks: {tally:#?}\nclosed: {closed:#?}", told.len());
    site.server.must(&["audit", "verify"]);
    assert_eq!(told.len(), DOSSIERS * CLICKS);
    // Nothing of it is for show.
    for (kind, least) in [("vote", 1000), ("decide", 100), ("reopen", 100), ("withdraw", 10)] {
        let done = tally.get(&(kind, Told::Done)).copied().unwrap_or_default();
        assert!(done >= least, "{kind}: {done}");
    }
    for by in ["ballot", "time", "director"] {
        assert!(closed.get(by).is_some_and(|count| *count >= 20), "{by}");
    }
}
