//! Files of columns, Parquet and Arrow: in, out, and what is said of bad ones.

#![allow(clippy::unwrap_used)] // what helps a test may fail as a test may

mod common;

use std::fs::{self, File};
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Decimal128Array, DictionaryArray, Float32Array,
    Int32Array, LargeStringArray, RecordBatch, StringArray, StringViewArray, StructArray,
    TimestampMicrosecondArray, UInt64Array,
};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;

use common::{LABELS, bytes, number, run, run_with, stance, string, table};

const DOCUMENTS: &str = "datasets/documents.csv";
/// The three ways in which columns lie in a file.
const ENDINGS: [&str; 3] = ["parquet", "arrow", "arrows"];

/// Writes batches as the ending of the name says, Parquet in row groups of `rows`.
fn write(path: &Path, batches: &[RecordBatch], rows: usize) {
    let file = File::create(path).expect("a file");
    let schema = batches[0].schema();
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => {
            let properties = WriterProperties::builder().set_max_row_group_row_count(Some(rows));
            let mut writer = ArrowWriter::try_new(file, schema, Some(properties.build())).unwrap();
            batches
                .iter()
                .for_each(|batch| writer.write(batch).unwrap());
            writer.close().unwrap();
        }
        Some("arrows") => {
            let mut writer = StreamWriter::try_new(file, &schema).unwrap();
            batches
                .iter()
                .for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        }
        _ => {
            let mut writer = FileWriter::try_new(file, &schema).unwrap();
            batches
                .iter()
                .for_each(|batch| writer.write(batch).unwrap());
            writer.finish().unwrap();
        }
    }
}

/// Reads a file whole.
fn read(path: &Path) -> RecordBatch {
    let batches: Vec<RecordBatch>;
    let schema;
    let file = File::open(path).expect("the output");
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("parquet") => {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            schema = builder.schema().clone();
            batches = builder.build().unwrap().map(Result::unwrap).collect();
        }
        Some("arrows") => {
            let reader = StreamReader::try_new(file, None).unwrap();
            schema = reader.schema();
            batches = reader.map(Result::unwrap).collect();
        }
        _ => {
            let reader = FileReader::try_new(file, None).unwrap();
            schema = reader.schema();
            batches = reader.map(Result::unwrap).collect();
        }
    }
    arrow_select::concat::concat_batches(&schema, &batches).expect("batches of one schema")
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(
        columns
            .into_iter()
            .map(|(name, column)| (name, column, true)),
    )
    .expect("columns of one length")
}

fn texts(texts: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(texts.to_vec()))
}

/// A table of the repository as columns of text.
fn columns_of(path: &str) -> RecordBatch {
    let (header, records) = table(&bytes(path));
    let column = |at: usize| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(
            records.iter().map(|record| &record[at]),
        ))
    };
    batch(
        header
            .iter()
            .enumerate()
            .map(|(at, name)| (name, column(at)))
            .collect(),
    )
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Labels a file and reads the result.
fn labelled(input: &Path, out: &Path, options: &[&str]) -> RecordBatch {
    run(stance("classify")
        .arg(input)
        .args(options)
        .arg("--out")
        .arg(out))
    .ok();
    read(out)
}

fn strings(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(column).expect("the column");
    column
        .as_string::<i32>()
        .iter()
        .map(|text| text.map(str::to_owned))
        .collect()
}

fn floats<'b>(batch: &'b RecordBatch, column: &str) -> &'b [f64] {
    batch
        .column_by_name(column)
        .expect("the column")
        .as_primitive::<Float64Type>()
        .values()
}

