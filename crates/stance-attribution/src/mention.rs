//! Those in a sentence who could hold a position: persons, offices, institutions, states.

use crate::lexicon::{ActorKind, Form, Lexicon, Party, StateId, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// Most tokens between the article and the noun of one mention.
const LONGEST: usize = 8;

/// Most holders of one statement.
const LONGEST_LIST: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Person,
    /// A state, by whatever name.
    State,
    /// A people, as a noun.
    People,
    Office,
    Institution,
    Government,
    Group,
    Pact,
    /// `both sides`, `the two leaders`: to be resolved.
    Pair,
    /// `he`, `she`, `they`, `it`.
    Pronoun,
    FirstPerson,
}

#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// First and last token.
    pub first: usize,
    pub last: usize,
    pub kind: Kind,
    /// One name, or those of a list.
    pub names: Vec<String>,
    /// The state that it is or belongs to; all states of a list.
    pub states: Vec<StateId>,
    /// Whom it speaks for, as far as the sentence says.
    pub parties: Vec<Party>,
    /// By its office or kind it speaks for a state, though the sentence may not say which.
    pub official: bool,
    pub plural: bool,
    /// The office or institution of a person, in the words of the sentence.
    pub role: Option<String>,
    /// `foreign ministry`, where a spokesperson has one.
    pub institution: Option<String>,
    /// `the`, `his`, `both`: it stands for something said before.
    pub definite: bool,
    /// `two`, `three`, `both`.
    pub count: Option<usize>,
    /// `each`, `any`: nobody in particular.
    pub quantified: bool,
}

/// All mentions of a sentence, in order, lists put together.
pub(crate) fn mentions(lexicon: &Lexicon, tagged: &Tagged<'_>) -> Vec<Mention> {
    let mut all: Vec<Mention> = Vec::new();
    let mut at = 0;
    let mut last_state = None;
    while at < tagged.len() {
        let first = at;
        match one(lexicon, tagged, at, last_state) {
            Some(mention) => {
                at = mention.last + 1;
                all.push(mention);
            }
            None => at += 1,
        }
        let passed = tagged.tokens[first..at].iter().rev();
        let mut passed = passed.filter_map(|token| match token.tag {
            Tag::State { id, .. } => Some(id),
            _ => None,
        });
        last_state = passed.next().or(last_state);
    }
    listed(tagged, all)
}

/// The mention that begins at a token.
fn one(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    last_state: Option<StateId>,
) -> Option<Mention> {
    let token = tagged.tokens[first];
    let word = tagged.word(first);
    if token.tag == Tag::Word && token.class.is(Class::PRONOUN) {
        let kind = if token.class.is(Class::FIRST_PERSON) {
            Kind::FirstPerson
        } else if matches!(word, "he" | "she" | "they" | "it") {
            Kind::Pronoun
        } else {
            return None;
        };
        let mut mention = Mention::new(first, first, kind, word.to_owned());
        mention.plural = matches!(word, "they" | "we");
        return Some(mention);
    }
    if matches!(
        token.tag,
        Tag::Comma | Tag::Stop | Tag::Possessive | Tag::Colon | Tag::Dash
    ) {
        return None;
    }
    let mut at = first;
    let mut definite = false;
    let mut count = None;
    let mut owner: Option<StateId> = None;
    let mut ours = false;
    let mut this = false;
    let mut quantified = false;
    while at < tagged.len() && at - first < 4 {
        let class = tagged.class(at);
        let word = tagged.word(at);
        if class.is(Class::DETERMINER) && tagged.is(at, Tag::Word) {
            definite |= matches!(
                word,
                "the" | "his" | "her" | "its" | "their" | "both" | "these"
            );
            ours |= class.is(Class::FIRST_PERSON);
            this |= word == "this";
            quantified |= matches!(word, "each" | "any" | "every" | "no");
            if word == "both" {
                count = Some(2);
            }
            if class.is(Class::POSSESSIVE) && !class.is(Class::FIRST_PERSON) && word != "your" {
                owner = last_state;
            }
        } else if class.is(Class::NUMBER) {
            count = Some(match word {
                "two" => 2,
                "three" => 3,
                "four" => 4,
                _ => 5,
            });
        } else if at > first && tagged.is(at, Tag::Number) {
            // `all 32 leaders`
        } else {
            break;
        }
        at += 1;
    }
    let determined = at > first;
    let mut mention = headed(lexicon, tagged, at, determined, owner)
        .or_else(|| named(lexicon, tagged, at, determined))?;
    mention.first = first;
    mention.definite = definite;
    mention.count = count;
    mention.quantified = quantified;
    if ours
        || this
            && matches!(
                mention.kind,
                Kind::Government | Kind::State | Kind::Institution
            )
    {
        mention.kind = Kind::FirstPerson;
    }
    if definite && mention.kind == Kind::Office && mention.plural && count.is_some() {
        mention.kind = Kind::Pair;
    }
    Some(mention)
}

