//! Input compressed by gzip or zstd is read as if it were not, by every command.

mod common;

use common::example::{NEWS, TABLE, WIRE};
use common::streaming::{csv, gzip, rows, zstd};
use common::{Files, bytes, run, run_with, stance};

#[test]
fn compressed_pages_and_tables_are_labelled_as_plain_ones() {
    let files = Files::new();
    for (example, name) in [
        (WIRE, "page.txt"),
        (NEWS, "page.html"),
        (TABLE, "table.csv"),
    ] {
        let plain = bytes(example);
        let forms = [(".gz", gzip(&plain)), (".zst", zstd(&plain))];
        let path = files.write(name, &plain);
        let labelled = |path: &std::path::Path| {
            let ran = run(stance("classify").arg(path).args(["--format", "jsonl"])).ok();
            let file_name = path.to_str().expect("a path in UTF-8");
            ran.text().replace(file_name, "")
        };
        let wanted = labelled(&path);
        assert!(wanted.lines().count() > 5);
        for (ending, form) in forms {
            assert_eq!(
                labelled(&files.write(&format!("{name}{ending}"), &form)),
                wanted
            );
            // The first bytes tell, not the name.
            assert_eq!(labelled(&files.write(name, form)), wanted);
        }
        files.write(name, plain);
    }
}

#[test]
fn compressed_standard_input_is_read() {
    let mut command = stance("classify");
    command.args(["-", "--input-format", "lines", "--format", "jsonl"]);
    let lines = b"We stand by our allies.\nThey met.\n";
    let wanted = run_with(&mut command, lines).ok().out;
    assert_eq!(run_with(&mut command, &gzip(lines)).ok().out, wanted);
    assert_eq!(run_with(&mut command, &zstd(lines)).ok().out, wanted);
}

#[test]
fn several_members_and_frames_are_one_input() {
    let mut command = stance("classify");
    command.args(["-", "--input-format", "lines", "--format", "jsonl"]);
    let wanted = run_with(&mut command, b"One met.\nTwo left.\n").ok().out;
    let skippable = b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc".to_vec();
    let parts: [&[u8]; 2] = [b"One met.\n", b"Two left.\n"];
    for input in [
        parts.map(gzip).concat(),
        parts.map(zstd).concat(),
        [zstd(parts[0]), skippable, zstd(parts[1])].concat(),
    ] {
        assert_eq!(run_with(&mut command, &input).ok().out, wanted);
    }
}

#[test]
fn other_commands_read_compressed_tables_too() {
    let files = Files::new();
    let table = csv(&rows(300));
    let out = files.path("m.stance");
    let mut models = Vec::new();
    for form in [
        table.clone().into_bytes(),
        gzip(table.as_bytes()),
        zstd(table.as_bytes()),
    ] {
        let data = files.write("data.csv", form);
        let mut command = stance("train");
        run(command.arg("--data").arg(&data).arg("--out").arg(&out)).ok();
        models.push(std::fs::read(&out).expect("the model"));
        let mut command = stance("evaluate");
        command.arg("--model").arg(&out).arg("--data").arg(&data);
        run(command.args(["--resamples", "10"])).ok();
    }
    assert!(models[0] == models[1] && models[0] == models[2]);
}

#[test]
fn a_damaged_archive_is_named_with_how_far_it_was_read() {
    let files = Files::new();
    let table = csv(&rows(30_000));
    for (name, bytes) in [
        ("cut.csv.gz", gzip(table.as_bytes())),
        ("cut.csv.zst", zstd(table.as_bytes())),
    ] {
        let path = files.write(name, &bytes[..bytes.len() - 20]);
        let mut command = stance("classify");
        let ran = run(command.arg(&path).args(["--format", "jsonl"]));
        ran.failed(1, &[name, "data ends early, after", "get the file again"]);
    }
    let mut bytes = gzip(table.as_bytes());
    let last = bytes.len() - 6;
    bytes[last] ^= 1;
    let path = files.write("sum.csv.gz", bytes);
    let mut command = stance("classify");
    let ran = run(command.arg(&path).args(["--format", "jsonl"]));
    ran.failed(1, &["sum.csv.gz", "data is damaged"]);
}

#[test]
fn an_archive_of_very_much_is_not_unpacked_into_memory() {
    let files = Files::new();
    // A gibibyte and a little more of blanks, in members of 64 MiB each.
    let member = gzip(&vec![b' '; 64 << 20]);
    let path = files.write("bomb.html.gz", member.repeat(17));
    let ran = run(stance("classify").arg(&path));
    ran.failed(1, &["bomb.html.gz", "more than 1 GiB when decompressed"]);
}
