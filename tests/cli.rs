//! The command line itself: help, completions, manual page, exit codes.

mod common;

use std::process::Command;

use common::{repository, run, stance};

/// Every verb, as `--help` lists them.
fn verbs() -> Vec<String> {
    let help = run(&mut stance("--help")).ok();
    let (_, after) = help
        .text()
        .split_once("Commands:\n")
        .expect("a list of commands");
    let (list, _) = after.split_once("\n\n").expect("an end of the list");
    let verbs: Vec<String> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|verb| !verb.is_empty() && *verb != "help")
        .map(str::to_owned)
        .collect();
    for known in [
        "classify",
        "explain",
        "train",
        "evaluate",
        "model",
        "completions",
        "man",
    ] {
        assert!(
            verbs.iter().any(|verb| verb == known),
            "{known} in {verbs:?}"
        );
    }
    verbs
}

#[test]
fn the_help_of_every_verb_shows_an_example() {
    for verb in verbs() {
        let help = if verb == "model" {
            run(stance("model").args(["info", "--help"]))
        } else {
            run(stance(&verb).arg("--help"))
        };
        let help = help.ok();
        let (_, examples) = help
            .text()
            .split_once("Example")
            .unwrap_or_else(|| panic!("no example in the help of {verb}: {}", help.text()));
        assert!(examples.contains(&format!("stance {verb}")), "{examples}");
    }
}

#[test]
fn completions_of_the_common_shells_know_every_verb() {
    let verbs = verbs();
    for shell in ["bash", "zsh", "fish"] {
        let script = run(stance("completions").arg(shell)).ok();
        for verb in &verbs {
            assert!(script.text().contains(verb.as_str()), "{verb} in {shell}");
        }
    }
}

#[test]
fn the_manual_page_names_every_verb() {
    let page = run(&mut stance("man")).ok();
    assert!(page.text().contains(".TH stance 1"), "it is a manual page");
    for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS"] {
        assert!(page.text().contains(section), "{section}");
    }
    for verb in verbs() {
        let title = format!(".TH stance-{verb} 1");
        assert!(page.text().contains(&title), "{title}");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let version = run(&mut stance("--version")).ok();
    assert_eq!(
        version.text(),
        concat!("stance ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn wrong_usage_ends_with_code_2_and_a_hint_and_touches_nothing() {
    let wire = "datasets/examples/wire-airfield.txt";
    let wrong: [&[&str]; 14] = [
        &["frobnicate"],
        &["classify"],
        &["classify", "--frobnicate", wire],
        &["classify", "--format", "yaml", wire],
        &["classify", "--abstain", "2", wire],
        &["classify", "--abstain=-0.1", wire],
        &["classify", "--abstain", "NaN", wire],
        &["classify", "--jobs", "0", wire],
        &["explain"],
        &["train", "--data", "datasets/statements"],
        &[
            "train", "--data", "x.csv", "--out", "x.stance", "--words", "5-2",
        ],
        &[
            "train", "--data", "x.csv", "--out", "x.stance", "--folds", "1",
        ],
        &["evaluate", "--retrain", "--model", "fast"],
        &["completions", "nushell-of-tomorrow"],
    ];
    for arguments in wrong {
        let ran = run(stance(arguments[0]).args(&arguments[1..]));
        let ran = ran.failed(2, &["error", "--help"]);
        assert!(ran.out.is_empty(), "{arguments:?}: {}", ran.text());
    }
}

#[test]
fn settings_that_no_training_can_use_are_wrong_usage() {
    for setting in [
        "--alpha=0",
        "--alpha=-1",
        "--alpha=nan",
        "--target-weight=nan",
        "--target-weight=-3",
        "--idf-power=nan",
        "--idf-power=inf",
        "--class-weight-power=1.5",
        "--tolerance=0",
        "--max-epochs=0",
    ] {
        let ran = run(stance("train").args(["--data", "x.csv", "--out", "x.stance", setting]));
        let (name, _) = setting.split_once('=').expect("a name and a value");
        ran.failed(2, &[name]);
    }
}

#[test]
fn without_arguments_the_help_is_shown() {
    let ran = run(Command::new(env!("CARGO_BIN_EXE_stance")).current_dir(repository("")));
    ran.failed(2, &["Usage: stance", "classify"]);
}
