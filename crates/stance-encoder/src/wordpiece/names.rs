//! Names, and what is read in their place.

use std::ops::Range;

use stance_text::{Name, Tokens};

use super::WordPieces;

/// The pieces read in the place of a name, one list for each of [`Name::ALL`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StandIns([Box<[u32]>; Name::ALL.len()]);

impl StandIns {
    pub fn of(pieces: &WordPieces) -> Self {
        Self(Name::ALL.map(|name| {
            let mut found = Vec::new();
            pieces.cut_range(word(name), 0..word(name).len(), usize::MAX, &mut found);
            found.iter().map(|piece| piece.id).collect()
        }))
    }

    /// Whether a piece is read in the place of a name.
    pub fn has(&self, id: u32) -> bool {
        self.0.iter().any(|pieces| pieces.contains(&id))
    }

    /// Hands on what is read in the place of each name of a text, and where that stands, until it is not wanted any
    /// more.
    pub fn each(&self, text: &str, mut take: impl FnMut(&[u32], Range<usize>) -> bool) {
        let mut tokens = Tokens::new();
        tokens.read(text);
        tokens.mask_names();
        for token in tokens.as_slice() {
            let Some(name) = token.name() else { continue };
            let pieces = Name::ALL.iter().position(|&other| other == name);
            let pieces = pieces.map_or(&[][..], |at| &self.0[at]);
            if !take(pieces, token.start as usize..token.end as usize) {
                break;
            }
        }
    }
}

/// A name of the kind that the base has read in all its books, so that what stands around it means what it meant
/// there.
const fn word(name: Name) -> &'static str {
    match name {
        Name::State => "Japan",
        Name::Demonym => "Japanese",
        Name::Capital => "Tokyo",
        Name::Person => "Smith",
        // Also what Name may come to have besides.
        _ => "NATO",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wordpiece::Piece;

    fn tokeniser() -> WordPieces {
        let words = "[UNK] [CLS] [SEP] the japan japanese tokyo smith nato ally left officials in mr . , poland";
        WordPieces::new(words.split(' ').map(Into::into).collect(), true)
            .unwrap()
            .reading_names_alike()
    }

    fn read(pieces: &WordPieces, text: &str) -> String {
        let mut found: Vec<Piece> = Vec::new();
        pieces.tokenize(text, 100, &mut found);
        let words = found.iter().map(|piece| {
            let range = piece.start as usize..piece.end as usize;
            format!("{}={}", pieces.pieces()[piece.id as usize], &text[range])
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_of_a_kind_are_read_alike_and_keep_their_places() {
        let cases = [
            ("Poland left", "japan=Poland left=left"),
            (
                "Polish officials in Warsaw, the Quad",
                "japanese=Polish officials=officials in=in tokyo=Warsaw ,=, nato=the Quad",
            ),
            (
                "Mr. George W. Bush left the ally.",
                "mr=Mr .=. smith=George W. Bush left=left the=the ally=ally .=.",
            ),
            ("no name", "[UNK]=no [UNK]=name"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(read(&tokeniser(), text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_stands_for_a_name_is_kept_when_the_vocabulary_is_cut() {
        let (pruned, _) = tokeniser().pruned(&|_| false);
        assert!(pruned.reads_names_alike());
        assert_eq!(
            read(&pruned, "Poland, Warsaw"),
            "japan=Poland ,=, tokyo=Warsaw"
        );
    }

    #[test]
    fn no_more_pieces_are_read_than_are_wanted() {
        let mut found = Vec::new();
        tokeniser().tokenize("Poland, Poland, Poland, Poland", 3, &mut found);
        assert_eq!(found.len(), 3);
    }
}
