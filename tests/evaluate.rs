//! `stance evaluate`: what it prints, and that its numbers agree with each other.

mod common;

use std::fs;
use std::process::Command;

use common::{LABELS, number, repository, run, stance, tables_in};
use serde_json::Value;

fn evaluation(command: &mut Command) -> Value {
    run(command.args(["--format", "json", "--quiet"]))
        .ok()
        .json()
}

fn labels(value: &Value) -> Vec<&String> {
    value.as_object().expect("an object").keys().collect()
}

/// Checks each number against those that it is made of.
#[track_caller]
fn assert_consistent(evaluation: &Value) {
    let n = number(evaluation, "n");
    let confusion = &evaluation["confusion"];
    let per_class = &evaluation["per_class"];
    let classes = labels(confusion);
    assert_eq!(classes, labels(per_class));
    let count = |truth: &str, class: &str| number(&confusion[truth], class);
    let close = |what: &str, one: f64, other: f64| {
        assert!((one - other).abs() < 1e-9, "{what}: {one} and {other}");
    };
    let (mut right, mut all, mut f1, mut present, mut largest) = (0.0, 0.0, 0.0, 0.0, 0.0f64);
    for class in &classes {
        let hit = count(class, class);
        let truth: f64 = classes.iter().map(|other| count(class, other)).sum();
        let predicted: f64 = classes.iter().map(|other| count(other, class)).sum();
        let scores = &per_class[class.as_str()];
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        close("support", number(scores, "support"), truth);
        close(
            "precision",
            number(scores, "precision"),
            share(hit, predicted),
        );
        close("recall", number(scores, "recall"), share(hit, truth));
        close(
            "f1",
            number(scores, "f1"),
            share(2.0 * hit, truth + predicted),
        );
        if truth + predicted > 0.0 {
            f1 += number(scores, "f1");
            present += 1.0;
        }
        right += hit;
        all += truth;
        largest = largest.max(truth);
    }
    close("n", n, all);
    close("accuracy", number(evaluation, "accuracy"), right / n);
    close("macro_f1", number(evaluation, "macro_f1"), f1 / present);
    close(
        "majority",
        number(evaluation, "majority_accuracy"),
        largest / n,
    );
    for figure in ["accuracy", "macro_f1"] {
        let interval = &evaluation[format!("{figure}_ci")];
        let ends = interval.as_array().expect("two ends");
        let [low, high] = [&ends[0], &ends[1]].map(|end| end.as_f64().expect("a number"));
        let value = number(evaluation, figure);
        assert!(
            0.0 <= low && low <= value && value <= high && high <= 1.0,
            "{figure} {interval}"
        );
        assert!(low < high, "{figure} {interval}");
    }
    assert!(number(evaluation, "log_loss") > 0.0);
    assert!((0.0..=1.0).contains(&number(evaluation, "ece")));
}

#[test]
fn the_measures_of_the_documents_have_all_keys_and_agree_with_each_other() {
    let evaluation = evaluation(&mut stance("evaluate"));
    for key in [
        "n",
        "accuracy",
        "macro_f1",
        "accuracy_ci",
        "macro_f1_ci",
        "majority_accuracy",
        "log_loss",
        "ece",
        "per_class",
        "confusion",
    ] {
        assert!(!evaluation[key].is_null(), "{key} is missing");
    }
    assert_eq!(evaluation["n"], 97);
    assert_eq!(labels(&evaluation["confusion"]), LABELS);
    for class in LABELS {
        for key in ["precision", "recall", "f1", "support"] {
            assert!(
                evaluation["per_class"][class][key].is_number(),
                "{class} {key}"
            );
        }
        assert_eq!(labels(&evaluation["confusion"][class]), LABELS);
    }
    assert_consistent(&evaluation);
}

