//! Those in a sentence who could hold a position: persons, offices, institutions, states.

mod caption;
mod complement;
mod headed;
mod list;
mod ministry;
mod name;
mod office;
mod open;
mod title;

use crate::lexicon::{Lexicon, Party, StateId};
use crate::speech::opening;
use crate::tagged::{Tag, Tagged};
use crate::word::Class;
use headed::headed;
use list::{appositions, listed};
use name::named;
pub(crate) use name::verb_like;
use office::{office_of, own_office};
use open::open;

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
    /// The states that have such an office, where it is not every one.
    pub held_in: Vec<StateId>,
    /// A ministry, an official or a spokesperson: whose, the name must say.
    pub clerk: bool,
    pub plural: bool,
    /// The office or institution of a person, in the words of the sentence.
    pub role: Option<String>,
    /// `foreign ministry`, where a spokesperson has one.
    pub institution: Option<String>,
    /// Whose office it is: `his`, `her`, or a person's name.
    pub office_of: Option<String>,
    /// `the`, `his`, `both`: it stands for something said before.
    pub definite: bool,
    /// `two`, `three`, `both`.
    pub count: Option<usize>,
    /// By its place among the persons of the lists.
    pub known: Option<u16>,
    /// Each by itself, where it is a list of persons.
    pub members: Vec<Mention>,
    /// `each`, `any`: nobody in particular.
    pub quantified: bool,
    /// A capital at the beginning of a sentence is all that makes it a name.
    pub weak: bool,
}

/// All mentions of a sentence that stands alone, in order, lists put together.
pub(crate) fn mentions(lexicon: &Lexicon, tagged: &Tagged<'_>) -> Vec<Mention> {
    settled(tagged, candidates(lexicon, tagged), |_| false)
}

/// Puts lists together, and leaves out words that may be names and that the page does not know.
pub(crate) fn settled(
    tagged: &Tagged<'_>,
    mut candidates: Vec<Mention>,
    known: impl Fn(&str) -> bool,
) -> Vec<Mention> {
    candidates.retain(|mention| !mention.weak || known(&mention.names[0]));
    appositions(tagged, &mut candidates);
    listed(tagged, candidates)
}

/// Mentions of a sentence, in order, one by one, those among them that are only perhaps any.
pub(crate) fn candidates(lexicon: &Lexicon, tagged: &Tagged<'_>) -> Vec<Mention> {
    let mut all: Vec<Mention> = Vec::new();
    let mut at = 0;
    let mut last_state = None;
    let mut subject = None;
    let start = opening(tagged);
    while at < tagged.len() {
        let first = at;
        // `Hungary will block it, its minister said`: the minister is the subject's, whoever was named
        // between.
        let owner = if aside(tagged, at) {
            subject.or(last_state)
        } else {
            last_state
        };
        match one(lexicon, tagged, at, owner) {
            Some(mention) => {
                if at == start && mention.kind == Kind::State && !mention.plural {
                    subject = mention.states.first().copied();
                }
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
    all
}

/// Whether `its` at a token begins a clause beside what was said before.
fn aside(tagged: &Tagged<'_>, at: usize) -> bool {
    let comma = |at: usize| tagged.is(at, Tag::Comma);
    at > 1
        && matches!(tagged.word(at), "its" | "their")
        && (comma(at - 1)
            || comma(at - 2) && matches!(tagged.word(at - 1), "and" | "but" | "while" | "as"))
}

/// Whether a source may begin at a token without an article: `…,’ says veteran campaigner`,
/// `… – bloc spokesman`.
fn source(tagged: &Tagged<'_>, at: usize) -> bool {
    let mark = |at: usize| matches!(tagged.tag(at), Some(Tag::Comma | Tag::Close));
    let says = |verb: usize| {
        matches!(
            tagged.tag(verb),
            Some(Tag::Term(crate::lexicon::Term::Verb {
                after: true,
                ing: false,
                ambiguous: false,
                ..
            }))
        )
    };
    at > 1
        && !tagged.tokens[at].capital
        && tagged.headline()
        && (tagged.is(at - 1, Tag::Dash) || says(at - 1) && mark(at - 2))
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
    let mut honoured = false;
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
        } else if class.is(Class::HONORIFIC) && tagged.tokens[at].capital {
            // `Mr. Imanishi`
            at += usize::from(tagged.is(at + 1, Tag::Stop));
            honoured = true;
        } else {
            break;
        }
        at += 1;
    }
    let determined = at > first && !honoured || source(tagged, first);
    let found = own_office(tagged, at)
        .or_else(|| headed(lexicon, tagged, at, determined, owner))
        .or_else(|| named(lexicon, tagged, at, determined))
        .map(|found| office_of(tagged, &found).unwrap_or(found));
    // `Beekeepers warn` could be a name only by the capital with which the sentence begins.
    let found = match found {
        Some(sure) if !sure.weak => Some(sure),
        perhaps => open(lexicon, tagged, at, determined).or(perhaps),
    };
    // `the two agreed`
    let alone = || {
        let mut near = (at..tagged.len()).take(3);
        let verb = near.find(|&at| !tagged.class(at).is(Class::ADVERB))?;
        let all = definite && count.is_some() && verb_like(tagged, verb, true);
        all.then(|| {
            let mut mention = Mention::new(at - 1, at - 1, Kind::Pair, "two".to_owned());
            mention.plural = true;
            mention
        })
    };
    let mut mention = found.or_else(alone)?;
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
    let act = matches!(mention.kind, Kind::Office | Kind::Government) && mention.plural;
    if definite && act && count.is_some() {
        mention.kind = Kind::Pair;
    }
    Some(mention)
}

impl Mention {
    /// A state that a token names, in whatever form.
    pub fn state(lexicon: &Lexicon, at: usize, id: StateId) -> Self {
        let mut mention = Self::new(at, at, Kind::State, lexicon.state(id).name.clone());
        mention.states.push(id);
        mention.parties.push(Party::State(id));
        mention
    }

    fn new(first: usize, last: usize, kind: Kind, name: String) -> Self {
        Self {
            first,
            last,
            kind,
            names: vec![name],
            states: Vec::new(),
            parties: Vec::new(),
            official: false,
            held_in: Vec::new(),
            clerk: false,
            plural: false,
            role: None,
            institution: None,
            office_of: None,
            definite: false,
            count: None,
            known: None,
            members: Vec::new(),
            quantified: false,
            weak: false,
        }
    }
}
