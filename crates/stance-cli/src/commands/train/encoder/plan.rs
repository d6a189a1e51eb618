//! What the options of fine-tuning ask for.

use std::collections::BTreeMap;
use std::path::Path;

use sha2::{Digest, Sha256};
use stance_encoder::train::FineTuning;

use crate::args::TrainArgs;
use crate::input::labelled;
use crate::input::source;

/// What the options leave open.
pub mod default {
    /// A vocabulary with which six layers of 384 stay under 16 MB in whole numbers.
    pub const VOCABULARY: usize = 12_000;
    pub const MAX_PIECES: usize = 96;
    /// Longest text that the model will read, in word pieces.
    pub const POSITIONS: usize = 128;
    pub const TARGET_WEIGHT: f32 = 2.0;
    /// One fold of so many is held out for calibration.
    pub const FOLDS: u16 = 16;
    pub const SEED: u64 = 1;
    pub const CHECKPOINT_EVERY: u64 = 100;
}

/// What the options ask for.
pub struct Plan {
    pub tuning: FineTuning,
    pub vocabulary: usize,
    pub max_pieces: usize,
    pub layers: Option<usize>,
    /// Whether names of a kind are read alike.
    pub mask_names: bool,
    pub target_weight: f32,
    pub folds: u16,
    pub held_out_by: Option<String>,
}

impl Plan {
    pub fn new(args: &TrainArgs) -> anyhow::Result<Self> {
        let options = &args.encoder;
        let usual = FineTuning::default();
        let tuning = FineTuning {
            epochs: options.epochs.map_or(usual.epochs, usize::from),
            batch: options.batch.map_or(usual.batch, usize::from),
            rate: args.stream.rate.unwrap_or(usual.rate),
            layer_decay: options.layer_decay.unwrap_or(usual.layer_decay),
            dropout: options.dropout.unwrap_or(usual.dropout),
            label_smoothing: options.label_smoothing.unwrap_or(usual.label_smoothing),
            averaged: options.averaged.unwrap_or(usual.averaged),
            seed: args.recipe.seed.unwrap_or(default::SEED),
            ..usual
        };
        Ok(Self {
            tuning: tuning.check()?,
            vocabulary: options.vocabulary.unwrap_or(default::VOCABULARY),
            max_pieces: options.max_pieces.map_or(default::MAX_PIECES, usize::from),
            layers: options.layers.map(usize::from),
            mask_names: !args.recipe.no_mask,
            target_weight: args.recipe.target_weight.unwrap_or(default::TARGET_WEIGHT),
            folds: args.recipe.folds.unwrap_or(default::FOLDS),
            held_out_by: options.held_out_by.clone(),
        })
    }

    /// The settings by the names of their options.
    pub fn settings(&self, base: &Path) -> anyhow::Result<BTreeMap<String, String>> {
        const MODEL: &str = "model.safetensors";
        let bytes = source::bytes(&base.join(MODEL))?;
        let checksum = labelled::hexadecimal(&Sha256::digest(&bytes));
        let tuning = &self.tuning;
        let settings = [
            ("engine", "encoder".to_owned()),
            ("base", format!("{MODEL}, SHA-256 {checksum}")),
            ("epochs", tuning.epochs.to_string()),
            ("batch", tuning.batch.to_string()),
            ("rate", tuning.rate.to_string()),
            ("layer-decay", tuning.layer_decay.to_string()),
            ("dropout", tuning.dropout.to_string()),
            ("label-smoothing", tuning.label_smoothing.to_string()),
            ("averaged", tuning.averaged.to_string()),
            ("seed", tuning.seed.to_string()),
            ("vocabulary", self.vocabulary.to_string()),
            ("max-pieces", self.max_pieces.to_string()),
            (
                "layers",
                self.layers.map_or("all".to_owned(), |n| n.to_string()),
            ),
            ("mask", self.mask_names.to_string()),
            ("target-weight", self.target_weight.to_string()),
            ("folds", self.folds.to_string()),
            (
                "held-out-by",
                self.held_out_by.clone().unwrap_or("group".to_owned()),
            ),
        ];
        Ok(settings
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect())
    }
}
