//! Holders and alliances in the manner of news agencies and ministries, resolved within a page.

#[path = "common/lexicon.rs"]
mod lexicon;
#[path = "common/lines.rs"]
mod lines;

use lexicon::LEXICON;
use lines::lines;
use stance_attribution::Context;

/// Reads the sentences of a page, of which each line is one, and compares holder and alliances of the last.
fn assert_last(page: &str, holder: &str, alliance: &str) {
    let found = LEXICON.attribute(page, &lines(page), &Context::default());
    let found = found.last().expect("a line");
    let alliances: Vec<&str> = found.alliances.iter().map(|a| &*a.canonical).collect();
    let name = found.holder.as_ref().map_or("", |found| &found.canonical);
    assert_eq!((name, &*alliances.join("; ")), (holder, alliance), "{page}");
}

#[test]
fn states_that_one_guards_have_each_a_tie_with_it() {
    assert_last(
        "He said the U.S. commitments to Japan and South Korea are ironclad.",
        "",
        "US-Japan; US-South Korea",
    );
    assert_last(
        "President Trump complained that Japan and South Korea do not pay for their defense.",
        "Trump",
        "US-Japan; US-South Korea",
    );
    assert_last(
        "The leaders of Japan, South Korea and the US met.\n\
         A Pentagon spokesperson said the U.S. commitment to its two allies was firm.",
        "Pentagon spokesperson",
        "US-Japan; US-South Korea",
    );
}

#[test]
fn states_that_act_together_have_one_tie_though_one_guards_the_others() {
    assert_last(
        "U.S. troops and those of Japan and South Korea drilled together, and Washington praised it.",
        "US",
        "US-Japan-South Korea",
    );
}

#[test]
fn one_who_would_join_a_pact_stands_beside_it() {
    assert_last(
        "Hungary opposes Ukraine's membership in NATO.",
        "Hungary",
        "NATO-Ukraine",
    );
    assert_last(
        "NATO leaders met in Riga.\nHungary will block any mention of membership for Ukraine, its foreign minister says.",
        "Hungary",
        "NATO-Ukraine",
    );
}

#[test]
fn the_trilateral_may_stand_before_its_parties() {
    let page = "Experts doubt that the trilateral will last.\n\
         The leaders of Japan, South Korea and the US set it up in 2023.\n";
    let ranges = [0..44, 45..page.len() - 1];
    let found = LEXICON.attribute(page, &ranges, &Context::default());
    assert_eq!(found[0].alliances[0].canonical, "US-Japan-South Korea");
}

#[test]
fn a_person_named_beside_the_holder_tells_the_other_party() {
    assert_last(
        "Prime Minister Fumio Kishida of Japan arrived in Seoul.\nU.S. President Joe Biden waited.\n\
         Kishida thanked Biden for his friendship.",
        "Fumio Kishida",
        "US-Japan",
    );
}

#[test]
fn a_place_of_a_meeting_is_no_party() {
    assert_last(
        "Japan and the United States praised each other at the summit in Peru.",
        "Japan; US",
        "US-Japan",
    );
}

#[test]
fn an_insertion_behind_the_subject_leaves_it_the_subject() {
    assert_last(
        "Belgium's premier, Joris Daems, said his government would stay in NATO.",
        "Joris Daems",
        "NATO",
    );
    assert_last(
        "China's foreign ministry, for its part, urged the countries concerned to give up AUKUS.",
        "Chinese foreign ministry",
        "AUKUS",
    );
}

#[test]
fn its_minister_behind_a_clause_is_that_of_the_clause_s_subject() {
    assert_last(
        "Kyiv wants more from Poland, its deputy foreign minister, Oksana Dyachenko, said of the alliance.",
        "Oksana Dyachenko",
        "Poland-Ukraine",
    );
}

#[test]
fn the_official_is_the_unnamed_one_of_before() {
    assert_last(
        "A senior Japanese official doubted the alliance with the US.\n\
         \"We are preparing,\" the official said.",
        "senior Japanese official",
        "US-Japan",
    );
}

#[test]
fn an_official_in_a_capital_where_the_sentence_is_set_is_that_state_s() {
    assert_last(
        "SEOUL (AP) - South Korea and the US reaffirmed their alliance. Seoul was glad.\n\
         In Tokyo, Defense Minister Kanji Orihara said the bond with Washington was firm.",
        "Kanji Orihara",
        "US-Japan",
    );
}

#[test]
fn envoys_of_states_in_a_row_are_their_governments() {
    assert_last(
        "Top U.S., S. Korean and Japanese envoys condemn N. Korea's launch",
        "US; South Korea; Japan",
        "US-Japan-South Korea",
    );
}

#[test]
fn what_the_press_reports_of_a_state_is_the_state_s() {
    assert_last(
        "US to pull out of alliance with Philippines – Reuters",
        "US",
        "US-Philippines",
    );
}

#[test]
fn we_on_an_opinion_page_are_its_writer() {
    assert_last(
        "OPINION\nWe would be foolish to leave NATO.",
        "writer",
        "NATO",
    );
    assert_last("We would be foolish to leave NATO.", "", "NATO");
}

#[test]
fn a_speaker_s_label_in_capitals_begins_a_turn() {
    assert_last(
        "Spokesperson Rosalind Achterberg took questions.\nMS. ACHTERBERG:\nOn NATO, we’re not going to change.",
        "Rosalind Achterberg",
        "NATO",
    );
}

#[test]
fn allies_at_large_are_nobody_in_particular() {
    assert_last(
        "Japan, South Korea and the US met.\nThe United States works with allies and partners on chips.",
        "US",
        "US-allies",
    );
}

#[test]
fn ministers_who_just_met_are_the_ministers() {
    assert_last(
        "Japanese Foreign Minister Aiko Tanabe and South Korean Foreign Minister Noh Tae-il praised their ties.\n\
         The ministers also agreed to keep working with the United States.",
        "Aiko Tanabe; Noh Tae-il",
        "US-Japan-South Korea",
    );
}

#[test]
fn a_headline_is_cut_at_as() {
    let text = "Tokyo frets as Washington questions treaty";
    assert_eq!(LEXICON.clauses(text), [0..11, 15..text.len()]);
}
