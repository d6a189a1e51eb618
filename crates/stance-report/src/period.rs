//! Periods of the calendar.

use std::fmt;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use serde::{Deserialize, Serialize};

/// How long a period of a timeline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A day.
    Day,
    /// A week, from Monday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
}

impl Step {
    /// The shortest step of which the time from `first` to `last` has not too many to see.
    pub fn of_span(first: Date, last: Date) -> Self {
        let days = first
            .until((Unit::Day, last))
            .map_or(0, |span| span.get_days().abs());
        match days {
            ..=31 => Self::Day,
            32..=183 => Self::Week,
            184..=1_461 => Self::Month,
            1_462..=4_383 => Self::Quarter,
            _ => Self::Year,
        }
    }

    /// Its name: `day`, `week`, `month`, `quarter` or `year`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }
}

/// A day, week, month, quarter or year of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    start: Date,
    step: Step,
}

impl Period {
    /// The period of that length in which a day lies.
    pub fn containing(day: Date, step: Step) -> Self {
        let start = match step {
            Step::Day => day,
            // The first week of all begins before the calendar does.
            Step::Week => day
                .checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
                .unwrap_or(day),
            Step::Month => day.first_of_month(),
            Step::Quarter => {
                let first = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), first, 1).unwrap_or(day)
            }
            Step::Year => day.first_of_year(),
        };
        Self { start, step }
    }

    /// Its first day.
    pub const fn start(self) -> Date {
        self.start
    }

    /// Its last day.
    pub fn end(self) -> Date {
        self.next().map_or(Date::MAX, |next| {
            next.start.yesterday().unwrap_or(next.start)
        })
    }

    /// The one behind it; none at the calendar's end.
    pub fn next(self) -> Option<Self> {
        let span = match self.step {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
            Step::Quarter => 3.months(),
            Step::Year => 1.year(),
        };
        let start = self.start.checked_add(span).ok()?;
        Some(Self { start, ..self })
    }

    /// The form that sorts: `2024-11-05`, `2024-W45`, `2024-11`, `2024-Q4`, `2024`.
    pub fn key(self) -> String {
        let (year, month) = (self.start.year(), self.start.month());
        match self.step {
            Step::Day => self.start.to_string(),
            Step::Week => {
                let week = self.start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Step::Month => format!("{year:04}-{month:02}"),
            Step::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Step::Year => format!("{year:04}"),
        }
    }
}

/// The form that is read: `2024-11-05`, `week of 2024-11-04`, `Nov 2024`, `Q4 2024`, `2024`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.start.year(), self.start.month());
        match self.step {
            Step::Day => write!(f, "{}", self.start),
            Step::Week => write!(f, "week of {}", self.start),
            Step::Month => write!(f, "{} {year}", month_name(month)),
            Step::Quarter => write!(f, "Q{} {year}", (month - 1) / 3 + 1),
            Step::Year => write!(f, "{year}"),
        }
    }
}

/// A month in three letters.
pub(crate) fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let index = usize::try_from(month).unwrap_or(1).clamp(1, 12) - 1;
    NAMES[index]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lies_in_its_period_and_periods_join() {
        let cases = [
            (Step::Day, "2024-11-05", "2024-11-05", date(2024, 11, 5)),
            (
                Step::Week,
                "2024-W45",
                "week of 2024-11-04",
                date(2024, 11, 10),
            ),
            (Step::Month, "2024-11", "Nov 2024", date(2024, 11, 30)),
            (Step::Quarter, "2024-Q4", "Q4 2024", date(2024, 12, 31)),
            (Step::Year, "2024", "2024", date(2024, 12, 31)),
        ];
        for (step, key, shown, end) in cases {
            let period = Period::containing(date(2024, 11, 5), step);
            assert_eq!(
                (period.key(), period.to_string()),
                (key.into(), shown.into())
            );
            assert_eq!(period.end(), end);
            let next = period.next().unwrap();
            assert_eq!(next.start(), end.tomorrow().unwrap());
        }
    }

    #[test]
    fn the_ends_of_the_calendar_have_periods_too() {
        for step in [
            Step::Day,
            Step::Week,
            Step::Month,
            Step::Quarter,
            Step::Year,
        ] {
            for day in [Date::MIN, Date::MAX] {
                let period = Period::containing(day, step);
                assert!(
                    period.start() <= day && day <= period.end(),
                    "{step:?} {day}"
                );
                assert!(!period.key().is_empty());
            }
        }
        assert_eq!(Step::of_span(Date::MIN, Date::MAX), Step::Year);
    }

    #[test]
    fn the_longer_the_time_the_longer_the_step() {
        let first = date(2020, 1, 1);
        let step = |days: i64| Step::of_span(first, first.saturating_add(days.days()));
        assert_eq!(
            [0, 31, 32, 200, 1_500, 5_000].map(step),
            [
                Step::Day,
                Step::Day,
                Step::Week,
                Step::Month,
                Step::Quarter,
                Step::Year
            ]
        );
    }
}
