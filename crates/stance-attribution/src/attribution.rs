//! Holder and alliance of the statements of a document.

use std::ops::Range;

use crate::alliance::{self, Tie, Ties};
use crate::discourse::{Discourse, Resolved};
use crate::lexicon::{Lexicon, Party, StateId};
use crate::mention::{self, Kind};
use crate::quotation::{self, Quotation};
use crate::speech::{self, Found};
use crate::tagged::Tagged;

/// What is known of a document besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// Whose page it is: the holder of what `we` say in it, where nobody is quoted. A state's or a
    /// pact's name, or any other.
    pub issuer: Option<&'a str>,
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

/// The name of the text's own voice.
const WRITER: &str = "writer";

/// A statement, looked at.
struct Read<'a> {
    tagged: Tagged<'a>,
    found: Found,
    holder: Option<Resolved>,
    /// Its mention in the statement's own words.
    at: Option<(usize, usize)>,
    /// The quotation that it begins in, or has in it.
    quotation: Option<usize>,
    wants_speaker: bool,
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
            let states: &[StateId] = read.holder.as_ref().map_or(&[], |holder| &holder.states);
            let found = alliance::find(self, &read.tagged, states, &mut ties, asked.is_some());
            if let Some(statement) = asked {
                places.push((statement, read, piece));
                attributions[statement] = Attribution {
                    holder: read.mention(piece),
                    party: read.party(self),
                    alliances: found.iter().map(|tie| read.alliance(piece, tie)).collect(),
                };
            }
        }
        // A headline's tie may be said only below it: the page's main one.
        if let Some(main) = ties.main().filter(|_| !context.unconnected) {
            for (statement, read, piece) in places {
                let found = &mut attributions[statement].alliances;
                let end = matches!(&found[..], [one] if main.has_end(self, &one.canonical));
                if found.is_empty() || end {
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

    fn read<'a>(
        &self,
        text: &'a str,
        pieces: &[Range<usize>],
        quotations: &[Range<usize>],
        context: &Context<'_>,
    ) -> Vec<Read<'a>> {
        let issuer = context.issuer.map(|name| self.issuer(name));
        let mut discourse = Discourse::default();
        let mut turn: Option<Resolved> = None;
        let halves = if text.contains("Korea") {
            self.halves()
        } else {
            None
        };
        let mut read: Vec<Read<'a>> = Vec::with_capacity(pieces.len());
        let mut next = 0;
        for piece in pieces {
            if context.unconnected {
                discourse = Discourse::default();
                turn = None;
            }
            while next < quotations.len() && quotations[next].end <= piece.start {
                next += 1;
            }
            let overlapping = quotations.get(next).filter(|range| range.start < piece.end);
            let inside = overlapping
                .is_some_and(|range| range.start < piece.start && range.end > piece.start);
            let tagged = Tagged::new(self, &text[piece.clone()], inside, halves);
            let mentions = mention::mentions(self, &tagged);
            let found = speech::find(self, &tagged, &mentions);
            let mut at = None;
            let mut wants_speaker = false;
            // What the sentence itself says before its subject may be what a pronoun stands for.
            let before = match &found {
                Found::Mention(mention) | Found::Reported(mention) => mentions
                    .iter()
                    .take_while(|other| other.first < mention.first)
                    .count(),
                _ => 0,
            };
            discourse.hear(&tagged, &mentions[..before]);
            let holder = match &found {
                Found::Mention(mention) | Found::Reported(mention) => {
                    at = Some((mention.first, mention.last));
                    discourse.resolve(self, mention)
                }
                Found::Label(mention) => {
                    at = Some((mention.first, mention.last));
                    let holder = discourse.resolve(self, mention);
                    turn.clone_from(&holder);
                    holder
                }
                Found::Anonymous => {
                    turn = None;
                    None
                }
                Found::FirstPerson => {
                    wants_speaker = inside;
                    turn.clone().or_else(|| issuer.clone())
                }
                Found::Quoted => {
                    wants_speaker = true;
                    None
                }
                Found::Writer => match &turn {
                    Some(turn) => Some(turn.clone()),
                    None if context.unconnected || issuer.is_none() => Some(writer()),
                    None => issuer.clone(),
                },
            };
            discourse.hear(&tagged, &mentions[before..]);
            read.push(Read {
                tagged,
                found,
                holder,
                at,
                quotation: overlapping.map(|_| next),
                wants_speaker,
            });
        }
        if !context.unconnected {
            speakers(&mut read);
        }
        read
    }

    /// North and South Korea.
    fn halves(&self) -> Option<[StateId; 2]> {
        let find = |name: &str| self.states.iter().position(|state| state.name == name);
        Some([
            find("North Korea")? as StateId,
            find("South Korea")? as StateId,
        ])
    }

    fn issuer(&self, name: &str) -> Resolved {
        let state = self.states.iter().position(|state| state.name == name);
        let pact = self.pacts.iter().position(|pact| pact.name == name);
        let party = state
            .map(|id| Party::State(id as StateId))
            .or(pact.map(|id| Party::Pact(id as u16)));
        Resolved {
            names: vec![name.to_owned()],
            kind: if state.is_some() {
                Kind::State
            } else {
                Kind::Institution
            },
            states: state.into_iter().map(|id| id as StateId).collect(),
            parties: party.into_iter().collect(),
        }
    }
}

