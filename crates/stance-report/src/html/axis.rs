//! The time that all plots of a page share.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

use super::words;
use crate::Period;

/// The time that all plots share.
pub(super) struct Axis {
    /// The first day and the last, with a margin; in days since the beginning of 1970.
    pub range: (f64, f64),
    /// Round days of the calendar and how they are written.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    pub fn new(first: Date, last: Date) -> Self {
        let (from, to) = (days(first), days(last));
        // Half a period to each side, so that no point stands on the edge.
        let margin = ((to - from) * 0.03).max(0.6);
        Self {
            range: (from - margin, to + margin),
            ticks: ticks(first, last),
        }
    }

    /// The place of a day.
    pub fn place(&self, day: Date) -> f64 {
        days(day).clamp(self.range.0, self.range.1)
    }

    /// The middle of a period, so far as it lies on the axis.
    pub fn middle(&self, period: Period) -> f64 {
        (self.place(period.start()) + self.place(period.end())) / 2.0
    }
}

/// Days since the beginning of 1970.
fn days(day: Date) -> f64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch
        .until((Unit::Day, day))
        .map_or(0.0, |span| f64::from(span.get_days()))
}

/// Up to six round days of the calendar and how they are written.
fn ticks(first: Date, last: Date) -> Vec<(f64, String)> {
    const MOST: i32 = 5;
    let length = days(last) - days(first);
    if length > 900.0 {
        let years = i32::from(last.year()) - i32::from(first.year());
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
        let step = step
            .into_iter()
            .find(|step| years / step <= MOST)
            .unwrap_or(10_000);
        let begin = (i32::from(first.year()) + step - 1).div_euclid(step) * step;
        return (begin..=i32::from(last.year()))
            .step_by(usize::try_from(step).unwrap_or(1))
            .filter_map(|year| Date::new(i16::try_from(year).ok()?, 1, 1).ok())
            .filter(|day| (first..=last).contains(day))
            .map(|day| (days(day), day.year().to_string()))
            .collect();
    }
    if length > 75.0 {
        let months = (length / 30.4) as i32;
        let step = [1, 2, 3, 6, 12]
            .into_iter()
            .find(|step| months / step <= MOST)
            .unwrap_or(12);
        let mut out = Vec::new();
        let mut day = Some(first.first_of_year());
        while let Some(at) = day.filter(|&day| day <= last) {
            if at >= first {
                out.push((days(at), words::month(at)));
            }
            day = at.checked_add(step.months()).ok();
        }
        return out;
    }
    let step = ((length / 4.0).ceil()).max(1.0) as i64;
    let mut out = Vec::new();
    let mut day = Some(first);
    while let Some(at) = day.filter(|&day| day <= last) {
        out.push((
            days(at),
            format!("{} {}", at.day(), crate::period::month_name(at.month())),
        ));
        day = at.checked_add(step.days()).ok();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn ticks_are_few_and_round_and_within() {
        let written = |first, last| -> Vec<String> {
            ticks(first, last)
                .into_iter()
                .map(|(_, written)| written)
                .collect()
        };
        let cases = [
            (date(2024, 5, 1), date(2024, 5, 1), "1 May"),
            (
                date(2024, 5, 1),
                date(2024, 5, 9),
                "1 May, 3 May, 5 May, 7 May, 9 May",
            ),
            (
                date(2024, 2, 10),
                date(2024, 6, 20),
                "Mar 2024, Apr 2024, May 2024, Jun 2024",
            ),
            (
                date(2016, 11, 9),
                date(2025, 1, 13),
                "2018, 2020, 2022, 2024",
            ),
        ];
        for (first, last, expected) in cases {
            assert_eq!(written(first, last).join(", "), expected);
        }
        assert!(ticks(Date::MIN, Date::MAX).len() <= 6);
    }
}
