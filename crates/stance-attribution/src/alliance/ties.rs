//! What a page has said of alliances, for what stands for it.

use super::Tie;
use super::party::adversary;
use crate::lexicon::{Lexicon, StateId};
use crate::tagged::Tagged;
use crate::word::unnamed_tie;

/// What the page has said of alliances before.
#[derive(Default)]
pub(crate) struct Ties {
    /// Those of the last sentence that named any, and those of the first.
    last: Vec<Tie>,
    /// The last ties with three parties and with two, for `the trilateral` and `bilateral`.
    trilateral: Option<Tie>,
    bilateral: Option<Tie>,
    /// How many sentences of the page named each.
    counts: Vec<(Tie, usize)>,
}

/// `the alliance`, `both countries`, or a stance with no word of its target: what was said last.
pub(super) fn anaphora(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    start: usize,
    holder: &[StateId],
    ties: &Ties,
    takes_stance: bool,
) -> Vec<Tie> {
    let mut wanted = None;
    for at in start..tagged.len() {
        let word = tagged.word(at);
        if matches!(word, "trilateral" | "trilaterally")
            || word == "three" && at + 1 < tagged.len() && unnamed(tagged, at + 1)
        {
            wanted = Some((at, ties.trilateral.as_ref().map(|tie| vec![tie.clone()])));
            break;
        }
        if matches!(word, "bilateral" | "bilaterally")
            || matches!(word, "two" | "both") && at + 1 < tagged.len() && unnamed(tagged, at + 1)
        {
            wanted = Some((at, ties.bilateral.as_ref().map(|tie| vec![tie.clone()])));
            break;
        }
        if unnamed_tie(word) && wanted.is_none() {
            wanted = Some((at, None));
        }
    }
    let Some((at, found)) = wanted.or(takes_stance.then_some((start, None))) else {
        return Vec::new();
    };
    let mut found = found.unwrap_or_else(|| ties.last.clone());
    // A tie of others cannot be meant by one who is in another tie of this page.
    if let [one] = holder
        && found
            .iter()
            .all(|tie| !tie.states.is_empty() && !tie.states.contains(one))
        && let Some(own) = ties.with(*one).or_else(|| ties.of_member(lexicon, *one))
    {
        found = vec![own];
    }
    for tie in &mut found {
        (tie.first, tie.last) = (at, at);
    }
    found
}

pub(super) fn unnamed(tagged: &Tagged<'_>, at: usize) -> bool {
    matches!(
        tagged.word(at),
        "countries"
            | "nations"
            | "sides"
            | "governments"
            | "capitals"
            | "allies"
            | "leaders"
            | "neighbours"
            | "neighbors"
            | "militaries"
            | "ministers"
            | "partners"
            | "states"
            | "powers"
    )
}

impl Ties {
    /// The last tie that a state is party to.
    pub fn with(&self, state: StateId) -> Option<Tie> {
        let recent = self
            .last
            .iter()
            .chain(&self.bilateral)
            .chain(&self.trilateral);
        let mut all = recent.chain(self.counts.iter().rev().map(|(tie, _)| tie));
        all.find(|tie| tie.states.len() > 1 && tie.states.contains(&state))
            .cloned()
    }

    /// The last pact that a state is a member of.
    pub fn of_member(&self, lexicon: &Lexicon, state: StateId) -> Option<Tie> {
        let heard = self
            .last
            .iter()
            .chain(self.counts.iter().rev().map(|(tie, _)| tie));
        let mut pacts = heard.filter(|tie| tie.states.is_empty());
        let member = |tie: &&Tie| {
            let pact = lexicon.pacts.iter().find(|pact| pact.name == tie.name);
            pact.is_some_and(|pact| pact.members.contains(&state))
        };
        pacts.find(member).cloned()
    }

    /// The tie that most sentences name, if any is named; of equals the first.
    pub fn main(&self) -> Option<&Tie> {
        let most = self.counts.iter().map(|(_, count)| *count).max()?;
        self.counts
            .iter()
            .find(|(_, count)| *count == most)
            .map(|(tie, _)| tie)
    }

    pub fn hear(&mut self, lexicon: &Lexicon, found: &[Tie]) {
        // What an adversary says of one ally is no tie.
        let whole = |tie: &&Tie| match tie.states[..] {
            [_] => false,
            [a, b] => lexicon.allied(a, b) || adversary(lexicon, a) == adversary(lexicon, b),
            _ => true,
        };
        let whole: Vec<Tie> = found.iter().filter(whole).cloned().collect();
        for tie in &whole {
            match self
                .counts
                .iter()
                .position(|(known, _)| known.name == tie.name)
            {
                Some(known) => self.counts[known].1 += 1,
                None if self.counts.len() < 64 => self.counts.push((tie.clone(), 1)),
                None => {}
            }
            match tie.states.len() {
                2 => self.bilateral = Some(tie.clone()),
                3 => self.trilateral = Some(tie.clone()),
                _ => {}
            }
        }
        if !whole.is_empty() {
            self.last = whole;
        }
    }
}
