//! What every writer is told beside the rows: style, coordinate system, time, and where the
//! numbers come from.

use std::str::FromStr;

use serde_json::Value as Json;

use super::out_crs::OutCrs;
use super::{CsvStyle, Language, Results};

/// What every writer is told beside the rows.
#[derive(Debug, Clone)]
pub struct How<'a> {
    /// How CSVs are written.
    pub csv: CsvStyle,
    /// The language of legends.
    pub language: Language,
    /// The coordinate system of the geometries handed over.
    pub crs: &'a OutCrs,
    /// When the files say they were made.
    pub made: Made,
    /// Where the numbers come from: version, options, inputs.
    pub origin: Json,
}

impl<'a> How<'a> {
    /// What results ask for; geometries in WGS 84.
    pub fn of(results: Results<'a>) -> Self {
        Self {
            csv: results.csv,
            language: results.language,
            crs: OutCrs::wgs84(),
            made: results.made,
            origin: super::summary::origin(results),
        }
    }

    /// The same for geometries in another coordinate system.
    #[must_use]
    pub fn in_crs(&self, crs: &'a OutCrs) -> Self {
        Self { crs, ..self.clone() }
    }
}

/// The time that files state as that of their making: the clock would make two runs differ, so
/// it is what `SOURCE_DATE_EPOCH` says, or else the first second of the year 2000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Seconds since 1970, UTC.
    seconds: u64,
}

impl Default for Made {
    fn default() -> Self {
        Self { seconds: 946_684_800 }
    }
}

/// The last second of the year 9999, which is as far as dates of four digits go.
const LAST_SECOND: u64 = 253_402_300_799;

impl FromStr for Made {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().parse::<u64>() {
            Ok(seconds) if seconds <= LAST_SECOND => Ok(Self { seconds }),
            _ => Err(format!("`{text}` is no number of seconds since 1970")),
        }
    }
}

impl Made {
    /// Seconds since 1970, UTC.
    pub fn seconds(self) -> u64 {
        self.seconds
    }

    /// Year, month and day, by the civil calendar.
    pub fn date(self) -> (u16, u8, u8) {
        let days = self.seconds / 86_400;
        // days are counted in eras of 400 years that begin on a first of March
        let shifted = days + 719_468;
        let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        (year as u16, month as u8, day as u8)
    }

    /// As ISO 8601 has it: `2000-01-01T00:00:00.000Z`.
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        let second = self.seconds % 86_400;
        let (h, m, s) = (second / 3_600, second / 60 % 60, second % 60);
        format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.000Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_the_dates_that_the_calendar_gives() {
        // by `date -u -d @…`
        for (seconds, iso) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_798_761_599, "2026-12-31T23:59:59.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(Made { seconds }.iso(), iso);
        }
        assert_eq!(Made::default().iso(), "2000-01-01T00:00:00.000Z");
        assert!("99999999999999".parse::<Made>().is_err());
        assert!("soon".parse::<Made>().is_err());
    }
}
