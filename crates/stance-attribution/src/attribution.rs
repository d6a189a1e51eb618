//! Holder and alliance of the statements of a document.

use std::ops::Range;

use crate::alliance::{self, Tie, Ties, of_three};
use crate::lexicon::Lexicon;
use crate::piece::{border, pieces};
use crate::quotation::{self, Quotation};
use crate::speech::Found;

/// What is known of a document besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Whose page it is: the holder of what `we` say in it, where nobody is quoted. A state's or a
    /// pact's name, or any other.
    pub issuer: Option<&'a str>,
    /// The day of the document, as ISO 8601 has it (`2024-11-16`): it tells whether an office-holder
    /// of the lists spoke for a government on that day. Without it every one of them does.
    pub date: Option<&'a str>,
    /// The sentences are taken one by one and are no document: nothing carries over.
    pub unconnected: bool,
}

/// What a holder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HolderKind {
    /// A person, by name.
    Person,
    /// A person or persons, by office alone.
    Office,
    /// A government, by whatever name of its state.
    Government,
    /// A ministry, a parliament, a party, a paper, a pact.
    Institution,
    /// A people or another group.
    Group,
    /// The text's own voice.
    Writer,
}

/// A holder: who takes the position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The canonical name; several are joined by `; `.
    pub canonical: String,
    /// The words that name it, in bytes of the document; those of the statement where none do.
    pub range: Range<usize>,
    /// What it is.
    pub kind: HolderKind,
}

/// An alliance that a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllianceMention {
    /// The canonical name: `NATO`, `US-Japan`.
    pub canonical: String,
    /// The words that name it or stand for it, in bytes of the document.
    pub range: Range<usize>,
}

/// Who holds a statement, and toward what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribution {
    /// None where the document does not say.
    pub holder: Option<Mention>,
    /// The government, pact or body that the holder speaks for, by its canonical name: `Japan` for
    /// Japan and for its foreign minister, `NATO` for its secretary-general. Those of a joint holder
    /// are joined by `; `, each once. None where the holder speaks for itself alone (a critic, a
    /// senator, a former president, the writer), or where the document does not say for whom.
    pub party: Option<String>,
    /// In the order of the statement; empty where the document does not say.
    pub alliances: Vec<AllianceMention>,
}

/// A clause with a holder of its own, or a sentence that has one holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// Its words, in bytes of the document.
    pub range: Range<usize>,
    /// Who holds it, and toward what.
    pub attribution: Attribution,
}

impl Lexicon {
    /// Holder and alliances of each of the statements of a text.
    ///
    /// `statements` are byte ranges of `text`, in order, on character borders and not over one another; those that
    /// are not are read as far as they are. The text before, between and after them serves to resolve
    /// pronouns, surnames, offices and `the alliance`, so whole documents are read better than
    /// sentences. The time is linear in the length of the text.
    #[must_use]
    pub fn attribute(
        &self,
        text: &str,
        statements: &[Range<usize>],
        context: &Context<'_>,
    ) -> Vec<Attribution> {
        let quotations = quotation::ranges(text);
        let (pieces, asked) = pieces(text, statements);
        let read = self.read(text, &pieces, &quotations, context);
        let mut ties = Ties::default();
        let mut places = Vec::with_capacity(statements.len());
        let mut attributions = vec![Attribution::default(); statements.len()];
        for (piece, (read, asked)) in pieces.iter().zip(read.iter().zip(asked)) {
            if context.unconnected {
                ties = Ties::default();
            }
            let found = alliance::find(
                self,
                &read.tagged,
                read.speaker(),
                &mut ties,
                asked.is_some(),
            );
            if let Some(statement) = asked {
                places.push((statement, read, piece));
                attributions[statement] = Attribution {
                    holder: read.mention(piece),
                    party: read.party(self),
                    alliances: found.iter().map(|tie| read.alliance(piece, tie)).collect(),
                };
            }
        }
        // `the trilateral` may stand before its parties are named.
        if let Some(three) = ties.main_trilateral().filter(|_| !context.unconnected) {
            let of_three = places.iter().filter(|(_, read, _)| of_three(&read.tagged));
            for &(statement, read, piece) in of_three {
                let found = &mut attributions[statement].alliances;
                if found.iter().all(|one| three.covers(self, &one.canonical)) {
                    let tie = Tie {
                        first: 0,
                        last: usize::MAX,
                        ..three.clone()
                    };
                    *found = vec![read.alliance(piece, &tie)];
                }
            }
        }
        // A headline's tie may be said only below it: the page's main one.
        if let Some(main) = ties.main().filter(|_| !context.unconnected) {
            for (statement, read, piece) in places {
                let found = &mut attributions[statement].alliances;
                // States alone, one of which is party to it, stand for it too.
                let alone = |one: &AllianceMention| self.is_state(&one.canonical);
                let ends = found.iter().any(|one| main.has_end(self, &one.canonical));
                if found.is_empty() || ends && found.iter().all(alone) {
                    let tie = Tie {
                        first: 0,
                        last: usize::MAX,
                        ..main.clone()
                    };
                    *found = vec![read.alliance(piece, &tie)];
                }
            }
        }
        attributions
    }

