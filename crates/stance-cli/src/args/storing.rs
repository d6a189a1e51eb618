//! Watching a folder, and asking what was found.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::{ModelArg, ReadingArgs};

#[derive(Debug, Args)]
pub struct WatchArgs {
    /// The folder; those in it are looked into as well
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// SQLite file for documents and statements; made where there is none
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,

    /// Read what is new or changed, and end
    #[arg(long)]
    pub once: bool,

    /// Seconds between two looks; a file is read when two looks in a row see it the same
    #[arg(long, value_name = "SECONDS", value_parser = interval, default_value = "2", conflicts_with = "once")]
    pub interval: Duration,

    /// Read all files again, after a change of model, dates or lists
    #[arg(long)]
    pub reread: bool,

    #[command(flatten)]
    pub reading: ReadingArgs,

    #[command(flatten)]
    pub model: ModelArg,
}

#[derive(Debug, Args)]
pub struct QueryArgs {
    /// One SQL statement that reads; - for standard input
    #[arg(value_name = "SQL", required_unless_present = "schema")]
    pub sql: Option<String>,

    /// SQLite file that `stance watch` has made; it is only read
    #[arg(long, value_name = "FILE")]
    pub db: PathBuf,

    /// Print the SQL of the tables, with what is in their columns
    #[arg(long, conflicts_with_all = ["sql", "format"])]
    pub schema: bool,

    /// How to write the rows
    #[arg(long, short, value_name = "FORMAT", default_value = "table")]
    pub format: RowFormat,

    /// Where to write them; whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For reading; long values are cut
    Table,
    /// A record a row; NULL is empty, bytes are hexadecimal
    Csv,
    /// A JSON object a row; bytes are hexadecimal, infinities null
    Jsonl,
}

fn interval(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.1..=86_400.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("an interval is a number of seconds from 0.1 to 86400".to_owned()),
    }
}
