//! The ballots counted again, from the histories alone and by other code: what each vote came to, what each person was told.

use super::site::Still;
use super::{Click, Told, Want};
use std::collections::BTreeMap;

/// An event: the key of the click, the command, the state that it led to, who did it, the outcome that was written.
struct Event {
    key: String,
    command: String,
    to: String,
    by: String,
    outcome: String,
}

/// Asserts that each decision follows from the ballots, and that people were told the truth. Returns how many votes were closed
/// by a ballot, by time, by a director.
pub fn recount(site: &Still, told: &[(&Click, (Told, usize))]) -> BTreeMap<&'static str, usize> {
    let mut closed = BTreeMap::new();
    for (index, standing) in site.standing.iter().enumerate() {
        let sql = format!(
            "SELECT coalesce(key, '') || '|' || command || '|' || (content->>'to') || '|' || coalesce(actor_id::text, '') || '|'
             || coalesce(content->'input'->>'outcome', '') AS told FROM events WHERE dossier_id = '{}' AND seq > 1 ORDER BY seq",
            standing.id
        );
        let events: Vec<Event> = site.rows(&sql).iter().map(|row| event(row)).collect();
        count(&events, site.members.len(), &standing.number.to_string(), &mut closed);
        let own = told.iter().filter(|(click, _)| click.dossier == index);
        let mut done: Vec<[String; 4]> = own
            .filter(|(_, (told, _))| *told == Told::Done)
            .map(|(click, _)| {
                let (command, outcome) = match click.want {
                    Want::Vote(member, outcome) => (format!("task:ballot:{}", standing.parts[member]), outcome),
                    Want::Decide(name) => (name.to_owned(), ""),
                    Want::Withdraw => ("withdraw".to_owned(), ""),
                    Want::Reopen => ("reopen".to_owned(), ""),
                };
                [click.key.clone(), command, click.who.id.to_string(), outcome.to_owned()]
            })
            .collect();
        let by_people = events.into_iter().filter(|event| !event.by.is_empty());
        let mut there: Vec<[String; 4]> =
            by_people.map(|event| [event.key, event.command, event.by, event.outcome]).collect();
        done.sort();
        there.sort();
        assert_eq!(done, there, "{}: what people were told is done is what was done", standing.number);
    }
    closed
}

fn event(row: &str) -> Event {
    let mut fields = row.split('|').map(str::to_owned);
    let mut next = || fields.next().unwrap();
    Event { key: next(), command: next(), to: next(), by: next(), outcome: next() }
}

fn count(events: &[Event], members: usize, number: &str, closed: &mut BTreeMap<&'static str, usize>) {
    let (mut state, mut ballots): (String, BTreeMap<String, String>) = ("committee".to_owned(), BTreeMap::new());
    for Event { command, to, outcome, .. } in events {
        let votes = state == "committee";
        let expected = match command.split(':').next().unwrap() {
            "task" => {
                assert!(
                    votes && ballots.insert(command.clone(), outcome.clone()).is_none(),
                    "{number}: {command} twice"
                );
                let result = result(&ballots, members - ballots.len());
                closed.entry("ballot").and_modify(|count| *count += usize::from(result.is_some())).or_default();
                result.unwrap_or("committee")
            }
            // Silence abstains.
            "due" => {
                assert!(votes, "{number}");
                *closed.entry("time").or_default() += 1;
                result(&ballots, 0).unwrap()
            }
            name @ ("grant" | "refuse") => {
                assert!(votes, "{number}: {name} in {state}");
                *closed.entry("director").or_default() += 1;
                if name == "grant" { "granted" } else { "refused" }
            }
            "withdraw" if votes => "withdrawn",
            "reopen" if matches!(&*state, "granted" | "refused") => {
                ballots.clear();
                "committee"
            }
            other => panic!("{number}: {other} in {state}"),
        };
        assert_eq!(to, expected, "{number}: {command}, {ballots:?}");
        state.clone_from(to);
    }
}

/// What a vote comes to, if the ballots that are missing can't change it: it is won by more for than against.
fn result(ballots: &BTreeMap<String, String>, missing: usize) -> Option<&'static str> {
    let cast = |outcome: &str| ballots.values().filter(|cast| *cast == outcome).count();
    let (favorable, against) = (cast("favorable"), cast("unfavorable"));
    match (favorable > against + missing, favorable + missing <= against) {
        (true, _) => Some("granted"),
        (_, true) => Some("refused"),
        _ => None,
    }
}
