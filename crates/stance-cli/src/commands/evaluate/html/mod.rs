//! The report as a page.

mod charts;
mod confusion;
mod learning;
mod parts;
mod tables;

use std::fmt::Write;

use super::report::Report;
use crate::output::page::{self, escaped, number};

/// One self-contained page: headline, pictures, tables, mistakes, card.
pub fn page(report: &Report) -> anyhow::Result<String> {
    let sections = [
        (
            "confusion",
            "What is taken for what",
            confusion::section(report)?,
        ),
        (
            "calibration",
            "Can its probabilities be believed?",
            charts::calibration(report)?,
        ),
        (
            "ranking",
            "How well each label is told from the rest",
            charts::ranking(report)?,
        ),
        (
            "learning",
            "Would more data help?",
            learning::section(report)?,
        ),
        (
            "baselines",
            "Beside simple systems",
            tables::baselines(report)?,
        ),
        (
            "cascade",
            "What the second model adds",
            tables::cascade(report)?,
        ),
        ("slices", "Where it is weak", tables::slices(report)?),
        ("behaviours", "Behaviour tests", tables::behaviours(report)?),
        (
            "mistakes",
            "The most confident mistakes",
            parts::mistakes(report)?,
        ),
        ("card", "The model's card", parts::card(report)?),
    ];
    // A part that was not asked for is left out, heading and all.
    let sections: Vec<_> = sections
        .iter()
        .filter(|(.., body)| !body.is_empty())
        .collect();
    let mut body = String::new();
    let subject = Subject::of(report);
    writeln!(
        body,
        "<header>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>",
        escaped(&subject.title),
        escaped(&subject.lead)
    )?;
    body.push_str("<nav>");
    for (id, heading, _) in &sections {
        write!(body, "<a href=\"#{id}\">{}</a>", escaped(heading))?;
    }
    body.push_str("</nav>\n</header>\n<main>\n");
    body.push_str(&parts::headline(report)?);
    for (id, heading, section) in &sections {
        writeln!(
            body,
            "<section id=\"{id}\">\n<h2>{}</h2>\n{section}</section>",
            escaped(heading)
        )?;
    }
    body.push_str("</main>\n");
    footer(&mut body, report)?;
    Ok(page::page(&subject.title, &body))
}

/// What the page is about, in words.
struct Subject {
    title: String,
    lead: String,
}

impl Subject {
    fn of(report: &Report) -> Self {
        /// A list of files that is longer than this is counted and not told.
        const TOLD: usize = 3;
        let files = report.data.split(", ").count();
        let data = if files > TOLD {
            format!("{files} files")
        } else {
            report.data.clone()
        };
        let n = report.evaluation.n;
        match report.cards.as_slice() {
            [_, ..] => Self {
                title: format!("How good is “{}”?", report.model),
                lead: format!("Measured on {n} statements of {data}."),
            },
            // In cross-validation there is no one model, and so no card.
            [] => Self {
                title: "How good is the recipe?".to_owned(),
                lead: format!("Measured on {n} statements of {data}: {}.", report.model),
            },
        }
    }
}

fn footer(body: &mut String, report: &Report) -> std::fmt::Result {
    let options = &report.evaluation.interval;
    let kind = if options.bca { "BCa" } else { "percentile" };
    let clusters = match report.evaluation.clusters {
        Some(clusters) => format!(", which draw whole clusters, {clusters} of them"),
        None => String::new(),
    };
    if report.data.contains(", ") {
        writeln!(
            body,
            "<footer><p>Measured on {}.</p>",
            escaped(&report.data)
        )?;
    } else {
        body.push_str("<footer>");
    }
    writeln!(
        body,
        "<p>Intervals hold the true value in {:.0} of 100 samples like this one: {kind} bootstrap of {} \
         resamples{clusters}, seed {}. The same data, model and options give this page again, byte for byte. \
         Made by stance {}.</p></footer>",
        options.level * 100.0,
        options.resamples,
        options.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// The class of a label's colour: its own for a stance, else by its index.
fn colour(label: &str, class: usize) -> String {
    match label {
        "reaffirming" | "hedging" | "critical" | "none" => format!("s-{label}"),
        _ => format!("k{}", class % 6),
    }
}

/// An interval in words.
fn between([low, high]: [f64; 2]) -> String {
    format!("{} to {}", number(low), number(high))
}

/// A name that fits into a chart.
fn short(name: &str, most: usize) -> String {
    let name = crate::output::highlight::one_line(name);
    if name.chars().count() <= most {
        return name;
    }
    let mut short: String = name.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
