//! The options of `train`, and what other commands learn by.

use std::path::PathBuf;

use clap::Args;

use super::values::{Ngrams, above_zero, power};
use super::{DistilArgs, EncoderArgs, StreamArgs};

#[derive(Debug, Args)]
pub struct TrainArgs {
    #[command(flatten)]
    pub data: DataArgs,

    /// Where to write the model; whole or not at all
    #[arg(long, short, value_name = "FILE")]
    pub out: PathBuf,

    #[command(flatten)]
    pub distil: DistilArgs,

    /// Where to write down what the teacher says of the texts of --unlabelled, for --soft-labels
    ///
    /// Probabilities have four digits, with which the model is made too: learned from the file in place of
    /// the teacher, it is the same.
    #[arg(
        long,
        value_name = "FILE",
        requires = "teacher",
        conflicts_with = "soft_labels",
        help_heading = "Learning from a teacher"
    )]
    pub write_soft_labels: Option<PathBuf>,

    #[command(flatten)]
    pub recipe: RecipeArgs,

    #[command(flatten)]
    pub stream: StreamArgs,

    #[command(flatten)]
    pub encoder: EncoderArgs,

    /// Name of the model on its card [default: the name of the file]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// What to learn from.
#[derive(Debug, Args)]
pub struct DataArgs {
    /// Labelled texts: .csv, .parquet or .arrow files, or folders of .csv files; - for standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub data: Vec<PathBuf>,

    /// Labelled texts of the kind that the model will be used on; the model is calibrated by them
    ///
    /// Where a file has a column `sha1` and none with the text, the text is looked up by its SHA-1 in the
    /// files of --texts.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub target: Vec<PathBuf>,

    /// Texts that files of --target name by their SHA-1: .csv files with the text column
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "target")]
    pub texts: Vec<PathBuf>,

    #[command(flatten)]
    pub columns: ColumnArgs,
}

#[derive(Debug, Args, Clone)]
pub struct ColumnArgs {
    /// Column of the text
    #[arg(long, value_name = "NAME", default_value = "text")]
    pub text_column: String,

    /// Column of the label
    #[arg(long, value_name = "NAME", default_value = "label")]
    pub label_column: String,

    /// Column of what is held out together [default: `source` where there is one, else the file]
    #[arg(long, value_name = "NAME")]
    pub group_column: Option<String>,

    /// The labels there may be; any other is an error [default: whatever the data has]
    #[arg(long, value_name = "LABEL", value_delimiter = ',')]
    pub labels: Vec<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Features and learner")]
pub struct RecipeArgs {
    /// Lengths of word n-grams, or `none`
    #[arg(long, value_name = "MIN-MAX")]
    pub words: Option<Ngrams>,

    /// Lengths of character n-grams inside words, or `none`
    #[arg(long, value_name = "MIN-MAX")]
    pub chars: Option<Ngrams>,

    /// Leave out the cue features (negation, condition, contrast, …)
    #[arg(long)]
    pub no_cues: bool,

    /// Leave out the words around those for allies and alliances
    #[arg(long)]
    pub no_anchors: bool,

    /// Read names of states, capitals, peoples and persons as they are
    #[arg(long)]
    pub no_mask: bool,

    /// Base-two logarithm of the number of buckets
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(8..=24))]
    pub bits: Option<u8>,

    /// Strength of the L2 penalty
    #[arg(long, value_name = "X", value_parser = above_zero::<f64>, allow_negative_numbers = true)]
    pub alpha: Option<f64>,

    /// How much a row of --target counts against one of --data
    #[arg(long, value_name = "X", value_parser = above_zero::<f32>, allow_negative_numbers = true)]
    pub target_weight: Option<f32>,

    /// Power of the inverse class frequency that rows are weighted by, 0 to 1
    #[arg(long, value_name = "X", value_parser = power, allow_negative_numbers = true)]
    pub class_weight_power: Option<f64>,

    /// Power of the inverse document frequency that features are scaled by, 0 to 1
    #[arg(long, value_name = "X", value_parser = power, allow_negative_numbers = true)]
    pub idf_power: Option<f64>,

    /// Stop where the gradient's norm is under this share of the first
    #[arg(long, value_name = "X", value_parser = above_zero::<f64>, allow_negative_numbers = true)]
    pub tolerance: Option<f64>,

    /// The most passes over the data
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_epochs: Option<u32>,

    /// Seed of the order in which rows are visited; `evaluate` draws folds and resamples by it as well
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,

    /// Number of folds that rows are held out in for calibration
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u16).range(2..))]
    pub folds: Option<u16>,
}
