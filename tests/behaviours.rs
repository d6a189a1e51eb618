//! `stance evaluate --behaviours`: the tests in the repository, and tests whose outcome is known.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{number, run, run_with, stance, string};
use serde_json::Value;
use tempfile::TempDir;

const HEADER: &str = "id,capability,test,case,text,label,direction\n";
const LOYAL: &str = "Our commitment to the alliance is ironclad.";
const PLAIN: &str = "The weather in the valley was mild on Tuesday.";

/// `stance evaluate` with the behaviour tests of a folder; none for those of the repository.
fn evaluate(folder: Option<&Path>) -> Command {
    let mut command = stance("evaluate");
    command.args([
        "--data",
        "datasets/documents.csv",
        "--resamples",
        "10",
        "--behaviours",
    ]);
    command.args(folder);
    command
}

fn report(folder: Option<&Path>) -> Value {
    let mut command = evaluate(folder);
    run(command.args(["--format", "json"])).ok().json()["behaviours"].take()
}

fn capabilities(report: &Value) -> &Vec<Value> {
    report["capabilities"].as_array().expect("capabilities")
}

#[track_caller]
fn capability<'r>(report: &'r Value, name: &str) -> &'r Value {
    let found = capabilities(report)
        .iter()
        .find(|c| c["capability"] == name);
    found.unwrap_or_else(|| panic!("no `{name}` in {report}"))
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, rows) in files {
        let rows: String = rows
            .lines()
            .map(|row| format!("{}\n", row.trim()))
            .collect();
        fs::write(folder.path().join(name), format!("{HEADER}{rows}")).expect("a file");
    }
    folder
}

/// What the embedded model says of a text: the label, and the probability of `none`.
fn said_of(text: &str) -> (String, f64) {
    let mut classify = stance("classify");
    classify.args(["-", "--input-format", "lines", "--format", "jsonl"]);
    let said = run_with(&mut classify, text.as_bytes()).ok().jsonl();
    (
        string(&said[0], "label").to_owned(),
        number(&said[0]["probabilities"], "none"),
    )
}

/// Tests of each kind, half of which pass whatever the model, if it tells the two texts apart.
fn known() -> TempDir {
    let (loyal, plain) = (said_of(LOYAL), said_of(PLAIN));
    assert_ne!(loyal.0, plain.0, "the model tells the two texts apart");
    assert!(loyal.1 < plain.1, "`none` is the likelier of the plain one");
    folder(&[
        (
            "a_labels.csv",
            &format!(
                "l-1,labels,mft,,{LOYAL},{0},
                 l-2,labels,mft,,{LOYAL},{1},
                 l-3,labels,mft,,{LOYAL},{1}|{0},
                 l-4,labels,mft,,{PLAIN},{1},",
                loyal.0, plain.0
            ),
        ),
        (
            "b_swaps.csv",
            &format!(
                "s-1,swaps,inv,1,{LOYAL},{0},
                 s-2,swaps,inv,1,{LOYAL},{0},
                 s-3,swaps,inv,2,{LOYAL},{0},
                 s-4,swaps,inv,2,{PLAIN},{0},
                 s-5,swaps,inv,2,{LOYAL},{0},",
                loyal.0
            ),
        ),
        (
            "c_moves.csv",
            &format!(
                "m-1,moves,dir,1,{LOYAL},,
                 m-2,moves,dir,1,{PLAIN},none,up
                 m-3,moves,dir,2,{LOYAL},,
                 m-4,moves,dir,2,{PLAIN},none,down
                 m-5,moves,dir,3,{LOYAL},,
                 m-6,moves,dir,3,{LOYAL},none,up",
            ),
        ),
    ])
}

