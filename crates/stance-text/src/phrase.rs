//! Finding listed phrases of one or more words in a list of tokens.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::hash;
use crate::hint;
use crate::token::{Token, Tokens};

/// Phrases of words, each with what it means.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<T> {
    /// By the hash of a sequence of words; `None` where the sequence only begins a phrase.
    sequences: HashMap<u64, Option<T>, BuildHasherDefault<AlreadyHashed>>,
    /// The hash of each phrase's first word, and the phrase's meaning.
    first_words: Vec<(u64, T)>,
}

impl<T: Copy> Phrases<T> {
    /// The table of the phrases given, each in the spelling of running text.
    pub(crate) fn new<'p>(phrases: impl IntoIterator<Item = (&'p str, T)>) -> Self {
        let mut sequences: HashMap<u64, Option<T>, _> = HashMap::default();
        let mut first_words = Vec::new();
        let mut tokens = Tokens::new();
        for (phrase, meaning) in phrases {
            tokens.read_with(phrase, &hint::NONE);
            let Some((last, first)) = tokens.as_slice().split_last() else {
                continue;
            };
            first_words.push((first.first().unwrap_or(last).hash, meaning));
            let mut sequence = None;
            for token in first {
                let key = extend(sequence, token);
                sequences.entry(key).or_insert(None);
                sequence = Some(key);
            }
            sequences.insert(extend(sequence, last), Some(meaning));
        }
        Self {
            sequences,
            first_words,
        }
    }

    /// The hash of each phrase's first word, and the phrase's meaning.
    pub(crate) fn first_words(&self) -> impl Iterator<Item = (u64, T)> + '_ {
        self.first_words.iter().copied()
    }

    /// The longest phrase at the start of `tokens`: its number of tokens and its meaning.
    #[inline]
    pub(crate) fn longest(&self, tokens: &[Token]) -> Option<(usize, T)> {
        let mut found = None;
        let mut sequence = None;
        for (index, token) in tokens.iter().enumerate() {
            if token.kind.is_placeholder() {
                break;
            }
            let key = extend(sequence, token);
            match self.sequences.get(&key) {
                None => break,
                Some(None) => {}
                Some(Some(meaning)) => found = Some((index + 1, *meaning)),
            }
            sequence = Some(key);
        }
        found
    }
}

fn extend(sequence: Option<u64>, token: &Token) -> u64 {
    sequence.map_or(token.hash, |sequence| hash::then(sequence, token.hash))
}

/// Keys are hashes already; hashing them again would only cost time.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins() {
        let phrases = Phrases::new([("as", 1), ("as long as", 2), ("long", 3)]);
        let mut tokens = Tokens::new();
        let longest = |tokens: &Tokens, at: usize| phrases.longest(&tokens.as_slice()[at..]);
        tokens.read("As long as they pay");
        assert_eq!(longest(&tokens, 0), Some((3, 2)));
        assert_eq!(longest(&tokens, 1), Some((1, 3)));
        assert_eq!(longest(&tokens, 3), None);
        tokens.read("as long");
        assert_eq!(longest(&tokens, 0), Some((1, 1)));
    }
}
