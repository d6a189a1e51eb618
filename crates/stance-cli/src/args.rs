//! The command line.

mod classifying;
mod comparing;
mod distilling;
mod encoder;
mod evaluating;
mod model;
mod reporting;
#[cfg(feature = "serve")]
mod serving;
mod storing;
mod streaming;
mod training;
mod values;

use clap::{Parser, Subcommand};

pub use classifying::{AbstainArg, ClassifyArgs, ExplainArgs, InputFormat, OutputFormat};
pub use comparing::{AgreeArgs, CompareArgs, ResultArgs};
pub use distilling::DistilArgs;
pub use encoder::{EncoderArgs, EngineKind};
pub use evaluating::{CvBy, EvaluateArgs, IntervalKind, ReportFormat};
pub use model::{CardFormat, CascadeArg, ModelArg, ModelCommand};
pub use reporting::{PeriodArg, ReadingArgs, ReportArgs};
#[cfg(feature = "serve")]
pub use serving::ServeArgs;
#[cfg(feature = "store")]
pub use storing::RowFormat;
pub use storing::{QueryArgs, WatchArgs};
pub use streaming::{RecordFormat, StreamArgs};
pub use training::{ColumnArgs, DataArgs, RecipeArgs, TrainArgs};
pub use values::TextOrJson;

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
