//! The options of a report, and of what goes before it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::ModelArg;

/// The model of a report: it is read by people, and is worth the better reading.
#[cfg(feature = "accurate")]
const MODEL: &str = "auto";
#[cfg(not(feature = "accurate"))]
const MODEL: &str = "fast";

#[derive(Debug, Args)]
#[command(mut_arg("model", |model| model.default_value(MODEL)))]
pub struct ReportArgs {
    /// Pages (.html, .txt), messages (.eml, .mbox), crawls (.jsonl), plain or compressed; of a folder all such
    /// files that lie in it, at any depth
    #[arg(
        value_name = "FILE",
        required_unless_present = "db",
        conflicts_with = "db"
    )]
    pub files: Vec<PathBuf>,

    /// SQLite file that `stance watch` has made, in place of pages; its model's labels are shown
    #[arg(long, value_name = "FILE", conflicts_with_all = ["model", "cascade_threshold", "lists"])]
    pub db: Option<PathBuf>,

    /// Leave out documents of before this day, and those without a date
    #[arg(long, value_name = "DATE")]
    pub from: Option<Date>,

    /// Leave out documents of after this day, and those without a date
    #[arg(long, value_name = "DATE")]
    pub to: Option<Date>,

    /// Where to write the page; whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,

    /// Write all that the page is drawn from into this folder, as .csv and .jsonl
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,

    /// What the page is called [default: Who holds what toward which alliance]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,

    /// How long the periods of the timelines are [default: by the time from the first date to the last]
    #[arg(long, value_name = "PERIOD")]
    pub by: Option<PeriodArg>,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub model: ModelArg,

    /// How often the model errs on sentences like those of the report: what `stance evaluate --format json` wrote
    /// [default: the held-out rows on the model's card]
    #[arg(long, value_name = "FILE", conflicts_with = "uncorrected")]
    pub errors: Option<PathBuf>,

    /// Show shares as they were counted, not corrected for the model's errors
    #[arg(long)]
    pub uncorrected: bool,
}

/// How pages are read.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// Dates of documents, in place of those that are found in them: a table with the columns `document` (path or
    /// name of the file) and `date` (2024-11-06)
    #[arg(long, value_name = "FILE")]
    pub dates: Option<PathBuf>,

    /// A folder with further names of states, alliances, actors and offices: `states.csv`, `alliances.csv` and others
    /// in the form of those within the program
    #[arg(long, value_name = "DIR")]
    pub lists: Option<PathBuf>,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PeriodArg {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}
