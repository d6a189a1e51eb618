//! Which piece a run of bytes is.

/// An open-addressed table from the bytes of a piece to its id, by an FNV-1a hash that grows byte by byte: one pass
/// over a word gives the hashes of all its beginnings.
///
/// The bytes themselves stay in the list of pieces; the table is 4 bytes a slot and made in one pass.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    slots: Box<[u32]>,
    /// Length of the longest piece in bytes: no beginning beyond it need be asked for.
    pub longest: usize,
}

const FREE: u32 = u32::MAX;
const PRIME: u64 = 0x0100_0000_01b3;

/// Where the hash of a piece begins: at the beginning of a word, or within one.
pub(super) const fn start(within: bool) -> u64 {
    if within {
        0x84b4_7645_9f6e_43c1
    } else {
        0xcbf2_9ce4_8422_2325
    }
}

/// The hash with one more byte.
pub(super) const fn grow(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(PRIME)
}

/// A piece's letters, and whether it stands within a word (`##ing`).
pub(super) fn letters(piece: &str) -> (&str, bool) {
    match piece.strip_prefix("##") {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (piece, false),
    }
}

impl Table {
    /// The table of `pieces`, or the first that is there twice.
    pub(super) fn new(pieces: &[Box<str>]) -> Result<Self, &str> {
        let size = (pieces.len() * 2).next_power_of_two().max(2);
        let mut table = Self {
            slots: vec![FREE; size].into(),
            longest: 0,
        };
        for (id, piece) in pieces.iter().enumerate() {
            let (letters, within) = letters(piece);
            let hash = letters.bytes().fold(start(within), grow);
            match table.slot(pieces, hash, letters.as_bytes(), within) {
                slot if table.slots[slot] == FREE => table.slots[slot] = id as u32,
                _ => return Err(piece),
            }
            table.longest = table.longest.max(letters.len());
        }
        Ok(table)
    }

    /// The id of the piece with these letters, whose hash is `hash`.
    pub(super) fn get(
        &self,
        pieces: &[Box<str>],
        hash: u64,
        bytes: &[u8],
        within: bool,
    ) -> Option<u32> {
        match self.slots[self.slot(pieces, hash, bytes, within)] {
            FREE => None,
            id => Some(id),
        }
    }

    /// The slot that a piece is in, or the free one where it would be. At least half of them are free.
    fn slot(&self, pieces: &[Box<str>], hash: u64, bytes: &[u8], within: bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash ^ (hash >> 32)) as usize & mask;
        loop {
            match self.slots[slot] {
                FREE => return slot,
                id => {
                    let (letters, is_within) = letters(&pieces[id as usize]);
                    if is_within == within && letters.as_bytes() == bytes {
                        return slot;
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }
}
