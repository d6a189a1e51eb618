//! Verbs of speech and their subjects.

use super::INSERTION;
use super::place::{aside, inserted, introduction, inverted, leads, plain};
use crate::lexicon::Term;
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;

/// A verb of speech and its subject.
pub(super) struct Said {
    pub mention: usize,
    /// It stands beside the sentence that is said: `…, X said.`
    pub aside: bool,
}

pub(super) fn said(tagged: &Tagged<'_>, mentions: &[Mention], start: usize) -> Option<Said> {
    let mut ending = vec![None; tagged.len()];
    let mut beginning = vec![None; tagged.len() + 1];
    for (index, mention) in mentions.iter().enumerate() {
        ending[mention.last] = Some(index);
        beginning[mention.first] = Some(index);
    }
    let mut main = None;
    for at in start..tagged.len() {
        let token = tagged.tokens[at];
        if token.quoted {
            continue;
        }
        let begins = |at: usize| beginning.get(at).copied().flatten();
        match token.tag {
            Tag::Term(Term::Source) => {
                if let Some(mention) = begins(at + 1) {
                    return Some(Said {
                        mention,
                        aside: true,
                    });
                }
            }
            Tag::Dash | Tag::Colon if at > start => {
                // `… – auditors`
                if let Some(mention) = begins(at + 1)
                    && closes(tagged, &mentions[mention], at)
                    && !matches!(mentions[mention].kind, Kind::Pronoun | Kind::FirstPerson)
                {
                    return Some(Said {
                        mention,
                        aside: true,
                    });
                }
            }
            Tag::Term(Term::Verb {
                ing: false,
                base,
                before,
                after,
                by,
                ambiguous,
            }) => {
                let passive = (start..at)
                    .rev()
                    .take(3)
                    .take_while(|&at| !matches!(tagged.tokens[at].tag, Tag::Comma | Tag::Close))
                    .any(|at| tagged.class(at).is(Class::COPULA));
                if passive {
                    if by
                        && at + 1 < tagged.len()
                        && tagged.word(at + 1) == "by"
                        && let Some(mention) = begins(at + 2)
                    {
                        main = main.or(Some(Said {
                            mention,
                            aside: false,
                        }));
                    }
                    continue;
                }
                if after
                    && inverted(tagged, at, start)
                    && !inserted(tagged, mentions, &ending, start, at)
                    && let Some(mention) = begins(at + 1)
                    && mentions[mention].kind != Kind::FirstPerson
                    // `The minister, back from the coast, said planners had …`
                    && (tagged.is(at - 1, Tag::Close)
                        || !verb_like(tagged, mentions[mention].last + 1, mentions[mention].plural))
                {
                    return Some(Said {
                        mention,
                        aside: true,
                    });
                }
                if !before {
                    continue;
                }
                let Some(mention) = subject_of(tagged, mentions, &ending, start, at) else {
                    continue;
                };
                let found = &mentions[mention];
                let pronoun = found.kind == Kind::Pronoun
                    && matches!(tagged.word(found.first), "he" | "she")
                    && introduction(tagged, start);
                let near = found.first - start <= INSERTION;
                let alone = pronoun && near && plain(tagged, start..found.first);
                if !alone && !leads(tagged, found.first, start) {
                    continue;
                }
                if matches!(found.kind, Kind::Pronoun)
                    && tagged.word(found.first) == "it"
                    && ambiguous
                {
                    continue;
                }
                let helped = found.last + 1 < at
                    && (found.last + 1..at).any(|at| tagged.class(at).is(Class::AUXILIARY));
                if base && !found.plural && !helped && !matches!(found.kind, Kind::FirstPerson) {
                    continue;
                }
                let aside = aside(tagged, found, at, start);
                if aside && !(ambiguous && main.is_some()) {
                    return Some(Said { mention, aside });
                }
                // `I think`, `we hope` of the main clause are the first person's.
                main = main.or(Some(Said { mention, aside }));
            }
            _ => {}
        }
    }
    // Its own clause must begin the sentence or follow an introduction.
    main
}

