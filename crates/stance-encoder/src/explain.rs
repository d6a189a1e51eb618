//! Which words made it so.
//!
//! What a word adds depends on the words beside it. It is measured twice: when the words are put in one after the
//! other from the first on, and from the last on; the mean of the two is its contribution. That is the Shapley value
//! estimated from two opposite orders (Castro, Gómez and Tejada, Computers & Operations Research 36, 2009; Štrumbelj
//! and Kononenko, Knowledge and Information Systems 41, 2014). Either way what all words add is the whole, so the
//! contributions and the intercept add up to the logits.

use std::ops::Range;

use stance_classifier::{Explanation, Prediction, Term};

use crate::model::EncoderModel;
use crate::wordpiece::Piece;

/// Most steps in which words are put in. A text of more words has several put in at once, which share alike what they
/// add; so the longest text costs no more than this many times two readings.
const MOST_STEPS: usize = 64;

pub(crate) fn explain<'m>(model: &'m EncoderModel<'_>, text: &str) -> Explanation<'m> {
    let mut pieces = Vec::new();
    model.tokenize(text, &mut pieces);
    let words = words(model, &pieces);
    let at_once = words.len().div_ceil(MOST_STEPS).max(1);
    let steps: Vec<&[Range<usize>]> = words.chunks(at_once).collect();
    // The first entry is a text without a word, and so is what is after the last step.
    let starts = steps.iter().map(|step| step[0].start);
    let bounds: Vec<usize> = starts.chain([pieces.len()]).collect();
    let ids = |range: Range<usize>| model.sequence(pieces[range].iter().map(|piece| piece.id));
    let forward = bounds.iter().map(|&bound| ids(0..bound));
    let backward = bounds.iter().map(|&bound| ids(bound..pieces.len()));
    let sequences: Vec<Vec<u32>> = forward.chain(backward).collect();
    let logits: Vec<Box<[f64]>> = model
        .scores_of(&sequences)
        .iter()
        .map(|scores| model.calibration().apply(scores))
        .collect();
    let (forward, backward) = logits.split_at(bounds.len());
    let mut terms = Vec::with_capacity(words.len());
    for (n, step) in steps.iter().enumerate() {
        let share = 0.5 / step.len() as f64;
        let ends = forward[n + 1].iter().zip(&forward[n]);
        let others = backward[n].iter().zip(&backward[n + 1]);
        let parts: Vec<f64> = ends
            .zip(others)
            .map(|((with, without), (also, alone))| ((with - without) + (also - alone)) * share)
            .collect();
        for word in *step {
            let range = pieces[word.start].start as usize..pieces[word.end - 1].end as usize;
            let is_word = text[range.clone()].contains(char::is_alphanumeric);
            terms.push(Term::new(range, parts.clone(), is_word));
        }
    }
    let prediction = Prediction::from_logits(model.labels(), &forward[steps.len()]);
    Explanation::new(prediction, terms, forward[0].clone())
}

/// The pieces of each word.
fn words(model: &EncoderModel<'_>, pieces: &[Piece]) -> Vec<Range<usize>> {
    let begins = |&n: &usize| !model.pieces().is_within_word(pieces[n].id);
    let starts: Vec<usize> = (0..pieces.len()).filter(begins).collect();
    let ends = starts.iter().skip(1).copied().chain([pieces.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}
