//! A vote: ballots make one outcome.
//!
//! A tie is as many for as against, where just that is what stands between winning and losing. Then `tie` decides, if it is
//! written:
//!
//! | `majority` | wins | as many for as against |
//! |---|---|---|
//! | `simple` | more for than against | a tie; lost, where `tie` is not written |
//! | `absolute` | for: more than half of those who may vote | a tie where each side is half of them, lost without `tie`; else lost |
//! | `"1/2"` | for: at least half of those who take sides | a tie; won, where `tie` is not written |
//! | another part | for: at least that part of those who take sides | lost, or won if the part is less than a half: no tie |
//! | an integer | that many for | won if there are that many: no tie |
//! | `unanimous` | somebody for, nobody against | lost: no tie |
//! | `any` | somebody for | won: no tie |
//!
//! Where nobody takes sides nothing is won, and nothing tied. Too few who take part are no quorum, whatever they say.

use serde::{Deserialize, Deserializer};

/// The outcome of a vote that was lost.
pub const REJECTED: &str = "rejected";
/// The outcome of a vote in which too few took part.
pub const NO_QUORUM: &str = "no_quorum";

/// How ballots are counted. A member who is recused leaves every denominator.
#[derive(Debug, Clone, Deserialize)]
pub struct Vote {
    /// The outcome that is voted on.
    pub favorable: String,
    /// The outcome that takes part and takes no side.
    pub abstain: Option<String>,
    /// How many must take part, abstentions included.
    pub quorum: Option<Share>,
    pub majority: Majority,
    /// What as many for as against means; what the majority says, when absent.
    pub tie: Option<Tie>,
    /// Who voted what is shown to nobody.
    #[serde(default)]
    pub secret: bool,
    /// Whether it closes as soon as the ballots that are missing can change nothing.
    #[serde(default = "yes")]
    pub early: bool,
}

fn yes() -> bool {
    true
}

/// A number of people, or a part of those who may vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    Count(u32),
    Part(u32, u32),
}

impl Share {
    /// Whether so many of so many are enough.
    fn is_reached(self, some: u32, all: u32) -> bool {
        match self {
            Self::Count(count) => some >= count,
            Self::Part(part, whole) => u64::from(some) * u64::from(whole) >= u64::from(all) * u64::from(part),
        }
    }

    /// How many of so many are enough.
    fn of(self, all: u32) -> u32 {
        match self {
            Self::Count(count) => count,
            Self::Part(part, whole) => {
                (u64::from(all) * u64::from(part)).div_ceil(u64::from(whole)).try_into().unwrap_or(all)
            }
        }
    }

    /// Whether it is the half of whatever it is a part of.
    fn is_half(self) -> bool {
        matches!(self, Self::Part(part, whole) if u64::from(part) * 2 == u64::from(whole))
    }

    fn read(text: &str) -> Option<Self> {
        let (part, whole) = text.split_once('/')?;
        let (part, whole) = (part.parse().ok()?, whole.parse().ok()?);
        (part > 0 && part <= whole).then_some(Self::Part(part, whole))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Count(u32),
    Text(String),
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Count(count) => Ok(Self::Count(count)),
            Written::Text(text) => {
                Self::read(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no part of a whole")))
            }
        }
    }
}

/// What it takes to win.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Majority {
    /// Somebody for, and nobody against.
    Unanimous,
    /// More for than against.
    Simple,
    /// More than half of those who may vote.
    Absolute,
    /// One is enough.
    Any,
    /// So many; as a part, of those who take sides.
    Share(Share),
}

impl Majority {
    /// Whether as many for as against may be a tie.
    pub fn may_tie(self) -> bool {
        match self {
            Self::Simple | Self::Absolute => true,
            Self::Share(share) => share.is_half(),
            Self::Unanimous | Self::Any => false,
        }
    }
}

impl<'de> Deserialize<'de> for Majority {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Count(count) => Self::Share(Share::Count(count)),
            Written::Text(text) => match text.as_str() {
                "unanimous" => Self::Unanimous,
                "simple" => Self::Simple,
                "absolute" => Self::Absolute,
                "any" => Self::Any,
                other => {
                    let share = Share::read(other).map(Self::Share);
                    share.ok_or_else(|| serde::de::Error::custom(format!("{other:?} is no majority")))?
                }
            },
        })
    }
}

