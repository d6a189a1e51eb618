//! Sentences that name two states: one tie, a tie of the holder with each, or one and a bystander.

use super::party::{alongside, stranger};
use super::place::denounced;
use super::scene::Scene;
use super::several::many;
use super::{Tie, Ties, hub};
use crate::lexicon::StateId;
use crate::word::tie;

pub(super) fn two_ends(scene: &Scene<'_>, ties: &Ties, parties: [StateId; 2]) -> Vec<Tie> {
    let (lexicon, tagged, holder) = (scene.lexicon, scene.tagged, scene.holder);
    let [a, b] = parties;
    // `alarmed by the cooperation of Russia and North Korea`, on a page on an alliance
    let foe = |state: &StateId| lexicon.adversary(*state);
    if parties.iter().all(foe) && !holder.iter().any(foe) && denounced(tagged) {
        return scene.anaphora(ties);
    }
    // `Tokyo vowed to answer North Korea's launches`
    if let &[speaker] = holder
        && let Some(rival) = parties.into_iter().find(|&party| party != speaker)
        && parties.contains(&speaker)
        && foe(&rival)
        && !foe(&speaker)
        && !lexicon.allied(a, b)
        && !befriended(scene, rival)
        && ties
            .with(speaker)
            .is_some_and(|tie| !tie.states.contains(&rival))
    {
        return scene.anaphora(ties);
    }
    if let Some(hub) = hub::outside(lexicon, tagged, parties, holder, scene.addressed) {
        return vec![scene.tie(&[hub, a]), scene.tie(&[hub, b])];
    }
    if let Some(aside) = stranger(lexicon, tagged, &scene.occurrences, parties, holder) {
        let one = if aside == a { b } else { a };
        return match holder {
            [holder] if *holder != one && *holder != aside => vec![scene.tie(&[one, *holder])],
            _ => vec![ties.with(one).unwrap_or_else(|| scene.tie(&[one]))],
        };
    }
    // A rival's word on a tie of which the page is.
    let other = if holder.first() == Some(&a) { b } else { a };
    if let [speaker] = holder
        && parties.contains(speaker)
        && !lexicon.allied(a, b)
        && lexicon.adversary(*speaker)
        && let Some(known) = ties.with(other).or_else(|| ties.of_member(lexicon, other))
    {
        return vec![known];
    }
    let together = scene
        .occurrences
        .windows(2)
        .any(|two| two[0].state != two[1].state && two[1].at - two[0].at <= 3);
    let first = scene.occurrences.first().map(|occurrence| occurrence.at);
    let beside = together && alongside(tagged, first);
    let ally = |speaker: StateId, state| speaker == state || lexicon.allied(speaker, state);
    match holder {
        [] if beside => vec![scene.tie(&[a]), scene.tie(&[b])],
        [speaker]
            if beside && !parties.contains(speaker) && ally(*speaker, a) && ally(*speaker, b) =>
        {
            many(
                lexicon,
                tagged,
                &[a, b, *speaker],
                holder,
                &scene.occurrences,
            )
            .iter()
            .map(|parties| scene.tie(parties))
            .collect()
        }
        _ => vec![scene.tie(&parties)],
    }
}

/// `ties with Beijing`, `a partnership between Delhi and Moscow`.
fn befriended(scene: &Scene<'_>, state: StateId) -> bool {
    let tagged = scene.tagged;
    scene.named(state).any(|named| {
        let with = named > 0 && matches!(tagged.word(named - 1), "with" | "and");
        with && (scene.start..tagged.len()).any(|at| tie(tagged.word(at)))
    })
}
