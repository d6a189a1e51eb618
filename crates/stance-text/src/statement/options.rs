//! How a page is read.

use crate::document::Format;

/// How a page is read by [`statements_with`](crate::statements_with).
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct StatementOptions<'o> {
    /// The format, where it is known; else it is sniffed.
    pub format: Option<Format>,
    /// A label of the encoding, where one is known.
    pub encoding: Option<&'o str>,
    /// Whether menus, dates, credits and other furniture are statements too.
    pub furniture: bool,
    /// Whether a sentence that was already read word by word is a statement again.
    pub repeats: bool,
    /// Whether what the page says of itself is wanted too: [`Statements::lines`](crate::Statements::lines) and its
    /// declarations in HTML.
    pub declared: bool,
}

impl<'o> StatementOptions<'o> {
    /// Sets the format.
    #[must_use]
    pub fn format(self, format: Option<Format>) -> Self {
        Self { format, ..self }
    }

    /// Sets the label of the encoding.
    #[must_use]
    pub fn encoding(self, encoding: Option<&'o str>) -> Self {
        Self { encoding, ..self }
    }

    /// Keeps furniture, or leaves it out.
    #[must_use]
    pub fn furniture(self, furniture: bool) -> Self {
        Self { furniture, ..self }
    }

    /// Keeps repeated sentences, or leaves them out.
    #[must_use]
    pub fn repeats(self, repeats: bool) -> Self {
        Self { repeats, ..self }
    }

    /// Asks for what the page says of itself.
    #[must_use]
    pub fn declared(self, declared: bool) -> Self {
        Self { declared, ..self }
    }
}
