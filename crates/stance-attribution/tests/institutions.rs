//! Ministries, offices and titles as holders, what stands for them later, and for whom they speak.

#[path = "common/lexicon.rs"]
mod lexicon;
#[path = "common/lines.rs"]
mod lines;

use lexicon::LEXICON;
use lines::lines;
use stance_attribution::{Context, HolderKind};

/// Holder and party of each line of a page; empty where there is none.
fn holders(page: &str) -> Vec<[String; 2]> {
    let found = LEXICON.attribute(page, &lines(page), &Context::default());
    let named = found.into_iter().map(|found| {
        let holder = found.holder.map(|holder| holder.canonical);
        [holder.unwrap_or_default(), found.party.unwrap_or_default()]
    });
    named.collect()
}

/// Compares holder and party of the last line of each page.
fn assert_last(cases: &[(&str, &str, &str)]) {
    for (page, holder, party) in cases {
        let found = holders(page);
        let last = found.last().expect("a line");
        assert_eq!(last, &[*holder, *party], "{page}");
    }
}

#[test]
fn a_ministry_is_named_with_what_it_is_for_and_with_its_state_where_the_sentence_says_it() {
    assert_last(&[
        (
            "The Ministry of Foreign Affairs said NATO was needed.",
            "Ministry of Foreign Affairs",
            "",
        ),
        (
            "Japan's Ministry of Defense said the alliance with the US was firm.",
            "Japanese Ministry of Defense",
            "Japan",
        ),
        (
            "The Ministry of Foreign Affairs of the Republic of Korea said the alliance was firm.",
            "South Korean Ministry of Foreign Affairs",
            "South Korea",
        ),
        (
            "The Department of Foreign Affairs and Trade said AUKUS would last.",
            "Department of Foreign Affairs and Trade",
            "",
        ),
        (
            "AUKUS would last, the Ministry of Land, Infrastructure and Tourism said.",
            "Ministry of Land, Infrastructure and Tourism",
            "",
        ),
        (
            "The Polish ministry of national defence said NATO was needed.",
            "Polish ministry of national defence",
            "Poland",
        ),
        (
            "The Department of State said the treaty with Japan would be kept.",
            "Department of State",
            "US",
        ),
    ]);
}

#[test]
fn a_ministry_s_name_ends_before_another_holder() {
    assert_last(&[
        (
            "The Ministry of Defense and Norway said NATO was needed.",
            "Norway",
            "Norway",
        ),
        (
            "The Ministry of Defense, which had hesitated, said NATO was needed.",
            "Ministry of Defense",
            "",
        ),
        (
            "Department of Defense officials said NATO was needed.",
            "Department of Defense officials",
            "",
        ),
        (
            "Ministry of Foreign Affairs spokesperson Lena Holt said NATO was needed.",
            "Lena Holt (Ministry of Foreign Affairs)",
            "",
        ),
    ]);
}

#[test]
fn a_ministry_on_a_page_is_that_of_the_state_of_its_dateline() {
    let pages = [
        "Manila, 3 March 2031",
        "MANILA, 3 March 2031",
        "Manila, Philippines, March 3, 2031",
        "Manila, March 3 –",
    ];
    for line in pages {
        let page = format!(
            "{line}\nThe Department of National Defense praised the alliance with the US.\n\
             The Philippines paid for the piers.\nThe Department will build more of them, it said.\n\
             The Department stands by the treaty."
        );
        let found = holders(&page);
        for at in [1, 4] {
            assert_eq!(
                found[at],
                ["Philippine Department of National Defense", "Philippines"],
                "{page}"
            );
        }
    }
}

#[test]
fn a_place_and_a_day_before_a_dash_are_no_part_of_the_sentence() {
    assert_last(&[(
        "Tokyo, April 10 – Canberra praised the alliance with Japan.",
        "Australia",
        "Australia",
    )]);
}

#[test]
fn a_line_that_names_a_capital_and_no_day_is_no_dateline() {
    assert_last(&[(
        "Manila, a city of ferries\nManila was quiet.\nThe Department of National Defense praised NATO.",
        "Department of National Defense",
        "",
    )]);
}

#[test]
fn the_ministry_is_the_one_named_in_full_before() {
    assert_last(&[
        (
            "Japan's Ministry of Foreign Affairs praised NATO.\nThe ministry said the alliance would last.",
            "Japanese Ministry of Foreign Affairs",
            "Japan",
        ),
        (
            "Norway's Ministry of Defence praised NATO.\nThe Department of State praised it too.\n\
             The ministry said the alliance would last.",
            "Norwegian Ministry of Defence",
            "Norway",
        ),
        (
            "The Philippine Department of Foreign Affairs (DFA) praised the treaty with the US.\n\
             The treaty will last, the DFA said.",
            "Philippine Department of Foreign Affairs",
            "Philippines",
        ),
    ]);
}

