//! The documents that the statements are from.

use super::view::View;
use super::words;
use crate::link;
use crate::page::escaped;

pub(super) fn section(view: &View<'_>) -> String {
    let report = view.report;
    let all = &report.collection.documents;
    if all.is_empty() {
        return "<p>There is none.</p>\n".to_owned();
    }
    let mut counts = vec![0_u64; all.len()];
    for (index, statement) in report.collection.statements.iter().enumerate() {
        counts[statement.document] += u64::from(report.takes_position(index));
    }
    let mut out = String::new();
    let (dated, undated): (Vec<usize>, Vec<usize>) = view
        .documents
        .iter()
        .partition(|&&index| all[index].date.is_some());
    let mut dated = dated;
    dated.sort_by_key(|&index| (all[index].date, index));
    if !undated.is_empty() {
        out.push_str("<h3>Without a date</h3>\n<p class=\"note\">Their statements are counted and listed, but in no timeline.</p>\n");
        out.push_str(&list(view, &undated, &counts));
        if !dated.is_empty() {
            out.push_str("<h3>By date</h3>\n");
        }
    }
    if !dated.is_empty() {
        out.push_str(&list(view, &dated, &counts));
    }
    let left_out = (all.len() - view.documents.len()) as u64;
    if left_out > 0 {
        out.push_str(&format!(
            "<p class=\"note\">{} more in the data files.</p>\n",
            words::counted(left_out, "document")
        ));
    }
    out
}

fn list(view: &View<'_>, documents: &[usize], counts: &[u64]) -> String {
    let mut out = String::from("<ul class=\"documents\">\n");
    for &index in documents {
        let document = &view.report.collection.documents[index];
        let title = document
            .title
            .as_deref()
            .filter(|title| !title.trim().is_empty());
        let shown = escaped(&words::short(title.unwrap_or(&document.name), 200));
        let shown = match link::address(document) {
            Some(url) => format!(
                "<a href=\"{}\" rel=\"noopener noreferrer nofollow\"><bdi>{shown}</bdi></a>",
                escaped(url)
            ),
            None => format!("<bdi>{shown}</bdi>"),
        };
        let mut about = Vec::new();
        if let Some(day) = document.date {
            about.push(format!("<time datetime=\"{day}\">{day}</time>"));
        }
        if let Some(outlet) = &document.outlet {
            about.push(format!("<bdi>{}</bdi>", words::name(outlet)));
        }
        about.push(words::counted(counts[index], "statement"));
        if title.is_some() {
            about.push(format!(
                "<code><bdi>{}</bdi></code>",
                escaped(&words::short(&document.name, 200))
            ));
        }
        if !document.copies.is_empty() {
            about.push(format!(
                "{} left out, as the same text: <bdi>{}</bdi>",
                words::counted(document.copies.len() as u64, "document"),
                escaped(&words::short(&document.copies.join(", "), 300))
            ));
        }
        out.push_str(&format!(
            "<li id=\"d{index}\">{shown} <span class=\"ci\">{}</span></li>\n",
            about.join(" · ")
        ));
    }
    out.push_str("</ul>\n");
    out
}
