//! Shares over time, as plots with their tables.

use super::axis::Axis;
use super::view::View;
use super::words::{self, colour, counted, with_interval};
use crate::chart::Chart;
use crate::page::escaped;
use crate::{Change, Period, Series};

/// Stances that a plot has room for.
const ROWS: usize = 6;
/// Width of a plot in pixels: that of a small phone, so that letters keep their size there.
const WIDTH: f64 = 330.0;
/// Height of the track of one stance.
const TRACK: f64 = 40.0;
/// Height of the name above it.
const NAME: f64 = 20.0;

/// All timelines.
pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    let Some((first, last)) = report.span else {
        return "<p>No document has a date, so there is nothing to place in time.</p>\n".to_owned();
    };
    let axis = Axis::new(first, last);
    let mut out = format!(
        "<p class=\"note\">Each row is the share of a stance in a {}, from 0 to 100 %, with its 95 % interval; a dash is the share as \
         counted, before the classifier’s error is taken into account. In a group of pale points it is unclear which \
         stance leads; a dashed upright line for a day at which the mix moved.</p>\n",
        report.step.name()
    );
    let groups = [
        (
            "Alliances",
            &report.alliances,
            view.layout.most_timelines,
            "alliance",
        ),
        (
            "Holders",
            &report.holders,
            view.layout.most_timelines,
            "holder",
        ),
        (
            "Holders toward alliances",
            &report.pairs,
            view.layout.most_pairs,
            "pair",
        ),
    ];
    let mut any = false;
    for (heading, series, most, what) in groups {
        let shown: Vec<&Series> = series
            .iter()
            .filter(|it| it.points.iter().any(|at| at.shares.n > 0))
            .collect();
        if shown.is_empty() {
            continue;
        }
        any = true;
        let pairs = what == "pair";
        if pairs {
            out.push_str(&format!(
                "<details id=\"pairs\"><summary>{heading} ({})</summary>\n",
                shown.len().min(most)
            ));
        } else {
            out.push_str(&format!("<h3>{heading}</h3>\n"));
        }
        out.push_str("<div class=\"plots timelines\">\n");
        for series in shown.iter().take(most) {
            out.push_str(&figure(view, series, &axis));
        }
        out.push_str("</div>\n");
        if shown.len() > most {
            out.push_str(&format!(
                "<p class=\"note\">{} with fewer statements {} in the data files.</p>\n",
                counted((shown.len() - most) as u64, what),
                if shown.len() - most == 1 { "is" } else { "are" }
            ));
        }
        if pairs {
            out.push_str("</details>\n");
        }
    }
    if !any {
        out.push_str(&format!(
            "<div class=\"plots timelines\">\n{}</div>\n",
            figure(view, &report.overall, &axis)
        ));
    }
    out
}

/// What a series is of.
pub(super) fn title(series: &Series) -> String {
    match (&series.holder, &series.alliance) {
        (Some(holder), Some(alliance)) => {
            format!(
                "{} → {}",
                words::short(holder, 60),
                words::short(alliance, 60)
            )
        }
        (Some(name), None) | (None, Some(name)) => words::short(name, 80),
        (None, None) => "All statements".to_owned(),
    }
}

fn figure(view: &View<'_>, series: &Series, axis: &Axis) -> String {
    let report = view.report;
    let alliance: Vec<&str> = series.alliance.as_deref().into_iter().collect();
    let holder: Vec<&str> = series.holder.as_deref().into_iter().collect();
    let title = title(series);
    let changes = report
        .changes
        .iter()
        .filter(|change| change.alliance == series.alliance && change.holder == series.holder);
    let mut caption = counted(series.total.n, "statement");
    let dated: u64 = series.points.iter().map(|point| point.shares.n).sum();
    if dated < series.total.n {
        caption.push_str(&format!(
            ", {} of them without a date and not shown",
            series.total.n - dated
        ));
    }
    caption.push('.');
    let rows: Vec<usize> = {
        let mut rows = view.order.clone();
        rows.retain(|&class| series.total.counts[class] > 0);
        // At least the stances that lead elsewhere, so that plots can be compared.
        if rows.len() < 3 {
            rows = view
                .order
                .iter()
                .copied()
                .take(3.max(rows.len()))
                .chain(rows)
                .collect();
            rows.sort_by_key(|class| view.order.iter().position(|it| it == class));
            rows.dedup();
        }
        if rows.len() > ROWS {
            let mut most = rows.clone();
            most.sort_by_key(|&class| std::cmp::Reverse(series.total.counts[class]));
            most.truncate(ROWS);
            caption.push_str(&format!(
                " The {ROWS} most frequent of {} labels.",
                rows.len()
            ));
            rows.retain(|class| most.contains(class));
        }
        rows
    };
    format!(
        "<figure class=\"timeline\" {}>\n<h4><bdi>{}</bdi></h4>\n{}\n<figcaption>{caption}</figcaption>\n{}</figure>\n",
        view.about(&alliance, &holder),
        escaped(&title),
        plot(
            view,
            series,
            &rows,
            axis,
            &changes.collect::<Vec<_>>(),
            &title
        ),
        table(view, series, &rows)
    )
}

