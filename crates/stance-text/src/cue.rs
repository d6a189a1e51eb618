//! Cues: the small words on which a stance turns.
//!
//! N-grams see `not` and `never` as strangers to each other. A cue is the class they share.

use std::sync::LazyLock;

use crate::hash;
use crate::phrase::Phrases;
use crate::token::Token;

/// A class of words and phrases that turn, weaken, condition or frame a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Cue {
    /// Something is denied: `not`, `never`, `without`.
    Negation,
    /// Something is granted and set aside: `despite`, `although`.
    Concession,
    /// Something is made to depend: `if`, `as long as`, `unless`.
    Condition,
    /// A turn: `but`, `however`.
    Contrast,
    /// A question mark, or a word that opens a question in reported speech: `whether`.
    Question,
    /// A quotation mark.
    Quotation,
    /// Words given to somebody: `said`, `according to`.
    Attribution,
    /// Payment and cost: `pay`, `billion`, `$`.
    Money,
    /// Possibility and duty: `may`, `must`, `will`.
    Modality,
    /// Doubt, worry and waiting: `uncertain`, `concern`, `review`.
    Doubt,
    /// Standing by: `reaffirm`, `ironclad`, `together`.
    Support,
    /// Fault and break: `failed`, `unfair`, `withdraw`.
    Blame,
    /// The speaker's own side: `we`, `our`.
    Own,
}

