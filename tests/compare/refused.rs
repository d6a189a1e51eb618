//! What cannot be compared, or written.

use std::path::Path;

use crate::Files;
use crate::common::{run, stance};
use serde_json::Value;

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
