//! The parts of France whose clocks or public holidays are their own.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer};

/// Where the clocks and the public holidays are the same ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Territory {
    /// Metropolitan France.
    #[default]
    Metropole,
    /// Good Friday is the law's in communes that have a Protestant church or a mixed one: here, in all of them.
    AlsaceMoselle,
    Guadeloupe,
    Martinique,
    Guyane,
    Reunion,
    SaintPierreEtMiquelon,
    Mayotte,
    SaintBarthelemy,
    /// Remembers on 28 May, since the circular of 4 May 2018; the article still has Guadeloupe's day.
    SaintMartin,
    WallisEtFutuna,
    /// By the clocks of Tahiti. Those of the Marquesas and the Gambier Islands are ahead of them, by 30 and 60 minutes.
    Polynesia,
    NewCaledonia,
}

/// No département and no collectivity has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is the code of no département and no collectivity")]
pub struct Unknown(pub String);

impl Territory {
    /// Every territory.
    pub const ALL: [Self; 13] = [
        Self::Metropole,
        Self::AlsaceMoselle,
        Self::Guadeloupe,
        Self::Martinique,
        Self::Guyane,
        Self::Reunion,
        Self::SaintPierreEtMiquelon,
        Self::Mayotte,
        Self::SaintBarthelemy,
        Self::SaintMartin,
        Self::WallisEtFutuna,
        Self::Polynesia,
        Self::NewCaledonia,
    ];

    /// That of a département or a collectivity, by its code in the Code officiel géographique. `None` for an unknown code.
    pub fn of(code: &str) -> Option<Self> {
        Some(match code {
            "57" | "67" | "68" => Self::AlsaceMoselle,
            "971" => Self::Guadeloupe,
            "972" => Self::Martinique,
            "973" => Self::Guyane,
            "974" => Self::Reunion,
            "975" => Self::SaintPierreEtMiquelon,
            "976" => Self::Mayotte,
            "977" => Self::SaintBarthelemy,
            "978" => Self::SaintMartin,
            "986" => Self::WallisEtFutuna,
            "987" => Self::Polynesia,
            "988" => Self::NewCaledonia,
            "2A" | "2B" => Self::Metropole,
            _ => {
                let is_number = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
                return (is_number && ("01"..="95").contains(&code) && code != "20").then_some(Self::Metropole);
            }
        })
    }

    /// The date on the clocks there.
    pub fn date(self, at: DateTime<Utc>) -> NaiveDate {
        self.shown(at).date()
    }

    /// What the clocks there show; at the ends of the calendar, which have no other day beside them, the time of UTC.
    pub fn shown(self, at: DateTime<Utc>) -> NaiveDateTime {
        let moment = at.naive_utc();
        let offset = self.zone().offset_from_utc_datetime(&moment).fix();
        moment.checked_add_offset(offset).unwrap_or(moment)
    }

    /// The moment as its clocks tell it.
    pub fn local(self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        at.with_timezone(&self.zone()).fixed_offset()
    }

    /// The instant at which a day begins there. Where the clocks skip midnight, the first one after it.
    pub fn midnight(self, day: NaiveDate) -> DateTime<Utc> {
        self.instant(day.and_time(NaiveTime::MIN))
    }

