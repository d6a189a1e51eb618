//! Forms found in a text.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

/// Forms in every typography, with their values.
pub(super) fn spelled<T: Copy>(forms: &HashMap<String, T>) -> (Vec<String>, Vec<T>) {
    let mut all: Vec<(String, T)> = Vec::with_capacity(forms.len());
    for (form, &value) in forms {
        all.push((form.clone(), value));
        if form.contains('\'') {
            all.push((form.replace('\'', "’"), value));
        }
        if form.contains('-') {
            for hyphen in ["\u{2010}", "\u{2011}", "–"] {
                all.push((form.replace('-', hyphen), value));
            }
        }
        if form.contains(' ') {
            all.push((form.replace(' ', "\u{a0}"), value));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().unzip()
}

pub(super) fn automaton(forms: &[String], any_case: bool) -> Option<AhoCorasick> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(any_case)
        .build(forms)
        .ok()
}

/// Matches that begin and end at the border of a word.
pub(super) fn whole_words<'a>(
    automaton: &'a Option<AhoCorasick>,
    text: &'a str,
) -> impl Iterator<Item = (usize, usize, usize)> + 'a {
    let found = automaton.iter().flat_map(move |all| all.find_iter(text));
    found.filter_map(move |found| {
        let (start, end) = (found.start(), found.end());
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        // A form that ends in a full stop is at a border whatever follows.
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let open = inside(before) || (inside(after) && !text[..end].ends_with('.'));
        (!open).then_some((start, end, found.pattern().as_usize()))
    })
}
