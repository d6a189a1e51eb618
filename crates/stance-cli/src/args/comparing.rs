//! Comparing systems, and raters.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use super::{CascadeArg, TextOrJson};

#[derive(Debug, Args)]
#[command(mut_arg("resamples", |resamples| resamples
    .help("Number of bootstrap resamples, and of arrangements that are tried")
    .default_value("10000")))]
pub struct CompareArgs {
    /// Two or more: `fast`, `accurate`, `auto`, the path of a model file, or a file of predictions (.csv,
    /// .jsonl) as `stance classify` writes it
    #[arg(value_name = "SYSTEM", required = true, num_args = 2..)]
    pub systems: Vec<String>,

    #[command(flatten)]
    pub cascade: CascadeArg,

    /// Labelled texts to compare on: .csv or .jsonl files, or folders of .csv files
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub data: Vec<PathBuf>,

    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,

    /// Column of the true label in --data
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub label_column: String,

    /// Column of the label in files of predictions
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub prediction_column: String,

    /// Column that predictions are matched to --data by; `none` for the order [default: `id` where both
    /// files have it, else the order]
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,

    /// Column of --data that says what errs together, such as `document`: whole groups are then drawn
    #[arg(long, value_name = "NAME", visible_alias = "cluster")]
    pub group_column: Option<String>,

    /// The labels there may be; any other is an error [default: the models', else those of --data]
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub labels: Vec<String>,

    #[command(flatten)]
    pub result: ResultArgs,
}

#[derive(Debug, Args)]
pub struct AgreeArgs {
    /// Two or more files of labels (.csv, .jsonl), one a rater; an empty label is a missing one
    #[arg(value_name = "FILE", required = true, num_args = 2..)]
    pub files: Vec<PathBuf>,

    /// Column that says what was rated; `none` for the order [default: `id` where all files have it, else
    /// the order]
    #[arg(long, value_name = "NAME")]
    pub id_column: Option<String>,

    /// Column of the label
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub label_column: String,

    /// Column of the text, if there is one
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,

    /// The labels there may be; any other is an error [default: whatever the files have]
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub labels: Vec<String>,

    /// The labels that are ranks, lowest first; ratings of others are left out of the ordinal α
    /// [default: critical,hedging,reaffirming where all labels are stances]
    #[arg(long, value_name = "LABEL,LABEL…")]
    pub order: Option<Ranks>,

    /// List at most N disagreements [default: 10 as text, all as JSON]
    #[arg(long, value_name = "N")]
    pub disagreements: Option<usize>,

    #[command(flatten)]
    pub result: ResultArgs,
}

/// The draws behind a result, and where it goes.
#[derive(Debug, Args)]
pub struct ResultArgs {
    /// Number of bootstrap resamples behind each interval
    #[arg(long, value_name = "N", default_value = "2000", value_parser = clap::value_parser!(u32).range(1..))]
    pub resamples: u32,

    /// Seed of the resamples
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: u64,

    /// How to write the result
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub format: TextOrJson,

    /// Where to write it; whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Labels that are ranks, lowest first: two at least, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranks(pub Vec<String>);

impl FromStr for Ranks {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let ranks: Vec<String> = text.split(',').map(str::to_owned).collect();
        if ranks.len() < 2 || ranks.iter().any(String::is_empty) {
            return Err("ranks are two labels or more, with commas between them".to_owned());
        }
        match ranks
            .iter()
            .enumerate()
            .find(|(i, rank)| ranks[..*i].contains(rank))
        {
            Some((_, twice)) => Err(format!("`{twice}` is given twice")),
            None => Ok(Self(ranks)),
        }
    }
}
