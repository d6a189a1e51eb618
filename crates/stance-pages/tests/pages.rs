//! Pages in the ways real sites are built, each beside what is to be read of it (`tests/pages/*.gold.json`).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use stance_pages::{Page, PageOptions, read};
use stance_text::BlockKind;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages")
}

/// The pages, by name, each with its gold: one object for each page of the file.
fn cases() -> Vec<(String, Vec<u8>, Vec<Value>)> {
    let entries = fs::read_dir(folder()).expect("the folder is there");
    let mut names: Vec<String> = entries
        .map(|entry| {
            let name = entry.expect("readable").file_name();
            name.into_string().expect("an ASCII name")
        })
        .filter(|name| !name.ends_with(".gold.json"))
        .collect();
    names.sort();
    let case = |name: String| {
        let bytes = fs::read(folder().join(&name)).expect("the page");
        let gold = fs::read(folder().join(format!("{name}.gold.json"))).expect("its gold");
        let gold = match serde_json::from_slice(&gold).expect("JSON") {
            Value::Array(pages) => pages,
            page => vec![page],
        };
        (name, bytes, gold)
    };
    names.into_iter().map(case).collect()
}

fn pages(name: &str, bytes: &[u8]) -> Vec<Page> {
    read(name, bytes, &PageOptions::default()).expect("readable")
}

fn strings<'v>(gold: &'v Value, key: &str) -> Option<Vec<&'v str>> {
    let values = gold.get(key)?.as_array().expect("a list");
    Some(
        values
            .iter()
            .map(|value| value.as_str().expect("text"))
            .collect(),
    )
}

/// What a page has otherwise than its gold.
fn differences(page: &Page, gold: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, found: Option<String>| {
        if let Some(expected) = gold.get(what)
            && expected.as_str() != found.as_deref()
        {
            differences.push(format!("{what}: {found:?} instead of {expected}"));
        }
    };
    compare("name", Some(page.name.clone()));
    compare("title", page.title.clone());
    compare("outlet", page.outlet.clone());
    compare("url", page.url.clone());
    compare("date", page.date.map(|date| date.to_string()));
    compare(
        "date_from",
        page.date_from.map(|source| format!("{source:?}")),
    );
    let found: Vec<&str> = page
        .statements
        .iter()
        .map(|statement| statement.text())
        .collect();
    if let Some(expected) = strings(gold, "statements")
        && expected != found
    {
        for text in expected.iter().filter(|text| !found.contains(text)) {
            differences.push(format!("missing: {text}"));
        }
        for text in found.iter().filter(|text| !expected.contains(text)) {
            differences.push(format!("too much: {text}"));
        }
        differences.push("other statements, or in another order".to_owned());
    }
    let must_have = strings(gold, "must_have").unwrap_or_default();
    for text in must_have.iter().filter(|text| !found.contains(text)) {
        differences.push(format!("missing: {text} (found: {found:?})"));
    }
    let must_not_have = strings(gold, "must_not_have").unwrap_or_default();
    for text in must_not_have.iter().filter(|text| found.contains(text)) {
        differences.push(format!("too much: {text}"));
    }
    if let Some(expected) = strings(gold, "captions") {
        let captions = page
            .statements
            .iter()
            .filter(|statement| statement.kind == BlockKind::Caption);
        let captions: Vec<&str> = captions.map(|statement| statement.text()).collect();
        if captions != expected {
            differences.push(format!("captions: {captions:?}"));
        }
    }
    differences
}

#[test]
#[allow(clippy::print_stdout)] // what differs is what one wants to see where the test fails
fn every_page_is_read_as_its_gold_says() {
    let cases = cases();
    assert!(cases.len() >= 22);
    let mut wrong = Vec::new();
    for (name, bytes, gold) in &cases {
        let pages = pages(name, bytes);
        let mut differences: Vec<String> = pages
            .iter()
            .zip(gold)
            .flat_map(|(page, gold)| differences(page, gold))
            .collect();
        if pages.len() != gold.len() {
            differences.push(format!("{} pages instead of {}", pages.len(), gold.len()));
        }
        for difference in &differences {
            println!("{name}: {difference}");
        }
        if !differences.is_empty() {
            wrong.push(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} pages: {wrong:?}",
        wrong.len(),
        cases.len()
    );
}

#[test]
fn the_text_is_the_statements_with_blank_lines_between_blocks() {
    for (name, bytes, _) in cases() {
        for page in pages(&name, &bytes) {
            let mut end = 0;
            for statement in &page.statements {
                let between = &page.text[end..statement.range.start];
                assert!(
                    matches!(between, " " | "\n\n") || end == 0,
                    "{name}: {between:?}"
                );
                assert_eq!(&page.text[statement.range.clone()], statement.text());
                end = statement.range.end;
            }
            assert_eq!(end, page.text.len());
        }
    }
}

#[test]
fn a_range_of_the_text_is_found_in_the_bytes_of_the_file() {
    for (name, bytes, _) in cases() {
        // Pages of their own, in an encoding in which English is ASCII.
        let own = name.ends_with(".html") || name.ends_with(".txt");
        if !own || bytes.starts_with(&[0xff, 0xfe]) {
            continue;
        }
        for page in pages(&name, &bytes) {
            for statement in &page.statements {
                let Some(word) = statement
                    .text()
                    .split(' ')
                    .find(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()))
                else {
                    continue;
                };
                let at = statement.text().find(word).expect("there");
                let range = statement.source_range(at..at + word.len());
                assert_eq!(&bytes[range.clone()], word.as_bytes(), "{name}");
                let start = statement.range.start + at;
                assert_eq!(
                    page.source_range(start..start + word.len()),
                    range,
                    "{name}"
                );
            }
        }
    }
}
