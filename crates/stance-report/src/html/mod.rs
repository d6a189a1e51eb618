//! The report as one self-contained page.

mod axis;
mod changes;
mod documents;
mod filters;
mod matrix;
mod statements;
mod summary;
mod timelines;
mod view;
mod words;

use crate::page::{escaped, scripted};
use crate::report::Report;
use view::View;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("filters.js");

/// How much of a report goes on its page; the data files have all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The page's title.
    pub title: String,
    /// What is told at the end of the page: the model, the inputs; a paragraph each.
    pub notes: Vec<String>,
    /// Timelines of alliances, and as many of holders.
    pub most_timelines: usize,
    /// Timelines of holders toward alliances.
    pub most_pairs: usize,
    /// Statements of each stance that are shown as the surest.
    pub strongest: usize,
    /// Statements in the list that the filters work on.
    pub most_statements: usize,
    /// Bytes of that list, about.
    pub most_bytes: usize,
    /// Documents in the list of documents.
    pub most_documents: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            title: "Who holds what toward which alliance".to_owned(),
            notes: Vec::new(),
            most_timelines: 24,
            most_pairs: 36,
            strongest: 5,
            most_statements: 10_000,
            most_bytes: 6_000_000,
            most_documents: 3_000,
        }
    }
}

/// One page with all in it: what was found in words, timelines, changes, the matrix, statements, documents.
///
/// It loads nothing, and its policy lets nothing run but its own filters; all of it is readable without them. No text of
/// the records is ever taken as markup.
pub fn html(report: &Report<'_>, layout: &Layout) -> String {
    let view = View::new(report, layout);
    let sections = [
        ("summary", "In short", summary::section(&view)),
        ("changes", "Where it moved", changes::section(&view)),
        ("matrix", "Who toward what", matrix::section(&view)),
        (
            "surest",
            "The surest statements",
            statements::strongest(&view),
        ),
        ("timelines", "Over time", timelines::section(&view)),
        ("statements", "All statements", statements::list(&view)),
        ("documents", "Documents", documents::section(&view)),
        ("method", "How to read it", summary::method(&view)),
    ];
    let mut body =
        String::from("<a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n<header>\n");
    body.push_str(&format!(
        "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n<nav aria-label=\"Parts of this page\">",
        escaped(&layout.title),
        summary::lead(&view)
    ));
    let sections: Vec<_> = sections
        .iter()
        .filter(|(.., body)| !body.is_empty())
        .collect();
    for (id, heading, _) in &sections {
        body.push_str(&format!("<a href=\"#{id}\">{heading}</a>"));
    }
    body.push_str("</nav>\n</header>\n<main>\n");
    for (id, heading, section) in &sections {
        // The filters work on what follows.
        if *id == "timelines" {
            body.push_str(&filters::form(&view));
        }
        body.push_str(&format!(
            "<section id=\"{id}\" aria-labelledby=\"h-{id}\">\n<h2 id=\"h-{id}\">{heading}</h2>\n{section}</section>\n"
        ));
    }
    body.push_str("</main>\n<footer>");
    for note in &layout.notes {
        body.push_str(&format!("<p>{}</p>", escaped(note)));
    }
    body.push_str(&format!(
        "<p>The same records and options give this page again, byte for byte. Made by stance {}.</p></footer>\n",
        env!("CARGO_PKG_VERSION")
    ));
    scripted(&layout.title, STYLE, SCRIPT, &body)
}