/// Gives quoted sentences the speaker whom another sentence of the quotation, or the one beside it,
/// names.
fn speakers(read: &mut [Read<'_>]) {
    let named = |read: &Read<'_>| {
        (read.quotation.is_some() && matches!(read.found, Found::Mention(_) | Found::Label(_)))
            .then(|| read.holder.clone())
            .flatten()
    };
    // From the sentence before, then, within one quotation, from the one behind.
    let mut before: Option<Resolved> = None;
    for at in 0..read.len() {
        if read[at].wants_speaker {
            let behind = read
                .get(at + 1)
                .filter(|next| next.quotation == read[at].quotation)
                .and_then(named);
            let speaker = behind.or_else(|| before.clone());
            if speaker.is_some() {
                read[at].holder.clone_from(&speaker);
            }
            before = speaker;
        } else {
            before = named(&read[at]);
        }
    }
    for at in (0..read.len().saturating_sub(1)).rev() {
        if read[at].wants_speaker
            && read[at].holder.is_none()
            && read[at].quotation == read[at + 1].quotation
        {
            let speaker = read[at + 1].holder.clone();
            read[at].holder = speaker;
        }
    }
}

fn writer() -> Resolved {
    Resolved {
        names: vec![WRITER.to_owned()],
        kind: Kind::Group,
        states: Vec::new(),
        parties: Vec::new(),
    }
}

impl Read<'_> {
    fn mention(&self, piece: &Range<usize>) -> Option<Mention> {
        let holder = self.holder.as_ref()?;
        let range = self.at.map_or(piece.clone(), |(first, last)| {
            self.range(piece, first, last)
        });
        let canonical = holder.names.join("; ");
        let kind = match holder.kind {
            _ if canonical == WRITER => HolderKind::Writer,
            Kind::Person => HolderKind::Person,
            Kind::Office | Kind::Pronoun => HolderKind::Office,
            Kind::State | Kind::Government => HolderKind::Government,
            Kind::Institution | Kind::Pact => HolderKind::Institution,
            Kind::People | Kind::Group | Kind::Pair | Kind::FirstPerson => HolderKind::Group,
        };
        Some(Mention {
            canonical,
            range,
            kind,
        })
    }

    fn party(&self, lexicon: &Lexicon) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for &party in &self.holder.as_ref()?.parties {
            let name = lexicon.party(party);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| names.join("; "))
    }

    fn alliance(&self, piece: &Range<usize>, tie: &Tie) -> AllianceMention {
        AllianceMention {
            canonical: tie.name.clone(),
            range: self.range(piece, tie.first, tie.last),
        }
    }

    fn range(&self, piece: &Range<usize>, first: usize, last: usize) -> Range<usize> {
        let tokens = &self.tagged.tokens;
        let start = tokens.get(first).map_or(0, |token| token.start);
        let end = tokens
            .get(last)
            .map_or(self.tagged.text.len(), |token| token.end);
        piece.start + start..piece.start + end.max(start)
    }
}

/// The statements and what lies between them, cut at full stops; for each, which statement it is.
fn pieces(text: &str, statements: &[Range<usize>]) -> (Vec<Range<usize>>, Vec<Option<usize>>) {
    let mut pieces = Vec::with_capacity(2 * statements.len());
    let mut asked = Vec::with_capacity(2 * statements.len());
    let mut from = 0;
    for (index, statement) in statements.iter().enumerate() {
        let start = border(text, statement.start.max(from));
        let end = border(text, statement.end.max(start));
        between(text, from..start, &mut pieces);
        asked.resize(pieces.len(), None);
        pieces.push(start..end);
        asked.push(Some(index));
        from = end;
    }
    between(text, from..text.len(), &mut pieces);
    asked.resize(pieces.len(), None);
    (pieces, asked)
}

/// The nearest character border that is not behind `at`.
fn border(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Cuts a stretch of text at line ends and behind full stops.
fn between(text: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let mut from = range.start;
    let bytes = text.as_bytes();
    for at in range.clone() {
        let stop = matches!(bytes[at], b'.' | b'?' | b'!')
            && at - from > 3
            && bytes[at - 1].is_ascii_lowercase()
            && bytes.get(at + 1).is_some_and(u8::is_ascii_whitespace);
        if (stop || bytes[at] == b'\n') && at >= from {
            push(text, from..at + 1, pieces);
            from = at + 1;
        }
    }
    push(text, from..range.end, pieces);
}

fn push(text: &str, range: Range<usize>, pieces: &mut Vec<Range<usize>>) {
    let trimmed = text[range.clone()].trim();
    if !trimmed.is_empty() {
        let start = range.start + (text[range.clone()].len() - text[range].trim_start().len());
        pieces.push(start..start + trimmed.len());
    }
}
