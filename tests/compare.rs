//! `stance compare`: what it says of systems, and what it refuses.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{number, run, stance};
use serde_json::Value;
use tempfile::TempDir;

/// Truth and predictions of 200 invented statements, in files.
struct Files(TempDir);

impl Files {
    /// `good` errs on every 20th statement, `fair` on the first of each four as well; `text` is there so
    /// that files in another order are found out.
    fn new() -> Self {
        let files = Self(tempfile::tempdir().expect("a folder"));
        let mut truth = "id,text,label,page\n".to_owned();
        let mut good = "id,label\n".to_owned();
        let mut fair = "id,label\n".to_owned();
        for i in 0..200 {
            let label = ["yes", "no"][i % 2];
            let other = ["no", "yes"][i % 2];
            let said_by = |errs: bool| if errs { other } else { label };
            truth += &format!("s{i},statement {i},{label},p{}\n", i / 10);
            good += &format!("s{i},{}\n", said_by(i % 20 == 7));
            fair += &format!("s{i},{}\n", said_by(i % 20 == 7 || i % 4 == 0));
        }
        files.write("truth.csv", &truth);
        files.write("good.csv", &good);
        files.write("fair.csv", &fair);
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file is there")
    }

    /// `stance compare` in the folder of the files.
    fn compare(&self, systems: &[&str]) -> Command {
        let mut command = stance("compare");
        command.current_dir(self.0.path()).args(systems).args([
            "--data",
            "truth.csv",
            "--resamples",
            "500",
        ]);
        command
    }

    fn json(&self, systems: &[&str]) -> Value {
        run(self.compare(systems).args(["--format", "json"]))
            .ok()
            .json()
    }
}

#[track_caller]
fn interval(value: &Value, key: &str) -> [f64; 2] {
    [0, 1].map(|end| {
        value[key][end]
            .as_f64()
            .unwrap_or_else(|| panic!("{key}: {value}"))
    })
}

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

#[test]
fn what_cannot_be_compared_is_refused_with_its_place() {
    let files = Files::new();
    let good = files.read("good.csv");
    files.write("missing.csv", &good.replace("s7,yes\n", ""));
    files.write("extra.csv", &format!("{good}s200,yes\n"));
    files.write("twice.csv", &format!("{good}s3,yes\n"));
    files.write("strange.csv", &good.replace("s7,yes\n", "s7,maybe\n"));
    files.write("header.csv", "id,label\n");
    files.write("empty.csv", "");
    files.write("empty.jsonl", "");
    files.write("unnamed.csv", &good.replace("id,label", "id,class"));
    files.write("ragged.csv", &good.replace("s7,yes\n", "s7,yes,no\n"));
    files.write(
        "broken.jsonl",
        "{\"id\": \"s0\", \"label\": \"yes\"}\n{\"id\": \"s1\",\n",
    );
    files.write("unlabelled.jsonl", "{\"id\": \"s0\"}\n");
    let with_p = |no: &str, yes: &str| {
        let rows: String = (0..200).map(|i| format!("s{i},yes,{no},{yes}\n")).collect();
        format!("id,label,p_no,p_yes\n{rows}")
    };
    files.write("sums.csv", &with_p("0.7", "0.6"));
    files.write("words.csv", &with_p("high", "low"));
    files.write("constant.csv", &with_p("0.3", "0.7"));
    let cases: &[(&str, &[&str])] = &[
        (
            "missing.csv",
            &["missing.csv: no prediction for the id `s7` of truth.csv:9"],
        ),
        (
            "extra.csv",
            &["extra.csv:202: the id `s200` is not in truth.csv"],
        ),
        (
            "twice.csv",
            &["twice.csv:202: the id `s3` is that of twice.csv:5 too"],
        ),
        (
            "strange.csv",
            &[
                "strange.csv:9: unknown label `maybe`; there may be no, yes",
                "--labels",
            ],
        ),
        ("header.csv", &["header.csv: no record"]),
        ("empty.csv", &["empty.csv: empty"]),
        ("empty.jsonl", &["empty.jsonl: no record"]),
        (
            "unnamed.csv",
            &[
                "unnamed.csv:1: no column `label`",
                "id, class",
                "--prediction-column",
            ],
        ),
        (
            "ragged.csv",
            &["ragged.csv:9: 3 fields where the header has 2"],
        ),
        ("broken.jsonl", &["broken.jsonl:2: not JSON"]),
        (
            "unlabelled.jsonl",
            &[
                "unlabelled.jsonl:1: no member `label`",
                "--prediction-column",
            ],
        ),
        (
            "sums.csv",
            &["sums.csv:2: the probabilities add up to 1.300000, not to 1"],
        ),
        (
            "constant.csv",
            &[
                "constant.csv: all 200 records have the same probabilities",
                "leave out the columns",
            ],
        ),
        ("words.csv", &["words.csv:2: `high` is not a probability"]),
        ("absent.csv", &["absent.csv"]),
        ("absent.stance", &["absent.stance: no such model file"]),
    ];
    for (system, said) in cases {
        run(&mut files.compare(&["good.csv", system])).failed(1, said);
    }
}

