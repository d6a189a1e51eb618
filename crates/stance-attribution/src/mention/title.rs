//! Titles: whose they are, and how they are written.

use super::{Kind, Mention};
use crate::lexicon::{ActorKind, Lexicon, Party, StateId, Term};
use crate::tagged::{Tag, Tagged};

/// Office-holders of several states, who act as their governments.
pub(super) fn governments(
    lexicon: &Lexicon,
    first: usize,
    last: usize,
    states: Vec<StateId>,
) -> Mention {
    let mut mention = Mention::new(first, last, Kind::State, String::new());
    let name = |&state: &StateId| lexicon.state(state).name.clone();
    mention.names = states.iter().map(name).collect();
    mention.parties = states.iter().map(|&state| Party::State(state)).collect();
    mention.states = states;
    mention.plural = true;
    mention
}

/// The institution in a spokesperson's title: `foreign ministry` in `foreign ministry spokesman`.
pub(super) fn institution(title: &str) -> Option<String> {
    let (mut before, _) = title.rsplit_once(' ')?;
    // `White House press secretary`, `deputy chief cabinet secretary`
    for word in [
        "press",
        "chief cabinet",
        "cabinet",
        "deputy",
        "top",
        "chief",
    ] {
        before = before.strip_suffix(word).unwrap_or(before).trim_end();
    }
    let adjective = matches!(
        before.rsplit(' ').next(),
        Some(
            "presidential"
                | "defence"
                | "defense"
                | "foreign"
                | "national"
                | "military"
                | "security"
                | "parliamentary"
                | "congressional"
                | "federal"
                | "local"
        )
    );
    let ranks = ["top", "senior", "deputy", "chief"];
    let words: Vec<&str> = before
        .split(' ')
        .filter(|word| !ranks.contains(word))
        .collect();
    (!before.is_empty() && !adjective).then(|| words.join(" "))
}

/// Whether one of this office or kind speaks for the state or pact that it belongs to.
pub(super) fn speaks(lexicon: &Lexicon, term: Term, title: &str) -> bool {
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
pub(super) fn abbreviated(tagged: &Tagged<'_>, at: usize) -> bool {
    at > 0
        && matches!(tagged.tokens[at - 1].tag, Tag::Term(Term::Office { .. }))
        && tagged
            .raw(at - 1)
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.len() <= 4)
        && tagged.tokens.get(at + 1).is_some_and(|token| token.capital)
}

/// A word of a title: as written where it is a name or an acronym, otherwise in lower case.
pub(super) fn cased(tagged: &Tagged<'_>, at: usize) -> String {
    let raw = tagged.raw(at);
    let known = matches!(tagged.tokens[at].tag, Tag::Term(_));
    let acronym =
        raw.len() > 1 && raw.len() < 6 && !raw.contains(char::is_lowercase) && !tagged.shouted;
    let paper = matches!(
        tagged.tokens[at].tag,
        Tag::Term(Term::Actor {
            kind: ActorKind::Press,
            ..
        })
    );
    let named = paper && tagged.tokens[at].capital && at > 0 && !tagged.shouted;
    if acronym || named || (tagged.tokens[at].capital && !known && at > 0) {
        raw.to_owned()
    } else {
        raw.to_lowercase()
    }
}
