//! The five documents that the project began from, which lie beside the repository where they are at hand.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use common::{LABELS, column, read_table, repository, run, shared, stance, string};
use serde_json::Value;

fn documents() -> Option<Vec<PathBuf>> {
    let folder = shared("documents", "the sentences of the five documents")?;
    let entries = fs::read_dir(folder).expect("the folder is there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 5);
    Some(files)
}

fn labelled(files: &[PathBuf]) -> Vec<Value> {
    run(stance("classify").args(files).args(["--format", "jsonl"]))
        .ok()
        .jsonl()
}

fn name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[test]
#[allow(clippy::print_stdout)] // the shares are what one wants to see where the test fails
fn the_sentences_that_were_labelled_are_found_exactly() {
    let Some(files) = documents() else { return };
    let statements = labelled(&files);
    let found: BTreeSet<(&str, &str)> = statements
        .iter()
        .map(|statement| {
            (
                name(string(statement, "document")),
                string(statement, "text"),
            )
        })
        .collect();
    let (header, gold) = read_table(&repository("datasets/documents.csv"));
    let (document, text) = (column(&header, "document"), column(&header, "text"));
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for record in &gold {
        let share = shares.entry(&record[document]).or_default();
        let exact = found.contains(&(&record[document], &record[text]));
        share.0 += usize::from(exact);
        share.1 += 1;
        if !exact {
            println!("not found: {}", &record[text]);
        }
    }
    for (document, (exact, of)) in &shares {
        println!("{document}: {exact} of {of} sentences found exactly");
    }
    let exact: usize = shares.values().map(|share| share.0).sum();
    assert!(
        exact >= 96,
        "{exact} of {} sentences found exactly",
        gold.len()
    );
}

#[test]
fn every_statement_of_the_documents_is_labelled_and_is_the_bytes_it_points_to() {
    let Some(files) = documents() else { return };
    for file in &files {
        let bytes = fs::read(file).expect("the document");
        let statements = labelled(std::slice::from_ref(file));
        assert!(
            statements.len() >= 10,
            "{}: {}",
            file.display(),
            statements.len()
        );
        let mut end = 0;
        for statement in &statements {
            let range = common::range(statement);
            assert!(range.start >= end, "in the order of the page: {statement}");
            end = range.end;
            assert_eq!(&bytes[range], string(statement, "text").as_bytes());
            assert!(LABELS.contains(&string(statement, "label")), "{statement}");
        }
    }
}
