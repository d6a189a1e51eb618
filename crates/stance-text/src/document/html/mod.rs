//! Blocks of a page of HTML.
//!
//! No tree is built: tags open and close entries of one stack, and each entry knows what its text is
//! worth. Every step is bounded, so broken and deeply nested pages take linear time.

mod blocks;
mod class;
mod declared;
mod element;
mod reader;
mod stack;

use html5gum::Tokenizer;

use super::Block;
use blocks::PageBlocks;
pub use declared::Declared;
use reader::PageReader;

/// The blocks, and with `declared` what the page says of itself.
pub(super) fn blocks(text: &str, declared: bool) -> (Vec<Block<'_>>, Option<Declared>) {
    let mut page = PageBlocks::new(text, declared);
    let reader = PageReader::new(text, &mut page);
    // Reading a string cannot fail, and the reader yields no token.
    let Ok(()) = Tokenizer::new_with_emitter(text, reader).finish();
    page.finish()
}

#[cfg(test)]
mod tests;
