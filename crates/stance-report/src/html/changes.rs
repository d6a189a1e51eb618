//! Days at which a mix of stances moved, with what was said on both sides.

use super::statements::quotation;
use super::view::View;
use super::words::{self, counted, with_interval};
use crate::page::escaped;
use crate::{Change, Shares};

/// Changes that are told of.
const TOLD: usize = 30;

pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    if report.span.is_none() || report.changes.is_empty() {
        return "<p>Nothing moved by more than chance moves so many documents.</p>\n".to_owned();
    }
    let mut out = String::new();
    for change in report.changes.iter().take(TOLD) {
        out.push_str(&one(view, change));
    }
    if report.changes.len() > TOLD {
        out.push_str(&format!(
            "<p class=\"note\">{} more in the data files.</p>\n",
            counted((report.changes.len() - TOLD) as u64, "change")
        ));
    }
    out
}

fn one(view: &View<'_>, change: &Change) -> String {
    let report = view.report;
    let name = change
        .alliance
        .as_deref()
        .or(change.holder.as_deref())
        .unwrap_or_default();
    let class = change.class;
    let alliance: Vec<&str> = change.alliance.as_deref().into_iter().collect();
    let holder: Vec<&str> = change.holder.as_deref().into_iter().collect();
    let mut out = format!(
        "<article class=\"change\" {}><h3><bdi>{}</bdi>, between {} and {}</h3>\n<p>{} went from {} to {}, by {} points \
         ({} to {}); p\u{A0}=\u{A0}{}.</p>\n",
        view.about(&alliance, &holder),
        words::name(name),
        change.until,
        change.since,
        words::label(report, class),
        escaped(&with_interval(&change.before.estimates[class])),
        escaped(&with_interval(&change.after.estimates[class])),
        points(change.moved.share),
        points(change.moved.low),
        points(change.moved.high),
        probability(change.p)
    );
    out.push_str(&table(view, change));
    out.push_str("<div class=\"sides\">\n");
    for (heading, evidence) in [
        ("Before", &change.evidence_before),
        ("After", &change.evidence_after),
    ] {
        out.push_str(&format!("<div><h4>{heading}</h4>\n<ol class=\"surest\">"));
        for &statement in evidence {
            out.push_str(&format!("<li>{}</li>\n", quotation(view, statement)));
        }
        out.push_str("</ol></div>\n");
    }
    out.push_str("</div></article>\n");
    out
}

fn table(view: &View<'_>, change: &Change) -> String {
    let report = view.report;
    let mut out = String::from(
        "<details><summary>Table</summary><table><thead><tr><th scope=\"col\">stance</th><th scope=\"col\">before</th>\
         <th scope=\"col\">after</th></tr></thead>\n<tbody>",
    );
    let count = |shares: &Shares| counted(shares.n, "statement");
    for &class in &view.order {
        let told = |shares: &Shares| escaped(&with_interval(&shares.estimates[class]));
        out.push_str(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
            words::label(report, class),
            told(&change.before),
            told(&change.after)
        ));
    }
    out.push_str(&format!(
        "<tr><th scope=\"row\">of</th><td>{}</td><td>{}</td></tr></tbody></table></details>\n",
        count(&change.before),
        count(&change.after)
    ));
    out
}

/// A difference of shares in points, with its sign.
fn points(difference: f64) -> String {
    format!("{:+.0}", difference * 100.0).replace('-', "\u{2212}")
}

fn probability(p: f64) -> String {
    if p < 0.001 {
        format!("{p:.4}")
    } else {
        format!("{p:.3}")
    }
}
