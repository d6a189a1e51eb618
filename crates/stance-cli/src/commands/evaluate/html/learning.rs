//! The learning curve, drawn and in a sentence.

use std::fmt::Write;

use stance_eval::{Interval, LearningCurve, LearningPoint};

use crate::commands::evaluate::learning;
use crate::commands::evaluate::report::Report;
use crate::output::chart::{Chart, Point, round_ticks};
use crate::output::page::escaped;

/// Pixels from one line of writing to the next.
const LINE: f64 = 14.0;

/// The score by training rows, with bands.
pub fn section(report: &Report) -> anyhow::Result<String> {
    let Some(curve) = &report.learning_curve else {
        return Ok(String::new());
    };
    let mut out = String::from("<figure class=\"wide\">\n");
    out.push_str(&chart(curve));
    out.push_str("<figcaption>Each step has twice the training rows of the one before; bands are 95 % intervals.</figcaption>\n</figure>\n");
    writeln!(
        out,
        "<p class=\"outlook\">{}</p>",
        escaped(&learning::sentence(curve))
    )?;
    Ok(out)
}

fn chart(curve: &LearningCurve) -> String {
    let points = &curve.points;
    let at = |rows: usize| (rows as f64).log2();
    let ends = (points.first(), points.last());
    let (first, last) = match ends {
        (Some(first), Some(last)) => (at(first.rows), at(last.rows)),
        _ => (0.0, 1.0),
    };
    let of = |of: fn(&LearningPoint) -> &Interval| -> Vec<(f64, Interval)> {
        points
            .iter()
            .map(|point| (at(point.rows), *of(point)))
            .collect()
    };
    let (accuracy, macro_f1) = (of(|point| &point.accuracy), of(|point| &point.macro_f1));
    let all = accuracy.iter().chain(&macro_f1);
    let (low, high) = all.fold((1.0_f64, 0.0_f64), |(low, high), (_, interval)| {
        (low.min(interval.low), high.max(interval.high))
    });
    let (low, high) = ((low - 0.03).max(0.0), (high + 0.03).min(1.0));
    let mut chart = Chart::new(
        (460.0, 300.0),
        [42.0, 70.0, 24.0, 40.0],
        (first - 0.15, last + 0.1),
        (low, high),
        "Learning curve: accuracy and macro-F1 against the number of training rows",
    );
    let ticks: Vec<_> = points
        .iter()
        .map(|point| (at(point.rows), point.rows.to_string()))
        .collect();
    // The names stand apart even where the curves end at one place.
    let ends = |series: &[(f64, Interval)]| {
        let estimate = series.last().map_or(0.0, |(_, interval)| interval.estimate);
        chart.row(estimate)
    };
    let (upper, lower) = (ends(&accuracy), ends(&macro_f1));
    let apart = ((LINE - (lower - upper).abs()) / 2.0).max(0.0);
    let apart = if upper <= lower { apart } else { -apart };
    chart.axes(&ticks, "training rows", &round_ticks(low, high, 5), "score");
    for (name, series, class, shift) in [
        ("accuracy", &accuracy, "k0", -apart),
        ("macro-F1", &macro_f1, "k1", apart),
    ] {
        let line = |value: fn(&Interval) -> f64| -> Vec<Point> {
            series
                .iter()
                .map(|(x, interval)| (*x, value(interval)))
                .collect()
        };
        chart.band(
            &line(|i| i.low),
            &line(|i| i.high),
            &format!("band {class}"),
        );
        chart.curve(&line(|i| i.estimate), &format!("curve {class}"));
        for ((x, interval), point) in series.iter().zip(points) {
            let about = format!(
                "{} rows: {name} {:.3} ({:.3} to {:.3})",
                point.rows, interval.estimate, interval.low, interval.high
            );
            chart.dot(
                (*x, interval.estimate),
                4.0,
                &format!("dot {class}"),
                &about,
            );
        }
        if let Some((x, interval)) = series.last() {
            let class = format!("named {class}");
            let beside = (10.0, 4.0 + shift);
            chart.note((*x, interval.estimate), beside, name, &class, "start");
        }
    }
    chart.markup()
}
