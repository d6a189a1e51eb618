//! The command line.

mod comparing;
mod distilling;
mod encoder;
mod reporting;
#[cfg(feature = "serve")]
mod serving;
mod storing;
mod streaming;

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::engine::{Engine, NO_CASCADE};
use crate::input::columnar::Kind;

pub use comparing::{AgreeArgs, CompareArgs};
pub use distilling::DistilArgs;
pub use encoder::{EncoderArgs, EngineKind};
pub use reporting::{PeriodArg, ReadingArgs, ReportArgs};
#[cfg(feature = "serve")]
pub use serving::ServeArgs;
#[cfg(feature = "store")]
pub use storing::RowFormat;
pub use storing::{QueryArgs, WatchArgs};
pub use streaming::{RecordFormat, StreamArgs};

/// Labels statements about alliances as reaffirming, hedging or critical, and shows why.
#[derive(Debug, Parser)]
#[command(
    name = "stance",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Number of threads; the result is the same for any [default: one a core]
    #[arg(long, short, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,

    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Label every statement of pages and tables
    #[command(after_help = "Examples:
  stance classify datasets/examples/*.txt
  stance classify page.html --format jsonl --explain
  stance classify statements.csv --text-column text --out labelled.csv
  stance classify statements.parquet --out labelled.parquet
  stance classify statements.csv --model auto --out labelled.csv
  echo 'We will stand by our allies.' | stance classify -")]
    Classify(ClassifyArgs),
    /// Draw the picture over time: who holds which stance toward which alliance, and how it moved
    #[command(after_help = "Examples:
  stance report datasets/examples/*.txt datasets/examples/*.html --out report.html
  stance report news/ --dates dates.csv --out report.html --data report/
  stance report crawl.jsonl.gz --model auto --by month --out report.html")]
    Report(ReportArgs),
    /// Show the words that decided
    #[command(after_help = "Examples:
  stance explain 'They have not paid their share, and we are done paying for them.'
  echo 'It is too early to say.' | stance explain -")]
    Explain(ExplainArgs),
    /// Learn a model from labelled texts
    #[command(after_help = "Examples:
  stance train --data datasets/statements --out my.stance
  stance train --data mine.csv --text-column body --label-column class --out mine.stance
  stance train --data datasets/statements --target datasets/real/labels.csv \\
    --texts real_sentences.csv --out fast.stance
  stance train --data mine.csv --teacher large.stance --unlabelled more.csv --out small.stance
  stance train --stream --data huge.csv.gz more.jsonl --memory 256M --passes 2 --out huge.stance \\
    --checkpoint huge.checkpoint")]
    Train(Box<TrainArgs>),
    /// Measure a model on labelled texts
    #[command(after_help = "Examples:
  stance evaluate
  stance evaluate --retrain
  stance evaluate --model my.stance --data test.csv --format json
  stance evaluate --cv 5 --data datasets/statements
  stance evaluate --model auto --data test.csv
  stance evaluate --baselines --slice kind --format html --out report.html
  stance evaluate --attribution --errors 10")]
    Evaluate(Box<EvaluateArgs>),
    /// Say which of several systems is better, and whether the difference is real
    #[command(after_help = "Examples:
  stance compare fast my.stance --data test.csv
  stance compare fast predictions.csv others.jsonl --data test.csv --group-column document
  stance classify test.csv --format csv --out predictions.csv && \\
    stance compare predictions.csv my.stance --data test.csv --format json")]
    Compare(CompareArgs),
    /// Measure how far raters agree beyond chance, and list where they do not
    #[command(after_help = "Examples:
  stance agree anna.csv ben.csv
  stance agree anna.csv ben.csv carl.csv --order critical,hedging,reaffirming --disagreements 50
  stance agree first.csv second.csv --id-column sha1 --label-column stance --format json")]
    Agree(AgreeArgs),
    /// Read what arrives in a folder into a SQLite file
    #[command(after_help = "Examples:
  stance watch pages --db stances.db
  stance watch pages --db stances.db --once
  stance watch pages --db stances.db --model auto --interval 60

It may be ended at any time, by Ctrl-C or worse, and started again: no document is lost or there twice. What
is gone from the folder stays in the file.")]
    Watch(WatchArgs),
    /// Ask a SQLite file of `stance watch` in SQL
    #[command(after_help = "Examples:
  stance query --db stances.db 'SELECT date, holder, alliance, label, p, text FROM stances'
  stance query --db stances.db --format csv 'SELECT alliance, label, count(*) AS statements
    FROM stances GROUP BY alliance, label' --out counts.csv
  stance query --db stances.db --schema")]
    Query(QueryArgs),
    /// Serve a page for the browser, and the same over HTTP
    #[cfg(feature = "serve")]
    #[command(after_help = "Examples:
  stance serve
  stance serve --folder datasets/examples
  stance serve --listen 0.0.0.0:8500 --host stance.example.org --rate 20 --model fast
  curl -H 'Content-Type: text/plain' --data-binary @page.txt 'http://127.0.0.1:8500/classify?explain=true'")]
    Serve(ServeArgs),
    /// Look into a model file
    #[command(subcommand)]
    Model(ModelCommand),
    /// Print a completion script for a shell
    #[command(after_help = "Example:
  stance completions bash > ~/.local/share/bash-completion/completions/stance")]
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:
  stance man | man -l -")]
    Man,
}

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
pub struct ModelArg {
    /// `fast` or `accurate`, the models within the program; `auto`, which asks `accurate` where `fast` is
    /// not sure; or the path of a model file. `A+B` asks B where A is not sure
    #[arg(long, short, value_name = "MODEL", default_value = "fast")]
    pub model: String,

    #[command(flatten)]
    pub cascade: CascadeArg,
}

impl ModelArg {
    /// Opens what is named.
    pub fn open(&self) -> anyhow::Result<Engine> {
        let threshold = self.cascade.cascade_threshold;
        let engine = Engine::open(&self.model, threshold)?;
        if threshold.is_some() && engine.as_cascade().is_none() {
            bail!(NO_CASCADE);
        }
        Ok(engine)
    }
}

#[derive(Debug, Args)]
pub struct CascadeArg {
    /// With `auto` or `A+B`: the second model is asked where the first one's probability is under P
    /// [default: 0.8]
    #[arg(long, value_name = "P", value_parser = probability)]
    pub cascade_threshold: Option<f64>,
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
    #[arg(long, conflicts_with_all = ["model", "retrain", "cv", "baselines", "slice", "behaviours"])]
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
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "cv")]
    pub target: Vec<PathBuf>,

    /// The texts that files of --target name by their SHA-1
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "target")]
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

#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// What a model file is, from what data it was made, how it scored
    #[command(after_help = "Examples:
  stance model info fast
  stance model info my.stance --format json
  stance model info fast --format markdown > MODEL_CARD.md")]
    Info {
        /// `fast`, `accurate`, `auto`, or the path of a model file
        model: String,

        /// How to write it
        #[arg(long, short, value_name = "FORMAT", default_value = "text")]
        format: CardFormat,
    },
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For reading
    Text,
    /// For programs
    Json,
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
pub enum CardFormat {
    /// For reading
    Text,
    /// For programs
    Json,
    /// A model card to publish
    Markdown,
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

/// A range of n-gram lengths, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ngrams(pub Option<stance_text::NgramRange>);

impl std::str::FromStr for Ngrams {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let (min, max) = text.split_once('-').unwrap_or((text, text));
        let number = |n: &str| {
            n.parse::<u8>()
                .map_err(|_| format!("`{n}` is not a length"))
        };
        let range = stance_text::NgramRange::new(number(min)?, number(max)?);
        range
            .map(|range| Self(Some(range)))
            .map_err(|why| why.to_string())
    }
}

fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("a probability is a number from 0 to 1".to_owned()),
    }
}

/// A finite number above zero.
fn above_zero<T: std::str::FromStr + Into<f64> + Copy>(text: &str) -> Result<T, String> {
    match text.parse::<T>() {
        Ok(number) if number.into() > 0.0 && number.into().is_finite() => Ok(number),
        _ => Err("give a number above zero".to_owned()),
    }
}

fn power(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(power) if (0.0..=1.0).contains(&power) => Ok(power),
        _ => Err("the power is a number from 0 to 1".to_owned()),
    }
}
