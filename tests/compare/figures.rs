//! What is said of a difference.

use std::fmt::Write;
use std::fs;

use crate::common::{number, run};
use crate::{Files, interval};
use serde_json::Value;

#[test]
fn every_figure_of_a_comparison_is_given() {
    let found = Files::new().json(&["good.csv", "fair.csv"]);
    assert_eq!(found["data"], "truth.csv");
    assert_eq!(found["n"], 200);
    assert_eq!(found["labels"], serde_json::json!(["no", "yes"]));
    assert_eq!(number(&found["interval"], "resamples"), 500.0);
    assert_eq!(number(&found["interval"], "seed"), 1.0);
    let systems = found["systems"].as_array().expect("systems");
    assert_eq!(
        [&systems[0]["name"], &systems[1]["name"]],
        ["good.csv", "fair.csv"]
    );
    // Of 200, `good` errs on 10; `fair` on those and on 50 others.
    assert_eq!(number(&systems[0], "accuracy"), 0.95);
    assert_eq!(number(&systems[1], "accuracy"), 0.7);
    let pair = &found["pairs"][0];
    let accuracy = &pair["accuracy"];
    assert!((number(accuracy, "difference") - 0.25).abs() < 1e-12);
    let [low, high] = interval(accuracy, "ci");
    assert!(0.0 < low && low < 0.25 && 0.25 < high, "{accuracy}");
    let [low, high] = interval(&pair["macro_f1"], "ci");
    assert!(0.0 < low && low < high, "{pair}");
    assert_eq!(number(&pair["mcnemar"], "only_a"), 50.0);
    assert_eq!(number(&pair["mcnemar"], "only_b"), 0.0);
    // All 50 that differ go to one side: 2/2^50.
    assert!((number(&pair["mcnemar"], "p") / 2.0_f64.powi(-49) - 1.0).abs() < 1e-9);
    // No arrangement of 500 is as uneven.
    assert!((number(accuracy, "p_randomisation") - 1.0 / 501.0).abs() < 1e-12);
    assert_eq!(pair["accuracy_real"], true);
    assert_eq!(pair["macro_f1_real"], true);
    assert_eq!(pair["conclusion"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_real_difference_is_told_in_words_whichever_system_comes_first() {
    let files = Files::new();
    for systems in [["good.csv", "fair.csv"], ["fair.csv", "good.csv"]] {
        let ran = run(&mut files.compare(&systems)).ok();
        let text = ran.text();
        let said = "good.csv is better than fair.csv by 25.0 points of accuracy (95 % interval ";
        assert!(text.contains(said), "{text}");
        assert!(text.contains(", p = 0.002)"), "{text}");
        assert!(!text.contains("told apart from chance"), "{text}");
    }
}

#[test]
fn systems_that_answer_alike_are_not_told_apart() {
    let files = Files::new();
    fs::copy(files.path("good.csv"), files.path("same.csv")).unwrap();
    let ran = run(&mut files.compare(&["good.csv", "same.csv"])).ok();
    assert!(
        ran.text()
            .contains("No difference can be told apart from chance."),
        "{}",
        ran.text()
    );
    let found = files.json(&["good.csv", "same.csv"]);
    let pair = &found["pairs"][0];
    assert_eq!(pair["accuracy_real"], false);
    for p in [&pair["accuracy"]["p_randomisation"], &pair["mcnemar"]["p"]] {
        assert_eq!(p.as_f64(), Some(1.0));
    }
}

#[test]
fn a_difference_of_one_statement_in_two_hundred_is_not_called_real() {
    let files = Files::new();
    let one_worse = files.read("good.csv").replace("s0,yes\n", "s0,no\n");
    files.write("one.csv", &one_worse);
    let found = files.json(&["good.csv", "one.csv"]);
    let pair = &found["pairs"][0];
    assert!((number(&pair["accuracy"], "difference") - 0.005).abs() < 1e-12);
    assert_eq!(pair["accuracy_real"], false);
    assert_eq!(pair["macro_f1_real"], false);
}

#[test]
fn an_empty_label_is_an_abstention_and_counts_as_a_mistake() {
    let files = Files::new();
    files.write(
        "shy.csv",
        &files.read("good.csv").replace("s0,yes\n", "s0,\n"),
    );
    let found = files.json(&["good.csv", "shy.csv"]);
    let shy = &found["systems"][1];
    assert_eq!(number(shy, "abstained"), 1.0);
    assert_eq!(number(shy, "accuracy"), 0.945);
}

#[test]
fn the_result_is_the_same_for_a_seed_whatever_the_number_of_threads() {
    let files = Files::new();
    let with = |options: &[&str]| {
        let mut command = files.compare(&["good.csv", "fair.csv"]);
        run(command
            .args(["--format", "json", "--group-column", "page"])
            .args(options))
        .ok()
        .out
    };
    let one = with(&["--seed", "3", "--jobs", "1"]);
    assert_eq!(one, with(&["--seed", "3", "--jobs", "2"]));
    assert_ne!(one, with(&["--seed", "4", "--jobs", "2"]));
}

#[test]
fn p_values_of_more_than_two_systems_are_corrected_by_holms_method() {
    let files = Files::new();
    let mut some = files.read("good.csv");
    // Six more mistakes: enough to be told from `good` alone, not beside other comparisons.
    for i in [1, 21, 41, 61, 81, 101] {
        some = some.replace(&format!("s{i},no\n"), &format!("s{i},yes\n"));
    }
    files.write("some.csv", &some);
    let found = files.json(&["good.csv", "some.csv", "fair.csv"]);
    let pairs = found["pairs"].as_array().expect("pairs");
    assert_eq!(pairs.len(), 3);
    for metric in ["accuracy", "macro_f1"] {
        let mut p: Vec<(f64, f64)> = pairs
            .iter()
            .map(|pair| {
                let corrected = number(pair, &format!("{metric}_p_holm"));
                (number(&pair[metric], "p_randomisation"), corrected)
            })
            .collect();
        p.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let mut least = 0.0_f64;
        for (rank, (plain, corrected)) in p.into_iter().enumerate() {
            least = least.max((plain * (3 - rank) as f64).min(1.0));
            assert!(
                (corrected - least).abs() < 1e-12,
                "{metric}: {corrected}, not {least}"
            );
        }
    }
    let ran = run(&mut files.compare(&["good.csv", "some.csv", "fair.csv"])).ok();
    assert!(
        ran.text()
            .contains("corrected for 3 pairs by Holm's method"),
        "{}",
        ran.text()
    );
}

#[test]
fn groups_are_drawn_whole() {
    let files = Files::new();
    // Ten statements of a page err together, or not at all.
    let mut paged = "id,label\n".to_owned();
    for (i, row) in files.read("truth.csv").lines().skip(1).enumerate() {
        let label = row.split(',').nth(2).unwrap();
        let other = if label == "yes" { "no" } else { "yes" };
        writeln!(
            paged,
            "s{i},{}",
            if (i / 10) % 5 == 0 { other } else { label }
        )
        .unwrap();
    }
    files.write("paged.csv", &paged);
    let width = |found: &Value| {
        let [low, high] = interval(&found["systems"][1], "accuracy_ci");
        high - low
    };
    let single = files.json(&["good.csv", "paged.csv"]);
    let mut command = files.compare(&["good.csv", "paged.csv"]);
    command.args(["--format", "json", "--group-column", "page"]);
    let grouped = run(&mut command).ok().json();
    assert_eq!(grouped["groups"]["column"], "page");
    assert_eq!(grouped["groups"]["n"], 20);
    assert!(single.get("groups").is_none());
    assert!(width(&grouped) > 2.0 * width(&single), "{grouped} {single}");
}

#[test]
fn too_few_groups_are_refused_or_pointed_out() {
    let files = Files::new();
    let truth = files.read("truth.csv");
    let paged = |pages: usize| {
        let page = |(i, row): (usize, &str)| {
            let (rest, _) = row.rsplit_once(',').unwrap();
            format!("{rest},p{}\n", i % pages)
        };
        let rows: String = truth.lines().skip(1).enumerate().map(page).collect();
        files.write("truth.csv", &format!("id,text,label,page\n{rows}"));
    };
    let mut command = files.compare(&["good.csv", "fair.csv"]);
    command.args(["--group-column", "page"]);
    paged(1);
    run(&mut command).failed(1, &["truth.csv", "`page` is `p0`", "at least two groups"]);
    paged(4);
    let ran = run(&mut command).ok();
    assert!(
        ran.text()
            .contains("4 groups are too few: no p can be under 0.125"),
        "{}",
        ran.text()
    );
}
