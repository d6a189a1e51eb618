//! A document read sentence by sentence: who holds each.

use std::ops::Range;

use crate::alliance::{Speaker, Tie};
use crate::attribution::{AllianceMention, Context, HolderKind, Mention};
use crate::discourse::Discourse;
use crate::holder::Resolved;
use crate::lexicon::{Lexicon, Party, StateId};
use crate::mention::{self, Kind, Mention as Candidate};
use crate::page::Page;
use crate::speech::{self, Found};
use crate::tagged::{Tag, Tagged};

/// The name of the text's own voice.
pub(crate) const WRITER: &str = "writer";

/// A statement, looked at.
pub(crate) struct Read<'a> {
    pub tagged: Tagged<'a>,
    pub found: Found,
    pub holder: Option<Resolved>,
    /// Its mention in the statement's own words.
    pub at: Option<(usize, usize)>,
    /// The quotation that it begins in, or has in it.
    pub quotation: Option<usize>,
    pub wants_speaker: bool,
    /// The states whose office-holders the statement names besides the holder.
    pub addressed: Vec<StateId>,
}

impl Lexicon {
    pub(crate) fn read<'a>(
        &self,
        text: &'a str,
        pieces: &[Range<usize>],
        quotations: &[Range<usize>],
        context: &Context<'_>,
    ) -> Vec<Read<'a>> {
        let issuer = context.issuer.map(|name| self.issuer(name));
        let sentences = self.tagged(text, pieces, quotations);
        let mut page = Page::default();
        let mut candidates: Vec<Vec<Candidate>> = Vec::with_capacity(pieces.len());
        for (tagged, _) in &sentences {
            let mut mentions = mention::candidates(self, tagged);
            for mention in &mut mentions {
                self.speaks(mention, context.date);
            }
            candidates.push(mentions);
        }
        if !context.unconnected {
            for ((tagged, _), mentions) in sentences.iter().zip(&candidates) {
                page.hear(tagged, mentions);
                page.judge(tagged);
            }
            let issuer = issuer.as_ref().map_or(&[][..], |issuer| &issuer.parties);
            page.locate(issuer, sentences.iter().map(|(tagged, _)| tagged));
        }
        let mut discourse = Discourse::new(&page);
        let mut turn: Option<Resolved> = None;
        let mut read: Vec<Read<'a>> = Vec::with_capacity(pieces.len());
        for ((tagged, quotation), candidates) in sentences.into_iter().zip(candidates) {
            if context.unconnected {
                discourse = Discourse::new(&page);
                turn = None;
            }
            let inside = tagged.inside;
            discourse.next(&tagged);
            let mentions = mention::settled(&tagged, candidates, |name| page.knows(name));
            let found = speech::find(self, &tagged, &mentions);
            let mut at = None;
            let mut wants_speaker = false;
            // What the sentence itself says before its subject may be what a pronoun stands for.
            let before = match &found {
                Found::Mention(mention) | Found::Subject(mention) | Found::Reported(mention) => {
                    mentions
                        .iter()
                        .take_while(|other| other.first < mention.first)
                        .count()
                }
                _ => 0,
            };
            discourse.hear(&tagged, &mentions[..before]);
            let holder = match &found {
                // In a transcript what a state does is told by the one who speaks.
                Found::Subject(_) if turn.is_some() => turn.clone(),
                Found::Mention(mention) | Found::Subject(mention) | Found::Reported(mention) => {
                    at = Some((mention.first, mention.last));
                    discourse.resolve(self, mention)
                }
                Found::Label(mention) => {
                    at = Some((mention.first, mention.last));
                    let holder = discourse.resolve(self, mention);
                    // A headline with a colon begins nobody's turn.
                    let label = tagged
                        .tokens
                        .last()
                        .is_some_and(|last| last.tag == Tag::Colon);
                    if label || !tagged.headline() || !tagged.raw(0).contains(char::is_lowercase) {
                        turn.clone_from(&holder);
                    }
                    holder
                }
                Found::Anonymous => {
                    turn = None;
                    None
                }
                Found::Impersonal => discourse.participants(self).or_else(|| Some(writer())),
                Found::FirstPerson => {
                    wants_speaker = inside;
                    let own = turn.clone().or_else(|| issuer.clone());
                    own.or_else(|| page.opinion.then(writer))
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
            discourse.learn(self, &tagged, &mentions);
            let names = holder.as_ref().map_or(&[][..], |holder| &holder.names);
            let addressed = discourse.addressed(&mentions, names);
            discourse.held(holder.as_ref());
            read.push(Read {
                tagged,
                found,
                holder,
                at,
                quotation,
                wants_speaker,
                addressed,
            });
        }
        if !context.unconnected {
            speakers(&mut read);
        }
        read
    }

    /// Lets a person of the lists speak for the state whose office was held on the day.
    fn speaks(&self, mention: &mut Candidate, date: Option<&str>) {
        let Some(id) = mention.known.filter(|_| mention.role.is_none()) else {
            return;
        };
        let person = &self.persons[usize::from(id)];
        mention.official = person.held(date);
        if mention.official {
            mention.parties.extend(person.party);
        }
    }

    /// The sentences cut into tokens, each with the quotation that it begins in or has in it.
    fn tagged<'a>(
        &self,
        text: &'a str,
        pieces: &[Range<usize>],
        quotations: &[Range<usize>],
    ) -> Vec<(Tagged<'a>, Option<usize>)> {
        let halves = if text.contains("Korea") {
            self.halves()
        } else {
            None
        };
        let mut next = 0;
        let sentence = |piece: &Range<usize>| {
            while next < quotations.len() && quotations[next].end <= piece.start {
                next += 1;
            }
            let overlapping = quotations.get(next).filter(|range| range.start < piece.end);
            let inside = overlapping
                .is_some_and(|range| range.start < piece.start && range.end > piece.start);
            let tagged = Tagged::new(self, &text[piece.clone()], inside, halves);
            (tagged, overlapping.map(|_| next))
        };
        pieces.iter().map(sentence).collect()
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
        (read.quotation.is_some()
            && matches!(
                read.found,
                Found::Mention(_) | Found::Subject(_) | Found::Label(_)
            ))
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
    /// What of the holder tells toward which alliance the statement is.
    pub fn speaker(&self) -> Speaker<'_> {
        let holder = self.holder.as_ref();
        Speaker {
            states: holder.map_or(&[], |holder| &holder.states),
            pact: holder.and_then(|holder| match holder.parties[..] {
                [Party::Pact(pact)] => Some(pact),
                _ => None,
            }),
            addressed: &self.addressed,
        }
    }

    pub fn mention(&self, piece: &Range<usize>) -> Option<Mention> {
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

    pub fn party(&self, lexicon: &Lexicon) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for &party in &self.holder.as_ref()?.parties {
            let name = lexicon.party(party);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| names.join("; "))
    }

    pub fn alliance(&self, piece: &Range<usize>, tie: &Tie) -> AllianceMention {
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
