//! Bad input: a message that names the file, the line and what to do; never a panic, never half a result.

mod common;

use std::fs;
use std::path::Path;

use common::{Files, Ran, jsonl, run, run_with, stance};

/// Over the longest line, record or sentence that is labelled (16 MiB).
const ENDLESS: usize = 20_000_000;

/// Classifies one file as JSONL, first to standard output, then onto a file that is there already, which
/// must stay as it was.
#[track_caller]
fn refused(path: &Path, options: &[&str], said: &[&str]) -> Ran {
    let mut command = stance("classify");
    let ran = run(command.arg(path).args(options).args(["--format", "jsonl"])).failed(1, said);
    let name = path.file_name().expect("a name").to_string_lossy();
    assert!(ran.err.contains(&*name), "{name} is not named: {}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "one message: {}", ran.err);
    jsonl(ran.text());
    let files = Files::new();
    let out = files.write("out.jsonl", "as it was");
    run(command.arg("--out").arg(&out)).failed(1, said);
    assert_eq!(fs::read(&out).expect("it is there"), b"as it was");
    assert_eq!(files.names(), ["out.jsonl"]);
    ran
}

#[test]
fn an_empty_file_is_named_as_empty_whatever_it_was_to_be() {
    let files = Files::new();
    for name in ["empty.txt", "empty.html", "empty.csv", "empty.jsonl"] {
        refused(&files.write(name, ""), &[], &[name, "empty"]);
    }
    let lines = files.write("empty.lines", "");
    refused(
        &lines,
        &["--input-format", "lines"],
        &["empty.lines", "empty"],
    );
}

#[test]
fn a_file_of_blanks_has_no_statement() {
    let files = Files::new();
    let blank = files.write("blank.txt", " \n\n\t\r\n");
    for format in ["text", "lines", "jsonl"] {
        let mut command = stance("classify");
        command
            .arg(&blank)
            .args(["--format", "jsonl", "--input-format", format]);
        assert!(run(&mut command).ok().out.is_empty(), "{format}");
    }
}

#[test]
fn folders_and_missing_files_are_named() {
    let files = Files::new();
    refused(files.folder(), &[], &["a folder", "give the files in it"]);
    refused(
        &files.path("missing.txt"),
        &[],
        &["missing.txt", "No such file"],
    );
}

#[test]
fn binary_files_are_refused() {
    let files = Files::new();
    let mut noise = 1u64;
    let noise: Vec<u8> = (0..5000)
        .map(|_| {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (noise >> 33) as u8
        })
        .collect();
    refused(
        &files.write("noise.txt", &noise),
        &[],
        &["binary file", "plain text or HTML is needed"],
    );
    refused(&files.write("noise.html", &noise), &[], &["binary file"]);
    refused(&files.write("noise.csv", &noise), &[], &["noise.csv:1"]);
    refused(
        &files.write("noise.jsonl", &noise),
        &[],
        &["noise.jsonl:1", "not JSON"],
    );
    refused(
        &files.write("page.txt", b"%PDF-1.7 and then"),
        &[],
        &["binary file"],
    );
}

#[test]
fn an_endless_line_is_refused_as_no_statement() {
    let files = Files::new();
    let words = b"we stand with our allies and ".repeat(ENDLESS / 29);
    let said = ["endless", "MiB"];
    let text = files.write("endless.txt", &words);
    refused(&text, &[], &said);
    refused(
        &text,
        &["--input-format", "lines"],
        &["endless.txt:1", "MiB"],
    );
    let quoted = [b"text\n\"".as_slice(), &words, b"\"\n"].concat();
    refused(
        &files.write("endless.csv", quoted),
        &[],
        &["endless.csv:2", "MiB", "quote"],
    );
    let object = [b"{\"text\":\"".as_slice(), &words, b"\"}\n"].concat();
    refused(
        &files.write("endless.jsonl", object),
        &[],
        &["endless.jsonl:1", "MiB"],
    );
}

#[test]
fn a_long_line_of_many_sentences_is_a_text_like_any_other() {
    let sentences: String = (0..20_000)
        .map(|n| format!("Minister {n} said that the alliance holds. "))
        .collect();
    let mut command = stance("classify");
    let ran = run_with(
        command.args(["-", "--format", "jsonl"]),
        sentences.as_bytes(),
    )
    .ok();
    let statements = ran.jsonl();
    assert_eq!(statements.len(), 20_000);
    let last = common::range(&statements[19_999]);
    assert_eq!(
        &sentences[last],
        "Minister 19999 said that the alliance holds."
    );
}

#[test]
fn a_few_malformed_bytes_leave_a_text_readable_and_its_offsets_true() {
    let files = Files::new();
    let bytes = "Norway’s minister met “allies” \u{201c}again\u{201d}. "
        .as_bytes()
        .iter()
        .copied()
        .chain(*b"They will st\xffand by us. They met.")
        .collect::<Vec<u8>>();
    let path = files.write("text.txt", &bytes);
    let ran = run(stance("classify").arg(&path).args(["--format", "jsonl"])).ok();
    let statements = ran.jsonl();
    assert_eq!(statements.len(), 3, "{}", ran.text());
    assert_eq!(
        common::string(&statements[1], "text"),
        "They will st\u{fffd}and by us."
    );
    assert_eq!(
        &bytes[common::range(&statements[1])],
        b"They will st\xffand by us."
    );
    assert_eq!(&bytes[common::range(&statements[2])], b"They met.");
}

#[test]
fn texts_in_utf_16_and_windows_1252_are_read() {
    let files = Files::new();
    let text = "“We stand by our allies,” said Mr Müller – and he meant it. They met in Århus.";
    let utf_16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            other => u8::try_from(other).expect("a Latin letter"),
        })
        .collect();
    for (name, bytes) in [("utf16.txt", utf_16), ("windows.txt", windows)] {
        let path = files.write(name, bytes);
        let ran = run(stance("classify").arg(&path).args(["--format", "jsonl"])).ok();
        let statements = ran.jsonl();
        let texts: Vec<&str> = statements
            .iter()
            .map(|s| common::string(s, "text"))
            .collect();
        assert_eq!(texts.concat(), text.replace(" They", "They"), "{name}");
    }
}

