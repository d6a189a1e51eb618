//! Texts as counts of words and pairs of words.

use std::collections::{BTreeMap, HashMap};

use stance_text::{TokenKind, Tokens};

use super::Task;

/// A word or pair that occurs in fewer training rows says nothing that can be relied on.
const FEWEST_ROWS: usize = 2;

/// A text: each word or pair of the vocabulary that is in it, ascending, and how often.
pub type Bag = Vec<(u32, u32)>;

/// The texts of a task over the vocabulary of its training rows.
pub struct Words {
    /// Number of different words and pairs.
    pub vocabulary: usize,
    pub learned: Vec<Bag>,
    pub tested: Vec<Bag>,
}

impl Words {
    /// Reads the texts of a task.
    pub fn of(task: &Task<'_>) -> Self {
        let learned: Vec<Vec<String>> = task.learned.iter().map(|(text, _)| terms(text)).collect();
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        for terms in &learned {
            let mut seen: Vec<&str> = terms.iter().map(String::as_str).collect();
            seen.sort_unstable();
            seen.dedup();
            for term in seen {
                *rows.entry(term).or_default() += 1;
            }
        }
        // Numbered in alphabetical order, so that nothing depends on that of a hash map.
        let kept = rows.iter().filter(|(_, rows)| **rows >= FEWEST_ROWS);
        let numbers: HashMap<&str, u32> = kept
            .zip(0..)
            .map(|((&term, _), number)| (term, number))
            .collect();
        let tested = task.tested.iter().map(|text| bag(&terms(text), &numbers));
        Self {
            vocabulary: numbers.len(),
            tested: tested.collect(),
            learned: learned.iter().map(|terms| bag(terms, &numbers)).collect(),
        }
    }
}

/// The words of a text in their normal form, and each two neighbours.
fn terms(text: &str) -> Vec<String> {
    let mut tokens = Tokens::new();
    tokens.read(text);
    let words: Vec<&str> = tokens
        .as_slice()
        .iter()
        .filter(|token| token.kind != TokenKind::Mark)
        .map(|token| tokens.normal(token))
        .collect();
    let pairs = words
        .windows(2)
        .map(|pair| format!("{} {}", pair[0], pair[1]));
    let words = words.iter().map(|word| (*word).to_owned());
    words.chain(pairs).collect()
}

fn bag(terms: &[String], numbers: &HashMap<&str, u32>) -> Bag {
    let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
    for number in terms.iter().filter_map(|term| numbers.get(term.as_str())) {
        *counts.entry(*number).or_default() += 1;
    }
    counts.into_iter().collect()
}
