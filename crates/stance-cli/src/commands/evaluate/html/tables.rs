//! Tables with intervals drawn beside their numbers: baselines, slices, behaviour tests.

use std::fmt::Write;

use super::{between, short};
use crate::commands::evaluate::report::Report;
use crate::output::chart::Chart;
use crate::output::highlight;
use crate::output::page::{escaped, number, signed};

/// Values of a column that are shown, the largest slices first.
const MOST_SLICES: usize = 60;
/// Failed cases that are shown of each capability.
const FAILED: usize = 3;

/// An interval on a strip from 0 to 1, and where to look for comparison.
pub fn strip(estimate: f64, [low, high]: [f64; 2], mark: Option<f64>, class: &str) -> String {
    let title = format!("{estimate:.3}, interval {low:.3} to {high:.3}");
    let mut chart = Chart::new(
        (160.0, 16.0),
        [4.0, 4.0, 0.0, 0.0],
        (0.0, 1.0),
        (0.0, 1.0),
        &title,
    );
    let (left, right) = (chart.column(0.0), chart.column(1.0));
    chart.line((left, 8.0), (right, 8.0), "grid");
    if let Some(mark) = mark {
        let at = chart.column(mark);
        chart.line((at, 2.0), (at, 14.0), "tick");
    }
    chart.segment((low, 0.5), (high, 0.5), &format!("whisker {class}"));
    chart.dot((estimate, 0.5), 3.4, &format!("dot {class}"), "");
    chart.markup()
}

pub fn baselines(report: &Report) -> anyhow::Result<String> {
    let Some(baselines) = &report.baselines else {
        return Ok(String::new());
    };
    let evaluation = &report.evaluation;
    let mut out = String::new();
    writeln!(
        out,
        "<p>What the model adds to systems that anyone could put together in an afternoon, trained on {}.</p>",
        escaped(&baselines.trained_on)
    )?;
    out.push_str(
        "<div class=\"scroll\"><table>\n<tr><th>system</th><th colspan=\"2\">macro-F1, 95 % interval</th><th class=\"range\"></th>\
         <th>accuracy</th><th>the model adds</th></tr>\n",
    );
    let row = |name: &str, f1: (f64, [f64; 2]), accuracy: f64, adds: &str, ours: bool| {
        let (row, class) = if ours {
            (" class=\"ours\"", "accent")
        } else {
            ("", "muted")
        };
        format!(
            "<tr{row}><td>{name}</td><td>{}</td><td class=\"ci\">{}</td><td class=\"range\">{}</td><td>{}</td><td>{adds}</td></tr>",
            number(f1.0),
            between(f1.1),
            strip(f1.0, f1.1, Some(evaluation.macro_f1), class),
            number(accuracy),
        )
    };
    let ours = (evaluation.macro_f1, evaluation.macro_f1_ci);
    writeln!(
        out,
        "{}",
        row("the model", ours, evaluation.accuracy, "", true)
    )?;
    for system in &baselines.systems {
        let name = format!(
            "{}<span class=\"what\">{}</span>",
            escaped(system.name),
            escaped(system.what)
        );
        let gain = &system.model_adds.macro_f1;
        let [low, high] = gain.ci;
        let adds = format!(
            "{} <span class=\"ci\">({} to {})</span>",
            signed(gain.difference),
            signed(low),
            signed(high)
        );
        let figures = (system.macro_f1, system.macro_f1_ci);
        writeln!(
            out,
            "{}",
            row(&name, figures, system.accuracy, &adds, false)
        )?;
    }
    out.push_str(
        "</table></div>\n<p class=\"note\">The model adds: macro-F1 beyond the baseline’s on the same rows, with its paired \
         interval. Where that lies above 0 the gain is real.</p>\n",
    );
    Ok(out)
}

pub fn cascade(report: &Report) -> anyhow::Result<String> {
    let Some(trade) = &report.trade else {
        return Ok(String::new());
    };
    let mut out = String::from(
        "<p>The first model answers where its probability reaches the threshold; the rest is sent on to the second.</p>\n\
         <div class=\"scroll\"><table>\n<tr><th>threshold</th><th>sent on</th><th>accuracy</th><th>macro-F1</th></tr>\n",
    );
    for at in &trade.cascade {
        let row = if at.threshold == trade.cascade_threshold {
            " class=\"ours\""
        } else {
            ""
        };
        writeln!(
            out,
            "<tr{row}><td>{:.2}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            at.threshold,
            number(at.sent_on),
            number(at.accuracy),
            number(at.macro_f1)
        )?;
    }
    out.push_str(
        "</table></div>\n<p class=\"note\">The row that stands out is the threshold in use, which all other figures are of.</p>\n",
    );
    Ok(out)
}