/// What as many for as against means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    Reject,
    Accept,
    /// Somebody of this role decides (« voix prépondérante »).
    Role(String),
}

impl Tie {
    /// The role that decides.
    pub fn role(&self) -> Option<&str> {
        if let Self::Role(name) = self { Some(name) } else { None }
    }
}

impl<'de> Deserialize<'de> for Tie {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match (text.as_str(), text.strip_prefix("role:")) {
            ("reject", _) => Ok(Self::Reject),
            ("accept", _) => Ok(Self::Accept),
            (_, Some(role)) => Ok(Self::Role(role.to_owned())),
            _ => Err(serde::de::Error::custom(format!("{text:?} settles no tie"))),
        }
    }
}

/// The ballots so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those who may vote, the recused left out.
    pub members: u32,
    pub favorable: u32,
    pub against: u32,
    pub abstained: u32,
}

/// What ballots come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Favorable,
    Rejected,
    NoQuorum,
    /// Somebody must decide.
    Tied,
}

impl Tally {
    /// The members who have not voted.
    pub fn missing(self) -> u32 {
        self.members.saturating_sub(self.favorable + self.against + self.abstained)
    }
}

impl Vote {
    /// How many of these members must take part.
    pub fn needed(&self, members: u32) -> Option<u32> {
        self.quorum.map(|quorum| quorum.of(members))
    }

    /// How many must be there for the vote to be held and won, as far as a number says so.
    pub fn least(&self) -> u32 {
        let count = |share: Share| if let Share::Count(count) = share { count } else { 1 };
        let majority = if let Majority::Share(share) = self.majority { count(share) } else { 1 };
        self.quorum.map_or(1, count).max(majority)
    }

    /// All that a vote may come to: too few may take part in any, if nobody may.
    pub fn outcomes(&self) -> [&str; 3] {
        [&self.favorable, REJECTED, NO_QUORUM]
    }

    /// What the ballots come to, if no other is cast.
    pub fn result(&self, tally: Tally) -> Verdict {
        let Tally { members, favorable, against, abstained } = tally;
        let sides = favorable + against;
        if self.quorum.is_some_and(|quorum| !quorum.is_reached(sides + abstained, members)) {
            return Verdict::NoQuorum;
        }
        if let Some(verdict) = self.tied(tally) {
            return verdict;
        }
        let wins = match self.majority {
            Majority::Unanimous => favorable > 0 && against == 0,
            Majority::Simple => favorable > against,
            Majority::Absolute => 2 * u64::from(favorable) > u64::from(members),
            Majority::Any => favorable > 0,
            Majority::Share(share) => favorable > 0 && share.is_reached(favorable, sides),
        };
        if wins { Verdict::Favorable } else { Verdict::Rejected }
    }

    /// What is written of a tie, if these ballots make one.
    fn tied(&self, tally: Tally) -> Option<Verdict> {
        let Tally { members, favorable, against, .. } = tally;
        let is_half = self.majority != Majority::Absolute || 2 * u64::from(favorable) == u64::from(members);
        let is_even = favorable > 0 && favorable == against && is_half && self.majority.may_tie();
        self.tie.as_ref().filter(|_| is_even).map(|tie| match tie {
            Tie::Reject => Verdict::Rejected,
            Tie::Accept => Verdict::Favorable,
            Tie::Role(_) => Verdict::Tied,
        })
    }

