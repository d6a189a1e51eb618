//! The full report of `stance evaluate`: its figures agree, its page is safe, and it repeats.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{number, run, stance, string, tables_in};
use serde_json::Value;
use tempfile::TempDir;

/// Two labels that words tell apart, in groups, with a column to slice by and a hostile text.
fn made_up(folder: &TempDir, rows: usize) -> PathBuf {
    let mut table = String::from("text,label,source,page\n");
    for row in 0..rows {
        let (word, label) = if row % 2 == 0 {
            ("sun", "good")
        } else {
            ("rain", "bad")
        };
        // Every tenth word is the other label's, so that there is something to get wrong.
        let word = if row % 10 == 9 { "sun" } else { word };
        let page = ["<b>one</b>", "two", ""][row % 3];
        table.push_str(&format!(
            "\"<script>alert('{row}')</script> {word} & wind {}\",{label},writer {},{page}\n",
            row % 7,
            row % 4
        ));
    }
    written(folder, "made_up.csv", &table)
}

fn written(folder: &TempDir, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("written");
    path
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A command on a table of one's own, cross-validated.
fn cross_validated(data: &Path, more: &[&str]) -> Command {
    let mut command = stance("evaluate");
    command
        .arg("--data")
        .arg(data)
        .args(["--quiet", "--resamples", "200"])
        .args(more);
    command
}

/// Two files that a small model can be trained on and tested with.
fn two_authors() -> [PathBuf; 2] {
    let files = tables_in("datasets/statements");
    [files[0].clone(), files[1].clone()]
}

/// A model of the first author alone, so that there are mistakes on the second.
fn small_model(folder: &TempDir, train: &Path) -> PathBuf {
    let model = folder.path().join("small.stance");
    let mut command = stance("train");
    command
        .args(["--quiet", "--bits", "14", "--folds", "2", "--out"])
        .arg(&model);
    run(command.arg("--data").arg(train)).ok();
    model
}

#[test]
fn the_json_of_all_that_can_be_asked_for_is_consistent() {
    let folder = folder();
    let [train, test] = two_authors();
    let report = run(stance("evaluate")
        .arg("--model")
        .arg(small_model(&folder, &train))
        .args([
            "--format",
            "json",
            "--quiet",
            "--resamples",
            "200",
            "--errors",
            "7",
        ])
        .args([
            "--baselines",
            "--slice",
            "register",
            "--behaviours",
            "--train",
        ])
        .arg(train)
        .arg("--data")
        .arg(test))
    .ok()
    .json();
    let n = number(&report, "n");
    assert_eq!(
        number(&report["averages"]["micro"], "f1"),
        number(&report, "accuracy")
    );
    assert!(
        (number(&report["averages"]["macro"], "f1") - number(&report, "macro_f1")).abs() < 1e-12
    );
    assert_eq!(report["averages"]["weighted"], report["weighted"]);
    assert_eq!(report["risk_coverage"]["aurc"], report["aurc"]);

    let bins = report["reliability"].as_array().expect("bins");
    assert_eq!(bins.iter().map(|bin| number(bin, "n")).sum::<f64>(), n);
    let gap = |bin: &Value| {
        (number(bin, "accuracy") - number(bin, "confidence")).abs() * number(bin, "n") / n
    };
    assert!((bins.iter().map(gap).sum::<f64>() - number(&report, "ece")).abs() < 1e-9);

    let slices = report["slices"][0]["slices"].as_array().expect("slices");
    assert_eq!(report["slices"][0]["column"], "register");
    assert_eq!(
        slices.iter().map(|slice| number(slice, "n")).sum::<f64>(),
        n
    );
    let right: f64 = slices
        .iter()
        .map(|s| number(s, "n") * number(s, "accuracy"))
        .sum();
    assert!((right / n - number(&report, "accuracy")).abs() < 1e-9);
    for slice in slices {
        assert_eq!(slice["small"], number(slice, "n") < 30.0, "{slice}");
    }
    // The rows of the slices together are all rows.
    for truth in ["critical", "none", "reaffirming"] {
        for given in ["critical", "none", "reaffirming"] {
            let count = |of: &Value| number(&of["confusion"][truth], given);
            let sum: f64 = slices.iter().map(count).sum();
            assert_eq!(sum, count(&report), "{truth} as {given}");
        }
    }

    let stances = &report["stance_only"];
    let none = number(&report["per_class"]["none"], "support");
    assert_eq!(number(stances, "n"), n - none);
    assert!(number(&stances["decided"], "accuracy") >= number(stances, "accuracy"));

    let baselines = report["baselines"]["systems"]
        .as_array()
        .expect("baselines");
    assert_eq!(baselines.len(), 5);
    for system in baselines {
        let adds = &system["model_adds"]["macro_f1"];
        let difference = number(&report, "macro_f1") - number(system, "macro_f1");
        assert!(
            (number(adds, "difference") - difference).abs() < 1e-9,
            "{system}"
        );
    }

    let errors = report["errors"].as_array().expect("errors");
    assert_eq!(errors.len(), 7);
    for pair in errors.windows(2) {
        assert!(number(&pair[0], "confidence") >= number(&pair[1], "confidence"));
    }
    for error in errors {
        assert_ne!(error["truth"], error["predicted"]);
        let spans = error["evidence"].as_array().expect("evidence");
        assert!(!spans.is_empty());
        let text = string(error, "text");
        for span in spans {
            assert!(text.get(common::range(span)).is_some(), "{span} in {text}");
        }
    }
    assert!(
        report["behaviours"]["capabilities"]
            .as_array()
            .is_some_and(|c| c.len() >= 12)
    );
}

#[test]
fn the_page_loads_nothing_runs_nothing_and_takes_no_data_for_markup() {
    let folder = folder();
    let data = made_up(&folder, 200);
    let more = [
        "--cv",
        "4",
        "--slice",
        "page",
        "--errors",
        "1000",
        "--baselines",
        "--format",
        "html",
    ];
    let ran = run(cross_validated(&data, &more).arg("--learning-curve")).ok();
    let page = ran.text();
    assert!(page.starts_with("<!DOCTYPE html>"));
    assert!(page.contains(
        "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"
    ));
    for load in [
        "http:", "https:", "src=", "url(", "@import", "<link", "<script", "<iframe", "<b>",
        " style=",
    ] {
        assert!(!page.contains(load), "{load} is in the page");
    }
    assert!(!page.contains("javascript:") && !page.contains(" onload"));
    assert!(
        page.contains("&lt;script&gt;alert(&#39;"),
        "the hostile text is shown as it is"
    );
    assert!(
        page.contains("&lt;b&gt;one&lt;/b&gt;"),
        "and so is the value of the slice"
    );
    for link in page.split("href=\"").skip(1) {
        let target = link.split('"').next().unwrap_or_default();
        let id = target
            .strip_prefix('#')
            .unwrap_or_else(|| panic!("{target} leads elsewhere"));
        assert!(
            page.contains(&format!("id=\"{id}\"")),
            "{target} leads nowhere"
        );
    }
    assert!(
        page.contains("<mark class=\"strong\">"),
        "the models of the folds explain"
    );
    for picture in [
        "Confusion matrix",
        "Reliability diagram",
        "Risk against coverage",
        "ROC curve",
        "Learning curve",
    ] {
        assert!(page.contains(picture), "{picture} is drawn");
    }
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
}

#[test]
fn the_page_shows_the_figures_of_the_json() {
    let folder = folder();
    let out = folder.path().join("report.html");
    let [train, test] = two_authors();
    let model = small_model(&folder, &train);
    let evaluate = |more: &[&str]| {
        let mut command = stance("evaluate");
        command
            .args(["--quiet", "--resamples", "200", "--model"])
            .arg(&model);
        command.arg("--data").arg(&test).args(more);
        command
    };
    let json = run(&mut evaluate(&["--format", "json"])).ok().json();
    run(evaluate(&["--format", "html", "--out"]).arg(&out)).ok();
    let page = fs::read_to_string(&out).expect("the page");
    for key in [
        "accuracy",
        "macro_f1",
        "cohen_kappa",
        "ece",
        "majority_accuracy",
        "classwise_ece",
    ] {
        assert!(
            page.contains(&format!("{:.3}", number(&json, key))),
            "{key}"
        );
    }
    assert!(
        page.contains("<mark class=\"strong\">"),
        "evidence is marked"
    );
    assert!(page.contains("The model's card") || page.contains("The model&#39;s card"));
}

#[test]
fn the_text_is_short_unless_more_is_asked_for() {
    let folder = folder();
    let data = made_up(&folder, 80);
    let short = run(&mut cross_validated(&data, &["--cv", "4"])).ok();
    let full = run(&mut cross_validated(&data, &["--cv", "4", "--full"])).ok();
    assert!(
        full.text().starts_with(short.text()),
        "the summary comes first"
    );
    for figure in [
        "weighted",
        "Brier",
        "area under ROC",
        "AURC",
        "classwise ECE",
        "Matthews",
    ] {
        assert!(
            full.text().contains(figure) && !short.text().contains(figure),
            "{figure}"
        );
    }
}

#[test]
fn a_report_depends_on_the_seed_and_not_on_the_threads() {
    let folder = folder();
    let data = made_up(&folder, 120);
    let report = |more: &[&str]| {
        let all = [
            "--cv",
            "3",
            "--cv-by",
            "row",
            "--learning-curve",
            "--baselines",
            "--format",
            "json",
        ];
        run(cross_validated(&data, &all).args(more))
            .ok()
            .text()
            .to_owned()
    };
    let one = report(&["--jobs", "1"]);
    assert_eq!(report(&["--jobs", "2"]), one);
    assert_ne!(report(&["--seed", "2"]), one);
}

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
fn a_column_that_is_not_there_is_named_with_its_option_and_file() {
    let folder = folder();
    let data = made_up(&folder, 40);
    for option in ["--slice", "--cluster"] {
        run(&mut cross_validated(
            &data,
            &["--cv", "4", option, "colour"],
        ))
        .failed(
            1,
            &[
                "made_up.csv:1",
                "no column `colour`",
                "text, label, source, page",
                option,
            ],
        );
    }
}

#[test]
fn intervals_that_draw_clusters_say_how_many_there_are() {
    let folder = folder();
    let data = made_up(&folder, 80);
    let of = |more: &[&str]| {
        run(cross_validated(&data, &["--cv", "4", "--format", "json"]).args(more))
            .ok()
            .json()
    };
    let (rows, clusters) = (of(&[]), of(&["--cluster", "source", "--interval", "bca"]));
    assert!(rows["clusters"].is_null());
    assert_eq!(clusters["clusters"], 4);
    assert_eq!(clusters["interval"]["bca"], true);
    assert_eq!(rows["accuracy"], clusters["accuracy"]);
    assert_ne!(rows["accuracy_ci"], clusters["accuracy_ci"]);
}

#[test]
fn a_model_that_says_the_same_of_every_text_is_measured_all_the_same() {
    let folder = folder();
    let mut table = String::from("text,label\n");
    for row in 0..40 {
        table.push_str(&format!(
            "the same text,{}\n",
            if row % 2 == 0 { "good" } else { "bad" }
        ));
    }
    let data = written(&folder, "constant.csv", &table);
    let more = ["--cv", "4", "--cv-by", "row", "--format"];
    let report = run(cross_validated(&data, &more).arg("json")).ok().json();
    assert_eq!(number(&report["ranking"], "macro_roc_auc"), 0.5);
    assert_eq!(number(&report, "accuracy"), 0.5);
    assert!(report["stance_only"].is_null(), "no label is `none`");
    run(cross_validated(&data, &more).arg("html")).ok();
}

#[test]
fn labels_that_are_missing_from_the_truth_have_no_curve_and_break_nothing() {
    let folder = folder();
    let data = written(
        &folder,
        "one_label.csv",
        "text,label\nWe stand by our allies.,reaffirming\nThe alliance is ironclad.,reaffirming\n",
    );
    let evaluate = |format: &str| {
        let mut command = stance("evaluate");
        command
            .args([
                "--quiet", "--format", format, "--slice", "label", "--full", "--data",
            ])
            .arg(&data);
        run(&mut command).ok()
    };
    let report = evaluate("json").json();
    assert!(report["ranking"]["per_class"]["critical"]["roc_auc"].is_null());
    assert!(report["ranking"]["macro_roc_auc"].is_null());
    evaluate("text");
    assert!(evaluate("html").text().contains("Confusion matrix"));
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
    let (header, records) = common::read_table(&test);
    let mut writer = csv::Writer::from_writer(fs::read(&train).expect("a table"));
    let (there, _) = common::read_table(&train);
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

#[test]
fn a_label_that_the_model_knows_may_be_that_of_one_row_alone() {
    let folder = folder();
    let table = "text,label\nThey met.,none\nThey left.,none\nWe shall wait and see.,hedging\n";
    let data = written(&folder, "test.csv", table);
    let ran = run(stance("evaluate").arg("--data").arg(&data)).ok();
    assert!(ran.text().contains("3 statements"), "{}", ran.text());
    let data = written(&folder, "slip.csv", &table.replace("hedging", "hegding"));
    run(stance("evaluate").arg("--data").arg(&data))
        .failed(1, &["slip.csv:4", "unknown label `hegding`", "hedging"]);
}

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
