//! Data and models that are out of the ordinary.

use crate::common::{number, run, stance};
use crate::{cross_validated, folder, made_up, written};

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
