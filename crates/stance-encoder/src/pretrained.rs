//! The model that comes with the crate.

use crate::model::EncoderModel;

/// The accurate model's file. The repository's README gives the command that makes it again.
const ACCURATE: &[u8] = include_bytes!("../models/accurate.stance");

impl EncoderModel<'static> {
    /// The model that comes with the crate: the four stances toward an alliance, in English. Its matrices are laid
    /// out for this processor once, a copy of 11 MB.
    pub fn pretrained() -> Self {
        Self::from_bytes(ACCURATE)
            .expect("a test reads the embedded model before it can be shipped")
    }
}
