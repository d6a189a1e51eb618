//! The full report of `stance evaluate`: its figures agree, its page is safe, and it repeats. One binary, so that it
//! is linked once.

mod card;
#[path = "../common/mod.rs"]
mod common;
mod divided;
mod forms;
mod odd;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{run, stance, tables_in};
use tempfile::TempDir;

/// Two labels that words tell apart, in groups, with a column to slice by and a hostile text.
fn made_up(folder: &TempDir, rows: usize) -> PathBuf {
    let mut table = String::from("text,label,source,page\n");
    for row in 0..rows {
        let (word, label) = if row % 2 == 0 {
            ("sun", "good")
        } else {
            ("rain", "bad")
        };
        // Every tenth word is the other label's, so that there is something to get wrong.
        let word = if row % 10 == 9 { "sun" } else { word };
        let page = ["<b>one</b>", "two", ""][row % 3];
        table.push_str(&format!(
            "\"<script>alert('{row}')</script> {word} & wind {}\",{label},writer {},{page}\n",
            row % 7,
            row % 4
        ));
    }
    written(folder, "made_up.csv", &table)
}

fn written(folder: &TempDir, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("written");
    path
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A command on a table of one's own, cross-validated.
fn cross_validated(data: &Path, more: &[&str]) -> Command {
    let mut command = stance("evaluate");
    command
        .arg("--data")
        .arg(data)
        .args(["--quiet", "--resamples", "200"])
        .args(more);
    command
}

/// Two files that a small model can be trained on and tested with.
fn two_authors() -> [PathBuf; 2] {
    let files = tables_in("datasets/statements");
    [files[0].clone(), files[1].clone()]
}

/// A model of the first author alone, so that there are mistakes on the second.
fn small_model(folder: &TempDir, train: &Path) -> PathBuf {
    let model = folder.path().join("small.stance");
    let mut command = stance("train");
    command
        .args(["--quiet", "--bits", "14", "--folds", "2", "--out"])
        .arg(&model);
    run(command.arg("--data").arg(train)).ok();
    model
}
