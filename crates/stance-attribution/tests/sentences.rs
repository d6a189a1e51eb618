//! Holders and alliances by kinds of sentences.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

#[path = "common/lexicon.rs"]
mod lexicon;

use lexicon::LEXICON;
use stance_attribution::{Context, HolderKind, joined};

/// Holder and alliances of one sentence alone.
fn read(text: &str) -> (String, String) {
    let found = page(&[text]);
    found[0].clone()
}

/// Holder and alliances of the sentences of a page.
fn page(sentences: &[&str]) -> Vec<(String, String)> {
    let (text, ranges) = joined(sentences);
    let found = LEXICON.attribute(&text, &ranges, &Context::default());
    let names = |found: stance_attribution::Attribution| {
        let alliances: Vec<String> = found.alliances.into_iter().map(|a| a.canonical).collect();
        (
            found
                .holder
                .map_or(String::new(), |holder| holder.canonical),
            alliances.join("; "),
        )
    };
    found.into_iter().map(names).collect()
}

fn assert_read(cases: &[(&str, &str, &str)]) {
    for (text, holder, alliance) in cases {
        assert_eq!(
            read(text),
            ((*holder).to_owned(), (*alliance).to_owned()),
            "{text}"
        );
    }
}

#[test]
fn a_government_is_named_by_country_capital_building_or_demonym() {
    assert_read(&[
        (
            "Japan reaffirmed its treaty with the United States.",
            "Japan",
            "US-Japan",
        ),
        (
            "Tokyo reaffirmed its treaty with Washington.",
            "Japan",
            "US-Japan",
        ),
        (
            "The White House praised the treaty with Manila.",
            "US",
            "US-Philippines",
        ),
        (
            "The Polish government welcomed the agreement with Kyiv.",
            "Poland",
            "Poland-Ukraine",
        ),
    ]);
}

#[test]
fn the_subject_of_a_verb_of_speech_holds_what_is_said_wherever_it_stands() {
    assert_read(&[
        (
            "Foreign Minister Aiko Tanabe said that NATO was needed.",
            "Aiko Tanabe",
            "NATO",
        ),
        (
            "NATO was needed, Foreign Minister Aiko Tanabe said on Friday.",
            "Aiko Tanabe",
            "NATO",
        ),
        (
            "\"NATO is needed,\" said Aiko Tanabe, the foreign minister.",
            "Aiko Tanabe",
            "NATO",
        ),
        (
            "According to Aiko Tanabe, NATO is needed.",
            "Aiko Tanabe",
            "NATO",
        ),
        (
            "NATO was criticized by the foreign minister.",
            "foreign minister",
            "NATO",
        ),
        (
            "FOREIGN MINISTER: NATO is needed.",
            "foreign minister",
            "NATO",
        ),
        ("NATO short of tanks – auditors", "auditors", "NATO"),
    ]);
}

#[test]
fn an_insertion_does_not_part_a_subject_from_its_verb() {
    assert_read(&[
        (
            "The minister, who arrived late, said the pact with Japan would hold.",
            "minister",
            "Japan",
        ),
        (
            "A British commodore, Geraldine Pask, welcomed the NATO decision.",
            "Geraldine Pask",
            "NATO",
        ),
    ]);
}

#[test]
fn an_office_without_a_name_is_given_in_its_words_with_the_state_as_adjective() {
    assert_read(&[
        (
            "Canada's defence minister said NORAD would stay.",
            "Canadian defence minister",
            "NORAD",
        ),
        (
            "NORAD is a burden, a senior official in Ottawa said.",
            "senior Canadian official",
            "NORAD",
        ),
    ]);
}

#[test]
fn a_spokesperson_is_named_with_the_institution() {
    let found = read("Foreign ministry spokesperson Lena Holt said NATO would stand.");
    assert_eq!(found.0, "Lena Holt (foreign ministry)");
}

#[test]
fn headlines_name_the_holder_before_a_colon_or_a_verb() {
    assert_read(&[
        (
            "Ankara: too soon to say if NATO missile battery stays",
            "Turkey",
            "NATO",
        ),
        (
            "Seoul slams Tokyo over islands",
            "South Korea",
            "Japan-South Korea",
        ),
        (
            "‘Stop lecturing us’: Ankara hits out at NATO partners",
            "Turkey",
            "NATO",
        ),
    ]);
}

