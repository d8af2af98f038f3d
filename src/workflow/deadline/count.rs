//! Which days count, and how a date moves by them.

use super::Duration;
use crate::civil::Territory;
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::Deserialize;

/// Which days a limit counts. Months and weeks are the calendar's anyway; days may be business days only.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    #[default]
    Calendar,
    Business,
}

/// What falls outside of the calendar stays at its end.
impl Count {
    /// The date that is this much later: months, then weeks, then days. Months keep the day, or take the last one of a
    /// shorter month.
    pub fn after(self, duration: &Duration, start: NaiveDate, territory: Territory) -> NaiveDate {
        self.add(duration.days, whole(duration, start), territory)
    }

    /// The moment that is this much later: days by the clocks of the territory, at the same time of day; then hours and
    /// minutes, as they pass.
    pub fn moment_after(self, duration: &Duration, start: DateTime<Utc>, territory: Territory) -> DateTime<Utc> {
        let local = territory.shown(start);
        let date = self.after(duration, local.date(), territory);
        let moment = if date == local.date() { start } else { territory.instant(date.and_time(local.time())) };
        moment.checked_add_signed(duration.time()).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }

    /// The date that is this much earlier.
    pub fn before(self, duration: &Duration, end: NaiveDate, territory: Territory) -> NaiveDate {
        let whole = end
            .checked_sub_months(Months::new(duration.months))
            .and_then(|date| date.checked_sub_days(weeks(duration)))
            .unwrap_or(NaiveDate::MIN);
        self.sub(duration.days, whole, territory)
    }

    /// The n-th counted day after a date; 0 is the date itself.
    pub(super) fn add(self, days: u32, date: NaiveDate, territory: Territory) -> NaiveDate {
        match self {
            Self::Calendar => date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX),
            Self::Business => nth(days, date, date.iter_days().skip(1), territory).unwrap_or(NaiveDate::MAX),
        }
    }

    /// The n-th counted day before a date; 0 is the date itself.
    pub(super) fn sub(self, days: u32, date: NaiveDate, territory: Territory) -> NaiveDate {
        match self {
            Self::Calendar => date.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN),
            Self::Business => nth(days, date, date.iter_days().rev().skip(1), territory).unwrap_or(NaiveDate::MIN),
        }
    }

    /// How many days count after a date, up to another and with it; none when that one is not later.
    pub(super) fn between(self, from: NaiveDate, to: NaiveDate, territory: Territory) -> u32 {
        let days = usize::try_from((to - from).num_days()).unwrap_or_default();
        let counted = match self {
            Self::Calendar => days,
            Self::Business => from.iter_days().skip(1).take(days).filter(|day| territory.is_business_day(*day)).count(),
        };
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

/// The months and weeks of a duration after a date, which nothing but the calendar counts.
pub(super) fn whole(duration: &Duration, start: NaiveDate) -> NaiveDate {
    start
        .checked_add_months(Months::new(duration.months))
        .and_then(|date| date.checked_add_days(weeks(duration)))
        .unwrap_or(NaiveDate::MAX)
}

fn weeks(duration: &Duration) -> Days {
    Days::new(7 * u64::from(duration.weeks))
}

fn nth(
    days: u32,
    date: NaiveDate,
    mut others: impl Iterator<Item = NaiveDate>,
    territory: Territory,
) -> Option<NaiveDate> {
    (0..days).try_fold(date, |_, _| others.find(|day| territory.is_business_day(*day)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{any_date, any_territory, date};
    use super::*;
    use proptest::prelude::*;

    fn moved(count: Count, duration: &str, from: &str) -> (String, String) {
        let duration = duration.parse().unwrap();
        let (after, before) = (
            count.after(&duration, date(from), Territory::Metropole),
            count.before(&duration, date(from), Territory::Metropole),
        );
        (after.to_string(), before.to_string())
    }

    #[test]
    fn moments_keep_the_time_of_day() {
        let later = |start: &str, duration: &str, count: Count| {
            let (start, duration) = (start.parse().unwrap(), duration.parse().unwrap());
            let moment = count.moment_after(&duration, start, Territory::Metropole);
            moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
        };
        let calendar = |start, duration| later(start, duration, Count::Calendar);
        assert_eq!(calendar("2026-01-31T10:00:00Z", "P1M"), "2026-02-28T10:00:00Z");
        assert_eq!(calendar("2026-11-15T10:00:00Z", "P2M"), "2027-01-15T10:00:00Z");
        assert_eq!(calendar("2026-01-01T10:00:00Z", "P1Y1M1W3DT2H30M"), "2027-02-11T12:30:00Z");
        assert_eq!(calendar("2026-01-01T10:00:00Z", "PT45M"), "2026-01-01T10:45:00Z");
        assert_eq!(calendar("2026-03-28T10:00:00Z", "P1D"), "2026-03-29T09:00:00Z", "summer time begins");
        assert_eq!(calendar("2026-03-28T10:00:00Z", "PT24H"), "2026-03-29T10:00:00Z");
        assert_eq!(calendar("2026-03-28T01:30:00Z", "P1D"), "2026-03-29T01:30:00Z", "the hour that is skipped");
        assert_eq!(later("2026-04-03T10:00:00Z", "P1D", Count::Business), "2026-04-07T10:00:00Z", "Easter");
        let end = DateTime::<Utc>::MAX_UTC;
        assert_eq!(Count::Calendar.moment_after(&"P9999Y".parse().unwrap(), end, Territory::Metropole), end);
    }

    #[test]
    fn dates_move_by_calendar_and_by_business_days() {
        let pair = |after: &str, before: &str| (after.to_owned(), before.to_owned());
        assert_eq!(moved(Count::Calendar, "P2M", "2024-12-31"), pair("2025-02-28", "2024-10-31"));
        assert_eq!(moved(Count::Calendar, "P1Y1M1W1D", "2024-02-29"), pair("2025-04-06", "2023-01-21"));
        // Around Easter 2026: Friday 3 April and Tuesday 7 April are neighbours.
        assert_eq!(moved(Count::Business, "P1D", "2026-04-03"), pair("2026-04-07", "2026-04-02"));
        assert_eq!(moved(Count::Business, "P10D", "2026-04-30"), pair("2026-05-19", "2026-04-16"));
        assert_eq!(moved(Count::Business, "P0D", "2026-05-01"), pair("2026-05-01", "2026-05-01"));
        assert_eq!(moved(Count::Business, "P8W", "2026-05-01"), pair("2026-06-26", "2026-03-06"));
        for count in [Count::Calendar, Count::Business] {
            let long = "P9999Y9999D".parse().unwrap();
            assert_eq!(count.after(&long, NaiveDate::MAX, Territory::Metropole), NaiveDate::MAX);
            assert_eq!(count.before(&long, NaiveDate::MIN, Territory::Metropole), NaiveDate::MIN);
        }
    }

    proptest! {
        #[test]
        fn what_is_added_is_counted(from in any_date(), days in 1..400_u32, territory in any_territory()) {
            for count in [Count::Calendar, Count::Business] {
                let to = count.add(days, from, territory);
                prop_assert_eq!(count.between(from, to, territory), days);
                prop_assert_eq!(count.between(to, from, territory), 0);
                prop_assert!(count.add(days - 1, from, territory) < to);
                // The days before are those after, from the other end.
                let back = count.sub(days, to, territory);
                prop_assert_eq!(count.add(days, back, territory), to);
                prop_assert!(back <= from);
                prop_assert_eq!(back == from, count == Count::Calendar || territory.is_business_day(from));
            }
            prop_assert!(territory.is_business_day(Count::Business.add(days, from, territory)));
        }
    }
}