/// A noun phrase around an office or an institution: `senior South Korean official`.
fn headed(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    mut determined: bool,
    owner: Option<StateId>,
) -> Option<Mention> {
    let mut words: Vec<String> = Vec::new();
    let mut states: Vec<StateId> = owner.into_iter().collect();
    if let Some(owner) = owner {
        words.push(lexicon.state(owner).adjective.clone());
    }
    let mut head: Option<(usize, Term)> = None;
    let mut pact = None;
    let mut lower_words = 0;
    // Words up to the head; modifiers after it belong to what follows.
    let mut kept = 0;
    let mut at = first;
    while at < tagged.len() && at < first + LONGEST {
        let token = tagged.tokens[at];
        let next = |tag| tagged.is(at + 1, tag);
        match token.tag {
            Tag::State { id, form, .. } if head.is_none() => {
                let owned = next(Tag::Possessive);
                if form == Form::People && !owned {
                    break;
                }
                states.push(id);
                // A building's name is the better word: `Pentagon aide`.
                words.push(match form {
                    Form::Metonym => tagged.raw(at).to_owned(),
                    _ => lexicon.state(id).adjective.clone(),
                });
                determined |= owned;
                at += usize::from(owned);
            }
            Tag::Pact { id, .. } if head.is_none() => {
                pact = Some(id);
                words.push(tagged.raw(at).to_owned());
            }
            Tag::Joint if !words.is_empty() => {}
            Tag::Mark if tagged.raw(at) == "." && head.is_some() => {}
            Tag::Stop if tagged.raw(at) == "." && abbreviated(tagged, at) => {}
            Tag::Term(term @ (Term::Office { .. } | Term::Actor { .. })) => {
                let owned = next(Tag::Possessive) && head.is_some();
                if let Term::Actor {
                    kind: ActorKind::Modifier,
                    ..
                } = term
                {
                    if head.is_some()
                        && !matches!(
                            head,
                            Some((
                                _,
                                Term::Actor {
                                    kind: ActorKind::Institution
                                        | ActorKind::Organ
                                        | ActorKind::Government,
                                    ..
                                }
                            ))
                        )
                    {
                        break;
                    }
                    if !determined && head.is_none() && lower_words > 2 {
                        break;
                    }
                    lower_words += 1;
                } else {
                    if let Some((
                        _,
                        Term::Actor { plural: true, .. } | Term::Office { plural: true, .. },
                    )) = head
                    {
                        break;
                    }
                    if next(Tag::Possessive) {
                        // `the ministry's spokesperson`
                        words.push(tagged.word(at).to_owned());
                        at += 2;
                        continue;
                    }
                    head = Some((at, term));
                }
                if owned {
                    break;
                }
                words.push(cased(tagged, at));
                if head.is_some_and(|(head, _)| head == at) {
                    kept = words.len();
                }
            }
            Tag::Word if head.is_none() && !token.class.closed() => {
                if token.class.is(Class::NUMBER) {
                    break;
                }
                if !token.capital || tagged.shouted {
                    // An adjective or two, where an article shows that a noun is to come.
                    lower_words += 1;
                    if !determined || lower_words > 2 {
                        break;
                    }
                }
                words.push(cased(tagged, at));
                if next(Tag::Possessive) {
                    at += 1;
                }
            }
            _ => break,
        }
        at += 1;
    }
    let (end, term) = head?;
    let mut last = end;
    words.truncate(kept);
    let kind = match term {
        Term::Office { .. } => Kind::Office,
        Term::Actor { kind, .. } => match kind {
            ActorKind::Institution | ActorKind::Organ | ActorKind::Press => Kind::Institution,
            ActorKind::Government => Kind::Government,
            ActorKind::Pair => Kind::Pair,
            ActorKind::Ally | ActorKind::Group => Kind::Group,
            ActorKind::Person | ActorKind::Agent => Kind::Office,
            ActorKind::Modifier => return None,
        },
        _ => return None,
    };
    let plural = matches!(
        term,
        Term::Office { plural: true, .. } | Term::Actor { plural: true, .. }
    );
    let spokesperson = match term {
        Term::Office { id, .. } => lexicon.offices[usize::from(id)].kind == "spokesperson",
        _ => false,
    };
    // `of Japan`, `for the Philippines`, `in Pyongyang`
    if let Some((prep, to, state)) = complement(tagged, end + 1) {
        if !states.contains(&state) {
            states.push(state);
            if matches!(term, Term::Office { .. }) || prep == "of" && kind != Kind::Pair {
                // `senior official in Pyongyang`: `senior North Korean official`
                let noun = words.pop().unwrap_or_default();
                let noun = match noun.strip_prefix("senior ") {
                    Some(noun) => {
                        words.push("senior".to_owned());
                        noun.to_owned()
                    }
                    None => noun,
                };
                words.push(lexicon.state(state).adjective.clone());
                words.push(noun);
            } else if kind != Kind::Pair {
                let (from, to) = (tagged.tokens[end + 1].start, tagged.tokens[to].end);
                words.push(tagged.text[from..to].to_owned());
            }
        }
        last = to;
    }
    let title = words.join(" ");
    let mut mention = Mention::new(first, last, kind, title.clone());
    mention.plural = plural;
    mention.official = speaks(lexicon, term, &title);
    if mention.official {
        // `NATO's Secretary General`, `Japan's ambassador to the EU`: the first is whose it is.
        let state = states.first().map(|&state| Party::State(state));
        mention.parties.extend(pact.map(Party::Pact).or(state));
    }
    mention.states = states;
    if matches!(
        term,
        Term::Office { .. }
            | Term::Actor {
                kind: ActorKind::Person | ActorKind::Agent,
                ..
            }
    ) && !plural
        || matches!(term, Term::Office { .. })
    {
        let from = last + 1;
        if let Some((to, name)) = name_after(tagged, from) {
            mention.last = to;
            if spokesperson {
                let institution = title.rsplit_once(' ').map(|(before, _)| before.to_owned());
                mention.institution = institution.filter(|text| !text.is_empty());
            }
            mention.role = Some(title);
            mention.kind = Kind::Person;
            mention.names = vec![name];
            mention.plural = false;
            return Some(mention);
        }
    }
    if kind == Kind::Government && !mention.states.is_empty() {
        mention.kind = Kind::State;
        let state = mention.states[mention.states.len() - 1];
        mention.names = vec![lexicon.state(state).name.clone()];
        mention.states = vec![state];
        mention.parties = vec![Party::State(state)];
    }
    Some(mention)
}

