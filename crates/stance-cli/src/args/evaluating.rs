//! The options of `evaluate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{AbstainArg, ColumnArgs, DistilArgs, ModelArg, RecipeArgs};

#[derive(Debug, Args)]
pub struct EvaluateArgs {
    #[command(flatten)]
    pub model: ModelArg,

    /// Labelled texts to measure on: .csv, .parquet or .arrow files, or folders of .csv files [default:
    /// datasets/documents.csv]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub data: Vec<PathBuf>,

    /// Train a model from datasets/statements first, and measure that
    #[arg(long, conflicts_with_all = ["model", "cascade_threshold", "cv"])]
    pub retrain: bool,

    /// Measure how well holders and alliances are found instead, in rows that take a position (columns
    /// `holder` and `alliance`; rows with the same `document` in a row are one page)
    ///
    /// Where a file has the columns `sha1` and `path` and none with the text, its sentences are looked up by
    /// their SHA-1 in the document of that path in the files of --texts.
    #[arg(long, group = "by-sha1", conflicts_with_all = ["model", "retrain", "cv", "baselines", "slice", "behaviours"])]
    pub attribution: bool,

    #[command(flatten)]
    pub cross_validation: CrossValidationArgs,

    #[command(flatten)]
    pub columns: ColumnArgs,

    #[command(flatten)]
    pub abstain: AbstainArg,

    #[command(flatten)]
    pub depth: DepthArgs,

    /// How to write the result
    #[arg(long, short, value_name = "FORMAT", default_value = "text")]
    pub format: ReportFormat,

    /// Where to write it; whole or not at all [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,

    #[command(flatten)]
    pub intervals: IntervalArgs,

    #[command(flatten)]
    pub distil: DistilArgs,

    #[command(flatten)]
    pub recipe: RecipeArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Cross-validation")]
pub struct CrossValidationArgs {
    /// Cross-validate the training recipe on the data in K folds [default K: 5]
    #[arg(long, value_name = "K", num_args = 0..=1, value_parser = clap::value_parser!(u16).range(2..), conflicts_with_all = ["model", "cascade_threshold"], requires = "data")]
    pub cv: Option<Option<u16>>,

    /// What is held out together [default: whole groups, or rows where there is one group alone]
    #[arg(long, value_name = "WHAT", requires = "cv")]
    pub cv_by: Option<CvBy>,

    /// Texts of the kind that counts; these alone are held out and measured
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "cv", group = "by-sha1")]
    pub target: Vec<PathBuf>,

    /// The texts that files of --target, or of --data with --attribution, name by their SHA-1
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "by-sha1")]
    pub texts: Vec<PathBuf>,

    /// Score by the number of training rows, and whether more data would still help
    #[arg(long, requires = "cv")]
    pub learning_curve: bool,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "What else to look at")]
pub struct DepthArgs {
    /// Print all figures: averages, calibration, ranking, risk and coverage, the stances alone
    #[arg(long)]
    pub full: bool,

    /// Measure the rows of each value of a column apart
    #[arg(long, value_name = "COLUMN")]
    pub slice: Vec<String>,

    /// List the N most confident mistakes, with the words that decided [default: 0; html: 25]
    #[arg(long, value_name = "N")]
    pub errors: Option<usize>,

    /// Measure simple systems beside the model: majority, random, cue words, naive Bayes, dense logistic
    #[arg(long)]
    pub baselines: bool,

    /// Labelled texts that the baselines learn from [default: datasets/statements; with --cv the other folds]
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "baselines", conflicts_with = "cv")]
    pub train: Vec<PathBuf>,

    /// Run the behaviour tests of a folder [default DIR: datasets/behaviours]
    #[arg(long, value_name = "DIR", num_args = 0..=1, conflicts_with = "cv")]
    pub behaviours: Option<Option<PathBuf>>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Intervals")]
pub struct IntervalArgs {
    /// How the ends of an interval are found
    #[arg(long, value_name = "KIND", default_value = "percentile")]
    pub interval: IntervalKind,

    /// Column of what errs together, such as `document`: intervals then draw whole clusters
    #[arg(long, value_name = "COLUMN")]
    pub cluster: Option<String>,

    /// Number of bootstrap resamples behind each interval
    #[arg(long, value_name = "N", default_value = "2000", value_parser = clap::value_parser!(u32).range(1..))]
    pub resamples: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For reading in a terminal
    Text,
    /// For programs
    Json,
    /// A page for reading and printing, in one file
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CvBy {
    /// Whole groups, K folds of like size and composition
    Group,
    /// Single rows, each label in its proportion; too good where rows of one author share habits
    Row,
    /// Each group in turn: leave one group out
    EachGroup,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum IntervalKind {
    /// Quantiles of the bootstrap
    Percentile,
    /// Corrected for bias and acceleration
    Bca,
}
