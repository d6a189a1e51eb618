//! From a page of text to sentences, tokens and hashed features, with byte offsets kept all the way.
//!
//! No learning happens here and no label is known. The modules stand in the order in which text meets
//! them.

mod anchor;
mod chars;
mod config;
mod cue;
mod document;
mod encoding;
mod error;
mod feature;
mod hash;
mod hint;
mod mask;
mod phrase;
#[cfg(feature = "sentences")]
mod sentence;
mod span;
#[cfg(feature = "sentences")]
mod statement;
mod token;

pub use anchor::Anchor;
pub use config::{ConfigError, FeatureConfig, Group, NgramRange};
pub use cue::Cue;
#[cfg(feature = "html")]
pub use document::Declared;
pub use document::{Block, BlockKind, Document, Format};
pub use encoding::{Decoded, decode};
pub use error::{Error, ErrorKind, Result};
pub use feature::{Extractor, Occurrence, Sink};
pub use mask::Name;
#[cfg(feature = "sentences")]
pub use sentence::{Sentences, sentences};
#[cfg(feature = "sentences")]
pub use statement::{Line, Statement, StatementOptions, Statements, statements, statements_with};
pub use token::{Case, Token, TokenKind, Tokens};