#[test]
fn a_text_that_nobody_else_holds_is_the_writers_unless_it_is_in_the_first_person() {
    assert_read(&[
        (
            "The alliance with Japan has outlived its critics.",
            "writer",
            "Japan",
        ),
        ("We shall honour the treaty with Washington.", "", "US"),
    ]);
}

#[test]
fn ties_are_named_with_the_us_first_and_the_others_in_order_of_the_alphabet() {
    assert_read(&[
        (
            "The South Korea-Japan-U.S. partnership has proved its worth.",
            "writer",
            "US-Japan-South Korea",
        ),
        (
            "The Tokyo-Canberra pact has proved its worth.",
            "writer",
            "Australia-Japan",
        ),
        (
            "Ties between Seoul and Tokyo have never been better.",
            "writer",
            "Japan-South Korea",
        ),
    ]);
}

#[test]
fn a_threat_is_no_party_to_the_alliance_against_it() {
    let found = read("Washington and Seoul agreed to step up drills against North Korea.");
    assert_eq!(found.1, "US-South Korea");
}

#[test]
fn pronouns_surnames_and_offices_stand_for_whom_the_page_has_named() {
    let found = page(&[
        "Japanese Prime Minister Haruka Ono praised the alliance with the United States.",
        "She said that it was the cornerstone of peace.",
        "Ono added that nothing would change.",
        "The prime minister promised to spend more.",
    ]);
    for (holder, alliance) in found {
        assert_eq!(
            (holder.as_str(), alliance.as_str()),
            ("Haruka Ono", "US-Japan")
        );
    }
}

#[test]
fn the_two_leaders_are_the_last_two_who_were_named() {
    let found = page(&[
        "President Ann Field met Prime Minister Haruka Ono in Tokyo.",
        "The two leaders praised the US-Japan alliance.",
    ]);
    assert_eq!(found[1].0, "Ann Field; Haruka Ono");
}

#[test]
fn the_alliance_is_the_one_that_the_page_named_last() {
    let found = page(&[
        "Germany and Poland signed a pact on tanks.",
        "Warsaw said that the pact would last.",
    ]);
    assert_eq!(found[1].1, "Germany-Poland");
}

#[test]
fn what_we_say_on_an_issuers_page_is_the_issuers() {
    let lexicon = &LEXICON;
    let text = "We will honour our alliance with Japan.";
    let context = Context {
        issuer: Some("US"),
        ..Context::default()
    };
    let found = lexicon.attribute(text, &[0..text.len()], &context);
    let holder = found[0].holder.as_ref().expect("a holder");
    assert_eq!(
        (holder.canonical.as_str(), holder.kind),
        ("US", HolderKind::Government)
    );
    assert_eq!(found[0].alliances[0].canonical, "US-Japan");
}

#[test]
fn a_quotation_over_sentences_and_paragraphs_is_its_speakers() {
    let found = page(&[
        "“NATO has kept the peace,” Minister Jan Kowal said.",
        "“It has done so for seventy years.",
        "“And it will do so for seventy more.”",
    ]);
    let holders: Vec<&str> = found.iter().map(|found| found.0.as_str()).collect();
    assert_eq!(holders, ["Jan Kowal"; 3]);
}

#[test]
fn quotations_have_their_range_and_their_speaker() {
    let text = "“NATO stands,” Minister Jan Kowal said. “It ‘always’ will.”";
    let found = LEXICON.quotations(text, &Context::default());
    let words: Vec<&str> = found
        .iter()
        .map(|quotation| &text[quotation.range.clone()])
        .collect();
    assert_eq!(words, ["NATO stands,", "It ‘always’ will."]);
    for quotation in found {
        assert_eq!(quotation.speaker.expect("a speaker").canonical, "Jan Kowal");
    }
}

