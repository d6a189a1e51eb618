//! Toward which alliance a sentence takes its stance.

use crate::lexicon::{ActorKind, Form, Lexicon, StateId, Term};
use crate::speech::opening;
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie, unnamed_tie};

/// More states than this in one sentence are a list, not an alliance.
const MOST: usize = 8;

/// A tie and the tokens that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub name: String,
    /// The parties, where it is a tie between states.
    pub states: Vec<StateId>,
    pub first: usize,
    pub last: usize,
}

/// What the page has said of alliances before.
impl Tie {
    /// Whether a name is one of the tie's parties.
    pub fn has_end(&self, lexicon: &Lexicon, name: &str) -> bool {
        self.states.len() > 1
            && self
                .states
                .iter()
                .any(|&state| lexicon.state(state).name == name)
    }
}

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

/// A state's name in a sentence.
#[derive(Debug, Clone, Copy)]
struct Occurrence {
    state: StateId,
    at: usize,
}

pub(crate) fn find(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    holder: &[StateId],
    ties: &mut Ties,
    takes_stance: bool,
) -> Vec<Tie> {
    let start = opening(tagged);
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
    let found = if !named.is_empty() {
        partnered(lexicon, tagged, named, &states, holder)
    } else {
        let parties = parties(lexicon, &states);
        match parties[..] {
            [] => anaphora(lexicon, tagged, start, holder, ties, takes_stance),
            [one] => {
                let other: Vec<StateId> = holder.iter().copied().filter(|&h| h != one).collect();
                match other[..] {
                    [other] if states.len() == 1 => vec![tie(&[one, other])],
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
                            anaphora(lexicon, tagged, start, holder, ties, takes_stance)
                        }
                    }
                    _ if own_allies(tagged, start, &occurrences).is_some() => {
                        let name = format!("{}-allies", lexicon.state(one).name);
                        vec![Tie {
                            name,
                            ..tie(&[one])
                        }]
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
            _ if parties.len() > MOST => Vec::new(),
            _ => many(lexicon, tagged, &parties, holder, &occurrences)
                .iter()
                .map(|parties| tie(parties))
                .collect(),
        }
    };
    ties.hear(lexicon, &found);
    found
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

/// Pacts by name.
fn pacts(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Vec<Tie> {
    let mut found: Vec<Tie> = Vec::new();
    let mut said: Vec<StateId> = states_of(tagged).collect();
    said.sort_unstable();
    said.dedup();
    for at in start..tagged.len() {
        let Some(Tag::Pact { id, ambiguous }) = tagged.tag(at) else {
            continue;
        };
        // `a major non-NATO ally`
        if at > 1 && tagged.is(at - 1, Tag::Joint) && tagged.word(at - 2).ends_with("non") {
            continue;
        }
        let raw = tagged.raw(at);
        let pact = &lexicon.pacts[usize::from(id)];
        // Two of three in `South Korea-Japan-US`: read by `pairs`.
        if joined(tagged, at) && pact.name.contains('-') {
            continue;
        }
        let article = at > 0 && tagged.word(at - 1) == "the";
        // `Article V` of some treaty between others.
        let foreign = ambiguous
            && (raw.starts_with("Article") || raw.contains("reat"))
            && said.len() > 1
            && said
                .iter()
                .any(|state| !pact.members.contains(state) && !lexicon.state(*state).group);
        if foreign {
            continue;
        }
        let sure =
            !ambiguous || article || pact.name == "NATO" || raw.len() > 5 || tagged.headline();
        if sure && !found.iter().any(|tie| tie.name == pact.name) {
            let parts: Vec<&str> = pact.name.split('-').collect();
            let states = if parts.len() > 1 {
                pact.members.clone()
            } else {
                Vec::new()
            };
            found.push(Tie {
                name: pact.name.clone(),
                states,
                first: at,
                last: at,
            });
        }
    }
    found
}

/// Whether a pact's name has a state joined to it by a hyphen.
fn joined(tagged: &Tagged<'_>, at: usize) -> bool {
    let state = |at: usize| matches!(tagged.tag(at), Some(Tag::State { .. }));
    tagged.is(at + 1, Tag::Joint) && state(at + 2)
        || at > 1 && tagged.is(at - 1, Tag::Joint) && state(at - 2)
}

fn states_of<'a>(tagged: &'a Tagged<'_>) -> impl Iterator<Item = StateId> + 'a {
    tagged.tokens.iter().filter_map(|token| match token.tag {
        Tag::State { id, .. } => Some(id),
        _ => None,
    })
}

/// States joined by hyphens: `Seoul-Tokyo`, `U.S.-ROK`.
fn pairs(lexicon: &Lexicon, tagged: &Tagged<'_>, start: usize) -> Vec<Tie> {
    let mut found: Vec<Tie> = Vec::new();
    let mut at = start;
    while at < tagged.len() {
        let first = at;
        let mut states = Vec::new();
        loop {
            let parties = match tagged.tag(at) {
                Some(Tag::State { id, .. }) => vec![id],
                Some(Tag::Pact { id, .. }) if joined(tagged, at) => {
                    lexicon.pacts[usize::from(id)].members.clone()
                }
                _ => break,
            };
            for state in parties {
                if !states.contains(&state) && states.len() <= MOST {
                    states.push(state);
                }
            }
            let state_next = matches!(
                tagged.tag(at + 2),
                Some(Tag::State { .. } | Tag::Pact { .. })
            );
            if !(tagged.is(at + 1, Tag::Joint) && state_next) {
                break;
            }
            at += 2;
        }
        if states.len() > 1 && states.len() <= MOST {
            let name = canonical(lexicon, &states);
            if !found.iter().any(|tie| tie.name == name) {
                found.push(Tie {
                    name,
                    states,
                    first,
                    last: at,
                });
            }
        }
        at += 1;
    }
    found
}

/// States that may be parties: not places, not threats.
fn occurrences(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    start: usize,
    pairs: &[Tie],
) -> Vec<Occurrence> {
    let mut found = Vec::new();
    for at in start..tagged.len() {
        let Some(Tag::State {
            id,
            form,
            ambiguous,
        }) = tagged.tag(at)
        else {
            continue;
        };
        if pairs
            .iter()
            .any(|pair| (pair.first..=pair.last).contains(&at))
        {
            continue;
        }
        let before = |steps: usize| at.checked_sub(steps).map(|at| tagged.word(at));
        let group = lexicon.state(id).group;
        let noun = form == Form::Demonym
            && !matches!(
                tagged.tag(at + 1),
                Some(Tag::Word | Tag::Term(_) | Tag::Joint)
            )
            && matches!(before(1), Some("in" | "the"))
            && !(at + 1 < tagged.len() && tagged.word(at + 1) == "of");
        if group && form == Form::Demonym && !noun && !followed_by_party(tagged, at) {
            continue;
        }
        if ambiguous
            && !group
            && form == Form::Name
            && at > 0
            && matches!(tagged.tag(at - 1), Some(Tag::Person(_)))
        {
            continue;
        }
        let article = before(1) == Some("the");
        let prep = if article { before(2) } else { before(1) };
        if form == Form::Capital
            && matches!(
                prep,
                Some("in" | "at" | "near" | "outside" | "from" | "of" | "through" | "above")
            )
        {
            let noun = at - 1 - usize::from(article);
            let party = noun > 0 && {
                let noun = noun - 1;
                tie(tagged.word(noun))
                    || matches!(
                        tagged.tag(noun),
                        Some(Tag::Term(Term::Actor {
                            kind: ActorKind::Government | ActorKind::Ally,
                            ..
                        }))
                    )
                    || tagged.word(noun) == "nobody"
            };
            if !party {
                continue;
            }
        }
        if threat(tagged, at, prep) || issue(tagged, at, prep) {
            continue;
        }
        found.push(Occurrence { state: id, at });
    }
    found
}

/// `Gulf rulers`, `European allies`.
fn followed_by_party(tagged: &Tagged<'_>, at: usize) -> bool {
    (at + 1..=at + 2).any(|next| {
        next < tagged.len()
            && (matches!(
                tagged.word(next),
                "states"
                    | "countries"
                    | "nations"
                    | "governments"
                    | "capitals"
                    | "rulers"
                    | "monarchies"
                    | "partners"
                    | "allies"
                    | "friends"
                    | "air"
                    | "powers"
                    | "chiefs"
                    | "leaders"
                    | "members"
                    | "command"
                    | "autonomy"
            ))
    })
}

/// A state that is spoken of as a matter: `a Taiwan contingency`, `on Taiwan`.
fn issue(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    let next = at + 1;
    let ends = !matches!(
        tagged.tag(next),
        Some(Tag::Word | Tag::Term(_) | Tag::Possessive | Tag::Joint)
    ) || tagged.class(next).closed();
    ends && matches!(prep, Some("over" | "facing" | "about" | "on"))
        && !(at >= 2
            && (tie(tagged.word(at - 2))
                || matches!(
                    tagged.word(at - 2),
                    "count" | "rely" | "depend" | "lean" | "counting"
                )))
        || next < tagged.len()
            && matches!(
                tagged.word(next),
                "contingency" | "strait" | "issue" | "question" | "crisis" | "policy"
            )
}

/// A state that is spoken of as a danger.
fn threat(tagged: &Tagged<'_>, at: usize, prep: Option<&str>) -> bool {
    if matches!(
        prep,
        Some(
            "against"
                | "deter"
                | "deterring"
                | "counter"
                | "countering"
                | "contain"
                | "containing"
                | "confront"
                | "resist"
                | "embolden"
                | "provoke"
                | "warn"
                | "warned"
                | "warns"
        )
    ) {
        return true;
    }
    (at + 1..=at + 3)
        .take_while(|&next| !matches!(tagged.tag(next), None | Some(Tag::Comma | Tag::Stop)))
        .any(|next| {
            matches!(
                tagged.word(next),
                "threat"
                    | "threats"
                    | "aggression"
                    | "provocation"
                    | "provocations"
                    | "coercion"
                    | "invasion"
                    | "missiles"
                    | "nuclear"
            ) && !tagged
                .class(at + 1)
                .is(Class::PREPOSITION.or(Class::CONJUNCTION))
        })
        || at >= 2
            && tagged.word(at - 1) == "from"
            && matches!(
                tagged.word(at - 2),
                "threat" | "threats" | "danger" | "pressure" | "challenges"
            )
}

/// One of two states that is nobody's ally and not said to be the other's.
fn stranger(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    occurrences: &[Occurrence],
    two: [StateId; 2],
    holder: &[StateId],
) -> Option<StateId> {
    let [a, b] = two;
    if lexicon.allied(a, b) || holder.contains(&a) && holder.contains(&b) {
        return None;
    }
    let group = |state: StateId| lexicon.state(state).group;
    let odd = match (adversary(lexicon, a), adversary(lexicon, b)) {
        (true, false) if !group(a) => a,
        (false, true) if !group(b) => b,
        _ => return None,
    };
    let joined = occurrences.iter().any(|occurrence| {
        let at = occurrence.at;
        occurrence.state == odd
            && (at > 0
                && matches!(
                    tagged.word(at - 1),
                    "with" | "and" | "between" | "to" | "for"
                )
                || at > 1 && tagged.word(at - 1) == "the" && tagged.word(at - 2) == "with"
                || at + 1 < tagged.len()
                    && (tagged.word(at + 1) == "and" || tie(tagged.word(at + 1))))
    });
    (!joined && !holder.contains(&odd)).then_some(odd)
}

/// Whether a list of states stands behind `with` or `our friends in`: each is one end of a tie.
fn alongside(tagged: &Tagged<'_>, at: Option<usize>) -> bool {
    let Some(at) = at.filter(|&at| at > 0) else {
        return false;
    };
    let at = if tagged.word(at - 1) == "the" && at > 1 {
        at - 1
    } else {
        at
    };
    match tagged.word(at - 1) {
        "with" | "alongside" => true,
        "in" | "of" => {
            at > 1
                && matches!(
                    tagged.word(at - 2),
                    "allies" | "friends" | "partners" | "that"
                )
        }
        _ => false,
    }
}

/// Leaves out adversaries that are no ally of any of the others.
fn parties(lexicon: &Lexicon, states: &[StateId]) -> Vec<StateId> {
    if states.len() < 3 {
        return states.to_vec();
    }
    let party = |&state: &StateId| {
        !adversary(lexicon, state)
            || (states.iter()).any(|&other| other != state && lexicon.allied(state, other))
    };
    let kept: Vec<StateId> = states.iter().copied().filter(party).collect();
    if kept.len() < 2 {
        states.to_vec()
    } else {
        kept
    }
}

/// The powers that the alliances of the lists are for the most part directed against.
const POWERS: [&str; 2] = ["Russia", "China"];

/// One of the powers, or an ally of one that is not an ally of the US as well.
fn adversary(lexicon: &Lexicon, state: StateId) -> bool {
    let named = |names: &'static [&str]| {
        let all = 0..lexicon.states.len() as StateId;
        all.filter(move |&id| names.contains(&lexicon.state(id).name.as_str()))
    };
    named(&POWERS).any(|power| {
        power == state
            || lexicon.allied(power, state)
                && !named(&["US"]).any(|us| us == state || lexicon.allied(us, state))
    })
}

/// Three states or more: one tie, or several from one of them.
fn many(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    parties: &[StateId],
    holder: &[StateId],
    occurrences: &[Occurrence],
) -> Vec<Vec<StateId>> {
    let name = canonical(lexicon, parties);
    if lexicon.pacts.iter().any(|pact| pact.name == name) {
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

/// A pact and one who is no member: `Mongolia values its partnership with NATO`.
fn partnered(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mut named: Vec<Tie>,
    states: &[StateId],
    holder: &[StateId],
) -> Vec<Tie> {
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
            let mut names = [lexicon.state(*state).name.clone(), tie.name.clone()];
            names.sort();
            tie.name = names.join("-");
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

/// `its allies`, where no state of them is named.
///
/// With states, only `Canada's allies` counts.
fn own_allies(tagged: &Tagged<'_>, start: usize, states: &[Occurrence]) -> Option<usize> {
    (start + 2..tagged.len()).find(|&at| {
        if !states.is_empty() {
            let owned = tagged.is(at - 1, Tag::Possessive)
                && matches!(tagged.tag(at - 2), Some(Tag::State { .. }));
            return owned && tagged.word(at) == "allies";
        }
        matches!(tagged.word(at), "allies")
            && (matches!(tagged.word(at - 1), "its" | "their")
                || tagged.is(at - 1, Tag::Possessive))
    })
}

/// `the alliance`, `both countries`, or a stance with no word of its target: what was said last.
fn anaphora(
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

fn unnamed(tagged: &Tagged<'_>, at: usize) -> bool {
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
    fn with(&self, state: StateId) -> Option<Tie> {
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
    fn of_member(&self, lexicon: &Lexicon, state: StateId) -> Option<Tie> {
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

    fn hear(&mut self, lexicon: &Lexicon, found: &[Tie]) {
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
