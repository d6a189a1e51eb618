//! The options of learning from a teacher.

use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Learning from a teacher")]
pub struct DistilArgs {
    /// Texts without labels, to be learned from as a teacher labels them: .csv, .jsonl, .parquet or .arrow
    /// files, or folders of .csv files
    ///
    /// The teacher's probabilities are learned, not its labels alone. A text that is among the labelled ones,
    /// or repeats another, is left out.
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "teaching")]
    pub unlabelled: Vec<PathBuf>,

    /// The teacher: `fast`, `accurate`, or the path of a model file; it must have the labels of the data
    ///
    /// Of several, the geometric mean of their probabilities is learned. It must not have learned from texts that the new model is measured on.
    #[arg(
        long,
        value_name = "MODEL",
        num_args = 1..,
        group = "teaching",
        requires = "unlabelled"
    )]
    pub teacher: Vec<String>,

    /// What a teacher said before: a .csv file with the column `sha1`, of the text, and one of probabilities
    /// for each label
    #[arg(long, value_name = "FILE", group = "teaching", requires = "unlabelled")]
    pub soft_labels: Option<PathBuf>,

    /// How much a text of --unlabelled counts against a row of --data [default: 1]
    #[arg(long, value_name = "X", requires = "unlabelled", value_parser = super::values::above_zero::<f32>,
        allow_negative_numbers = true)]
    pub unlabelled_weight: Option<f32>,
}
