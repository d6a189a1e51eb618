//! The report for reading in a terminal.

mod figures;
mod sections;

use std::fmt::Write;

use anstyle::Style;
use stance_eval::Evaluation;

use super::report::Report;
use crate::commands::behaviours;
use crate::output::counted;

/// The summary, what was asked for besides, and with `full` all figures.
pub fn text(report: &Report, full: bool) -> anyhow::Result<String> {
    let mut out = String::new();
    summary(&mut out, report)?;
    confusion(&mut out, &report.evaluation)?;
    if full {
        figures::all(&mut out, report)?;
    }
    sections::trade(&mut out, report)?;
    sections::slices(&mut out, &report.slices)?;
    sections::baselines(&mut out, report)?;
    sections::learning_curve(&mut out, report)?;
    sections::mistakes(&mut out, report)?;
    if let Some(tests) = &report.behaviours {
        write!(out, "\n{}", behaviours::text(tests))?;
    }
    Ok(out)
}

/// The style of headings.
const fn bold() -> Style {
    Style::new().bold()
}

fn summary(out: &mut String, report: &Report) -> std::fmt::Result {
    let evaluation = &report.evaluation;
    let bold = bold();
    let clusters = match evaluation.clusters {
        Some(clusters) => format!(" in {clusters} clusters"),
        None => String::new(),
    };
    writeln!(
        out,
        "{bold}{}{bold:#} on {}: {}{clusters}\n",
        report.model,
        report.data,
        counted(evaluation.n, "statement")
    )?;
    let headline = [
        ("accuracy", evaluation.accuracy, evaluation.accuracy_ci),
        ("macro-F1", evaluation.macro_f1, evaluation.macro_f1_ci),
    ];
    for (name, figure, [low, high]) in headline {
        writeln!(
            out,
            "{name:<10} {bold}{figure:.3}{bold:#}   95 % interval {low:.3} to {high:.3}"
        )?;
    }
    writeln!(
        out,
        "majority   {:.3}   accuracy of always saying `{}` (macro-F1 {:.3})",
        evaluation.majority_accuracy, evaluation.majority_label, evaluation.majority_macro_f1
    )?;
    if let (Some(log_loss), Some(ece)) = (evaluation.log_loss, evaluation.ece) {
        writeln!(out, "log loss   {log_loss:.3}")?;
        writeln!(
            out,
            "ECE        {ece:.3}   expected calibration error, 10 bins"
        )?;
    }
    if evaluation.abstained > 0 {
        let answered = evaluation.n as u64 - evaluation.abstained;
        writeln!(
            out,
            "abstained  {} of {}; each counts as a mistake above",
            evaluation.abstained, evaluation.n
        )?;
        let right = evaluation.accuracy * evaluation.n as f64 / answered.max(1) as f64;
        writeln!(out, "answered   {answered}, of which {right:.3} right")?;
    }
    Ok(())
}

/// The figures of each label, and which labels are taken for which.
fn confusion(out: &mut String, evaluation: &Evaluation) -> std::fmt::Result {
    let labels = evaluation
        .per_class
        .iter()
        .map(|(label, _)| label.chars().count());
    let width = labels.max().unwrap_or(0).max(5);
    writeln!(out, "\n{:<width$}  precision  recall     F1  support", "")?;
    for (label, scores) in evaluation.per_class.iter() {
        writeln!(
            out,
            "{label:<width$}  {:>9.3}  {:>6.3}  {:>5.3}  {:>7}",
            scores.precision, scores.recall, scores.f1, scores.support
        )?;
    }
    writeln!(out, "\nconfusion (rows: truth, columns: prediction)")?;
    write!(out, "{:<width$}", "")?;
    for (label, _) in evaluation.confusion.iter() {
        write!(out, "  {label:>width$}")?;
    }
    writeln!(out)?;
    for (truth, row) in evaluation.confusion.iter() {
        write!(out, "{truth:<width$}")?;
        for (_, count) in row.iter() {
            write!(out, "  {count:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
