//! Clauses with holders of their own.

use std::ops::Range;

use crate::lexicon::Lexicon;
use crate::mention::{Kind, mentions, verb_like};
use crate::speech::opening;
use crate::tagged::{Tag, Tagged};

impl Lexicon {
    /// The clauses of a sentence that have each a holder of its own, or the whole of it.
    ///
    /// `A stressed the alliance while B said that it was too costly` gives two, with a comma or without; a sentence with one
    /// holder gives itself. Ranges are bytes of `sentence`, in order; the joining comma and
    /// conjunction are in none of them, nor the full stop where there is more than one clause.
    #[must_use]
    pub fn clauses(&self, sentence: &str) -> Vec<Range<usize>> {
        let whole = || std::iter::once(0..sentence.len()).collect();
        let tagged = Tagged::new(self, sentence, false, None);
        let mentions = mentions(self, &tagged);
        let start = opening(&tagged);
        let leads = |at: usize| {
            let found = mentions.binary_search_by_key(&at, |mention| mention.first);
            let mention = &mentions[found.ok()?];
            let holds = !matches!(mention.kind, Kind::FirstPerson | Kind::Pair | Kind::Pronoun);
            let mut verb = mention.last + 1;
            while verb < tagged.len() && tagged.class(verb).is(crate::word::Class::ADVERB) {
                verb += 1;
            }
            let plural = mention.plural;
            let headline = tagged.headline() && verb < tagged.len() && tagged.word(verb) == "to";
            (holds && (verb_like(&tagged, verb, plural) || headline)).then_some(mention)
        };
        let Some(mut before) = leads(start) else {
            return whole();
        };
        let mut clauses = Vec::new();
        let mut from = 0;
        for at in start + 1..tagged.len() {
            let token = tagged.tokens[at];
            let semicolon = token.tag == Tag::Stop && tagged.raw(at) == ";";
            let mark = token.tag == Tag::Comma || semicolon;
            // These two set one holder against another with a comma before them or without.
            // In a headline so does `as`.
            let against = |at| {
                at < tagged.len()
                    && (matches!(tagged.word(at), "while" | "whereas")
                        || tagged.headline() && tagged.word(at) == "as")
            };
            if token.quoted || !(mark || against(at)) {
                continue;
            }
            let mut next = at + usize::from(mark);
            let conjunction = against(next)
                || next < tagged.len()
                    && matches!(
                        tagged.word(next),
                        "but" | "and" | "though" | "although" | "as"
                    );
            if conjunction {
                next += 1;
            } else if !semicolon {
                continue;
            }
            let Some(mention) = leads(next) else {
                continue;
            };
            if mention.names == before.names {
                continue;
            }
            let end = sentence[..token.start].trim_end().len();
            clauses.push(from..end);
            from = tagged.tokens[next].start;
            before = mention;
        }
        if clauses.is_empty() {
            return whole();
        }
        let end = sentence.trim_end().trim_end_matches('.').len();
        clauses.push(from..end.max(from));
        clauses
    }
}