#[test]
fn clauses_with_holders_of_their_own_are_parted_without_comma_and_conjunction() {
    let lexicon = &LEXICON;
    let parts = |text: &'static str| -> Vec<&str> {
        lexicon
            .clauses(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    };
    assert_eq!(
        parts("Tokyo stressed the alliance, while Seoul said that it would wait."),
        [
            "Tokyo stressed the alliance",
            "Seoul said that it would wait"
        ]
    );
    assert_eq!(
        parts(
            "Tokyo has stressed the alliance while nominee Jan Kowal has said it pays too little."
        ),
        [
            "Tokyo has stressed the alliance",
            "nominee Jan Kowal has said it pays too little"
        ]
    );
    let one = "Tokyo stressed the alliance while saying that it would wait.";
    assert_eq!(parts(one), [one]);
    let one = "Tokyo stressed the alliance, and said that it would wait.";
    assert_eq!(parts(one), [one]);
    let none = "The alliance, while old, is strong.";
    assert_eq!(parts(none), [none]);
}

#[test]
fn ranges_cover_the_words_that_name_holder_and_alliance() {
    let text = "Été. Tokyo reaffirmed its treaty with Washington.";
    let start = text.find("Tokyo").expect("there");
    let found = LEXICON.attribute(text, &[start..text.len()], &Context::default());
    assert_eq!(
        &text[found[0].holder.as_ref().expect("a holder").range.clone()],
        "Tokyo"
    );
    assert!(text[found[0].alliances[0].range.clone()].contains("Washington"));
}

/// The party of one sentence alone.
fn party(text: &str) -> Option<String> {
    let found = LEXICON.attribute(text, &[0..text.len()], &Context::default());
    found.into_iter().next().and_then(|found| found.party)
}

