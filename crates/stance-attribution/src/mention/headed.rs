//! Noun phrases around an office or an institution.

use super::caption::bracketed;
use super::complement::{
    Place, complement as complement_of, joint_office, labour, party_name, states_listed,
    states_verb,
};
use super::ministry::ministry;
use super::name::{name_after, verb_like};
use super::title::{abbreviated, cased, governments, institution, speaks};
use super::{Kind, Mention};
use crate::lexicon::{ActorKind, Form, Lexicon, Party, StateId, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// Most tokens between the article and the noun of one mention.
pub(super) const LONGEST: usize = 8;

/// A noun phrase around an office or an institution: `senior South Korean official`.
pub(super) fn headed(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    mut determined: bool,
    owner: Option<StateId>,
) -> Option<Mention> {
    // `Top U.S., South Korean and Japanese envoys`
    let modified = matches!(
        tagged.tag(first),
        Some(Tag::Term(Term::Actor {
            kind: ActorKind::Modifier,
            ..
        }))
    );
    if let Some((last, states)) = joint_office(tagged, first + usize::from(modified)) {
        return Some(governments(lexicon, first, last, states));
    }
    if labour(tagged, first) {
        let name = super::name::capitalised(tagged.raw(first));
        return Some(Mention::new(first, first, Kind::Institution, name));
    }
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
                // `Seoul hosts the drill`
                if states_verb(tagged, first, at) {
                    break;
                }
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
                    if let Some(ministry) = ministry(lexicon, tagged, at) {
                        // There is one department of that name.
                        if states.is_empty() && ministry.name == "Department of State" {
                            states.extend(lexicon.state_of("US"));
                        }
                        words.push(ministry.name);
                        at = ministry.last + 1;
                        if tagged.is(at, Tag::Possessive) {
                            at += 1;
                            continue;
                        }
                        let office = ministry.office.map(|(office, term)| {
                            words.push(office);
                            term
                        });
                        head = Some((ministry.last, office.unwrap_or(term)));
                        kept = words.len();
                        continue;
                    }
                    if next(Tag::Possessive) {
                        // `the ministry's spokesperson`
                        words.push(tagged.word(at).to_owned());
                        at += 2;
                        continue;
                    }
                    head = Some((at, term));
                    // There is one department of that name.
                    if states.is_empty() && tagged.word(at) == "state department" {
                        states.extend(lexicon.state_of("US"));
                    }
                }
                if owned {
                    break;
                }
                let name = at > first
                    && token.capital
                    && tagged.tokens[at - 1].capital
                    && tagged.is(at - 1, Tag::Word)
                    && !tagged.shouted;
                words.push(if name {
                    tagged.raw(at).to_owned()
                } else {
                    cased(tagged, at)
                });
                if head.is_some_and(|(head, _)| head == at) {
                    kept = words.len();
                }
            }
            // `the main opposition Civic Democratic Party`
            Tag::Word if head.is_some() && token.capital && party_name(tagged, at) => {
                head = None;
                words.clear();
                words.push(tagged.raw(at).to_owned());
            }
            Tag::Word if head.is_none() && !token.class.closed() => {
                if token.class.is(Class::NUMBER) {
                    break;
                }
                if !token.capital || tagged.shouted {
                    // An adjective or two, where an article shows that a noun is to come.
                    // So does a state or an acronym: `Ruritanian spy chiefs`.
                    lower_words += 1;
                    let most = if determined {
                        2
                    } else {
                        usize::from(!words.is_empty())
                    };
                    if lower_words > most || !determined && verb_like(tagged, at, true) {
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
    let complement = complement_of(tagged, end + 1)
        .filter(|&(prep, ..)| !(prep == "in" && (pact.is_some() || plural && !states.is_empty())));
    if let Some((prep, to, state)) = complement {
        // `the ministers of Japan, Korea and the US` act as their governments.
        let all = match term {
            Term::Office { plural: true, .. }
            | Term::Actor {
                kind: ActorKind::Agent | ActorKind::Organ | ActorKind::Government,
                plural: true,
            } if prep == "of" && states.is_empty() => states_listed(tagged, to),
            _ => Vec::new(),
        };
        if let [.., (last, _)] = all[..]
            && all.len() > 1
        {
            let states: Vec<StateId> = all.iter().map(|&(_, state)| state).collect();
            return Some(governments(lexicon, first, last, states));
        }
        let place = Place {
            prep,
            end,
            to,
            state,
        };
        last = place.added(lexicon, tagged, term, plural, &mut words, &mut states);
    }
    let title = words.join(" ");
    let mut mention = Mention::new(first, last, kind, title.clone());
    mention.plural = plural;
    mention.official = speaks(lexicon, term, &title);
    if let Term::Office { id, .. } = term {
        mention
            .held_in
            .clone_from(&lexicon.offices[usize::from(id)].states);
    }
    mention.clerk = match term {
        Term::Office { id, .. } => matches!(
            lexicon.offices[usize::from(id)].kind.as_str(),
            "official" | "spokesperson"
        ),
        Term::Actor { kind, .. } => kind == ActorKind::Organ,
        _ => false,
    };
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
            mention.last = bracketed(tagged, to);
            if spokesperson {
                let demonym = |name: &String| {
                    mention
                        .states
                        .iter()
                        .any(|&state| lexicon.state(state).adjective == *name)
                };
                mention.institution = institution(&title).filter(|name| !demonym(name));
            }
            // `Foreign Minister Noh of the Republic of Korea`
            if mention.states.is_empty()
                && let Some(("of", to, state)) = complement_of(tagged, mention.last + 1)
            {
                mention.last = to;
                mention.states.push(state);
                if mention.official {
                    mention.parties.push(Party::State(state));
                }
            }
            // `President Trump`, whose state the lists know.
            if let Some(Tag::Person(id)) = tagged.tag(to)
                && mention.states.is_empty()
                && let Some(state) = lexicon.persons[usize::from(id)].state
            {
                mention.states.push(state);
                if mention.official {
                    mention.parties.push(Party::State(state));
                }
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
