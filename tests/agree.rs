//! `stance agree`: worked examples of the literature through the command, and what it refuses.

mod common;

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use common::{number, run, stance};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder of rating files.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The three judges of these tests, who rated ten sentences; `ben` lacks one and left one empty.
    fn judges() -> Self {
        let files = Self::new();
        let table = |labels: &[&str]| {
            let row = |(i, label): (usize, &&str)| format!("t{i},{label},Sentence {i}.\n");
            let rows: String = labels.iter().enumerate().map(row).collect();
            format!("id,label,text\n{rows}")
        };
        let (r, h, c, n) = ("reaffirming", "hedging", "critical", "none");
        files.write("anna.csv", &table(&[r, r, h, c, n, n, r, h, c, n]));
        let ben = table(&[r, h, h, c, n, r, r, "", c, n]).replace("t9,none,Sentence 9.\n", "");
        files.write("ben.csv", &ben);
        files.write("carl.csv", &table(&[r, r, h, c, n, n, c, h, c, n]));
        files
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).expect("a file");
        path
    }

    fn agree(&self, files: &[&str]) -> Command {
        let mut command = stance("agree");
        command
            .current_dir(self.0.path())
            .args(files)
            .args(["--resamples", "200"]);
        command
    }

    fn json(&self, files: &[&str], options: &[&str]) -> Value {
        run(self.agree(files).args(options).args(["--format", "json"]))
            .ok()
            .json()
    }
}

/// Equal to the three decimals that were printed.
#[track_caller]
fn assert_printed(agreement: &Value, figure: &str, printed: f64) {
    let found = number(&agreement[figure], "value");
    assert!(
        (found - printed).abs() <= 0.0005 + 1e-12,
        "{figure}: {found}, not {printed}"
    );
    let ci = &agreement[figure]["ci"];
    let [low, high] = [0, 1].map(|end| ci[end].as_f64().expect("an end"));
    assert!(
        low <= found && found <= high,
        "{figure}: {found} outside {ci}"
    );
}

#[test]
fn alpha_of_four_observers_with_missing_data_is_krippendorffs() {
    // Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, C and D; a point is missing.
    let observers = [
        "123321412...",
        "1233224125.3",
        ".3332342251.",
        "12332441251.",
    ];
    let (empty, absent) = (Files::new(), Files::new());
    let names = ["a.csv", "b.csv", "c.csv", "d.csv"];
    for (name, values) in names.iter().zip(observers) {
        let (mut with_empty, mut without) = ("id,label\n".to_owned(), "id,label\n".to_owned());
        for (unit, value) in values.chars().enumerate() {
            let label = value.to_string().replace('.', "");
            writeln!(with_empty, "{unit},{label}").unwrap();
            if !label.is_empty() {
                writeln!(without, "{unit},{label}").unwrap();
            }
        }
        empty.write(name, &with_empty);
        absent.write(name, &without);
    }
    for files in [empty, absent] {
        let found = files.json(&names, &["--order", "1,2,3,4,5"]);
        assert_eq!(found["n"], 12);
        assert_eq!(found["missing"], 7);
        assert_printed(&found, "krippendorff_alpha_nominal", 0.743);
        assert_printed(&found, "krippendorff_alpha_ordinal", 0.815);
        assert_eq!(found["fleiss_kappa"]["value"], Value::Null);
        let why = found["fleiss_kappa"]["why"].as_str().expect("a reason");
        assert!(why.contains("equally many ratings"), "{why}");
    }
}

#[test]
fn kappa_of_two_judges_is_cohens() {
    // Cohen (1968), Psychological Bulletin 70, 213-220, table 1: 200 patients.
    let counts = [88, 14, 18, 10, 40, 10, 2, 6, 12];
    let files = Files::new();
    let (mut first, mut second) = ("label\n".to_owned(), "label\n".to_owned());
    for (cell, &count) in counts.iter().enumerate() {
        for _ in 0..count {
            writeln!(first, "d{}", cell / 3).unwrap();
            writeln!(second, "d{}", cell % 3).unwrap();
        }
    }
    files.write("one.csv", &first);
    files.write("two.csv", &second);
    let found = files.json(&["one.csv", "two.csv"], &[]);
    assert_eq!(found["n"], 200);
    assert_eq!(found["matched_by"], "order");
    assert_printed(&found, "cohen_kappa", 0.492);
    assert_printed(&found, "observed_agreement", 0.7);
    let row = json!({"d0": 88, "d1": 14, "d2": 18});
    assert_eq!(found["counts"]["d0"], row);
    assert!(found.get("pairs").is_none(), "{found}");
}

