use super::super::{BlockKind, Document};

fn read(page: &str) -> Vec<(BlockKind, String)> {
    Document::html(page)
        .blocks()
        .iter()
        .map(|block| (block.kind(), block.text().to_owned()))
        .collect()
}

fn kept(page: &str) -> Vec<String> {
    read(page)
        .into_iter()
        .filter(|(kind, _)| *kind != BlockKind::Furniture)
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn a_page_is_read_without_its_furniture() {
    let page = "<!DOCTYPE html><html><head><title>Allies renew their pact | Example News</title>\
        <style>p { color: red }</style><script>var a = '<p>No.</p>';</script></head>\
        <body><nav><ul><li><a href=/>Home</a><li><a href=/w>World news</a></ul></nav>\
        <main><h1>Allies renew their pact</h1>\
        <p>The <b>two</b> sides <a href=x>met</a> on Monday&nbsp;&mdash; at last.<p>They agreed.\
        <figure><img alt=x><figcaption>The leaders shake hands.</figcaption></figure>\
        <ul><li>First, a pact.<li>Second, a plan.</ul><blockquote><p>We stand together.</p></blockquote></main>\
        <aside>Subscribe now</aside><footer>© Example</footer></body></html>";
    let expected = [
        (BlockKind::Heading, "Allies renew their pact"),
        (
            BlockKind::Paragraph,
            "The two sides met on Monday — at last.",
        ),
        (BlockKind::Paragraph, "They agreed."),
        (BlockKind::Caption, "The leaders shake hands."),
        (BlockKind::ListItem, "First, a pact."),
        (BlockKind::ListItem, "Second, a plan."),
        (BlockKind::Quote, "We stand together."),
    ];
    let found: Vec<_> = read(page)
        .into_iter()
        .filter(|(kind, _)| *kind != BlockKind::Furniture)
        .collect();
    assert_eq!(
        found
            .iter()
            .map(|(kind, text)| (*kind, text.as_str()))
            .collect::<Vec<_>>(),
        expected
    );
}

#[test]
fn a_title_without_a_headline_loses_the_name_of_its_site() {
    let found = read("<title>Allies renew their pact – Example News</title><p>They met.");
    assert_eq!(
        found[0],
        (BlockKind::Title, "Allies renew their pact".to_owned())
    );
}

#[test]
fn ranges_cover_the_source_with_tags_and_entities() {
    let page = "<p>S&amp;P said: &ldquo;The <i>U.S.</i> alliance&rdquo;\r\n  holds&semi; it &notin; doubt</p>";
    let document = Document::html(page);
    let block = &document.blocks()[0];
    assert_eq!(
        block.text(),
        "S&P said: “The U.S. alliance” holds; it ∉ doubt"
    );
    let source = |part: &str| {
        let at = block.text().find(part).expect("there");
        &page[block.source_range(at..at + part.len())]
    };
    assert_eq!(source("S&P"), "S&amp;P");
    assert_eq!(
        source("“The U.S. alliance”"),
        "&ldquo;The <i>U.S.</i> alliance&rdquo;"
    );
    assert_eq!(source("alliance"), "alliance");
    assert_eq!(source("holds;"), "holds&semi;");
    assert_eq!(source("” holds"), "&rdquo;\r\n  holds");
    assert_eq!(source("∉"), "&notin;");
}

#[test]
fn line_breaks_part_lines_but_not_sentences() {
    assert_eq!(
        kept("<p>The talks were<br>held. They ended.<br>Nobody spoke.</p>"),
        ["The talks were held. They ended.", "Nobody spoke."]
    );
    assert_eq!(
        kept("<p>One sentence here.<br><br>Another one there.</p>"),
        ["One sentence here.", "Another one there."]
    );
    assert_eq!(
        kept("<div>They spoke with the<BR/>United States today</div>"),
        ["They spoke with the United States today"]
    );
}

#[test]
fn hidden_parts_are_left_out_of_their_sentence() {
    let page = "<p>They <span hidden>never</span>met<sup><a href=#1>[1]</a></sup> \
        <span style='display: none'>x</span><button>Share</button>again.</p><div aria-hidden=true><p>No.</p></div>";
    assert_eq!(kept(page), ["They met again."]);
}

#[test]
fn a_page_inside_one_form_or_sidebar_keeps_its_text() {
    let page = "<form id=aspnet><div class=sidebar><p>The allies met on Monday.</p><p>They agreed.</p></div></form>";
    assert_eq!(kept(page), ["The allies met on Monday.", "They agreed."]);
    let page = "<p>The allies met on Monday in Rome.</p><div class='sidebar'><p>Another story altogether.</p></div>";
    assert_eq!(kept(page), ["The allies met on Monday in Rome."]);
}

#[test]
fn lists_of_links_are_furniture_and_a_linked_headline_is_not() {
    let page = "<title>Allies renew pact at last</title><h3><a href=/1>Allies renew pact at last</a></h3>\
        <p>They met.</p><ul><li><a href=/2>Other summit faces a hurdle</a></li></ul>";
    assert_eq!(kept(page), ["Allies renew pact at last", "They met."]);
}

#[test]
fn broken_pages_are_read_to_the_end() {
    for page in [
        "<p>The allies met.",
        "<<p>>The allies met.",
        "</div></p><b><p>The allies met.</b></i></p></p>",
        "<table><tr><td>The allies met.<td>",
        "<p title='>The allies met.'>The allies met.",
        "<svg/><p>The allies met.",
        "<head><meta charset=x><p>The allies met.",
        "<select><option>a<option>b<p>The allies met.",
        "<p>The allies met.<!-- and",
        "<p>The allies met.&",
        "<p>The allies met.<p ",
    ] {
        let text = kept(page).join(" ");
        assert!(text.contains("The allies met."), "{page}: {text}");
    }
    for page in [
        "",
        "<",
        "&",
        "<!",
        "</",
        "<a",
        "<a b='",
        "&#xffffffff;",
        "&#0;",
        "\0",
        "<title>",
        "&amp",
        "<!--",
    ] {
        let _ = read(page);
    }
}

#[test]
fn preformatted_text_is_joined_like_wrapped_lines() {
    let page = "<pre>The two sides met on Monday and agreed that President\nSato would visit the capital in May.\n\nThey left.</pre>";
    assert_eq!(
        kept(page),
        [
            "The two sides met on Monday and agreed that President Sato would visit the capital in May.",
            "They left."
        ]
    );
}

#[test]
fn a_headline_that_ends_in_a_mark_is_known_again_in_the_title() {
    let page = "<title>Will the pact hold? - Example News</title><h1>Will the pact hold?</h1><p>It may.</p>";
    assert_eq!(kept(page), ["Will the pact hold?", "It may."]);
}
