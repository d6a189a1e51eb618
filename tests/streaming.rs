//! `stance train --stream`: the same model whatever the threads, the memory and the form of the data.

mod common;

use std::fs;

use common::streaming::{csv, gzip, json_lines, model, rows, train, zstd};
use common::{Files, number, run, run_with, stance};

#[test]
fn threads_and_memory_do_not_change_the_model() {
    let files = Files::new();
    let data = files.write("data.csv", csv(&rows(4000)));
    let out = files.path("m.stance");
    for passes in ["1", "2"] {
        let models =
            [["1", "48M"], ["2", "48M"], ["2", "2G"], ["3", "512M"]].map(|[jobs, memory]| {
                let options = ["--passes", passes, "--jobs", jobs, "--memory", memory];
                model(&[&data], &out, &options).0
            });
        assert!(
            models.windows(2).all(|pair| pair[0] == pair[1]),
            "{passes} passes"
        );
    }
    assert_eq!(files.names(), ["data.csv", "m.stance"]);
}

#[test]
fn a_model_from_a_stream_labels_as_others_do_and_says_how_it_was_made() {
    let files = Files::new();
    let all = rows(6000);
    let data = files.write("data.csv", csv(&all[..5000]));
    let test = files.write("test.csv", csv(&all[5000..]));
    let out = files.path("m.stance");
    let (_, ran) = model(&[&data], &out, &["--passes", "2"]);
    for said in [
        "3 labels: no, perhaps, yes",
        "predicted before it is learned from",
        "pass 2: its rows have been seen; measured on the rows held out",
        "progressive log loss",
        "gradient norm of the mean log loss on held-out rows",
        "held out (rows 10 apart, not learned from",
    ] {
        assert!(ran.err.contains(said), "`{said}` not in: {}", ran.err);
    }
    let evaluated = run(stance("evaluate")
        .arg("--model")
        .arg(&out)
        .arg("--data")
        .arg(&test)
        .args(["--format", "json"]));
    let measured = evaluated.ok().json();
    assert!(number(&measured, "accuracy") > 0.9, "{measured}");
    let info = run(stance("model").args(["info", "--format", "json"]).arg(&out)).ok();
    let card = info.json();
    assert_eq!(card["recipe"]["stream"], "true", "{card}");
    assert_eq!(card["recipe"]["passes"], "2");
    assert_eq!(card["held_out"]["n"], 500);
    assert_eq!(card["data"][0]["rows"], 5000);
}

#[test]
fn every_form_of_the_same_rows_gives_the_same_model() {
    let files = Files::new();
    let (first, second) = (rows(3000), rows(5000).split_off(3000));
    let table = csv(&first);
    // The name and the checksum of the data are on the card, so forms are compared under one name, and
    // tables with objects by what they say of texts.
    let forms = [
        table.clone().into_bytes(),
        gzip(table.as_bytes()),
        zstd(table.as_bytes()),
    ];
    let out = files.path("m.stance");
    let models = forms.map(|form| {
        let data = files.write("data.csv", form);
        model(&[&data], &out, &[]).0
    });
    assert!(models.windows(2).all(|pair| pair[0] == pair[1]));

    let more = files.write("more.csv", csv(&second));
    let data = files.write("data.csv", &table);
    let two_tables = files.path("tables.stance");
    model(&[&data, &more], &two_tables, &["--name", "x"]);
    let objects = files.write("data.jsonl.gz", gzip(json_lines(&first).as_bytes()));
    let more = files.write("more.ndjson", json_lines(&second));
    let two_of_objects = files.path("objects.stance");
    model(&[&objects, &more], &two_of_objects, &["--name", "x"]);
    let test = files.write("test.csv", csv(&rows(500)));
    let labelled = [two_tables, two_of_objects].map(|model| {
        let mut command = stance("classify");
        command.arg(&test).args(["--format", "jsonl", "--model"]);
        run(command.arg(&model)).ok().out
    });
    assert!(labelled[0] == labelled[1]);
}

#[test]
fn standard_input_is_learned_from_in_one_pass() {
    let files = Files::new();
    let rows = rows(2000);
    let out = files.path("m.stance");
    let options = ["--labels", "no,perhaps,yes", "--name", "x"];
    let from_stdin = |input: &[u8], more: &[&str]| {
        let mut command = train(&["-".as_ref()], &out, &options);
        run_with(command.args(more), input).ok();
        fs::read(&out).expect("the model is there")
    };
    let table = csv(&rows);
    let plain = from_stdin(table.as_bytes(), &[]);
    assert!(plain == from_stdin(&gzip(table.as_bytes()), &[]));
    from_stdin(json_lines(&rows).as_bytes(), &["--input-format", "jsonl"]);
}

#[test]
fn the_table_must_fit_into_the_memory() {
    let files = Files::new();
    let data = files.write("data.csv", csv(&rows(100)));
    let out = files.path("m.stance");
    let least = |options: &[&str]| -> u64 {
        let mut command = train(&[&data], &out, options);
        let err = run(command.args(["--memory", "1M"]))
            .failed(1, &["--memory", "at least"])
            .err;
        let words: Vec<&str> = err.split_whitespace().collect();
        let at = words
            .iter()
            .position(|word| *word == "least")
            .expect("it says so");
        words[at + 1].parse().expect("a number")
    };
    // 2^12 buckets of three classes cost next to nothing; what is then needed is the program's.
    let program = least(&[]);
    assert!(program < 64, "{program} MiB");
    let memory = format!("{program}M");
    model(&[&data], &out, &["--memory", &memory]);
    // A class more is four bytes a bucket, and one for the finished model.
    let labels = |n: usize| {
        (0..n)
            .map(|n| format!("l{n}"))
            .collect::<Vec<_>>()
            .join(",")
    };
    let [few, many] = [100, 200].map(|n| least(&["--labels", &labels(n)]));
    let wanted = (100 * 5 * 4096) >> 20;
    assert!((many - few).abs_diff(wanted) <= 1, "{few} and {many} MiB");
}
