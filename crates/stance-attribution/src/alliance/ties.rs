//! What a page has said of alliances, for what stands for it.

use super::Tie;
use crate::lexicon::{Lexicon, Pact, StateId};
use crate::tagged::{Tag, Tagged};
use crate::word::tie;

/// Most words of a treaty's name before its short name in brackets.
const LONG_NAME: usize = 8;

/// Most members of a pact that its members call `the deal`.
const FEW: usize = 8;

/// Most short names of ties that are remembered.
const ACRONYMS: usize = 16;

/// What the page has said of alliances before.
#[derive(Default)]
pub(crate) struct Ties {
    /// Those of the last sentence that named any, and those of the first.
    last: Vec<Tie>,
    /// The last ties with three parties and with two, for `the trilateral` and `bilateral`.
    pub(super) trilateral: Option<Tie>,
    pub(super) bilateral: Option<Tie>,
    /// What the page calls a tie for short, having named it: `Reciprocal Access Agreement (RAA)`.
    acronyms: Vec<(String, Tie)>,
    /// How many sentences of the page named each.
    counts: Vec<(Tie, usize)>,
}

impl Ties {
    /// The tie whose short name stands in a sentence.
    pub fn by_acronym(&self, tagged: &Tagged<'_>, start: usize) -> Option<Tie> {
        if self.acronyms.is_empty() {
            return None;
        }
        (start..tagged.len()).find_map(|at| {
            let raw = tagged.raw(at);
            let (_, tie) = self.acronyms.iter().find(|(acronym, _)| acronym == raw)?;
            Some(Tie {
                first: at,
                last: at,
                ..tie.clone()
            })
        })
    }

    /// Takes note of the short name of the one tie that a sentence is about.
    pub fn learn(&mut self, tagged: &Tagged<'_>, start: usize, found: &[Tie]) {
        let [found] = found else {
            return;
        };
        for at in start + 2..tagged.len() {
            let Some(acronym) = tagged.acronym(at) else {
                continue;
            };
            let named = (start..at).rev().take(LONG_NAME).any(|at| {
                let pact = matches!(tagged.tag(at), Some(Tag::Pact { .. }));
                pact || tagged.tokens[at].capital && tie(tagged.word(at))
            });
            if named && self.acronyms.len() < ACRONYMS {
                self.acronyms.push((acronym.to_owned(), found.clone()));
            }
        }
    }

    /// The tie of two states that most sentences name, or the last one, to which a state is no party.
    pub fn two_without(&self, state: StateId) -> Option<&Tie> {
        let mut ties = self.main().into_iter().chain(&self.bilateral);
        ties.find(|tie| tie.states.len() == 2 && !tie.states.contains(&state))
    }

    /// The last tie of two, if a state is party to it.
    pub fn two_with(&self, state: StateId) -> Option<&Tie> {
        let two = self.bilateral.as_ref();
        two.filter(|tie| tie.states.contains(&state))
    }

    /// The two allies of a state of which the page spoke: of one tie with it, or with each other.
    pub fn two_of(&self, lexicon: &Lexicon, state: StateId) -> Option<Vec<StateId>> {
        let mut ties = self.trilateral.iter().chain(&self.bilateral);
        ties.find_map(|tie| {
            let others = tie.states.iter().copied().filter(|&other| other != state);
            let others: Vec<StateId> = others.collect();
            let allied = others.iter().all(|&other| lexicon.allied(state, other));
            (others.len() == 2 && allied).then_some(others)
        })
    }

    /// Whether a state is a member of the pact that was said last.
    pub fn joins(&self, lexicon: &Lexicon, state: StateId) -> bool {
        let pact = self.last_pact(lexicon);
        pact.is_some_and(|pact| pact.members.contains(&state))
    }

    /// The pact that was said last, or that most sentences name.
    pub fn pact(&self) -> Option<&Tie> {
        let mut ties = self.last.iter().chain(self.main());
        ties.find(|tie| tie.states.is_empty())
    }

    /// The pact that was said last, if it has members that are known.
    pub fn last_pact<'l>(&self, lexicon: &'l Lexicon) -> Option<&'l Pact> {
        let [tie] = &self.last[..] else {
            return None;
        };
        let pact = lexicon.pacts.iter().find(|pact| pact.name == tie.name)?;
        (tie.states.is_empty() && !pact.members.is_empty()).then_some(pact)
    }

    /// Whether the page has named any.
    pub fn heard(&self) -> bool {
        !self.last.is_empty()
    }

    pub fn trilateral(&self) -> Option<&Tie> {
        self.trilateral.as_ref()
    }

    /// The tie with three parties that most sentences name; of equals the first.
    pub fn main_trilateral(&self) -> Option<&Tie> {
        let threes = || self.counts.iter().filter(|(tie, _)| tie.states.len() == 3);
        let most = threes().map(|(_, count)| *count).max()?;
        threes()
            .find(|(_, count)| *count == most)
            .map(|(tie, _)| tie)
    }

    /// Whether what was said last is a tie of both states.
    pub fn hold(&self, one: StateId, other: StateId) -> bool {
        let both = |tie: &Tie| tie.states.contains(&one) && tie.states.contains(&other);
        self.last.iter().any(both)
    }

    /// What was said last; on a page on a tie of two, a third party's tie only where a sentence says so.
    pub fn current(&self) -> &[Tie] {
        let count = |wanted: &Tie| {
            let mut known = self.counts.iter();
            known
                .find(|(tie, _)| tie.name == wanted.name)
                .map_or(0, |(_, count)| *count)
        };
        match (&self.last[..], &self.bilateral) {
            ([last], Some(two))
                if last.states.len() == 3
                    && count(two) > count(last)
                    && two.states.iter().all(|state| last.states.contains(state)) =>
            {
                std::slice::from_ref(two)
            }
            _ => &self.last,
        }
    }

    /// The last tie that a state is party to.
    pub fn with(&self, state: StateId) -> Option<Tie> {
        let recent = self
            .current()
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

    /// The last pact of a few states of which the page spoke and all of some states are members.
    pub fn treaty(&self, lexicon: &Lexicon, states: &[StateId]) -> Option<Tie> {
        let heard = self.last.iter();
        let mut heard = heard.chain(self.counts.iter().rev().map(|(tie, _)| tie));
        let member = |tie: &&Tie| {
            let mut pacts = lexicon.pacts.iter();
            tie.states.is_empty()
                && pacts.any(|pact| {
                    let all = || states.iter().all(|state| pact.members.contains(state));
                    pact.name == tie.name && pact.members.len() <= FEW && all()
                })
        };
        let found = heard.find(member)?;
        (!states.is_empty()).then(|| found.clone())
    }

    pub fn hear(&mut self, lexicon: &Lexicon, found: &[Tie]) {
        // What an adversary says of one ally is no tie.
        let whole = |tie: &&Tie| match tie.states[..] {
            [_] => false,
            [a, b] => lexicon.allied(a, b) || lexicon.adversary(a) == lexicon.adversary(b),
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
