//! The options of `classify` and `explain`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::ModelArg;
use super::values::{TextOrJson, probability};
use crate::input::columnar::Kind;

#[derive(Debug, Args)]
pub struct ClassifyArgs {
    /// Pages (.txt, .html) and tables (.csv, .jsonl, .parquet, .arrow); - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,

    /// What the files are [default: by the ending of the name, and plain text for standard input]
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<InputFormat>,

    /// How to write the result [default: by the ending of --out, else a table for reading]
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,

    /// Where to write it; whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub model: ModelArg,

    /// Give the words that decided with each statement
    #[arg(long)]
    pub explain: bool,

    #[command(flatten)]
    pub abstain: AbstainArg,

    /// Field or column of a table that holds the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,

    /// Label also what looks like page furniture: menus, share bars, dates alone
    #[arg(long)]
    pub furniture: bool,
}

#[derive(Debug, Args)]
pub struct AbstainArg {
    /// Give no label where the probability of the best one is under P
    #[arg(long, value_name = "P", value_parser = probability, default_value = "0", hide_default_value = true)]
    pub abstain: f64,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The statement; - for standard input
    pub text: String,

    #[command(flatten)]
    pub model: ModelArg,

    /// How to write the result
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InputFormat {
    /// Plain text, split into sentences
    Text,
    /// A page of HTML, split into sentences
    Html,
    /// A table with a header; a record is a statement
    Csv,
    /// A JSON object a line; an object is a statement
    Jsonl,
    /// A statement a line
    Lines,
    /// A Parquet file; a row is a statement (feature `arrow`)
    Parquet,
    /// An Arrow file or stream; a row is a statement (feature `arrow`)
    Arrow,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For reading
    Table,
    /// A record a statement
    Csv,
    /// A JSON object a statement
    Jsonl,
    /// A row of a Parquet file a statement (feature `arrow`)
    Parquet,
    /// A row of an Arrow file a statement; a stream on standard output and in .arrows (feature `arrow`)
    Arrow,
}

impl OutputFormat {
    /// What the ending of a name says.
    pub fn of(path: &Path) -> Option<Self> {
        match Kind::of(path) {
            Some(Kind::Parquet) => return Some(Self::Parquet),
            Some(Kind::Arrow) => return Some(Self::Arrow),
            None => {}
        }
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "csv" => Some(Self::Csv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}
