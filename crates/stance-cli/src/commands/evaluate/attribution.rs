//! `stance evaluate --attribution`: how well holders and alliances are found.

mod documents;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anstyle::Style;
use anyhow::{anyhow, bail};
use csv::StringRecord;
use serde::Serialize;
use stance_attribution::{Context, Lexicon, joined};
use stance_eval::{Attribution, Retrieval};

use crate::args::{EvaluateArgs, ReportFormat};
use crate::input::source;
use crate::input::table::{Table, line};
use crate::output::destination::Destination;
use crate::output::{self, counted};
use documents::{Documents, Named, PATH};

/// What is measured on where nothing else is named.
const DATA: &str = "datasets/documents.csv";

/// The label of rows that take no position: they have no holder and no alliance.
const NONE: &str = "none";

/// Columns besides those that options name.
const HOLDER: &str = "holder";
const ALLIANCE: &str = "alliance";
const DOCUMENT: &str = "document";
const SHA1: &str = "sha1";

/// Finds holder and alliance of every row that takes a position, and tells how many are right.
pub fn run(args: &EvaluateArgs) -> anyhow::Result<()> {
    let out = Destination::open(args.out.as_deref())?;
    let default = [PathBuf::from(DATA)];
    let files = if args.data.is_empty() {
        &default[..]
    } else {
        &args.data
    };
    let texts = &args.cross_validation.texts;
    let documents = Documents::read(texts, &args.columns.text_column)?;
    let mut rows = Vec::new();
    for file in source::tables(files)? {
        read(args, &file, &documents, &mut rows)?;
    }
    if rows.is_empty() {
        bail!("no row takes a position, so there is no holder to find");
    }
    let report = Report::of(args, files, &rows)?;
    let told = match args.format {
        ReportFormat::Text => text(&report),
        ReportFormat::Json => output::json(&report)?,
        ReportFormat::Html => bail!("--attribution is told as text or json: take --format text"),
    };
    output::write(told.as_bytes(), out)
}

/// A statement, what is true of it and what was found.
struct Row {
    text: String,
    holder: [String; 2],
    alliance: [String; 2],
}

#[derive(Serialize)]
struct Report {
    data: Vec<String>,
    holder: Attribution,
    alliance: Attribution,
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<Mistake>>,
}

#[derive(Serialize)]
struct Mistake {
    what: &'static str,
    truth: String,
    found: String,
    text: String,
}

/// Reads a file and attributes its rows, those of one document together.
fn read(
    args: &EvaluateArgs,
    file: &Path,
    documents: &Documents,
    rows: &mut Vec<Row>,
) -> anyhow::Result<()> {
    let mut table = Table::new(source::name(file), source::open(file)?)?;
    let needed = |column: &str| {
        let missing = || {
            anyhow!(
                "{}:1: no column `{column}`, which --attribution needs",
                table.name()
            )
        };
        table.find(column).ok_or_else(missing)
    };
    let (holder, alliance) = (needed(HOLDER)?, needed(ALLIANCE)?);
    let named = table
        .find(SHA1)
        .filter(|_| table.find(&args.columns.text_column).is_none());
    let (words, document) = match named {
        Some(sha1) => (Words::Sha1(sha1, documents), Some(needed(PATH)?)),
        None => {
            let text = table.column(&args.columns.text_column, "--text-column")?;
            (Words::Here(text), table.find(DOCUMENT))
        }
    };
    let label = table.find(&args.columns.label_column);
    let lexicon = Lexicon::default();
    let mut same: Vec<(StringRecord, String)> = Vec::new();
    let mut record = StringRecord::new();
    let columns = Columns {
        words,
        document,
        label,
        holder,
        alliance,
    };
    while table.read(&mut record)? {
        let other = |at: usize| same.last().is_some_and(|(last, _)| last[at] != record[at]);
        if document.is_none_or(other) {
            columns.attribute(&lexicon, &same, rows)?;
            same.clear();
        }
        let place = format!("{}:{}", table.name(), line(&record));
        same.push((record.clone(), place));
    }
    columns.attribute(&lexicon, &same, rows)
}

/// Where the words of a row stand.
enum Words<'d> {
    /// In this column.
    Here(usize),
    /// In a document, where this column has their SHA-1.
    Sha1(usize, &'d Documents),
}

struct Columns<'d> {
    words: Words<'d>,
    document: Option<usize>,
    label: Option<usize>,
    holder: usize,
    alliance: usize,
}