/// Whether one of this office or kind speaks for the state or pact that it belongs to.
fn speaks(lexicon: &Lexicon, term: Term, title: &str) -> bool {
    let lapsed = |word: &str| {
        matches!(
            word,
            "former" | "ex" | "retired" | "opposition" | "shadow" | "onetime"
        )
    };
    let holds = match term {
        Term::Office { id, .. } => !matches!(
            lexicon.offices[usize::from(id)].kind.as_str(),
            "legislator" | "candidate"
        ),
        Term::Actor { kind, .. } => matches!(
            kind,
            ActorKind::Organ | ActorKind::Agent | ActorKind::Government | ActorKind::Ally
        ),
        _ => false,
    };
    holds && !title.split([' ', '-']).any(lapsed)
}

/// A full stop after a shortened title (`Gen.`) rather than after a sentence.
fn abbreviated(tagged: &Tagged<'_>, at: usize) -> bool {
    at > 0
        && matches!(tagged.tokens[at - 1].tag, Tag::Term(Term::Office { .. }))
        && tagged.tokens[at - 1].end - tagged.tokens[at - 1].start <= 4
        && tagged.tokens.get(at + 1).is_some_and(|token| token.capital)
}

/// `of X`, `for X` or `in X` behind an office, X being a state.
fn complement<'a>(tagged: &'a Tagged<'_>, at: usize) -> Option<(&'a str, usize, StateId)> {
    if at >= tagged.len() || !matches!(tagged.word(at), "of" | "for" | "in" | "from") {
        return None;
    }
    let article = tagged.len() > at + 1 && tagged.word(at + 1) == "the";
    let to = at + 1 + usize::from(article);
    match tagged.tag(to)? {
        Tag::State {
            id,
            form: Form::Name | Form::Capital | Form::Metonym,
            ..
        } if !tagged.is(to + 1, Tag::Possessive) => Some((tagged.word(at), to, id)),
        _ => None,
    }
}

