//! A fast, explainable, calibrated classifier of the stance that a statement takes toward an alliance:
//! reaffirming, hedging, critical, or none.
//!
//! ```
//! # #[cfg(feature = "pretrained")] {
//! use stance_classifier::{Classifier, Classify, Stance};
//!
//! let classifier = Classifier::pretrained();
//! let prediction = classifier.classify("It is too early to say whether the treaty will hold.");
//! assert_eq!(prediction.stance(), Some(Stance::Hedging));
//! assert!(prediction.confidence() > 0.5);
//! # }
//! ```
//!
//! - [`Classifier`] is the front door, [`Classify`] what every engine can do;
//! - [`Cascade`] asks one of them first, and another where that one is not sure;
//! - [`Prediction`] is a label with calibrated probabilities, [`Explanation`] the words that made it so;
//! - [`LinearModel`] is what is within: [`Labels`], features, weights, [`MatrixScaling`];
//! - [`train`] learns a model from labelled texts (feature `train`), and
//!   [`card`] says what it was made from (feature `card`);
//! - [`shell`] is what the model files of all engines have alike.
//!
//! Any set of labels works: [`Stance`] names those of the model that comes with the crate.
//!
//! # Features
//! | feature | what it adds | crates it brings |
//! | --- | --- | --- |
//! | `pretrained` (default) | the model `fast`, 1 MB | none |
//! | `card` | the typed form of a model's card | `serde`, `serde_json` |
//! | `train` | learning | `linfa`, `linfa-logistic`, `ndarray`, `rayon`, `libm`, `stance-eval` |
//!
//! Without features there is no file system, no thread and no clock in it.
#![cfg_attr(
    not(all(feature = "card", feature = "train")),
    allow(rustdoc::broken_intra_doc_links)
)]

mod calibration;
#[cfg(feature = "card")]
pub mod card;
mod cascade;
mod classifier;
mod error;
mod explain;
mod format;
mod label;
mod model;
mod prediction;
#[cfg(feature = "pretrained")]
mod pretrained;
mod score;
pub mod shell;
#[cfg(feature = "train")]
pub mod train;

pub use calibration::MatrixScaling;
pub use cascade::{CASCADE_THRESHOLD, Cascade};
pub use classifier::{Classifier, Classify};
pub use error::{Error, Result};
pub use explain::{Evidence, Explanation, Term};
pub use label::{Labels, NotAStance, Stance};
pub use model::LinearModel;
pub use prediction::Prediction;
pub use score::Scratch;

/// The examples of the README are run as tests.
#[cfg(all(doctest, feature = "pretrained"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
