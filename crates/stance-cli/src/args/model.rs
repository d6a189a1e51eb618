//! Which model answers, and what is told of one.

use anyhow::bail;
use clap::{Args, Subcommand, ValueEnum};

use super::values::probability;
use crate::engine::{Engine, NO_CASCADE};

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
pub enum CardFormat {
    /// For reading
    Text,
    /// For programs
    Json,
    /// A model card to publish
    Markdown,
}
