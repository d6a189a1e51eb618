//! Which sentences of a page are statements.

use std::collections::HashSet;
use std::ops::Range;

use super::{Origin, Statement, StatementOptions};
use crate::document::{self, Block, BlockKind, Document};
use crate::encoding::{Decoded, Offsets};
use crate::sentence::sentences;

/// The fewest bytes a sentence must have to be left out as a repeat: “Thank you.” may be said twice.
const REPEAT: usize = 30;

/// A sentence of a block, not yet a statement.
struct Candidate<'d> {
    kind: BlockKind,
    block: &'d Block<'d>,
    /// The number of the block on the page.
    at: usize,
    range: Range<usize>,
    /// Whether it is the last of several sentences of its block and has no full stop: cut off.
    loose_end: bool,
}

impl<'d> Candidate<'d> {
    fn into_statement(self, page: &Offsets) -> Statement {
        let text = self.text().to_owned();
        let origin = Origin {
            at: self.range.start,
            block: self.block.map().clone(),
            page: page.clone(),
        };
        Statement {
            kind: self.kind,
            source: origin.source_range(0..text.len()),
            block: self.at,
            text,
            origin,
        }
    }

    fn text(&self) -> &'d str {
        self.block
            .text()
            .get(self.range.clone())
            .unwrap_or_default()
    }
}

/// The statements of a page, by what `options` leave of its sentences.
pub(super) fn collect(
    decoded: &Decoded<'_>,
    document: &Document<'_>,
    options: StatementOptions<'_>,
) -> Vec<Statement> {
    let mut candidates = Vec::new();
    for (at, block) in document.blocks().iter().enumerate() {
        if options.furniture || block.kind() != BlockKind::Furniture {
            split(block, at, &mut candidates);
        }
    }
    if !options.furniture {
        let cut = cut_off(&candidates);
        candidates.retain(|candidate| {
            candidate.kind != BlockKind::Furniture
                && !(candidate.loose_end && cut.contains(candidate.text()))
        });
    }
    let mut seen = HashSet::new();
    candidates
        .into_iter()
        .filter(|candidate| {
            let text = candidate.text();
            options.repeats || text.len() < REPEAT || seen.insert(text)
        })
        .map(|candidate| candidate.into_statement(decoded.offsets()))
        .collect()
}

fn split<'d>(block: &'d Block<'d>, at: usize, candidates: &mut Vec<Candidate<'d>>) {
    let mut parts = sentences(block.text()).peekable();
    let mut first = true;
    while let Some(range) = parts.next() {
        let text = block.text().get(range.clone()).unwrap_or_default();
        let kind = if document::is_credit(text) {
            BlockKind::Furniture
        } else {
            block.kind()
        };
        let loose_end = !first && parts.peek().is_none() && !document::is_ended(text);
        candidates.push(Candidate {
            kind,
            block,
            at,
            range,
            loose_end,
        });
        first = false;
    }
}

/// Texts that are the beginning of another sentence: the ends of teasers.
fn cut_off<'d>(candidates: &[Candidate<'d>]) -> HashSet<&'d str> {
    if !candidates.iter().any(|candidate| candidate.loose_end) {
        return HashSet::new();
    }
    let mut texts: Vec<&str> = candidates.iter().map(Candidate::text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
        .windows(2)
        .filter(|pair| pair[1].starts_with(pair[0]))
        .map(|pair| pair[0])
        .collect()
}
