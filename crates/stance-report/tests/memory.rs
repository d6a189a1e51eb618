//! What a report takes of the memory, for each of its statements.
//!
//! In a process of its own: the peak of a process is that of all its tests.

use stance_report::{Collection, Document, Layout, Options, Report, Statement, html};

/// Statements of the report.
const STATEMENTS: usize = 400_000;
/// Statements of a document.
const OF_DOCUMENT: usize = 50;

/// A line of what Linux says of this process, in bytes.
fn status(line: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|it| it.strip_prefix(line))?;
    let kibibytes: usize = value
        .trim_matches([':', ' ', '\t', 'k', 'B'])
        .parse()
        .ok()?;
    Some(kibibytes << 10)
}

/// News of ten alliances of thirty holders: half of the statements take no position, and have no words.
fn collection() -> Collection {
    let mut collection = Collection {
        labels: ["critical", "hedging", "none", "reaffirming"]
            .map(str::to_owned)
            .to_vec(),
        ..Collection::default()
    };
    let mut day = jiff::civil::date(2019, 1, 1);
    for index in 0..STATEMENTS {
        if index % OF_DOCUMENT == 0 {
            day = day.tomorrow().expect("far from the end of time");
            if day.year() > 2024 {
                day = jiff::civil::date(2019, 1, 1);
            }
            collection.documents.push(Document {
                name: format!("{index}.html"),
                date: Some(day),
                ..Document::default()
            });
        }
        let class = [2, 0, 2, 3][index % 4];
        let mut probabilities = vec![0.1; 4];
        probabilities[class] = 0.7;
        collection.statements.push(&Statement {
            document: collection.documents.len() - 1,
            span: index * 100..index * 100 + 90,
            text: match class {
                2 => String::new(),
                _ => format!("The minister said of it, for the {index:>8}th time, that it would be seen to in due course."),
            },
            probabilities,
            holder: (index % 3 > 0).then(|| format!("Minister {}", index % 30)),
            party: None,
            alliance: (index % 5 > 1).then(|| format!("Pact {}", index % 50 / 5)),
            evidence: Vec::new(),
        });
    }
    collection
}

#[test]
fn a_statement_takes_a_few_hundred_bytes_from_reading_to_the_page() {
    let Some(before) = status("VmRSS") else {
        return;
    };
    let collection = collection();
    let report = Report::new(&collection, None, &Options::default()).expect("a report");
    let layout = Layout {
        most_statements: 500,
        ..Layout::default()
    };
    assert!(html(&report, &layout).len() > 100_000);
    let peak = status("VmHWM").expect("beside the other");
    let each = (peak - before) / STATEMENTS;
    // It was 194 when this was written. A gigabyte of pages has 1.4 million: 300 bytes of each are 420 MB.
    assert!(each < 300, "{each} bytes a statement");
}