/// Asserts that the columns say what the table that `stance` writes says.
fn assert_same_as_table(batch: &RecordBatch, csv: &[u8]) {
    let (header, records) = table(csv);
    let names: Vec<String> = batch
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    assert_eq!(names, header.iter().collect::<Vec<_>>());
    assert_eq!(batch.num_rows(), records.len());
    let at = |name: &str| header.iter().position(|column| column == name).expect(name);
    let abstained = batch
        .column_by_name("abstained")
        .expect("it is there")
        .as_boolean();
    let labels = strings(batch, "label");
    for (row, record) in records.iter().enumerate() {
        assert_eq!(
            labels[row].as_deref().unwrap_or_default(),
            &record[at("label")]
        );
        assert_eq!(abstained.value(row).to_string(), record[at("abstained")]);
        for label in LABELS {
            let name = format!("p_{label}");
            let p: f64 = record[at(&name)].parse().expect("a number");
            assert!(
                (floats(batch, &name)[row] - p).abs() <= 5.1e-7,
                "{name}, row {row}"
            );
        }
    }
}

#[test]
fn columns_get_the_labels_and_probabilities_that_a_table_gets() {
    let folder = folder();
    for options in [&[][..], &["--abstain", "0.6"]] {
        let table = run(stance("classify")
            .args([DOCUMENTS, "--format", "csv"])
            .args(options))
        .ok();
        for ending in ENDINGS {
            let input = folder.path().join("in").with_extension(ending);
            let out = folder.path().join("out").with_extension(ending);
            write(&input, &[columns_of(DOCUMENTS)], 10);
            assert_same_as_table(&labelled(&input, &out, options), &table.out);
            // From a table, and from columns to a table.
            let repository = common::repository(DOCUMENTS);
            assert_same_as_table(&labelled(&repository, &out, options), &table.out);
            let back = folder.path().join("back.csv");
            run(stance("classify")
                .arg(&input)
                .args(options)
                .arg("--out")
                .arg(&back))
            .ok();
            assert!(fs::read(back).expect("the table") == table.out);
        }
    }
}

/// A column of each of many types, four rows, each with a null.
fn of_many_types() -> RecordBatch {
    let mut lists = ListBuilder::new(Int64Builder::new());
    lists.append_value([Some(1), None, Some(3)]);
    lists.append_null();
    lists.append_value([]);
    lists.append_value([Some(4)]);
    let time = |zone: &str| -> ArrayRef {
        let times = vec![Some(0), None, Some(1_700_000_000_123_456), Some(-1)];
        Arc::new(TimestampMicrosecondArray::from(times).with_timezone(zone))
    };
    let decimals = Decimal128Array::from(vec![Some(12345), None, Some(-1), Some(0)]);
    let words = DictionaryArray::<Int32Type>::from_iter([Some("a"), None, Some("b"), Some("a")]);
    let inside = Arc::new(Int32Array::from(vec![Some(1), None, Some(3), Some(4)]));
    batch(vec![
        (
            "id",
            Arc::new(UInt64Array::from(vec![
                Some(u64::MAX),
                None,
                Some(1),
                Some(2),
            ])),
        ),
        (
            "text",
            texts(&[
                "We stand by our allies.",
                "It rained.",
                "They pay nothing.",
                "",
            ]),
        ),
        (
            "share",
            Arc::new(Float32Array::from(vec![
                Some(0.1),
                None,
                Some(f32::NAN),
                Some(-2.5),
            ])),
        ),
        (
            "true",
            Arc::new(BooleanArray::from(vec![
                Some(true),
                None,
                Some(false),
                None,
            ])),
        ),
        ("utc", time("UTC")),
        ("tokyo", time("Asia/Tokyo")),
        (
            "sum",
            Arc::new(decimals.with_precision_and_scale(38, 2).unwrap()),
        ),
        ("word", Arc::new(words)),
        ("numbers", Arc::new(lists.finish())),
        (
            "deep",
            Arc::new(StructArray::from(vec![(
                Arc::new(Field::new("n", DataType::Int32, true)),
                inside as ArrayRef,
            )])),
        ),
        (
            "bytes",
            Arc::new(BinaryArray::from(vec![
                Some(&b"\xff"[..]),
                None,
                Some(b""),
                None,
            ])),
        ),
    ])
}