#[test]
fn probabilities_of_some_labels_alone_are_refused() {
    let files = Files::new();
    let rows: String = (0..200).map(|i| format!("s{i},yes,0.5\n")).collect();
    files.write("half.csv", &format!("id,label,p_no\n{rows}"));
    run(&mut files.compare(&["good.csv", "half.csv"]))
        .failed(1, &["half.csv:1", "no column `p_yes`"]);
}

#[test]
fn a_model_that_lacks_a_label_of_the_data_is_refused_with_the_line() {
    let files = Files::new();
    run(&mut files.compare(&["fast", "good.csv"])).failed(
        1,
        &[
            "truth.csv:2: unknown label `yes`",
            "critical, hedging, none, reaffirming",
        ],
    );
}

#[test]
fn labels_that_the_data_lack_can_be_named() {
    let files = Files::new();
    files.write(
        "third.csv",
        &files.read("good.csv").replace("s7,yes\n", "s7,maybe\n"),
    );
    let mut command = files.compare(&["good.csv", "third.csv"]);
    command.args(["--labels", "yes,no,maybe", "--format", "json"]);
    let found = run(&mut command).ok().json();
    assert_eq!(found["labels"], serde_json::json!(["maybe", "no", "yes"]));
}

#[test]
fn wrong_usage_is_told_apart_from_bad_input() {
    let files = Files::new();
    run(&mut files.compare(&["good.csv"])).failed(2, &["SYSTEM"]);
    run(stance("compare").args(["good.csv", "fair.csv"])).failed(2, &["--data"]);
    let mut html = files.compare(&["good.csv", "fair.csv"]);
    run(html.args(["--format", "html"])).failed(2, &["html"]);
}

#[test]
fn a_result_is_written_whole_or_not_at_all() {
    let files = Files::new();
    let out = files.write("out.json", "before");
    let write = |systems: &[&str], out: &Path| {
        run(files
            .compare(systems)
            .args(["--format", "json", "--out"])
            .arg(out))
    };
    write(&["good.csv", "absent.csv"], &out).failed(1, &["absent.csv"]);
    assert_eq!(files.read("out.json"), "before");
    assert!(write(&["good.csv", "fair.csv"], &out).ok().out.is_empty());
    let written: Value = serde_json::from_str(&files.read("out.json")).unwrap();
    assert_eq!(written, files.json(&["good.csv", "fair.csv"]));
}

#[test]
fn help_shows_an_example() {
    let ran = run(stance("compare").arg("--help")).ok();
    assert!(
        ran.text()
            .contains("stance compare fast my.stance --data test.csv"),
        "{}",
        ran.text()
    );
}
