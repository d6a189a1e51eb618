//! Encoders' files: every verb takes them as it takes the others.

mod common;
#[path = "common/encoder.rs"]
mod tiny;

use std::path::Path;

use common::example::{NEWS, OBJECTS, READOUT, TABLE, WIRE};
use common::{Files, Ran, assert_labelled, column, number, range, run, run_with, stance, string};
use serde_json::Value;

fn classify(model: &str, options: &[&str], input: &[u8]) -> Ran {
    let mut command = stance("classify");
    command.args(["--model", model]).args(options);
    run_with(&mut command, input)
}

fn lines(model: &str, options: &[&str], lines: &str) -> Vec<Value> {
    let all = ["-", "--input-format", "lines", "--format", "jsonl"];
    let options = [&all[..], options].concat();
    classify(model, &options, lines.as_bytes()).ok().jsonl()
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

#[test]
fn an_encoder_labels_pages_and_tables_and_not_all_alike() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let inputs = [WIRE, READOUT, NEWS, OBJECTS, TABLE];
    let options = [&inputs[..], &["--format", "jsonl", "--explain"]].concat();
    let statements = classify(&tiny, &options, b"").ok().jsonl();
    let fast = classify("fast", &options, b"").ok().jsonl();
    assert_eq!(statements.len(), fast.len());
    let mut labels: Vec<&str> = Vec::new();
    for (statement, fast) in statements.iter().zip(&fast) {
        assert_labelled(statement);
        assert_eq!(statement["text"], fast["text"]);
        assert_eq!(statement["start"], fast["start"]);
        labels.push(string(statement, "label"));
    }
    labels.sort_unstable();
    labels.dedup();
    assert!(labels.len() > 1, "{labels:?}");
}

#[test]
fn a_statement_gets_one_answer_alone_in_a_batch_and_by_any_number_of_threads() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let texts: Vec<String> = (0..2_500)
        .map(|n| format!("The allies will {} stand by {n}.", "not ".repeat(n % 9)))
        .collect();
    let all = texts.join("\n");
    let one = lines(&tiny, &["--jobs", "1"], &all);
    assert_eq!(one.len(), texts.len());
    assert_eq!(one, lines(&tiny, &["--jobs", "2"], &all));
    for at in [0, 8, 1_023, 1_024, 2_499] {
        assert_eq!(one[at]["text"], texts[at]);
        let alone = lines(&tiny, &[], &texts[at]);
        assert_eq!(alone[0]["probabilities"], one[at]["probabilities"]);
    }
}

#[test]
fn the_words_that_decided_add_up_to_the_margin() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let text = "They will not stand by the treaty, Zürich’s allies said.";
    let mut command = stance("explain");
    command.args([text, "--model", &tiny, "--format", "json"]);
    let told = run(&mut command).ok().json();
    let evidence = told["evidence"].as_array().expect("evidence");
    assert!(!evidence.is_empty());
    let sum: f64 = evidence.iter().map(|span| number(span, "weight")).sum();
    let margin = number(&told, "intercept") + sum;
    assert!((margin - number(&told, "margin")).abs() < 1e-4, "{told}");
    for span in evidence {
        assert!(text.get(range(span)).is_some_and(|words| !words.is_empty()));
    }
    // In a page the same words stand at other places.
    let page = format!("First.\n\n  {text}\n");
    let options = ["-", "--format", "jsonl", "--explain"];
    let statements = classify(&tiny, &options, page.as_bytes()).ok().jsonl();
    let last = statements.last().expect("a statement");
    assert_eq!(last["label"], told["label"]);
    let words = |text: &str, spans: &Value| -> Vec<String> {
        let spans = spans.as_array().expect("evidence").iter();
        spans.map(|span| text[range(span)].to_owned()).collect()
    };
    assert_eq!(
        words(&page, &last["evidence"]),
        words(text, &told["evidence"])
    );
    let reading = run(stance("explain").args([text, "--model", &tiny])).ok();
    assert!(reading.text().contains("before any word"));
}

