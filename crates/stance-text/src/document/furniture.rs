//! Which blocks belong to the page and not to its text.
//!
//! First each block by itself ([`super::line`]), then by what stands around it: lists of other
//! headlines, repeats, teasers, names under a headline.

use std::collections::HashMap;

use super::line::{self, LONGEST};
use super::{Block, BlockKind, phrases};

/// How many blocks the list after a heading such as “Related” may have.
const RELATED: usize = 40;

/// Finds the furniture among the blocks of a page.
pub(super) fn mark(blocks: &mut [Block<'_>]) {
    for block in blocks.iter_mut() {
        if block.kind != BlockKind::Furniture && line::is_furniture(&block.text, block.kind) {
            block.kind = BlockKind::Furniture;
        }
    }
    mark_related(blocks);
    mark_repeats(blocks);
    mark_teasers(blocks);
    mark_bylines(blocks);
}

/// Headlines of other pages after a heading such as “Related coverage:”, up to the next paragraph.
fn mark_related(blocks: &mut [Block<'_>]) {
    let mut left = 0;
    for block in blocks {
        let bare = block.text.trim_matches(|c: char| !c.is_alphanumeric());
        if bare.len() <= 32 && !line::is_ended(&block.text) {
            let lower = bare.to_lowercase().replace('’', "'");
            if phrases::RELATED.binary_search(&lower.as_str()).is_ok() {
                left = RELATED;
                continue;
            }
        }
        if left > 0 {
            if line::is_ended(&block.text)
                && block.kind != BlockKind::Furniture
                && block.text.len() > 60
            {
                left = 0;
            } else {
                left -= 1;
                block.kind = BlockKind::Furniture;
            }
        }
    }
}

/// Headlines that stand more than once, or once more with the name of the site behind them.
fn mark_repeats(blocks: &mut [Block<'_>]) {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut repeats = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let headline = matches!(block.kind, BlockKind::Title | BlockKind::Heading);
        let is_text = block.text.len() > LONGEST || (!headline && line::is_ended(&block.text));
        if block.kind == BlockKind::Furniture || is_text {
            continue;
        }
        match first.get(block.text.as_ref()) {
            // The title of a page of HTML is not shown; the headline is.
            Some(&before)
                if blocks[before].kind == BlockKind::Title && block.kind != BlockKind::Title =>
            {
                repeats.push(before);
                first.insert(block.text.to_string(), at);
            }
            Some(_) => repeats.push(at),
            None => {
                first.insert(block.text.to_string(), at);
            }
        }
    }
    for (at, block) in blocks.iter().enumerate() {
        let headline = block.kind != BlockKind::Furniture && block.text.len() <= LONGEST;
        if headline && parts(&block.text).any(|part| part.len() > 12 && first.contains_key(part)) {
            repeats.push(at);
        }
    }
    for at in repeats {
        blocks[at].kind = BlockKind::Furniture;
    }
}

/// What stands before and after each mark that parts a headline from the name of its site.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices(['-', '|', '–', '—', '»', '·', ':'])
        .filter_map(|(at, mark)| {
            let before = text
                .get(..at)?
                .strip_suffix(' ')
                .or_else(|| text.get(..at)?.strip_suffix(" :"))?;
            let after = text.get(at + mark.len()..)?;
            Some((
                before,
                after
                    .strip_prefix(' ')
                    .or_else(|| after.strip_prefix(": "))?,
            ))
        })
        .take(4)
        .flat_map(|(before, after)| [before, after])
}

/// Lines that are the beginning of another block, cut off.
fn mark_teasers(blocks: &mut [Block<'_>]) {
    let kept = blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind != BlockKind::Furniture);
    let mut texts: Vec<(&str, usize)> = kept.map(|(at, block)| (block.text.as_ref(), at)).collect();
    texts.sort_unstable();
    let mut teasers = Vec::new();
    for (i, &(text, at)) in texts.iter().enumerate() {
        let cut = text.trim_end_matches(['.', '…', '[', ']', ' ']);
        let elided = cut.len() < text.len()
            && (text.ends_with("...") || text.ends_with('…') || text.ends_with(']'));
        if cut.len() < 20 || (line::is_ended(text) && !elided) {
            continue;
        }
        // Sorted, the texts that begin with this one follow it; one that was elided may stand before.
        let after = texts
            .get(i + 1)
            .is_some_and(|(next, _)| next.starts_with(cut) && next.len() > text.len());
        let before = elided
            && i > 0
            && texts
                .get(i - 1)
                .is_some_and(|(next, _)| next.starts_with(cut) && next.len() > text.len());
        if after || before {
            teasers.push(at);
        }
    }
    for at in teasers {
        blocks[at].kind = BlockKind::Furniture;
    }
}

/// A name of three or four words between a headline and the text.
fn mark_bylines(blocks: &mut [Block<'_>]) {
    let kept: Vec<usize> = (0..blocks.len())
        .filter(|&at| blocks[at].kind != BlockKind::Furniture)
        .collect();
    let heading = |at: usize| matches!(blocks[at].kind, BlockKind::Title | BlockKind::Heading);
    let mut names = Vec::new();
    for window in kept.windows(3) {
        let [before, name, after] = *window else {
            continue;
        };
        let words: Vec<&str> = blocks[name].text.split_whitespace().take(6).collect();
        let is_name = (3..=4).contains(&words.len())
            && words.iter().all(|word| {
                let mut letters = word.chars();
                letters.next().is_some_and(char::is_uppercase)
                    && letters.all(|c| c.is_lowercase() || matches!(c, '.' | '-' | '\'' | '’'))
            });
        let between = heading(before) && heading(name) && !heading(after);
        if is_name && between && blocks[before].text.split_whitespace().count() >= 5 {
            names.push(name);
        }
    }
    for name in names {
        blocks[name].kind = BlockKind::Furniture;
    }
}
