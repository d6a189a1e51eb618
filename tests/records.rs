//! Tables and JSON objects, a statement a record: what is in them comes out again.

mod common;

use common::example::*;
use common::{LABELS, assert_labelled, bytes, classify, number, run_with, stance, string};

#[test]
fn records_of_a_table_pass_their_fields_through() {
    let (fields, given) = common::table(&bytes(TABLE));
    let csv = classify(&["--format", "csv", TABLE]).ok();
    let (header, records) = csv.csv();
    let wanted: Vec<&str> = fields
        .iter()
        .chain([
            "label",
            "abstained",
            "p_critical",
            "p_hedging",
            "p_none",
            "p_reaffirming",
        ])
        .collect();
    assert_eq!(header.iter().collect::<Vec<_>>(), wanted);
    assert_eq!(records.len(), given.len());
    let objects = classify(&["--format", "jsonl", TABLE]).ok().jsonl();
    assert_eq!(objects.len(), given.len());
    for ((record, object), given) in records.iter().zip(&objects).zip(&given) {
        assert!(
            record
                .iter()
                .zip(given)
                .all(|(passed, given)| passed == given)
        );
        for (name, field) in fields.iter().zip(given) {
            assert_eq!(string(object, name), field);
        }
        assert_labelled(object);
        assert_eq!(&record[fields.len()], string(object, "label"));
        let p: f64 = record[fields.len() + 2].parse().expect("a probability");
        assert!((p - number(&object["probabilities"], "critical")).abs() < 1e-6);
    }
}

#[test]
fn data_on_standard_output_keep_every_byte() {
    let text = "Allies \u{1b}[31mstand\u{1b}[0m firm.";
    let table = format!("id,text\n\u{1b}[1m7,{text}\n");
    let mut command = stance("classify");
    let said = run_with(
        command.args(["-", "--input-format", "csv", "--format", "csv"]),
        table.as_bytes(),
    );
    let csv = said.ok();
    let (_, records) = csv.csv();
    assert_eq!((&records[0][0], &records[0][1]), ("\u{1b}[1m7", text));
}

#[test]
fn members_of_json_objects_pass_through_whatever_their_kind() {
    let given = common::jsonl(&String::from_utf8(bytes(OBJECTS)).expect("UTF-8"));
    let labelled = classify(&["--format", "jsonl", OBJECTS]).ok().jsonl();
    assert_eq!(given.len(), labelled.len());
    for (given, labelled) in given.iter().zip(&labelled) {
        for (name, value) in given.as_object().expect("an object") {
            assert_eq!(&labelled[name], value);
        }
        assert_labelled(labelled);
    }
    let input = br#"{"n": [1, {"deep": null}], "body": "They met.", "label": "old", "text": 3}"#;
    let arguments = [
        "-",
        "--input-format",
        "jsonl",
        "--format",
        "jsonl",
        "--text-column",
        "body",
    ];
    let ran = run_with(stance("classify").args(arguments), input).ok();
    let object = &ran.jsonl()[0];
    assert_eq!(object["n"], serde_json::json!([1, {"deep": null}]));
    assert_eq!(
        (&object["input_label"], &object["text"]),
        (&"old".into(), &3.into())
    );
    assert_labelled(object);
}

#[test]
fn a_column_named_label_is_kept_beside_ours() {
    let input = "label,text,p_none\ngold,\"They met, and parted.\",0.5\n";
    let arguments = ["-", "--input-format", "csv", "--format", "csv"];
    let ran = run_with(stance("classify").args(arguments), input.as_bytes()).ok();
    let (header, records) = ran.csv();
    let columns: Vec<&str> = header.iter().take(4).collect();
    assert_eq!(columns, ["input_label", "text", "input_p_none", "label"]);
    let fields: Vec<&str> = records[0].iter().take(3).collect();
    assert_eq!(fields, ["gold", "They met, and parted.", "0.5"]);
    assert!(LABELS.contains(&&records[0][3]));
}

#[test]
fn a_name_that_the_input_has_already_is_not_given_to_another_column() {
    let input = "label,input_label,text,input_label_2\ngold,silver,They met.,bronze\n";
    let arguments = ["-", "--input-format", "csv", "--format", "csv"];
    let ran = run_with(stance("classify").args(arguments), input.as_bytes()).ok();
    let (header, records) = ran.csv();
    let columns: Vec<&str> = header.iter().take(5).collect();
    let wanted = [
        "input_label_3",
        "input_label",
        "text",
        "input_label_2",
        "label",
    ];
    assert_eq!(columns, wanted);
    let fields: Vec<&str> = records[0].iter().take(4).collect();
    assert_eq!(fields, ["gold", "silver", "They met.", "bronze"]);

    let arguments = ["-", "--input-format", "csv", "--format", "jsonl"];
    let table = run_with(stance("classify").args(arguments), input.as_bytes()).ok();
    let input =
        br#"{"label":"gold","input_label":"silver","text":"They met.","input_label_2":"bronze"}"#;
    let arguments = ["-", "--input-format", "jsonl", "--format", "jsonl"];
    let lines = run_with(stance("classify").args(arguments), input).ok();
    for ran in [table, lines] {
        let object = &ran.jsonl()[0];
        assert_eq!(string(object, "input_label_3"), "gold");
        assert_eq!(string(object, "input_label"), "silver");
        assert_eq!(string(object, "input_label_2"), "bronze");
        assert_labelled(object);
    }
}

#[test]
fn tables_and_pages_do_not_mix_in_one_table() {
    let ran = classify(&["--format", "csv", TABLE, WIRE]);
    let ran = ran.failed(
        1,
        &[
            "wire-airfield.txt",
            "its columns (document, start",
            "--format jsonl",
        ],
    );
    assert_eq!(ran.csv().1.len(), 12, "what fits is there");
    classify(&["--format", "csv", OBJECTS]).failed(1, &["statements-gulf.jsonl", "--format jsonl"]);
    classify(&["--format", "csv", WIRE, NEWS]).ok();
    let mixed = classify(&["--format", "jsonl", TABLE, WIRE, OBJECTS]).ok();
    assert!(mixed.jsonl().len() > 24 + 15);
}