#[test]
fn kappa_of_six_raters_is_fleiss() {
    // Fleiss (1971), Psychological Bulletin 76, 378-382, table 1: 30 patients, six psychiatrists.
    let patients = [
        "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444",
        "555555", "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112",
        "224444", "133555", "555555", "244444", "224555", "114444", "144445", "222224", "111155",
        "224444", "133333", "555555",
    ];
    let files = Files::new();
    let names = ["1.csv", "2.csv", "3.csv", "4.csv", "5.csv", "6.csv"];
    for (rater, name) in names.iter().enumerate() {
        let diagnosis =
            |(id, patient): (usize, &&str)| format!("{id},{}\n", &patient[rater..=rater]);
        let rows: String = patients.iter().enumerate().map(diagnosis).collect();
        files.write(name, &format!("id,label\n{rows}"));
    }
    let found = files.json(&names, &[]);
    assert_printed(&found, "fleiss_kappa", 0.430);
    assert_printed(&found, "observed_agreement", 0.556);
    assert!(found.get("cohen_kappa").is_none(), "{found}");
    assert_eq!(found["pairs"].as_array().map(Vec::len), Some(15));
}

#[test]
fn stances_are_ranked_and_none_is_left_out_of_the_ranks() {
    let files = Files::judges();
    let found = files.json(&["anna.csv", "ben.csv", "carl.csv"], &[]);
    let ordinal = &found["krippendorff_alpha_ordinal"];
    assert_eq!(
        ordinal["order"],
        json!(["critical", "hedging", "reaffirming"])
    );
    assert_eq!(ordinal["left_out"], json!({"none": 7}));
    assert_eq!(found["missing"], 2);
    let ratings: Vec<&Value> = [0, 1, 2]
        .map(|rater| &found["raters"][rater]["ratings"])
        .into();
    assert_eq!(ratings, [10, 8, 10]);
    let ran = run(&mut files.agree(&["anna.csv", "ben.csv", "carl.csv"])).ok();
    let said = "critical < hedging < reaffirming; left out: 7 ratings of `none`";
    assert!(ran.text().contains(said), "{}", ran.text());
}

#[test]
fn labels_that_are_no_stances_have_no_order_unless_it_is_given() {
    let files = Files::new();
    files.write("a.csv", "label\nlow\nhigh\nmid\nlow\n");
    files.write("b.csv", "label\nlow\nmid\nmid\nlow\n");
    let plain = files.json(&["a.csv", "b.csv"], &[]);
    assert!(plain.get("krippendorff_alpha_ordinal").is_none(), "{plain}");
    let ranked = files.json(&["a.csv", "b.csv"], &["--order", "low,mid,high"]);
    let otherwise = files.json(&["a.csv", "b.csv"], &["--order", "mid,low,high"]);
    let alpha = |found: &Value| number(&found["krippendorff_alpha_ordinal"], "value");
    assert!(alpha(&ranked) > alpha(&otherwise), "{ranked} {otherwise}");
    assert_eq!(
        ranked["krippendorff_alpha_nominal"],
        otherwise["krippendorff_alpha_nominal"]
    );
}

#[test]
fn disagreements_are_listed_with_their_labels_and_texts() {
    let files = Files::judges();
    let names = ["anna.csv", "ben.csv", "carl.csv"];
    let found = files.json(&names, &[]);
    assert_eq!(found["disagreements_total"], 3);
    let expected = json!([
        {"id": "t1", "labels": ["reaffirming", "hedging", "reaffirming"], "text": "Sentence 1."},
        {"id": "t5", "labels": ["none", "reaffirming", "none"], "text": "Sentence 5."},
        {"id": "t6", "labels": ["reaffirming", "reaffirming", "critical"], "text": "Sentence 6."},
    ]);
    assert_eq!(found["disagreements"], expected);
    let one = files.json(&names, &["--disagreements", "1"]);
    assert_eq!(one["disagreements_total"], 3);
    assert_eq!(one["disagreements"], json!([expected[0]]));
    let ran = run(files.agree(&names).args(["--disagreements", "2"])).ok();
    assert!(
        ran.text()
            .contains("t5  none | reaffirming | none  Sentence 5."),
        "{}",
        ran.text()
    );
    assert!(!ran.text().contains("t6"), "{}", ran.text());
}

#[test]
fn raters_in_another_order_agree_as_much() {
    let files = Files::judges();
    let one = files.json(&["anna.csv", "ben.csv", "carl.csv"], &[]);
    let other = files.json(&["carl.csv", "ben.csv", "anna.csv"], &[]);
    for figure in [
        "krippendorff_alpha_nominal",
        "krippendorff_alpha_ordinal",
        "observed_agreement",
    ] {
        let [a, b] = [&one, &other].map(|found| number(&found[figure], "value"));
        assert!((a - b).abs() < 1e-12, "{figure}");
    }
}

#[test]
fn raters_who_agree_in_all_have_coefficients_of_one() {
    let files = Files::judges();
    let found = files.json(&["anna.csv", "anna.csv"], &[]);
    for figure in ["cohen_kappa", "fleiss_kappa", "krippendorff_alpha_nominal"] {
        assert_eq!(number(&found[figure], "value"), 1.0, "{figure}");
    }
    assert_eq!(found["disagreements"], json!([]));
}