#[test]
fn the_report_for_reading_has_the_same_figures() {
    let json = evaluation(&mut stance("evaluate"));
    let ran = run(&mut stance("evaluate")).ok();
    let text = ran.text();
    for what in [
        "majority",
        "precision",
        "recall",
        "F1",
        "support",
        "confusion",
        "95 %",
    ] {
        assert!(text.contains(what), "{what} in {text}");
    }
    for (name, key) in [
        ("accuracy", "accuracy"),
        ("macro-F1", "macro_f1"),
        ("ECE", "ece"),
    ] {
        let figure = format!("{:.3}", number(&json, key));
        let line = text.lines().find(|line| line.starts_with(name));
        let line = line.unwrap_or_else(|| panic!("no line on {name}: {text}"));
        assert!(line.contains(&figure), "{figure} in: {line}");
    }
    for label in LABELS {
        assert!(text.contains(label), "{label} in {text}");
    }
    assert_eq!(
        run(&mut stance("evaluate")).ok().text(),
        text,
        "the intervals are seeded"
    );
}

#[test]
fn retraining_says_how_it_went_and_measures_what_it_made() {
    let ran = run(stance("evaluate").args(["--retrain", "--format", "json"])).ok();
    for said in ["14838 rows", "passes in", "gradient norm", "held out"] {
        assert!(ran.err.contains(said), "`{said}` not in: {}", ran.err);
    }
    let evaluation = ran.json();
    assert_eq!(evaluation["n"], 97);
    assert_consistent(&evaluation);
}

#[test]
fn cross_validation_measures_every_row_once_held_out_with_its_whole_file() {
    let files = &tables_in("datasets/statements")[..4];
    let rows: usize = files
        .iter()
        .map(|file| common::read_table(file).1.len())
        .sum();
    let evaluation = evaluation(stance("evaluate").args(["--cv", "3", "--data"]).args(files));
    assert_eq!(number(&evaluation, "n") as usize, rows);
    assert_consistent(&evaluation);
    assert!(
        number(&evaluation, "accuracy") > number(&evaluation, "majority_accuracy"),
        "something is learned: {evaluation}"
    );
}

#[test]
fn the_report_goes_to_a_file_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("report.json");
    let ran = run(stance("evaluate")
        .args(["--format", "json", "--out"])
        .arg(&out))
    .ok();
    assert!(ran.out.is_empty());
    let written = fs::read(&out).expect("the report");
    let report: Value = serde_json::from_slice(&written).expect("JSON");
    assert_consistent(&report);
}

#[test]
fn away_from_the_repository_it_says_where_to_run_it() {
    let folder = tempfile::tempdir().expect("a folder");
    run(stance("evaluate").current_dir(folder.path())).failed(
        1,
        &[
            "datasets/documents.csv",
            "the folder of the repository",
            "--data",
        ],
    );
    let copied = folder.path().join("documents.csv");
    fs::copy(repository("datasets/documents.csv"), &copied).expect("a copy");
    run(stance("evaluate")
        .current_dir(folder.path())
        .args(["--retrain", "--data"])
        .arg(&copied))
    .failed(1, &["datasets/statements", "the folder of the repository"]);
    let elsewhere = stance("evaluate")
        .current_dir(folder.path())
        .args(["--format", "json", "--data", "documents.csv"])
        .output()
        .expect("it runs");
    assert!(elsewhere.status.success(), "the data can be anywhere");
}

#[test]
fn a_bad_table_is_refused_by_file_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let table = folder.path().join("test.csv");
    for (content, said) in [
        (
            "text,label\nWe stand by our allies.,reaffirming\nThey met.,neutral\n",
            ["test.csv:3", "unknown label `neutral`", "reaffirming"],
        ),
        (
            "text,class\nWe stand by our allies.,reaffirming\n",
            ["test.csv:1", "no column `label`", "--label-column"],
        ),
        (
            "body,label\nWe stand by our allies.,reaffirming\n",
            ["test.csv:1", "no column `text`", "--text-column"],
        ),
        (
            "text,label\nThey met.,none\nWe stand by our allies.,\n",
            ["test.csv:3", "label is empty", "record"],
        ),
        (
            "text,label\nThey met.,none\n \t,none\n",
            ["test.csv:3", "text is empty", "record"],
        ),
        ("text,label\n", ["test.csv", "no record", "header"]),
    ] {
        fs::write(&table, content).expect("a table");
        let ran = run(stance("evaluate").arg("--data").arg(&table)).failed(1, &said);
        assert!(ran.out.is_empty(), "{}", ran.text());
    }
}
