//! What was found, in words.

use std::collections::BTreeMap;

use super::view::View;
use super::words::{self, counted, with_interval};
use crate::Series;
use crate::errors::CountedOn;
use crate::report::parties;

/// Alliances that are told of.
const TOLD: usize = 12;
/// Times of a stance that are named.
const TIMES: usize = 6;

/// What the report is of.
pub(super) fn lead(view: &View<'_>) -> String {
    let report = view.report;
    let total = &report.overall.total;
    let documents = report.collection.documents.len() as u64;
    let mut lead = format!(
        "{} that take{} a position, in {}",
        counted(total.n, "statement"),
        if total.n == 1 { "s" } else { "" },
        counted(documents, "document")
    );
    if let Some((first, last)) = report.span {
        if first == last {
            lead.push_str(&format!(" of {first}"));
        } else {
            lead.push_str(&format!(" from {first} to {last}"));
        }
    }
    let undated = report.undated().count() as u64;
    if undated > 0 && undated == documents {
        lead.push_str("; none has a date");
    } else if undated > 0 {
        lead.push_str(&format!(
            "; {} of them without a date",
            words::grouped(undated)
        ));
    }
    lead.push('.');
    lead
}

/// A line for each alliance.
pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    if report.classes.is_empty() {
        return "<p>There is no statement to tell of.</p>\n".to_owned();
    }
    let told: Vec<&Series> = report
        .alliances
        .iter()
        .filter(|it| it.total.n > 0)
        .collect();
    let mut out = String::new();
    if told.is_empty() {
        out.push_str(&format!(
            "<p>No statement names an alliance. All: {}</p>\n",
            sentence(view, &report.overall)
        ));
        return out;
    }
    out.push_str("<ul class=\"told\">\n");
    for series in told.iter().take(TOLD) {
        let alliance = series.alliance.as_deref().unwrap_or_default();
        out.push_str(&format!(
            "<li><strong>{}</strong>: {}</li>\n",
            words::name(alliance),
            sentence(view, series)
        ));
    }
    out.push_str("</ul>\n");
    let more = told.len().saturating_sub(TOLD) as u64;
    if more > 0 {
        out.push_str(&format!(
            "<p class=\"note\">{} more, with fewer statements, {} in the data files.</p>\n",
            words::grouped(more),
            if more == 1 { "is" } else { "are" }
        ));
    }
    out
}

/// The leading stance and how sure it is; then when and by whom the others were taken; then where it moved.
fn sentence(view: &View<'_>, series: &Series) -> String {
    let report = view.report;
    let shares = &series.total;
    let Some(leading) = shares.leading() else {
        return "no statement takes a position.".to_owned();
    };
    let mut parts = Vec::new();
    if shares.n == 1 {
        parts.push(format!("one statement, {}", taken(view, series, leading)));
    } else {
        let estimate = &shares.estimates[leading];
        let how = if shares.unclear() {
            "unclear, perhaps most often "
        } else if estimate.low > 0.5 {
            "mostly "
        } else if shares.leads[leading] > 0.95 {
            "more than anything else "
        } else {
            "probably most often "
        };
        parts.push(format!(
            "{how}{} ({}, {}; {})",
            words::label(report, leading),
            words::percent(estimate.share),
            words::interval(estimate),
            counted(shares.n, "statement")
        ));
        if shares.unclear() {
            parts.push(taken(view, series, leading));
        }
        for &class in view.order.iter().filter(|&&class| class != leading) {
            if shares.counts[class] > 0 {
                parts.push(taken(view, series, class));
            }
        }
    }
    for change in &report.changes {
        if series.alliance.is_some()
            && change.alliance == series.alliance
            && change.holder == series.holder
        {
            parts.push(format!(
                "<a href=\"#changes\">moved</a> about {}: {} from {} to {}",
                change.since,
                words::label(report, change.class),
                with_interval(&change.before.estimates[change.class]),
                with_interval(&change.after.estimates[change.class])
            ));
        }
    }
    format!("{}.", parts.join("; "))
}

