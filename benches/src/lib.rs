//! Inputs and settings that the benches share. All inputs lie in the repository, beside this package.

pub mod encoder;
pub mod peers;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{Criterion, Throughput};

/// How all benches measure: twenty samples in `seconds`, after half a second of warming up. Nothing is drawn.
pub fn criterion(seconds: u64) -> Criterion {
    Criterion::default()
        .without_plots()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(seconds))
}

/// For a measurement that reads all of `texts`: sentences and bytes a second.
pub fn sentences_per_second(texts: &[&str]) -> Throughput {
    Throughput::ElementsAndBytes {
        elements: texts.len() as u64,
        bytes: texts.iter().map(|text| text.len() as u64).sum(),
    }
}

/// A sentence written for training, and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// Its label by the codebook.
    pub label: String,
}

/// All statements of `datasets/statements`: the files by name, the records in their order.
///
/// # Panics
/// When the folder, or the column `text` or `label` of a file in it, is missing: without its input a
/// bench has nothing to say.
pub fn statements() -> Vec<Statement> {
    let folder = dataset("statements");
    let listed = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut files: Vec<PathBuf> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "csv"))
        .collect();
    // A folder is listed in no order, and the learner's time depends on the order of its rows.
    files.sort();
    let statements: Vec<Statement> = files
        .iter()
        .flat_map(|file| read(file).unwrap_or_else(|why| panic!("{why}")))
        .collect();
    assert!(
        !statements.is_empty(),
        "{}: no statement in it",
        folder.display()
    );
    statements
}

/// The records of a CSV file with the columns `text` and `label`, in their order.
///
/// # Errors
/// What is wrong, with the name of the file: it cannot be read, lacks a column, or a record is broken.
pub fn read(file: &Path) -> Result<Vec<Statement>, String> {
    let wrong = |why: csv::Error| format!("{}: {why}", file.display());
    let mut table = csv::Reader::from_path(file).map_err(wrong)?;
    let header = table.headers().map_err(wrong)?;
    let column = |wanted: &str| {
        let found = header.iter().position(|column| column == wanted);
        found.ok_or_else(|| format!("{}: no column `{wanted}`", file.display()))
    };
    let (text, label) = (column("text")?, column("label")?);
    let statement = |record: csv::Result<csv::StringRecord>| {
        let record = record.map_err(wrong)?;
        Ok(Statement {
            text: record[text].to_owned(),
            label: record[label].to_owned(),
        })
    };
    table.records().map(statement).collect()
}

/// The bytes of a page of `datasets/examples`.
///
/// # Panics
/// When there is no such page.
pub fn example(name: &str) -> Vec<u8> {
    let path = dataset("examples").join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// `n` of the statements at equal distances, so that every author has a part in them.
///
/// # Panics
/// When there are fewer than `n`.
pub fn spread(statements: &[Statement], n: usize) -> Vec<&Statement> {
    assert!(
        n <= statements.len(),
        "{n} statements wanted, {} there",
        statements.len()
    );
    (0..n)
        .map(|i| &statements[i * statements.len() / n])
        .collect()
}

/// One text of `n` words: those of the statements, one after the other.
///
/// # Panics
/// When the statements have fewer.
pub fn text_of(statements: &[Statement], n: usize) -> String {
    let words = statements
        .iter()
        .flat_map(|statement| statement.text.split_whitespace());
    let words: Vec<&str> = words.take(n).collect();
    assert_eq!(words.len(), n, "the statements have too few words");
    words.join(" ")
}

fn dataset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../datasets")
        .join(name)
}
