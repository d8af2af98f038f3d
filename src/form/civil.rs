//! The civil time of the people whom a form is for: that of Paris.

use chrono::{DateTime, NaiveDate, Offset, TimeZone, Utc};
use chrono_tz::{Europe::Paris, Tz};

/// The civil time zone of dates shown and of `today`.
pub const ZONE: Tz = Paris;

/// The civil date at an instant; at the ends of the calendar, which have no other day beside them, that of UTC.
pub fn civil_date(at: DateTime<Utc>) -> NaiveDate {
    let moment = at.naive_utc();
    let offset = ZONE.offset_from_utc_datetime(&moment).fix();
    moment.checked_add_offset(offset).unwrap_or(moment).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_begin_and_end_in_paris() {
        let day = |at: &str| civil_date(at.parse().unwrap()).to_string();
        assert_eq!(day("2026-02-28T22:59:59Z"), "2026-02-28");
        assert_eq!(day("2026-02-28T23:00:00Z"), "2026-03-01");
        assert_eq!(day("2026-06-30T22:00:00Z"), "2026-07-01");
        assert_eq!(civil_date(DateTime::<Utc>::MAX_UTC), NaiveDate::MAX);
    }
}
