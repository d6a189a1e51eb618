//! Holder and alliance of every row of a CSV file, beside what is in it: `develop FILE [DOCUMENT-COLUMN]`.
#![allow(clippy::print_stdout)]

use std::error::Error;

use stance_attribution::{Context, Lexicon};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let file = args.next().ok_or("which file?")?;
    let column = args.next();
    let lexicon = Lexicon::default();
    let mut reader = csv::Reader::from_path(file)?;
    let header = reader.headers()?.clone();
    let find = |name: &str| header.iter().position(|column| column == name);
    let (text, label) = (
        find("text").ok_or("no text")?,
        find("label").ok_or("no label")?,
    );
    let (holder, alliance) = (
        find("holder").ok_or("no holder")?,
        find("alliance").ok_or("no alliance")?,
    );
    let document = column.as_deref().and_then(find);
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>()?;
    let mut from = 0;
    while from < rows.len() {
        let same = |row: &csv::StringRecord| document.is_some_and(|at| row[at] == rows[from][at]);
        let count = 1 + rows[from + 1..].iter().take_while(|row| same(row)).count();
        let group = &rows[from..from + count];
        let mut whole = String::new();
        let mut ranges = Vec::new();
        for row in group {
            let start = whole.len();
            whole.push_str(&row[text]);
            ranges.push(start..whole.len());
            whole.push('\n');
        }
        let context = Context {
            unconnected: document.is_none(),
            ..Context::default()
        };
        for (row, found) in group
            .iter()
            .zip(lexicon.attribute(&whole, &ranges, &context))
        {
            if &row[label] == "none" {
                continue;
            }
            let names: Vec<&str> = found
                .alliances
                .iter()
                .map(|a| a.canonical.as_str())
                .collect();
            let found_holder = found
                .holder
                .map_or(String::new(), |holder| holder.canonical);
            println!(
                "{}\t{}\t{}\t{}\t{}",
                &row[holder],
                found_holder,
                &row[alliance],
                names.join("; "),
                &row[text]
            );
        }
        from += count;
    }
    Ok(())
}