#[test]
fn an_encoder_abstains_where_its_probability_is_too_low() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let plain = classify(&tiny, &[TABLE, WIRE, "--format", "jsonl"], b"")
        .ok()
        .jsonl();
    let sure = |s: &Value| number(&s["probabilities"], string(s, "label"));
    let mut by_sureness: Vec<f64> = plain.iter().map(sure).collect();
    by_sureness.sort_by(f64::total_cmp);
    let threshold = by_sureness[plain.len() / 2];
    let option = format!("--abstain={threshold}");
    let strict = classify(&tiny, &[TABLE, WIRE, "--format", "jsonl", &option], b"")
        .ok()
        .jsonl();
    let mut abstained = 0;
    for (plain, strict) in plain.iter().zip(&strict) {
        // Six digits are printed, so the statement at the threshold may fall to either side.
        if sure(plain) < threshold - 1e-6 {
            assert!(strict["label"].is_null() && strict["abstained"] == true);
            abstained += 1;
        } else if sure(plain) > threshold + 1e-6 {
            assert_eq!(strict["label"], plain["label"]);
        }
    }
    assert!(abstained > 0 && abstained < plain.len());
}

#[test]
fn evaluate_compare_and_explain_take_an_encoder() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let mut command = stance("evaluate");
    command.args([
        "--model",
        &tiny,
        "--format",
        "json",
        "--full",
        "--behaviours",
    ]);
    command.args(["--errors", "3", "--slice", "document", "--abstain", "0.3"]);
    let found = run(&mut command).ok().json();
    assert_eq!(found["n"], 97);
    assert_eq!(found["errors"].as_array().map(Vec::len), Some(3));
    assert!(found["behaviours"]["capabilities"].is_array());
    assert!(found.get("cascade").is_none());
    let mut command = stance("evaluate");
    let page = run(command.args(["--model", &tiny, "--format", "html"])).ok();
    assert!(page.text().contains("a test"), "the card is on the page");
    let mut command = stance("compare");
    command.args(["fast", &tiny, "--data", "datasets/documents.csv"]);
    command.args(["--format", "json", "--resamples", "100"]);
    let found = run(&mut command).ok().json();
    assert_eq!(found["systems"][1]["name"], tiny.as_str());
    assert!(number(&found["systems"][1], "log_loss") > 0.0);
}

#[test]
fn the_card_of_an_encoder_says_its_kind_its_size_and_its_shape() {
    let files = Files::new();
    let path = tiny::file(&files);
    let bytes = std::fs::metadata(&path).expect("the file").len();
    let tiny = name(&path);
    let info = |format: &str| run(stance("model").args(["info", &tiny, "--format", format])).ok();
    let found = info("json").json();
    assert_eq!(found["kind"], "encoder");
    assert_eq!(found["bytes"], bytes);
    assert_eq!(found["name"], "tiny");
    for (name, number) in [
        ("layers", tiny::CONFIG.layers),
        ("hidden", tiny::CONFIG.hidden),
        ("heads", tiny::CONFIG.heads),
        ("intermediate", tiny::CONFIG.intermediate),
        ("positions", tiny::CONFIG.positions),
        ("vocabulary", 68),
    ] {
        assert_eq!(found[name], number, "{name}");
    }
    for format in ["text", "markdown"] {
        assert!(info(format).text().contains("2 layers"), "{format}");
    }
}

#[test]
fn an_encoder_is_the_second_model_of_a_cascade() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let options = [
        TABLE,
        OBJECTS,
        WIRE,
        READOUT,
        "--format",
        "jsonl",
        "--explain",
    ];
    let by = |model: &str, more: &[&str]| {
        classify(model, &[&options[..], more].concat(), b"")
            .ok()
            .jsonl()
    };
    let (fast, encoder) = (by("fast", &[]), by(&tiny, &[]));
    let both = by(&format!("fast+{tiny}"), &["--cascade-threshold", "0.75"]);
    let mut sent_on = 0;
    for ((fast, encoder), both) in fast.iter().zip(&encoder).zip(&both) {
        let sure = number(&fast["probabilities"], string(fast, "label")) >= 0.75;
        sent_on += usize::from(!sure);
        assert_eq!(both, if sure { fast } else { encoder });
    }
    assert!(sent_on > 0 && sent_on < both.len());
    let mut command = stance("evaluate");
    command.args(["--model", &format!("fast+{tiny}"), "--format", "json"]);
    let found = run(&mut command).ok().json();
    let rows = found["cascade"].as_array().expect("the trade");
    assert_eq!(number(&rows[0], "sent_on"), 0.0);
    assert_eq!(number(&rows[rows.len() - 1], "sent_on"), 1.0);
}

