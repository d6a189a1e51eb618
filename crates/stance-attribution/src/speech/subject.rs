//! The grammatical subject of a sentence without a verb of speech.

use super::INSERTION;
use super::place::introduction;
use super::predicate::{over_phrase, predicate, says_later};
use crate::lexicon::{Lexicon, Stance, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, irregular_past};

/// The grammatical subject, where it can hold a stance and does something.
pub(crate) fn subject(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    start: usize,
) -> Option<usize> {
    let mut places = vec![start];
    let led_in = introduction(tagged, start) || dated(tagged, start);
    if led_in || tagged.headline() {
        places.extend(commas(tagged, start).take(2));
    }
    if introduction(tagged, start) {
        // `Under the Five Power arrangements Wellington is to send …`
        let comma = commas(tagged, start).next().unwrap_or(tagged.len());
        let mut inner = mentions
            .iter()
            .filter(|mention| mention.first > start + 1 && mention.last < comma);
        let inner = inner.find(|mention| {
            (matches!(
                mention.kind,
                Kind::State | Kind::Pair | Kind::Office | Kind::Institution | Kind::Government
            ) || mention.role.is_some())
                && !tagged.class(mention.first - 1).is(Class::PREPOSITION
                    .or(Class::CONJUNCTION)
                    .or(Class::DETERMINER))
                && acts(lexicon, tagged, mentions, mention)
        });
        places.extend(inner.map(|mention| mention.first));
    }
    for at in start..tagged.len() {
        let clause =
            matches!(tagged.tokens[at].tag, Tag::Stop | Tag::Colon) && !tagged.tokens[at].quoted;
        let contrast = tagged.is(at, Tag::Comma)
            && at + 1 < tagged.len()
            && matches!(
                tagged.word(at + 1),
                "and" | "but" | "while" | "though" | "although" | "yet"
            );
        if clause {
            places.push(at + 1);
            // `…; this week the authorities scrapped`
            let time = |at: &usize| {
                let before = matches!(tagged.word(*at), "on" | "this" | "next")
                    && tagged.class(*at + 1).is(Class::TIME);
                before || tagged.class(*at).is(Class::TIME.or(Class::ADVERB))
            };
            let times = (at + 1..tagged.len()).take(4).take_while(time).count();
            if times > 0 {
                places.push(at + 1 + times);
            }
        } else if contrast {
            places.push(at + 2);
        }
    }
    if tagged.headline() {
        // `Talks end without deal as Seoul resists`
        let joined = (start + 1..tagged.len())
            .filter(|&at| !tagged.tokens[at].quoted && matches!(tagged.word(at), "as" | "while"));
        places.extend(joined.map(|at| at + 1));
    }
    for place in places {
        let Ok(index) = mentions.binary_search_by_key(&place, |mention| mention.first) else {
            continue;
        };
        let mention = &mentions[index];
        if tagged.tokens[mention.first].quoted {
            continue;
        }
        if mention.kind == Kind::FirstPerson {
            return Some(index);
        }
        if matches!(mention.kind, Kind::Pronoun) && tagged.word(mention.first) == "it"
            // What is said of a pact is the text's; a headline's `NATO to send` is an act of it.
            || mention.kind == Kind::Pact && !tagged.headline()
            || mention.quantified
        {
            continue;
        }
        if acts(lexicon, tagged, mentions, mention) {
            return Some(index);
        }
    }
    None
}

/// `Fifty years after the last bomber left, Ruritania …`
fn dated(tagged: &Tagged<'_>, start: usize) -> bool {
    let mut first = (start..tagged.len()).take(5);
    first.any(|at| matches!(tagged.word(at), "ago" | "after" | "since" | "earlier"))
}

pub(super) fn commas<'a>(tagged: &'a Tagged<'_>, start: usize) -> impl Iterator<Item = usize> + 'a {
    (start..tagged.len())
        .filter(|&at| tagged.is(at, Tag::Comma) && !tagged.tokens[at].quoted)
        .map(|at| at + 1)
}