    /// The instant at which its clocks show a moment: the first, where they show it twice; where they skip it, as if they had
    /// not moved.
    pub fn instant(self, moment: NaiveDateTime) -> DateTime<Utc> {
        let zone = self.zone();
        let shown = zone.from_local_datetime(&moment).earliest().map(|shown| shown.to_utc());
        let skipped = || {
            let hours = (1..=24).filter_map(|hours| moment.checked_sub_signed(TimeDelta::hours(hours)));
            let before = hours.filter_map(|earlier| zone.from_local_datetime(&earlier).latest()).next()?;
            Some(moment.checked_sub_offset(before.offset().fix())?.and_utc())
        };
        shown.or_else(skipped).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The time zone of its clocks.
    pub fn zone(self) -> Tz {
        match self {
            Self::Metropole | Self::AlsaceMoselle => Tz::Europe__Paris,
            Self::Guadeloupe => Tz::America__Guadeloupe,
            Self::Martinique => Tz::America__Martinique,
            Self::Guyane => Tz::America__Cayenne,
            Self::Reunion => Tz::Indian__Reunion,
            Self::SaintPierreEtMiquelon => Tz::America__Miquelon,
            Self::Mayotte => Tz::Indian__Mayotte,
            Self::SaintBarthelemy => Tz::America__St_Barthelemy,
            Self::SaintMartin => Tz::America__Marigot,
            Self::WallisEtFutuna => Tz::Pacific__Wallis,
            Self::Polynesia => Tz::Pacific__Tahiti,
            Self::NewCaledonia => Tz::Pacific__Noumea,
        }
    }
}

/// By its code.
impl<'de> Deserialize<'de> for Territory {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::of(&code).ok_or_else(|| serde::de::Error::custom(Unknown(code)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn codes_are_those_of_the_official_code() {
        for code in ["01", "19", "2A", "2B", "21", "95"] {
            assert_eq!(Territory::of(code), Some(Territory::Metropole), "{code}");
        }
        assert_eq!(Territory::of("67"), Some(Territory::AlsaceMoselle));
        assert_eq!(Territory::of("988"), Some(Territory::NewCaledonia));
        for code in ["", "1", "00", "20", "96", "979", "989", "001", "+1", "xx"] {
            assert_eq!(Territory::of(code), None, "{code}");
        }
    }

    /// What the schema of a procedure takes as a territory is what is known here.
    #[test]
    fn the_schema_takes_the_known_codes() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../forms/procedure.schema.json")).unwrap();
        let validator = jsonschema::validator_for(&schema["properties"]["territory"]).unwrap();
        const SIGNS: [&str; 13] = ["", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "A", "B"];
        let pairs = SIGNS.iter().flat_map(|a| SIGNS.iter().map(move |b| format!("{a}{b}")));
        let codes = pairs.flat_map(|pair| SIGNS.iter().map(move |sign| format!("{pair}{sign}")));
        for code in codes {
            assert_eq!(validator.is_valid(&code.as_str().into()), Territory::of(&code).is_some(), "{code}");
        }
    }

    #[test]
    fn days_begin_and_end_where_people_are() {
        for (territory, moment, expected) in [
            (Territory::Metropole, "2026-02-28T22:59:59Z", "2026-02-28"),
            (Territory::Metropole, "2026-02-28T23:00:00Z", "2026-03-01"),
            (Territory::Metropole, "2026-06-30T22:00:00Z", "2026-07-01"),
            (Territory::Reunion, "2026-02-28T19:59:59Z", "2026-02-28"),
            (Territory::Reunion, "2026-02-28T20:00:00Z", "2026-03-01"),
            (Territory::Martinique, "2026-03-01T03:59:59Z", "2026-02-28"),
            (Territory::Polynesia, "2026-03-01T09:59:59Z", "2026-02-28"),
            (Territory::NewCaledonia, "2026-02-28T13:00:00Z", "2026-03-01"),
        ] {
            assert_eq!(territory.date(at(moment)).to_string(), expected, "{territory:?} {moment}");
        }
        assert_eq!(Territory::Metropole.date(DateTime::<Utc>::MAX_UTC), NaiveDate::MAX);
        assert_eq!(Territory::Reunion.local(at("2026-03-01T00:00:00Z")).to_rfc3339(), "2026-03-01T04:00:00+04:00");
    }

    proptest! {
        #[test]
        fn midnight_is_the_first_instant_of_its_day(days in -100_000..100_000_i64, which in 0..13_usize) {
            let territory = Territory::ALL[which];
            let day = at("2000-01-01T00:00:00Z").date_naive() + chrono::TimeDelta::days(days);
            let midnight = territory.midnight(day);
            prop_assert_eq!(territory.date(midnight), day);
            prop_assert!(territory.date(midnight - chrono::TimeDelta::seconds(1)) < day);
        }
    }
}