#[test]
fn an_encoder_of_other_labels_is_refused_in_a_cascade_and_labels_alone() {
    let files = Files::new();
    let other = name(&files.write("other.stance", tiny::bytes(&["no", "yes"])));
    let labelled = lines(&other, &[], "They met.\nThey will not stand by.");
    assert!(
        labelled
            .iter()
            .all(|s| ["no", "yes"].contains(&string(s, "label")))
    );
    for verb in ["classify", "explain"] {
        let mut command = stance(verb);
        command.args([WIRE, "--model", &format!("fast+{other}")]);
        run(&mut command).failed(1, &["critical, hedging", "no, yes", "the same"]);
    }
}

#[test]
fn a_damaged_or_truncated_encoder_is_refused_by_every_verb() {
    let files = Files::new();
    let whole = tiny::bytes(&common::LABELS);
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        bytes
    };
    let cases = [
        ("cut.stance", whole[..whole.len() / 2].to_vec(), "truncated"),
        ("head.stance", whole[..14].to_vec(), "truncated"),
        ("flipped.stance", flipped(whole.len() - 99), "damaged"),
        ("label.stance", flipped(30), "damaged"),
        (
            "long.stance",
            [&whole[..], b"more"].concat(),
            "4 bytes too many",
        ),
    ];
    for (name, bytes, what) in cases {
        let path = files.write(name, bytes);
        let out = files.path("out.jsonl");
        let cascade = format!("fast+{}", path.display());
        for model in [path.display().to_string(), cascade] {
            for command in [
                stance("classify")
                    .args([WIRE, "--model", &model, "--out"])
                    .arg(&out),
                stance("explain").args(["They met.", "--model", &model]),
                stance("evaluate").args(["--model", &model]),
                stance("model").args(["info", &model]),
            ] {
                let ran = run(command).failed(1, &[&path.display().to_string(), what]);
                assert!(ran.out.is_empty() && !out.exists());
            }
        }
    }
}

#[test]
fn empty_endless_and_unreadable_texts_get_a_sane_answer() {
    let files = Files::new();
    let tiny = name(&tiny::file(&files));
    let long = "The allies will stand by the treaty. ".repeat(280_000);
    assert!(long.len() > 10_000_000);
    let table = format!(
        "text\n\"\"\n   \n{long}\n同盟は揺るがない。\nالحلفاء متحدون\n🕊️🤝\n{}\n",
        "x".repeat(100_000)
    );
    let ran = classify(
        &tiny,
        &["-", "--input-format", "csv", "--format", "csv"],
        table.as_bytes(),
    );
    let ran = ran.ok();
    let (header, records) = ran.csv();
    assert_eq!(records.len(), 7);
    let (label, abstained) = (header.len() - 6, header.len() - 5);
    assert_eq!(&header[abstained], "abstained");
    for (at, record) in records.iter().enumerate() {
        // Of nothing there is nothing to say.
        let is_empty = at < 2;
        assert_eq!(&record[abstained], if is_empty { "true" } else { "false" });
        assert_eq!(record[label].is_empty(), is_empty);
        let sum: f64 = (column(&header, "p_critical")..header.len())
            .map(|at| record[at].parse::<f64>().expect("a probability"))
            .sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }
    run(stance("explain").args(["", "--model", &tiny])).failed(1, &["the text is empty"]);
    let explained = run(stance("explain").args(["同盟は揺るがない。", "--model", &tiny]));
    explained.ok();
}
