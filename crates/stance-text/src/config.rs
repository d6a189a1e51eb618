//! What features are made, and the versioned form in which a model file keeps it.

use std::fmt;

/// Lengths of n-grams, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NgramRange {
    min: u8,
    max: u8,
}

impl NgramRange {
    /// The longest n-gram there is, of words or of characters.
    pub const LONGEST: u8 = 8;

    /// N-grams of `min` to `max` items.
    ///
    /// # Errors
    /// [`ConfigError::Ngrams`] unless `1 ≤ min ≤ max ≤` [`NgramRange::LONGEST`].
    pub const fn new(min: u8, max: u8) -> Result<Self, ConfigError> {
        if min >= 1 && min <= max && max <= Self::LONGEST {
            Ok(Self { min, max })
        } else {
            Err(ConfigError::Ngrams { min, max })
        }
    }

    /// Length of the shortest.
    pub const fn min(self) -> usize {
        self.min as usize
    }

    /// Length of the longest.
    pub const fn max(self) -> usize {
        self.max as usize
    }
}

impl fmt::Display for NgramRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.min, self.max)
    }
}

/// A kind of feature, counted and scaled by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Single words.
    Word,
    /// Sequences of two words.
    WordPair,
    /// Sequences of three words and more.
    WordRun,
    /// Sequences of characters within one word, its boundaries included.
    Char,
    /// Which cues there are, where, and which two together.
    Cue,
    /// The order in which cues, anchors and names follow each other.
    CueRun,
    /// The words around each anchor, and on which side of it they stand.
    Window,
    /// How each anchor is written, and of what kind its neighbours are.
    Shape,
}

impl Group {
    /// Number of groups.
    pub const COUNT: usize = 8;

    /// All groups, in the order of [`Group::index`].
    pub const ALL: [Self; Self::COUNT] = [
        Self::Word,
        Self::WordPair,
        Self::WordRun,
        Self::Char,
        Self::Cue,
        Self::CueRun,
        Self::Window,
        Self::Shape,
    ];

    /// Number of the group, below [`Group::COUNT`].
    #[inline]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Which features a text has.
///
/// The value of a feature is the number of its occurrences times the scale of its group, over the square
/// root of the number of all occurrences in that group. So each occurrence adds the same to a linear
/// score wherever it stands, no occurrence need be looked for twice, and a long sentence does not shout
/// down a short one.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureConfig {
    /// Base-two logarithm of the number of buckets, 8 to 24.
    pub bits: u8,
    /// Word n-grams, if any.
    pub words: Option<NgramRange>,
    /// Character n-grams inside words, if any.
    pub chars: Option<NgramRange>,
    /// Cues and their order.
    pub cues: bool,
    /// The surroundings of anchors: the words for allies, alliances and pacts.
    pub anchors: bool,
    /// Names of states, capitals, peoples and persons read as placeholders.
    pub mask_names: bool,
    /// The scale of each group, in the order of [`Group::ALL`]; positive.
    pub scales: [f32; Group::COUNT],
}

impl Default for FeatureConfig {
    fn default() -> Self {
        Self {
            bits: 18,
            words: Some(NgramRange { min: 1, max: 3 }),
            chars: None,
            cues: true,
            anchors: true,
            mask_names: true,
            scales: [1.0, 1.0, 0.7, 1.0, 0.5, 0.6, 0.6, 0.6],
        }
    }
}

/// Version of what the configuration means: of tokens, lists, hashes and layout.
const VERSION: u8 = 1;

impl FeatureConfig {
    /// Length of the encoded form in bytes.
    pub const ENCODED_LEN: usize = 9 + 4 * Group::COUNT;

    /// Number of buckets that features are hashed into.
    pub const fn buckets(&self) -> usize {
        1 << self.bits
    }

    /// # Errors
    /// What is out of range, by name.
    pub fn check(&self) -> Result<(), ConfigError> {
        if !(8..=24).contains(&self.bits) {
            return Err(ConfigError::Bits(self.bits));
        }
        if self.words.is_none() && self.chars.is_none() && !self.cues && !self.anchors {
            return Err(ConfigError::NoFeature);
        }
        match self
            .scales
            .iter()
            .find(|&&scale| !(scale > 0.0 && scale.is_finite()))
        {
            Some(&scale) => Err(ConfigError::Scale(scale)),
            None => Ok(()),
        }
    }

