//! Fine-tuning an encoder: gradients by hand, checked against finite differences.

mod attention;
mod base;
mod fine_tuner;
mod matrix;
mod network;
mod norm;
mod optimiser;
mod random;
mod state;
#[cfg(test)]
mod tests;

pub use base::Base;
pub use fine_tuner::{FineTuner, FineTuning, Row, Step, scores};
