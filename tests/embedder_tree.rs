//! How little an embedder takes aboard who only predicts.

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::repository;

#[test]
fn an_embedder_who_only_predicts_gets_five_crates_at_most_and_no_learner() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "-p", "stance-classifier", "--no-default-features"])
        .args(["-e", "normal", "--prefix", "none", "--offline", "--locked"])
        .current_dir(repository(""))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let tree = String::from_utf8(output.stdout).expect("names are UTF-8");
    let crates: BTreeSet<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(crates.contains("stance-classifier") && crates.contains("stance-text"));
    assert!(crates.len() <= 5, "{crates:?}");
    for unwanted in ["linfa", "linfa-logistic", "ndarray", "clap", "serde"] {
        assert!(!crates.contains(unwanted), "{crates:?}");
    }
}