#[test]
fn each_kind_of_test_passes_and_fails_as_it_must() {
    let folder = known();
    let report = report(Some(folder.path()));
    let figures = ["cases", "failures", "rows", "failed_rows"];
    for (name, test, expected) in [
        ("labels", "mft", [4.0, 1.0, 4.0, 1.0]),
        ("swaps", "inv", [2.0, 1.0, 3.0, 1.0]),
        // A probability that stays where it is has not gone up.
        ("moves", "dir", [3.0, 2.0, 3.0, 2.0]),
    ] {
        let found = capability(&report, name);
        assert_eq!(found["test"], test);
        assert_eq!(
            figures.map(|figure| number(found, figure)),
            expected,
            "{name}"
        );
        let rate = number(found, "failure_rate");
        assert!((rate - expected[1] / expected[0]).abs() < 1e-12, "{name}");
        let row_rate = number(found, "row_failure_rate");
        assert!(
            (row_rate - expected[3] / expected[2]).abs() < 1e-12,
            "{name}"
        );
        let ends = &found["failure_rate_ci"];
        let [low, high] = [0, 1].map(|end| ends[end].as_f64().expect("an end"));
        assert!(
            0.0 <= low && low < rate && rate < high && high <= 1.0,
            "{name}: {ends}"
        );
    }
    // Of five rows, one is not labelled as expected.
    assert_eq!(number(capability(&report, "swaps"), "accuracy"), 0.8);
    assert!(capability(&report, "moves").get("accuracy").is_none());
}

#[test]
fn failed_cases_are_given_with_what_the_model_made_of_each_row() {
    let folder = known();
    let report = report(Some(folder.path()));
    let failed = &capability(&report, "swaps")["failed"];
    assert_eq!(failed.as_array().map(Vec::len), Some(1));
    assert_eq!(failed[0]["case"], "2");
    let rows = failed[0]["rows"].as_array().expect("rows");
    let ids: Vec<&str> = rows.iter().map(|row| string(row, "id")).collect();
    assert_eq!(ids, ["s-3", "s-4", "s-5"]);
    let states: Vec<Option<bool>> = rows.iter().map(|row| row["failed"].as_bool()).collect();
    assert_eq!(states, [Some(false), Some(true), Some(false)]);
    assert_eq!(string(&rows[1], "text"), PLAIN);
    assert_eq!(string(&rows[1], "predicted"), said_of(PLAIN).0);
    for row in rows {
        let probabilities = row["probabilities"].as_object().expect("probabilities");
        let sum: f64 = probabilities.values().filter_map(Value::as_f64).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{row}");
    }
    let moves = &capability(&report, "moves")["failed"];
    assert_eq!(moves[0]["rows"][1]["direction"], "down");
    let ran = run(&mut evaluate(Some(folder.path()))).ok();
    for id in ["l-2", "s-3", "s-4", "m-4", "m-6"] {
        assert!(
            ran.text().contains(&format!(" {id} ")),
            "{id}: {}",
            ran.text()
        );
    }
    assert!(
        !ran.text().contains(" s-5 "),
        "a row that passed: {}",
        ran.text()
    );
}

#[test]
fn the_tests_of_the_repository_are_four_hundred_in_twelve_capabilities_and_more() {
    let report = report(None);
    assert_eq!(report["data"], "datasets/behaviours");
    let all = capabilities(&report);
    assert!(all.len() >= 12, "{}", all.len());
    let cases: f64 = all
        .iter()
        .map(|capability| number(capability, "cases"))
        .sum();
    assert!(cases >= 400.0, "{cases}");
    for kind in ["mft", "inv", "dir"] {
        assert!(
            all.iter().any(|capability| capability["test"] == kind),
            "{kind}"
        );
    }
    for (file, found) in common::tables_in("datasets/behaviours").iter().zip(all) {
        assert_eq!(
            file.file_stem().and_then(|stem| stem.to_str()),
            found["capability"].as_str()
        );
    }
}

#[test]
fn swapping_states_capitals_peoples_pacts_or_office_holders_changes_one_label_in_a_hundred_at_most()
{
    let report = report(None);
    for name in [
        "swap_countries",
        "swap_capitals",
        "swap_demonyms",
        "swap_pacts",
        "swap_persons",
    ] {
        let found = capability(&report, name);
        let rate = number(found, "row_failure_rate");
        assert!(rate <= 0.01, "{name}: {rate} of {}", found["rows"]);
    }
}

#[test]
fn the_report_is_the_same_whatever_the_number_of_threads() {
    let with = |jobs: &str| {
        run(evaluate(None).args(["--format", "json", "--jobs", jobs]))
            .ok()
            .out
    };
    assert_eq!(with("1"), with("2"));
}

