//! Which records of two files belong together.

use std::fmt::Write;

use crate::Files;
use crate::common::{number, run, stance};
use serde_json::Value;

#[test]
fn predictions_are_matched_by_id_whatever_their_order() {
    let files = Files::new();
    let fair = files.read("fair.csv");
    let (header, rows) = fair.split_once('\n').unwrap();
    let backwards: Vec<&str> = rows.lines().rev().collect();
    files.write("fair.csv", &format!("{header}\n{}\n", backwards.join("\n")));
    let sorted = Files::new().json(&["good.csv", "fair.csv"]);
    assert_eq!(files.json(&["good.csv", "fair.csv"]), sorted);
}

#[test]
fn predictions_without_ids_are_matched_by_order_and_their_texts_are_compared() {
    let files = Files::new();
    let mut table = "text,label\n".to_owned();
    let mut lines = String::new();
    for (i, row) in files.read("fair.csv").lines().skip(1).enumerate() {
        let label = row.split(',').nth(1).unwrap();
        writeln!(table, "statement {i},{label}").unwrap();
        writeln!(
            lines,
            "{{\"text\": \"statement {i}\", \"label\": \"{label}\"}}"
        )
        .unwrap();
    }
    files.write("fair-too.csv", &table);
    files.write("fair.jsonl", &lines);
    let by_id = files.json(&["good.csv", "fair.csv"]);
    for name in ["fair-too.csv", "fair.jsonl"] {
        let by_order = files.json(&["good.csv", name]);
        assert_eq!(
            by_order["pairs"][0]["accuracy"], by_id["pairs"][0]["accuracy"],
            "{name}"
        );
    }
    files.write(
        "moved.csv",
        &table.replace("statement 5,", "statement five,"),
    );
    run(&mut files.compare(&["good.csv", "moved.csv"])).failed(
        1,
        &["moved.csv:7", "statement five", "truth.csv:7", "same order"],
    );
    files.write("short.csv", table.rsplit_once("\nstatement 199").unwrap().0);
    run(&mut files.compare(&["good.csv", "short.csv"]))
        .failed(1, &["short.csv: 199 records, but truth.csv has 200"]);
}

#[test]
fn ids_can_be_left_aside() {
    let files = Files::new();
    // The same ids of other statements.
    let renamed = files.read("fair.csv").replace("\ns", "\nt");
    files.write("renamed.csv", &renamed);
    run(&mut files.compare(&["good.csv", "renamed.csv"]))
        .failed(1, &["renamed.csv:2: the id `t0` is not in truth.csv"]);
    let mut command = files.compare(&["good.csv", "renamed.csv"]);
    let found = run(command.args(["--id-column", "none", "--format", "json"]))
        .ok()
        .json();
    let by_id = files.json(&["good.csv", "fair.csv"]);
    assert_eq!(found["pairs"][0]["accuracy"], by_id["pairs"][0]["accuracy"]);
}

#[test]
fn a_model_and_what_classify_wrote_of_it_are_the_same_system() {
    let folder = tempfile::tempdir().unwrap();
    let classified = |name: &str, format: &str| {
        let path = folder.path().join(name);
        let mut classify = stance("classify");
        classify
            .args(["datasets/documents.csv", "--format", format, "--out"])
            .arg(&path);
        run(&mut classify).ok();
        path
    };
    let (csv, jsonl) = (
        classified("said.csv", "csv"),
        classified("said.jsonl", "jsonl"),
    );
    let mut compare = stance("compare");
    compare.arg("fast").args([&csv, &jsonl]);
    compare.args([
        "--data",
        "datasets/documents.csv",
        "--format",
        "json",
        "--resamples",
        "200",
    ]);
    let found = run(&mut compare).ok().json();
    let systems = found["systems"].as_array().expect("systems");
    let model = &systems[0];
    for file in &systems[1..] {
        for figure in [
            "accuracy",
            "macro_f1",
            "accuracy_ci",
            "macro_f1_ci",
            "abstained",
        ] {
            assert_eq!(file[figure], model[figure], "{figure}");
        }
        // Files hold six digits.
        assert!((number(file, "log_loss") - number(model, "log_loss")).abs() < 1e-4);
    }
    let alike = |pair: &Value| pair["mcnemar"]["only_a"] == 0 && pair["mcnemar"]["only_b"] == 0;
    assert!(found["pairs"].as_array().expect("pairs").iter().all(alike));
}