#[test]
fn bad_records_of_a_table_are_named_by_line_and_those_before_them_are_labelled() {
    let files = Files::new();
    for (name, content, said) in [
        (
            "ragged.csv",
            b"id,text\n1,We stand by our allies.\n2,They met, and parted.\n".as_slice(),
            [
                "ragged.csv:3",
                "3 fields where the header has 2",
                "quote fields",
            ],
        ),
        (
            "nul.csv",
            b"id,text\n1,We stand by our allies.\n2,They\0met.\n",
            ["nul.csv:3", "NUL byte", "Convert it to UTF-8"],
        ),
        (
            "latin.csv",
            b"id,text\n1,We stand by our allies.\n2,M\xfcller met them.\n",
            [
                "latin.csv:3",
                "not valid UTF-8",
                "convert the file to UTF-8",
            ],
        ),
    ] {
        let ran = refused(&files.write(name, content), &[], &said);
        let labelled = ran.jsonl();
        assert_eq!(labelled.len(), 1, "{name}: {}", ran.text());
        assert_eq!(labelled[0]["text"], "We stand by our allies.");
    }
    let body = files.write("body.csv", "id,body\n1,They met.\n");
    let ran = refused(
        &body,
        &[],
        &[
            "body.csv:1",
            "no column `text`",
            "id, body",
            "--text-column",
        ],
    );
    assert!(ran.out.is_empty());
    run(stance("classify")
        .arg(&body)
        .args(["--text-column", "body"]))
    .ok();
    let quote = files.write("quote.csv", "\"id,text\n1,They met.\n");
    let ran = refused(&quote, &[], &["quote.csv:1", "no column `text`"]);
    assert!(ran.out.is_empty());
}

