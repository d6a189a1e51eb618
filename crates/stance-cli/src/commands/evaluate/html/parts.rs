//! The headline, the mistakes, and the model's card.

use std::fmt::Write;

use stance_classifier::card::Card;

use super::tables::strip;
use super::{between, colour};
use crate::commands::evaluate::mistakes::Strength;
use crate::commands::evaluate::report::Report;
use crate::output::highlight;
use crate::output::page::{escaped, number};

pub fn headline(report: &Report) -> anyhow::Result<String> {
    let evaluation = &report.evaluation;
    let mut out = String::from("<div class=\"figures\">\n");
    let mut figure = |name: &str, value: f64, drawn: &str, about: &str| {
        writeln!(
            out,
            "<div class=\"figure\"><div class=\"name\">{name}</div><div class=\"value\">{}</div>{drawn}\
             <div class=\"about\">{about}</div></div>",
            number(value)
        )
    };
    let majority = escaped(&highlight::one_line(&evaluation.majority_label));
    for (name, value, ci, base) in [
        (
            "Accuracy",
            evaluation.accuracy,
            evaluation.accuracy_ci,
            evaluation.majority_accuracy,
        ),
        (
            "Macro-F1",
            evaluation.macro_f1,
            evaluation.macro_f1_ci,
            evaluation.majority_macro_f1,
        ),
    ] {
        let about = format!(
            "95 % interval {}<br>always “{majority}”: {}",
            between(ci),
            number(base)
        );
        figure(name, value, &strip(value, ci, Some(base), "accent"), &about)?;
    }
    if let Some(kappa) = evaluation.cohen_kappa {
        let about = format!(
            "agreement with the truth beyond chance<br>Matthews correlation {}",
            number(evaluation.matthews)
        );
        figure("Cohen’s κ", kappa, "", &about)?;
    }
    if let (Some(ece), Some(log_loss), Some(brier)) =
        (evaluation.ece, evaluation.log_loss, evaluation.brier)
    {
        let about = format!(
            "expected, in ten bins; 0 is perfect<br>log loss {}, Brier {}",
            number(log_loss),
            number(brier)
        );
        figure("Calibration error", ece, "", &about)?;
    }
    out.push_str("</div>\n");
    if evaluation.abstained > 0 {
        writeln!(
            out,
            "<p>No answer was given to {} of {} statements; each counts as a mistake here.</p>",
            evaluation.abstained, evaluation.n
        )?;
    }
    Ok(out)
}

pub fn mistakes(report: &Report) -> anyhow::Result<String> {
    let Some(mistakes) = &report.errors else {
        return Ok(String::new());
    };
    if mistakes.is_empty() {
        return Ok("<p>There is none.</p>\n".to_owned());
    }
    let labels = report.predictions.labels();
    let named = |label: &str| {
        let class = labels
            .iter()
            .position(|known| known == label)
            .unwrap_or_default();
        format!(
            "<span class=\"label {}\">{}</span>",
            colour(label, class),
            escaped(&highlight::one_line(label))
        )
    };
    let mut out = String::new();
    if mistakes.iter().any(|mistake| !mistake.evidence.is_empty()) {
        out.push_str(
            "<p>What the model was surest of and got wrong. <mark class=\"strong\">Marked</mark> are the words that spoke for \
             the label that it gave.</p>\n",
        );
    } else {
        out.push_str("<p>What the model was surest of and got wrong.</p>\n");
    }
    for mistake in mistakes {
        writeln!(
            out,
            "<article class=\"mistake\"><div class=\"head\"><span>{} {:.2}</span><span class=\"ci\">should be</span>\
             <span>{} {:.2}</span><span class=\"place\">{}</span></div>",
            named(&mistake.predicted),
            mistake.confidence,
            named(&mistake.truth),
            mistake.truth_probability,
            escaped(&mistake.place)
        )?;
        out.push_str("<p dir=\"auto\">");
        for (words, strength) in mistake.pieces() {
            let words = escaped(words);
            match strength {
                Strength::None => out.push_str(&words),
                Strength::Some => write!(out, "<mark class=\"some\">{words}</mark>")?,
                Strength::Strong => write!(out, "<mark class=\"strong\">{words}</mark>")?,
            }
        }
        out.push_str("</p></article>\n");
    }
    Ok(out)
}

pub fn card(report: &Report) -> anyhow::Result<String> {
    let mut out = String::new();
    for card in report.cards.iter().filter(|card| !card.made_by.is_empty()) {
        one_card(&mut out, card)?;
    }
    Ok(out)
}

fn one_card(out: &mut String, card: &Card) -> std::fmt::Result {
    out.push_str("<dl>\n");
    let mut entry =
        |name: &str, value: &str| writeln!(out, "<dt>{name}</dt><dd>{}</dd>", escaped(value));
    entry("Name", &card.name)?;
    entry("Made by", &card.made_by)?;
    let rows: Vec<String> = card
        .rows
        .iter()
        .map(|(label, rows)| format!("{label} {rows}"))
        .collect();
    entry("Training rows", &rows.join(", "))?;
    entry("Calibration", &card.calibration)?;
    if let Some(scores) = &card.held_out {
        let told = format!(
            "{} rows ({}): accuracy {:.3}, macro-F1 {:.3}, log loss {:.3}, ECE {:.3}",
            scores.n, scores.of, scores.accuracy, scores.macro_f1, scores.log_loss, scores.ece
        );
        entry("Held out in training", &told)?;
    }
    let recipe: Vec<String> = card
        .recipe
        .iter()
        .map(|(k, v)| format!("{k} {v}"))
        .collect();
    entry("Recipe", &recipe.join(", "))?;
    out.push_str("</dl>\n");
    if !card.data.is_empty() {
        writeln!(
            out,
            "<details><summary>{} training files</summary>\n<div class=\"scroll\"><table>\n\
             <tr><th>file</th><th>rows</th><th class=\"text\">SHA-256</th></tr>",
            card.data.len()
        )?;
        for file in &card.data {
            writeln!(
                out,
                "<tr><td>{}</td><td>{}</td><td class=\"text hash\">{}</td></tr>",
                escaped(&file.file),
                file.rows,
                escaped(&file.sha256)
            )?;
        }
        out.push_str("</table></div></details>\n");
    }
    Ok(())
}
