//! Nothing in a record is taken as markup, script or formula.

use crate::common::{Builder, LABELS, error_model};
use jiff::civil::{Date, date};
use stance_report::data::{self, Table};
use stance_report::{Collection, Evidence, Layout, Options, Report, html};

const HOSTILE: [&str; 12] = [
    "<script>document.documentElement.dataset.broken = 1</script>",
    "\"><img src=x onerror=\"document.documentElement.dataset.broken=1\">",
    "' onmouseover='document.documentElement.dataset.broken=1",
    "</script><script>document.documentElement.dataset.broken = 1</script>",
    "</style></title></textarea><svg onload=document.documentElement.dataset.broken=1>",
    "javascript:document.documentElement.dataset.broken=1",
    "https://example.org/\"onclick=\"document.documentElement.dataset.broken=1",
    "<!--", // a comment that swallows the rest
    "]]><![CDATA[",
    "a\u{2028}b\u{202E}c\u{0}d\u{2066}e",
    "=HYPERLINK(\"https://example.org\")",
    "{{7*7}} ${7*7} &lt;b&gt;",
];

/// Every field of every record is hostile.
pub fn collection() -> Collection {
    let mut builder = Builder::new();
    for (number, text) in HOSTILE.into_iter().enumerate() {
        let document = builder.document(
            &format!("{text}{number}"),
            Some(date(2024, 1, number as i8 + 1)),
        );
        document.title = Some(text.to_owned());
        document.outlet = Some(text.to_owned());
        document.url = Some(text.to_owned());
        document.copies = vec![text.to_owned()];
        for class in [0, 1, 3] {
            let statement = builder.statement(text, text, LABELS[class], text);
            statement.party = Some(format!("{text} party"));
            statement.evidence = vec![
                Evidence {
                    start: 0,
                    end: 1,
                    weight: 1.0,
                },
                // Behind the end, backwards, and within a letter.
                Evidence {
                    start: 0,
                    end: 9999,
                    weight: 1.0,
                },
                Evidence {
                    start: 3,
                    end: 1,
                    weight: 1.0,
                },
                Evidence {
                    start: 2,
                    end: 3,
                    weight: f64::NAN,
                },
            ];
        }
    }
    builder.collection()
}

pub fn page(collection: &Collection) -> String {
    let report = Report::new(collection, Some(&error_model()), &Options::default()).unwrap();
    let layout = Layout {
        title: HOSTILE[3].to_owned(),
        notes: vec![HOSTILE[0].to_owned()],
        ..Layout::default()
    };
    html(&report, &layout)
}

#[test]
fn no_text_becomes_markup() {
    let page = page(&collection());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    assert_eq!(
        page.matches("</title>").count(),
        page.matches("<title>").count()
    );
    for markup in [
        "<img",
        "<!--",
        "<![CDATA",
        "<svg onload",
        "\u{2028}",
        "\u{202E}",
        "\u{2066}",
        "\u{0}",
    ] {
        assert!(!page.contains(markup), "{markup:?}");
    }
    // No value of an attribute is left by a quotation mark: what is in a tag beside the values has no handler.
    let code = page.rfind("<script").unwrap();
    let markup = &page[page.find("<body>").unwrap()..code];
    for tag in markup.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let names: String = tag.split('"').step_by(2).collect();
        assert!(!names.contains(" on") && !names.contains('\''), "<{tag}>");
        assert_eq!(tag.matches('"').count() % 2, 0, "<{tag}>");
    }
    assert!(!page.contains("href=\"javascript:"));
    for link in page.split("href=\"").skip(1) {
        assert!(
            ["#", "https://", "http://"]
                .iter()
                .any(|start| link.starts_with(start)),
            "{}",
            &link[..40]
        );
    }
}

#[test]
fn the_page_loads_nothing_and_allows_only_its_own_code() {
    let page = page(&collection());
    let policy = page
        .split("Content-Security-Policy\" content=\"")
        .nth(1)
        .unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.contains("script-src 'sha256-") && !policy.contains("unsafe"),
        "{policy}"
    );
    for loading in [
        "<link",
        "src=",
        "@import",
        "url(",
        "<iframe",
        "<object",
        " style=\"",
    ] {
        let own = page.replace("img src=x", "").replace("default-src", "");
        assert!(!own.contains(loading), "{loading}");
    }
}

#[test]
fn a_spreadsheet_is_given_no_formula_and_jsonl_has_the_text_as_it_is() {
    let collection = collection();
    let report = Report::new(&collection, None, &Options::default()).unwrap();
    let mut csv = Vec::new();
    data::csv(&report, Table::Statements, &mut csv).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let text = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "text")
        .unwrap();
    let texts: Vec<String> = reader
        .records()
        .map(|row| row.unwrap()[text].to_owned())
        .collect();
    assert_eq!(texts.len(), collection.statements.len());
    for (found, statement) in texts.iter().zip(collection.statements.iter()) {
        let expected = if statement.text.starts_with('=') {
            format!("'{}", statement.text)
        } else {
            statement.text.to_owned()
        };
        assert_eq!(*found, expected);
    }
    let mut jsonl = Vec::new();
    data::jsonl(&report, Table::Statements, &mut jsonl).unwrap();
    let jsonl = String::from_utf8(jsonl).unwrap();
    for (line, statement) in jsonl.lines().zip(collection.statements.iter()) {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(row["text"], statement.text);
    }
}

#[test]
fn dates_at_the_ends_of_the_calendar_are_drawn() {
    let mut builder = Builder::new();
    for (name, day) in [("a", Date::MIN), ("b", date(2024, 2, 29)), ("c", Date::MAX)] {
        builder.document(name, Some(day));
        builder.statement("A", "A-B", "hedging", "x");
    }
    let page = page(&builder.collection());
    assert!(!page.contains("NaN") && page.contains("9999"));
}