#[test]
fn columns_of_any_type_pass_through_untouched() {
    let given = of_many_types();
    let folder = folder();
    for from in ENDINGS {
        for to in ENDINGS {
            let input = folder.path().join("in").with_extension(from);
            let out = folder.path().join("out").with_extension(to);
            write(&input, std::slice::from_ref(&given), 1000);
            let labelled = labelled(&input, &out, &[]);
            let schema = labelled.schema();
            for (at, field) in given.schema().fields().iter().enumerate() {
                assert_eq!(
                    schema.field(at).data_type(),
                    field.data_type(),
                    "{from} to {to}"
                );
                assert_eq!(schema.field(at).name(), field.name());
                assert_eq!(labelled.column(at).to_data(), given.column(at).to_data());
            }
            let kinds: Vec<_> = schema.fields().iter().skip(given.num_columns()).collect();
            assert_eq!(kinds[0].data_type(), &DataType::Utf8);
            assert_eq!(kinds[1].data_type(), &DataType::Boolean);
            assert!(
                kinds[2..]
                    .iter()
                    .all(|field| field.data_type() == &DataType::Float64)
            );
            assert_eq!(kinds.len(), 2 + LABELS.len());
        }
    }
}

#[test]
fn rows_of_many_groups_and_batches_keep_their_order() {
    let folder = folder();
    let rows = 20_000;
    let text = |row: usize| format!("Ally number {row} will stay in the pact.");
    let all = batch(vec![
        (
            "row",
            Arc::new(Int32Array::from_iter_values(0..rows as i32)),
        ),
        (
            "text",
            Arc::new(StringArray::from_iter_values((0..rows).map(text))),
        ),
    ]);
    let batches: Vec<RecordBatch> = [(0, 9000), (9000, 0), (9000, 10_999), (19_999, 1)]
        .map(|(start, length)| all.slice(start, length))
        .into();
    for ending in ENDINGS {
        let input = folder.path().join("in").with_extension(ending);
        let out = folder.path().join("out").with_extension(ending);
        write(&input, &batches, 1500);
        let labelled = labelled(&input, &out, &["--jobs", "2"]);
        assert_eq!(labelled.column(0).to_data(), all.column(0).to_data());
        assert_eq!(labelled.column(1).to_data(), all.column(1).to_data());
        assert_eq!(strings(&labelled, "label").iter().flatten().count(), rows);
    }
}

#[test]
fn a_row_without_text_gets_no_label() {
    let folder = folder();
    let column = StringArray::from(vec![Some("Our commitment is ironclad."), None, Some(" ")]);
    for ending in ENDINGS {
        let input = folder.path().join("in").with_extension(ending);
        let out = folder.path().join("out").with_extension(ending);
        write(
            &input,
            &[batch(vec![("text", Arc::new(column.clone()))])],
            10,
        );
        let labelled = labelled(&input, &out, &[]);
        assert_eq!(strings(&labelled, "text")[1], None);
        let labels = strings(&labelled, "label");
        assert_eq!(labels, [Some("reaffirming".to_owned()), None, None]);
        let abstained = labelled.column_by_name("abstained").unwrap().as_boolean();
        assert_eq!(
            abstained.iter().collect::<Vec<_>>(),
            [Some(false), Some(true), Some(true)]
        );
    }
}

#[test]
fn texts_are_read_whichever_way_they_are_stored() {
    let given = [
        "Our commitment is ironclad.",
        "They owe us money.",
        "It rained all day long.",
    ];
    let plain = texts(&given);
    let folder = folder();
    let of_plain = {
        let path = folder.path().join("plain.parquet");
        write(&path, &[batch(vec![("text", plain.clone())])], 10);
        strings(
            &labelled(&path, &folder.path().join("out.parquet"), &[]),
            "label",
        )
    };
    let encoded = |kind: &DataType| arrow_cast::cast(&plain, kind).expect("an encoding");
    let dictionary = |key, of| DataType::Dictionary(Box::new(key), Box::new(of));
    let columns: [ArrayRef; 5] = [
        Arc::new(LargeStringArray::from(given.to_vec())),
        Arc::new(StringViewArray::from(given.to_vec())),
        encoded(&dictionary(DataType::Int8, DataType::Utf8)),
        encoded(&dictionary(DataType::UInt32, DataType::LargeUtf8)),
        encoded(&dictionary(DataType::Int32, DataType::Utf8View)),
    ];
    for (column, ending) in columns
        .iter()
        .flat_map(|c| ENDINGS.map(|ending| (c, ending)))
    {
        let path = folder.path().join("in").with_extension(ending);
        write(&path, &[batch(vec![("text", column.clone())])], 10);
        let labelled = labelled(
            &path,
            &folder.path().join("out").with_extension(ending),
            &[],
        );
        assert_eq!(
            strings(&labelled, "label"),
            of_plain,
            "{}",
            column.data_type()
        );
        assert_eq!(labelled.column(0).data_type(), column.data_type());
    }
}

