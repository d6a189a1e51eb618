//! Which cues a text has, in which third of it, which two together, and in what order.

use super::{Emitter, Sink};
use crate::anchor;
use crate::config::Group;
use crate::cue::{self, Cue};
use crate::hash;
use crate::hint;
use crate::token::{Token, TokenKind};

const IN_THIRD: u64 = 0x7468_6972;
const WITH: u64 = 0x7769_7468;
const RUN: u64 = 0x7275_6E73;

/// Steps of the order of cues that are no cues.
const START: u64 = hash::salted(1, RUN);
const END: u64 = hash::salted(2, RUN);
const PLACE: u64 = hash::salted(3, RUN);
const PERSON: u64 = hash::salted(4, RUN);
const BREAK: u64 = hash::salted(5, RUN);

/// A step in the order of cues, and the tokens it stands on.
#[derive(Clone, Copy)]
struct Step {
    hash: u64,
    first: usize,
    tokens: usize,
}

pub(super) fn emit<S: Sink>(tokens: &[Token], out: &mut Emitter<'_, S>) {
    if tokens.is_empty() {
        return;
    }
    // The first place of each cue, and whether a third of the text was seen to have it.
    let mut places: [Option<(usize, usize)>; Cue::ALL.len()] = [None; Cue::ALL.len()];
    let mut thirds = [[false; Cue::ALL.len()]; 3];
    let mut run = Run::new(out);
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].hint & (hint::CUE | hint::ANCHOR | hint::STEP) == 0 {
            at += 1;
            continue;
        }
        let Some((length, cue)) = cue::at_start(&tokens[at..]) else {
            if let Some((hash, joins)) = step(&tokens[at]) {
                run.push(
                    Step {
                        hash,
                        first: at,
                        tokens: 1,
                    },
                    joins,
                );
            }
            at += 1;
            continue;
        };
        let third = usize::from(3 * at >= tokens.len()) + usize::from(3 * at >= 2 * tokens.len());
        if !std::mem::replace(&mut thirds[third][cue as usize], true) {
            let hash = hash::then(hash::salted(third as u64, IN_THIRD), cue.hash());
            run.out.emit(Group::Cue, hash, at, length);
        }
        places[cue as usize].get_or_insert((at, length));
        // An anchor that is also a cue (`partnership`) is the anchor here.
        match step(&tokens[at]) {
            Some((hash, joins)) => run.push(
                Step {
                    hash,
                    first: at,
                    tokens: 1,
                },
                joins,
            ),
            None => run.push(
                Step {
                    hash: cue.hash(),
                    first: at,
                    tokens: length,
                },
                false,
            ),
        }
        at += length;
    }
    run.push(
        Step {
            hash: END,
            first: tokens.len() - 1,
            tokens: 1,
        },
        false,
    );
    let present = Cue::ALL
        .iter()
        .zip(places)
        .filter_map(|(cue, place)| Some((cue.hash(), place?)));
    for (one, (first, length)) in present.clone() {
        out.emit(Group::Cue, one, first, length);
    }
    pairs(present, out);
}

/// Which two cues there are together.
fn pairs<S: Sink>(
    mut present: impl Iterator<Item = (u64, (usize, usize))> + Clone,
    out: &mut Emitter<'_, S>,
) {
    while let Some((one, (first, _))) = present.next() {
        for (other, (second, _)) in present.clone() {
            let hash = hash::salted(hash::then(one, other), WITH);
            // Its two places may lie far apart: it is told by the later one.
            out.emit(Group::Cue, hash, second.max(first), 1);
        }
    }
}

/// What a token that is no cue is in the order of cues, and whether several in a row count as one.
fn step(token: &Token) -> Option<(u64, bool)> {
    if let Some(anchor) = anchor::of(token) {
        return Some((anchor.hash(), false));
    }
    match token.kind {
        TokenKind::Place => Some((PLACE, true)),
        TokenKind::Person => Some((PERSON, false)),
        TokenKind::Mark if token.is_break() => Some((BREAK, true)),
        _ => None,
    }
}

/// Sequences of two and three steps, and of three with breaks left out.
struct Run<'o, 's, S> {
    out: &'o mut Emitter<'s, S>,
    last: [Option<Step>; 2],
    last_without_breaks: [Option<Step>; 2],
}

impl<'o, 's, S: Sink> Run<'o, 's, S> {
    fn new(out: &'o mut Emitter<'s, S>) -> Self {
        let start = Some(Step {
            hash: START,
            first: 0,
            tokens: 1,
        });
        Self {
            out,
            last: [None, start],
            last_without_breaks: [None, start],
        }
    }

    fn push(&mut self, step: Step, joins: bool) {
        let [before, last] = self.last;
        if joins && last.is_some_and(|last| last.hash == step.hash) {
            return;
        }
        if let Some(last) = last {
            let pair = hash::salted(hash::then(last.hash, step.hash), RUN);
            self.emit(pair, step);
            if let Some(before) = before {
                let triple = hash::then(hash::then(before.hash, last.hash), step.hash);
                self.emit(hash::salted(triple, RUN), step);
            }
        }
        self.last = [last, Some(step)];
        if step.hash == BREAK {
            return;
        }
        let [before, last] = self.last_without_breaks;
        if let (Some(before), Some(last)) = (before, last) {
            let triple = hash::then(hash::then(before.hash, last.hash), step.hash);
            self.emit(hash::salted(triple, RUN ^ 1), step);
        }
        self.last_without_breaks = [last, Some(step)];
    }

    /// A run is told by its last step; the others have runs of their own.
    fn emit(&mut self, hash: u64, step: Step) {
        self.out.emit(Group::CueRun, hash, step.first, step.tokens);
    }
}