#[test]
fn json_lines_agree_with_the_table_of_the_same_ratings() {
    let files = Files::judges();
    let ben = fs::read_to_string(files.0.path().join("ben.csv")).unwrap();
    let object = |row: &str| {
        let fields: Vec<&str> = row.split(',').collect();
        let label = Some(fields[1]).filter(|label| !label.is_empty());
        format!(
            "{}\n",
            json!({"id": fields[0], "label": label, "text": fields[2]})
        )
    };
    let lines: String = ben.lines().skip(1).map(object).collect();
    files.write("ben.jsonl", &lines);
    let mut found = files.json(&["anna.csv", "ben.jsonl"], &[]);
    assert_eq!(found["raters"][1]["name"], "ben.jsonl");
    found["raters"][1]["name"] = json!("ben.csv");
    assert_eq!(found, files.json(&["anna.csv", "ben.csv"], &[]));
}

#[test]
fn the_result_is_the_same_for_a_seed_whatever_the_number_of_threads() {
    let files = Files::judges();
    let with = |options: &[&str]| {
        let mut command = files.agree(&["anna.csv", "ben.csv", "carl.csv"]);
        run(command.args(["--format", "json"]).args(options))
            .ok()
            .out
    };
    let one = with(&["--seed", "5", "--jobs", "1"]);
    assert_eq!(one, with(&["--seed", "5", "--jobs", "2"]));
    assert_ne!(one, with(&["--seed", "6", "--jobs", "2"]));
}

#[test]
fn other_columns_can_be_named() {
    let files = Files::new();
    files.write("a.csv", "sentence,stance\nx,none\ny,critical\nz,none\n");
    files.write("b.csv", "sentence,stance\nz,none\ny,critical\nx,critical\n");
    let columns = ["--id-column", "sentence", "--label-column", "stance"];
    let found = files.json(&["a.csv", "b.csv"], &columns);
    assert_eq!(found["matched_by"], "sentence");
    assert_eq!(found["disagreements"][0]["id"], "x");
    assert_eq!(found["disagreements_total"], 1);
}

#[test]
fn what_cannot_be_matched_is_refused_with_its_place() {
    let files = Files::judges();
    files.write("short.csv", "label\nnone\ncritical\n");
    files.write("long.csv", "label\nnone\ncritical\nnone\n");
    files.write("texts.csv", "label,text\nnone,One.\ncritical,Two.\n");
    files.write("moved.csv", "label,text\nnone,Two.\ncritical,One.\n");
    files.write("twice.csv", "id,label\nt1,none\nt1,critical\n");
    files.write("others.csv", "id,label\nu1,none\nu2,critical\n");
    files.write("blank.csv", "id,label\nt1,none\n,critical\n");
    files.write("same.csv", "id,label\nt0,maybe\nt1,maybe\n");
    files.write("nothing.csv", "id,label\nt0,\nt1,\n");
    files.write("header.csv", "id,label\n");
    files.write("empty.csv", "");
    files.write("unnamed.csv", "id,class\nt0,none\n");
    let cases: &[(&[&str], &[&str])] = &[
        (
            &["short.csv", "long.csv"],
            &["long.csv: 3 records, but short.csv has 2"],
        ),
        (
            &["texts.csv", "moved.csv"],
            &["moved.csv:2", "“Two.”", "“One.”", "texts.csv:2"],
        ),
        (
            &["anna.csv", "twice.csv"],
            &["twice.csv:3: the id `t1` is that of twice.csv:2 too"],
        ),
        (
            &["anna.csv", "others.csv"],
            &["no id is in two of the files", "--id-column"],
        ),
        (
            &["anna.csv", "blank.csv"],
            &["blank.csv:3: the id is empty"],
        ),
        (&["same.csv", "same.csv"], &["every rating is `maybe`"]),
        (&["nothing.csv", "nothing.csv"], &["no record has a label"]),
        (&["anna.csv", "header.csv"], &["header.csv: no record"]),
        (&["anna.csv", "empty.csv"], &["empty.csv: empty"]),
        (
            &["anna.csv", "unnamed.csv"],
            &["unnamed.csv:1: no column `label`", "--label-column"],
        ),
        (&["anna.csv", "absent.csv"], &["absent.csv"]),
    ];
    for (names, said) in cases {
        run(&mut files.agree(names)).failed(1, said);
    }
}

#[test]
fn a_label_that_is_not_among_those_named_is_refused_with_its_line() {
    let files = Files::judges();
    files.write("slip.csv", "id,label\nt0,reaffirming\nt1,critcal\n");
    let mut command = files.agree(&["anna.csv", "slip.csv"]);
    command.args(["--labels", "critical,hedging,none,reaffirming"]);
    run(&mut command).failed(
        1,
        &["slip.csv:3: unknown label `critcal`", "critical, hedging"],
    );
}

#[test]
fn wrong_usage_is_told_apart_from_bad_input() {
    let files = Files::judges();
    run(&mut files.agree(&["anna.csv"])).failed(2, &["FILE"]);
    for order in ["critical", "critical,,hedging", "critical,critical"] {
        let mut command = files.agree(&["anna.csv", "ben.csv"]);
        run(command.args(["--order", order])).failed(2, &["--order"]);
    }
}

#[test]
fn help_shows_an_example() {
    let ran = run(stance("agree").arg("--help")).ok();
    assert!(
        ran.text().contains("stance agree anna.csv ben.csv"),
        "{}",
        ran.text()
    );
}