    /// The form that a model file keeps.
    pub fn encode(&self) -> [u8; Self::ENCODED_LEN] {
        let mut bytes = [0; Self::ENCODED_LEN];
        bytes[0] = VERSION;
        bytes[1] = self.bits;
        for (at, range) in [(2, self.words), (4, self.chars)] {
            if let Some(range) = range {
                bytes[at] = range.min;
                bytes[at + 1] = range.max;
            }
        }
        bytes[6] = u8::from(self.cues);
        bytes[7] = u8::from(self.anchors);
        bytes[8] = u8::from(self.mask_names);
        for (slot, scale) in bytes[9..].chunks_exact_mut(4).zip(self.scales) {
            slot.copy_from_slice(&scale.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`FeatureConfig::encode`] wrote.
    ///
    /// # Errors
    /// [`ConfigError::Version`] for a configuration of another version of this crate, or what is out of
    /// range in it.
    pub fn decode(bytes: &[u8; Self::ENCODED_LEN]) -> Result<Self, ConfigError> {
        if bytes[0] != VERSION {
            return Err(ConfigError::Version(bytes[0]));
        }
        let range = |at: usize| match (bytes[at], bytes[at + 1]) {
            (0, 0) => Ok(None),
            (min, max) => NgramRange::new(min, max).map(Some),
        };
        let flag = |at: usize| match bytes[at] {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(ConfigError::Flag(other)),
        };
        let mut scales = [0.0; Group::COUNT];
        for (scale, slot) in scales.iter_mut().zip(bytes[9..].chunks_exact(4)) {
            *scale = f32::from_le_bytes([slot[0], slot[1], slot[2], slot[3]]);
        }
        let config = Self {
            bits: bytes[1],
            words: range(2)?,
            chars: range(4)?,
            cues: flag(6)?,
            anchors: flag(7)?,
            mask_names: flag(8)?,
            scales,
        };
        config.check()?;
        Ok(config)
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ConfigError {
    /// Not a range of n-gram lengths.
    Ngrams {
        /// Shortest asked for.
        min: u8,
        /// Longest asked for.
        max: u8,
    },
    /// Too few or too many buckets.
    Bits(u8),
    /// A group's scale is not a positive number.
    Scale(f32),
    /// Nothing is asked for.
    NoFeature,
    /// Written by another version.
    Version(u8),
    /// Neither yes nor no.
    Flag(u8),
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ngrams { min, max } => write!(
                f,
                "n-grams of {min} to {max} items: give 1 ≤ shortest ≤ longest ≤ {}",
                NgramRange::LONGEST
            ),
            Self::Bits(bits) => write!(f, "2^{bits} buckets: give 8 to 24 bits"),
            Self::Scale(scale) => write!(f, "group scale {scale}: give a positive number"),
            Self::NoFeature => {
                f.write_str("no feature asked for: give words, characters, cues or anchors")
            }
            Self::Version(version) => write!(
                f,
                "features of version {version}, where this program knows version {VERSION}: \
                 use the program that made the model, or train it again"
            ),
            Self::Flag(flag) => write!(f, "flag {flag} is neither 0 nor 1"),
        }
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_survives_its_encoded_form() {
        let plain = FeatureConfig {
            bits: 20,
            words: None,
            chars: NgramRange::new(3, 6).ok(),
            cues: false,
            anchors: false,
            mask_names: false,
            scales: [1.0, 0.5, 2.0, 0.25, 1.5, 3.0, 4.0, 0.125],
        };
        for config in [FeatureConfig::default(), plain] {
            assert_eq!(FeatureConfig::decode(&config.encode()), Ok(config));
        }
    }

    #[test]
    fn what_is_out_of_range_is_named() {
        let encoded = |change: &dyn Fn(&mut [u8; FeatureConfig::ENCODED_LEN])| {
            let mut bytes = FeatureConfig::default().encode();
            change(&mut bytes);
            FeatureConfig::decode(&bytes)
        };
        assert_eq!(encoded(&|b| b[0] = 9), Err(ConfigError::Version(9)));
        assert_eq!(encoded(&|b| b[1] = 60), Err(ConfigError::Bits(60)));
        assert_eq!(
            encoded(&|b| b[2] = 4),
            Err(ConfigError::Ngrams { min: 4, max: 3 })
        );
        assert_eq!(
            encoded(&|b| b[5] = 99),
            Err(ConfigError::Ngrams { min: 0, max: 99 })
        );
        assert_eq!(encoded(&|b| b[6] = 2), Err(ConfigError::Flag(2)));
        assert_eq!(encoded(&|b| b[2..8].fill(0)), Err(ConfigError::NoFeature));
        assert!(matches!(
            encoded(&|b| b[9..13].fill(0xFF)),
            Err(ConfigError::Scale(_))
        ));
    }
}