#[test]
fn a_title_is_no_part_of_a_name() {
    for title in [
        "Treasurer",
        "Shadow Treasurer",
        "Chancellor of the Exchequer",
        "Home Secretary",
        "Shadow Home Secretary",
        "Attorney-General",
        "Lord Privy Seal",
        "Comptroller General",
        "Majority Whip",
        "Senate Minority Leader",
        "Taoiseach",
        "Tánaiste",
        "Bundeskanzlerin",
        "Parliamentary Vice-Minister",
        "Undersecretary of Defense",
        "Vice Premier",
        "Minister of State for External Affairs",
        "Leader of the House of Commons",
        "First Sea Lord",
        "Vice-Admiral",
        "Air Commodore",
        "Lt. Gen.",
        "Lt.",
        "Assistant Secretary General",
    ] {
        let sentence = format!("{title} Marit Oppedal said NATO was needed.");
        assert_eq!(holders(&sentence)[0][0], "Marit Oppedal", "{title}");
        let sentence = format!("NATO is needed, said {title} Marit Oppedal.");
        assert_eq!(holders(&sentence)[0][0], "Marit Oppedal", "{title}");
    }
}

#[test]
fn an_office_that_one_state_has_is_that_state_s_on_a_page_of_another() {
    let page = "Manila, 3 March 2031\nThe Philippines praised the alliance with the US.\n\
                Secretary of State Olaf Brandt praised it.\nDefense Secretary Marit Oppedal praised it.\n\
                Chief of Staff Aiko Tanabe praised it.\nDefence Secretary Lena Holt praised it.";
    let parties: Vec<String> = holders(page).into_iter().map(|[_, party]| party).collect();
    assert_eq!(parties[2..], ["US", "Philippines", "Philippines", ""]);
}

#[test]
fn a_shadow_minister_speaks_for_no_state() {
    assert_last(&[(
        "Britain's Shadow Chancellor Marit Oppedal said NATO was needed.",
        "Marit Oppedal",
        "",
    )]);
}

#[test]
fn he_and_she_stand_for_the_person_before_and_for_no_place() {
    assert_last(&[
        (
            "\"NATO is a burden,\" said Sen. Olaf Brandt, \"and the farmers of Ohio are weary of it.\"\n\
             If Norway will not pay, he said, NATO should shrink.",
            "Olaf Brandt",
            "",
        ),
        (
            "Sen. Marit Oppedal of Maine praised NATO.\nShe called NATO cheap.",
            "Marit Oppedal",
            "",
        ),
        (
            "Sen. Olaf Brandt spoke in Ohio.\nOhio was glad of it.\nHe called NATO cheap.",
            "Olaf Brandt",
            "",
        ),
    ]);
}

#[test]
fn an_office_is_that_of_the_person_meant_and_speaks_for_the_same_state() {
    assert_last(&[
        (
            "Norwegian Prime Minister Olaf Brandt did not speak.\nHis office said NATO was needed.",
            "Olaf Brandt's office",
            "Norway",
        ),
        (
            "Norwegian Prime Minister Olaf Brandt met Polish President Marit Oppedal.\n\
             He was silent.\nHer office praised NATO.",
            "Marit Oppedal's office",
            "Poland",
        ),
        (
            "Norwegian Prime Minister Olaf Brandt did not speak.\nBrandt's office praised NATO.",
            "Olaf Brandt's office",
            "Norway",
        ),
        (
            "Norwegian Prime Minister Olaf Brandt did not speak.\nHis office praised NATO.\n\
             The office said it would last.",
            "Olaf Brandt's office",
            "Norway",
        ),
        (
            "The Polish president's office praised NATO.",
            "Polish president's office",
            "Poland",
        ),
    ]);
}

#[test]
fn an_office_is_an_institution() {
    let text = "Olaf Brandt's office praised NATO.";
    let whole = 0..text.len();
    let found = LEXICON.attribute(text, std::slice::from_ref(&whole), &Context::default());
    let holder = found[0].holder.as_ref().expect("a holder");
    assert_eq!(holder.kind, HolderKind::Institution);
    assert_eq!(&text[holder.range.clone()], "Olaf Brandt's office");
}
