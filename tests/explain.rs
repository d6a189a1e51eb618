//! The evidence: where it stands, and that it adds up.

mod common;

use common::example::*;
use common::{
    LABELS, assert_labelled, bytes, classify, column, number, range, run, run_with, stance, string,
};
use serde_json::Value;

#[test]
fn evidence_lies_within_its_statement_and_selects_words() {
    for page in [WIRE, READOUT, RADIO] {
        let source = String::from_utf8(bytes(page)).expect("UTF-8");
        let statements = classify(&["--format", "jsonl", "--explain", page])
            .ok()
            .jsonl();
        for statement in &statements {
            let whole = range(statement);
            let evidence = statement["evidence"].as_array().expect("a list");
            assert!(!evidence.is_empty(), "{statement}");
            let mut end = whole.start;
            for span in evidence {
                let at = range(span);
                assert!(
                    at.start >= end && at.end <= whole.end,
                    "{span} of {statement}"
                );
                end = at.end;
                let words = &source[at];
                assert!(
                    !words.is_empty() && words == words.trim(),
                    "`{words}` in {statement}"
                );
            }
        }
    }
    let records = classify(&["--format", "jsonl", "--explain", TABLE])
        .ok()
        .jsonl();
    for record in &records {
        for span in record["evidence"].as_array().expect("a list") {
            let words = &string(record, "text")[range(span)];
            assert_eq!(words, words.trim());
        }
    }
    let csv = classify(&["--format", "csv", "--explain", WIRE]).ok();
    let (header, rows) = csv.csv();
    let evidence = column(&header, "evidence");
    for row in &rows {
        let spans: Value = serde_json::from_str(&row[evidence]).expect("JSON within the table");
        assert!(spans.is_array());
    }
}

#[test]
fn weights_and_the_intercept_add_up_to_the_margin() {
    for text in [
        "We will stand by our allies, whatever it costs.",
        "They have not paid their share, and we are done paying for them.",
        "It is too early to say whether the treaty holds.",
        "Zürich’s “allies” met — again.",
    ] {
        let explained = run(stance("explain").args([text, "--format", "json"]))
            .ok()
            .json();
        assert_eq!(string(&explained, "text"), text);
        assert_labelled(&explained);
        let evidence = explained["evidence"].as_array().expect("a list");
        let weights: f64 = evidence.iter().map(|span| number(span, "weight")).sum();
        let (margin, intercept) = (
            number(&explained, "margin"),
            number(&explained, "intercept"),
        );
        assert!(
            (intercept + weights - margin).abs() < 1e-4,
            "{intercept} + {weights} is not {margin}: {text}"
        );
        // The margin is that of the logits, which the probabilities tell up to a constant.
        let label = string(&explained, "label");
        let logit = |label: &str| number(&explained["probabilities"], label).ln();
        let others: f64 = LABELS
            .iter()
            .filter(|l| **l != label)
            .map(|l| logit(l))
            .sum();
        assert!(
            (logit(label) - others / 3.0 - margin).abs() < 1e-2,
            "{explained}"
        );
        let mut classified = stance("classify");
        classified.args([
            "-",
            "--input-format",
            "lines",
            "--format",
            "jsonl",
            "--explain",
        ]);
        let classified = run_with(&mut classified, text.as_bytes()).ok().jsonl();
        assert_eq!(classified[0]["evidence"], explained["evidence"]);
        assert_eq!(classified[0]["probabilities"], explained["probabilities"]);
    }
}
