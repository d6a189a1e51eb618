//! The accurate engine: a small transformer encoder (BERT) with a linear head over its mean-pooled output.
//!
//! - [`EncoderModel`] is the classifier, [`is_encoder`] tells its files from others;
//! - [`WordPieces`] cuts a text into word pieces that know where they stand in it;
//! - [`Weights`] are an encoder's parameters in `f32`, [`EncoderConfig`] its shape;
//! - [`train`] fine-tunes them (feature `train`).
#![cfg_attr(not(feature = "train"), allow(rustdoc::broken_intra_doc_links))]

mod config;
mod engine;
mod explain;
mod format;
mod model;
#[cfg(feature = "pretrained")]
mod pretrained;
#[cfg(feature = "train")]
pub mod train;
mod weights;
mod wordpiece;

pub use config::EncoderConfig;
pub use format::is_encoder;
pub use model::EncoderModel;
pub use weights::{Layer, Linear, Norm, Part, Place, Weights};
pub use wordpiece::{Piece, WordPieces};
