//! Nouns that no list holds, beside a verb of speech: `a lighthouse keeper said`.

use super::title::cased;
use super::{Kind, Mention};
use crate::lexicon::{ActorKind, Form, Lexicon, StateId, Term};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, tie};

/// Most words of such a noun phrase.
const LONGEST: usize = 5;

/// A noun phrase that says something: right before a verb that only speakers can have, or right behind
/// one that stands behind a comma or a quotation.
///
/// `first` is the token behind the article, if there is one.
pub(super) fn open(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    first: usize,
    determined: bool,
) -> Option<Mention> {
    if tagged.tokens.get(first)?.quoted || tagged.shouted {
        return None;
    }
    let begins = determined || clause(tagged, first);
    if !begins {
        return None;
    }
    // A verb of speech must be near, before any word is kept.
    let verb = |at: usize| {
        matches!(
            tagged.tag(at),
            Some(Tag::Term(Term::Verb { ing: false, .. }))
        )
    };
    let before = first.checked_sub(1 + usize::from(determined));
    if !before.is_some_and(verb) && !(first..tagged.len()).take(LONGEST + 2).any(verb) {
        return None;
    }
    let mut words: Vec<String> = Vec::new();
    let mut states: Vec<StateId> = Vec::new();
    let mut at = first;
    let mut head = None;
    while at < tagged.len() && at - first < LONGEST {
        let token = tagged.tokens[at];
        match token.tag {
            Tag::State { id, form, .. } if form != Form::People => {
                states.push(id);
                words.push(lexicon.state(id).adjective.clone());
                head = None;
                at += usize::from(tagged.is(at + 1, Tag::Possessive));
            }
            Tag::Term(Term::Actor {
                kind: ActorKind::Modifier,
                ..
            }) => {
                words.push(cased(tagged, at));
                head = None;
            }
            Tag::Word if !token.class.closed() && !token.class.is(Class::NUMBER) => {
                words.push(cased(tagged, at));
                head = Some(at);
            }
            _ => break,
        }
        at += 1;
    }
    let head = head.filter(|&head| head + 1 == at)?;
    let noun = tagged.word(head);
    let plural = noun.ends_with('s') && !noun.ends_with("ss");
    let lower = !tagged.tokens[head].capital || plural && (determined || head == 0);
    if thing(noun) || !lower {
        return None;
    }
    let behind = before.is_some_and(|verb| {
        determined
            && verb > 0
            && (tagged.is(verb - 1, Tag::Close)
                || tagged.is(verb - 1, Tag::Comma) && says(tagged.word(verb)))
            && matches!(
                tagged.tag(verb),
                Some(Tag::Term(Term::Verb {
                    after: true,
                    base: false,
                    ing: false,
                    ..
                }))
            )
    });
    let ahead = (determined || plural) && speaker_verb(tagged, at, plural);
    (behind || ahead).then(|| {
        let mut mention = Mention::new(first, head, Kind::Office, words.join(" "));
        mention.plural = plural;
        mention.states = states;
        mention
    })
}

/// A verb that stands behind what is said: `…, said a lighthouse keeper`.
fn says(verb: &str) -> bool {
    matches!(
        verb,
        "said"
            | "says"
            | "added"
            | "adds"
            | "argued"
            | "argues"
            | "insisted"
            | "insists"
            | "warned"
            | "warns"
            | "wrote"
            | "writes"
            | "complained"
            | "replied"
            | "explained"
    )
}

/// Whether a clause begins at a token, so that a noun without an article may be its subject.
fn clause(tagged: &Tagged<'_>, at: usize) -> bool {
    at == 0
        || matches!(
            tagged.tokens[at - 1].tag,
            Tag::Comma | Tag::Stop | Tag::Close | Tag::Colon
        )
        || matches!(tagged.word(at - 1), "while" | "but" | "though" | "as")
}

/// A verb that has a speaker for its subject, and no document, visit or vote.
fn speaker_verb(tagged: &Tagged<'_>, at: usize, plural: bool) -> bool {
    let Some(Tag::Term(Term::Verb {
        ing: false,
        base,
        after,
        ambiguous: false,
        ..
    })) = tagged.tag(at)
    else {
        return false;
    };
    let word = tagged.word(at);
    let things_may = [
        "underlin",
        "underscor",
        "confirm",
        "suggest",
        "indicat",
        "reveal",
        "threaten",
        "disclos",
    ];
    (plural || !base)
        && (after || matches!(word, "told" | "tells" | "tell"))
        && !things_may.iter().any(|stem| word.starts_with(stem))
}

/// What may be said to say something and is nobody.
fn thing(noun: &str) -> bool {
    tie(noun)
        || matches!(
            noun,
            "statement"
                | "statements"
                | "communique"
                | "communiqué"
                | "declaration"
                | "text"
                | "document"
                | "documents"
                | "clause"
                | "article"
                | "preamble"
                | "law"
                | "history"
                | "readout"
                | "release"
                | "third"
                | "quarter"
                | "half"
                | "rest"
                | "same"
                | "others"
        )
}
