//! Curves: reliability, risk and coverage, ROC and precision–recall.

use std::fmt::Write;

use stance_eval::Interval;

use super::{colour, short};
use crate::commands::evaluate::report::Report;
use crate::output::chart::{Chart, Point, quarters, round_ticks};
use crate::output::page::{escaped, number};

const SIZE: (f64, f64) = (400.0, 300.0);
const MARGINS: [f64; 4] = [42.0, 14.0, 24.0, 40.0];
/// More points than this would be more than the pixels they are drawn on.
const MOST_POINTS: usize = 300;
/// Labels whose curves are drawn; of the others the areas are told.
const MOST_CURVES: usize = 8;

/// Reliability, and what is gained by answering only where the model is sure.
pub fn calibration(report: &Report) -> anyhow::Result<String> {
    let mut out = String::from("<div class=\"plots\">\n<figure>\n<h3>Reliability</h3>\n");
    out.push_str(&reliability(report)?);
    let ece = report.evaluation.ece.unwrap_or_default();
    write!(
        out,
        "<figcaption>Where the model says 0.8, is it right in 8 cases of 10? Dots on the diagonal: yes; below: it is \
         too sure of itself. Whiskers are 95 % intervals, the bars below show how many rows are in each tenth. \
         Expected calibration error {}, by label {}.</figcaption>\n</figure>\n",
        number(ece),
        number(report.details.classwise_ece)
    )?;
    out.push_str("<figure>\n<h3>Risk and coverage</h3>\n");
    out.push_str(&risk_coverage(report)?);
    let curve = &report.details.risk_coverage;
    write!(
        out,
        "<figcaption>The share of mistakes when only the surest statements are answered. On the surest 80 % \
         accuracy is {}, on the surest 90 % {}; the area under the curve is {}.</figcaption>\n</figure>\n</div>\n",
        number(curve.accuracy_at_80),
        number(curve.accuracy_at_90),
        number(curve.aurc)
    )?;
    Ok(out)
}

fn reliability(report: &Report) -> anyhow::Result<String> {
    let bins = &report.details.reliability;
    let mut chart = Chart::new(
        (SIZE.0, 330.0),
        [MARGINS[0], MARGINS[1], MARGINS[2], 78.0],
        (0.0, 1.0),
        (0.0, 1.0),
        "Reliability diagram: the share that is right against the confidence",
    );
    let ticks = quarters();
    chart.axes(&ticks, "", &ticks, "share that is right");
    chart.text((221.0, 326.0), "confidence", "", "middle");
    chart.curve(&[(0.0, 0.0), (1.0, 1.0)], "guide");
    let most = bins.iter().map(|bin| bin.n).max().unwrap_or(1).max(1);
    for bin in bins {
        // A strip of its own below the axis.
        let height = 24.0 * bin.n as f64 / most as f64;
        let (from, to) = (chart.column(bin.low) + 1.0, chart.column(bin.high) - 1.0);
        chart.rectangle((from, 312.0 - height), (to, 312.0), "bar accent", None);
    }
    for bin in bins {
        let right = (bin.accuracy * bin.n as f64).round() as u64;
        let [low, high] = Interval::wilson(right, bin.n as u64, 0.95)?.bounds();
        chart.segment(
            (bin.confidence, low),
            (bin.confidence, high),
            "whisker thin accent",
        );
    }
    let points: Vec<Point> = bins
        .iter()
        .map(|bin| (bin.confidence, bin.accuracy))
        .collect();
    chart.curve(&points, "curve accent");
    for bin in bins {
        let about = format!(
            "confidence {:.1} to {:.1}: {} rows, {:.3} on average, {:.3} right",
            bin.low, bin.high, bin.n, bin.confidence, bin.accuracy
        );
        chart.dot((bin.confidence, bin.accuracy), 4.5, "dot accent", &about);
    }
    Ok(chart.markup())
}

fn risk_coverage(report: &Report) -> anyhow::Result<String> {
    let curve = report.predictions.risk_coverage()?;
    let points: Vec<Point> = curve
        .points()
        .iter()
        .map(|at| (at.coverage, at.risk))
        .collect();
    // The first few rows are one mistake or none, and would set the scale.
    let settled = points.iter().filter(|(coverage, _)| *coverage >= 0.05);
    let highest = settled.fold(0.02, |most: f64, (_, risk)| most.max(*risk));
    let top = (highest * 1.15).min(1.0);
    let mut chart = Chart::new(
        (SIZE.0, 330.0),
        MARGINS,
        (0.0, 1.0),
        (0.0, top),
        "Risk against coverage: the share of mistakes among the surest statements",
    );
    chart.axes(
        &quarters(),
        "share of statements answered",
        &round_ticks(0.0, top, 5),
        "share of mistakes",
    );
    let all = points.last().map_or(0.0, |(_, risk)| *risk);
    chart.segment((0.0, all), (1.0, all), "guide");
    chart.curve(&thinned(&points), "curve accent");
    for (coverage, accuracy) in [
        (0.8, report.details.risk_coverage.accuracy_at_80),
        (0.9, report.details.risk_coverage.accuracy_at_90),
        (1.0, 1.0 - all),
    ] {
        let risk = 1.0 - accuracy;
        let about = format!(
            "{:.0} % answered: {risk:.3} of them wrong",
            coverage * 100.0
        );
        chart.dot((coverage, risk), 4.5, "dot accent", &about);
        // Up and to the left of a rising curve there is room.
        chart.note(
            (coverage, risk),
            (-6.0, -8.0),
            &format!("{risk:.3}"),
            "ink",
            "end",
        );
    }
    Ok(chart.markup())
}