#[test]
fn columns_that_are_called_like_ours_get_free_names() {
    let folder = folder();
    let (input, out) = (
        folder.path().join("in.parquet"),
        folder.path().join("out.parquet"),
    );
    let one = || -> ArrayRef { Arc::new(Int32Array::from(vec![7])) };
    let names = ["label", "input_label", "p_none", "evidence"];
    let mut columns = vec![("text", texts(&["They met."]))];
    columns.extend(names.map(|name| (name, one())));
    write(&input, &[batch(columns)], 10);
    let labelled = labelled(&input, &out, &["--explain"]);
    let schema = labelled.schema();
    let names: Vec<&str> = schema
        .fields()
        .iter()
        .take(5)
        .map(|f| f.name().as_str())
        .collect();
    assert_eq!(
        names,
        [
            "text",
            "input_label_2",
            "input_label",
            "input_p_none",
            "input_evidence"
        ]
    );
    assert_eq!(labelled.column(3).as_primitive::<Int32Type>().value(0), 7);
}

#[test]
fn evidence_is_a_list_of_spans() {
    let folder = folder();
    let (input, out) = (
        folder.path().join("in.parquet"),
        folder.path().join("out.parquet"),
    );
    write(&input, &[columns_of(DOCUMENTS)], 10);
    let columns = labelled(&input, &out, &["--explain"]);
    let objects = run(stance("classify").args([DOCUMENTS, "--format", "jsonl", "--explain"])).ok();
    let lists = columns
        .column_by_name("evidence")
        .expect("it was asked for")
        .as_list::<i32>();
    let mut spans = 0;
    for (row, object) in objects.jsonl().iter().enumerate() {
        let list = lists.value(row);
        let list = list.as_struct();
        let numbers = |at: usize| {
            list.column(at)
                .as_primitive::<Int64Type>()
                .values()
                .to_vec()
        };
        let (starts, ends) = (numbers(0), numbers(1));
        let weights = list.column(2).as_primitive::<Float64Type>();
        let wanted = object["evidence"].as_array().expect("a list");
        assert_eq!(list.len(), wanted.len());
        for (at, span) in wanted.iter().enumerate() {
            assert_eq!(starts[at], span["start"]);
            assert_eq!(ends[at], span["end"]);
            assert!((weights.value(at) - number(span, "weight")).abs() < 1e-6);
            spans += 1;
        }
    }
    assert!(spans > 97);
}

#[test]
fn statements_of_pages_come_with_their_places() {
    let folder = folder();
    let page = common::repository("datasets/examples/wire-airfield.txt");
    let columns = labelled(&page, &folder.path().join("out.parquet"), &[]);
    let objects = run(stance("classify").arg(&page).args(["--format", "jsonl"]))
        .ok()
        .jsonl();
    assert_eq!(columns.num_rows(), objects.len());
    let place = |name: &str| {
        columns
            .column_by_name(name)
            .unwrap()
            .as_primitive::<Int64Type>()
    };
    for (row, object) in objects.iter().enumerate() {
        assert_eq!(place("start").value(row), object["start"]);
        assert_eq!(place("end").value(row), object["end"]);
        assert_eq!(
            strings(&columns, "text")[row].as_deref(),
            Some(string(object, "text"))
        );
        assert_eq!(
            strings(&columns, "document")[row].as_deref(),
            Some(string(object, "document"))
        );
        assert_eq!(
            strings(&columns, "label")[row].as_deref(),
            Some(string(object, "label"))
        );
    }
}

