//! A fast, explainable, calibrated classifier of the stance that a statement takes toward an alliance.

mod calibration;
#[cfg(feature = "card")]
pub mod card;
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
#[cfg(feature = "train")]
pub mod train;

pub use calibration::MatrixScaling;
pub use classifier::{Classifier, Classify};
pub use error::{Error, Result};
pub use explain::{Evidence, Explanation, Term};
pub use label::{Labels, NotAStance, Stance};
pub use model::LinearModel;
pub use prediction::Prediction;
pub use score::Scratch;
