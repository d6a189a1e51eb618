//! Cue words: what a reader would jot down in five minutes, learned from nothing.

use stance_classifier::{Labels, Stance};
use stance_text::Tokens;

use super::Task;

/// Without one of these the text is held to speak of no alliance. A star stands for any ending.
const ANCHORS: &[&str] = &[
    "alliance*",
    "allies",
    "allied",
    "ally",
    "nato",
    "aukus",
    "anzus",
    "csto",
    "quad",
    "pact*",
    "treaty",
    "treaties",
    "partner*",
    "coalition*",
    "bloc",
];

const REAFFIRMING: &[&str] = &[
    "reaffirm*",
    "ironclad",
    "steadfast",
    "unwaver*",
    "unshak*",
    "commit*",
    "bedrock",
    "cornerstone",
    "linchpin",
    "pillar",
    "strengthen*",
    "deepen*",
    "bolster*",
    "expand*",
    "stand",
    "stands",
    "standing",
    "together",
    "shared",
    "support*",
    "solidarity",
    "united",
    "vital",
    "value*",
    "grateful",
    "pledge*",
    "honor*",
    "honour*",
    "defend*",
    "close",
    "closer",
    "strong",
    "stronger",
    "enduring",
    "welcome*",
];

const HEDGING: &[&str] = &[
    "if",
    "unless",
    "whether",
    "depend*",
    "may",
    "might",
    "could",
    "perhaps",
    "maybe",
    "review*",
    "reconsider*",
    "question*",
    "uncertain*",
    "doubt*",
    "unclear",
    "wait",
    "yet",
    "until",
    "provided",
    "condition*",
    "remains",
    "seen",
    "consider*",
    "weigh*",
    "hesitan*",
    "cautio*",
    "ambigu*",
    "wonder*",
];

const CRITICAL: &[&str] = &[
    "fail*",
    "unfair*",
    "freeload*",
    "free",
    "obsolete",
    "betray*",
    "withdr*",
    "abandon*",
    "delinquent",
    "owe*",
    "strain*",
    "rift*",
    "condemn*",
    "blame*",
    "accus*",
    "criti*",
    "threat*",
    "useless",
    "burden*",
    "weak*",
    "broken",
    "break*",
    "against",
    "demand*",
    "anger*",
    "angry",
    "relic",
    "outdated",
    "reject*",
    "denounc*",
    "tension*",
    "quarrel*",
    "dispute*",
    "worst",
    "refus*",
    "leave",
    "quit",
];

/// Whether the labels are the four stances.
pub fn knows(labels: &Labels) -> bool {
    let stances = Stance::ALL.map(Stance::as_str);
    labels.len() == stances.len() && stances.iter().all(|stance| labels.index(stance).is_some())
}

/// The stance with the most cue words in a text that speaks of an alliance; of equals the rarer in such
/// texts: hedging before critical before reaffirming.
pub fn answers(task: &Task<'_>) -> Vec<usize> {
    let mut tokens = Tokens::new();
    let answer = |text: &&str| {
        tokens.read(text);
        let words: Vec<&str> = tokens
            .as_slice()
            .iter()
            .map(|token| tokens.normal(token))
            .collect();
        task.labels
            .index(stance(&words).as_str())
            .unwrap_or_default()
    };
    task.tested.iter().map(answer).collect()
}

fn stance(words: &[&str]) -> Stance {
    let count = |list: &[&str]| words.iter().filter(|word| is_in(word, list)).count();
    if count(ANCHORS) == 0 {
        return Stance::None;
    }
    let by_stance = [
        (count(REAFFIRMING), Stance::Reaffirming),
        (count(CRITICAL), Stance::Critical),
        (count(HEDGING), Stance::Hedging),
    ];
    // The last of equals.
    match by_stance.into_iter().max_by_key(|&(count, _)| count) {
        Some((1.., stance)) => stance,
        _ => Stance::None,
    }
}

fn is_in(word: &str, list: &[&str]) -> bool {
    list.iter().any(|cue| match cue.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == *cue,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Stance {
        stance(&text.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn the_stance_with_most_cue_words_is_given_where_an_alliance_is_spoken_of() {
        assert_eq!(
            of("our commitment to the alliance is ironclad"),
            Stance::Reaffirming
        );
        assert_eq!(of("the allies failed us and must leave"), Stance::Critical);
        assert_eq!(
            of("whether the pact holds depends on them"),
            Stance::Hedging
        );
        assert_eq!(of("the allies met on monday"), Stance::None);
        assert_eq!(of("our commitment is ironclad"), Stance::None);
    }
}
