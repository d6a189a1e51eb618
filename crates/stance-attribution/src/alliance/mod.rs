//! Toward which alliance a sentence takes its stance.

mod hub;
mod named;
mod party;
mod scope;
mod ties;

use crate::lexicon::{Lexicon, StateId};
use crate::speech::opening;
use crate::tagged::{Tag, Tagged};
use crate::word::Class;
use named::{pacts, pairs};
use party::{MOST, Occurrence, adversary, alongside, occurrences, parties, stranger};
use scope::{Scope, scope};
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

/// The tie where a sentence says how many are party to it, and those whom it names and those who
/// hold it are as many, or it means the last such tie.
fn counted(
    lexicon: &Lexicon,
    scope: Scope,
    states: &[StateId],
    holder: &[StateId],
    ties: &Ties,
    at: usize,
) -> Option<Tie> {
    let mut all = states.to_vec();
    all.extend(holder.iter().filter(|state| !states.contains(state)));
    all.sort_unstable();
    all.dedup();
    // `the trilateral with Tokyo`, on a page on the tie of two others
    if let (Scope::Three, [third]) = (scope, states)
        && let Some(two) = ties.two_without(*third)
        && holder.iter().all(|state| two.states.contains(state))
    {
        all.extend(&two.states);
        all.sort_unstable();
        all.dedup();
    }
    let wanted = match scope {
        Scope::Three => 3,
        // With one state named the other rules know the other.
        Scope::Two if states.is_empty() => 2,
        Scope::Two => return None,
    };
    if all.len() == wanted && states.len() < wanted {
        return Some(Tie {
            name: canonical(lexicon, &all),
            states: all,
            first: at,
            last: at,
        });
    }
    let known = ties.trilateral().filter(|tie| {
        scope == Scope::Three
            && !states.is_empty()
            && states.iter().all(|state| tie.states.contains(state))
    })?;
    Some(Tie {
        first: at,
        last: at,
        ..known.clone()
    })
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

/// Three states or more: one tie, or several from one of them.
fn many(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    parties: &[StateId],
    holder: &[StateId],
    occurrences: &[Occurrence],
) -> Vec<Vec<StateId>> {
    if let Some(hub) = hub::guardian(lexicon, tagged, parties, holder, occurrences) {
        let others = parties.iter().filter(|&&party| party != hub);
        return others.map(|&other| vec![hub, other]).collect();
    }
    let name = canonical(lexicon, parties);
    if lexicon.pacts.iter().any(|pact| pact.name == name) {
        return vec![parties.to_vec()];
    }
    // `Germany, France and Britain reaffirm support for Kyiv`
    let list = holder.len() > 1 && holder.iter().all(|state| parties.contains(state));
    if list && parties.len() <= holder.len() + 1 {
        return vec![parties.to_vec()];
    }
    let first_person = (0..tagged.len()).any(|at| tagged.class(at).is(Class::FIRST_PERSON));
    if let [hub] = holder
        && parties.contains(hub)
    {
        // The first other one, and those in one list with it.
        let mut others = occurrences
            .iter()
            .filter(|o| o.state != *hub && parties.contains(&o.state));
        let mut last = others.next().map_or(0, |first| first.at);
        let mut spokes: Vec<StateId> = occurrences
            .iter()
            .filter(|o| o.at == last)
            .map(|o| o.state)
            .collect();
        for other in others {
            if other.at - last > 3 {
                break;
            }
            last = other.at;
            if !spokes.contains(&other.state) {
                spokes.push(other.state);
            }
        }
        return spokes.iter().map(|&spoke| vec![*hub, spoke]).collect();
    }
    if first_person || parties.len() > 3 {
        return parties.iter().map(|&state| vec![state]).collect();
    }
    vec![parties.to_vec()]
}

/// The tie of a holder with the state of a person whom the sentence names: `Gu thanked Ashdown`. None
/// where the page spoke last of a tie of both.
fn counterpart(
    lexicon: &Lexicon,
    states: &[StateId],
    holder: &[StateId],
    addressed: &[StateId],
    ties: &Ties,
) -> Option<Tie> {
    let &[own] = holder else {
        return None;
    };
    let rivals = |&other: &StateId| adversary(lexicon, own) != adversary(lexicon, other);
    let held = |&other: &StateId| other == own || ties.hold(own, other);
    let others = states.iter().any(|&state| state != own);
    if !(1..3).contains(&addressed.len())
        || others
        || addressed.iter().any(rivals)
        || addressed.iter().any(held)
    {
        return None;
    }
    let parties = [&[own], addressed].concat();
    Some(Tie {
        name: canonical(lexicon, &parties),
        states: parties,
        first: 0,
        last: 0,
    })
}

/// The pact that a holder speaks for, with the one state of which it speaks that is no member.
fn of_pact(lexicon: &Lexicon, pact: u16, states: &[StateId]) -> Option<String> {
    let pact = &lexicon.pacts[usize::from(pact)];
    match outsiders(lexicon, &pact.members, states)[..] {
        _ if pact.members.is_empty() => None,
        [] => Some(pact.name.clone()),
        [one] => Some(with_state(lexicon, &pact.name, one)),
        _ => None,
    }
}

/// Those of some states that are no members of a pact, and not what it is directed against.
fn outsiders(lexicon: &Lexicon, members: &[StateId], states: &[StateId]) -> Vec<StateId> {
    let outside = |&&state: &&StateId| {
        let known = lexicon.state(state).group || adversary(lexicon, state);
        !known && !members.contains(&state)
    };
    states.iter().filter(outside).copied().collect()
}

/// `Mongolia-NATO`.
fn with_state(lexicon: &Lexicon, pact: &str, state: StateId) -> String {
    let mut names = [lexicon.state(state).name.as_str(), pact];
    names.sort_by_key(|&name| (name != "US", name));
    names.join("-")
}

/// `any mention of membership for Ukraine`, on a page on NATO.
fn guest(lexicon: &Lexicon, tagged: &Tagged<'_>, states: &[StateId], ties: &Ties) -> Option<Tie> {
    let at = (0..tagged.len()).find(|&at| matches!(tagged.word(at), "membership" | "accession"))?;
    let pact = ties.last_pact(lexicon)?;
    let outside = outsiders(lexicon, &pact.members, states);
    let [one] = outside[..] else {
        return None;
    };
    Some(Tie {
        name: with_state(lexicon, &pact.name, one),
        states: Vec::new(),
        first: at,
        last: at,
    })
}

/// Whether a sentence speaks of joining a pact that stands at a token.
fn joining(tagged: &Tagged<'_>, pact: usize) -> bool {
    let out = pact > 1 && tagged.word(pact - 1) == "of" && tagged.word(pact - 2) == "out";
    let join = pact > 0
        && matches!(
            tagged.word(pact - 1),
            "join" | "joins" | "joining" | "joined" | "into"
        );
    let word = |at| {
        matches!(
            tagged.word(at),
            "membership"
                | "accession"
                | "invite"
                | "invited"
                | "inviting"
                | "invitation"
                | "admit"
                | "admitting"
                | "admission"
        )
    };
    out || join || (0..tagged.len()).any(word)
}

/// A pact and one who is no member: `Mongolia values its partnership with NATO`, `Ukraine's path to
/// NATO membership`.
fn partnered(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mut named: Vec<Tie>,
    states: &[StateId],
    holder: &[StateId],
) -> Vec<Tie> {
    let joined = |name: &str, at: usize| {
        let pact = lexicon.pacts.iter().find(|pact| pact.name == name)?;
        let outside = outsiders(lexicon, &pact.members, states);
        let [one] = outside[..] else {
            return None;
        };
        (!pact.members.is_empty() && joining(tagged, at)).then(|| with_state(lexicon, name, one))
    };
    if let [tie] = &mut named[..]
        && tie.states.is_empty()
        && let Some(name) = joined(&tie.name, tie.first)
    {
        tie.name = name;
        return named;
    }
    if let [tie] = &mut named[..]
        && tie.states.is_empty()
        && let ([state], [holder]) = (states, holder)
        && state == holder
    {
        let pact = lexicon.pacts.iter().find(|pact| pact.name == tie.name);
        let outside =
            pact.is_some_and(|pact| !pact.members.is_empty() && !pact.members.contains(state));
        let partner = tie.first >= 2
            && matches!(
                tagged.word(tie.first - 1),
                "with" | "join" | "joining" | "in"
            )
            && matches!(
                tagged.word(tie.first - 2),
                "partnership"
                    | "cooperation"
                    | "ties"
                    | "relations"
                    | "membership"
                    | "to"
                    | "relationship"
            )
            || tagged.is(tie.first + 1, Tag::Possessive)
                && tagged
                    .tokens
                    .get(tie.first + 2)
                    .is_some_and(|_| tagged.word(tie.first + 2) == "door");
        if outside && partner {
            tie.name = with_state(lexicon, &tie.name, *state);
        }
    }
    named
}

/// `Gulf partners`, `European allies`: partners of whoever speaks.
fn partners(tagged: &Tagged<'_>, occurrences: &[Occurrence]) -> bool {
    let next = |o: &Occurrence| {
        o.at + 1 < tagged.len()
            && matches!(tagged.word(o.at + 1), "partners" | "allies" | "friends")
    };
    occurrences.iter().any(next)
}

/// `our Allies`, capitalised as a pact's members are in its own texts.
fn house_style(tagged: &Tagged<'_>, start: usize) -> bool {
    !tagged.shouted
        && !tagged.headline()
        && (start + 1..tagged.len())
            .any(|at| tagged.tokens[at].capital && matches!(tagged.raw(at), "Allies" | "Ally"))
}

/// `its two allies`.
fn two_allies(tagged: &Tagged<'_>) -> bool {
    (1..tagged.len())
        .any(|at| tagged.word(at) == "allies" && matches!(tagged.word(at - 1), "two" | "both"))
}

/// `U.S. partners and allies`, `the United States works with allies and partners`: no one of them.
fn bare_allies(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> bool {
    (start..tagged.len()).any(|at| {
        let pair = at + 2 < tagged.len()
            && tagged.word(at + 1) == "and"
            && matches!(
                (tagged.word(at), tagged.word(at + 2)),
                ("allies", "partners") | ("partners", "allies")
            );
        let bound = at > 0
            && (tagged.class(at - 1).is(Class::DETERMINER)
                || matches!(tagged.tag(at - 1), Some(Tag::Pact { .. })));
        // `US allies`
        let owned = at > 0
            && tagged.word(at) == "allies"
            && matches!(tagged.tag(at - 1), Some(Tag::State { id, .. }) if !lexicon.state(id).group);
        pair && !bound || owned
    })
}

/// `its allies`, where no state of them is named.
///
/// With states, only `Canada's allies` counts.
fn own_allies(tagged: &Tagged<'_>, start: usize, states: &[Occurrence]) -> Option<usize> {
    (start + 2..tagged.len()).find(|&at| {
        if !states.is_empty() {
            // `the United States' closest allies`
            let back = usize::from(tagged.is(at - 1, Tag::Word)) + 1;
            let owned = at > back
                && tagged.is(at - back, Tag::Possessive)
                && matches!(tagged.tag(at - back - 1), Some(Tag::State { .. }));
            return owned && tagged.word(at) == "allies";
        }
        matches!(tagged.word(at), "allies")
            && (matches!(tagged.word(at - 1), "its" | "their")
                || tagged.is(at - 1, Tag::Possessive))
    })
}