/// Whether what follows a mention is a verb by which it takes a stance.
pub(super) fn acts(
    lexicon: &Lexicon,
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    mention: &Mention,
) -> bool {
    let mut at = mention.last + 1;
    for _ in 0..3 {
        if at + 1 >= tagged.len() || !matches!(tagged.word(at), "of" | "for" | "at" | "from" | "in")
        {
            break;
        }
        let Ok(next) = mentions.binary_search_by_key(&(at + 1), |mention| mention.first) else {
            break;
        };
        at = mentions[next].last + 1;
    }
    // `members of a civic group tore up`
    if at < tagged.len() && tagged.word(at) == "of" {
        let noun = |at: &usize| {
            tagged.is(*at, Tag::Word)
                && !verb_like(tagged, *at, false)
                && !irregular_past(tagged.word(*at))
        };
        let known = |at: &usize| noun(at) || matches!(tagged.tag(*at), Some(Tag::Term(_)));
        at += 1 + (at + 1..tagged.len()).take(5).take_while(known).count();
    }
    at = over_phrase(tagged, mention, at);
    // `China's foreign ministry, for its part, urged`; over an insertion.
    if tagged.is(at, Tag::Comma)
        && let Some(close) =
            (at + 1..tagged.len().min(at + INSERTION)).find(|&at| tagged.is(at, Tag::Comma))
    {
        at = close + 1;
    }
    while at < tagged.len() && tagged.class(at).is(Class::ADVERB.or(Class::TIME))
        || at < tagged.len()
            && matches!(
                tagged.word(at),
                "on" | "themselves" | "itself" | "himself" | "herself" | "alike" | "both"
            )
    {
        at += 1;
    }
    // `Canada on Sunday (June 26) saluted`
    if at < tagged.len()
        && tagged.raw(at) == "("
        && let Some(close) = (at + 1..tagged.len().min(at + 6)).find(|&at| tagged.raw(at) == ")")
    {
        at = close + 1;
    }
    // `stiff-armed`
    if tagged.is(at + 1, Tag::Joint) && tagged.is(at, Tag::Word) && tagged.is(at + 2, Tag::Word) {
        at += 2;
    }
    let Some(token) = tagged.tokens.get(at) else {
        return false;
    };
    let word = tagged.word(at);
    let class = token.class;
    let mut verb = at + 1;
    while tagged.class(verb).is(Class::ADVERB) {
        verb += 1;
    }
    let passive = class.is(Class::AUXILIARY)
        && verb < tagged.len()
        && matches!(tagged.word(verb), "been" | "be")
        && !matches!(word, "will" | "won't" | "won’t");
    if class.is(Class::COPULA) || passive {
        let mut next = if passive { verb + 1 } else { at + 1 };
        while tagged.class(next).is(Class::ADVERB)
            || next < tagged.len() && tagged.word(next) == "so"
        {
            next += 1;
        }
        // `was among the first to call, saying …`
        let saying = (next..tagged.len()).take(INSERTION).any(|at| {
            tagged.is(at, Tag::Comma)
                && matches!(
                    tagged.tag(at + 1),
                    Some(Tag::Term(Term::Verb { ing: true, .. }))
                )
        });
        return saying
            || says_later(tagged, next)
            || predicate(lexicon, tagged, next)
            || next < tagged.len()
                && tagged.word(next).ends_with("ing")
                && tagged.word(next).len() > 4;
    }
    if class.is(Class::MODAL) {
        return false;
    }
    if tagged.headline() && token.tag == Tag::Open {
        return true;
    }
    if lexicon.stance(word).is(Stance::JUDGED) {
        return false;
    }
    if verb_like(tagged, at, mention.plural) || irregular_past(word) {
        return true;
    }
    if tagged.headline() {
        // Headlines leave the copula out: `Berlin in dark`, `Seoul to weigh all options`.
        let participle = word.ends_with("ing")
            && word.len() > 5
            && matches!(mention.kind, Kind::State | Kind::Office | Kind::People)
            && !matches!(
                word,
                "meeting"
                    | "briefing"
                    | "training"
                    | "hearing"
                    | "filing"
                    | "spending"
                    | "funding"
                    | "ruling"
                    | "building"
                    | "during"
                    | "shipping"
            );
        return predicate(lexicon, tagged, at)
            || participle
            || matches!(
                word,
                "in" | "not" | "cool" | "seem" | "yet" | "seeks" | "eyes"
            )
            || mention.plural && token.tag == Tag::Word && !class.closed() && !token.capital;
    }
    mention.plural && token.tag == Tag::Word && !class.closed() && !token.capital
}