/// ROC and precision–recall curves, small, a pair for each label.
pub fn ranking(report: &Report) -> anyhow::Result<String> {
    let mut out = String::new();
    let labels = report.predictions.labels();
    for (name, draw) in [
        ("ROC", roc as fn(&Report, usize) -> Option<(String, f64)>),
        ("Precision and recall", precision_recall),
    ] {
        let drawn = labels.iter().enumerate().take(MOST_CURVES);
        let drawn: Vec<_> = drawn
            .filter_map(|(class, label)| Some((class, label, draw(report, class)?)))
            .collect();
        if drawn.is_empty() {
            continue;
        }
        writeln!(out, "<h3>{name}</h3>\n<div class=\"plots small\">")?;
        for (class, label, (chart, area)) in drawn {
            writeln!(
                out,
                "<figure>\n{chart}<figcaption><span class=\"label {}\">{}</span> {}</figcaption>\n</figure>",
                colour(label, class),
                escaped(&short(label, 24)),
                number(area)
            )?;
        }
        out.push_str("</div>\n");
    }
    if out.is_empty() {
        return Ok(
            "<p>All statements are of one label: there is nothing to rank.</p>\n".to_owned(),
        );
    }
    let more = if labels.len() > MOST_CURVES {
        format!(
            " The first {MOST_CURVES} of {} labels are drawn.",
            labels.len()
        )
    } else {
        String::new()
    };
    let mean = |mean: Option<f64>| mean.map_or_else(|| "–".to_owned(), number);
    writeln!(
        out,
        "<p class=\"note\">The numbers are the areas: 1 is perfect; a ranking by chance has 0.5 under its ROC curve, and \
         under precision and recall the label's share of the rows (dashed). On average over labels {} and {}.{more}</p>",
        mean(report.details.ranking.macro_roc_auc),
        mean(report.details.ranking.macro_average_precision)
    )?;
    Ok(out)
}

/// A small square with one curve.
fn small(title: &str, x: &str, y: &str) -> Chart {
    let mut chart = Chart::new(
        (190.0, 186.0),
        [22.0, 8.0, 20.0, 32.0],
        (0.0, 1.0),
        (0.0, 1.0),
        title,
    );
    let ends: Vec<(f64, String)> = [0.0, 0.5, 1.0]
        .map(|value| (value, format!("{value}")))
        .into();
    chart.axes(&ends, x, &ends, y);
    chart
}

fn roc(report: &Report, class: usize) -> Option<(String, f64)> {
    let label = report.predictions.labels().get(class)?;
    let curve = report.predictions.roc_curve(class).ok()?;
    let title = format!("ROC curve of {}, area {:.3}", short(label, 40), curve.area);
    let mut chart = small(&title, "false positives", "true positives");
    chart.curve(&[(0.0, 0.0), (1.0, 1.0)], "guide");
    let points = curve.points.iter();
    let points: Vec<Point> = points
        .map(|at| (at.false_positive_rate, at.true_positive_rate))
        .collect();
    chart.curve(
        &thinned(&points),
        &format!("curve {}", colour(label, class)),
    );
    Some((chart.markup(), curve.area))
}

fn precision_recall(report: &Report, class: usize) -> Option<(String, f64)> {
    let label = report.predictions.labels().get(class)?;
    let curve = report.predictions.precision_recall_curve(class).ok()?;
    let area = curve.average_precision;
    let title = format!(
        "Precision–recall curve of {}, area {area:.3}",
        short(label, 40)
    );
    let mut chart = small(&title, "recall", "precision");
    let share = curve.points.last().map_or(0.0, |at| at.precision);
    chart.segment((0.0, share), (1.0, share), "guide");
    let mut points: Vec<Point> = vec![];
    for at in &curve.points {
        // Steps, not slopes: between two thresholds there is nothing (Davis & Goadrich, ICML 2006).
        let before = points.last().map_or(0.0, |(recall, _)| *recall);
        points.push((before, at.precision));
        points.push((at.recall, at.precision));
    }
    chart.curve(
        &thinned(&points),
        &format!("curve {}", colour(label, class)),
    );
    Some((chart.markup(), area))
}

/// No more points than can be told apart, the ends among them.
fn thinned(points: &[Point]) -> Vec<Point> {
    let step = points.len().div_ceil(MOST_POINTS).max(1);
    let mut thinned: Vec<Point> = points.iter().copied().step_by(step).collect();
    if let Some(last) = points
        .last()
        .filter(|_| !(points.len() - 1).is_multiple_of(step))
    {
        thinned.push(*last);
    }
    thinned
}
