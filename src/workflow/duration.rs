//! Lengths of time as ISO 8601 writes them: `P15D`, `P2M`, `PT36H`.

use chrono::TimeDelta;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A length of time in calendar units: two months after a date is a date, not a count of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    pub(super) months: u32,
    pub(super) weeks: u32,
    pub(super) days: u32,
    minutes: u32,
}

/// The text is not a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 8601 duration")]
pub struct NotADuration;

/// The largest count of a unit: ten thousand years are not a time limit.
const LARGEST: u32 = 9_999;

impl Duration {
    /// Its hours and minutes.
    pub(super) fn time(&self) -> TimeDelta {
        TimeDelta::minutes(self.minutes.into())
    }

    /// Whether it counts hours or minutes, which a civil date can't tell.
    pub fn has_time(&self) -> bool {
        self.minutes > 0
    }

    /// Its units of a day and more, the longest first, each with its count.
    pub fn units(&self) -> [(&'static str, u32); 4] {
        [("years", self.months / 12), ("months", self.months % 12), ("weeks", self.weeks), ("days", self.days)]
    }

    /// Whether it counts days only, as business days are.
    pub fn is_in_days(&self) -> bool {
        (self.months, self.weeks, self.minutes) == (0, 0, 0)
    }

    /// Both lengths, unit by unit: two months and one month are three months from the same day.
    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            months: self.months.saturating_add(other.months),
            weeks: self.weeks.saturating_add(other.weeks),
            days: self.days.saturating_add(other.days),
            minutes: self.minutes.saturating_add(other.minutes),
        }
    }

    fn add(&mut self, time: bool, unit: char, count: u32) -> Result<(), NotADuration> {
        match (time, unit) {
            (false, 'Y') => self.months += 12 * count,
            (false, 'M') => self.months += count,
            (false, 'W') => self.weeks += count,
            (false, 'D') => self.days += count,
            (true, 'H') => self.minutes += 60 * count,
            (true, 'M') => self.minutes += count,
            _ => return Err(NotADuration),
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = NotADuration;

    fn from_str(text: &str) -> Result<Self, NotADuration> {
        let mut duration = Self { months: 0, weeks: 0, days: 0, minutes: 0 };
        // Units come in this order, each at most once; T opens those of a day.
        let (mut order, mut digits, mut counted) = ("YMWDTHM", String::new(), false);
        let mut time = false;
        for sign in text.strip_prefix('P').ok_or(NotADuration)?.chars() {
            if sign.is_ascii_digit() {
                digits.push(sign);
                continue;
            }
            let (_, rest) = order.split_once(sign).ok_or(NotADuration)?;
            order = rest;
            if sign == 'T' {
                if !digits.is_empty() {
                    return Err(NotADuration);
                }
                (time, counted) = (true, false);
                continue;
            }
            let count = digits.parse().ok().filter(|count| *count <= LARGEST).ok_or(NotADuration)?;
            // The first M that is left may be the minutes': only T tells.
            let time_unit = time || !order.contains('T');
            duration.add(time_unit, sign, count)?;
            if time != time_unit {
                return Err(NotADuration);
            }
            digits.clear();
            counted = true;
        }
        if counted && digits.is_empty() { Ok(duration) } else { Err(NotADuration) }
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// As ISO 8601 writes it, in the units that this module reads.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, hours) = ((self.months / 12).min(LARGEST), (self.minutes / 60).min(LARGEST));
        let write = |f: &mut fmt::Formatter<'_>, count: u32, unit: char| {
            if count > 0 { write!(f, "{count}{unit}") } else { Ok(()) }
        };
        f.write_str("P")?;
        write(f, years, 'Y')?;
        write(f, self.months - 12 * years, 'M')?;
        write(f, self.weeks, 'W')?;
        if self.days > 0 || self.is_in_days() {
            write!(f, "{}D", self.days)?;
        }
        if self.minutes > 0 {
            f.write_str("T")?;
        }
        write(f, hours, 'H')?;
        write(f, self.minutes - 60 * hours, 'M')
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn is_written_as_it_is_read() {
        for (text, written) in [
            ("P2M", "P2M"),
            ("P24M", "P2Y"),
            ("P1Y2M3W4DT5H6M", "P1Y2M3W4DT5H6M"),
            ("PT90M", "PT1H30M"),
            ("P0W", "P0D"),
            ("PT36H", "PT36H"),
            ("P9999Y9999M9999DT9999H9999M", "P9999Y9999M9999DT9999H9999M"),
        ] {
            assert_eq!(text.parse::<Duration>().unwrap().to_string(), written);
            assert_eq!(written.parse::<Duration>(), text.parse());
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "", "P", "PT", "15D", "P1", "P1H", "PT1D", "P1D2M", "P1M2M", "P-1D", "P1.5D", "P10000D", "P1DT", "P1T1H",
            "PX",
        ] {
            assert_eq!(text.parse::<Duration>(), Err(NotADuration), "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "P?[0-9YMWDTH]{0,12}|\\PC*") {
            let _ = text.parse::<Duration>();
        }
    }
}
