//! A model's card: what it was made from, how, and how it scored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::model::LinearModel;

/// The program and version that makes models here, whoever asks it to: the command or a library.
pub const MADE_BY: &str = concat!("stance ", env!("CARGO_PKG_VERSION"));

/// What whoever meets a model file wants to know of it (after Mitchell et al., "Model Cards for Model
/// Reporting", FAT* 2019). It holds no time and no path of a machine, so that the same training gives the
/// same file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    /// What the model is called.
    pub name: String,
    /// Program and version that made it.
    pub made_by: String,
    /// The training files.
    pub data: Vec<DataFile>,
    /// Training rows by label.
    pub rows: BTreeMap<String, usize>,
    /// The teacher it learned from besides, if it had one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distilled: Option<Distillation>,
    /// Settings of features and learner, by the name of the option that sets them.
    pub recipe: BTreeMap<String, String>,
    /// How the calibration maps scores to logits.
    pub calibration: String,
    /// How well models labelled rows that were held out of their training.
    pub held_out: Option<Scores>,
}

/// A file of training rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DataFile {
    /// The last parts of its path.
    pub file: String,
    /// SHA-256 of its bytes, decompressed where they were compressed; hexadecimal.
    pub sha256: String,
    /// Rows that it gave.
    pub rows: usize,
}

/// Texts without labels that were learned from as a teacher labelled them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Distillation {
    /// Who labelled them.
    pub teacher: Teacher,
    /// The files of the texts; the rows of each are its records, those that were left out among them.
    pub unlabelled: Vec<DataFile>,
    /// Texts learned from, by the label that the teacher finds likeliest.
    pub rows: BTreeMap<String, usize>,
}

/// Where soft labels are from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Teacher {
    /// A model.
    Model {
        /// The name on its card.
        name: String,
        /// SHA-256 of its file, hexadecimal.
        sha256: String,
    },
    /// A file of ready probabilities.
    SoftLabels(DataFile),
}

/// Scores on rows held out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Scores {
    /// What was held out, and how: by whole groups or by rows, in how many folds.
    pub of: String,
    /// Number of rows.
    pub n: usize,
    /// Share labelled right.
    pub accuracy: f64,
    /// Mean of the classes' F1.
    pub macro_f1: f64,
    /// Mean negative log probability of the true label, in nats.
    pub log_loss: f64,
    /// Expected calibration error of the top label, 10 bins.
    pub ece: f64,
    /// Rows of each true label by the label they were given; empty where it is not known. What counts of labels are
    /// corrected by.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
    /// The same of those labelled with a high probability, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sure: Option<Sure>,
}

/// Rows of each true label by the label that they were surely given.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sure {
    /// The least probability of a sure label, in `[0, 1]`.
    pub from: f64,
    /// The rows.
    pub confusion: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Card {
    /// Reads a card from JSON; fields that are not there are left empty.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is not the JSON of a card.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json)
            .map_err(|_| Error::Malformed("the card is not the JSON of a card"))
    }

    /// The card in JSON.
    ///
    /// # Errors
    /// [`Error::Malformed`] when a number in it has no JSON form.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self)
            .map_err(|_| Error::Malformed("a number of the card is not finite"))
    }
}

impl LinearModel<'_> {
    /// The card; empty where the model has none.
    ///
    /// # Errors
    /// As [`Card::from_json`].
    pub fn card(&self) -> Result<Card> {
        if self.card_json().is_empty() {
            Ok(Card::default())
        } else {
            Card::from_json(self.card_json())
        }
    }

    /// The same model with this card.
    ///
    /// # Errors
    /// As [`Card::to_json`].
    #[must_use = "the model is changed by value"]
    pub fn with_card(mut self, card: &Card) -> Result<Self> {
        self.card = card.to_json()?.into();
        Ok(self)
    }
}
