//! How things are said.

use jiff::civil::Date;

use crate::correct::Estimate;
use crate::page::{escaped, plain};
use crate::period::month_name;
use crate::report::Report;

/// A share as whole percent, ` %` behind it.
pub(super) fn percent(share: f64) -> String {
    format!("{}\u{A0}%", whole(share))
}

/// A share and its interval: `83 % (61–95 %)`.
pub(super) fn with_interval(estimate: &Estimate) -> String {
    format!("{} ({})", percent(estimate.share), interval(estimate))
}

/// An interval: `61–95 %`.
pub(super) fn interval(estimate: &Estimate) -> String {
    format!("{}–{}", whole(estimate.low), percent(estimate.high))
}

fn whole(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// A number of things: `1 statement`, `2 statements`.
pub(super) fn counted(number: u64, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        _ => format!("{} {thing}s", grouped(number)),
    }
}

/// A number with its thousands apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A month: `Nov 2024`.
pub(super) fn month(day: Date) -> String {
    format!("{} {}", month_name(day.month()), day.year())
}

/// A list: `a`, `a and b`, `a, b and c`.
pub(super) fn list(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A name, escaped: control characters as spaces, cut where it is no name.
pub(super) fn name(name: &str) -> String {
    escaped(&short(name, 80))
}

/// Plain text of so many characters at the most; it is not escaped.
pub(super) fn short(text: &str, most: usize) -> String {
    let text = plain(text);
    if text.chars().count() <= most {
        return text;
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// The class of a label's colour: its own for a stance, else by its place among the labels.
pub(super) fn colour(report: &Report<'_>, class: usize) -> String {
    match report.collection.labels[class].as_str() {
        label @ ("reaffirming" | "hedging" | "critical" | "none") => format!("s-{label}"),
        _ => format!("k{}", class % COLOURS),
    }
}

/// Colours of labels that are not stances; with more labels they come again, and the name tells.
const COLOURS: usize = 12;

/// A label in its colour.
pub(super) fn label(report: &Report<'_>, class: usize) -> String {
    format!(
        "<span class=\"label {}\">{}</span>",
        colour(report, class),
        name(&report.collection.labels[class])
    )
}
