//! Public holidays and business days, computed for any year from the law as it stands; no year is typed in.
//!
//! | days | where | law |
//! |---|---|---|
//! | 1 January, Easter Monday, 1 May, 8 May, Ascension, Whit Monday, 14 July, 15 August, 1 and 11 November, 25 December | everywhere | Code du travail, L3133-1 |
//! | Good Friday, 26 December | Bas-Rhin, Haut-Rhin, Moselle | L3134-13 |
//! | the day that remembers the abolition of slavery, each territory's own | Guadeloupe, Martinique, Guyane, La Réunion, Mayotte, Saint-Barthélemy, Saint-Martin | L3422-2; loi 83-550, décret 83-1003 |
//!
//! Days off by custom (Good Friday or 21 July in the Antilles) are no public holidays. New Caledonia, French Polynesia
//! and Wallis and Futuna have labour laws of their own, and no calendar here: [`Territory::has_calendar`].

use super::Territory;
use chrono::{Datelike, NaiveDate, Weekday};

/// Month and day of those that never move.
const FIXED: [(u32, u32); 8] = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];
/// Easter Monday, Ascension, Whit Monday, in days after Easter.
const AFTER_EASTER: [i64; 3] = [1, 39, 50];
const GOOD_FRIDAY: i64 = -2;

impl Territory {
    /// Whether its public holidays are known here.
    pub fn has_calendar(self) -> bool {
        !matches!(self, Self::WallisEtFutuna | Self::Polynesia | Self::NewCaledonia)
    }

    /// Whether the law makes this day a holiday.
    pub fn is_holiday(self, date: NaiveDate) -> bool {
        let day = (date.month(), date.day());
        let moved = easter(date.year()).map(|easter| (date - easter).num_days());
        let own = match self {
            Self::AlsaceMoselle => day == (12, 26) || moved == Some(GOOD_FRIDAY),
            _ => self.remembrance() == Some(day),
        };
        own || FIXED.contains(&day) || moved.is_some_and(|days| AFTER_EASTER.contains(&days))
    }

    /// The holidays of a year, in order.
    pub fn holidays(self, year: i32) -> Vec<NaiveDate> {
        let first = NaiveDate::from_yo_opt(year, 1).into_iter();
        let days = first.flat_map(|first| first.iter_days().take_while(move |day| day.year() == year));
        days.filter(|day| self.is_holiday(*day)).collect()
    }

    /// Whether administrations are open: Monday to Friday, but for holidays (« jour ouvré »).
    pub fn is_business_day(self, date: NaiveDate) -> bool {
        !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && !self.is_holiday(date)
    }

    /// This day, or the first business day that follows.
    pub fn open_from(self, date: NaiveDate) -> NaiveDate {
        date.iter_days().find(|day| self.is_business_day(*day)).unwrap_or(date)
    }

    /// Month and day on which slavery's abolition is remembered.
    fn remembrance(self) -> Option<(u32, u32)> {
        match self {
            Self::Metropole
            | Self::AlsaceMoselle
            | Self::SaintPierreEtMiquelon
            | Self::WallisEtFutuna
            | Self::Polynesia
            | Self::NewCaledonia => None,
            Self::Guadeloupe => Some((5, 27)),
            Self::Martinique => Some((5, 22)),
            Self::Guyane => Some((6, 10)),
            Self::Reunion => Some((12, 20)),
            Self::Mayotte => Some((4, 27)),
            Self::SaintBarthelemy => Some((10, 9)),
            Self::SaintMartin => Some((5, 28)),
        }
    }
}

/// Easter Sunday of a year of the Gregorian calendar; `None` for one that no date can hold. The algorithm, letters
/// included, is the anonymous one that Nature published on 20 April 1876 (Meeus, *Astronomical Algorithms*, chapter 8).
pub fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = u32::try_from(h + l - 7 * m + 114).ok()?;
    NaiveDate::from_ymd_opt(year, sum / 31, sum % 31 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn any_date() -> impl Strategy<Value = NaiveDate> {
        (0..400_000_i32).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(600_000 + days).unwrap())
    }

    fn any_territory() -> impl Strategy<Value = Territory> {
        prop::sample::select(Territory::ALL.to_vec())
    }

    #[test]
    fn a_year_of_metropolitan_france() {
        let days: Vec<String> = Territory::Metropole.holidays(2026).iter().map(|day| day.to_string()).collect();
        let known = ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"];
        assert_eq!(days, known.map(|day| format!("2026-{day}")));
    }

    #[test]
    fn each_territory_adds_its_own() {
        let own = |code: &str| {
            let territory = Territory::of(code).unwrap();
            let days = territory.holidays(2026).into_iter();
            let added = days.filter(|day| !Territory::Metropole.is_holiday(*day));
            added.map(|day| day.format("%m-%d").to_string()).collect::<Vec<_>>()
        };
        assert_eq!(own("67"), ["04-03", "12-26"]);
        for (code, day) in [
            ("971", "05-27"),
            ("972", "05-22"),
            ("973", "06-10"),
            ("974", "12-20"),
            ("976", "04-27"),
            ("977", "10-09"),
            ("978", "05-28"),
        ] {
            assert_eq!(own(code), [day], "{code}");
        }
        assert!(own("975").is_empty());
    }

    #[test]
    fn two_holidays_may_fall_on_one_day() {
        assert_eq!(easter(2008).unwrap() + chrono::Days::new(39), date("2008-05-01"), "Ascension is on 1 May");
        assert_eq!(Territory::Metropole.holidays(2008).len(), 10);
    }

    #[test]
    fn a_day_moves_to_the_next_open_one() {
        let open = |day: &str| Territory::Metropole.open_from(date(day)).to_string();
        assert_eq!(open("2026-04-03"), "2026-04-03");
        assert_eq!(open("2026-04-04"), "2026-04-07", "the Saturday before Easter");
        assert_eq!(open("2026-05-01"), "2026-05-04", "a Friday");
        assert_eq!(Territory::AlsaceMoselle.open_from(date("2026-04-03")), date("2026-04-07"));
        assert_eq!(Territory::Metropole.open_from(NaiveDate::MAX).year(), NaiveDate::MAX.year());
    }

    proptest! {
        #[test]
        fn easter_is_a_sunday_of_spring(year in -262_000..262_000_i32) {
            let day = easter(year).unwrap();
            prop_assert_eq!(day.weekday(), Weekday::Sun);
            prop_assert!((3, 22) <= (day.month(), day.day()) && (day.month(), day.day()) <= (4, 25), "{}", day);
            prop_assert!(easter(i32::MAX).is_none());
        }

        #[test]
        fn a_business_day_is_no_holiday(day in any_date(), territory in any_territory()) {
            let open = territory.is_business_day(day);
            prop_assert!(!(open && territory.is_holiday(day)));
            prop_assert_eq!(territory.is_holiday(day), territory.holidays(day.year()).contains(&day));
            let next = territory.open_from(day);
            prop_assert!(territory.is_business_day(next) && next >= day && (next - day).num_days() <= 6);
            prop_assert_eq!(open, next == day);
        }
    }
}
