//! From tokens to the occurrences of hashed features.

mod chars;
mod context;
mod cues;
mod words;

use crate::config::{ConfigError, FeatureConfig, Group};
use crate::hash;
use crate::mask;
use crate::token::Tokens;

pub(crate) use context::small_words;

/// One occurrence of a feature in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The kind of feature.
    pub group: Group,
    /// The feature's bucket, below [`FeatureConfig::buckets`].
    pub bucket: u32,
    /// Index of the first token that it was seen in.
    pub first: u32,
    /// Number of tokens that it was seen in, at least 1.
    pub tokens: u32,
}

/// What is done with the occurrences of a text's features, as they are found.
pub trait Sink {
    /// Takes the next occurrence.
    fn take(&mut self, occurrence: Occurrence);
}

impl<F: FnMut(Occurrence)> Sink for F {
    #[inline]
    fn take(&mut self, occurrence: Occurrence) {
        self(occurrence);
    }
}

/// Finds the features of texts as a [`FeatureConfig`] asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Extractor {
    config: FeatureConfig,
}

impl Extractor {
    /// An extractor for a configuration.
    ///
    /// # Errors
    /// What is out of range in the configuration.
    pub fn new(config: FeatureConfig) -> Result<Self, ConfigError> {
        config.check()?;
        Ok(Self { config })
    }

    /// The configuration.
    pub const fn config(&self) -> &FeatureConfig {
        &self.config
    }

    /// Gives every occurrence of every feature of `text` to `sink`.
    ///
    /// `tokens` is a buffer; afterwards it holds the tokens that the occurrences speak of, names masked
    /// where the configuration says so. The order is fixed, so that sums of it are the same everywhere.
    ///
    /// ```
    /// use stance_text::{Extractor, FeatureConfig, Group, Occurrence, Tokens};
    ///
    /// let extractor = Extractor::new(FeatureConfig::default())?;
    /// let (mut tokens, mut words) = (Tokens::new(), 0);
    /// extractor.extract("They stand by us.", &mut tokens, &mut |occurrence: Occurrence| {
    ///     words += usize::from(occurrence.group == Group::Word);
    /// });
    /// assert_eq!(words, 5); // the full stop is a token too
    /// # Ok::<(), stance_text::ConfigError>(())
    /// ```
    pub fn extract<S: Sink>(&self, text: &str, tokens: &mut Tokens, sink: &mut S) {
        tokens.read(text);
        self.extract_from(tokens, sink);
    }

    /// The features of the tokens that were read.
    fn extract_from<S: Sink>(&self, tokens: &mut Tokens, sink: &mut S) {
        if self.config.mask_names {
            mask::names(tokens);
        }
        let mut out = Emitter {
            sink,
            bits: self.config.bits,
        };
        if let Some(range) = self.config.words {
            words::emit(tokens.as_slice(), range, &mut out);
        }
        if let Some(range) = self.config.chars {
            chars::emit(tokens, range, &mut out);
        }
        if self.config.cues {
            cues::emit(tokens.as_slice(), &mut out);
        }
        if self.config.anchors {
            context::emit(tokens, &mut out);
        }
    }
}

/// Puts hashes into buckets on their way to the sink.
struct Emitter<'s, S> {
    sink: &'s mut S,
    bits: u8,
}

impl<S: Sink> Emitter<'_, S> {
    #[inline]
    fn emit(&mut self, group: Group, hash: u64, first: usize, tokens: usize) {
        self.sink.take(Occurrence {
            group,
            bucket: hash::bucket(hash, self.bits),
            first: first as u32,
            tokens: tokens as u32,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hint;
    use crate::token::samples;

    fn occurrences(extractor: &Extractor, tokens: &mut Tokens) -> Vec<Occurrence> {
        let mut found = Vec::new();
        extractor.extract_from(tokens, &mut |occurrence| found.push(occurrence));
        found
    }

    #[test]
    fn asking_every_list_of_every_word_finds_nothing_more() {
        let extractor = Extractor::new(FeatureConfig::default()).unwrap();
        let mut tokens = Tokens::new();
        for text in samples::written().chain(samples::generated()) {
            tokens.read(&text);
            let hinted = occurrences(&extractor, &mut tokens);
            tokens.read_with(&text, &hint::ANYTHING);
            assert_eq!(hinted, occurrences(&extractor, &mut tokens), "{text:?}");
        }
    }
}
