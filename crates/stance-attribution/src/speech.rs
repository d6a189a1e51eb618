//! Who says it, by the sentence's own words.

use crate::lexicon::{Form, Lexicon, Term};
use crate::mention::{Kind, Mention, verb_like};
use crate::tagged::{Tag, Tagged};
use crate::word::{Class, irregular_past};

/// Most tokens of a speaker's label: `GEN. MARCHETTI-BOYD:`.
const LABEL: usize = 8;

/// Most tokens of an insertion between a subject and its verb.
const INSERTION: usize = 24;

/// Who holds the stance, before pronouns are resolved.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Mention(Mention),
    /// A state acts, and somebody less than it says so.
    Reported(Mention),
    /// The label of a speaker in a transcript, whose turn begins.
    Label(Mention),
    /// A label that names a role of the form (`Q:`), and no holder.
    Anonymous,
    /// `I`, `we`, `our`.
    FirstPerson,
    /// The sentence is a quotation and does not say whose.
    Quoted,
    Writer,
}

pub(crate) fn find(lexicon: &Lexicon, tagged: &Tagged<'_>, mentions: &[Mention]) -> Found {
    let start = match label(tagged, mentions) {
        Some(Label::Speaker(mention)) => return Found::Label(mention),
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
    let subject = subject(tagged, mentions, start);
    let said = said(tagged, mentions, start).filter(|said| {
        // A verb of speech deep in a sentence whose subject does something else.
        let earlier = |&subject: &usize| mentions[subject].first < mentions[said.mention].first;
        said.aside || subject.as_ref().is_none_or(|subject| !earlier(subject))
    });
    if let Some(said) = said {
        let mention = &mentions[said.mention];
        let lesser = matches!(
            mention.kind,
            Kind::Office | Kind::Institution | Kind::Government | Kind::Group | Kind::Pact
        );
        if said.aside
            && lesser
            && let Some(subject) = subject
            && subject != said.mention
            && (mentions[subject].kind == Kind::State && !critic(&mentions[subject], mention)
                || spokesperson(lexicon, tagged, mention) && mentions[subject].kind == Kind::Office)
        {
            return Found::Reported(mentions[subject].clone());
        }
        if mention.kind == Kind::FirstPerson {
            return Found::FirstPerson;
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
            Kind::FirstPerson => Found::FirstPerson,
            _ => Found::Mention(mention.clone()),
        };
    }
    if inside > 2 * outside {
        return Found::Quoted;
    }
    let first_person = (start..tagged.len())
        .any(|at| !tagged.tokens[at].quoted && tagged.class(at).is(Class::FIRST_PERSON));
    if first_person {
        Found::FirstPerson
    } else {
        Found::Writer
    }
}

/// Whether the one who speaks is of another state than the one spoken of, and so a critic of it.
fn critic(subject: &Mention, speaker: &Mention) -> bool {
    speaker
        .states
        .iter()
        .any(|state| !subject.states.contains(state))
}

fn spokesperson(lexicon: &Lexicon, tagged: &Tagged<'_>, mention: &Mention) -> bool {
    (mention.first..=mention.last).any(|at| match tagged.tokens[at].tag {
        Tag::Term(Term::Office { id, .. }) => {
            lexicon.offices[usize::from(id)].kind == "spokesperson"
        }
        _ => false,
    })
}

enum Label {
    Speaker(Mention),
    Anonymous,
}

/// `X:` at the beginning.
fn label(tagged: &Tagged<'_>, mentions: &[Mention]) -> Option<Label> {
    let colon = (0..tagged.len().min(LABEL + 6)).find(|&at| tagged.is(at, Tag::Colon))?;
    if tagged.tokens[..colon].iter().any(|token| token.quoted) || colon + 1 >= tagged.len() {
        return None;
    }
    if colon == 1
        && matches!(
            tagged.word(0),
            "q" | "a" | "question" | "answer" | "reporter" | "moderator" | "quote"
        )
    {
        return Some(Label::Anonymous);
    }
    let mention = mentions.iter().find(|mention| mention.first == 0)?;
    let plain = !matches!(
        mention.kind,
        Kind::Pronoun | Kind::FirstPerson | Kind::Pair | Kind::Pact
    );
    if !plain || colon > LABEL + 6 {
        return None;
    }
    // A dateline in the manner of `KUWAIT CITY: …`.
    if mention.kind == Kind::State && !tagged.headline() && !tagged.shouted {
        let raw = tagged.raw(mention.last);
        let city = matches!(
            tagged.tokens[mention.last].tag,
            Tag::State {
                form: Form::Capital,
                ..
            }
        );
        if city && !raw.contains(char::is_lowercase) {
            return None;
        }
    }
    let rest = mention.last + 1;
    let direct = rest == colon
        || tagged.is(rest, Tag::Number) && rest + 1 == colon
        || (tagged.word(rest) == "to" && colon - rest <= 3)
        || (rest + 1 == colon && tagged.class(rest).is(Class::NUMBER));
    // `Marguerite Oshiro, Chair, Okinawa Residents' Network: “…`
    let titled = tagged.is(rest, Tag::Comma)
        && tagged.is(colon + 1, Tag::Open)
        && mention.kind == Kind::Person;
    // A name alone that is all there is before words in quotation marks or in a transcript.
    (direct || titled).then(|| Label::Speaker(mention.clone()))
}

/// Where the sentence proper begins: behind a dateline, or a quotation with a colon.
pub(crate) fn opening(tagged: &Tagged<'_>) -> usize {
    let mut capitals = 0;
    for at in 0..tagged.len().min(16) {
        let token = tagged.tokens[at];
        match token.tag {
            Tag::Dash if at > 0 && capitals > 0 && at + 1 < tagged.len() => {
                let mut next = at + 1;
                while tagged.is(next, Tag::Dash) {
                    next += 1;
                }
                let place =
                    !tagged.raw(0).contains(char::is_lowercase) || tagged.raw(at - 1) == ")";
                return if place && !tagged.shouted {
                    next
                } else {
                    quotation_label(tagged)
                };
            }
            Tag::Colon
                if at > 0
                    && !tagged.raw(0).contains(char::is_lowercase)
                    && !tagged.shouted
                    && capitals == at =>
            {
                return at + 1;
            }
            Tag::Word | Tag::State { .. } | Tag::Person(_) | Tag::Term(_) if token.capital => {
                capitals += 1
            }
            Tag::Comma | Tag::Number | Tag::Mark | Tag::Joint => {}
            Tag::Stop if tagged.raw(at) == "." => {}
            _ => return quotation_label(tagged),
        }
    }
    quotation_label(tagged)
}

/// `‘Stop lecturing us’: Ankara hits out` begins behind the colon.
fn quotation_label(tagged: &Tagged<'_>) -> usize {
    let close = tagged
        .tokens
        .iter()
        .position(|token| token.tag == Tag::Close);
    match close {
        Some(close) if tagged.tokens[0].tag == Tag::Open && tagged.is(close + 1, Tag::Colon) => {
            close + 2
        }
        _ => 0,
    }
}

/// A verb of speech and its subject.
struct Said {
    mention: usize,
    /// It stands beside the sentence that is said: `…, X said.`
    aside: bool,
}

fn said(tagged: &Tagged<'_>, mentions: &[Mention], start: usize) -> Option<Said> {
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
            Tag::Dash if at > start => {
                // `… – auditors`
                if let Some(mention) = begins(at + 1)
                    && mentions[mention].last + 1 == tagged.len()
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
                    && let Some(mention) = begins(at + 1)
                    && mentions[mention].kind != Kind::FirstPerson
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
                if !leads(tagged, found.first, start) {
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

/// Whether a clause may begin at a token: not in the middle of a phrase, nor behind `that`.
fn leads(tagged: &Tagged<'_>, first: usize, start: usize) -> bool {
    if first <= start {
        return true;
    }
    let before = tagged.tokens[first - 1];
    match before.tag {
        Tag::Comma
        | Tag::Stop
        | Tag::Close
        | Tag::Colon
        | Tag::Dash
        | Tag::Mark
        | Tag::Possessive
        | Tag::Number => true,
        // `a bloc of senators`
        _ if tagged.word(first - 1) == "of" && first > 1 => {
            matches!(
                tagged.word(first - 2),
                "bloc"
                    | "group"
                    | "number"
                    | "majority"
                    | "handful"
                    | "pair"
                    | "couple"
                    | "dozens"
                    | "hundreds"
            )
        }
        _ => matches!(
            tagged.word(first - 1),
            "and" | "but" | "while" | "as" | "though" | "although" | "or" | "yet" | "well"
        ),
    }
}

/// `…,” said X`: a mark of closing before the verb.
fn inverted(tagged: &Tagged<'_>, verb: usize, start: usize) -> bool {
    verb > start
        && matches!(
            tagged.tokens[verb - 1].tag,
            Tag::Close | Tag::Comma | Tag::Dash
        )
        || verb == start && verb > 0
}

/// `…, X said on Friday`: the subject behind a comma or a closing mark, the verb without an object.
fn aside(tagged: &Tagged<'_>, subject: &Mention, verb: usize, start: usize) -> bool {
    let Some(before) = subject
        .first
        .checked_sub(1)
        .filter(|&before| before > start)
    else {
        return false;
    };
    let behind = match tagged.tokens[before].tag {
        Tag::Close => true,
        Tag::Comma => {
            // What is before the comma is more than an introduction.
            !introduction(tagged, start)
        }
        _ => false,
    };
    let after = verb + 1;
    let closed = match tagged.tag(after) {
        None | Some(Tag::Comma | Tag::Stop | Tag::Close | Tag::Dash | Tag::Colon) => true,
        Some(_) => {
            let class = tagged.class(after);
            class.is(Class::TIME)
                || matches!(
                    tagged.word(after),
                    "on" | "in"
                        | "at"
                        | "of"
                        | "during"
                        | "after"
                        | "when"
                        | "as"
                        | "last"
                        | "this"
                        | "earlier"
                        | "since"
                )
                || matches!(
                    tagged.word(verb),
                    "told" | "tells" | "reminded" | "assured" | "replied" | "answered"
                )
        }
    };
    behind && closed
}

/// Whether the sentence begins with a phrase or clause that only leads in.
fn introduction(tagged: &Tagged<'_>, start: usize) -> bool {
    let class = tagged.class(start);
    (class.is(Class::PREPOSITION)
        || class.is(Class::CONJUNCTION)
        || class.is(Class::ADVERB)
        || class.is(Class::OTHER))
        || tagged.len() > start
            && (tagged.word(start).ends_with("ing") || tagged.word(start).ends_with("ed"))
}

/// The mention whose verb stands at `verb`.
fn subject_of(
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
fn first_of_chain(
    tagged: &Tagged<'_>,
    mentions: &[Mention],
    ending: &[Option<usize>],
    last: usize,
) -> usize {
    let mut found = last;
    for _ in 0..3 {
        let first = mentions[found].first;
        if first < 2 || !matches!(tagged.word(first - 1), "of" | "for" | "in" | "at" | "from") {
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

/// The grammatical subject, where it can hold a stance and does something.
pub(crate) fn subject(tagged: &Tagged<'_>, mentions: &[Mention], start: usize) -> Option<usize> {
    let mut places = vec![start];
    if introduction(tagged, start) || tagged.headline() {
        places.extend(commas(tagged, start).take(2));
    }
    if introduction(tagged, start) {
        // `Under the Five Power arrangements Wellington is to send …`
        let comma = commas(tagged, start).next().unwrap_or(tagged.len());
        let mut inner = mentions
            .iter()
            .filter(|mention| mention.first > start + 1 && mention.last < comma);
        let inner = inner.find(|mention| {
            matches!(
                mention.kind,
                Kind::State | Kind::Pair | Kind::Office | Kind::Institution | Kind::Government
            ) && !tagged.class(mention.first - 1).is(Class::PREPOSITION
                .or(Class::CONJUNCTION)
                .or(Class::DETERMINER))
                && acts(tagged, mentions, mention)
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
        } else if contrast {
            places.push(at + 2);
        }
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
            || mention.kind == Kind::Pact
            || mention.quantified
        {
            continue;
        }
        if acts(tagged, mentions, mention) {
            return Some(index);
        }
    }
    None
}

fn commas<'a>(tagged: &'a Tagged<'_>, start: usize) -> impl Iterator<Item = usize> + 'a {
    (start..tagged.len())
        .filter(|&at| tagged.is(at, Tag::Comma) && !tagged.tokens[at].quoted)
        .map(|at| at + 1)
}

/// Whether what follows a mention is a verb by which it takes a stance.
fn acts(tagged: &Tagged<'_>, mentions: &[Mention], mention: &Mention) -> bool {
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
    // Over an insertion, and over `of the …`.
    if tagged.is(at, Tag::Comma)
        && let Some(close) =
            (at + 1..tagged.len().min(at + INSERTION)).find(|&at| tagged.is(at, Tag::Comma))
    {
        at = close + 1;
    }
    while at < tagged.len() && tagged.class(at).is(Class::ADVERB.or(Class::TIME))
        || at < tagged.len() && tagged.word(at) == "on"
    {
        at += 1;
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
        while tagged.class(next).is(Class::ADVERB) {
            next += 1;
        }
        return next < tagged.len()
            && (tagged.word(next).ends_with("ing") && tagged.word(next).len() > 4
                || matches!(
                    tagged.word(next),
                    "ready"
                        | "willing"
                        | "prepared"
                        | "keen"
                        | "committed"
                        | "determined"
                        | "concerned"
                        | "worried"
                        | "set"
                        | "due"
                        | "to"
                        | "reluctant"
                        | "eager"
                        | "open"
                        | "weighing"
                        | "considering"
                        | "seeking"
                        | "planning"
                        | "moving"
                        | "pushing"
                        | "grateful"
                        | "about"
                        | "sure"
                        | "against"
                        | "disappointed"
                        | "behind"
                        | "certain"
                ));
    }
    if class.is(Class::MODAL) {
        return false;
    }
    if verb_like(tagged, at, mention.plural) || irregular_past(word) {
        return true;
    }
    if tagged.headline() && token.tag == Tag::Open {
        return true;
    }
    if tagged.headline() {
        // Headlines leave the copula out: `Berlin in dark`, `Seoul to weigh all options`.
        return matches!(
            word,
            "to" | "in"
                | "set"
                | "not"
                | "ready"
                | "open"
                | "seeks"
                | "eyes"
                | "wary"
                | "cool"
                | "keen"
                | "seem"
        ) || mention.plural && token.tag == Tag::Word && !class.closed() && !token.capital;
    }
    mention.plural && token.tag == Tag::Word && !class.closed() && !token.capital
}
