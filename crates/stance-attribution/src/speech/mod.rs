//! Who says it, by the sentence's own words.

mod inner;
mod label;
mod nominal;
mod place;
mod predicate;
mod said;
mod subject;

use crate::lexicon::{ActorKind, Lexicon, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;
use inner::inner;
use label::{Label, label};
pub(crate) use label::{dated_place, opening};
use nominal::nominal;
use said::said;
use subject::subject;

/// Most tokens of an insertion between a subject and its verb.
const INSERTION: usize = 24;

/// Who holds the stance, before pronouns are resolved.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Mention(Mention),
    /// The subject of a sentence that is said by nobody in it.
    Subject(Mention),
    /// A state acts, and somebody less than it says so.
    Reported(Mention),
    /// The label of a speaker in a transcript, whose turn begins.
    Label(Mention),
    /// A label that names a role of the form (`Q:`), and no holder.
    Anonymous,
    /// `It was agreed`: those who meet.
    Impersonal,
    /// `I`, `we`, `our`.
    FirstPerson,
    /// The sentence is a quotation and does not say whose.
    Quoted,
    Writer,
}

pub(crate) fn find(lexicon: &Lexicon, tagged: &Tagged<'_>, mentions: &[Mention]) -> Found {
    let start = match label(tagged, mentions) {
        Some(Label::Speaker(mention)) => return Found::Label(*mention),
        Some(Label::Anonymous) => return Found::Anonymous,
        None => opening(tagged),
    };
    let bare = |at: usize| {
        let token = tagged.tokens[at];
        !token.quoted
            && !matches!(
                token.tag,
                Tag::Comma | Tag::Stop | Tag::Mark | Tag::Dash | Tag::Colon | Tag::Number
            )
    };
    let outside = (start..tagged.len()).filter(|&at| bare(at)).count();
    if outside == 0 {
        return Found::Quoted;
    }
    let subject = subject(lexicon, tagged, mentions, start);
    let said = said(tagged, mentions, start).filter(|said| {
        // A verb of speech deep in a sentence whose subject does something else.
        let earlier = |&subject: &usize| {
            let (from, to) = (mentions[subject].first, mentions[said.mention].first);
            // `Moscow is watching: a spokesman dismissed …`
            let another = tagged.word(to) != "its" && mentions[said.mention].kind != Kind::Pronoun;
            from < to && !(another && (from..to).any(|at| tagged.is(at, Tag::Colon)))
        };
        said.aside
            || mentions[said.mention].kind == Kind::Pair
            || subject.as_ref().is_none_or(|subject| {
                !earlier(subject) || apposed(tagged, &mentions[*subject], &mentions[said.mention])
            })
    });
    if let Some(said) = said {
        let mention = &mentions[said.mention];
        let lesser = matches!(
            mention.kind,
            Kind::Office | Kind::Institution | Kind::Government | Kind::Group | Kind::Pact
        ) || mention.institution.is_some();
        if let Some(reported) = reported(tagged, mentions, said.mention, subject, said.aside) {
            return Found::Reported(mentions[reported].clone());
        }
        if said.aside
            && lesser
            && let Some(subject) = subject
            && subject != said.mention
            && (source(tagged, mention)
                && mention.states.is_empty()
                && !matches!(
                    mentions[subject].kind,
                    Kind::Pronoun | Kind::FirstPerson | Kind::Pair
                )
                || mentions[subject].kind == Kind::State
                    // Words that are quoted are the speaker's own.
                    && (mention.official || mention.clerk || !tagged.tokens.iter().any(|token| token.quoted))
                    && !critic(&mentions[subject], mention)
                || spokesperson(lexicon, tagged, mention) && mentions[subject].kind == Kind::Office)
        {
            return Found::Reported(mentions[subject].clone());
        }
        if mention.kind == Kind::FirstPerson {
            return first_person(tagged, mentions, said.mention);
        }
        return Found::Mention(mention.clone());
    }
    let inside = (start..tagged.len())
        .filter(|&at| tagged.tokens[at].quoted)
        .count();
    let subject_first = subject.map(|subject| mentions[subject].first);
    let voice = mentions.iter().any(|mention| {
        let word = tagged.word(mention.first);
        let subject = mention.kind == Kind::FirstPerson && mention.first == mention.last;
        let later = subject_first.is_some_and(|first| first < mention.first);
        subject
            && !later
            && !tagged.tokens[mention.first].quoted
            && (word.starts_with('i') || word.starts_with("we"))
    });
    if let Some(subject) = subject.filter(|_| !voice) {
        let mention = &mentions[subject];
        return match mention.kind {
            Kind::FirstPerson => first_person(tagged, mentions, subject),
            _ => Found::Subject(mention.clone()),
        };
    }
    // `‘The door is open’: Rutgers on Kyiv`
    if tagged.headline()
        && start > 0
        && tagged.is(start - 1, Tag::Colon)
        && let Some(speaker) = mentions.iter().find(|mention| mention.first == start)
        && matches!(speaker.kind, Kind::Person | Kind::Office | Kind::State)
    {
        return Found::Mention(speaker.clone());
    }
    if inside > 2 * outside {
        return Found::Quoted;
    }
    let own = (start..tagged.len())
        .any(|at| !tagged.tokens[at].quoted && tagged.class(at).is(Class::FIRST_PERSON));
    if own {
        let we = mentions.iter().position(|mention| {
            mention.kind == Kind::FirstPerson && !tagged.tokens[mention.first].quoted
        });
        we.map_or(Found::FirstPerson, |we| first_person(tagged, mentions, we))
    } else if impersonal(tagged, start) {
        Found::Impersonal
    } else {
        nominal(lexicon, tagged, mentions, start)
            .or_else(|| inner(lexicon, tagged, mentions, start))
            .map_or(Found::Writer, Found::Subject)
    }
}