impl Columns<'_> {
    /// Attributes the rows of one document.
    fn attribute(
        &self,
        lexicon: &Lexicon,
        records: &[(StringRecord, String)],
        rows: &mut Vec<Row>,
    ) -> anyhow::Result<()> {
        let Some((first, _)) = records.first() else {
            return Ok(());
        };
        let Named { texts, places } = match self.words {
            Words::Here(column) => Named {
                texts: records.iter().map(|(record, _)| &record[column]).collect(),
                places: (0..records.len()).collect(),
            },
            Words::Sha1(column, documents) => {
                let named = records.iter();
                let named: Vec<_> = named
                    .map(|(record, place)| (&record[column], place.as_str()))
                    .collect();
                documents.of(self.document.map_or("", |path| &first[path]), &named)?
            }
        };
        let (page, statements) = joined(&texts);
        let context = Context {
            unconnected: self.document.is_none(),
            ..Context::default()
        };
        let mut found = lexicon.attribute(&page, &statements, &context);
        for ((record, _), place) in records.iter().zip(places) {
            // Whether a row takes a position is the classifier's to say, and measured elsewhere.
            if self.label.is_some_and(|label| &record[label] == NONE) {
                continue;
            }
            let found = std::mem::take(&mut found[place]);
            let names: Vec<String> = found.alliances.into_iter().map(|a| a.canonical).collect();
            let holder = found.holder.map(|holder| holder.canonical);
            rows.push(Row {
                text: texts[place].to_owned(),
                holder: [record[self.holder].to_owned(), holder.unwrap_or_default()],
                alliance: [record[self.alliance].to_owned(), names.join("; ")],
            });
        }
        Ok(())
    }
}

impl Report {
    fn of(args: &EvaluateArgs, files: &[PathBuf], rows: &[Row]) -> anyhow::Result<Self> {
        let figures = |field: fn(&Row) -> &[String; 2]| {
            let truth: Vec<&str> = rows.iter().map(|row| field(row)[0].as_str()).collect();
            let found: Vec<&str> = rows.iter().map(|row| field(row)[1].as_str()).collect();
            Attribution::of(&truth, &found)
        };
        let mistakes = |most: usize| rows.iter().flat_map(Row::mistakes).take(most).collect();
        Ok(Self {
            data: files.iter().map(|file| source::name(file)).collect(),
            holder: figures(|row| &row.holder)?,
            alliance: figures(|row| &row.alliance)?,
            errors: args.depth.errors.map(mistakes),
        })
    }
}

impl Row {
    fn mistakes(&self) -> impl Iterator<Item = Mistake> {
        let fields = [(HOLDER, &self.holder), (ALLIANCE, &self.alliance)];
        let wrong = fields
            .into_iter()
            .filter(|(_, [truth, found])| !Attribution::same(truth, found));
        wrong.map(|(what, [truth, found])| Mistake {
            what,
            truth: truth.clone(),
            found: found.clone(),
            text: self.text.clone(),
        })
    }
}

/// The figures for reading.
fn text(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write_text(report, &mut out);
    out
}

fn write_text(report: &Report, out: &mut String) -> std::fmt::Result {
    let bold = Style::new().bold();
    let statements = counted(report.holder.n, "statement");
    let data = report.data.join(", ");
    writeln!(
        out,
        "{bold}Holder and alliance{bold:#} of {statements} that take a position, {data}\n"
    )?;
    writeln!(
        out,
        "{:<10}{:<9}{:>6}{:>8}{:>11}{:>8}{:>8}",
        "", "match", "truth", "found", "precision", "recall", "F1"
    )?;
    for (what, figures) in [(HOLDER, &report.holder), (ALLIANCE, &report.alliance)] {
        for (kind, retrieval) in [("exact", figures.exact), ("partial", figures.partial)] {
            let Retrieval {
                precision,
                recall,
                f1,
            } = retrieval;
            let (truth, found) = (figures.truth, figures.predicted);
            writeln!(
                out,
                "{what:<10}{kind:<9}{truth:>6}{found:>8}{precision:>11.3}{recall:>8.3}{f1:>8.3}"
            )?;
        }
    }
    writeln!(
        out,
        "\ntruth, found: statements with a name. exact: the same names; partial: names whose words\n\
         contain one another, or have more than half in common. Statements without a name in the\n\
         truth or in what was found do not count."
    )?;
    for mistake in report.errors.iter().flatten() {
        let or_none = |name: &str| {
            if name.is_empty() {
                "–".to_owned()
            } else {
                name.to_owned()
            }
        };
        let (truth, found) = (or_none(&mistake.truth), or_none(&mistake.found));
        writeln!(
            out,
            "\n{bold}{}{bold:#} {truth}, found {found}",
            mistake.what
        )?;
        writeln!(out, "  {}", mistake.text)?;
    }
    Ok(())
}
