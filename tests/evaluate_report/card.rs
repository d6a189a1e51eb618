//! What a model's card says of its scores.

use std::path::Path;

use crate::common::{number, run, stance};
use crate::{folder, two_authors};
use serde_json::Value;

#[test]
fn a_card_says_whether_rows_were_held_out_by_group_or_alone() {
    let folder = folder();
    let [one, other] = two_authors();
    let held_out = |data: &[&Path]| {
        let model = folder.path().join("model.stance");
        let mut command = stance("train");
        command
            .args(["--quiet", "--bits", "14", "--out"])
            .arg(&model);
        run(command.arg("--data").args(data)).ok();
        let info = stance("model")
            .arg("info")
            .arg(&model)
            .args(["--format", "json"])
            .output();
        let card: Value = serde_json::from_slice(&info.expect("it runs").stdout).expect("JSON");
        let scores = &card["held_out"];
        let confusion = scores["confusion"].as_object().expect("a table");
        let count = |cell: &Value| cell.as_u64().expect("a count");
        let row = |row: &Value| {
            row.as_object()
                .map_or(0, |row| row.values().map(count).sum())
        };
        let rows: u64 = confusion.values().map(row).sum();
        assert_eq!(Some(rows), scores["n"].as_u64());
        let right: u64 = confusion
            .iter()
            .map(|(label, row)| count(&row[label]))
            .sum();
        assert!((right as f64 / rows as f64 - number(scores, "accuracy")).abs() < 1e-4);
        // What is surely labelled is part of what is labelled.
        assert_eq!(number(&scores["sure"], "from"), 0.8);
        for (label, row) in confusion {
            for (given, all) in row.as_object().expect("a row") {
                let sure = count(&scores["sure"]["confusion"][label][given]);
                assert!(sure <= count(all), "{label} as {given}");
            }
        }
        scores["of"].as_str().expect("words").to_owned()
    };
    assert_eq!(held_out(&[&one]), "all rows, by rows in 5 folds");
    let both = held_out(&[&one, &other]);
    assert_eq!(both, "all rows, by whole groups in 2 folds");
}

#[test]
fn a_models_card_is_written_in_markdown() {
    let ran = run(stance("model").args(["info", "fast", "--format", "markdown"])).ok();
    let card = ran.text();
    assert!(card.starts_with("# Model card: "));
    for heading in [
        "## Use",
        "## Limits",
        "## Held-out scores",
        "## Training rows",
        "## Training files",
        "## Recipe",
    ] {
        assert!(card.contains(heading), "{heading}");
    }
    // Every table has as many cells in each of its lines as in its first.
    let mut width = None;
    for line in card.lines() {
        if line.starts_with('|') {
            let cells = line.replace("\\|", "").matches('|').count();
            assert_eq!(*width.get_or_insert(cells), cells, "{line}");
        } else {
            width = None;
        }
    }
}
