//! What must be true of the data.

mod common;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::{LABELS, column, read_table, repository, tables_in};
use csv::StringRecord;
use sha2::{Digest, Sha256};

/// The length of a run of words that is no chance.
const RUN: usize = 8;

/// Lower-cased runs of letters and digits.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Every run of eight words.
fn runs(text: &str) -> Vec<String> {
    words(text).windows(RUN).map(|run| run.join(" ")).collect()
}

fn texts(path: &Path) -> Vec<String> {
    let (header, records) = read_table(path);
    let text = column(&header, "text");
    records
        .iter()
        .map(|record| record[text].to_owned())
        .collect()
}

#[test]
fn no_training_row_shares_eight_words_in_a_row_with_a_test_sentence() {
    let documents = texts(&repository("datasets/documents.csv"));
    let tested: HashSet<String> = documents.iter().flat_map(|text| runs(text)).collect();
    assert!(tested.len() > 1000, "the test sentences have runs");
    for file in tables_in("datasets/statements") {
        for text in texts(&file) {
            if let Some(run) = runs(&text).iter().find(|run| tested.contains(*run)) {
                panic!(
                    "{}: `{run}` is in documents.csv too: {text}",
                    file.display()
                );
            }
        }
    }
}

fn is_sha1(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'))
}

/// The first column is the SHA-1 of a sentence, and no two are the same.
#[track_caller]
fn assert_named_by_distinct_hashes(records: &[StringRecord]) {
    let mut seen = HashSet::new();
    for (row, record) in records.iter().enumerate() {
        let line = row + 2;
        assert!(is_sha1(&record[0]), "line {line}: {}", &record[0]);
        assert!(seen.insert(&record[0]), "line {line} repeats a sentence");
    }
}

#[test]
fn real_sentences_are_named_by_distinct_hashes_and_never_quoted() {
    let (header, records) = read_table(&repository("datasets/real/labels.csv"));
    let columns: Vec<&str> = header.iter().collect();
    assert_eq!(
        columns,
        [
            "sha1",
            "label",
            "difficult",
            "source",
            "source_repo",
            "commit",
            "path"
        ]
    );
    assert_named_by_distinct_hashes(&records);
    for (row, record) in records.iter().enumerate() {
        let line = row + 2;
        assert!(is_sha1(&record[5]), "line {line}: commit {}", &record[5]);
        // A sentence has more words than any name or path among these.
        for (name, field) in columns.iter().zip(record) {
            let spaces = field.split_whitespace().count();
            assert!(
                spaces <= RUN,
                "line {line}: `{name}` reads like text: {field}"
            );
        }
    }
}

#[test]
fn soft_labels_are_probabilities_of_the_four_labels_by_distinct_hashes() {
    let (header, records) = read_table(&repository("datasets/real/soft_labels.csv"));
    assert_eq!(header[0], *"sha1");
    assert_eq!(header.iter().skip(1).collect::<Vec<_>>(), LABELS);
    assert_named_by_distinct_hashes(&records);
    for (row, record) in records.iter().enumerate() {
        let line = row + 2;
        let probabilities = record.iter().skip(1).map(|p| p.parse::<f64>());
        let sum: f64 = probabilities.map(|p| p.expect("a number")).sum();
        assert!((sum - 1.0).abs() < 0.001, "line {line} adds up to {sum}");
    }
}

#[test]
fn every_label_is_one_of_the_four() {
    let mut files = tables_in("datasets/statements");
    files.push(repository("datasets/documents.csv"));
    files.push(repository("datasets/real/labels.csv"));
    for file in files {
        let (header, records) = read_table(&file);
        let label = column(&header, "label");
        assert!(!records.is_empty(), "{}", file.display());
        for (row, record) in records.iter().enumerate() {
            let (line, label) = (row + 2, &record[label]);
            assert!(
                LABELS.contains(&label),
                "{} record {line}: `{label}`",
                file.display()
            );
        }
    }
    for file in tables_in("datasets/behaviours") {
        let (header, records) = read_table(&file);
        let (label, test) = (column(&header, "label"), column(&header, "test"));
        for record in &records {
            // The rows of an invariance or a direction may go without a label, as the cases say.
            let open = record[label].is_empty() && &record[test] != "mft";
            assert!(
                open || LABELS.contains(&&record[label]),
                "{}: {record:?}",
                file.display()
            );
        }
    }
}

