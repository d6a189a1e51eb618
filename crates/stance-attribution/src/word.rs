//! Classes of the small words that no list of names holds.

/// What a word does in a sentence, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Class(u32);

impl Class {
    pub const DETERMINER: Self = Self(1);
    pub const PREPOSITION: Self = Self(1 << 1);
    pub const CONJUNCTION: Self = Self(1 << 2);
    pub const AUXILIARY: Self = Self(1 << 3);
    pub const COPULA: Self = Self(1 << 4);
    pub const MODAL: Self = Self(1 << 5);
    pub const PRONOUN: Self = Self(1 << 6);
    pub const FIRST_PERSON: Self = Self(1 << 7);
    pub const ADVERB: Self = Self(1 << 8);
    pub const TIME: Self = Self(1 << 9);
    pub const NUMBER: Self = Self(1 << 10);
    pub const RELATIVE: Self = Self(1 << 11);
    pub const HONORIFIC: Self = Self(1 << 12);
    pub const POSSESSIVE: Self = Self(1 << 13);
    pub const OTHER: Self = Self(1 << 14);

    pub const fn is(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the word is in any class: then it is no name.
    pub const fn closed(self) -> bool {
        self.0 & !(Self::NUMBER.0 | Self::HONORIFIC.0) != 0
    }

    /// The class of a word in lower case.
    pub fn of(word: &str) -> Self {
        match word {
            "the" | "a" | "an" | "this" | "these" | "those" | "another" | "each" | "every"
            | "some" | "any" | "no" | "all" | "both" | "several" | "many" | "most" | "few"
            | "other" | "one" => Self::DETERMINER,
            "his" | "her" | "its" | "their" | "your" => Self::DETERMINER.or(Self::POSSESSIVE),
            "my" | "our" => Self::DETERMINER.or(Self::POSSESSIVE).or(Self::FIRST_PERSON),
            "i" | "we" | "me" | "us" | "ourselves" | "myself" | "ours" | "i'm" | "i'd" | "i've"
            | "i'll" | "we're" | "we've" | "we'll" | "we'd" | "let's" => {
                Self::PRONOUN.or(Self::FIRST_PERSON)
            }
            "he" | "she" | "they" | "it" | "him" | "them" | "you" | "itself" | "themselves"
            | "himself" | "herself" | "he's" | "she's" | "it's" | "they're" | "you're"
            | "there" | "nobody" | "everyone" | "someone" | "anyone" | "nothing" | "none" => {
                Self::PRONOUN
            }
            "of" | "in" | "on" | "at" | "by" | "for" | "with" | "from" | "into" | "over"
            | "under" | "between" | "among" | "against" | "about" | "after" | "before"
            | "during" | "through" | "to" | "toward" | "towards" | "without" | "within"
            | "across" | "along" | "alongside" | "amid" | "despite" | "near" | "off" | "out"
            | "outside" | "past" | "since" | "until" | "till" | "upon" | "via" | "like"
            | "unlike" | "per" | "beside" | "besides" | "beyond" | "behind" | "inside"
            | "around" | "as" | "than" | "down" | "up" | "ahead" | "following" => Self::PREPOSITION,
            "and" | "that" | "or" | "but" | "nor" | "yet" | "so" | "if" | "while" | "whereas"
            | "although" | "though" | "because" | "unless" | "whether" | "when" | "where" => {
                Self::CONJUNCTION
            }
            "who" | "which" | "whose" | "whom" | "what" | "how" | "why" => Self::RELATIVE,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "am" | "isn't" | "aren't"
            | "wasn't" | "weren't" | "isn’t" | "aren’t" | "wasn’t" | "weren’t" => {
                Self::COPULA.or(Self::AUXILIARY)
            }
            "has" | "have" | "had" | "having" | "will" | "would" | "do" | "does" | "did"
            | "won't" | "wouldn't" | "doesn't" | "don't" | "didn't" | "hasn't" | "haven't"
            | "hadn't" | "shall" | "won’t" | "doesn’t" | "don’t" | "didn’t" | "hasn’t"
            | "haven’t" | "hadn’t" | "wouldn’t" => Self::AUXILIARY,
            "can" | "could" | "may" | "might" | "must" | "should" | "cannot" | "can't"
            | "couldn't" | "shouldn't" | "ought" | "need" | "needs" | "can’t" | "couldn’t"
            | "shouldn’t" => Self::MODAL.or(Self::AUXILIARY),
            "also" | "then" | "later" | "again" | "now" | "still" | "already" | "just" | "only"
            | "once" | "even" | "never" | "not" | "ever" | "too" | "twice" | "thus" | "here"
            | "soon" | "always" | "often" | "instead" | "however" | "nevertheless"
            | "nonetheless" | "likewise" | "meanwhile" | "moreover" | "further" | "far"
            | "perhaps" | "quite" | "almost" | "rather" | "seldom" | "jointly" | "together"
            | "repeatedly" | "publicly" | "reportedly" | "first" | "last" | "more" | "less"
            | "much" | "very" | "long" | "separately" => Self::ADVERB,
            "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
            | "today" | "yesterday" | "tomorrow" | "tonight" | "week" | "weekend" | "month"
            | "year" | "morning" | "afternoon" | "evening" | "night" | "january" | "february"
            | "march" | "april" | "june" | "july" | "august" | "september" | "october"
            | "november" | "december" | "feb" | "aug" | "sept" | "oct" | "nov" | "dec" => {
                Self::TIME
            }
            "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
            | "eleven" | "twelve" | "thirteen" | "fourteen" | "fifteen" | "sixteen" | "twenty"
            | "thirty" | "dozens" => Self::NUMBER,
            "mr" | "mrs" | "ms" | "dr" | "prof" | "sir" | "dame" | "madam" | "miss" | "hon"
            | "rt" => Self::HONORIFIC,
            "yes" | "well" | "look" | "okay" | "hello" | "thank" | "thanks" | "please" => {
                Self::OTHER
            }
            _ if word.len() > 4
                && word.ends_with("ly")
                && ![
                    "ally", "italy", "family", "july", "rally", "reply", "apply", "supply",
                    "comply", "imply", "assembly", "multiply", "bully", "tally",
                ]
                .contains(&word) =>
            {
                Self::ADVERB
            }
            _ => Self(0),
        }
    }
}

/// Verbs whose past form does not end in -ed, beyond the verbs of speech.
pub(crate) fn irregular_past(word: &str) -> bool {
    matches!(
        word,
        "sent"
            | "gave"
            | "took"
            | "made"
            | "kept"
            | "let"
            | "put"
            | "held"
            | "sold"
            | "built"
            | "bought"
            | "won"
            | "lost"
            | "stood"
            | "rose"
            | "broke"
            | "drew"
            | "fell"
            | "went"
            | "came"
            | "chose"
            | "spoke"
            | "met"
            | "set"
            | "cut"
            | "shut"
            | "left"
            | "brought"
            | "spent"
            | "paid"
            | "hit"
            | "led"
            | "got"
            | "fought"
            | "withdrew"
            | "sought"
            | "stuck"
            | "threw"
            | "sat"
            | "ran"
            | "grew"
            | "knew"
            | "bore"
            | "laid"
            | "dealt"
            | "hung"
            | "lent"
            | "swept"
            | "froze"
            | "shook"
            | "struck"
            | "upheld"
            | "forgot"
            | "tore"
            | "flew"
            | "drove"
            | "fled"
            | "beat"
            | "shot"
            | "felt"
            | "heard"
            | "became"
            | "overcame"
            | "foresaw"
            | "spread"
            | "bent"
            | "clung"
            | "wore"
            | "taught"
            | "wove"
            | "rode"
            | "bound"
            | "stole"
            | "lay"
            | "shrank"
            | "sank"
            | "slid"
            | "leapt"
            | "leant"
            | "dwelt"
            | "awoke"
            | "forbade"
    )
}

/// What a tie between states is called.
pub(crate) fn tie(word: &str) -> bool {
    matches!(
        word,
        "alliance"
            | "alliances"
            | "pact"
            | "treaty"
            | "accord"
            | "agreement"
            | "partnership"
            | "partnerships"
            | "relations"
            | "relationship"
            | "ties"
            | "tie"
            | "cooperation"
            | "co-operation"
            | "coordination"
            | "friendship"
            | "bond"
            | "bonds"
            | "deal"
            | "compact"
            | "trilateral"
            | "bilateral"
            | "allies"
            | "ally"
            | "partner"
            | "partners"
            | "friends"
            | "exercise"
            | "exercises"
            | "drill"
            | "drills"
            | "talks"
            | "summit"
            | "deterrence"
            | "umbrella"
            | "commitment"
            | "rift"
            | "dispute"
            | "trilateralism"
            | "collaboration"
            | "consultations"
            | "obligations"
            | "support"
    )
}

/// Words for a tie that is not named: `the alliance`.
pub(crate) fn unnamed_tie(word: &str) -> bool {
    matches!(
        word,
        "alliance"
            | "pact"
            | "treaty"
            | "accord"
            | "agreement"
            | "partnership"
            | "relations"
            | "relationship"
            | "ties"
            | "cooperation"
            | "coordination"
            | "friendship"
            | "bond"
            | "deal"
            | "compact"
            | "trilateral"
            | "bilateral"
            | "allies"
            | "ally"
            | "partners"
            | "partner"
            | "bloc"
            | "organisation"
            | "organization"
    )
}
