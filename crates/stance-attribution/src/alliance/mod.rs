//! Toward which alliance a sentence takes its stance.

mod allies;
mod hub;
mod named;
mod pact;
mod party;
mod scope;
mod several;
mod ties;

use crate::lexicon::{Lexicon, StateId};
use crate::speech::opening;
use crate::tagged::Tagged;
use allies::{bare_allies, house_style, own_allies, partners, two_allies};
use named::{pacts, pairs};
use pact::{counterpart, guest, of_pact, partnered};
use party::{MOST, adversary, alongside, occurrences, parties, stranger};
use scope::{Scope, scope};
use several::{counted, many};
pub(crate) use ties::Ties;
use ties::anaphora;

/// A tie and the tokens that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub name: String,
    /// The parties, where it is a tie between states.
    pub states: Vec<StateId>,
    pub first: usize,
    pub last: usize,
}

impl Tie {
    /// Whether a name is one of the tie's parties, or a tie of two of them.
    pub fn covers(&self, lexicon: &Lexicon, name: &str) -> bool {
        let mut firsts = self.states.iter().enumerate();
        let two = firsts.any(|(at, &one)| {
            let mut others = self.states[at + 1..].iter();
            others.any(|&other| canonical(lexicon, &[one, other]) == name)
        });
        two || self.has_end(lexicon, name)
    }

    /// Whether a name is one of the tie's parties.
    pub fn has_end(&self, lexicon: &Lexicon, name: &str) -> bool {
        self.states.len() > 1
            && self
                .states
                .iter()
                .any(|&state| lexicon.state(state).name == name)
    }
}

/// Who takes the stance, as far as it tells toward what.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Speaker<'a> {
    /// The states that the holder is, or belongs to.
    pub states: &'a [StateId],
    /// The pact that the holder speaks for.
    pub pact: Option<u16>,
    /// The states whose office-holders the sentence names besides.
    pub addressed: &'a [StateId],
}

