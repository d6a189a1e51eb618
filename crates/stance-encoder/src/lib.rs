//! The accurate engine: a small transformer encoder (BERT) with a linear head over its mean-pooled output.
//!
//! - [`WordPieces`] cuts a text into word pieces that know where they stand in it;
//! - [`Weights`] are an encoder's parameters in `f32`, [`EncoderConfig`] its shape.

mod config;
mod weights;
mod wordpiece;

pub use config::EncoderConfig;
pub use weights::{Layer, Linear, Norm, Weights};
pub use wordpiece::{Piece, WordPieces};