#[test]
fn the_party_is_the_government_or_pact_that_the_holder_speaks_for() {
    for (text, expected) in [
        ("Tokyo praised the NATO summit.", Some("Japan")),
        (
            "Japanese Foreign Minister Aiko Tanabe praised NATO.",
            Some("Japan"),
        ),
        ("The Pentagon said NATO would stand.", Some("US")),
        (
            "NATO Secretary General Olaf Brandt said the alliance was strong.",
            Some("NATO"),
        ),
        (
            "The Polish defence ministry said NATO would stand.",
            Some("Poland"),
        ),
        ("Seoul and Tokyo praised NATO.", Some("South Korea; Japan")),
        ("US Senator Ann Field said NATO was a burden.", None),
        (
            "Former Japanese Prime Minister Ono said NATO was a burden.",
            None,
        ),
        ("The German opposition leader said NATO was a burden.", None),
        ("Japanese analysts said NATO was a burden.", None),
        ("NATO has outlived its critics.", None),
    ] {
        assert_eq!(party(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn the_party_goes_with_a_person_through_the_page_and_both_are_a_pairs() {
    let sentences = [
        "US President Ann Field met Japanese Prime Minister Haruka Ono in Tokyo.",
        "Ono praised the US-Japan alliance.",
        "The two leaders agreed that it was strong.",
    ];
    let (text, ranges) = joined(sentences);
    let found = LEXICON.attribute(&text, &ranges, &Context::default());
    assert_eq!(found[1].party.as_deref(), Some("Japan"));
    assert_eq!(found[2].party.as_deref(), Some("US; Japan"));
}

#[test]
fn clauses_of_a_sentence_are_attributed_each_to_its_own_holder() {
    let text = "NATO met. Tokyo praised the NATO summit, while Moscow called it a provocation.";
    let lexicon = &LEXICON;
    let statements = [0..9, 10..text.len()];
    let found = lexicon.attribute_clauses(text, &statements, &Context::default());
    let counts: Vec<usize> = found.iter().map(Vec::len).collect();
    assert_eq!(counts, [1, 2]);
    let words: Vec<&str> = found[1]
        .iter()
        .map(|clause| &text[clause.range.clone()])
        .collect();
    assert_eq!(
        words,
        [
            "Tokyo praised the NATO summit",
            "Moscow called it a provocation"
        ]
    );
    let holders: Vec<_> = found[1]
        .iter()
        .map(|clause| clause.attribution.holder.as_ref().expect("a holder"))
        .map(|holder| holder.canonical.as_str())
        .collect();
    assert_eq!(holders, ["Japan", "Russia"]);
    assert_eq!(found[1][1].attribution.alliances[0].canonical, "NATO");
}

#[test]
fn places_in_a_picture_do_not_part_names_from_one_another_or_from_their_verb() {
    let found = read(
        "Japanese Prime Minister Haruka Ono (L), U.S. President Ann Field (C) and South Korean \
         President Baek Jin-woo (2nd from R) agreed to keep the trilateral going.",
    );
    assert_eq!(found.0, "Haruka Ono; Ann Field; Baek Jin-woo");
    assert_eq!(found.1, "US-Japan-South Korea");
}

#[test]
fn ministers_of_several_states_act_as_their_governments_and_we_are_they() {
    let found = page(&[
        "We, the foreign ministers of Poland, Germany and France, met to renew the Weimar Triangle.",
        "We reaffirm that it will last.",
    ]);
    assert_eq!(found[0].0, "Poland; Germany; France");
    assert_eq!(found[1].0, "Poland; Germany; France");
    let found = read("The leaders of Japan, the United States and South Korea vowed to keep it.");
    assert_eq!(found.0, "Japan; US; South Korea");
}

#[test]
fn a_surname_that_begins_a_sentence_or_a_headline_is_the_person_of_the_page() {
    let found = page(&[
        "Tanabe, Noh vow to keep ties steady",
        "Japanese Foreign Minister Aiko Tanabe met South Korean Foreign Minister Noh Tae-il in Seoul.",
        "Noh, for his part, praised ties with Tokyo.",
        "The pair agreed to keep bilateral ties going, Tanabe added.",
    ]);
    assert_eq!(found[0].0, "Aiko Tanabe; Noh Tae-il");
    assert_eq!(
        found[2],
        ("Noh Tae-il".to_owned(), "Japan-South Korea".to_owned())
    );
    assert_eq!(found[3].1, "Japan-South Korea");
}

#[test]
fn a_ministry_or_an_official_without_a_state_is_of_the_state_of_dateline_or_issuer() {
    let sentences = [
        "SEOUL, Jan. 23 (Hanbit) -- The alliance with the U.S. is strong, the foreign ministry said.",
        "South Korea praised it.",
        "South Korea paid for it.",
    ];
    let (text, ranges) = joined(sentences);
    let lexicon = &LEXICON;
    let found = lexicon.attribute(&text, &ranges, &Context::default());
    let holder = found[0].holder.as_ref().expect("a holder");
    assert_eq!(holder.canonical, "South Korean foreign ministry");
    assert_eq!(found[0].party.as_deref(), Some("South Korea"));
    let context = Context {
        issuer: Some("Japan"),
        ..Context::default()
    };
    let text = "The foreign ministry praised the alliance with the US.";
    let found = lexicon.attribute(text, &[0..text.len()], &context);
    assert_eq!(found[0].party.as_deref(), Some("Japan"));
    assert_eq!(found[0].alliances[0].canonical, "US-Japan");
}

#[test]
fn what_a_ministry_reports_is_held_by_those_whom_it_reports() {
    assert_read(&[(
        "The State Department said that Aiko Tanabe had praised NATO.",
        "Aiko Tanabe",
        "NATO",
    )]);
    let found = page(&[
        "US Secretary Ann Field met Japanese Foreign Minister Aiko Tanabe in Tokyo.",
        "Field and Tanabe reaffirmed the alliance, the foreign ministry said.",
        "It was also agreed that drills would go on.",
    ]);
    assert_eq!(found[1].0, "Ann Field; Aiko Tanabe");
    assert_eq!(found[2], ("US; Japan".to_owned(), "US-Japan".to_owned()));
}

#[test]
fn a_short_name_in_brackets_stands_for_the_institution_or_the_treaty_from_then_on() {
    let found = page(&[
        "South Korea's Joint Chiefs of Staff (JCS) praised the alliance with the US.",
        "The treaty will last, the JCS said.",
        "Australia and Japan signed a Defence Technology Treaty (DTT) in Tokyo.",
        "Moscow denounced the DTT.",
    ]);
    assert_eq!(found[1].0, "South Korean joint chiefs of staff");
    assert_eq!(
        found[3],
        ("Russia".to_owned(), "Australia-Japan".to_owned())
    );
}

#[test]
fn a_transcript_s_speaker_holds_what_is_said_until_the_next_one_speaks() {
    let found = page(&[
        "MS HOLT:",
        "The United States stands by Japan.",
        "Our treaty is strong.",
        "MR BRANDT:",
        "It is a burden.",
    ]);
    let holders: Vec<&str> = found.iter().map(|found| found.0.as_str()).collect();
    assert_eq!(holders[1..3], ["Holt"; 2]);
    assert_eq!(holders[4], "Brandt");
}
