//! Holders and alliances: who holds what toward which.

use std::collections::HashSet;

use super::view::View;
use super::words::{self, colour, counted};
use crate::Shares;
use crate::page::escaped;

/// Rows and columns that a screen has room for.
const MOST_HOLDERS: usize = 24;
const MOST_ALLIANCES: usize = 8;

pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    let pairs = || report.pairs.iter().filter(|pair| pair.total.n > 0);
    let paired: HashSet<_> = pairs().filter_map(|pair| pair.holder.as_deref()).collect();
    let holders = report.holders.iter().filter_map(|it| it.holder.as_deref());
    let holders: Vec<&str> = holders
        .filter(|name| paired.contains(name))
        .take(MOST_HOLDERS)
        .collect();
    let paired: HashSet<_> = pairs()
        .filter_map(|pair| pair.alliance.as_deref())
        .collect();
    let alliances = report
        .alliances
        .iter()
        .filter_map(|it| it.alliance.as_deref());
    let alliances: Vec<&str> = alliances
        .filter(|name| paired.contains(name))
        .take(MOST_ALLIANCES)
        .collect();
    if holders.is_empty() || alliances.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        // No caption of the table, whose width it would have: folded over a narrow one, cut with a wide one that scrolls.
        "<p class=\"note\" id=\"matrix-told\">The leading stance of each holder toward each alliance: its share with the 95 % \
         interval, and of how many statements. In pale cells it is unclear which leads.</p>\n\
         <div class=\"scroll matrix\" tabindex=\"0\" role=\"region\" aria-labelledby=\"h-matrix\">\
         <table aria-describedby=\"matrix-told\">\n<thead><tr><th scope=\"col\">holder</th>",
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
            let pair = pairs().find(|pair| {
                pair.holder.as_deref() == Some(*holder)
                    && pair.alliance.as_deref() == Some(*alliance)
            });
            match pair {
                Some(pair) => out.push_str(&cell(view, &pair.total, holder, alliance)),
                None => out.push_str(
                    "<td class=\"nothing\"><span aria-label=\"no statement\">·</span></td>",
                ),
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    let left_out = pairs().filter(|pair| {
        let shown = |name: &Option<String>, names: &[&str]| {
            name.as_deref().is_some_and(|name| names.contains(&name))
        };
        !(shown(&pair.holder, &holders) && shown(&pair.alliance, &alliances))
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
    let pale = if shares.unclear() { " pale" } else { "" };
    format!(
        "<td class=\"cell t{strength} {}{pale}\"><a href=\"#statements\" {}><span class=\"toward\">{} </span>\
         <span class=\"label\">{}</span> <span class=\"share\">{}</span><span class=\"what\">{} · {}</span></a></td>",
        colour(report, leading),
        view.about(&[alliance], &[holder]),
        words::name(alliance),
        words::name(&report.collection.labels[leading]),
        words::percent(estimate.share),
        escaped(&words::interval(estimate)),
        counted(shares.n, "statement"),
    )
}