/// `The commander of the Command, Gen. Roy Lindahl, said`: the name is that of the subject.
fn apposed(tagged: &Tagged<'_>, subject: &Mention, name: &Mention) -> bool {
    let comma = |at: usize| tagged.is(at, Tag::Comma);
    let between = subject.last + 1..name.first.saturating_sub(1);
    let mut between = between.into_iter();
    name.kind == Kind::Person
        && subject.kind == Kind::Office
        && name.first > 0
        && comma(name.first - 1)
        && comma(name.last + 1)
        && between.all(|at| !comma(at) && !verb_like(tagged, at, false))
}

/// `We, the ministers of Poland and France, …`: who `we` are from here on.
fn first_person(tagged: &Tagged<'_>, mentions: &[Mention], we: usize) -> Found {
    let Some(named) = mentions.get(we + 1) else {
        return Found::FirstPerson;
    };
    let beside = named.first == mentions[we].last + 2 && tagged.is(named.first - 1, Tag::Comma);
    let closed = tagged.is(named.last + 1, Tag::Comma);
    if beside && closed && named.plural && !named.parties.is_empty() {
        Found::Label(named.clone())
    } else {
        Found::FirstPerson
    }
}

/// `It was also agreed that …`
fn impersonal(tagged: &Tagged<'_>, start: usize) -> bool {
    let mut at = start;
    if at >= tagged.len() || tagged.word(at) != "it" || !tagged.class(at + 1).is(Class::COPULA) {
        return false;
    }
    at += 2;
    while tagged.class(at).is(Class::ADVERB) {
        at += 1;
    }
    at < tagged.len()
        && matches!(
            tagged.word(at),
            "agreed"
                | "decided"
                | "confirmed"
                | "affirmed"
                | "reaffirmed"
                | "resolved"
                | "concluded"
                | "stressed"
                | "underlined"
                | "emphasized"
                | "emphasised"
        )
}

/// The one whom somebody who only reports it says to have spoken: `A and B agreed …, the ministry
/// said`, `the ministry said that A had promised …`, `the two agreed …, he added`.
fn reported(
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    speaker: usize,
    subject: Option<usize>,
    aside: bool,
) -> Option<usize> {
    let reporter = &mentions[speaker];
    let clerk = reporter.clerk || reporter.institution.is_some();
    let acts = |mention: &Mention| {
        let verb = (mention.last + 1..tagged.len()).take(4).find(|&at| {
            let class = tagged.class(at);
            !class.is(Class::ADVERB) && (!class.is(Class::AUXILIARY) || class.is(Class::COPULA))
        });
        verb.is_some_and(|verb| matches!(tagged.tag(verb), Some(Tag::Term(Term::Verb { .. }))))
    };
    if aside {
        let subject = subject.filter(|&subject| subject != speaker)?;
        let pair = |mention: &Mention| mention.kind == Kind::Pair || mention.names.len() > 1;
        let fits = match reporter.kind {
            Kind::Pronoun => pair(&mentions[subject]),
            _ if tagged.word(mentions[subject].first) == "they" => clerk,
            _ => {
                let subject = &mentions[subject];
                let office = subject.kind == Kind::Office && subject.definite && !subject.clerk;
                clerk && (office || matches!(subject.kind, Kind::Person | Kind::Pair))
            }
        };
        return (fits && acts(&mentions[subject])).then_some(subject);
    }
    let inner = mentions
        .iter()
        .enumerate()
        .skip(speaker + 1)
        .find(|(_, inner)| tagged.word(inner.first - 1) == "that")?;
    let person = matches!(inner.1.kind, Kind::Person | Kind::Pair);
    (clerk && person && acts(inner.1)).then_some(inner.0)
}

/// Whether the one who speaks is of another state than the one spoken of, and so a critic of it.
fn critic(subject: &Mention, speaker: &Mention) -> bool {
    speaker
        .states
        .iter()
        .any(|state| !subject.states.contains(state))
}

/// Whether a mention is of the press, which only reports.
fn source(tagged: &Tagged<'_>, mention: &Mention) -> bool {
    (mention.first..=mention.last).any(|at| {
        matches!(
            tagged.tokens[at].tag,
            Tag::Term(Term::Actor {
                kind: ActorKind::Press,
                ..
            })
        )
    })
}

fn spokesperson(lexicon: &Lexicon, tagged: &Tagged<'_>, mention: &Mention) -> bool {
    (mention.first..=mention.last).any(|at| match tagged.tokens[at].tag {
        Tag::Term(Term::Office { id, .. }) => {
            lexicon.offices[usize::from(id)].kind == "spokesperson"
        }
        _ => false,
    })
}
