//! The models that come with the crate.

/// The fast model's file. `datasets/README.md` says what it was trained on; the repository's README gives
/// the command that makes it again.
pub(crate) const FAST: &[u8] = include_bytes!("../models/fast.stance");
