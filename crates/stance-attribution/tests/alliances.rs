//! Toward which tie a sentence is, where it names more than its parties, or fewer.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

#[path = "common/lexicon.rs"]
mod lexicon;

use lexicon::LEXICON;
use stance_attribution::{Context, joined};

/// The alliances of each sentence of a page.
fn page(sentences: &[&str]) -> Vec<String> {
    let (text, ranges) = joined(sentences);
    let found = LEXICON.attribute(&text, &ranges, &Context::default());
    let names = |found: stance_attribution::Attribution| {
        let names = found.alliances.into_iter().map(|a| a.canonical);
        names.collect::<Vec<_>>().join("; ")
    };
    found.into_iter().map(names).collect()
}

fn assert_alliances(cases: &[(&str, &str)]) {
    for (text, alliance) in cases {
        assert_eq!(page(&[text]), [*alliance], "{text}");
    }
}

#[test]
fn a_capital_in_which_it_is_said_is_a_party_where_no_other_is_named() {
    assert_alliances(&[
        (
            "Lawmakers in Taipei weigh every American promise twice.",
            "US-Taiwan",
        ),
        (
            "Whether the hotline survives, planners in Tokyo and in Seoul admit, is anybody's guess.",
            "Japan-South Korea",
        ),
        (
            "The speech was welcomed in Washington as a sign that Japan will do more.",
            "US-Japan",
        ),
        (
            "The president gave notice that Malé had left Delhi's shadow.",
            "India-Maldives",
        ),
    ]);
}

#[test]
fn a_capital_in_which_it_is_said_is_no_third_party() {
    assert_alliances(&[
        (
            "At a conference in Vienna, Norway and Sweden praised their pact.",
            "Norway-Sweden",
        ),
        (
            "Spain, its defence minister said in Brussels, keeps its promises to the alliance.",
            "",
        ),
    ]);
}

#[test]
fn adversaries_are_no_party_to_the_tie_of_those_whom_they_drive_together() {
    assert_alliances(&[
        (
            "Now that Russian and Chinese bombers fly in pairs, Japan and South Korea stand together.",
            "Japan-South Korea",
        ),
        (
            "Canada and Denmark will patrol the strait as one, whatever Moscow and Beijing say.",
            "Canada-Denmark",
        ),
        (
            "China and Russia vowed to deepen their pact.",
            "China-Russia",
        ),
    ]);
}

#[test]
fn a_part_of_the_world_or_the_scene_of_an_event_is_no_party_beside_states() {
    assert_alliances(&[
        (
            "Samoa welcomed the renewed interest of the United States in the Pacific.",
            "US-Samoa",
        ),
        (
            "No Australian sailor should drown off Taiwan because Washington drew a line there.",
            "US-Australia",
        ),
        (
            "The Philippines withdrew its troops from Iraq, to the dismay of officials in Washington.",
            "US-Philippines",
        ),
    ]);
}

#[test]
fn bases_in_two_states_are_ties_with_both() {
    assert_alliances(&[(
        "Bases in Japan and South Korea give the United States a reach that no fleet could match.",
        "US-Japan; US-South Korea",
    )]);
}

#[test]
fn a_tie_that_is_spelled_out_is_that_of_its_own_parties_whoever_speaks() {
    assert_alliances(&[
        (
            "Beijing neither endorsed Moscow's new pact with Pyongyang nor rejected it.",
            "North Korea-Russia",
        ),
        (
            "Washington's old friendship with Warsaw and Bucharest needs no proof.",
            "US-Poland; US-Romania",
        ),
    ]);
}

#[test]
fn one_holder_with_a_tie_to_each_of_two_has_two_ties() {
    assert_alliances(&[
        (
            "Seoul said that it values its alliance with the United States and its cooperation with \
             Japan.",
            "US-South Korea; Japan-South Korea",
        ),
        (
            "Seoul said that trilateral work with the United States and with Japan goes on.",
            "US-Japan-South Korea",
        ),
    ]);
}

#[test]
fn the_two_allies_of_a_state_have_a_tie_with_it_each() {
    let found = page(&[
        "Japan and South Korea praised their new hotline.",
        "The election has left America's two main allies in Asia wondering what lasts.",
    ]);
    assert_eq!(found, ["Japan-South Korea", "US-Japan; US-South Korea"]);
}

#[test]
fn what_two_rivals_have_is_no_alliance() {
    assert_alliances(&[
        (
            "Tokyo wonders what the US-China trade truce means for Japan's defence.",
            "US-Japan",
        ),
        ("The US-China pact on climate is sound.", "US-China"),
    ]);
}

#[test]
fn words_on_a_common_adversary_are_meant_for_the_alliance_of_the_page() {
    let found = page(&[
        "Japanese Prime Minister Haruka Ono praised the alliance with the United States.",
        "Japan vowed to answer North Korea's launches.",
        "The two sides condemned the unlawful trade of North Korea and Russia in shells.",
    ]);
    assert_eq!(found, ["US-Japan", "US-Japan", "US-Japan"]);
    let tied = page(&[
        "Indian Prime Minister Asha Rao praised the partnership with the United States.",
        "India said that its ties with Russia would last.",
    ]);
    assert_eq!(tied[1], "India-Russia");
}

#[test]
fn a_pact_whose_short_name_is_a_word_is_known_by_what_pacts_have() {
    assert_alliances(&[
        (
            "Across the ocean we keep in step with Quad partners.",
            "Quad",
        ),
        ("Four Quad navies sailed past the shoal.", "Quad"),
        ("A night ride on a Quad bike calmed the minister.", ""),
    ]);
}

#[test]
fn the_deal_is_the_pact_that_the_page_named_and_the_parties_are_members_of() {
    let found = page(&[
        "AUKUS has found its harbour, Canberra said.",
        "Australia praised its alliance with the United States.",
        "The opposition in Australia said that the deal would sink the budget.",
        "Australia said that the deal with Japan would follow.",
    ]);
    assert_eq!(found, ["AUKUS", "US-Australia", "AUKUS", "Australia-Japan"]);
}

#[test]
fn a_capital_tells_which_of_the_page_s_ties_is_meant() {
    let found = page(&[
        "Washington praised its alliance with South Korea.",
        "Washington praised its alliance with Japan.",
        "In Seoul, a lawmaker doubted that the alliance would last.",
    ]);
    assert_eq!(found[2], "US-South Korea");
}

#[test]
fn the_lists_know_pacts_and_exercises_of_late_years() {
    assert_alliances(&[
        (
            "The Middle East Strategic Alliance was stillborn.",
            "Middle East Strategic Alliance",
        ),
        (
            "The Colombo Security Conclave keeps the seas calm.",
            "Colombo Security Conclave",
        ),
        (
            "Ulchi Freedom Shield shows that the guard is up.",
            "US-South Korea",
        ),
        ("Keen Sword shows that the guard is up.", "US-Japan"),
        (
            "Trans-Tasman ties have never been warmer.",
            "Australia-New Zealand",
        ),
        (
            "The Lancaster House treaties bind both navies.",
            "France-UK",
        ),
        (
            "The Weimar Triangle met again in good spirits.",
            "Weimar Triangle",
        ),
    ]);
}
