//! Copies and what only looks like them.

use stance_pages::{Duplicates, Fingerprint, Page, PageOptions, read};

fn page(text: &str) -> Page {
    read("page.txt", text.as_bytes(), &PageOptions::default())
        .expect("readable")
        .remove(0)
}

const STORY: [&str; 14] = [
    "Arvania and Belmora agreed on Tuesday to keep their joint sea patrols for five more years.",
    "The agreement was signed in Port Ash by the two defence ministers after a short ceremony on the quay.",
    "Minister Odo Lind said that the alliance had never been closer and that it rested on trust and on ships.",
    "His colleague from Belmora spoke of a promise that binds both parliaments and both peoples.",
    "Under the agreement each side will send at least four frigates to the northern strait every spring.",
    "A joint staff of sixty officers will plan the patrols from the old customs house in Port Ash.",
    "The cost will be shared according to the length of each coast, as it has been since the first agreement.",
    "Opposition leaders in Vantry asked why the text had not been shown to the committee before it was signed.",
    "The government answered that the committee would see every page of it before the summer recess.",
    "Fishermen on both coasts welcomed the news, since the patrols have kept trawlers of other states away.",
    "Castoria, which watches the strait with two radar stations, was not invited to join the talks.",
    "Its ambassador said that the door remained open and that his country would study the text with care.",
    "The first agreement was made forty years ago after a collision in which nine sailors lost their lives.",
    "It has been renewed seven times, and never by a margin as large as this in either parliament.",
];

#[test]
fn a_syndicated_copy_with_another_head_and_foot_and_two_edited_sentences_is_a_copy() {
    let original = page(&format!(
        "Pact renewed\n\nBy Ilse Varn\n\n{}\n\nShare this page",
        STORY.join("\n\n")
    ));
    let mut edited: Vec<&str> = STORY.to_vec();
    edited[3] = "The Belmoran minister called it a promise to both peoples.";
    edited[11] = "The ambassador of Castoria promised to read the text with great attention in the coming weeks.";
    let copy = page(&format!(
        "Neighbours extend naval deal\n\nPORT ASH (Coastal Wire) - {}\n\nThe Meridian has followed the strait for a century and will go on doing so.\n\nRead more",
        edited.join("\n\n")
    ));
    let mut duplicates = Duplicates::default();
    assert_eq!(duplicates.add(&page("Another page. It is short.")), None);
    assert_eq!(duplicates.add(&original), None);
    assert_eq!(duplicates.add(&copy), Some(1));
    assert!(Fingerprint::of(&original).similarity(&Fingerprint::of(&copy)) < 1.0);
}

#[test]
fn two_stories_about_one_meeting_are_two() {
    let one = page(&STORY.join("\n\n"));
    let other = page(
        "The defence ministers of Arvania and Belmora met in Port Ash on Tuesday and prolonged their patrols at sea.\n\n\
         Minister Odo Lind said that the alliance had never been closer and that it rested on trust and on ships.\n\n\
         Outside the customs house some two hundred people protested against the price of the agreement.\n\n\
         They held up model boats and sang until the ministers had left for the airport.\n\n\
         For Belmora it is the second such step this year, after a treaty on fishing quotas in January.\n\n\
         Analysts expect that the committee will approve the text, though not without a long debate.\n\n\
         The spring patrols of last year were cut short by storms, and one frigate is still being repaired.\n\n\
         Neither side would say what happens if the other cannot send its ships.",
    );
    let mut duplicates = Duplicates::default();
    assert_eq!(duplicates.add(&one), None);
    assert_eq!(duplicates.add(&other), None);
    assert!(Fingerprint::of(&one).similarity(&Fingerprint::of(&other)) < 0.3);
}

#[test]
fn short_pages_are_copies_only_of_the_same_words() {
    let mut duplicates = Duplicates::default();
    assert_eq!(
        duplicates.add(&page("The leaders met in Vantry. They praised the pact.")),
        None
    );
    assert_eq!(
        duplicates.add(&page("The leaders met in Vantry. They praised the treaty.")),
        None
    );
    assert_eq!(
        duplicates.add(&page(
            "The leaders met in Vantry.\n\nThey praised the pact!"
        )),
        Some(0)
    );
}

#[test]
fn pages_without_text_are_copies_of_nothing() {
    let mut duplicates = Duplicates::default();
    assert_eq!(duplicates.add(&page("")), None);
    assert_eq!(duplicates.add(&page("")), None);
}

#[test]
fn a_copy_is_found_among_hundreds_and_its_index_counts_copies_too() {
    // Sentences of numbered words share no shingle unless they share a number.
    let story = |n: usize| {
        let sentences =
            (0..8).map(|i| format!("Ship{n} saw{i} the{n} coast{i} of{n} land{i} at{n} dawn{i}."));
        page(&sentences.collect::<Vec<_>>().join("\n"))
    };
    let mut duplicates = Duplicates::default();
    for n in 0..500 {
        assert_eq!(duplicates.add(&story(n)), None);
    }
    assert_eq!(duplicates.add(&story(7)), Some(7));
    assert_eq!(duplicates.add(&story(3000)), None);
    assert_eq!(duplicates.add(&story(3000)), Some(501));
}
