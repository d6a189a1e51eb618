//! The report of behaviour tests for reading.

use std::fmt::Write as _;

use anstyle::Style;

use super::{BehaviourReport, CapabilityReport, Direction, FailedCase, Kind, RowReport};
use crate::output::highlight;

/// Failed cases that are shown of each capability.
const SHOWN: usize = 2;

/// A table by capability, and behind it examples of what failed.
pub fn text(report: &BehaviourReport) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = tables(report, &mut out);
    let _ = examples(report, &mut out);
    out
}

const fn asked(kind: Kind) -> &'static str {
    match kind {
        Kind::Mft => "minimum functionality: the label is the expected one",
        Kind::Inv => "invariance: a change that does not matter leaves the label as it is",
        Kind::Dir => "direction: a change moves the probability where it must",
    }
}

fn tables(report: &BehaviourReport, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    let cases: usize = report.capabilities.iter().map(|c| c.cases).sum();
    writeln!(
        out,
        "{bold}behaviour tests{bold:#} of {}: {} capabilities, {cases} cases",
        report.data,
        report.capabilities.len()
    )?;
    let names = report
        .capabilities
        .iter()
        .map(|c| c.capability.chars().count());
    let width = names.max().unwrap_or(0).max("capability".len());
    for kind in [Kind::Mft, Kind::Inv, Kind::Dir] {
        let of_kind: Vec<&CapabilityReport> = report
            .capabilities
            .iter()
            .filter(|c| c.test == kind)
            .collect();
        if of_kind.is_empty() {
            continue;
        }
        writeln!(out, "\n{bold}{}{bold:#}", asked(kind))?;
        write!(
            out,
            "{:<width$}  cases  failed    rate  95 % interval",
            "capability"
        )?;
        if kind == Kind::Mft {
            writeln!(out)?;
        } else {
            write!(out, "    rows  failed    rate")?;
            writeln!(out, "{}", if kind == Kind::Inv { "  right" } else { "" })?;
        }
        for c in of_kind {
            let [low, high] = c.failure_rate_ci;
            write!(
                out,
                "{:<width$}  {:>5}  {:>6}  {:>6}  {:>6}–{:<6}",
                c.capability,
                c.cases,
                c.failures,
                percent(c.failure_rate),
                percent(low),
                percent(high)
            )?;
            if kind != Kind::Mft {
                let rate = percent(c.row_failure_rate);
                write!(out, "  {:>6}  {:>6}  {rate:>6}", c.rows, c.failed_rows)?;
            }
            match c.accuracy.filter(|_| kind == Kind::Inv) {
                Some(accuracy) => writeln!(out, "  {:>5}", percent(accuracy))?,
                None => writeln!(out)?,
            }
        }
    }
    Ok(())
}

fn examples(report: &BehaviourReport, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    let mut left_out = 0;
    for capability in report.capabilities.iter().filter(|c| c.failures > 0) {
        writeln!(out, "\n{bold}{}{bold:#}", capability.capability)?;
        for failed in capability.failed.iter().take(SHOWN) {
            example(capability.test, failed, out)?;
        }
        left_out += capability.failed.len().saturating_sub(SHOWN);
    }
    if left_out > 0 {
        writeln!(
            out,
            "\n{left_out} more failed cases: --format json gives them all"
        )?;
    }
    Ok(())
}

fn example(kind: Kind, case: &FailedCase, out: &mut String) -> std::fmt::Result {
    let base = case.rows.first();
    for (index, row) in case.rows.iter().enumerate() {
        let is_base = kind != Kind::Mft && index == 0;
        // Rows that passed say nothing beside those that failed.
        if !row.failed && !is_base {
            continue;
        }
        let mark = if is_base { "base" } else { "✗" };
        let what = match kind {
            Kind::Mft => format!("{}, not {}", row.predicted, row.expected.join(" or ")),
            Kind::Inv => row.predicted.clone(),
            Kind::Dir if is_base => String::new(),
            Kind::Dir => movement(base, row),
        };
        let gap = if what.is_empty() { "" } else { ": " };
        writeln!(
            out,
            "  {mark:>4} {}  {what}{gap}{}",
            row.id,
            highlight::one_line(&row.text)
        )?;
    }
    Ok(())
}

/// What the probability did, and what it should have done.
fn movement(base: Option<&RowReport>, row: &RowReport) -> String {
    let label = row.expected.first().map_or("", String::as_str);
    let of = |row: &RowReport| {
        row.probabilities
            .get(label)
            .and_then(serde_json::Value::as_f64)
    };
    let should = match row.direction {
        Some(Direction::Up) => "go up",
        Some(Direction::Down) => "go down",
        None => "move",
    };
    match (base.and_then(of), of(row)) {
        (Some(before), Some(after)) => {
            format!("{label} {before:.3} to {after:.3}, should {should}")
        }
        _ => format!("{label} should {should}"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
