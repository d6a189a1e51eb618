//! Holders and alliances: who holds what toward which.

use super::view::View;
use super::words::{self, colour, counted};
use crate::Shares;
use crate::page::escaped;

/// Rows and columns that a screen has room for.
const MOST_HOLDERS: usize = 24;
const MOST_ALLIANCES: usize = 8;

pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    let names = |of: &'_ [crate::Series], holder: bool, most: usize| -> Vec<String> {
        let name = |it: &crate::Series| {
            if holder {
                it.holder.clone()
            } else {
                it.alliance.clone()
            }
        };
        let takes = of.iter().filter(|it| {
            let name = name(it);
            // Only what has a pair.
            report.pairs.iter().any(|pair| {
                pair.total.n > 0
                    && name
                        == if holder {
                            pair.holder.clone()
                        } else {
                            pair.alliance.clone()
                        }
            })
        });
        takes.filter_map(name).take(most).collect()
    };
    let holders = names(&report.holders, true, MOST_HOLDERS);
    let alliances = names(&report.alliances, false, MOST_ALLIANCES);
    if holders.is_empty() || alliances.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<div class=\"scroll matrix\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-matrix\"><table>\n\
         <caption>The leading stance of each holder toward each alliance: its share with the 95 % interval, and of how many \
         statements. Pale cells are too small to say anything.</caption>\n<thead><tr><th scope=\"col\">holder</th>",
    );
    for alliance in &alliances {
        out.push_str(&format!(
            "<th scope=\"col\"><bdi>{}</bdi></th>",
            words::name(alliance)
        ));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for holder in &holders {
        out.push_str(&format!(
            "<tr><th scope=\"row\"><bdi>{}</bdi></th>",
            words::name(holder)
        ));
        for alliance in &alliances {
            let pair = report.pairs.iter().find(|pair| {
                pair.holder.as_deref() == Some(holder) && pair.alliance.as_deref() == Some(alliance)
            });
            match pair.filter(|pair| pair.total.n > 0) {
                Some(pair) => out.push_str(&cell(view, &pair.total, holder, alliance)),
                None => out.push_str(
                    "<td class=\"nothing\"><span aria-label=\"no statement\">·</span></td>",
                ),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    let left_out = report.pairs.iter().filter(|pair| {
        pair.total.n > 0
            && !(pair
                .holder
                .as_ref()
                .is_some_and(|name| holders.contains(name))
                && pair
                    .alliance
                    .as_ref()
                    .is_some_and(|name| alliances.contains(name)))
    });
    let left_out = left_out.count() as u64;
    if left_out > 0 {
        out.push_str(&format!(
            "<p class=\"note\">{} more {} in the data files.</p>\n",
            counted(left_out, "pair"),
            if left_out == 1 { "is" } else { "are" }
        ));
    }
    out
}

fn cell(view: &View<'_>, shares: &Shares, holder: &str, alliance: &str) -> String {
    let report = view.report;
    let Some(leading) = shares.leading() else {
        return "<td></td>".to_owned();
    };
    let estimate = &shares.estimates[leading];
    // Five strengths of colour: a policy that allows no style of an element leaves classes.
    let strength = (estimate.share * 5.0).ceil().clamp(1.0, 5.0) as usize;
    let pale = if shares.vague() { " pale" } else { "" };
    format!(
        "<td class=\"cell t{strength} {}{pale}\"><a href=\"#statements\" {}><span class=\"toward\">{} </span>\
         <span class=\"label\">{}</span> <span class=\"share\">{}</span><span class=\"what\">{} · {}</span></a></td>",
        colour(report, leading),
        view.about(Some(alliance), &[holder]),
        words::name(alliance),
        words::name(&report.collection.labels[leading]),
        words::percent(estimate.share),
        escaped(&words::interval(estimate)),
        counted(shares.n, "statement"),
    )
}