    /// What the vote comes to whatever the missing ballots are, or are never cast; `None` while they may change it. Each
    /// result is met where ballots satisfy linear conditions: if it is the same in the four extreme cases, it is in all.
    pub fn settled(&self, tally: Tally) -> Option<Verdict> {
        let missing = tally.missing();
        let result = self.result(tally);
        let cases = [
            Tally { favorable: tally.favorable + missing, ..tally },
            Tally { against: tally.against + missing, ..tally },
            Tally { abstained: tally.abstained + missing, ..tally },
        ];
        let same = cases.into_iter().all(|case| self.result(case) == result);
        (same && (missing == 0 || result != Verdict::Tied)).then_some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn vote(more: Value) -> Vote {
        let mut document = json!({"favorable": "yes", "abstain": "abstain", "majority": "simple"});
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(document).unwrap()
    }

    fn tally(members: u32, favorable: u32, against: u32, abstained: u32) -> Tally {
        Tally { members, favorable, against, abstained }
    }

    #[test]
    fn majorities() {
        for (majority, ballots, expected) in [
            (json!("simple"), tally(7, 3, 2, 2), Verdict::Favorable),
            (json!("simple"), tally(7, 2, 2, 3), Verdict::Rejected),
            (json!("simple"), tally(7, 0, 0, 7), Verdict::Rejected),
            (json!("absolute"), tally(7, 4, 0, 3), Verdict::Favorable),
            (json!("absolute"), tally(8, 4, 0, 4), Verdict::Rejected),
            (json!("unanimous"), tally(5, 3, 0, 2), Verdict::Favorable),
            (json!("unanimous"), tally(5, 4, 1, 0), Verdict::Rejected),
            (json!("unanimous"), tally(5, 0, 0, 5), Verdict::Rejected),
            (json!("any"), tally(5, 1, 4, 0), Verdict::Favorable),
            (json!(3), tally(5, 3, 2, 0), Verdict::Favorable),
            (json!(3), tally(5, 2, 0, 0), Verdict::Rejected),
            (json!("2/3"), tally(9, 4, 2, 3), Verdict::Favorable),
            (json!("2/3"), tally(9, 5, 3, 1), Verdict::Rejected),
            (json!("2/3"), tally(9, 0, 0, 9), Verdict::Rejected),
            (json!("1/2"), tally(4, 2, 2, 0), Verdict::Favorable),
            (json!("1/2"), tally(4, 0, 0, 4), Verdict::Rejected),
        ] {
            assert_eq!(vote(json!({"majority": majority})).result(ballots), expected, "{majority} {ballots:?}");
        }
    }

    #[test]
    fn who_takes_part_is_counted_and_who_is_recused_is_not() {
        let half = vote(json!({"quorum": "1/2"}));
        assert_eq!(half.result(tally(6, 1, 0, 1)), Verdict::NoQuorum);
        assert_eq!(half.result(tally(6, 1, 0, 2)), Verdict::Favorable);
        // One of the six is recused: two of five are too few, three are enough.
        assert_eq!(half.result(tally(5, 1, 0, 1)), Verdict::NoQuorum);
        assert_eq!(vote(json!({"quorum": 3})).result(tally(6, 1, 1, 1)), Verdict::Rejected);
    }

    #[test]
    fn a_tie_is_settled_as_the_definition_says() {
        let even = tally(4, 2, 2, 0);
        for (tie, expected) in
            [("reject", Verdict::Rejected), ("accept", Verdict::Favorable), ("role:chair", Verdict::Tied)]
        {
            assert_eq!(vote(json!({"tie": tie})).result(even), expected);
        }
        assert_eq!(vote(json!({})).result(even), Verdict::Rejected);
        // Majority, what even ballots come to with `tie: accept`, then with `tie: reject`.
        let (won, lost) = (Verdict::Favorable, Verdict::Rejected);
        for (majority, ballots, expected) in [
            (json!("simple"), tally(7, 1, 1, 5), (won, lost)),
            (json!("absolute"), even, (won, lost)),
            // One ballot more would be no absolute majority either.
            (json!("absolute"), tally(6, 2, 2, 2), (lost, lost)),
            (json!("absolute"), tally(5, 2, 2, 1), (lost, lost)),
            (json!("1/2"), even, (won, lost)),
            (json!("2/4"), tally(5, 2, 2, 1), (won, lost)),
            (json!("2/3"), even, (lost, lost)),
            (json!("1/3"), even, (won, won)),
            (json!(2), even, (won, won)),
            (json!(3), even, (lost, lost)),
            (json!("unanimous"), even, (lost, lost)),
            (json!("any"), even, (won, won)),
        ] {
            let with = |tie: &str| vote(json!({"majority": majority, "tie": tie}));
            assert_eq!((with("accept").result(ballots), with("reject").result(ballots)), expected, "{majority}");
            let asks = with("role:chair").result(ballots) == Verdict::Tied;
            assert_eq!(asks, expected == (won, lost), "{majority} {ballots:?}");
            let may_tie = with("reject").majority.may_tie();
            assert!(may_tie || !asks, "{majority}");
        }
        // Who breaks a tie is asked when nothing else can come of it.
        let half = vote(json!({"majority": "absolute", "tie": "role:chair"}));
        assert_eq!((half.settled(tally(4, 2, 1, 0)), half.settled(even)), (None, Some(Verdict::Tied)));
        assert!(serde_json::from_value::<Tie>(json!("coin")).is_err());
        assert!(serde_json::from_value::<Share>(json!("3/2")).is_err());
        assert!(serde_json::from_value::<Majority>(json!("most")).is_err());
    }

    #[test]
    fn it_closes_when_nothing_can_change() {
        let simple = vote(json!({}));
        assert_eq!(simple.settled(tally(5, 3, 0, 0)), Some(Verdict::Favorable));
        assert_eq!(simple.settled(tally(5, 2, 0, 0)), None);
        assert_eq!(simple.settled(tally(5, 0, 3, 0)), Some(Verdict::Rejected));
        // Nobody more may come: with a quorum, absence counts.
        let half = vote(json!({"quorum": "1/2"}));
        assert_eq!(half.settled(tally(5, 2, 0, 0)), None);
        assert_eq!(half.settled(tally(5, 3, 0, 0)), Some(Verdict::Favorable));
        assert_eq!(vote(json!({"majority": "any"})).settled(tally(5, 1, 0, 0)), Some(Verdict::Favorable));
        assert_eq!(vote(json!({"majority": "unanimous"})).settled(tally(5, 0, 1, 0)), Some(Verdict::Rejected));
    }

    fn any_vote() -> impl Strategy<Value = Vote> {
        let majority = prop::sample::select(vec![
            json!("simple"),
            json!("absolute"),
            json!("unanimous"),
            json!("any"),
            json!(2),
            json!(4),
            json!("2/3"),
            json!("1/2"),
            json!("1/3"),
        ]);
        let quorum = prop::sample::select(vec![json!(null), json!(1), json!(3), json!("1/2"), json!("2/3")]);
        let tie = prop::sample::select(vec![json!(null), json!("reject"), json!("accept"), json!("role:chair")]);
        (majority, quorum, tie)
            .prop_map(|(majority, quorum, tie)| vote(json!({"majority": majority, "quorum": quorum, "tie": tie})))
    }

    proptest! {
        /// What is settled early is what every way to end comes to, and nothing else is.
        #[test]
        fn early_is_never_wrong_and_never_late(
            vote in any_vote(), favorable in 0..5_u32, against in 0..5_u32, abstained in 0..4_u32, missing in 0..5_u32,
        ) {
            let now = tally(favorable + against + abstained + missing, favorable, against, abstained);
            let mut results = Vec::new();
            for more in 0..=missing {
                for less in 0..=missing - more {
                    for neither in 0..=missing - more - less {
                        let end = tally(now.members, favorable + more, against + less, abstained + neither);
                        results.push(vote.result(end));
                    }
                }
            }
            let same = results.iter().all(|result| *result == results[0]) && (missing == 0 || results[0] != Verdict::Tied);
            prop_assert_eq!(vote.settled(now), same.then_some(results[0]));
        }

        /// Whoever comes first, closing early comes to what counting all comes to.
        #[test]
        fn closing_early_is_counting_all(
            vote in any_vote(), ballots in prop::collection::vec(0..3_u8, 1..9).prop_shuffle(),
        ) {
            let mut now = tally(u32::try_from(ballots.len()).unwrap(), 0, 0, 0);
            let mut settled = vote.settled(now);
            for ballot in &ballots {
                let side = [&mut now.favorable, &mut now.against, &mut now.abstained].into_iter().nth((*ballot).into());
                *side.unwrap() += 1;
                settled = settled.or(vote.settled(now));
            }
            prop_assert_eq!(settled, Some(vote.result(now)));
        }
    }
}