impl Cue {
    /// All cues, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Negation,
        Self::Concession,
        Self::Condition,
        Self::Contrast,
        Self::Question,
        Self::Quotation,
        Self::Attribution,
        Self::Money,
        Self::Modality,
        Self::Doubt,
        Self::Support,
        Self::Blame,
        Self::Own,
    ];

    /// Hash of the cue as a feature, apart from those of all words.
    pub(crate) const fn hash(self) -> u64 {
        const SALT: u64 = 0x6375_6573;
        hash::salted(self as u64 + 1, SALT)
    }

    const fn phrases(self) -> &'static [&'static str] {
        match self {
            Self::Negation => &[
                "not",
                "no",
                "never",
                "nor",
                "neither",
                "none",
                "nobody",
                "nothing",
                "without",
                "cannot",
                "can't",
                "don't",
                "doesn't",
                "didn't",
                "won't",
                "wouldn't",
                "isn't",
                "aren't",
                "wasn't",
                "weren't",
                "hasn't",
                "haven't",
                "hadn't",
                "shouldn't",
                "couldn't",
                "needn't",
                "hardly",
                "scarcely",
                "barely",
                "no longer",
                "not yet",
                "far from",
                "fail to",
                "fails to",
                "failed to",
                "failure to",
                "refuse to",
                "refuses to",
                "refused to",
                "lack of",
            ],
            Self::Concession => &[
                "although",
                "though",
                "even though",
                "despite",
                "in spite of",
                "regardless of",
                "regardless",
                "notwithstanding",
                "even as",
                "even if",
                "even when",
                "even after",
                "amid",
                "while",
                "nevertheless",
                "nonetheless",
                "still",
                "whatever",
                "no matter",
                "admittedly",
                "granted",
                "for all",
            ],
            Self::Condition => &[
                "if",
                "unless",
                "as long as",
                "so long as",
                "provided",
                "provided that",
                "only if",
                "only when",
                "until",
                "depending on",
                "depends on",
                "depend on",
                "would depend",
                "contingent on",
                "conditional on",
                "on condition",
                "in return for",
                "in exchange for",
                "subject to",
                "in the event",
                "otherwise",
                "case by case",
                "pending",
                "once",
            ],
            Self::Contrast => &[
                "but",
                "however",
                "yet",
                "whereas",
                "instead",
                "rather than",
                "rather",
                "on the other hand",
                "by contrast",
                "in contrast",
                "unlike",
                "except",
                "only",
                "not only",
            ],
            Self::Question => &["?", "whether", "why", "who knows", "how long", "how far"],
            Self::Quotation => &["\"", "so-called", "quote", "unquote", "in the words of"],
            Self::Attribution => &[
                "said",
                "says",
                "say",
                "told",
                "tells",
                "according to",
                "stated",
                "added",
                "announced",
                "warned",
                "stressed",
                "insisted",
                "argued",
                "claimed",
                "accused",
                "called",
                "asked",
                "noted",
                "declared",
                "reported",
                "reportedly",
                "wrote",
                "acknowledged",
                "rejected",
                "denied",
                "complained",
                "suggested",
                "pledged",
                "vowed",
                "promised",
            ],
            Self::Money => &[
                "$",
                "pay",
                "pays",
                "paid",
                "paying",
                "payment",
                "payments",
                "cost",
                "costs",
                "costly",
                "bill",
                "bills",
                "money",
                "dollar",
                "dollars",
                "euro",
                "euros",
                "million",
                "billion",
                "trillion",
                "spend",
                "spends",
                "spending",
                "spent",
                "budget",
                "budgets",
                "free rider",
                "free riders",
                "freeloading",
                "freeloaders",
                "cost-sharing",
                "burden-sharing",
                "burden",
                "fair share",
                "subsidy",
                "subsidies",
                "subsidise",
                "subsidize",
                "tariff",
                "tariffs",
                "percent of gdp",
                "per cent of gdp",
                "owe",
                "owes",
                "dues",
                "invoice",
            ],
            Self::Modality => &[
                "may",
                "might",
                "can",
                "could",
                "would",
                "should",
                "must",
                "shall",
                "will",
                "ought to",
                "need to",
                "needs to",
                "have to",
                "has to",
                "had to",
                "likely",
                "unlikely",
                "possibly",
                "perhaps",
                "maybe",
                "probably",
                "certainly",
                "surely",
            ],
            Self::Doubt => &[
                "doubt",
                "doubts",
                "doubtful",
                "uncertain",
                "uncertainty",
                "unclear",
                "unsure",
                "remains to be seen",
                "too early",
                "too soon",
                "wait and see",
                "concern",
                "concerns",
                "concerned",
                "worry",
                "worries",
                "worried",
                "fear",
                "fears",
                "question",
                "questions",
                "questioned",
                "skeptical",
                "sceptical",
                "skepticism",
                "scepticism",
                "wary",
                "cautious",
                "cautiously",
                "reconsider",
                "review",
                "reviewing",
                "reassess",
                "ambiguity",
                "ambiguous",
                "hesitant",
                "caution",
                "wait",
                "early",
                "reluctant",
                "reluctance",
                "risk",
                "risks",
                "challenge",
                "challenges",
                "tension",
                "tensions",
                "in doubt",
                "no guarantee",
            ],
            Self::Support => &[
                "reaffirm",
                "reaffirms",
                "reaffirmed",
                "reaffirming",
                "commitment",
                "commitments",
                "committed",
                "ironclad",
                "cornerstone",
                "linchpin",
                "bedrock",
                "steadfast",
                "unwavering",
                "unshakable",
                "unshakeable",
                "enduring",
                "strengthen",
                "strengthens",
                "strengthened",
                "strengthening",
                "deepen",
                "deepened",
                "deepening",
                "stronger",
                "strongest",
                "strong",
                "shared",
                "close",
                "closely",
                "closer",
                "together",
                "coordinate",
                "coordination",
                "cooperate",
                "cooperation",
                "partnership",
                "support",
                "stand with",
                "stand by",
                "stands by",
                "united",
                "unity",
                "solidarity",
                "vital",
                "consult",
                "consultation",
                "consultations",
                "work with",
                "working with",
                "in close coordination",
                "hand in hand",
                "side by side",
                "shoulder to shoulder",
                "jointly",
            ],
            Self::Blame => &[
                "obsolete",
                "unfair",
                "unfairly",
                "one-sided",
                "threat",
                "failed",
                "failure",
                "blame",
                "blames",
                "blamed",
                "betray",
                "betrayed",
                "betrayal",
                "abandon",
                "abandoned",
                "withdraw",
                "withdrawal",
                "quit",
                "suspend",
                "suspended",
                "protest",
                "protests",
                "oppose",
                "opposes",
                "opposed",
                "aggression",
                "aggressive",
                "expansion",
                "provocative",
                "provocation",
                "undermine",
                "undermines",
                "undermined",
                "strained",
                "strain",
                "crisis",
                "rift",
                "against",
                "accuses",
                "accuse",
                "slams",
                "slammed",
                "war",
                "hostile",
                "puppet",
                "puppets",
                "vassal",
                "taking advantage",
                "take advantage",
                "took advantage",
                "worthless",
                "useless",
            ],
            Self::Own => &["we", "our", "ours", "us", "i", "my"],
        }
    }
}

static PHRASES: LazyLock<Phrases<Cue>> = LazyLock::new(|| {
    Phrases::new(
        Cue::ALL
            .iter()
            .flat_map(|&cue| cue.phrases().iter().map(move |&p| (p, cue))),
    )
});

/// The longest cue at the start of `tokens`, and how many tokens it spans.
#[inline]
pub(crate) fn at_start(tokens: &[Token]) -> Option<(usize, Cue)> {
    PHRASES.longest(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::Tokens;

    #[test]
    fn no_phrase_belongs_to_two_cues() {
        let mut all: Vec<&str> = Cue::ALL
            .iter()
            .flat_map(|cue| cue.phrases())
            .copied()
            .collect();
        all.sort_unstable();
        for pair in all.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
    }

    #[test]
    fn phrases_are_found_in_any_case_and_typography() {
        let mut tokens = Tokens::new();
        tokens.read("Regardless of this they DON\u{2019}T pay");
        let slice = tokens.as_slice();
        assert_eq!(at_start(slice), Some((2, Cue::Concession)));
        assert_eq!(at_start(&slice[2..]), None);
        assert_eq!(at_start(&slice[4..]), Some((1, Cue::Negation)));
        assert_eq!(at_start(&slice[5..]), Some((1, Cue::Money)));
    }
}
