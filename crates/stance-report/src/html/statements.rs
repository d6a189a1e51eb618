//! Statements in their own words.

use super::view::View;
use super::words;
use crate::link;
use crate::page::{escaped, plain};
use crate::report::parties;
use crate::{Document, StatementRef};

/// The surest statements of each stance.
pub(super) fn strongest(view: &View<'_>) -> String {
    let report = view.report;
    let mut out = String::new();
    for &class in &view.order {
        let statements = report.strongest(class, view.layout.strongest);
        if statements.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "<h3>{}</h3>\n<ol class=\"surest\">\n",
            words::label(report, class)
        ));
        for statement in statements {
            out.push_str(&format!("<li>{}</li>\n", quotation(view, statement)));
        }
        out.push_str("</ol>\n");
    }
    if !out.is_empty() {
        out.insert_str(
            0,
            "<p class=\"note\">What the model is surest of, by the probability behind each. <mark class=\"strong\">Marked</mark> are \
             the words that spoke for the label, where they were asked for.</p>\n",
        );
    }
    out
}

/// A statement with all that is known of it, on its own.
pub(super) fn quotation(view: &View<'_>, index: usize) -> String {
    let report = view.report;
    let statement = report.collection.statements.at(index);
    let mut about = Vec::new();
    if let Some(day) = report.date(index) {
        about.push(format!("<time datetime=\"{day}\">{day}</time>"));
    }
    let holder = holder(&statement);
    if !holder.is_empty() {
        about.push(holder);
    }
    for alliance in view.alliances_of(index) {
        about.push(words::name(alliance));
    }
    about.push(place(view, index));
    format!(
        "<p dir=\"auto\">{}</p><p class=\"about\">{} {:.2} · {}</p>",
        lit(&statement),
        words::label(report, report.classes[index]),
        report.probability(index),
        about.join(" · ")
    )
}

/// The list of all that takes a position, for the filters to work on.
pub(super) fn list(view: &View<'_>) -> String {
    let report = view.report;
    if view.listed.is_empty() {
        return "<p>No statement takes a position.</p>\n".to_owned();
    }
    let mut rows = String::new();
    let mut shown = 0;
    for &index in &view.listed {
        if rows.len() > view.layout.most_bytes {
            break;
        }
        rows.push_str(&row(view, index));
        shown += 1;
    }
    let mut out = String::new();
    let mut notes = Vec::new();
    if report.overall.total.without > 0 {
        notes.push(format!(
            "{} without a position {} left out here",
            words::counted(report.overall.total.without, "statement"),
            if report.overall.total.without == 1 {
                "is"
            } else {
                "are"
            }
        ));
    }
    if shown < view.all_positions {
        notes.push(format!(
            "the list ends after the {} that the model is surest of, of {}",
            words::grouped(shown as u64),
            words::grouped(view.all_positions as u64)
        ));
    }
    if !notes.is_empty() {
        let mut note = notes.join("; ");
        if let Some(first) = note.get(..1) {
            note = first.to_uppercase() + &note[1..];
        }
        out.push_str(&format!(
            "<p class=\"note\">{note}. The data files have all.</p>\n"
        ));
    }
    out.push_str(
        "<table class=\"list\" id=\"list\">\n<caption>By date, what has none at the end.</caption>\n\
         <thead><tr><th scope=\"col\" class=\"day\">date</th><th scope=\"col\" class=\"stance\">stance</th>\
         <th scope=\"col\" class=\"text\">statement</th><th scope=\"col\" class=\"who\">holder → alliance</th>\
         <th scope=\"col\" class=\"place\">place</th></tr></thead>\n<tbody>\n",
    );
    out.push_str(&rows);
    out.push_str("</tbody></table>\n");
    out
}

