//! Agreement in words.

use std::fmt::Write as _;

use anstyle::Style;

use super::{Agreement, Figure};
use crate::output::{counted, highlight};

/// The agreement for reading.
pub(super) fn text(agreement: &Agreement) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write_figures(agreement, &mut out);
    let _ = write_counts(agreement, &mut out);
    let _ = write_disagreements(agreement, &mut out);
    out
}

fn write_figures(agreement: &Agreement, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    writeln!(
        out,
        "{bold}{} raters{bold:#}, {} matched by {}, {} missing\n",
        agreement.raters.len(),
        counted(agreement.n, "statement"),
        agreement.matched_by,
        counted(agreement.missing, "rating")
    )?;
    for rater in &agreement.raters {
        writeln!(
            out,
            "  {}: {}",
            rater.name,
            counted(rater.ratings, "rating")
        )?;
    }
    writeln!(out, "\n{:<27}  value  95 % interval", "")?;
    write_figure("observed agreement", &agreement.observed_agreement, out)?;
    if let Some(kappa) = &agreement.cohen_kappa {
        write_figure("Cohen's κ", kappa, out)?;
    }
    write_figure("Fleiss' κ", &agreement.fleiss_kappa, out)?;
    write_figure(
        "Krippendorff's α, nominal",
        &agreement.krippendorff_alpha_nominal,
        out,
    )?;
    if let Some(ordinal) = &agreement.krippendorff_alpha_ordinal {
        write_figure("Krippendorff's α, ordinal", &ordinal.figure, out)?;
        write!(out, "{:<27}  {}", "", ordinal.order.join(" < "))?;
        let left_out: Vec<String> = (ordinal.left_out.iter())
            .map(|(label, count)| {
                let count = count.as_u64().unwrap_or(0) as usize;
                format!("{} of `{label}`", counted(count, "rating"))
            })
            .collect();
        match left_out.is_empty() {
            true => writeln!(out)?,
            false => writeln!(out, "; left out: {}", left_out.join(", "))?,
        }
    }
    if !agreement.pairs.is_empty() {
        writeln!(out, "\nCohen's κ of two")?;
        for pair in &agreement.pairs {
            write!(out, "  {} – {}: ", pair.a, pair.b)?;
            write_value(&pair.cohen_kappa, out)?;
        }
    }
    // Krippendorff, Content Analysis, 2nd edition, 2004, p. 241.
    writeln!(
        out,
        "\nα of 0.800 and more is customary for firm conclusions, of 0.667 and more for tentative ones\n\
         (Krippendorff, 2004). Intervals by the bootstrap: {} resamples of statements, seed {}.",
        agreement.interval.resamples, agreement.interval.seed
    )
}

fn write_figure(name: &str, figure: &Figure, out: &mut String) -> std::fmt::Result {
    write!(out, "{name:<27}  ")?;
    write_value(figure, out)
}

fn write_value(figure: &Figure, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    match figure.value {
        Some(value) => write!(out, "{bold}{value:>5.3}{bold:#}")?,
        None => write!(out, "    –")?,
    }
    match (figure.ci, figure.why) {
        (Some([low, high]), _) => writeln!(out, "  {low:.3} to {high:.3}"),
        (None, Some(why)) => writeln!(out, "  {why}"),
        (None, None) => writeln!(out),
    }
}

fn write_counts(agreement: &Agreement, out: &mut String) -> std::fmt::Result {
    let (Some(counts), [first, second]) = (&agreement.counts, agreement.raters.as_slice()) else {
        return Ok(());
    };
    let width = agreement.labels.iter().map(|label| label.chars().count());
    let width = width.max().unwrap_or(0).max(5);
    writeln!(
        out,
        "\nlabels (rows: {}, columns: {})",
        first.name, second.name
    )?;
    write!(out, "{:<width$}", "")?;
    for label in &agreement.labels {
        write!(out, "  {label:>width$}")?;
    }
    writeln!(out)?;
    for row in &agreement.labels {
        write!(out, "{row:<width$}")?;
        for column in &agreement.labels {
            let count = counts[row][column].as_u64().unwrap_or(0);
            write!(out, "  {count:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn write_disagreements(agreement: &Agreement, out: &mut String) -> std::fmt::Result {
    let (total, listed) = (agreement.disagreements_total, agreement.disagreements.len());
    let bold = Style::new().bold();
    write!(out, "\n{bold}{}{bold:#}", counted(total, "disagreement"))?;
    if listed < total {
        write!(
            out,
            ", the first {listed} of them (more with --disagreements N)"
        )?;
    }
    writeln!(out)?;
    for disagreement in &agreement.disagreements {
        let labels: Vec<&str> = (disagreement.labels.iter())
            .map(|label| label.as_deref().unwrap_or("–"))
            .collect();
        write!(out, "  {}  {}", disagreement.id, labels.join(" | "))?;
        match &disagreement.text {
            Some(text) => writeln!(out, "  {}", highlight::one_line(text))?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}