#[test]
fn values_become_json_or_text_where_they_can() {
    let folder = folder();
    let input = folder.path().join("in.parquet");
    let all = of_many_types();
    let but = |left_out: &[&str]| {
        let schema = all.schema();
        let kept = (0..all.num_columns())
            .filter(|&at| !left_out.contains(&schema.field(at).name().as_str()));
        all.project(&kept.collect::<Vec<_>>()).unwrap()
    };
    write(&input, &[but(&["bytes"])], 10);
    let objects = run(stance("classify").arg(&input).args(["--format", "jsonl"]))
        .ok()
        .jsonl();
    let wanted = [
        r#"{"id":18446744073709551615,"share":0.1,"true":true,"utc":"1970-01-01T00:00:00Z","tokyo":"1970-01-01T00:00:00Z","sum":"123.45","word":"a","numbers":[1,null,3],"deep":{"n":1}}"#,
        r#"{"id":null,"share":null,"true":null,"utc":null,"tokyo":null,"sum":null,"word":null,"numbers":null,"deep":{"n":null}}"#,
        r#"{"id":1,"share":null,"true":false,"utc":"2023-11-14T22:13:20.123456Z","tokyo":"2023-11-14T22:13:20.123456Z","sum":"-0.01","word":"b","numbers":[],"deep":{"n":3}}"#,
        r#"{"id":2,"share":-2.5,"true":null,"utc":"1969-12-31T23:59:59.999999Z","tokyo":"1969-12-31T23:59:59.999999Z","sum":"0.00","word":"a","numbers":[4],"deep":{"n":4}}"#,
    ];
    for (object, wanted) in objects.iter().zip(wanted) {
        let wanted: serde_json::Value = serde_json::from_str(wanted).unwrap();
        for (name, value) in wanted.as_object().unwrap() {
            assert_eq!(&object[name], value, "{name}");
        }
    }
    run(stance("classify").arg(&input).args(["--format", "csv"])).failed(
        1,
        &[
            "in.parquet",
            "`numbers`",
            "List(Int64)",
            "no plain text form",
        ],
    );
    write(&input, &[but(&["bytes", "deep", "numbers"])], 10);
    let ran = run(stance("classify").arg(&input).args(["--format", "csv"])).ok();
    let (_, records) = ran.csv();
    let fields: Vec<&str> = records[2].iter().take(8).collect();
    let instant = "2023-11-14T22:13:20.123456Z";
    assert_eq!(
        fields,
        [
            "1",
            "They pay nothing.",
            "NaN",
            "false",
            instant,
            instant,
            "-0.01",
            "b"
        ]
    );
    assert!(
        records[1]
            .iter()
            .take(8)
            .filter(|field| !field.is_empty())
            .eq(["It rained."])
    );
    write(&input, &[all], 10);
    run(stance("classify").arg(&input).args(["--format", "jsonl"]))
        .failed(1, &["in.parquet", "`bytes`", "Binary", "JSON"]);
}

#[test]
fn a_stream_goes_from_standard_input_to_standard_output() {
    let folder = folder();
    let input = folder.path().join("in.arrows");
    write(&input, &[columns_of(DOCUMENTS)], 10);
    let stream = fs::read(&input).unwrap();
    let options = ["-", "--input-format", "arrow", "--format", "arrow"];
    let ran = run_with(stance("classify").args(options), &stream).ok();
    let rows: usize = StreamReader::try_new(Cursor::new(ran.out), None)
        .expect("a stream")
        .map(|batch| batch.unwrap().num_rows())
        .sum();
    assert_eq!(rows, 97);
    // Parquet is written as it comes, to a file or not.
    let out = folder.path().join("out.parquet");
    labelled(&input, &out, &[]);
    let ran = run(stance("classify").arg(&input).args(["--format", "parquet"])).ok();
    assert!(ran.out == fs::read(out).unwrap());
}