pub fn slices(report: &Report) -> anyhow::Result<String> {
    let mut out = String::new();
    for of_column in &report.slices {
        writeln!(
            out,
            "<h3>By {}</h3>\n<div class=\"scroll\"><table>\n<tr><th>{}</th><th>rows</th>\
             <th colspan=\"2\">accuracy, 95 % interval</th><th class=\"range\"></th><th>macro-F1</th></tr>",
            escaped(&of_column.column),
            escaped(&of_column.column)
        )?;
        for slice in of_column.slices.iter().take(MOST_SLICES) {
            let figures = &slice.figures;
            let value = match figures.value.as_str() {
                "" => "(empty)".to_owned(),
                value => short(value, 60),
            };
            let (row, flag) = if figures.small {
                (" class=\"few\"", " <span class=\"flag\">few rows</span>")
            } else {
                ("", "")
            };
            writeln!(
                out,
                "<tr{row}><td>{}{flag}</td><td>{}</td><td>{}</td><td class=\"ci\">{}</td><td class=\"range\">{}</td><td>{}</td></tr>",
                escaped(&value),
                figures.n,
                number(figures.accuracy),
                between(slice.accuracy_ci),
                strip(
                    figures.accuracy,
                    slice.accuracy_ci,
                    Some(report.evaluation.accuracy),
                    if figures.small { "muted" } else { "accent" }
                ),
                number(figures.macro_f1)
            )?;
        }
        out.push_str("</table></div>\n");
        let more = of_column.slices.len().saturating_sub(MOST_SLICES);
        if more > 0 {
            writeln!(out, "<p class=\"note\">And {more} smaller ones.</p>")?;
        }
    }
    if !out.is_empty() {
        out.push_str(
            "<p class=\"note\"><span class=\"range\">The upright stroke is the accuracy on all rows.</span> Macro-F1 is over the labels that occur in \
             a slice. Under 30 rows no figure says much.</p>\n",
        );
    }
    Ok(out)
}

pub fn behaviours(report: &Report) -> anyhow::Result<String> {
    let Some(tests) = &report.behaviours else {
        return Ok(String::new());
    };
    let cases: usize = tests
        .capabilities
        .iter()
        .map(|capability| capability.cases)
        .sum();
    let mut out = String::new();
    writeln!(
        out,
        "<p>{cases} small cases of {} capabilities that a model should have, of {}: the share that it fails, the \
         worst first.</p>",
        tests.capabilities.len(),
        escaped(&tests.data)
    )?;
    out.push_str(
        "<div class=\"scroll\"><table>\n<tr><th>capability</th><th>cases</th><th>failed</th>\
         <th colspan=\"2\">failure rate, 95 % interval</th><th class=\"range\"></th></tr>\n",
    );
    let mut worst_first: Vec<_> = tests.capabilities.iter().collect();
    worst_first.sort_by(|a, b| b.failure_rate.total_cmp(&a.failure_rate));
    for capability in &worst_first {
        let kind = serde_json::to_value(capability.test)?;
        writeln!(
            out,
            "<tr><td>{} <span class=\"kind\">{}</span></td><td>{}</td><td>{}</td><td>{}</td><td class=\"ci\">{}</td><td class=\"range\">{}</td></tr>",
            escaped(&capability.capability.replace('_', " ")),
            match kind.as_str() {
                Some("mft") => "minimum functionality",
                Some("inv") => "invariance",
                Some("dir") => "direction",
                _ => "",
            },
            capability.cases,
            capability.failures,
            number(capability.failure_rate),
            between(capability.failure_rate_ci),
            strip(
                capability.failure_rate,
                capability.failure_rate_ci,
                None,
                "wrong"
            )
        )?;
    }
    out.push_str("</table></div>\n");
    let failed = worst_first
        .iter()
        .filter(|capability| !capability.failed.is_empty());
    let failed: Vec<_> = failed.collect();
    if !failed.is_empty() {
        out.push_str("<details><summary>Examples of what failed</summary>\n");
        for capability in failed {
            writeln!(
                out,
                "<h3>{}</h3>\n<ul>",
                escaped(&capability.capability.replace('_', " "))
            )?;
            for case in capability.failed.iter().take(FAILED) {
                for row in case.rows.iter().filter(|row| row.failed).take(1) {
                    let expected = match (row.expected.as_slice(), row.direction) {
                        ([], _) => String::new(),
                        (expected, Some(_)) => {
                            format!(", {} moved the wrong way", expected.join(" or "))
                        }
                        (expected, None) => format!(", should be {}", expected.join(" or ")),
                    };
                    writeln!(
                        out,
                        "<li>{} <span class=\"ci\">{}{}</span></li>",
                        escaped(&highlight::one_line(&row.text)),
                        escaped(&row.predicted),
                        escaped(&expected)
                    )?;
                }
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</details>\n");
    }
    Ok(out)
}
