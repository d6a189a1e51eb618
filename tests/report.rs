//! `stance report`: from pages to the picture, and to what is behind it.

mod common;

use std::fs;
use std::path::Path;

use common::{
    Files, Ran, column, jsonl, number, read_table, repository, run, shared, stance, string,
};
use serde_json::Value;

/// A page of HTML with this date and these paragraphs.
fn page(date: &str, title: &str, paragraphs: &[&str]) -> String {
    let paragraphs: String = paragraphs
        .iter()
        .map(|text| format!("<p>{text}</p>"))
        .collect();
    format!(
        "<html><head><title>{title}</title><meta property=\"article:published_time\" content=\"{date}\">\
         </head><body><h1>{title}</h1>{paragraphs}</body></html>"
    )
}

const FIRM: &str = "Japan's foreign minister said the alliance with the United States is ironclad.";
const UNSURE: &str = "Japan's foreign minister said it is too early to say whether the alliance with the United States will hold.";

/// Three pages in a folder `pages`: one firm, one unsure, one without a date.
fn three_pages() -> Files {
    let files = Files::new();
    fs::create_dir_all(files.path("pages/older")).expect("a folder");
    files.write(
        "pages/older/a.html",
        page("2024-03-01", "Talks in Tokyo", &[FIRM]),
    );
    files.write(
        "pages/b.html",
        page("2025-01-20", "A new president", &[UNSURE]),
    );
    files.write("pages/c.txt", "The ministers met in Osaka.\n");
    files
}

/// Draws a report with `fast` and gives what was said.
fn report(files: &Files, args: &[&str]) -> Ran {
    let mut command = stance("report");
    command.current_dir(files.path("")).args(args);
    if !args.contains(&"--model") {
        command.args(["--model", "fast"]);
    }
    run(&mut command)
}

fn rows(files: &Files, name: &str) -> Vec<Value> {
    jsonl(&fs::read_to_string(files.path(name)).expect("the file is there"))
}

#[test]
fn a_folder_of_pages_becomes_a_page_with_all_data_behind_it() {
    let files = three_pages();
    files.write("pages/notes.md", "not a page");
    let said = report(&files, &["pages", "--out", "r.html", "--data", "data"]).ok();
    assert!(said.err.contains("3 documents"), "{}", said.err);
    assert!(said.err.contains("1 without a date"), "{}", said.err);
    let html = fs::read_to_string(files.path("r.html")).expect("the page");
    for words in [
        "US-Japan",
        "Talks in Tokyo",
        "A new president",
        "Content-Security-Policy",
    ] {
        assert!(html.contains(words), "{words}");
    }
    let documents = rows(&files, "data/documents.jsonl");
    let dates: Vec<&Value> = documents.iter().map(|row| &row["date"]).collect();
    assert_eq!(
        dates,
        ["2025-01-20".into(), Value::Null, "2024-03-01".into()].each_ref()
    );
    let statements = rows(&files, "data/statements.jsonl");
    let of = |text: &str| {
        let found = statements.iter().find(|row| row["text"] == text);
        found.unwrap_or_else(|| panic!("`{text}` is no statement"))
    };
    for (text, label) in [(FIRM, "reaffirming"), (UNSURE, "hedging")] {
        let row = of(text);
        assert_eq!(string(row, "label"), label);
        assert_eq!(string(row, "alliance"), "US-Japan");
        assert_eq!(string(row, "party"), "Japan");
    }
    // Offsets are those of the file.
    let row = of(FIRM);
    let bytes = fs::read(files.path("pages/older/a.html")).expect("the page");
    let span = number(row, "start") as usize..number(row, "end") as usize;
    assert_eq!(&bytes[span], FIRM.as_bytes());
    for table in ["statements", "documents", "series", "changes", "matrix"] {
        let (header, records) = read_table(&files.path(&format!("data/{table}.csv")));
        assert!(header.len() > 3, "{table}");
        assert_eq!(
            records.len(),
            rows(&files, &format!("data/{table}.jsonl")).len()
        );
    }
}

#[test]
fn a_sentence_with_two_holders_is_a_statement_of_each() {
    let files = Files::new();
    let text = "Tokyo said the alliance with Washington is ironclad, while Seoul complained that \
                the alliance with Washington costs too much.";
    files.write("a.html", page("2024-03-01", "Talks", &[text]));
    report(&files, &["a.html", "--out", "r.html", "--data", "data"]).ok();
    let statements = rows(&files, "data/statements.jsonl");
    let held: Vec<(&str, &str)> = statements
        .iter()
        .filter(|row| row["label"] != "none")
        .map(|row| (string(row, "party"), string(row, "label")))
        .collect();
    assert_eq!(
        held,
        [("Japan", "reaffirming"), ("South Korea", "critical")]
    );
}