#[test]
fn what_cannot_be_read_from_a_pipe_is_told_so() {
    let folder = folder();
    let input = folder.path().join("in.arrow");
    write(&input, &[columns_of(DOCUMENTS)], 10);
    run_with(
        stance("classify").args(["-", "--input-format", "parquet"]),
        b"PAR1",
    )
    .failed(
        1,
        &["<stdin>", "Parquet cannot be read from standard input"],
    );
    run_with(
        stance("classify").args(["-", "--input-format", "arrow"]),
        &fs::read(input).unwrap(),
    )
    .failed(1, &["<stdin>", "send a stream"]);
}

/// Runs `classify` on bytes in a file of that ending; it must fail, leave nothing, and say all this.
#[track_caller]
fn refused(ending: &str, bytes: &[u8], options: &[&str], said: &[&str]) {
    let folder = folder();
    let input = folder.path().join("in").with_extension(ending);
    let out = folder.path().join("out.parquet");
    fs::write(&input, bytes).unwrap();
    let mut command = stance("classify");
    run(command.arg(&input).args(options).arg("--out").arg(&out)).failed(1, said);
    assert!(
        fs::read_dir(folder.path()).unwrap().count() == 1,
        "only the input is there"
    );
}

fn file_of(ending: &str, batches: &[RecordBatch]) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("x").with_extension(ending);
    write(&path, batches, 10);
    fs::read(path).unwrap()
}

#[test]
fn a_bad_file_of_columns_gets_a_clear_error() {
    let good = [of_many_types()];
    for ending in ENDINGS {
        let file = file_of(ending, &good);
        let name = format!("in.{ending}");
        let columns = ["--text-column", "body"];
        let there = [
            &name,
            "no column `body`",
            "id, text, share",
            "--text-column",
        ];
        refused(ending, &file, &columns, &there);
        let wrong = [&name, "`id`", "UInt64", "not text", "--text-column"];
        refused(ending, &file, &["--text-column", "id"], &wrong);
        refused(ending, b"", &[], &[&name, "empty"]);
        refused(ending, b"text\nThey met.\n", &[], &[&name, "not a"]);
        refused(ending, &file[..file.len() / 2], &[], &[&name, "damaged"]);
    }
    refused("feather", b"FEA1....", &[], &["in.feather", "version 2"]);
    let objects = b"{\"text\": \"They met.\"}";
    refused("jsonl", objects, &[], &["in.jsonl", "--format jsonl"]);
    refused(
        "csv",
        b"text,a,a\nThey met.,1,2\n",
        &[],
        &["in.csv", "two columns", "`a`"],
    );
}

#[test]
fn damage_anywhere_in_a_file_ends_in_an_error_or_in_labels_and_never_in_a_panic() {
    let folder = folder();
    for ending in ENDINGS {
        let good = file_of(ending, &[of_many_types()]);
        for step in 0..40 {
            let mut bytes = good.clone();
            let at = step * (good.len() - 1) / 39;
            bytes[at] ^= 0xa5;
            let input = folder.path().join("in").with_extension(ending);
            fs::write(&input, bytes).unwrap();
            let ran = run(stance("classify").arg(&input).args(["--format", "arrow"]));
            assert!(
                ran.code == 0 || ran.code == 1 && ran.err.contains("in."),
                "{}",
                ran.err
            );
        }
    }
}

#[test]
fn inputs_with_other_columns_are_not_mixed() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    write(&path("a.parquet"), &[columns_of(DOCUMENTS)], 10);
    write(
        &path("b.parquet"),
        &[batch(vec![("text", texts(&["They met."]))])],
        10,
    );
    let out = path("out.parquet");
    let mut command = stance("classify");
    run(command
        .arg(path("a.parquet"))
        .arg(path("b.parquet"))
        .arg("--out")
        .arg(&out))
    .failed(
        1,
        &[
            "b.parquet",
            "not those of the inputs before it",
            "1 of 2 files",
        ],
    );
    assert_eq!(read(&out).num_rows(), 97);
    let mut command = stance("classify");
    run(command
        .arg(path("a.parquet"))
        .arg(path("a.parquet"))
        .arg("--out")
        .arg(&out))
    .ok();
    assert_eq!(read(&out).num_rows(), 2 * 97);
}