#[test]
fn bad_lines_of_json_are_named_and_those_before_them_are_labelled() {
    let files = Files::new();
    for (name, line, said) in [
        (
            "array.jsonl",
            b"[1, 2]".as_slice(),
            ["array.jsonl:3", "not an object", "{\"text\""],
        ),
        (
            "other.jsonl",
            b"{\"body\": \"They met.\"}",
            ["other.jsonl:3", "no member `text`", "--text-column"],
        ),
        (
            "number.jsonl",
            b"{\"text\": 7}",
            ["number.jsonl:3", "`text` is not a string", ""],
        ),
        (
            "cut.jsonl",
            b"{\"text\": \"They m",
            ["cut.jsonl:3", "not JSON", "column"],
        ),
        (
            "latin.jsonl",
            b"{\"text\": \"M\xfcller\"}",
            ["latin.jsonl:3", "not JSON", "column"],
        ),
    ] {
        let content = [
            b"{\"text\": \"We stand by our allies.\"}\n\n".as_slice(),
            line,
        ]
        .concat();
        let ran = refused(&files.write(name, content), &[], &said);
        assert!(!ran.err.contains("line 1"), "{}", ran.err);
        assert_eq!(ran.jsonl().len(), 1, "{name}");
    }
    let latin = files.write("latin.txt", b"They met.\nM\xfcller left.\n");
    let ran = refused(
        &latin,
        &["--input-format", "lines"],
        &["latin.txt:2", "convert the file to UTF-8"],
    );
    assert_eq!(ran.jsonl().len(), 1);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_column_or_member_or_line() {
    let files = Files::new();
    for (name, content, options) in [
        (
            "mark.csv",
            "\u{feff}text\nThey met.\n",
            ["--input-format", "csv"],
        ),
        (
            "mark.jsonl",
            "\u{feff}{\"text\": \"They met.\"}\n",
            ["--input-format", "jsonl"],
        ),
        (
            "mark.lines",
            "\u{feff}They met.\n",
            ["--input-format", "lines"],
        ),
        (
            "mark.txt",
            "\u{feff}They met.\n",
            ["--input-format", "text"],
        ),
    ] {
        let path = files.write(name, content);
        let ran = run(stance("classify")
            .arg(&path)
            .args(options)
            .args(["--format", "jsonl"]))
        .ok();
        let statement = &ran.jsonl()[0];
        assert_eq!(statement["text"], "They met.", "{name}");
        if !statement["start"].is_null() {
            assert_eq!(common::range(statement), 3..12, "{name}");
        }
    }
}

#[test]
fn a_record_without_text_gets_no_label_and_keeps_its_place() {
    let ran = run_with(
        stance("classify").args(["-", "--input-format", "csv", "--format", "jsonl"]),
        b"id,text\n1,They met.\n2,\n3, \n",
    );
    let ran = ran.ok();
    let labels: Vec<bool> = ran.jsonl().iter().map(|s| s["label"].is_null()).collect();
    assert_eq!(labels, [false, true, true], "{}", ran.text());
}

#[test]
fn texts_that_nobody_would_write_are_explained_all_the_same() {
    let long = "ally ".repeat(20_000);
    for text in [
        "...",
        "\u{202e}ally",
        "🇫🇷🤝🇬🇷",
        "a\u{301}\u{301}\u{301}",
        "İSTANBUL ẞ",
        "\u{1b}[31mred",
        &long,
    ] {
        let ran = run(stance("explain").args([text, "--format", "json"])).ok();
        assert_eq!(common::string(&ran.json(), "text"), text.trim());
        run(stance("explain").arg(text)).ok();
    }
    for nothing in ["", " \n\t"] {
        run(stance("explain").arg(nothing)).failed(1, &["the text is empty", "give a statement"]);
    }
    let ran = run_with(stance("explain").arg("-"), b"\x7fELF\0\0\0\0\0\0\0\0");
    ran.failed(1, &["<stdin>", "binary"]);
}

/// With the feature these are read: see `tests/arrow.rs`.
#[cfg(not(feature = "arrow"))]
#[test]
fn files_of_columns_are_refused_with_how_to_build_for_them() {
    const BUILD: &str = "cargo build --release -p stance-cli --features arrow";
    let files = Files::new();
    for name in ["x.parquet", "X.PARQUET", "x.arrow", "x.arrows", "x.feather"] {
        let path = files.write(name, "PAR1\u{15}\u{4}");
        refused(&path, &[], &[name, BUILD]);
        for verb in ["train", "evaluate"] {
            let mut command = stance(verb);
            command.arg("--data").arg(&path);
            if verb == "train" {
                command.arg("--out").arg(path.with_extension("stance"));
            }
            run(&mut command).failed(1, &[name, BUILD]);
        }
        let csv = files.write("x.csv", "text\nThey met.\n");
        let out = path.with_file_name(format!("out-{name}"));
        run(stance("classify").arg(&csv).arg("--out").arg(&out)).failed(1, &[BUILD]);
        assert!(!out.exists());
    }
    for option in ["--input-format", "--format"] {
        run(stance("classify").args(["-", option, "parquet"])).failed(1, &[BUILD]);
    }
}

#[test]
fn labels_are_not_read_from_files_of_columns() {
    let files = Files::new();
    let (columns, csv) = (
        files.write("x.parquet", "PAR1"),
        files.write("x.csv", "label\nnone\n"),
    );
    let said = &["x.parquet", ".csv and .jsonl"];
    run(stance("agree").args([&columns, &csv])).failed(1, said);
    let data = ["--data", "datasets/documents.csv"];
    run(stance("compare").arg("fast").arg(&columns).args(data)).failed(1, said);
}
