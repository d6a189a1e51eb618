//! Which blocks of a page are furniture, by their place or their links.

use super::super::declared::Declared;
use super::super::element::Worth;
use super::PageBlocks;
use crate::document::{Block, BlockKind, line};

/// The most characters of a title that are read.
const TITLE: usize = 1000;

/// The shortest headline that is looked for in the title, in bytes: “World” is the name of a section.
const HEADLINE: usize = 12;

/// Sentences of so many bytes are a text, however many comments stand below them.
const STUB: usize = 60;

impl<'a> PageBlocks<'a> {
    /// The blocks, with what is furniture by its place or its links marked.
    pub(in super::super) fn finish(mut self) -> (Vec<Block<'a>>, Option<Declared>) {
        self.end_block();
        let (doubt, likely) = self.may_doubt();
        let title = self
            .blocks
            .iter()
            .find(|page| page.block.kind == BlockKind::Title);
        // Each link and heading is looked for in it.
        let title: String = title
            .map(|page| page.block.text.chars().take(TITLE).collect())
            .unwrap_or_default();
        let headline = self.headline.and_then(|at| self.blocks.get(at));
        let headline = headline
            .filter(|page| page.block.kind == BlockKind::Heading)
            .map(|page| page.block.text.clone().into_owned());
        let declared = self.collector.take().map(|collector| Declared {
            title: Some(title.clone()).filter(|title| !title.is_empty()),
            headline,
            ..collector.declared
        });
        let shown_again = self.title_is_shown(&title);
        let blocks = self
            .blocks
            .into_iter()
            .map(|page| {
                let mut block = page.block;
                let by_place = match page.worth {
                    Worth::Text => false,
                    Worth::Doubtful => doubt,
                    Worth::Likely => likely,
                    Worth::Furniture | Worth::Hidden => true,
                };
                let mostly_linked = page.linked * 10 >= block.text.len() * 6;
                // “Will the pact hold?” is a headline in a list of them.
                let item = block.kind == BlockKind::ListItem && page.linked >= block.text.len();
                let menu = mostly_linked
                    && (item || !line::is_ended(&block.text))
                    && !title.contains(block.text.as_ref());
                let again = block.kind == BlockKind::Title && shown_again;
                if by_place || menu || again {
                    block.kind = BlockKind::Furniture;
                } else if block.kind == BlockKind::Title {
                    drop_site(&mut block);
                }
                block
            })
            .collect();
        (blocks, declared)
    }

    /// Whether the page shows its title, or the better part of it, as a headline: `<title>` itself is not shown.
    fn title_is_shown(&self, title: &str) -> bool {
        self.blocks.iter().any(|page| {
            let text: &str = &page.block.text;
            let long = text.len() >= HEADLINE && text.len() < title.len();
            long && page.worth != Worth::Furniture
                && match page.block.kind {
                    BlockKind::Title => false,
                    BlockKind::Heading => title.contains(text),
                    _ => {
                        text.len() * 2 >= title.len()
                            && (title.starts_with(text) || title.ends_with(text))
                    }
                }
        })
    }

    /// Whether doubtful and likely blocks may be taken for furniture: not if that leaves the page without its text.
    fn may_doubt(&self) -> (bool, bool) {
        let weight = |worth: Worth| {
            let of_worth = self.blocks.iter().filter(|page| page.worth == worth);
            of_worth
                .filter(|page| line::is_ended(&page.block.text))
                .map(|page| page.block.text.len())
                .sum::<usize>()
        };
        let (text, doubtful) = (weight(Worth::Text), weight(Worth::Doubtful));
        let doubt = doubtful <= text;
        let kept = if doubt { text } else { text + doubtful };
        (doubt, kept >= STUB || weight(Worth::Likely) <= kept)
    }
}

/// Takes the name of the site off the title: `Allies renew their pact | Example News`.
fn drop_site(block: &mut Block<'_>) {
    const MARKS: [&str; 8] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", "｜"];
    let text: &str = &block.text;
    let cut = MARKS
        .iter()
        .filter_map(|mark| text.rfind(mark).map(|at| (at, mark.len())))
        .max();
    if let Some((at, mark)) = cut {
        let words = |part: &str| part.split_whitespace().count();
        if words(&text[..at]) >= 3 && words(&text[at + mark..]) <= 4 {
            block.truncate(at);
        }
    }
}