pub(crate) fn find(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    speaker: Speaker<'_>,
    ties: &mut Ties,
    takes_stance: bool,
) -> Vec<Tie> {
    let start = opening(tagged);
    let Speaker {
        states: holder,
        pact,
        addressed,
    } = speaker;
    let mut named = pacts(lexicon, tagged, start);
    let pairs = pairs(lexicon, tagged, start);
    let occurrences = occurrences(lexicon, tagged, start, &pairs);
    let mut states: Vec<StateId> = Vec::new();
    for occurrence in &occurrences {
        if !states.contains(&occurrence.state) && states.len() <= MOST {
            states.push(occurrence.state);
        }
    }
    named.extend(pairs);
    let place = |states: &[StateId]| {
        let mut tokens = occurrences
            .iter()
            .filter(|o| states.contains(&o.state))
            .map(|o| o.at);
        let first = tokens.next().unwrap_or(start);
        (first, tokens.next_back().unwrap_or(first))
    };
    let tie = |states: &[StateId]| {
        let (first, last) = place(states);
        Tie {
            name: canonical(lexicon, states),
            states: states.to_vec(),
            first,
            last,
        }
    };
    let mut together: Vec<StateId> = Vec::new();
    for &state in holder {
        if !together.contains(&state) && together.len() <= MOST {
            together.push(state);
        }
    }
    let scope = scope(tagged, start);
    let counted = scope
        .filter(|_| named.is_empty())
        .and_then(|(at, scope)| counted(lexicon, scope, &states, &together, ties, at));
    let short = ties
        .by_acronym(tagged, start)
        .filter(|_| named.is_empty() && states.len() < 2);
    let found = if let Some(tie) = short.or(counted) {
        vec![tie]
    } else if let Some(tie) = ties
        .pact()
        .filter(|_| named.is_empty() && house_style(tagged, start))
    {
        vec![Tie {
            first: start,
            last: start,
            ..tie.clone()
        }]
    } else if let Some(tie) = counterpart(lexicon, &states, &together, addressed, ties)
        .filter(|_| named.is_empty() && scope.is_none())
    {
        vec![Tie {
            first: start,
            last: start,
            ..tie
        }]
    } else if named.is_empty() && states.is_empty() {
        anaphora(lexicon, tagged, start, &together, ties, scope, takes_stance)
    } else if !named.is_empty() {
        partnered(lexicon, tagged, named, &states, holder)
    } else if let Some(tie) = guest(lexicon, tagged, &states, ties) {
        vec![tie]
    } else if let Some(name) = pact.and_then(|pact| of_pact(lexicon, pact, &states)) {
        let (first, last) = place(&states);
        vec![Tie {
            name,
            states: Vec::new(),
            first,
            last,
        }]
    } else {
        let parties = parties(lexicon, &states);
        match parties[..] {
            [] => Vec::new(),
            [one] => {
                let other: Vec<StateId> = together.iter().copied().filter(|&h| h != one).collect();
                match other[..] {
                    // `He thanked Europe`, on a page on NATO.
                    [other] if lexicon.state(one).group && ties.joins(lexicon, other) => {
                        anaphora(lexicon, tagged, start, &together, ties, scope, takes_stance)
                    }
                    [other] if states.len() == 1 => vec![tie(&[one, other])],
                    // `The two ministers agreed to keep working with the United States`
                    [a, b]
                        if a != b
                            && lexicon.allied(one, a)
                            && lexicon.allied(one, b)
                            && lexicon.allied(a, b) =>
                    {
                        vec![tie(&[one, a, b])]
                    }
                    // `the U.S. commitment to its two allies`
                    _ if two_allies(tagged)
                        && !hub::together(tagged)
                        && ties.two_of(lexicon, one).is_some() =>
                    {
                        let two = ties.two_of(lexicon, one).unwrap_or_default();
                        two.iter().map(|&other| tie(&[one, other])).collect()
                    }
                    _ if bare_allies(lexicon, tagged, start)
                        && (holder == [one] || !adversary(lexicon, one)) =>
                    {
                        let name = format!("{}-allies", lexicon.state(one).name);
                        vec![Tie {
                            name,
                            ..tie(&[one])
                        }]
                    }
                    _ if holder == [one]
                        && !(lexicon.state(one).group && partners(tagged, &occurrences)) =>
                    {
                        if let Some(at) = own_allies(tagged, start, &[]) {
                            let name = format!("{}-allies", lexicon.state(one).name);
                            vec![Tie {
                                name,
                                states: vec![one],
                                first: at,
                                last: at,
                            }]
                        } else {
                            anaphora(lexicon, tagged, start, &together, ties, scope, takes_stance)
                        }
                    }
                    _ if own_allies(tagged, start, &occurrences).is_some() => {
                        let name = format!("{}-allies", lexicon.state(one).name);
                        vec![Tie {
                            name,
                            ..tie(&[one])
                        }]
                    }
                    // `concerns in Japan that Trump could ask for more`
                    [] if matches!(addressed, [other] if *other != one && lexicon.allied(one, *other))
                        && !addressed.iter().any(|&other| ties.hold(one, other)) =>
                    {
                        vec![tie(&[addressed, &[one]].concat())]
                    }
                    _ if scope.is_some_and(|(_, scope)| scope == Scope::Two)
                        && ties.two_with(one).is_some() =>
                    {
                        ties.two_with(one).into_iter().cloned().collect()
                    }
                    _ => match ties.with(one).or_else(|| ties.of_member(lexicon, one)) {
                        Some(known) => vec![known],
                        None => vec![tie(&[one])],
                    },
                }
            }
            [a, b] => {
                let together = occurrences
                    .windows(2)
                    .any(|two| two[0].state != two[1].state && two[1].at - two[0].at <= 3);
                let beside = together
                    && alongside(tagged, occurrences.first().map(|occurrence| occurrence.at));
                let aside = stranger(lexicon, tagged, &occurrences, [a, b], holder);
                let ally = |state: StateId| {
                    holder
                        .first()
                        .is_some_and(|&h| h == state || lexicon.allied(h, state))
                };
                let hostile = holder.len() == 1
                    && parties.contains(&holder[0])
                    && !lexicon.allied(a, b)
                    && adversary(lexicon, holder[0]);
                let other = if holder.first() == Some(&a) { b } else { a };
                let hub = hub::outside(lexicon, tagged, [a, b], holder, addressed);
                if let Some(hub) = hub {
                    vec![tie(&[hub, a]), tie(&[hub, b])]
                } else {
                    match ties.with(other).or_else(|| ties.of_member(lexicon, other)) {
                        _ if aside.is_some() => {
                            let one = if aside == Some(a) { b } else { a };
                            match holder
                                .first()
                                .filter(|&&h| holder.len() == 1 && h != one && Some(h) != aside)
                            {
                                Some(&holder) => vec![tie(&[one, holder])],
                                None => vec![ties.with(one).unwrap_or_else(|| tie(&[one]))],
                            }
                        }
                        // A rival's word on a tie of which the page is.
                        Some(known) if hostile => vec![known],
                        _ if beside && holder.is_empty() => vec![tie(&[a]), tie(&[b])],
                        _ if beside
                            && !parties.contains(&holder[0])
                            && ally(a)
                            && ally(b)
                            && holder.len() == 1 =>
                        {
                            many(lexicon, tagged, &[a, b, holder[0]], holder, &occurrences)
                                .iter()
                                .map(|parties| tie(parties))
                                .collect()
                        }
                        _ => vec![tie(&parties)],
                    }
                }
            }
            _ if parties.len() > MOST => Vec::new(),
            _ => many(lexicon, tagged, &parties, holder, &occurrences)
                .iter()
                .map(|parties| tie(parties))
                .collect(),
        }
    };
    ties.learn(tagged, start, &found);
    ties.hear(lexicon, &found);
    found
}

/// Whether a sentence speaks of a tie with three parties.
pub(crate) fn of_three(tagged: &Tagged<'_>) -> bool {
    scope(tagged, opening(tagged)).is_some_and(|(_, scope)| scope == Scope::Three)
}

/// The name of a tie between states: the US first, the others in the order of the alphabet.
pub(crate) fn canonical(lexicon: &Lexicon, states: &[StateId]) -> String {
    let mut names: Vec<&str> = states
        .iter()
        .map(|&state| lexicon.state(state).name.as_str())
        .collect();
    names.sort_by_key(|&name| (name != "US", name));
    names.dedup();
    names.join("-")
}