/// The mention whose verb stands at `verb`.
pub(super) fn subject_of(
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    ending: &[Option<usize>],
    start: usize,
    verb: usize,
) -> Option<usize> {
    let mut at = verb;
    let mut steps = 0;
    while at > start && steps < INSERTION {
        at -= 1;
        steps += 1;
        if let Some(mention) = ending[at] {
            let found = first_of_chain(tagged, mentions, ending, mention);
            let before = mentions[found]
                .first
                .checked_sub(1)
                .filter(|&before| before >= start);
            let hangs = before.is_some_and(|before| {
                !leads(tagged, mentions[found].first, start)
                    && matches!(
                        tagged.word(before),
                        "of" | "from" | "in" | "at" | "to" | "with" | "by"
                    )
            });
            return (!hangs).then_some(found);
        }
        let class = tagged.class(at);
        let word = tagged.word(at);
        let light = class.is(Class::ADVERB)
            || class.is(Class::TIME)
            || class.is(Class::AUXILIARY) && !class.is(Class::COPULA)
            || matches!(word, "on" | "in" | "who" | "that" | "and" | "both" | "each")
            || matches!(tagged.tokens[at].tag, Tag::Number);
        if light {
            // `X said A and warned B`: the subject of the first verb, which was found already.
            if word == "and" {
                return None;
            }
            continue;
        }
        if let Tag::Mark = tagged.tokens[at].tag {
            // `the Joint Chiefs of Staff (JCS) said`
            if tagged.raw(at) == ")" {
                while at > start && tagged.raw(at) != "(" && steps < INSERTION {
                    at -= 1;
                    steps += 1;
                }
                continue;
            }
            return None;
        }
        if tagged.tokens[at].tag == Tag::Comma {
            // An insertion between two commas; a name in it is the subject's.
            let close = at;
            let mut inner = None;
            while at > start && steps < INSERTION {
                at -= 1;
                steps += 1;
                if let Some(mention) = ending[at]
                    && mentions[mention].kind == Kind::Person
                    && mentions[mention].first > 0
                    && tagged.is(mentions[mention].first - 1, Tag::Comma)
                {
                    inner = Some(mention);
                }
                if tagged.tokens[at].tag == Tag::Comma {
                    break;
                }
            }
            if tagged.tokens[at].tag != Tag::Comma || close - at < 2 {
                return None;
            }
            if let Some(inner) = inner {
                return Some(inner);
            }
            continue;
        }
        // `the Assembly of the Region`: nouns of which none is a mention, back to an `of`.
        let nouns = (start..=at).rev().take(6);
        let mut nouns = nouns.skip_while(|&at| {
            let class = tagged.class(at);
            matches!(
                tagged.tokens[at].tag,
                Tag::Word | Tag::State { .. } | Tag::Term(Term::Actor { .. } | Term::Office { .. })
            ) && (!class.closed() || class.is(Class::DETERMINER))
        });
        let of = nouns
            .next()
            .filter(|&at| tagged.word(at) == "of" && at > start)?;
        return ending[of - 1];
    }
    None
}

/// `Ingebrigt Solli of the Polar Institute`: the first of mentions joined by prepositions.
pub(super) fn first_of_chain(
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    ending: &[Option<usize>],
    last: usize,
) -> usize {
    let mut found = last;
    for _ in 0..3 {
        let first = mentions[found].first;
        // `ambassador to Washington`
        if first < 2
            || !matches!(
                tagged.word(first - 1),
                "of" | "for" | "in" | "at" | "from" | "to" | "on"
            )
        {
            break;
        }
        match ending[first - 2] {
            Some(before) => found = before,
            None => {
                // `a governor of … ` with a word between: no chain.
                break;
            }
        }
    }
    found
}

/// `… – auditors`, `‘…’ – Pentagon to Strelsau`: whether a mention behind a dash or a colon is the source of
/// what stands before.
fn closes(tagged: &Tagged<'_>, mention: &Mention, mark: usize) -> bool {
    let next = mention.last + 1;
    if next == tagged.len() {
        return tagged.is(mark, Tag::Dash) || mark > 2 && mention.kind == Kind::Office;
    }
    tagged.is(mark, Tag::Dash)
        && (tagged.headline() || tagged.is(mark - 1, Tag::Close))
        && tagged.tokens[..mark].iter().any(|token| token.quoted)
        && matches!(tagged.word(next), "to" | "on" | "at" | "over" | "after")
}
