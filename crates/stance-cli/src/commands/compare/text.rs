//! A comparison in words.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use stance_eval::compare::{Difference, Verdict};

use super::{ALPHA, Comparison, Pair};

/// The comparison for reading.
pub(super) fn text(comparison: &Comparison) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write_text(comparison, &mut out);
    out
}

fn write_text(comparison: &Comparison, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    write!(
        out,
        "{bold}{} systems{bold:#} on {}: {} statements",
        comparison.systems.len(),
        comparison.data,
        comparison.n
    )?;
    match &comparison.groups {
        Some(groups) => writeln!(out, " in {} groups of `{}`\n", groups.n, groups.column)?,
        None => writeln!(out, "\n")?,
    }
    systems(comparison, out)?;
    for pair in &comparison.pairs {
        write_pair(pair, comparison.pairs.len() > 1, out)?;
    }
    writeln!(out)?;
    if comparison
        .pairs
        .iter()
        .all(|pair| !pair.accuracy_real && !pair.macro_f1_real)
    {
        writeln!(
            out,
            "{bold}No difference can be told apart from chance.{bold:#}\n"
        )?;
    }
    let corrected = match comparison.pairs.len() {
        1 => String::new(),
        pairs => format!(", corrected for {pairs} pairs by Holm's method"),
    };
    let drawn = match &comparison.groups {
        Some(groups) => format!("whole groups of `{}`", groups.column),
        None => "statements".to_owned(),
    };
    if let Some(groups) = &comparison.groups {
        let corrected = groups.smallest_p * comparison.pairs.len() as f64;
        if corrected >= ALPHA {
            writeln!(
                out,
                "{} groups are too few: no p can be under {:.3}, whatever the difference.\n",
                groups.n,
                corrected.min(1.0)
            )?;
        }
    }
    writeln!(
        out,
        "A difference is called real where p is under {ALPHA} and its 95 % interval leaves out 0.\n\
         Intervals by the paired bootstrap, p by approximate randomisation{corrected};\n\
         {} resamples of {drawn}, seed {}.",
        comparison.interval.resamples, comparison.interval.seed
    )
}

fn systems(comparison: &Comparison, out: &mut String) -> std::fmt::Result {
    let width = comparison
        .systems
        .iter()
        .map(|system| system.name.chars().count());
    let width = width.max().unwrap_or(0).max("system".len());
    let log_loss = comparison
        .systems
        .iter()
        .any(|system| system.log_loss.is_some());
    let abstained = comparison.systems.iter().any(|system| system.abstained > 0);
    write!(
        out,
        "{:<width$}  accuracy  95 % interval   macro-F1  95 % interval",
        "system"
    )?;
    write!(out, "{}", if log_loss { "   log loss" } else { "" })?;
    writeln!(out, "{}", if abstained { "  abstained" } else { "" })?;
    for system in &comparison.systems {
        let ([a, b], [c, d]) = (system.accuracy_ci, system.macro_f1_ci);
        write!(
            out,
            "{:<width$}     {:.3}  {a:.3} to {b:.3}     {:.3}  {c:.3} to {d:.3}",
            system.name, system.accuracy, system.macro_f1
        )?;
        match system.log_loss {
            Some(loss) => write!(out, "   {loss:>8.3}")?,
            None if log_loss => write!(out, "          –")?,
            None => {}
        }
        if abstained {
            write!(out, "  {:>9}", system.abstained)?;
        }
        writeln!(out)?;
    }
    if abstained {
        writeln!(out, "\nA statement without a label counts as a mistake.")?;
    }
    Ok(())
}

fn write_pair(pair: &Pair, corrected: bool, out: &mut String) -> std::fmt::Result {
    let verdict = &pair.verdict;
    let bold = Style::new().bold();
    writeln!(out, "\n{bold}{} – {}{bold:#}", verdict.a, verdict.b)?;
    for (sentence, real) in pair
        .conclusion
        .iter()
        .zip([pair.accuracy_real, pair.macro_f1_real])
    {
        let style = match real {
            true => AnsiColor::Green.on_default(),
            false => Style::new(),
        };
        writeln!(out, "  {style}{sentence}{style:#}")?;
    }
    let (accuracy, macro_f1) = (&verdict.accuracy, &verdict.macro_f1);
    let both = |of: fn(&Difference) -> f64| format!("{} and {}", p(of(accuracy)), p(of(macro_f1)));
    write!(
        out,
        "  bootstrap: {}",
        both(|difference| difference.p_bootstrap)
    )?;
    if corrected {
        write!(
            out,
            "; uncorrected: {}",
            both(|difference| difference.p_randomisation)
        )?;
    }
    let mcnemar = &verdict.mcnemar;
    writeln!(
        out,
        "; McNemar: {} ({} alone right on {}, {} on {})",
        p(mcnemar.p),
        verdict.a,
        mcnemar.only_a,
        verdict.b,
        mcnemar.only_b
    )
}

/// What is to be said of two systems: a sentence for each metric.
pub(super) fn conclusion(verdict: &Verdict, accuracy: bool, macro_f1: bool) -> Vec<String> {
    let of = |metric, difference, p_value, real| {
        if real {
            better(verdict, metric, difference, p_value)
        } else {
            unclear(verdict, metric, difference, p_value)
        }
    };
    vec![
        of(
            "accuracy",
            &verdict.accuracy,
            verdict.accuracy_p_holm,
            accuracy,
        ),
        of(
            "macro-F1",
            &verdict.macro_f1,
            verdict.macro_f1_p_holm,
            macro_f1,
        ),
    ]
}

fn better(verdict: &Verdict, metric: &str, difference: &Difference, p_value: f64) -> String {
    let [low, high] = difference.ci;
    let (winner, loser, low, high) = if difference.difference > 0.0 {
        (&verdict.a, &verdict.b, low, high)
    } else {
        (&verdict.b, &verdict.a, -high, -low)
    };
    format!(
        "{winner} is better than {loser} by {:.1} points of {metric} (95 % interval {:.1} to {:.1}, {})",
        points(difference.difference.abs()),
        points(low),
        points(high),
        p(p_value)
    )
}

fn unclear(verdict: &Verdict, metric: &str, difference: &Difference, p_value: f64) -> String {
    let [low, high] = difference.ci;
    format!(
        "no difference in {metric} between {} and {} can be told apart from chance \
         ({} points, 95 % interval {} to {}, {})",
        verdict.a,
        verdict.b,
        signed(difference.difference),
        signed(low),
        signed(high),
        p(p_value)
    )
}

/// Hundredths, and no minus before a zero.
fn points(share: f64) -> f64 {
    let points = (share * 1000.0).round() / 10.0;
    if points == 0.0 { 0.0 } else { points }
}

fn signed(share: f64) -> String {
    format!("{:+.1}", points(share))
}

fn p(p_value: f64) -> String {
    if p_value < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p_value:.3}")
    }
}