#[test]
fn dates_that_are_given_go_before_those_that_are_found() {
    let files = three_pages();
    files.write(
        "dates.csv",
        "document,date\nc.txt,2023-05-05\npages/b.html,2025-02-01\n",
    );
    report(
        &files,
        &[
            "pages",
            "--dates",
            "dates.csv",
            "--out",
            "r.html",
            "--data",
            "d",
        ],
    )
    .ok();
    let (header, records) = read_table(&files.path("d/documents.csv"));
    let date = column(&header, "date");
    let dates: Vec<&str> = records.iter().map(|record| &record[date]).collect();
    assert_eq!(dates, ["2025-02-01", "2023-05-05", "2024-03-01"]);
    for (table, said) in [
        (
            "document,date\nc.txt,20255-01-01\n",
            &["dates.csv:2", "`20255-01-01`", "2024-11-06"][..],
        ),
        (
            "document,date\nc.txt,2025-02-30\n",
            &["dates.csv:2", "`2025-02-30`"],
        ),
        (
            "document,day\nc.txt,2025-02-20\n",
            &["dates.csv", "no column `date`"],
        ),
        (
            "document,date\nc.txt,2025-02-20\nc.txt,2025-02-21\n",
            &["dates.csv:3", "`c.txt`", "2025-02-20"],
        ),
    ] {
        files.write("dates.csv", table);
        report(
            &files,
            &["pages", "--dates", "dates.csv", "--out", "no.html"],
        )
        .failed(1, said);
        assert!(!files.path("no.html").exists());
    }
}

