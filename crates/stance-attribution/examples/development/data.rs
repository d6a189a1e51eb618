//! The development set read, attributed and scored.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use stance_attribution::{Attribution as Found, Context, Lexicon, joined};
use stance_eval::Attribution;
use stance_text::Document;

/// The label of rows that take no position: they have no holder and no alliance.
const NONE: &str = "none";

/// A statement: its words, and what is true of it beside what was found.
pub struct Row {
    pub page: String,
    pub text: String,
    pub holder: [String; 2],
    pub alliance: [String; 2],
}

impl Row {
    /// Whether the row is kept from tuning: its mistakes are nobody's to read.
    pub fn kept(&self) -> bool {
        self.page.starts_with("blind") || self.page == HALVES[1]
    }

    /// What is wrong, for reading; empty where nothing is.
    pub fn mistakes(&self) -> String {
        let fields = [("holder", &self.holder), ("alliance", &self.alliance)];
        let wrong = fields
            .into_iter()
            .filter(|(_, [truth, found])| !Attribution::same(truth, found));
        wrong
            .map(|(what, [truth, found])| {
                let (page, text) = (&self.page, &self.text);
                format!("\n{what} {truth} | {found}    [{page}]\n  {text}\n")
            })
            .collect()
    }
}

/// Exact and partial F1 of holder and alliance, with the number of rows.
pub struct Figures {
    pub rows: usize,
    pub holder: [f64; 2],
    pub alliance: [f64; 2],
}

impl Figures {
    pub fn of<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Self {
        let f1 = |field: fn(&Row) -> &[String; 2]| {
            let truth: Vec<&str> = rows.clone().map(|row| field(row)[0].as_str()).collect();
            let found: Vec<&str> = rows.clone().map(|row| field(row)[1].as_str()).collect();
            let figures = Attribution::of(&truth, &found).expect("rows");
            [figures.exact.f1, figures.partial.f1]
        };
        Self {
            rows: rows.clone().count(),
            holder: f1(|row| &row.holder),
            alliance: f1(|row| &row.alliance),
        }
    }
}

/// The folder of the development set.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/attribution")
}

/// Statements alone, each without a page, where they take a position.
pub fn sentences(lexicon: &Lexicon) -> Vec<Row> {
    let rows = table(&folder().join("dev.csv"));
    let rows = rows.iter().filter(|row| row["label"] != NONE);
    rows.map(|row| {
        let text = &row["text"];
        let all = 0..text.len();
        let found = lexicon.attribute(text, std::slice::from_ref(&all), &Context::default());
        let found = found.into_iter().next().unwrap_or_default();
        read("", text, row, found)
    })
    .collect()
}

/// Statements of the pages, each found where it stands in its page, where they take a position.
pub fn pages(lexicon: &Lexicon) -> Vec<Row> {
    let rows = table(&folder().join("pages/statements.csv"));
    let mut read_rows = Vec::new();
    for rows in rows.chunk_by(|a, b| a["page"] == b["page"]) {
        let page = &rows[0]["page"];
        let (text, statements) = placed(page, rows);
        let found = lexicon.attribute(&text, &statements, &Context::default());
        for (row, found) in rows.iter().zip(found) {
            if row["label"] != NONE {
                read_rows.push(read(page, &row["text"], row, found));
            }
        }
    }
    read_rows
}

/// The halves of the real statements, by what `Row::page` calls them: looked at, and only counted.
pub const HALVES: [&str; 2] = ["real-work", "real-kept"];

/// Real statements, each in its document. `texts` is a table of their words (columns `text`, `sha1`,
/// `path`; the rows of a path are a document); none where it is not there.
pub fn real(lexicon: &Lexicon, texts: &Path) -> Option<Vec<Row>> {
    let texts = texts.exists().then(|| table(texts))?;
    let mut documents: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut hashes: HashMap<&str, usize> = HashMap::new();
    for (index, row) in texts.iter().enumerate() {
        documents.entry(&row["path"]).or_default().push(index);
        hashes.insert(&row["sha1"], index);
    }
    let mut read_rows = Vec::new();
    let rows = table(&folder().join("real.csv"));
    for rows in rows.chunk_by(|a, b| a["path"] == b["path"]) {
        // A headline is a document of its own.
        let alone = || {
            rows.iter()
                .map(|row| hashes[row["sha1"].as_str()])
                .collect()
        };
        let document = documents.get(rows[0]["path"].as_str());
        let document = document.map_or_else(alone, Clone::clone);
        let (text, ranges) = joined(document.iter().map(|&index| texts[index]["text"].as_str()));
        let mut found = lexicon.attribute(&text, &ranges, &Context::default());
        for row in rows {
            let here = |&index: &usize| texts[index]["sha1"] == row["sha1"];
            let at = document
                .iter()
                .position(here)
                .expect("a row of the document");
            let words = &texts[document[at]]["text"];
            let half = format!("real-{}", row["half"]);
            read_rows.push(read(&half, words, row, std::mem::take(&mut found[at])));
        }
    }
    Some(read_rows)
}

fn read(page: &str, text: &str, row: &HashMap<String, String>, found: Found) -> Row {
    let names: Vec<String> = found.alliances.into_iter().map(|a| a.canonical).collect();
    let holder = found
        .holder
        .map_or(String::new(), |holder| holder.canonical);
    Row {
        page: page.to_owned(),
        text: text.to_owned(),
        holder: [row["holder"].clone(), holder],
        alliance: [row["alliance"].clone(), names.join("; ")],
    }
}

/// The words of a page, and where in them its statements stand; the statements alone, line by line,
/// where one of them is not found.
fn placed(page: &str, rows: &[HashMap<String, String>]) -> (String, Vec<Range<usize>>) {
    let text = words(page);
    let mut from = 0;
    let mut ranges = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(at) = text[from..].find(row["text"].as_str()) else {
            break;
        };
        let start = from + at;
        from = start + row["text"].len();
        ranges.push(start..from);
    }
    if ranges.len() == rows.len() {
        return (text, ranges);
    }
    joined(rows.iter().map(|row| row["text"].as_str()))
}

/// The words of a page, a block a line; none of those that are kept in a table.
fn words(page: &str) -> String {
    let Ok(bytes) = std::fs::read(folder().join("pages").join(page)) else {
        return String::new();
    };
    let source = String::from_utf8_lossy(&bytes);
    let document = if page.ends_with(".html") {
        Document::html(&source)
    } else {
        Document::plain(&source)
    };
    let mut text = String::new();
    for block in document.blocks() {
        text.push_str(block.text());
        text.push('\n');
    }
    text
}

fn table(file: &Path) -> Vec<HashMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).expect("a file of the development set");
    let rows = reader.deserialize();
    rows.collect::<Result<_, _>>()
        .expect("rows of the development set")
}