#[test]
fn a_dictionary_that_changes_is_told_of_where_a_file_cannot_hold_it() {
    let folder = folder();
    let of = |words: [&str; 2]| {
        let words: DictionaryArray<Int32Type> = words.into_iter().collect();
        batch(vec![
            ("text", texts(&["They met."; 2])),
            ("word", Arc::new(words)),
        ])
    };
    let (input, out) = (
        folder.path().join("in.arrows"),
        folder.path().join("out.arrow"),
    );
    write(&input, &[of(["a", "b"]), of(["c", "d"])], 10);
    run(stance("classify").arg(&input).arg("--out").arg(&out))
        .failed(1, &["a dictionary changes", "a stream (.arrows)"]);
    assert!(!out.exists());
    let stream = labelled(&input, &out.with_extension("parquet"), &[]);
    assert_eq!(stream.num_rows(), 4);
}

fn train(data: &Path, out: &Path) {
    let recipe = ["--quiet", "--bits", "14", "--folds", "2", "--out"];
    run(stance("train")
        .arg("--data")
        .arg(data)
        .args(recipe)
        .arg(out))
    .ok();
}

#[test]
fn training_and_evaluation_read_columns_as_they_read_tables() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let statements = "datasets/statements/author01.csv";
    train(&common::repository(statements), &path("csv.stance"));
    let classified = |model: PathBuf| {
        run(stance("classify")
            .args([DOCUMENTS, "--format", "csv", "--model"])
            .arg(model))
        .ok()
        .out
    };
    let wanted = classified(path("csv.stance"));
    for ending in ENDINGS {
        let data = path("author01").with_extension(ending);
        write(&data, &[columns_of(statements)], 100);
        train(&data, &path("columns.stance"));
        assert!(classified(path("columns.stance")) == wanted, "{ending}");
        let documents = path("documents").with_extension(ending);
        write(&documents, &[columns_of(DOCUMENTS)], 10);
        let evaluate = |data: &Path| {
            let mut command = stance("evaluate");
            let ran = run(command.arg("--data").arg(data).args([
                "--slice",
                "document",
                "--resamples",
                "20",
                "--format",
                "json",
            ]));
            ran.ok().json()
        };
        let of_columns = evaluate(&documents);
        let of_table = evaluate(&common::repository(DOCUMENTS));
        for part in ["accuracy", "macro_f1", "log_loss", "slices"] {
            assert_eq!(of_columns[part], of_table[part], "{part}");
        }
    }
}

#[test]
fn training_data_that_lack_something_are_told_of_by_row() {
    let folder = folder();
    let path = folder.path().join("in.parquet");
    let run_on = |columns: Vec<(&str, ArrayRef)>| {
        write(&path, &[batch(columns)], 10);
        let mut command = stance("train");
        run(command
            .arg("--data")
            .arg(&path)
            .arg("--out")
            .arg(folder.path().join("x.stance")))
    };
    let two = || texts(&["They met.", "They left."]);
    let gap = || -> ArrayRef { Arc::new(StringArray::from(vec![Some("a"), None])) };
    let ints = || -> ArrayRef { Arc::new(Int32Array::from(vec![1, 2])) };
    run_on(vec![("text", two())]).failed(1, &["in.parquet", "no column `label`", "--label-column"]);
    run_on(vec![("text", ints()), ("label", two())])
        .failed(1, &["`text`", "Int32", "--text-column"]);
    run_on(vec![("text", gap()), ("label", two())])
        .failed(1, &["in.parquet: row 2", "text is empty"]);
    run_on(vec![("text", two()), ("label", gap())])
        .failed(1, &["in.parquet: row 2", "label is empty"]);
    let schema = Arc::new(Schema::new(of_many_types().schema().fields().clone()));
    let none = RecordBatch::new_empty(schema);
    write(&path, &[none], 10);
    let mut command = stance("train");
    command
        .arg("--data")
        .arg(&path)
        .args(["--label-column", "numbers"]);
    run(command.arg("--out").arg(folder.path().join("x.stance")))
        .failed(1, &["`numbers`", "no plain text form"]);
}