fn plot(
    view: &View<'_>,
    series: &Series,
    rows: &[usize],
    axis: &Axis,
    changes: &[&Change],
    title: &str,
) -> String {
    let report = view.report;
    let height = rows.len() as f64 * (TRACK + NAME) + 26.0;
    let about = format!("{title}: shares over time; the figures are in the table below");
    let mut chart = Chart::new(
        (WIDTH, height),
        [30.0, 12.0, 0.0, 26.0],
        axis.range,
        (0.0, 1.0),
        &about,
    );
    let bottom = height - 26.0;
    for (day, written) in &axis.ticks {
        let column = chart.column(*day);
        chart.line((column, bottom), (column, bottom + 4.0), "axis");
        chart.text((column, bottom + 17.0), written, "", "middle");
    }
    for (row, &class) in rows.iter().enumerate() {
        let top = row as f64 * (TRACK + NAME) + NAME;
        let at = |share: f64| top + (1.0 - share.clamp(0.0, 1.0)) * TRACK;
        for (share, written) in [(1.0, "100"), (0.5, ""), (0.0, "0")] {
            chart.line((30.0, at(share)), (WIDTH - 12.0, at(share)), "grid");
            if !written.is_empty() {
                chart.text((26.0, at(share) + 4.0), written, "", "end");
            }
        }
        for (day, _) in &axis.ticks {
            let column = chart.column(*day);
            chart.line((column, at(1.0)), (column, at(0.0)), "grid");
        }
        for change in changes {
            let days = [change.until, change.since].map(|day| chart.column(axis.place(day)));
            let column = (days[0] + days[1]) / 2.0;
            chart.line((column, at(1.0)), (column, at(0.0)), "moved");
        }
        let colour = colour(report, class);
        let name = words::short(&report.collection.labels[class], 30);
        let total = &series.total.estimates[class];
        let named = format!("{name} {}", with_interval(total));
        chart.text(
            (30.0, top - 6.0),
            &named,
            &format!("named {colour}"),
            "start",
        );

        let mut before: Option<(Period, (f64, f64))> = None;
        let points = series.points.iter().filter(|point| point.shares.n > 0);
        for point in points {
            let estimate = &point.shares.estimates[class];
            let column = chart.column(axis.middle(point.period));
            let here = (column, at(estimate.share));
            if let Some((period, there)) = before
                && period.next() == Some(point.period)
            {
                chart.line(there, here, &format!("joint {colour}"));
            }
            before = Some((point.period, here));
            let pale = if point.shares.unclear() { " pale" } else { "" };
            if let Some(raw) = point.shares.raw(class).filter(|&raw| raw > 0.0) {
                let class = format!("counted {colour}");
                chart.line((column - 3.5, at(raw)), (column + 3.5, at(raw)), &class);
            }
            chart.line(
                (column, at(estimate.low)),
                (column, at(estimate.high)),
                &format!("whisker thin {colour}{pale}"),
            );
            let about = format!(
                "{}: {name} {}, {}",
                point.period,
                with_interval(estimate),
                counted(point.shares.n, "statement")
            );
            let radius = 2.4 + (point.shares.n as f64).log10().min(3.0) * 0.6;
            chart.disc(here, radius, &format!("dot {colour}{pale}"), &about);
        }
    }
    chart.markup()
}

fn table(view: &View<'_>, series: &Series, rows: &[usize]) -> String {
    let report = view.report;
    let mut out = format!(
        "<details><summary>Table</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table>\n\
         <thead><tr><th scope=\"col\">{}</th><th scope=\"col\">n</th>",
        report.step.name()
    );
    for &class in rows {
        out.push_str(&format!(
            "<th scope=\"col\">{}</th>",
            words::label(report, class)
        ));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let periods = series
        .points
        .iter()
        .map(|point| (point.period.to_string(), &point.shares));
    for (period, shares) in periods.chain([("all".to_owned(), &series.total)]) {
        let few = if shares.unclear() {
            " class=\"few\""
        } else {
            ""
        };
        out.push_str(&format!(
            "<tr{few}><th scope=\"row\">{period}</th><td>{}</td>",
            shares.n
        ));
        for &class in rows {
            let told = if shares.n == 0 {
                "–".to_owned()
            } else {
                escaped(&with_interval(&shares.estimates[class]))
            };
            out.push_str(&format!("<td>{told}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div></details>\n");
    out
}
