//! The embedded lists, and what a user adds to them.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

use stance_attribution::{Context, Lexicon, List};

fn holder(lexicon: &Lexicon, text: &str) -> Option<String> {
    let found = lexicon.attribute(text, &[0..text.len()], &Context::default());
    found[0]
        .holder
        .as_ref()
        .map(|holder| holder.canonical.clone())
}

fn alliances(lexicon: &Lexicon, text: &str) -> Vec<String> {
    let found = lexicon.attribute(text, &[0..text.len()], &Context::default());
    found[0]
        .alliances
        .iter()
        .map(|a| a.canonical.clone())
        .collect()
}

#[test]
fn every_state_has_a_code_of_iso_3166_or_is_kosovo() {
    let lexicon = Lexicon::default();
    let mut states = 0;
    for (code, name) in lexicon.states() {
        let known = celes::Country::from_alpha2(code).is_ok();
        assert!(known || code == "XK", "{name}: {code}");
        states += 1;
    }
    assert!(states > 190, "{states}");
}

#[test]
fn every_embedded_list_is_read_without_error() {
    let mut lexicon = Lexicon::default();
    for list in List::ALL {
        let file = format!("{}/data/{}", env!("CARGO_MANIFEST_DIR"), list.file());
        let text = std::fs::read_to_string(&file).expect("a list");
        assert_eq!(lexicon.extend_from_csv(list, &text), Ok(()), "{file}");
    }
}

#[test]
fn a_pact_that_the_user_adds_is_found_from_then_on() {
    let mut lexicon = Lexicon::default();
    let text = "Canberra said that the Coral Compact would be kept.";
    assert_ne!(alliances(&lexicon, text), ["Coral Compact"]);
    let row = "name,other_names,members,status,ambiguous\nCoral Compact,,AU;FJ,in force,\n";
    lexicon
        .extend_from_csv(List::Alliances, row)
        .expect("a row");
    assert_eq!(alliances(&lexicon, text), ["Coral Compact"]);
}

#[test]
fn an_office_that_the_user_adds_can_hold_a_position() {
    let mut lexicon = Lexicon::default();
    let text = "The margrave keeps the treaty alive.";
    assert_eq!(holder(&lexicon, text).as_deref(), Some("writer"));
    let row = "title,plural,kind,states,ambiguous\nmargrave,margraves,head,,\n";
    lexicon.extend_from_csv(List::Offices, row).expect("a row");
    assert_eq!(holder(&lexicon, text).as_deref(), Some("margrave"));
}

#[test]
fn an_office_holder_speaks_for_the_state_on_the_days_of_the_office_alone() {
    let mut lexicon = Lexicon::default();
    let rows = "person,role,state,from,to,other_names,ambiguous\n\
                Aiko Tanabe,prime minister,JP,2031-03,2033-05-09,,\n\
                Olaf Brandt,secretary-general,NATO,2031-01-01,,,\n";
    lexicon
        .extend_from_csv(List::OfficeHolders, rows)
        .expect("rows");
    let party = |text: &str, date| {
        let context = Context {
            date,
            ..Context::default()
        };
        let found = lexicon.attribute(text, &[0..text.len()], &context);
        found[0].party.clone()
    };
    let text = "Aiko Tanabe said that the alliance with the US was strong.";
    for (date, expected) in [
        (None, Some("Japan")),
        (Some("2031-02-28"), None),
        (Some("2031-03-01"), Some("Japan")),
        (Some("2033-05-09"), Some("Japan")),
        (Some("2033-05-10"), None),
    ] {
        assert_eq!(party(text, date).as_deref(), expected, "{date:?}");
    }
    let text = "Olaf Brandt said that the alliance was strong.";
    assert_eq!(party(text, Some("2040-01-01")).as_deref(), Some("NATO"));
}

#[test]
fn a_bad_row_is_refused_with_file_and_line_and_nothing_of_its_list_is_added() {
    let mut lexicon = Lexicon::default();
    let rows = "name,other_names,members,status,ambiguous\nCoral Compact,,AU,in force,\nReef Pact,,QQ,in force,\n";
    let error = lexicon
        .extend_from_csv(List::Alliances, rows)
        .expect_err("no state QQ");
    assert_eq!((error.list(), error.line()), (List::Alliances, 3));
    assert!(
        error.to_string().starts_with("alliances.csv:3: "),
        "{error}"
    );
    let text = "Canberra said that the Coral Compact would be kept.";
    assert_ne!(alliances(&lexicon, text), ["Coral Compact"]);
}

#[test]
fn a_missing_column_a_wrong_kind_and_a_ragged_row_are_errors_of_their_line() {
    let mut lexicon = Lexicon::default();
    let mut line = |list, text| lexicon.extend_from_csv(list, text).expect_err(text).line();
    assert_eq!(line(List::States, "iso2,name\nZZ,Zed\n"), 1);
    assert_eq!(
        line(List::Actors, "noun,plural,kind\nguild,guilds,club\n"),
        2
    );
    assert_eq!(line(List::Actors, "noun,plural,kind\na,b\n"), 2);
    assert_eq!(
        line(List::Offices, "title,plural,kind,states,ambiguous\n,,,,\n"),
        2
    );
}
