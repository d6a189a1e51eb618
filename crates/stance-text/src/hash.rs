//! The one hash of the project: stable across machines and versions, since model files depend on it.
//!
//! It is a multiply-and-fold hash in the manner of wyhash: eight bytes are multiplied at a time and the
//! two halves of the 128-bit product are xored. It is not meant to withstand an adversary; a collision
//! costs a little accuracy and nothing else.

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
const WORD: u64 = 0xA076_1D64_78BD_642F;
const PAIR: u64 = 0xE703_7ED1_A0B4_28DB;
const GRAM: u64 = 0x8EBC_6AF0_9C88_C6E3;

#[inline]
const fn fold(a: u64, b: u64) -> u64 {
    let product = (a as u128) * (b as u128);
    (product as u64) ^ ((product >> 64) as u64)
}

/// The first `n ≤ 8` bytes of `bytes` as a little-endian number, zero-padded.
#[inline]
fn load(bytes: &[u8], n: usize) -> u64 {
    match bytes.first_chunk::<8>() {
        Some(chunk) => {
            let word = u64::from_le_bytes(*chunk);
            if n >= 8 {
                word
            } else {
                word & ((1u64 << (8 * n)) - 1)
            }
        }
        None => bytes
            .iter()
            .take(n)
            .rev()
            .fold(0, |word, &byte| (word << 8) | u64::from(byte)),
    }
}

/// Hash of the first `len` bytes of `bytes`.
///
/// `bytes` may go on past `len`: with eight bytes to spare the tail is read in one load.
#[inline]
pub(crate) fn bytes(bytes: &[u8], len: usize) -> u64 {
    let mut hash = SEED ^ (len as u64).wrapping_mul(WORD);
    let mut at = 0;
    while at + 8 < len {
        hash = fold(hash ^ load(&bytes[at..], 8), WORD);
        at += 8;
    }
    fold(hash ^ load(&bytes[at..], len - at), WORD)
}

/// Hash of the first `len ≤ 8` bytes of `eight`, little-endian: what [`bytes`] gives for them.
#[inline]
pub(crate) const fn short(eight: u64, len: usize) -> u64 {
    let unused = 64 - 8 * len as u32;
    let word = match unused {
        64 => 0,
        unused => eight << unused >> unused,
    };
    fold(SEED ^ (len as u64).wrapping_mul(WORD) ^ word, WORD)
}

/// Hash of one byte: what [`bytes`] gives for it.
#[inline]
pub(crate) const fn byte(byte: u8) -> u64 {
    short(byte as u64, 1)
}

/// Hash of a sequence from the hash of all but its last item and the hash of the last; order matters.
#[inline]
pub(crate) const fn then(sequence: u64, item: u64) -> u64 {
    fold(sequence.rotate_left(23) ^ item, PAIR)
}

/// Hash of a character n-gram of at most eight bytes, the first `len` of `bytes`.
#[inline]
pub(crate) fn short_gram(bytes: &[u8], len: usize) -> u64 {
    fold(load(bytes, len) ^ GRAM, PAIR ^ (len as u64))
}

/// Moves a hash into a space of its own, so that a word and a cue of the same letters differ.
#[inline]
pub(crate) const fn salted(hash: u64, salt: u64) -> u64 {
    fold(hash ^ salt, GRAM)
}

/// The bucket of a hash among `2^bits`.
#[inline]
pub(crate) const fn bucket(hash: u64, bits: u8) -> u32 {
    (hash >> (64 - bits as u32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_past_the_length_do_not_change_the_hash() {
        for len in 0..=20 {
            let exact = vec![b'x'; len];
            let mut longer = exact.clone();
            longer.extend_from_slice(b"tail that is not read");
            assert_eq!(bytes(&exact, len), bytes(&longer, len), "length {len}");
            if len <= 8 {
                let eight = u64::from_le_bytes(*longer.first_chunk().unwrap());
                assert_eq!(short(eight, len), bytes(&exact, len), "length {len}");
                assert_eq!(
                    short_gram(&exact, len),
                    short_gram(&longer, len),
                    "length {len}"
                );
            }
        }
    }

    #[test]
    fn the_hash_is_the_same_on_every_machine_and_in_every_version() {
        assert_eq!(bytes(b"alliance", 8), 10_397_711_062_681_125_009);
        assert_eq!(
            then(bytes(b"our", 3), bytes(b"allies", 6)),
            17_269_212_662_758_109_678
        );
        assert_eq!(short_gram(b"ally>", 5), 12_291_244_334_501_947_683);
    }

    #[test]
    fn buckets_of_many_words_are_spread_evenly() {
        let mut counts = vec![0u32; 1 << 8];
        for number in 0..100_000u32 {
            let word = number.to_string();
            counts[bucket(bytes(word.as_bytes(), word.len()), 8) as usize] += 1;
        }
        let expected = 100_000.0 / 256.0;
        let chi2: f64 = counts
            .iter()
            .map(|&c| (f64::from(c) - expected).powi(2) / expected)
            .sum();
        // 255 degrees of freedom: mean 255, standard deviation 22.6.
        assert!(chi2 < 255.0 + 5.0 * 22.6, "chi-squared {chi2}");
    }

    #[test]
    fn order_matters_in_a_sequence() {
        let (a, b) = (bytes(b"a", 1), bytes(b"b", 1));
        assert_ne!(then(a, b), then(b, a));
    }
}
