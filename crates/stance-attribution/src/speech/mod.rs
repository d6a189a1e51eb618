//! Who says it, by the sentence's own words.

mod label;
mod said;
mod subject;

use crate::lexicon::{Lexicon, Term};
use crate::mention::{Kind, Mention};
use crate::tagged::{Tag, Tagged};
use crate::word::Class;
pub(crate) use label::opening;
use label::{Label, label};
use said::said;
use subject::subject;

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
