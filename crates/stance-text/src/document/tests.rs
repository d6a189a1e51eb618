use super::*;

fn blocks(text: &str) -> Vec<(BlockKind, String)> {
    Document::plain(text)
        .blocks()
        .iter()
        .map(|block| (block.kind(), block.text().to_owned()))
        .collect()
}

#[test]
fn an_unwrapped_line_equals_its_source_range() {
    let text = "\u{feff}Title of the page\r\n\r\n  • The first\u{a0}item\tis here.  \r\nLast line of it all.";
    let document = Document::plain(text);
    for block in document.blocks() {
        let range = block.source_range(0..block.text().len());
        assert_eq!(&text[range], block.text());
    }
    assert_eq!(document.blocks().len(), 3);
}

#[test]
fn hard_wrapped_lines_are_joined_and_mapped() {
    let text = "Dear all,\n\nThe two sides met on Monday and agreed that the alliance should be\n\
                renewed before the end of the year. Nothing was said of what the work-\n\
                ing group had found. They will meet again.\n\nA second paragraph begins here and it runs on over the end of the line\nas well.\n";
    let found = blocks(text);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        found[1].1,
        "The two sides met on Monday and agreed that the alliance should be renewed before the end of the \
         year. Nothing was said of what the work-ing group had found. They will meet again."
    );
    let document = Document::plain(text);
    let block = &document.blocks()[1];
    let at = block.text().find("renewed").expect("there");
    assert_eq!(&text[block.source_range(at..at + 7)], "renewed");
    let at = block.text().find("be renewed").expect("there");
    assert_eq!(&text[block.source_range(at..at + 10)], "be\nrenewed");
}

#[test]
fn quoted_mail_is_joined_without_its_marks() {
    let text = "> We will stand by every word of the treaty that our two countries have\n\
                > signed, and we will do so together.\n\nI agree with what you wrote there about the treaty and the two countries\nthat signed it.";
    let found = blocks(text);
    assert_eq!(found[0].0, BlockKind::Quote);
    assert!(
        found[0]
            .1
            .ends_with("have signed, and we will do so together.")
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn lines_of_a_page_are_not_joined() {
    let text = "Leaders vow joint response\n[ad_1]\nThe leaders agreed on Thursday to respond jointly.\nMeeting for the seventh time, both expressed hope.";
    let kinds: Vec<BlockKind> = blocks(text).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(
        kinds,
        [
            BlockKind::Title,
            BlockKind::Furniture,
            BlockKind::Paragraph,
            BlockKind::Paragraph
        ]
    );
}

#[test]
fn related_headlines_repeats_and_teasers_are_furniture() {
    let text = "Allies vow a joint response - Example News\nAllies vow a joint response\nThe allies met on Monday and vo\n\
                The allies met on Monday and vowed to respond.\nRelated coverage:\nOther summit faces a hurdle\nA third headline of the day";
    let kept: Vec<String> = blocks(text)
        .into_iter()
        .filter(|(kind, _)| *kind != BlockKind::Furniture)
        .map(|(_, text)| text)
        .collect();
    assert_eq!(
        kept,
        [
            "Allies vow a joint response",
            "The allies met on Monday and vowed to respond."
        ]
    );
}

#[test]
fn odd_texts_have_no_blocks_or_one() {
    for text in ["", "\n\n\n", "\u{feff}", "\0", "\u{200b}\n\t"] {
        assert!(blocks(text).is_empty(), "{text:?}");
    }
    assert_eq!(blocks("No line end at all.").len(), 1);
}
