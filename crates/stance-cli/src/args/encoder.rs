//! The options of fine-tuning an encoder.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum EngineKind {
    /// A linear model over n-grams: seconds to train, microseconds to use
    #[default]
    Linear,
    /// A small transformer encoder, fine-tuned from --base: many minutes to train, milliseconds to use
    Encoder,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Fine-tuning an encoder (--engine encoder)")]
pub struct EncoderArgs {
    /// What to train
    #[arg(
        long,
        value_name = "ENGINE",
        default_value = "linear",
        conflicts_with = "stream"
    )]
    pub engine: EngineKind,

    /// The encoder to begin with: a folder with `config.json`, `tokenizer.json` and `model.safetensors` of a
    /// BERT-like model
    #[arg(long, value_name = "DIR", required_if_eq("engine", "encoder"), group = "steps", requires = "engine",
        conflicts_with_all = ["words", "chars", "no_cues", "no_anchors", "bits", "alpha",
        "class_weight_power", "idf_power", "tolerance", "max_epochs"])]
    pub base: Option<PathBuf>,

    /// Number of passes over the rows [default: 3]
    #[arg(long, value_name = "N", requires = "base", value_parser = clap::value_parser!(u16).range(1..))]
    pub epochs: Option<u16>,

    /// Rows a step [default: 32]
    #[arg(long, value_name = "N", requires = "base", value_parser = clap::value_parser!(u16).range(1..))]
    pub batch: Option<u16>,

    /// Share of the values dropped while learning [default: 0.1]
    #[arg(long, value_name = "P", requires = "base", value_parser = super::values::probability, allow_negative_numbers = true)]
    pub dropout: Option<f64>,

    /// Share of each target that is spread over all labels [default: 0.05]
    #[arg(long, value_name = "P", requires = "base", value_parser = super::values::probability, allow_negative_numbers = true)]
    pub label_smoothing: Option<f64>,

    /// By what steps shorten from each layer to the one before [default: 1]
    #[arg(long, value_name = "X", requires = "base", value_parser = super::values::above_zero::<f64>, allow_negative_numbers = true)]
    pub layer_decay: Option<f64>,

    /// Share of the steps, at the end, over which the weights are averaged [default: 0]
    #[arg(long, value_name = "P", requires = "base", value_parser = super::values::probability, allow_negative_numbers = true)]
    pub averaged: Option<f64>,

    /// Word pieces that are kept of the base's, the most frequent in the rows first [default: 12000]
    #[arg(long, value_name = "N", requires = "base")]
    pub vocabulary: Option<usize>,

    /// Layers that are kept of the base's, from the input on [default: all]
    #[arg(long, value_name = "N", requires = "base", value_parser = clap::value_parser!(u16).range(1..))]
    pub layers: Option<u16>,

    /// Word pieces of a text that are learned from [default: 96]
    #[arg(long, value_name = "N", requires = "base", value_parser = clap::value_parser!(u16).range(3..))]
    pub max_pieces: Option<u16>,

    /// Column of --target by which rows are held out together for calibration [default: as --group-column]
    #[arg(long, value_name = "COLUMN", requires_all = ["base", "target"])]
    pub held_out_by: Option<String>,
}
