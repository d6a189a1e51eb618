//! The embedded lists.

use std::sync::LazyLock;

use stance_attribution::Lexicon;

/// Built once: the automata take longer than all sentences of a test.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
