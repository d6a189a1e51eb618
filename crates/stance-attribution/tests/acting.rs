//! Who holds a stance that is taken without a verb of speech in its usual place, or by nobody on a list.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

#[path = "common/lexicon.rs"]
mod lexicon;

use lexicon::LEXICON;
use stance_attribution::Context;

fn assert_held(cases: &[(&str, &str)]) {
    for (text, holder) in cases {
        let found = LEXICON.attribute(text, &[0..text.len()], &Context::default());
        let name = found[0].holder.as_ref();
        assert_eq!(name.map_or("", |found| &found.canonical), *holder, "{text}");
    }
}

#[test]
fn a_state_whose_adjective_is_its_name_acts_as_others_do() {
    assert_held(&[
        (
            "New Zealand keeps its frigates with the Australian fleet.",
            "New Zealand",
        ),
        (
            "The New Zealand premier thanked Canberra.",
            "New Zealand premier",
        ),
    ]);
}

#[test]
fn what_one_is_or_is_in_behind_a_copula_is_a_stance() {
    assert_held(&[
        (
            "Norway is in talks with its allies on a common depot.",
            "Norway",
        ),
        (
            "The ministers were of one mind that NATO should stay.",
            "ministers",
        ),
        (
            "Ottawa is in two minds about the treaty with Washington.",
            "Canada",
        ),
        ("Greece is a large country by the sea.", "writer"),
    ]);
}

#[test]
fn a_later_verb_of_speech_shares_the_subject() {
    assert_held(&[(
        "The minister was kind about the dinner, and then announced that Athens would leave the pact.",
        "minister",
    )]);
}

#[test]
fn where_somebody_sits_does_not_part_a_subject_from_its_verb() {
    assert_held(&[
        (
            "Senators on the harbour committee warned that the alliance with Oslo was fraying.",
            "senators",
        ),
        (
            "Officials at the fleet's headquarters welcomed the pact with Japan.",
            "officials",
        ),
        ("Spain on Monday (May 3) hailed Portugal's offer.", "Spain"),
    ]);
}

#[test]
fn diplomats_in_a_capital_are_not_its_own() {
    assert_held(&[
        (
            "Diplomats in Vienna doubt that NATO would come.",
            "diplomats in Vienna",
        ),
        (
            "Officials in Vienna doubt that NATO would come.",
            "Austrian officials",
        ),
        (
            "Officials in Vienna and Prague doubt that NATO would come.",
            "officials in Vienna and Prague",
        ),
    ]);
}

#[test]
fn a_verb_behind_a_comma_with_a_subject_of_its_own_behind_it_is_no_inversion() {
    assert_held(&[(
        "The Danish defence minister, back from the coast, said planners had kept the NATO drills.",
        "Danish defence minister",
    )]);
}

#[test]
fn somebody_on_no_list_speaks_beside_a_verb_that_only_speakers_have() {
    assert_held(&[
        (
            "\"The alliance feeds us,\" a lighthouse keeper said.",
            "lighthouse keeper",
        ),
        (
            "\"The alliance feeds us,\" said a Danish beekeeper.",
            "Danish beekeeper",
        ),
        (
            "The beekeepers said that NATO had done them no harm.",
            "beekeepers",
        ),
        (
            "Beekeepers warn that the NATO range would cost them a harvest.",
            "beekeepers",
        ),
    ]);
}

#[test]
fn a_thing_says_nothing() {
    assert_held(&[
        (
            "The visit underscores the strength of the alliance with Japan.",
            "writer",
        ),
        (
            "The treaty says that an attack on one is an attack on all of NATO.",
            "writer",
        ),
        (
            "The exercise, noted the growing role of Oslo, was large.",
            "writer",
        ),
    ]);
}

#[test]
fn an_act_that_is_told_as_a_noun_is_that_of_its_government() {
    assert_held(&[
        (
            "Lisbon's refusal to host the drill has hurt NATO.",
            "Portugal",
        ),
        (
            "The Norwegian decision to stay in NATO came as a relief.",
            "Norway",
        ),
        (
            "On Friday, Lisbon's first public pledge to NATO was printed in full.",
            "Portugal",
        ),
        (
            "Lisbon's harbour is large enough for a NATO fleet.",
            "writer",
        ),
        (
            "Lisbon's decision support systems are linked to NATO.",
            "writer",
        ),
    ]);
}

#[test]
fn what_is_felt_in_a_capital_its_government_feels() {
    assert_held(&[
        (
            "The speech has caused unease in Lisbon about the treaty.",
            "Portugal",
        ),
        (
            "The offer of ships was welcomed in Lisbon as proof of friendship.",
            "Portugal",
        ),
        (
            "It is hoped in Lisbon that the allies will stay.",
            "Portugal",
        ),
        (
            "The vote has left Portugal and Spain wondering about the alliance.",
            "Portugal; Spain",
        ),
        (
            "The speech could cause unease in Lisbon about the treaty.",
            "writer",
        ),
        ("The treaty was signed in Lisbon after a dinner.", "writer"),
    ]);
}