#[test]
fn statements_have_distinct_ids_named_after_their_file_and_no_empty_text() {
    let mut seen = HashSet::new();
    for file in tables_in("datasets/statements") {
        let (header, records) = read_table(&file);
        let columns: Vec<&str> = header.iter().collect();
        assert_eq!(
            columns.join(","),
            "id,text,label,holder,alliance,register,pair,kind"
        );
        let stem = file.file_stem().expect("a name").to_string_lossy();
        for record in &records {
            assert!(
                record[0].starts_with(&*stem),
                "{}: {}",
                file.display(),
                &record[0]
            );
            assert!(
                seen.insert(record[0].to_owned()),
                "{} is there twice",
                &record[0]
            );
            assert!(!record[1].trim().is_empty(), "{} has no text", &record[0]);
            let silent = record[3].is_empty() && record[4].is_empty();
            assert!(
                &record[2] != "none" || silent,
                "{} is `none` with a holder",
                &record[0]
            );
        }
    }
}

/// All files in a folder and the folders in it, by their path from `root`.
fn files_under(folder: &Path, root: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            files_under(&path, root, found);
        } else {
            let relative = path.strip_prefix(root).expect("it lies within");
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            found.insert(parts.join("/"));
        }
    }
}

#[test]
fn every_data_file_has_the_checksum_that_is_written_down() {
    let root = repository("datasets");
    let sums = fs::read_to_string(root.join("SHA256SUMS")).expect("the checksums");
    let mut listed = BTreeSet::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").expect("a sum and a name");
        let bytes = fs::read(root.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"));
        let found: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(
            found, sum,
            "{name}: renew datasets/SHA256SUMS and the counts in its README.md"
        );
        assert!(listed.insert(name.to_owned()), "{name} is listed twice");
    }
    let mut there = BTreeSet::new();
    files_under(&root, &root, &mut there);
    let unlisted: Vec<&String> = there
        .difference(&listed)
        .filter(|name| !name.ends_with("README.md") && *name != "SHA256SUMS")
        .collect();
    assert!(unlisted.is_empty(), "no checksum for {unlisted:?}");
}

/// Rows and rows by label, in the order of the datasheet's columns.
fn counted(paths: &[PathBuf]) -> Vec<usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows = 0;
    for path in paths {
        let (header, records) = read_table(path);
        let label = column(&header, "label");
        for record in &records {
            *counts.entry(record[label].to_owned()).or_default() += 1;
            rows += 1;
        }
    }
    let of = |label: &str| counts.get(label).copied().unwrap_or_default();
    vec![
        rows,
        of("reaffirming"),
        of("hedging"),
        of("critical"),
        of("none"),
    ]
}

#[test]
fn the_datasheet_counts_what_the_files_have() {
    let sheet = fs::read_to_string(repository("datasets/README.md")).expect("the datasheet");
    let (_, after) = sheet.split_once("\n## Counts\n").expect("a part on counts");
    let (table, _) = after.split_once("\n\n").expect("a table");
    let mut counted_files = 0;
    for line in table.lines().filter(|line| line.contains('`')) {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        let name = cells.next().expect("a name").trim_matches('*');
        let path = name.split('`').nth(1).expect("a path in backticks");
        let stated: Vec<usize> = cells
            .map(|cell| cell.replace(',', "").parse().expect("a count"))
            .collect();
        let files = if path.ends_with('/') {
            tables_in(&format!("datasets/{path}"))
        } else {
            counted_files += 1;
            vec![repository(&format!("datasets/{path}"))]
        };
        assert_eq!(stated, counted(&files), "{name}");
    }
    assert_eq!(counted_files, tables_in("datasets/statements").len() + 2);
}
