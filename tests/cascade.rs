//! Two models as one: `--model A+B`, of which `auto` is `fast+accurate`.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::example::{OBJECTS, READOUT, TABLE, WIRE};
use common::{Files, Ran, number, run, run_with, stance, string};
use serde_json::Value;

const STATEMENTS: &str = "datasets/statements/author01.csv";

/// A model that differs from `fast`.
fn other(files: &Files) -> PathBuf {
    let path = files.path("other.stance");
    let mut command = stance("train");
    command.args(["--data", STATEMENTS, "--quiet", "--out"]);
    run(command.arg(&path)).ok();
    path
}

fn fast_then(other: &Path) -> String {
    format!("fast+{}", other.display())
}

fn classify(model: &str, options: &[&str]) -> Vec<Value> {
    let mut command = stance("classify");
    command.args([TABLE, OBJECTS, WIRE, READOUT, "--format", "jsonl"]);
    run(command.args(["--model", model]).args(options))
        .ok()
        .jsonl()
}

fn likeliest(statement: &Value) -> f64 {
    number(&statement["probabilities"], string(statement, "label"))
}

#[test]
fn the_first_model_answers_where_it_is_sure_and_the_second_elsewhere() {
    let files = Files::new();
    let other = other(&files);
    let cascade = fast_then(&other);
    for explain in [&["--explain"][..], &[]] {
        let fast = classify("fast", explain);
        let second = classify(&other.display().to_string(), explain);
        let options = [explain, &["--cascade-threshold", "0.7"]].concat();
        let both = classify(&cascade, &options);
        let mut sent_on = 0;
        assert_eq!((fast.len(), second.len()), (both.len(), both.len()));
        for ((fast, second), both) in fast.iter().zip(&second).zip(&both) {
            let sure = likeliest(fast) >= 0.7;
            sent_on += usize::from(!sure);
            assert_eq!(both, if sure { fast } else { second });
        }
        assert!(sent_on > 0 && sent_on < both.len(), "{sent_on}");
    }
}

#[test]
fn at_the_ends_of_the_threshold_one_model_answers_all() {
    let files = Files::new();
    let other = other(&files);
    let at = |threshold| classify(&fast_then(&other), &["--cascade-threshold", threshold]);
    assert_eq!(at("0"), classify("fast", &[]));
    assert_eq!(at("1"), classify(&other.display().to_string(), &[]));
}