#[test]
fn a_story_that_several_outlets_carry_counts_once() {
    let files = Files::new();
    let body = [
        FIRM,
        "He spoke after two days of talks with his American counterpart.",
        "The two sides signed a plan for joint exercises in the spring.",
        "They will meet again in Washington in the autumn, officials said.",
        "A joint paper names shipyards, fuel depots and radar sites to be shared.",
        "The visit was the first in three years.",
    ];
    files.write("a.html", page("2024-03-01", "Talks in Tokyo", &body));
    files.write(
        "b.html",
        page("2024-03-02", "Minister speaks | Another Paper", &body[..5]),
    );
    let said = report(
        &files,
        &["a.html", "b.html", "--out", "r.html", "--data", "d"],
    )
    .ok();
    assert!(said.err.contains("1 document,"), "{}", said.err);
    assert!(
        said.err.contains("1 near-identical left out"),
        "{}",
        said.err
    );
    let documents = rows(&files, "d/documents.jsonl");
    assert_eq!(documents.len(), 1);
    assert!(
        documents[0]["copies"].to_string().contains("b.html"),
        "{}",
        documents[0]
    );
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_reported() {
    let files = three_pages();
    files.write("empty.html", "");
    files.write("binary.txt", b"\x00\x01\x02\xff\xfe\x00binary".repeat(20));
    files.write("table.csv", "text\nx\n");
    files.write(
        "crawl.jsonl",
        "{\"url\":\"https://a.example/1\",\"text\":\"Allies met.\"}\nbroken\n",
    );
    let said = report(
        &files,
        &[
            "pages",
            "empty.html",
            "binary.txt",
            "table.csv",
            "crawl.jsonl",
            "missing.html",
            "--out",
            "r.html",
            "--data",
            "d",
        ],
    )
    .failed(
        1,
        &[
            "empty.html: the file is empty",
            "binary.txt",
            "table.csv: a table and no page",
            "crawl.jsonl:2",
            "missing.html",
            "5 files could not be read to the end; the report is of the others",
        ],
    );
    assert!(said.err.contains("4 documents"), "{}", said.err);
    for once in ["binary file", "the file is empty", "not a JSON object"] {
        assert_eq!(said.err.matches(once).count(), 1, "{once}: {}", said.err);
    }
    assert_eq!(rows(&files, "d/documents.jsonl").len(), 4);
    report(&files, &["empty.html", "--out", "no.html"])
        .failed(1, &["none of the files could be read"]);
    assert!(!files.path("no.html").exists());
}

#[test]
fn nothing_in_a_page_becomes_markup_of_the_report() {
    let files = Files::new();
    let hostile = "</script><script>alert(1)</script> said the alliance with the United States is \
                   ironclad \"><img src=x onerror=alert(2)> for Japan.";
    let escaped = hostile.replace('<', "&lt;");
    files.write(
        "a.html",
        page("2024-03-01", "&lt;b onclick=x>Talks</b>", &[&escaped]),
    );
    files.write(
        "b.jsonl",
        serde_json::json!({
            "url": "javascript:alert(3)",
            "outlet": "<iframe src=//evil.example>",
            "date": "2024-03-02",
            "text": format!("{FIRM} {hostile}"),
        })
        .to_string()
            + "\n",
    );
    report(&files, &["a.html", "b.jsonl", "--out", "r.html"]).ok();
    let html = fs::read_to_string(files.path("r.html")).expect("the page");
    assert!(
        html.contains("&lt;script&gt;alert(1)"),
        "the words are shown"
    );
    for markup in [
        "<script>alert",
        "<img",
        "<iframe",
        "<b onclick",
        "href=\"javascript:",
    ] {
        assert!(!html.contains(markup), "{markup}");
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_byte() {
    let files = three_pages();
    for (jobs, out) in [("1", "one.html"), ("3", "three.html")] {
        report(&files, &["pages", "--jobs", jobs, "--out", out]).ok();
    }
    let read = |name: &str| fs::read(files.path(name)).expect("the page");
    assert!(read("one.html") == read("three.html"));
}

#[test]
fn the_page_is_the_same_whether_its_data_are_written_or_not() {
    let files = three_pages();
    report(&files, &["pages", "--out", "one.html"]).ok();
    report(&files, &["pages", "--out", "other.html", "--data", "d"]).ok();
    let read = |name: &str| fs::read(files.path(name)).expect("the page");
    assert!(read("one.html") == read("other.html"));
    let whole = |row: &Value| !string(row, "text").is_empty();
    assert!(rows(&files, "d/statements.jsonl").iter().all(whole));
}

#[test]
fn shares_are_corrected_by_the_card_by_a_file_or_not_at_all() {
    let files = three_pages();
    let page = |args: &[&str]| {
        report(&files, &[&["pages", "--out", "r.html"], args].concat()).ok();
        fs::read_to_string(files.path("r.html")).expect("the page")
    };
    assert!(page(&[]).contains("whose errors were counted on 8223 held-out sentences"));
    assert!(page(&["--uncorrected"]).contains("the shares are as counted"));
    let mut evaluate = stance("evaluate");
    evaluate.args(["--model", "fast", "--format", "json"]);
    files.write("errors.json", run(&mut evaluate).ok().text());
    assert!(page(&["--errors", "errors.json"]).contains("counted on 97 held-out sentences"));
    files.write("errors.json", "[1]");
    report(
        &files,
        &["pages", "--out", "r.html", "--errors", "errors.json"],
    )
    .failed(1, &["errors.json", "stance evaluate --format json"]);
}

#[test]
#[cfg(feature = "store")]
fn what_was_watched_gives_the_report_that_its_pages_give() {
    let files = three_pages();
    let mut watch = stance("watch");
    watch.current_dir(files.path(""));
    run(watch.args(["pages", "--db", "s.db", "--once", "--model", "fast"])).ok();
    let watched = report_of_store(&files, &["--db", "s.db", "--out", "r.html", "--data", "d"]).ok();
    assert!(watched.err.contains("3 documents"), "{}", watched.err);
    report(&files, &["pages", "--out", "s.html", "--data", "e"]).ok();
    let told = |folder: &str| -> Vec<[Value; 6]> {
        let keys = ["text", "label", "holder", "party", "alliance", "date"];
        let mut told: Vec<[Value; 6]> = rows(&files, &format!("{folder}/statements.jsonl"))
            .iter()
            .map(|row| keys.map(|key| row[key].clone()))
            .collect();
        told.sort_by_key(|row| row[0].to_string());
        told
    };
    assert_eq!(told("d"), told("e"));
    let page = fs::read_to_string(files.path("r.html")).expect("the page");
    assert!(page.contains("counted on 8223 held-out sentences"));
    assert!(page.contains("<mark"), "the words that decided are lit");
    let only = [
        "--db",
        "s.db",
        "--out",
        "r.html",
        "--data",
        "d",
        "--from",
        "2025-01-01",
    ];
    report_of_store(&files, &only).ok();
    assert_eq!(rows(&files, "d/documents.jsonl").len(), 1);
    report_of_store(&files, &["--db", "none.db", "--out", "no.html"]).failed(1, &["none.db"]);
    report_of_store(
        &files,
        &["--db", "s.db", "--model", "fast", "--out", "no.html"],
    )
    .failed(2, &["--model", "--db"]);
}

#[test]
#[cfg(feature = "store")]
fn a_date_that_is_given_says_for_whom_an_office_holder_spoke() {
    let files = Files::new();
    let text = "Barack Obama said that the alliance with Japan is ironclad.";
    fs::create_dir(files.path("pages")).expect("a folder");
    files.write("pages/a.txt", format!("{text}\n"));
    for (date, party) in [("2012-05-05", "US".into()), ("2020-05-05", Value::Null)] {
        files.write("dates.csv", format!("document,date\na.txt,{date}\n"));
        let dates = ["--dates", "dates.csv"];
        report(
            &files,
            &[&["pages", "--out", "r.html", "--data", "d"], &dates[..]].concat(),
        )
        .ok();
        let mut watch = stance("watch");
        watch.current_dir(files.path("")).args(["pages", "--once"]);
        let db = format!("{date}.db");
        run(watch.args(["--db", &db, "--model", "fast"]).args(dates)).ok();
        report_of_store(&files, &["--db", &db, "--out", "r.html", "--data", "e"]).ok();
        for folder in ["d", "e"] {
            let statements = rows(&files, &format!("{folder}/statements.jsonl"));
            let found = statements
                .iter()
                .find(|row| row["text"] == text)
                .expect("the statement");
            assert_eq!(found["party"], party, "{folder}, {date}");
        }
    }
}

#[cfg(feature = "store")]
fn report_of_store(files: &Files, args: &[&str]) -> Ran {
    let mut command = stance("report");
    run(command.current_dir(files.path("")).args(args))
}

#[test]
fn names_of_ones_own_are_known_besides() {
    let files = Files::new();
    let lists = repository("crates/stance-attribution/data");
    let header = fs::read_to_string(lists.join("alliances.csv")).expect("the list");
    let header = header.lines().next().expect("a header").to_owned();
    fs::create_dir(files.path("lists")).expect("a folder");
    let name = header
        .split(',')
        .position(|column| column == "name")
        .expect("a column");
    let fields: Vec<&str> = (0..header.split(',').count())
        .map(|at| if at == name { "Harbour Compact" } else { "" })
        .collect();
    files.write(
        "lists/alliances.csv",
        format!("{header}\n{}\n", fields.join(",")),
    );
    files.write(
        "a.html",
        page(
            "2024-03-01",
            "Talks",
            &["Japan stands firmly by the Harbour Compact, its foreign minister said."],
        ),
    );
    report(
        &files,
        &[
            "a.html", "--lists", "lists", "--out", "r.html", "--data", "d",
        ],
    )
    .ok();
    let statements = rows(&files, "d/statements.jsonl");
    assert!(
        statements
            .iter()
            .any(|row| row["alliance"] == "Harbour Compact"),
        "{statements:?}"
    );
    fs::create_dir(files.path("none")).expect("a folder");
    report(&files, &["a.html", "--lists", "none", "--out", "no.html"])
        .failed(1, &["none", "alliances.csv"]);
}

#[test]
fn the_five_documents_give_the_picture_that_a_reader_finds_in_them() {
    let Some(folder) = shared("documents", "the report of the five documents") else {
        return;
    };
    let files = Files::new();
    let folder = folder.canonicalize().expect("it is there");
    let dates = repository("datasets/documents.csv");
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    let (folder, dates) = (path(&folder), path(&dates));
    let model = if cfg!(feature = "accurate") {
        "auto"
    } else {
        return;
    };
    report(
        &files,
        &[
            &folder, "--dates", &dates, "--out", "r.html", "--data", "d", "--model", model,
        ],
    )
    .ok();
    let statements = rows(&files, "d/statements.jsonl");
    let has = |year: &str, label: &str, party: &str| {
        statements.iter().any(|row| {
            let holds = |key: &str| row[key].as_str().is_some_and(|held| held.contains(party));
            row["label"] == label
                && row["date"]
                    .as_str()
                    .is_some_and(|date| date.starts_with(year))
                && (holds("party") || holds("holder"))
        })
    };
    for year in ["2016", "2023", "2024", "2025"] {
        assert!(has(year, "reaffirming", "Japan"), "{year}");
    }
    for year in ["2016", "2023", "2025"] {
        assert!(has(year, "reaffirming", "South Korea"), "{year}");
    }
    assert!(has("2024-11", "hedging", ""));
    assert!(has("2025-01", "hedging", ""));
    assert!(has("2016-11", "critical", "Donald Trump"));
}