fn row(view: &View<'_>, index: usize) -> String {
    let report = view.report;
    let statement = report.collection.statements.at(index);
    let day = report.date(index).map(|day| day.to_string());
    let alliances = view.alliances_of(index);
    let names: Vec<String> = alliances.iter().map(|name| words::name(name)).collect();
    let holder = holder(&statement);
    let unknown = "<span class=\"ci\">not named</span>";
    format!(
        "<tr {}data-s=\"{}\" data-d=\"{}\"><td class=\"day\">{}</td><td class=\"stance\">{} <span class=\"ci\">{:.2}</span></td>\
         <td class=\"text\" dir=\"auto\">{}</td><td class=\"who\">{} → {}</td><td class=\"place\">{}</td></tr>\n",
        view.about(&alliances, &parties(&statement)),
        report.classes[index],
        day.as_deref().unwrap_or_default(),
        day.as_deref()
            .unwrap_or("<span class=\"ci\">no date</span>"),
        words::label(report, report.classes[index]),
        report.probability(index),
        lit(&statement),
        if holder.is_empty() {
            unknown.to_owned()
        } else {
            holder
        },
        if names.is_empty() {
            unknown.to_owned()
        } else {
            names.join(", ")
        },
        place(view, index),
    )
}

/// Who holds it, and whom they speak for.
fn holder(statement: &StatementRef<'_>) -> String {
    let [holder, party] =
        [statement.holder, statement.party].map(|name| name.filter(|name| !name.is_empty()));
    match (holder, party) {
        (Some(holder), Some(party)) if holder != party => {
            format!("{} ({})", words::name(holder), words::name(party))
        }
        (Some(name), _) | (None, Some(name)) => words::name(name),
        (None, None) => String::new(),
    }
}

/// A link to where it stands: on the web, or in the list of documents.
fn place(view: &View<'_>, index: usize) -> String {
    let statement = view.report.collection.statements.at(index);
    let document = &view.report.collection.documents[statement.document];
    let shown = escaped(&words::short(source(document), 44));
    let bytes = format!("bytes {}–{}", statement.span.start, statement.span.end);
    if let Some(url) = link::address(document) {
        return format!(
            "<a href=\"{}\" rel=\"noopener noreferrer nofollow\" title=\"{bytes}\"><bdi>{shown}</bdi></a>",
            escaped(&link::to_text(url, &plain(statement.text)))
        );
    }
    if view.has_document(statement.document) {
        return format!(
            "<a href=\"#d{}\"><bdi>{shown}</bdi></a> <span class=\"ci\">{bytes}</span>",
            statement.document
        );
    }
    format!("<bdi>{shown}</bdi> <span class=\"ci\">{bytes}</span>")
}

/// What a document is called in a list: its outlet, title or name.
fn source(document: &Document) -> &str {
    let known =
        |name: &'_ Option<String>| name.as_deref().is_some_and(|name| !name.trim().is_empty());
    if known(&document.outlet) {
        document.outlet.as_deref().unwrap_or_default()
    } else if known(&document.title) {
        document.title.as_deref().unwrap_or_default()
    } else {
        &document.name
    }
}

/// The words of a statement, those that spoke for its label lit up.
fn lit(statement: &StatementRef<'_>) -> String {
    let text = statement.text;
    let mut evidence: Vec<_> = statement
        .evidence
        .iter()
        .filter(|words| {
            words.weight > 0.0
                && text
                    .get(words.start..words.end)
                    .is_some_and(|it| !it.is_empty())
        })
        .collect();
    let strongest = evidence
        .iter()
        .fold(0.0, |most: f64, it| most.max(it.weight));
    evidence.retain(|words| words.weight >= 0.2 * strongest);
    evidence.sort_by_key(|words| (words.start, words.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for words in evidence {
        // What overlaps is lit once.
        let start = words.start.max(at);
        if start >= words.end {
            continue;
        }
        out.push_str(&escaped(&text[at..start]));
        let strength = if words.weight >= 0.5 * strongest {
            "strong"
        } else {
            "some"
        };
        out.push_str(&format!(
            "<mark class=\"{strength}\">{}</mark>",
            escaped(&text[start..words.end])
        ));
        at = words.end;
    }
    out.push_str(&escaped(&text[at..]));
    out
}
