//! Fine-tuning an encoder: gradients by hand, checked against finite differences.

mod attention;
mod base;
mod fine_tuner;
mod loss;
mod matrix;
mod network;
mod norm;
mod optimiser;
mod random;
mod settings;
mod state;
#[cfg(test)]
mod tests;

pub use base::Base;
pub use fine_tuner::{FineTuner, Row, Step, scores};
pub use settings::FineTuning;