/// The name that follows a title, with a comma between or without.
fn name_after(tagged: &Tagged<'_>, from: usize) -> Option<(usize, String)> {
    let mut at = from;
    if tagged.is(at, Tag::Stop) && abbreviated(tagged, at) {
        at += 1;
    }
    let comma = tagged.is(at, Tag::Comma);
    at += usize::from(comma);
    while tagged.class(at).is(Class::HONORIFIC) {
        at += 1;
        at += usize::from(tagged.is(at, Tag::Stop));
    }
    let (to, name) = name_at(tagged, at)?;
    if comma {
        // `the president, Zoé Malraux,` and `…, said` only: otherwise it may be another one.
        let closes = matches!(
            tagged.tag(to + 1),
            Some(Tag::Comma | Tag::Stop | Tag::Colon) | None
        );
        if !closes || !name.contains(' ') {
            return None;
        }
        return Some((to + usize::from(tagged.is(to + 1, Tag::Comma)), name));
    }
    Some((to, name))
}

/// A person's name: one of the list, or capitalised words that no list holds.
fn name_at(tagged: &Tagged<'_>, first: usize) -> Option<(usize, String)> {
    if let Some(Tag::Person(_)) = tagged.tag(first) {
        return Some((first, tagged.raw(first).to_owned()));
    }
    let mut at = first;
    let mut words = 0;
    while at < tagged.len() && words < 5 {
        let token = tagged.tokens[at];
        let particle = matches!(
            tagged.word(at),
            "de" | "van" | "von" | "al" | "bin" | "el" | "der" | "den" | "da" | "dos"
        ) && words > 0
            && tagged
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.capital || next.tag == Tag::Joint);
        match token.tag {
            // `the Reciprocal Access Agreement` is no person.
            Tag::Word if tie(tagged.word(at)) => return None,
            Tag::Word | Tag::Person(_)
                if token.capital && !token.class.closed() && !token.class.is(Class::NUMBER) =>
            {
                words += 1;
            }
            Tag::Word if particle => {}
            // A state's name or a title within a name: `Te Aho Beehive`; only after the first word.
            Tag::Joint if words > 0 && !tagged.raw(at).starts_with('/') => {
                // Names after a hyphen may be in lower case: `Seung-hyeon`.
                let next = tagged.tokens.get(at + 1);
                if !next.is_some_and(|next| matches!(next.tag, Tag::Word)) {
                    break;
                }
                at += 1;
            }
            // An initial: `Lloyd J. Austin`.
            Tag::Stop
                if tagged.raw(at) == "."
                    && words > 0
                    && tagged.tokens[at - 1].end - tagged.tokens[at - 1].start == 1
                    && tagged.tokens.get(at + 1).is_some_and(|next| next.capital) => {}
            _ => break,
        }
        at += 1;
    }
    if words == 0 {
        return None;
    }
    let (start, end) = (tagged.tokens[first].start, tagged.tokens[at - 1].end);
    let name = &tagged.text[start..end];
    let name = if tagged.shouted || name.len() > 3 && !name.contains(char::is_lowercase) {
        capitalised(name)
    } else {
        name.to_owned()
    };
    Some((at - 1, name))
}