/// When and by whom a stance was taken: `hedging in Nov 2024 (2, Japan) and Jan 2025 (1)`.
fn taken(view: &View<'_>, series: &Series, class: usize) -> String {
    let report = view.report;
    let statements = series.statements.iter().copied();
    let statements: Vec<usize> = statements
        .filter(|&it| report.classes[it] == class)
        .collect();
    let mut months = BTreeMap::<_, Vec<usize>>::new();
    let mut undated = Vec::new();
    for &statement in &statements {
        match report.date(statement) {
            Some(day) => months
                .entry(day.first_of_month())
                .or_default()
                .push(statement),
            None => undated.push(statement),
        }
    }
    let label = words::label(report, class);
    if months.len() > TIMES {
        let (first, last) = (months.keys().next(), months.keys().next_back());
        let (first, last) = (
            first.copied().map(words::month),
            last.copied().map(words::month),
        );
        return format!(
            "{label} {} times from {} to {}{}",
            words::grouped(statements.len() as u64),
            first.unwrap_or_default(),
            last.unwrap_or_default(),
            by_whom(view, &statements)
        );
    }
    let mut times: Vec<String> = months
        .iter()
        .map(|(&month, statements)| {
            format!(
                "{} ({}{})",
                words::month(month),
                statements.len(),
                by_whom(view, statements)
            )
        })
        .collect();
    if !undated.is_empty() {
        times.push(format!(
            "without a date ({}{})",
            undated.len(),
            by_whom(view, &undated)
        ));
    }
    let preposition = if months.is_empty() { "" } else { "in " };
    format!("{label} {preposition}{}", words::list(&times))
}

/// The holders of statements, those with the most first: persons where they are named.
fn by_whom(view: &View<'_>, statements: &[usize]) -> String {
    const NAMED: usize = 2;
    let mut holders = BTreeMap::<String, usize>::new();
    for &index in statements {
        let statement = view.report.collection.statements.at(index);
        match statement.holder.filter(|holder| !holder.is_empty()) {
            Some(holder) => *holders.entry(holder.to_owned()).or_default() += 1,
            None => {
                for party in parties(&statement) {
                    *holders.entry(party.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let mut holders: Vec<_> = holders.into_iter().collect();
    holders.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let more = holders.len() > NAMED;
    let mut named: Vec<String> = holders
        .iter()
        .take(NAMED)
        .map(|(holder, _)| words::name(holder))
        .collect();
    if more {
        named.push("others".to_owned());
    }
    if named.is_empty() {
        String::new()
    } else {
        format!(", {}", words::list(&named))
    }
}

/// What the figures mean and where they come from.
pub(super) fn method(view: &View<'_>) -> String {
    let report = view.report;
    let mut out = String::new();
    let shares = match report.neutral {
        Some(neutral) => format!(
            "Shares are of the statements that take a position; what is labelled {} takes none.",
            words::label(report, neutral)
        ),
        None => "Shares are of all statements.".to_owned(),
    };
    out.push_str(&format!("<p>{shares} "));
    match report.corrected {
        Some((sentences, counted_on)) => out.push_str(&format!(
            "They are not counts of labels: they are corrected for the classifier’s error, as it was counted on {} whose \
             true label is known, by a Bayesian model (Fiksel et al., Biometrics 2022; the uncertainty of the error’s own counts \
             included). {} The shares of labels as given are in the data files. ",
            counted(sentences, "sentence"),
            match counted_on {
                CountedOn::TextAlike =>
                    "The true share lies in 95 of 100 such intervals, if the classifier errs here as it did there.",
                CountedOn::OtherText =>
                    "Those were of other text, and the intervals allow for how kinds of text differ: on kinds that were left out \
                     for the trial, 92 of 100 such intervals held the true share.",
            }
        )),
        None => out.push_str(
            "Nothing is known here of how the classifier errs, so that the intervals hold the chance of the sample alone, and \
             are too narrow. ",
        ),
    }
    out.push_str(
        "Statements of one document resemble each other more than the intervals allow for. It is called unclear which \
         stance of a group leads where that with the largest share leads with a probability under 80 %.</p>\n",
    );
    out.push_str(
        "<p>A change is a day at which the mix of the documents before differs from that of the documents after by more than \
         the documents in any order would: binary segmentation of the labels’ counts, with a permutation test that shuffles whole \
         documents. If nothing had moved anywhere, a page would flag a change in at most 5 of 100 cases.</p>\n",
    );
    out.push_str(&format!(
        "<p>A statement’s stance is what a model takes it to be, its date that of its document. A timeline has a point for each {} \
         with a statement; where there is none, there is a gap and no 0.</p>\n",
        report.step.name()
    ));
    out
}
