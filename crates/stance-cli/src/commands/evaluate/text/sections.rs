//! What is shown where it was asked for: slices, baselines, the learning curve, mistakes.

use std::fmt::{Result, Write};

use anstyle::Effects;

use super::bold;
use crate::commands::evaluate::learning;
use crate::commands::evaluate::mistakes::{Mistake, Strength};
use crate::commands::evaluate::report::Report;
use crate::commands::evaluate::slices::SlicesOf;
use crate::output::{counted, highlight};

/// Words that are named of a mistake: colours alone are lost on the way to a file.
const WORDS: usize = 4;

/// The cascade by its threshold.
pub fn trade(out: &mut String, report: &Report) -> Result {
    let Some(trade) = &report.trade else {
        return Ok(());
    };
    let bold = bold();
    writeln!(
        out,
        "\n{bold}threshold{bold:#}  sent on  accuracy  macro-F1  statements a second *"
    )?;
    for at in &trade.cascade {
        let mark = if at.threshold == trade.cascade_threshold {
            "  <- in use"
        } else {
            ""
        };
        writeln!(
            out,
            "{:>9.2}  {:>7.3}  {:>8.3}  {:>8.3}  {:>21.0}{mark}",
            at.threshold, at.sent_on, at.accuracy, at.macro_f1, at.rows_a_second
        )?;
    }
    let threads = counted(trade.threads, "thread");
    writeln!(
        out,
        "(sent on: the share that the second model is asked for, the first one's probability being under the \
         threshold)\n(* from the time that each model took for all of these statements in this run, on \
         {threads}; another run has others)"
    )
}

pub fn slices(out: &mut String, columns: &[SlicesOf]) -> Result {
    let bold = bold();
    for SlicesOf { column, slices } in columns {
        let values = slices
            .iter()
            .map(|slice| shown(&slice.figures.value).chars().count());
        let width = values.max().unwrap_or(0).max(column.chars().count());
        writeln!(
            out,
            "\n{bold}{column:<width$}{bold:#}    rows  accuracy  95 % interval     macro-F1"
        )?;
        for slice in slices {
            let figures = &slice.figures;
            let [low, high] = slice.accuracy_ci;
            let flag = if figures.small { "   few rows" } else { "" };
            writeln!(
                out,
                "{:<width$}  {:>6}  {:>8.3}  {low:.3} to {high:.3}  {:>8.3}{flag}",
                shown(&figures.value),
                figures.n,
                figures.accuracy,
                figures.macro_f1
            )?;
        }
    }
    Ok(())
}

/// A value as it is shown in a cell.
fn shown(value: &str) -> String {
    if value.is_empty() {
        "(empty)".to_owned()
    } else {
        highlight::one_line(value)
    }
}

pub fn baselines(out: &mut String, report: &Report) -> Result {
    let Some(baselines) = &report.baselines else {
        return Ok(());
    };
    let bold = bold();
    let evaluation = &report.evaluation;
    writeln!(
        out,
        "\n{bold}beside simple systems{bold:#}, trained on {}",
        baselines.trained_on
    )?;
    writeln!(
        out,
        "{:<18} accuracy  95 % interval     macro-F1  95 % interval    the model adds",
        ""
    )?;
    let row =
        |name: &str, (accuracy, [al, ah]): (f64, [f64; 2]), (f1, [fl, fh]): (f64, [f64; 2])| {
            format!("{name:<18} {accuracy:>8.3}  {al:.3} to {ah:.3}  {f1:>8.3}  {fl:.3} to {fh:.3}")
        };
    writeln!(
        out,
        "{}",
        row(
            "the model",
            (evaluation.accuracy, evaluation.accuracy_ci),
            (evaluation.macro_f1, evaluation.macro_f1_ci)
        )
    )?;
    for system in &baselines.systems {
        let gain = &system.model_adds.macro_f1;
        let [low, high] = gain.ci;
        writeln!(
            out,
            "{}   {:+.3} ({low:+.3} to {high:+.3})",
            row(
                system.name,
                (system.accuracy, system.accuracy_ci),
                (system.macro_f1, system.macro_f1_ci)
            ),
            gain.difference
        )?;
    }
    for system in &baselines.systems {
        writeln!(out, "({}: {})", system.name, system.what)?;
    }
    writeln!(
        out,
        "(the model adds: macro-F1 beyond the baseline's, paired, with its 95 % interval)"
    )
}

pub fn learning_curve(out: &mut String, report: &Report) -> Result {
    let Some(curve) = &report.learning_curve else {
        return Ok(());
    };
    let bold = bold();
    writeln!(
        out,
        "\n{bold}{:>13}{bold:#}  accuracy  95 % interval     macro-F1  95 % interval",
        "training rows"
    )?;
    for point in &curve.points {
        let (a, f) = (&point.accuracy, &point.macro_f1);
        writeln!(
            out,
            "{:>13}  {:>8.3}  {:.3} to {:.3}  {:>8.3}  {:.3} to {:.3}",
            point.rows, a.estimate, a.low, a.high, f.estimate, f.low, f.high
        )?;
    }
    writeln!(out, "{}", learning::sentence(curve))
}

pub fn mistakes(out: &mut String, report: &Report) -> Result {
    let Some(mistakes) = report
        .errors
        .as_ref()
        .filter(|mistakes| !mistakes.is_empty())
    else {
        return Ok(());
    };
    let bold = bold();
    writeln!(out, "\n{bold}mistakes{bold:#}, the most confident first")?;
    for mistake in mistakes {
        let labels = &report.evaluation.per_class;
        let class = labels
            .iter()
            .position(|(label, _)| label == mistake.predicted);
        let style = highlight::style(&mistake.predicted, class.unwrap_or_default());
        writeln!(
            out,
            "\n{}  {style}{}{style:#} {:.2}, should be {} ({:.2})",
            highlight::one_line(&mistake.place),
            mistake.predicted,
            mistake.confidence,
            mistake.truth,
            mistake.truth_probability
        )?;
        writeln!(out, "  {}", lit(mistake, style))?;
        let words = mistake.strongest(WORDS);
        if !words.is_empty() {
            let words = words
                .iter()
                .map(|words| format!("“{}”", highlight::one_line(words)));
            let words: Vec<String> = words.collect();
            writeln!(out, "  for `{}`: {}", mistake.predicted, words.join(", "))?;
        }
    }
    Ok(())
}

/// The text in one line, the words that decided in the label's colour, strong ones in bold.
fn lit(mistake: &Mistake, colour: anstyle::Style) -> String {
    let mut out = String::new();
    for (words, strength) in mistake.pieces() {
        let words = highlight::one_line(words);
        let style = match strength {
            Strength::Strong => colour.effects(Effects::BOLD | Effects::UNDERLINE),
            Strength::Some => colour,
            Strength::None => {
                out.push_str(&words);
                continue;
            }
        };
        out.push_str(&format!("{style}{words}{style:#}"));
    }
    out
}