/// `MARCHETTI-BOYD` as `Marchetti-Boyd`.
fn capitalised(name: &str) -> String {
    let mut start = true;
    let mut result = String::with_capacity(name.len());
    for c in name.chars() {
        if start {
            result.extend(c.to_uppercase());
        } else {
            result.extend(c.to_lowercase());
        }
        start = !c.is_alphanumeric();
    }
    result
}

/// A word of a title: as written where it is a name or an acronym, otherwise in lower case.
fn cased(tagged: &Tagged<'_>, at: usize) -> String {
    let raw = tagged.raw(at);
    let known = matches!(tagged.tokens[at].tag, Tag::Term(_));
    let acronym =
        raw.len() > 1 && raw.len() < 6 && !raw.contains(char::is_lowercase) && !tagged.shouted;
    if acronym || (tagged.tokens[at].capital && !known && at > 0) {
        raw.to_owned()
    } else {
        raw.to_lowercase()
    }
}

/// A state, a people, a pact or a person by name alone.
fn named(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    determined: bool,
) -> Option<Mention> {
    match tagged.tag(first)? {
        Tag::State { id, form, .. } => {
            let joint =
                tagged.is(first + 1, Tag::Joint) || first > 0 && tagged.is(first - 1, Tag::Joint);
            if joint || tagged.is(first + 1, Tag::Possessive) {
                return None;
            }
            let next_is_noun = tagged.tokens.get(first + 1).is_some_and(|next| {
                matches!(next.tag, Tag::Word)
                    && !next.class.closed()
                    && !verb_like(tagged, first + 1, true)
            });
            let kind = match form {
                Form::Name | Form::Capital | Form::Metonym => Kind::State,
                Form::People => Kind::People,
                Form::Either
                    if !next_is_noun || determined && verb_like(tagged, first + 1, true) =>
                {
                    Kind::People
                }
                _ => return None,
            };
            let name = if kind == Kind::People || lexicon.state(id).group {
                tagged.raw(first).to_owned()
            } else {
                lexicon.state(id).name.clone()
            };
            let mut mention = Mention::new(first, first, kind, name);
            mention.states.push(id);
            if kind == Kind::State {
                mention.parties.push(Party::State(id));
            }
            mention.plural = kind == Kind::People || lexicon.state(id).group;
            Some(mention)
        }
        Tag::Pact { id, .. } => {
            if tagged.is(first + 1, Tag::Possessive) {
                return None;
            }
            let name = lexicon.pacts[usize::from(id)].name.clone();
            let mut mention = Mention::new(first, first, Kind::Pact, name);
            mention.parties.push(Party::Pact(id));
            Some(mention)
        }
        Tag::Person(id) => {
            let name = tagged.raw(first).to_owned();
            let mut mention = Mention::new(first, first, Kind::Person, name);
            mention
                .states
                .extend(lexicon.persons[usize::from(id)].state);
            Some(mention)
        }
        Tag::Word => {
            let token = tagged.tokens[first];
            if !token.capital || tagged.shouted || token.class.closed() {
                return None;
            }
            let (last, name) = name_at(tagged, first)?;
            // A capital at the beginning of a sentence or headline says nothing.
            let begins = first == 0
                || matches!(
                    tagged.tokens[first - 1].tag,
                    Tag::Stop | Tag::Open | Tag::Colon
                );
            let single = !name.contains([' ', '-']);
            let acronym =
                name.len() > 1 && name.len() < 7 && !tagged.raw(first).contains(char::is_lowercase);
            if determined && single && acronym && first == last {
                let name = tagged.raw(first).to_owned();
                return Some(Mention::new(first, last, Kind::Institution, name));
            }
            if determined && single || begins && single && !name_verb(tagged, last + 1) {
                return None;
            }
            let mut mention = Mention::new(first, last, Kind::Person, name);
            mention.definite = false;
            Some(mention)
        }
        _ => None,
    }
}