#[test]
fn a_test_that_is_not_as_described_is_refused_with_its_line() {
    let cases: &[(&str, &[&str])] = &[
        (
            "a-1,a,perf,,Text.,none,",
            &["a.csv:2: unknown test `perf`", "mft", "inv", "dir"],
        ),
        (
            "a-1,a,inv,1,Text.,none,",
            &["a.csv:2: case 1 of this row alone"],
        ),
        (
            "a-1,a,dir,1,Text.,,",
            &["a.csv:2: case 1 of this row alone"],
        ),
        (
            "a-1,a,mft,,Text.,maybe,",
            &["a.csv:2: unknown label `maybe`", "critical, hedging, none"],
        ),
        (
            "a-1,a,mft,,Text.,none|maybe,",
            &["a.csv:2: unknown label `maybe`"],
        ),
        ("a-1,a,mft,,Text.,,", &["a.csv:2: `label` is empty"]),
        ("a-1,a,mft,1,Text.,none,", &["a.csv:2: `case` is `1`"]),
        (
            "a-1,a,mft,,Text.,none,up",
            &["a.csv:2: a `direction` is for `dir` alone"],
        ),
        ("a-1,a,mft,,,none,", &["a.csv:2: `text` is empty"]),
        (",a,mft,,Text.,none,", &["a.csv:2: `id` is empty"]),
        ("a-1,a,inv,,Text.,none,", &["a.csv:2: `case` is empty"]),
        (
            "a-1,a,mft,,T.,none,\na-1,a,mft,,U.,none,",
            &["a.csv:3: the id `a-1` is that of", "a.csv:2"],
        ),
        (
            "a-1,a,mft,,T.,none,\na-2,b,mft,,U.,none,",
            &["a.csv:3", "one capability"],
        ),
        (
            "a-1,a,mft,,T.,none,\na-2,a,inv,1,U.,none,",
            &["a.csv:3", "one kind of test"],
        ),
        (
            "a-1,a,inv,1,T.,none,\na-2,a,inv,1,U.,critical,",
            &["a.csv:3: expected label `critical`, but `none` in the base"],
        ),
        (
            "a-1,a,inv,1,T.,none,\na-2,a,inv,2,U.,none,\na-3,a,inv,1,V.,none,",
            &["a.csv:4: case 1 again"],
        ),
        (
            "a-1,a,dir,1,T.,none,up\na-2,a,dir,1,U.,none,up",
            &["a.csv:2", "its base"],
        ),
        (
            "a-1,a,dir,1,T.,,\na-2,a,dir,1,U.,none,",
            &["a.csv:3", "up or down"],
        ),
        (
            "a-1,a,dir,1,T.,,\na-2,a,dir,1,U.,none,left",
            &["a.csv:3: unknown direction `left`"],
        ),
        (
            "a-1,a,dir,1,T.,,\na-2,a,dir,1,U.,,up",
            &["a.csv:3", "needs one `label`"],
        ),
        ("", &["a.csv: no record"]),
    ];
    for (rows, said) in cases {
        let folder = folder(&[("a.csv", rows)]);
        run(&mut evaluate(Some(folder.path()))).failed(1, said);
    }
}

#[test]
fn an_id_of_two_files_is_refused() {
    let folder = folder(&[
        ("a.csv", "x-1,a,mft,,T.,none,"),
        ("b.csv", "x-1,b,mft,,T.,none,"),
    ]);
    run(&mut evaluate(Some(folder.path()))).failed(1, &["b.csv:2: the id `x-1`", "a.csv:2"]);
}

#[test]
fn a_folder_without_tests_is_refused() {
    let empty = tempfile::tempdir().expect("a folder");
    run(&mut evaluate(Some(empty.path()))).failed(1, &["no .csv file in this folder"]);
    let absent = empty.path().join("absent");
    run(&mut evaluate(Some(&absent))).failed(1, &["absent: not found", "--behaviours DIR"]);
    fs::write(empty.path().join("a.csv"), "id,text,label\n1,T.,none\n").expect("a file");
    run(&mut evaluate(Some(empty.path()))).failed(1, &["a.csv:1: no column `capability`"]);
}
