//! How rows are held out, and what is learned from the others.

use std::fs;

use crate::common::{number, read_table, run, stance, string};
use crate::{cross_validated, folder, made_up, two_authors, written};

#[test]
fn rows_are_held_out_by_group_or_alone_or_each_group_in_turn() {
    let folder = folder();
    let data = made_up(&folder, 80);
    let model = |more: &[&str]| {
        let report = run(cross_validated(&data, &["--format", "json", "--cv"]).args(more)).ok();
        string(&report.json(), "model").to_owned()
    };
    assert_eq!(model(&["4"]), "4-fold cross-validation by whole groups");
    assert_eq!(
        model(&["5", "--cv-by", "row"]),
        "5-fold cross-validation by rows"
    );
    let each = model(&["--cv-by", "each-group"]);
    assert_eq!(each, "cross-validation, each of 4 groups left out in turn");
}

#[test]
fn what_cannot_be_divided_is_refused_with_what_to_do() {
    let folder = folder();
    let data = made_up(&folder, 40);
    let refused = |more: &[&str], said: &[&str]| {
        run(&mut cross_validated(&data, more)).failed(1, said);
    };
    refused(
        &["--cv", "5"],
        &["5 folds of 4 groups", "writer 0", "at most 4"],
    );
    refused(&["--cv", "41", "--cv-by", "row"], &["41 folds of 40 rows"]);
    refused(
        &["--cv", "3", "--cv-by", "each-group"],
        &["--cv-by each-group", "4 groups"],
    );
    refused(
        &["--cv", "2", "--learning-curve"],
        &["--learning-curve", "20 training rows are too few"],
    );
    let apart = "text,label,source\na b,x,g\nc d,y,h\na c,x,g\nb d,y,h\n";
    let apart = written(&folder, "apart.csv", apart);
    run(&mut cross_validated(&apart, &["--cv", "2"])).failed(1, &["a single label", "--cv-by row"]);
    let one = ["--cv", "2", "--cv-by", "group", "--group-column", "one"];
    let table = "text,label,one\na b,x,g\nc d,y,g\na c,x,g\nb d,y,g\n";
    let data = written(&folder, "one.csv", table);
    run(&mut cross_validated(&data, &one)).failed(1, &["one group alone", "--cv-by row"]);
}

#[test]
fn baselines_never_learn_from_what_is_measured() {
    let folder = folder();
    let [train, test] = two_authors();
    run(stance("evaluate")
        .args(["--quiet", "--baselines", "--data"])
        .arg(&test))
    .failed(1, &["--baselines", "author02.csv", "--train"]);

    // A text of the measured file among those to learn from is left out.
    let (header, records) = read_table(&test);
    let mut writer = csv::Writer::from_writer(fs::read(&train).expect("a table"));
    let (there, _) = read_table(&train);
    assert_eq!(there, header);
    writer.write_record(&records[0]).expect("a record");
    let with_one = folder.path().join("with_one.csv");
    fs::write(&with_one, writer.into_inner().expect("a table")).expect("written");
    let report = run(stance("evaluate")
        .args([
            "--quiet",
            "--resamples",
            "100",
            "--format",
            "json",
            "--baselines",
            "--data",
        ])
        .arg(&test)
        .arg("--train")
        .arg(&with_one))
    .ok()
    .json();
    assert_eq!(report["baselines"]["left_out"], 1);
}

#[test]
fn the_learning_curve_doubles_its_rows_and_says_whether_more_would_help() {
    let folder = folder();
    let data = made_up(&folder, 200);
    let more = ["--cv", "4", "--learning-curve"];
    let report = run(cross_validated(&data, &more).args(["--format", "json"]))
        .ok()
        .json();
    let points = report["learning_curve"]["points"]
        .as_array()
        .expect("points")
        .clone();
    let rows: Vec<f64> = points.iter().map(|point| number(point, "rows")).collect();
    assert_eq!(rows, [37.0, 75.0, 150.0]);
    let last = points.last().expect("a point");
    assert!((number(&last["accuracy"], "estimate") - number(&report, "accuracy")).abs() < 1e-9);
    let text = run(&mut cross_validated(&data, &more)).ok();
    assert!(
        text.text().contains("From 75 to 150 training rows"),
        "{}",
        text.text()
    );
    run(stance("evaluate").arg("--learning-curve")).failed(2, &["--cv"]);
}