/// A verb of speech in a finite form.
fn name_verb(tagged: &Tagged<'_>, at: usize) -> bool {
    matches!(
        tagged.tag(at),
        Some(Tag::Term(Term::Verb {
            ing: false,
            base: false,
            ..
        }))
    )
}

/// Whether a token could be the verb of the mention before it.
pub(crate) fn verb_like(tagged: &Tagged<'_>, at: usize, plural: bool) -> bool {
    let Some(token) = tagged.tokens.get(at) else {
        return false;
    };
    match token.tag {
        Tag::Term(Term::Verb { ing, base, .. }) => !ing && (plural || !base),
        Tag::Word => {
            let word = tagged.word(at);
            token.class.is(Class::AUXILIARY)
                || word.len() > 3
                    && !token.class.closed()
                    && (word.ends_with("ed") || (word.ends_with('s') && !word.ends_with("ss")))
                || crate::word::irregular_past(word)
        }
        _ => false,
    }
}

/// Puts `A, B and C` together where all are of one kind.
fn listed(tagged: &Tagged<'_>, all: Vec<Mention>) -> Vec<Mention> {
    let mut merged: Vec<Mention> = Vec::with_capacity(all.len());
    let mut iter = all.into_iter().peekable();
    while let Some(mention) = iter.next() {
        let Some(before) = merged.last_mut() else {
            merged.push(mention);
            continue;
        };
        let same = before.kind == mention.kind
            && matches!(
                mention.kind,
                Kind::State | Kind::Person | Kind::People | Kind::Institution
            )
            || before.kind == Kind::Person && mention.kind == Kind::Person;
        let between = before.last + 1..mention.first;
        let and = |at: usize| matches!(tagged.word(at), "and" | "&" | "or");
        let joined = match between.len() {
            1 if and(between.start) => true,
            2 => tagged.is(between.start, Tag::Comma) && and(between.start + 1),
            // Headlines: `Seoul, Washington to resume drills`; lists: `A, B and C`.
            1 if tagged.is(between.start, Tag::Comma) && mention.kind == Kind::State => {
                let next = mention.last + 1;
                let list = iter
                    .peek()
                    .is_some_and(|third| third.kind == mention.kind && third.first <= next + 2);
                list || (before.names.len() > 1)
                    || tagged.headline() && !tagged.is(next, Tag::Comma)
            }
            _ => false,
        };
        if same && joined && before.names.len() < LONGEST_LIST {
            before.last = mention.last;
            before.names.extend(mention.names);
            before.states.extend(mention.states);
            before.parties.extend(mention.parties);
            before.plural = true;
        } else {
            merged.push(mention);
        }
    }
    merged
}

impl Mention {
    fn new(first: usize, last: usize, kind: Kind, name: String) -> Self {
        Self {
            first,
            last,
            kind,
            names: vec![name],
            states: Vec::new(),
            parties: Vec::new(),
            official: false,
            plural: false,
            role: None,
            institution: None,
            definite: false,
            count: None,
            quantified: false,
        }
    }
}
