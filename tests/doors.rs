//! One table of texts through the doors that are of Rust: the crates, and the formats of the command. The server's are
//! in `serve/`, the page's in `serve_page.rs`, those of Python and Spark beside their package.

mod common;

use common::{CASES, assert_answers, bytes, classify, column, jsonl, run_with, stance, string};
use serde_json::Value;
use stance_classifier::{Classifier, Classify};

/// The texts of the table.
fn texts() -> Vec<String> {
    let cases = String::from_utf8(bytes(CASES)).expect("UTF-8");
    let texts: Vec<String> = jsonl(&cases)
        .iter()
        .map(|case| string(case, "text").to_owned())
        .collect();
    assert!(texts.len() > 40);
    texts
}

/// What the command says of them.
fn told(model: &str) -> Vec<Value> {
    let told = classify(&["--format", "jsonl", "--model", model, CASES]);
    told.ok().jsonl()
}

/// Whether a crate's classifier says of the texts, one by one and all at once, what the command says.
fn is_the_door_of(model: &str, classifier: &impl Classify) {
    let (texts, told) = (texts(), told(model));
    assert_eq!(texts.len(), told.len());
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let one_by_one = texts.iter().map(|text| classifier.classify(text));
    for answers in [one_by_one.collect(), classifier.classify_all(&texts)] {
        for ((text, answer), told) in texts.iter().zip(&answers).zip(&told) {
            // Where there is nothing in a text, it is the command that gives no label.
            let label = (!text.trim().is_empty()).then(|| answer.label());
            assert_answers(label, |name| answer.probability(name), told);
        }
    }
}

#[test]
fn the_crate_of_fast_answers_as_the_command_does() {
    is_the_door_of("fast", &Classifier::pretrained());
}

#[cfg(feature = "accurate")]
#[test]
fn the_crate_of_accurate_answers_as_the_command_does() {
    is_the_door_of("accurate", &stance_encoder::EncoderModel::pretrained());
}

#[cfg(feature = "accurate")]
#[test]
fn a_cascade_of_the_crates_answers_as_auto_does() {
    let accurate = stance_encoder::EncoderModel::pretrained();
    let threshold = stance_classifier::CASCADE_THRESHOLD;
    let cascade = stance_classifier::Cascade::new(Classifier::pretrained(), accurate, threshold);
    is_the_door_of("auto", &cascade.expect("models of the same labels"));
}

#[test]
fn a_table_gets_from_the_command_the_answers_of_its_lines() {
    let mut given = csv::Writer::from_writer(Vec::new());
    given.write_record(["text"]).expect("a header");
    for text in texts() {
        given.write_record([text]).expect("a record");
    }
    let given = given.into_inner().expect("all of it");
    let mut command = stance("classify");
    command.args(["-", "--input-format", "csv", "--format", "csv"]);
    let (header, records) = run_with(&mut command, &given).ok().csv();
    let told = told("fast");
    assert_eq!(records.len(), told.len());
    for (record, told) in records.iter().zip(&told) {
        assert_eq!(&record[column(&header, "text")], string(told, "text"));
        let label = Some(&record[column(&header, "label")]).filter(|label| !label.is_empty());
        let probability = |name: &str| record[column(&header, &format!("p_{name}"))].parse().ok();
        assert_answers(label, probability, told);
    }
}
