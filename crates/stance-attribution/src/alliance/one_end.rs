//! Sentences that name one state: the other party is the holder, somebody named, or known of the page.

use super::allies::{bare_allies, own_allies, partners, two_allies};
use super::scene::Scene;
use super::scope::Scope;
use super::{Tie, Ties, hub};
use crate::lexicon::StateId;

pub(super) fn one_end(scene: &Scene<'_>, ties: &Ties, one: StateId) -> Vec<Tie> {
    let (lexicon, tagged) = (scene.lexicon, scene.tagged);
    let others = scene.together.iter().copied();
    let others: Vec<StateId> = others.filter(|&other| other != one).collect();
    match others[..] {
        // `He thanked Europe`, on a page on NATO.
        [other] if lexicon.state(one).group && ties.joins(lexicon, other) => scene.anaphora(ties),
        // `Tokyo vowed to respond to North Korea's launches`, on a page on an alliance of Tokyo's
        [other]
            if lexicon.adversary(one)
                && !lexicon.adversary(other)
                && !lexicon.allied(one, other)
                && ties
                    .with(other)
                    .is_some_and(|tie| !tie.states.contains(&one)) =>
        {
            scene.anaphora(ties)
        }
        [other] => vec![scene.tie(&[one, other])],
        // `The two ministers agreed to keep working with the United States`
        [a, b]
            if a != b
                && lexicon.allied(one, a)
                && lexicon.allied(one, b)
                && lexicon.allied(a, b) =>
        {
            vec![scene.tie(&[one, a, b])]
        }
        // `the U.S. commitment to its two allies`
        _ if two_allies(tagged)
            && !hub::together(tagged)
            && ties.two_of(lexicon, one).is_some() =>
        {
            let two = ties.two_of(lexicon, one).unwrap_or_default();
            two.iter().map(|&other| scene.tie(&[one, other])).collect()
        }
        _ if bare_allies(lexicon, tagged, scene.start)
            && (scene.holder == [one] || !lexicon.adversary(one)) =>
        {
            vec![scene.with_allies(one)]
        }
        _ if scene.holder == [one]
            && !(lexicon.state(one).group && partners(tagged, &scene.occurrences)) =>
        {
            match own_allies(tagged, scene.start, &[]) {
                Some(at) => vec![Tie {
                    first: at,
                    last: at,
                    ..scene.with_allies(one)
                }],
                None => match scene.across(&[one]).filter(|_| !ties.heard()) {
                    Some(tie) => vec![tie],
                    None => scene.anaphora(ties),
                },
            }
        }
        _ if own_allies(tagged, scene.start, &scene.occurrences).is_some() => {
            vec![scene.with_allies(one)]
        }
        // `concerns in Japan that Trump could ask for more`
        [] if matches!(scene.addressed, [other] if *other != one && lexicon.allied(one, *other))
            && !scene.addressed.iter().any(|&other| ties.hold(one, other)) =>
        {
            vec![scene.tie(&[scene.addressed, &[one]].concat())]
        }
        _ if scene.scope.is_some_and(|(_, scope)| scope == Scope::Two)
            && ties.two_with(one).is_some() =>
        {
            ties.two_with(one).into_iter().cloned().collect()
        }
        _ => match ties.with(one).or_else(|| ties.of_member(lexicon, one)) {
            Some(known) => vec![known],
            None => vec![scene.across(&[one]).unwrap_or_else(|| scene.tie(&[one]))],
        },
    }
}
