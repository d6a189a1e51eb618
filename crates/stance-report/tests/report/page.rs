//! What is on the page.

use crate::common::{Builder, error_model, two_years};
use jiff::civil::date;
use stance_report::data::{self, Table};
use stance_report::{Collection, ErrorModel, Layout, Options, Report, html};

fn page(collection: &Collection, errors: Option<&ErrorModel>) -> String {
    let report = Report::new(collection, errors, &Options::default()).unwrap();
    html(&report, &Layout::default())
}

/// The text of a section, without its markup.
fn section(page: &str, id: &str) -> String {
    let section = page.split(&format!("<section id=\"{id}\"")).nth(1).unwrap();
    let section = section.split("</section>").next().unwrap();
    let mut text = String::new();
    for part in section.split('<').skip(1) {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    text
}

#[test]
fn the_summary_tells_who_held_what_and_when() {
    let mut builder = Builder::new();
    for (name, day) in [
        ("a", date(2016, 11, 9)),
        ("b", date(2023, 4, 1)),
        ("c", date(2024, 11, 7)),
        ("d", date(2025, 1, 14)),
    ] {
        builder.document(name, Some(day));
        for number in 0..6 {
            builder.statement(
                "Japan",
                "Japan-South Korea",
                "reaffirming",
                &format!("{name} {number}"),
            );
        }
    }
    builder.statement(
        "Shigeru Ishiba",
        "Japan-South Korea",
        "hedging",
        "It is too early to say.",
    );
    builder.document("e", Some(date(2016, 11, 9)));
    builder.statement("Donald Trump", "US-Japan", "critical", "They do not pay.");
    let page = page(&builder.collection(), None);
    let summary = section(&page, "summary");
    assert!(
        summary.contains("Japan-South Korea: mostly reaffirming (9"),
        "{summary}"
    );
    assert!(
        summary.contains("25 statements); hedging in Jan 2025 (1, Shigeru Ishiba)"),
        "{summary}"
    );
    assert!(
        summary.contains("US-Japan: one statement, critical in Nov 2016 (1, Donald Trump)"),
        "{summary}"
    );
}

#[test]
fn a_period_without_a_statement_is_a_gap_and_no_document_is_given_a_date() {
    let collection = two_years();
    let report = Report::new(&collection, None, &Options::default()).unwrap();
    let northern = &report.alliances[1];
    assert_eq!(northern.points.len(), 8);
    assert!(northern.points.iter().all(|point| point.shares.n == 1));
    let dated: u64 = report.alliances[0]
        .points
        .iter()
        .map(|point| point.shares.n)
        .sum();
    assert_eq!(dated + 1, report.alliances[0].total.n);
    let page = html(&report, &Layout::default());
    assert!(section(&page, "documents").contains("Without a date"));
    assert_eq!(report.undated().collect::<Vec<_>>(), [24]);
}

#[test]
fn statements_lead_to_their_place() {
    let collection = two_years();
    let page = page(&collection, None);
    assert!(page.contains(
        "href=\"https://example.org/a?b=1#:~:text=Both%20sides%20stand%20by%20the%20pact.\""
    ));
    assert!(
        page.contains("<a href=\"#d0\">") && page.contains("<li id=\"d0\">"),
        "no place in the list of documents"
    );
    assert!(page.contains(&format!(
        "bytes 0–{}",
        collection.statements.at(0).text.len()
    )));
    assert!(page.contains("<mark class=\"strong\">ironclad</mark>"));
    // Every place within the page that is linked to is there, once.
    for link in page.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn what_the_matrix_shows_is_told_outside_of_what_scrolls() {
    let page = page(&two_years(), None);
    let matrix = page.split("<section id=\"matrix\"").nth(1).unwrap();
    let (told, scrolled) = matrix.split_once("<div class=\"scroll matrix\"").unwrap();
    assert!(told.contains("id=\"matrix-told\">The leading stance of each holder"));
    let scrolled = scrolled.split("</div>").next().unwrap();
    assert!(
        scrolled.contains("aria-describedby=\"matrix-told\"") && !scrolled.contains("<caption")
    );
}

#[test]
fn nothing_one_statement_and_no_date_are_drawn_too() {
    for labels in [&[][..], &["none"], &["critical", "none"]] {
        let empty = page(&Builder::of(labels).collection(), None);
        assert!(section(&empty, "summary").contains("There is no statement to tell of."));
    }
    for day in [None, Some(date(2024, 5, 1))] {
        let mut builder = Builder::new();
        builder.document("a.txt", day);
        builder.statement("Japan", "US-Japan", "hedging", "We shall see.");
        let page = page(&builder.collection(), Some(&error_model()));
        assert!(section(&page, "summary").contains("one statement, hedging"));
        assert!(!page.contains("NaN") && !page.contains("inf"));
        let timelines = section(&page, "timelines");
        assert_eq!(timelines.contains("No document has a date"), day.is_none());
    }
    // Only what takes no position; and a single label.
    let mut builder = Builder::new();
    builder.document("a.txt", Some(date(2024, 5, 1)));
    builder.statement("Japan", "US-Japan", "none", "They meet on Monday.");
    assert!(
        section(
            &page(&builder.collection(), Some(&error_model())),
            "statements"
        )
        .contains("No statement takes a position.")
    );
    let mut builder = Builder::of(&["only"]);
    builder.document("a.txt", Some(date(2024, 5, 1)));
    builder.statement("Japan", "US-Japan", "only", "x");
    assert!(!page(&builder.collection(), None).contains("NaN"));
}

#[test]
fn any_labels_work_and_have_colours() {
    let labels: Vec<String> = (0..50).map(|number| format!("label {number}")).collect();
    let mut builder = Builder::of(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    for number in 0..200 {
        builder.document(
            &number.to_string(),
            Some(date(2024, (number % 12 + 1) as i8, 1)),
        );
        builder.statement(
            "A",
            "A-B",
            &labels[number % 50],
            &format!("statement {number}"),
        );
    }
    let collection = builder.collection();
    let counts: Vec<Vec<u64>> = (0..50)
        .map(|truth| {
            (0..50)
                .map(|prediction| if truth == prediction { 60 } else { 1 })
                .collect()
        })
        .collect();
    let page = page(
        &collection,
        Some(&ErrorModel::from_counts(&labels, &counts)),
    );
    for number in 0..50 {
        assert!(page.contains(&format!(
            "<span class=\"label k{}\">label {number}</span>",
            number % 12
        )));
    }
    assert!(page.contains("The 6 most frequent of 50 labels."));
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let mut builder = Builder::new();
    builder.document("a.txt", Some(date(2024, 5, 1)));
    for number in 0..30 {
        builder
            .statement("A", "A-B", "hedging", &format!("statement {number}"))
            .probabilities = vec![
            0.1,
            0.7 + f64::from(number) * 0.001,
            0.1,
            0.1 - f64::from(number) * 0.001,
        ];
    }
    let collection = builder.collection();
    let report = Report::new(&collection, None, &Options::default()).unwrap();
    let layout = Layout {
        most_statements: 10,
        ..Layout::default()
    };
    let statements = section(&html(&report, &layout), "statements");
    assert!(
        statements.contains("The list ends after the 10 that the model is surest of, of 30."),
        "{statements}"
    );
    assert!(statements.contains("statement 29") && !statements.contains("statement 19"));
}

#[test]
fn the_tables_have_a_row_of_every_record_and_the_same_in_both_forms() {
    let collection = two_years();
    let report = Report::new(&collection, Some(&error_model()), &Options::default()).unwrap();
    for table in Table::ALL {
        let (mut csv, mut jsonl) = (Vec::new(), Vec::new());
        data::csv(&report, table, &mut csv).unwrap();
        data::jsonl(&report, table, &mut jsonl).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let headers = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let lines: Vec<serde_json::Value> = jsonl
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(rows.len(), lines.len());
        assert!(!rows.is_empty(), "{table:?}");
        for (row, line) in rows.iter().zip(&lines) {
            for (name, cell) in headers.iter().zip(row) {
                match &line[name] {
                    serde_json::Value::Null => assert_eq!(cell, ""),
                    serde_json::Value::String(text) => assert_eq!(cell, text),
                    serde_json::Value::Array(_) => {}
                    number => assert_eq!(cell, number.to_string()),
                }
            }
        }
        match table {
            Table::Statements => assert_eq!(rows.len(), collection.statements.len()),
            Table::Documents => assert_eq!(rows.len(), collection.documents.len()),
            Table::Changes => assert_eq!(rows.len(), report.changes.len()),
            Table::Matrix => assert_eq!(rows.len(), 2),
            Table::Series => {
                let all = [&report.alliances, &report.holders, &report.pairs];
                let points = all
                    .iter()
                    .flat_map(|series| series.iter())
                    .chain([&report.overall]);
                assert_eq!(
                    rows.len(),
                    points
                        .map(|series| (series.points.len() + 1) * 3)
                        .sum::<usize>()
                );
            }
        }
    }
}
