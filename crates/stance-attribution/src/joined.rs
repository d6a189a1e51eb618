//! Sentences without a page.

use std::ops::Range;

/// Puts sentences into one text, a line each, and says in which bytes of it each of them is: what
/// [`Lexicon::attribute`](crate::Lexicon::attribute) takes, for those who have sentences and no page.
pub fn joined<S: AsRef<str>>(
    sentences: impl IntoIterator<Item = S>,
) -> (String, Vec<Range<usize>>) {
    let mut text = String::new();
    let ranges = sentences.into_iter().map(|sentence| {
        let start = text.len();
        text.push_str(sentence.as_ref());
        text.push('\n');
        start..text.len() - 1
    });
    let ranges = ranges.collect();
    (text, ranges)
}