#[test]
fn neither_the_number_of_threads_nor_the_batches_of_a_stream_change_a_cascade() {
    let files = Files::new();
    let cascade = fast_then(&other(&files));
    // More than two batches, and a rest.
    let lines: String = (0..17_000)
        .map(|n| format!("In {n} the allies said that they {} it.\n", n % 7))
        .collect();
    let with = |options: &[&str]| {
        let mut command = stance("classify");
        command.args(["-", "--input-format", "lines", "--format", "csv"]);
        command.args(["--model", &cascade]).args(options);
        run_with(&mut command, lines.as_bytes()).ok().out
    };
    let one = with(&["--jobs", "1"]);
    assert_eq!(one, with(&["--jobs", "2"]));
    assert_eq!(
        one.iter().filter(|byte| **byte == b'\n').count(),
        17_000 + 1
    );
    // A statement's answer is its own, whatever stands around it.
    let mut command = stance("classify");
    command.args(["-", "--input-format", "lines", "--format", "csv"]);
    command.args(["--model", &cascade]);
    let first = lines.lines().next().expect("a line");
    let alone = run_with(&mut command, first.as_bytes()).ok();
    let label = |out: &[u8]| {
        let (_, records) = common::table(out);
        let record = &records[0];
        record.iter().skip(3).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(label(&one), label(&alone.out));
}

fn evaluate(model: &str, options: &[&str]) -> Ran {
    let mut command = stance("evaluate");
    command.args(["--data", "datasets/documents.csv", "--model", model]);
    run(command.args(options)).ok()
}

#[test]
fn an_evaluation_of_a_cascade_shows_the_trade_between_its_models() {
    let files = Files::new();
    let other = other(&files);
    let json = |model: &str, options: &[&str]| {
        evaluate(model, &[options, &["--format", "json"]].concat()).json()
    };
    let cascade = fast_then(&other);
    let threshold = ["--cascade-threshold", "0.65"];
    let found = json(&cascade, &threshold);
    let rows = found["cascade"].as_array().expect("a row a threshold");
    let of = |name: &str| -> Vec<f64> { rows.iter().map(|row| number(row, name)).collect() };
    let (thresholds, sent_on) = (of("threshold"), of("sent_on"));
    assert!(thresholds.is_sorted() && thresholds.contains(&0.65) && thresholds.len() == 12);
    assert!(sent_on.is_sorted(), "{sent_on:?}");
    assert_eq!((sent_on[0], sent_on[11]), (0.0, 1.0));
    assert_eq!(number(&found, "cascade_threshold"), 0.65);
    // The ends are the two models, and the row in use is the headline.
    let ends = [
        (0, json("fast", &[])),
        (11, json(&other.display().to_string(), &[])),
    ];
    let in_use = thresholds.iter().position(|at| *at == 0.65).expect("it is");
    for (at, whole) in ends.iter().chain([&(in_use, found.clone())]) {
        for figure in ["accuracy", "macro_f1"] {
            assert_eq!(
                number(&rows[*at], figure),
                number(whole, figure),
                "{figure}"
            );
        }
    }
    assert!(
        ends[0].1.get("cascade").is_none(),
        "one model trades nothing"
    );
    // What hangs on the clock is told to readers alone.
    assert_eq!(found, json(&cascade, &threshold));
    let text = evaluate(&cascade, &threshold);
    assert!(text.text().contains("statements a second"));
    assert!(text.text().contains("in use"), "{}", text.text());
    let page = evaluate(&cascade, &[&threshold[..], &["--format", "html"]].concat());
    assert!(page.text().contains("What the second model adds"));
    assert!(!page.text().contains("a second *"));
}

#[test]
fn an_evaluation_measures_the_answers_that_classify_gives() {
    let files = Files::new();
    let cascade = fast_then(&other(&files));
    let mut command = stance("classify");
    command.args(["datasets/documents.csv", "--format", "csv", "--out"]);
    let out = files.path("answers.csv");
    run(command.arg(&out).args(["--model", &cascade])).ok();
    let mut command = stance("compare");
    command
        .arg(&out)
        .args([&cascade, "fast", "--data", "datasets/documents.csv"]);
    let found = run(command.args(["--format", "json", "--resamples", "100"]))
        .ok()
        .json();
    let systems = found["systems"].as_array().expect("three systems");
    for figure in ["accuracy", "macro_f1"] {
        assert_eq!(systems[0][figure], systems[1][figure]);
    }
    let json = evaluate(&cascade, &["--format", "json"]).json();
    assert_eq!(json["accuracy"], systems[1]["accuracy"]);
}

#[test]
fn mistakes_slices_and_behaviours_are_those_of_the_cascade() {
    let files = Files::new();
    let cascade = fast_then(&other(&files));
    let options = [
        "--errors",
        "5",
        "--slice",
        "document",
        "--behaviours",
        "--full",
        "--format",
        "json",
    ];
    let found = evaluate(&cascade, &options).json();
    let errors = found["errors"].as_array().expect("mistakes");
    assert_eq!(errors.len(), 5);
    for error in errors {
        assert_ne!(error["truth"], error["predicted"]);
        assert!(
            error["evidence"].as_array().is_some_and(|e| !e.is_empty()),
            "{error}"
        );
    }
    assert!(found["slices"][0]["slices"].is_array());
    assert!(found["behaviours"]["capabilities"].is_array());
    let at = |threshold: &str| {
        let options = [&options[..], &["--cascade-threshold", threshold]].concat();
        evaluate(&cascade, &options).json()["behaviours"].clone()
    };
    let fast = evaluate("fast", &options).json()["behaviours"].clone();
    assert_eq!(at("0"), fast);
    assert_ne!(at("1"), fast);
}

#[test]
fn the_card_of_a_cascade_is_that_of_both_its_models() {
    let files = Files::new();
    let cascade = fast_then(&other(&files));
    let info =
        |format: &str| run(stance("model").args(["info", &cascade, "--format", format])).ok();
    let found = info("json").json();
    assert_eq!(found["kind"], "cascade");
    assert_eq!(
        (&found["fast"]["name"], &found["accurate"]["name"]),
        (&Value::from("fast"), &Value::from("other"))
    );
    assert_eq!(found["fast"]["kind"], "linear");
    for format in ["text", "markdown"] {
        let told = info(format);
        assert!(told.text().contains("fast") && told.text().contains("other"));
    }
}

#[test]
fn a_file_whose_name_has_the_sign_of_a_cascade_is_one_model() {
    let files = Files::new();
    let other = other(&files);
    let odd = files.path("a+b.stance");
    fs::copy(&other, &odd).expect("a copy");
    let name = odd.display().to_string();
    assert_eq!(
        classify(&name, &[]),
        classify(&other.display().to_string(), &[])
    );
    let both = classify(&format!("fast+{name}"), &["--cascade-threshold", "1"]);
    assert_eq!(both, classify(&name, &[]));
}

#[test]
fn a_cascade_that_cannot_be_is_refused_before_anything_is_written() {
    let files = Files::new();
    let other = other(&files);
    let table = files.write(
        "two.csv",
        "text,label\nThey met.,a\nThey parted.,b\nThey met again.,a\nThey left.,b\n",
    );
    let of_others = files.path("labels.stance");
    let mut command = stance("train");
    command.args(["--quiet", "--data"]).arg(&table);
    run(command.arg("--out").arg(&of_others)).ok();
    let cascade = |second: &str| format!("fast+{second}");
    let missing = files.path("missing.stance").display().to_string();
    let of_others = of_others.display().to_string();
    let cases = [
        (
            cascade(&of_others),
            vec![],
            vec!["critical, hedging", "a, b", "the same"],
        ),
        (
            cascade(&missing),
            vec![],
            vec![missing.as_str(), "no such model file"],
        ),
        (
            format!("{missing}+fast"),
            vec![],
            vec![missing.as_str(), "no such model file"],
        ),
        (
            "fast".to_owned(),
            vec!["--cascade-threshold", "0.5"],
            vec!["--cascade-threshold", "auto"],
        ),
        (
            other.display().to_string(),
            vec!["--cascade-threshold", "0.5"],
            vec!["--cascade-threshold", "auto"],
        ),
    ];
    let out = files.path("out.jsonl");
    for (model, options, said) in &cases {
        for verb in [
            stance("classify").arg(WIRE).arg("--out").arg(&out),
            stance("explain").arg("They met."),
            stance("evaluate").arg("--out").arg(&out),
        ] {
            let ran = run(verb.args(["--model", model]).args(options)).failed(1, said);
            assert!(ran.out.is_empty(), "{}", ran.text());
            assert!(!out.exists());
        }
    }
    let two = ["fast", "fast", "--data", "datasets/documents.csv"];
    let threshold = ["--cascade-threshold", "0.5"];
    run(stance("compare").args(two).args(threshold)).failed(1, &["--cascade-threshold", "auto"]);
    for threshold in ["1.5", "-1", "NaN", "much"] {
        let option = format!("--cascade-threshold={threshold}");
        let model = cascade(&other.display().to_string());
        run(stance("classify").args([WIRE, "--model", &model, &option]))
            .failed(2, &["cascade-threshold"]);
    }
}