#[test]
fn a_headline_may_have_a_predicate_without_its_copula() {
    assert_held(&[
        (
            "Lisbon unsure what the new treaty means for its ports",
            "Portugal",
        ),
        ("Portugal and Spain losing faith in NATO", "Portugal; Spain"),
        ("Lisbon yet to decide on NATO drills – Reuters", "Portugal"),
    ]);
}

#[test]
fn a_verb_of_judgement_leaves_the_sentence_to_the_writer() {
    assert_held(&[
        ("The senator forgets that NATO came first.", "writer"),
        ("Portugal deserves better of NATO.", "writer"),
    ]);
}

#[test]
fn the_source_of_a_headline_needs_no_article() {
    assert_held(&[
        (
            "‘NATO has had its day,’ says local harbour campaigner",
            "local harbour campaigner",
        ),
        (
            "Port talks with allies secure – bloc spokesman",
            "bloc spokesman",
        ),
        ("Quarrels end, but treaty intact: envoy", "envoy"),
        ("‘Keep your ships’ – Pentagon to Lisbon over treaty", "US"),
    ]);
}

#[test]
fn a_verb_behind_its_object_s_comma_is_no_passive() {
    assert_held(&[(
        "Without the treaty the admirals are blind, said a Danish senator, so let them pay.",
        "Danish senator",
    )]);
}

#[test]
fn one_who_speaks_or_acts_in_a_clause_of_its_own_holds_what_the_writer_only_tells() {
    assert_held(&[
        ("It was a sultan who called the alliance dead.", "sultan"),
        (
            "It was left to a deputy minister to explain that NATO would stay.",
            "deputy minister",
        ),
        (
            "The nominee was pressed by Senator Odd Fjeld, who said the pact was a shame.",
            "Odd Fjeld",
        ),
        (
            "The defence pact is coming apart, with Lisbon charging that Madrid broke it.",
            "Portugal",
        ),
        (
            "The drills ended in what a Danish general called an insult to an ally.",
            "Danish general",
        ),
        (
            "Relations between Oslo and Lisbon sank after Norway withdrew its envoy.",
            "Norway",
        ),
        (
            "Relations between Oslo and Lisbon sank to their lowest point.",
            "writer",
        ),
        (
            "Nobody can say that Norway keeps the alliance with Lisbon alive.",
            "writer",
        ),
    ]);
}

#[test]
fn a_date_before_the_subject_leaves_it_the_subject() {
    assert_held(&[
        (
            "Ten years after the last ship left, Portugal has let the NATO fleet in again.",
            "Portugal",
        ),
        (
            "The last ship left long ago; this week Portugal scrapped the treaty.",
            "Portugal",
        ),
    ]);
}

#[test]
fn a_party_by_its_colour_is_its_members() {
    assert_held(&[
        ("The Greens called NATO a dud.", "Greens"),
        ("The Red-Greens want the NATO planes gone.", "Red-Greens"),
        ("Labour said it supported NATO.", "Labour"),
        ("LABOUR DENOUNCES NATO BASE DEAL", "Labour"),
        ("Labour costs on NATO ranges have grown.", "writer"),
    ]);
}

#[test]
fn a_number_of_governors_are_governors() {
    assert_held(&[(
        "Fifteen Danish governors criticized NATO.",
        "Danish governors",
    )]);
}

#[test]
fn who_answers_in_a_transcript_holds_it_and_who_asks_does_not() {
    assert_held(&[
        (
            "HOST: Would they come? MINISTER: They would, NATO is no club.",
            "minister",
        ),
        ("REPORTER: Would NATO come?", ""),
    ]);
}

#[test]
fn quoted_words_about_a_state_are_those_of_one_who_does_not_speak_for_it() {
    assert_held(&[
        (
            "Portugal ‘no longer behaves like an ally,’ says retired admiral",
            "retired admiral",
        ),
        (
            "Portugal values the drills, a retired admiral said.",
            "Portugal",
        ),
    ]);
}

#[test]
fn a_state_that_hosts_is_no_host() {
    assert_held(&[(
        "Lisbon hosts the NATO fleet for the third time this year",
        "Portugal",
    )]);
}

#[test]
fn a_speaker_s_label_may_name_the_group() {
    assert_held(&[(
        "Rafael Oliveda (Harbour Group): The treaty with Oslo must stand.",
        "Rafael Oliveda",
    )]);
}