    /// Holder and alliances of each clause of each of the statements of a text: the view of
    /// [`attribute`](Self::attribute) in which a sentence with two holders is two statements.
    ///
    /// A statement is cut as by [`clauses`](Self::clauses), so each gives at least one clause, in the
    /// order of its words. The time is linear in the length of the text.
    ///
    /// # Examples
    /// ```
    /// use stance_attribution::{Context, Lexicon};
    ///
    /// let text = "Tokyo praised the NATO summit, while Moscow called it a provocation.";
    /// # #[allow(clippy::single_range_in_vec_init)]
    /// let found = Lexicon::default().attribute_clauses(text, &[0..text.len()], &Context::default());
    /// let parties: Vec<_> = found[0].iter().map(|c| c.attribution.party.as_deref()).collect();
    /// assert_eq!(parties, [Some("Japan"), Some("Russia")]);
    /// assert_eq!(&text[found[0][0].range.clone()], "Tokyo praised the NATO summit");
    /// ```
    #[must_use]
    pub fn attribute_clauses(
        &self,
        text: &str,
        statements: &[Range<usize>],
        context: &Context<'_>,
    ) -> Vec<Vec<Clause>> {
        let mut ranges = Vec::with_capacity(statements.len());
        let mut counts = Vec::with_capacity(statements.len());
        for statement in statements {
            let start = border(text, statement.start);
            let end = border(text, statement.end.max(start));
            let clauses = self.clauses(&text[start..end]);
            counts.push(clauses.len());
            let clauses = clauses.into_iter();
            ranges.extend(clauses.map(|clause| start + clause.start..start + clause.end));
        }
        let attributions = self.attribute(text, &ranges, context);
        let mut clauses = ranges.into_iter().zip(attributions);
        let mut of = |count| {
            let clauses = clauses.by_ref().take(count);
            let clause = |(range, attribution)| Clause { range, attribution };
            clauses.map(clause).collect()
        };
        counts.into_iter().map(&mut of).collect()
    }

    /// The direct quotations of a text, each with who is quoted.
    #[must_use]
    pub fn quotations(&self, text: &str, context: &Context<'_>) -> Vec<Quotation> {
        let ranges = quotation::ranges(text);
        let (pieces, _) = pieces(text, &[]);
        let read = self.read(text, &pieces, &ranges, context);
        let mut speakers: Vec<Option<Mention>> = vec![None; ranges.len()];
        for (piece, read) in pieces.iter().zip(&read) {
            let Some(quotation) = read.quotation else {
                continue;
            };
            let mut next = quotation;
            // All that begin in this sentence have the same speaker.
            while next < ranges.len()
                && ranges[next].start < piece.end.max(ranges[quotation].start + 1)
            {
                if speakers[next].is_none() && !matches!(read.found, Found::Writer) {
                    speakers[next] = read.mention(piece);
                }
                next += 1;
            }
        }
        let quotation = |(range, speaker)| Quotation { range, speaker };
        ranges.into_iter().zip(speakers).map(quotation).collect()
    }
}
