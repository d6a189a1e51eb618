//! What each form of the report holds.

use std::fs;

use crate::common::{number, range, run, stance, string};
use crate::{cross_validated, folder, made_up, small_model, two_authors};
use serde_json::Value;

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
            assert!(text.get(range(span)).is_some(), "{span} in {text}");
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
