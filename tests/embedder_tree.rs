//! How little an embedder takes aboard who only predicts, and a command without the encoder.

mod common;

use std::collections::BTreeSet;
use std::process::Command;

use common::repository;

/// The crates that a package is made of with these features.
fn crates(package: &[&str]) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "-p"])
        .args(package)
        .args(["-e", "normal", "--prefix", "none", "--offline", "--locked"])
        .current_dir(repository(""))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let tree = String::from_utf8(output.stdout).expect("names are UTF-8");
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn an_embedder_who_only_predicts_gets_five_crates_at_most_and_no_learner() {
    let crates = crates(&["stance-classifier", "--no-default-features"]);
    assert!(crates.contains("stance-classifier") && crates.contains("stance-text"));
    assert!(crates.len() <= 5, "{crates:?}");
    for unwanted in ["linfa", "linfa-logistic", "ndarray", "clap", "serde"] {
        assert!(!crates.contains(unwanted), "{crates:?}");
    }
}

#[test]
fn a_command_built_without_the_accurate_model_has_nothing_of_the_encoder() {
    let of_the_encoder = |crates: &BTreeSet<String>| -> Vec<String> {
        let its = |name: &&String| *name == "stance-encoder" || name.starts_with("rten");
        crates.iter().filter(its).cloned().collect()
    };
    let with = crates(&["stance-cli"]);
    assert!(of_the_encoder(&with).contains(&"stance-encoder".to_owned()));
    let without = crates(&["stance-cli", "--no-default-features"]);
    assert!(without.contains("stance-classifier"));
    assert_eq!(of_the_encoder(&without), [""; 0]);
}
