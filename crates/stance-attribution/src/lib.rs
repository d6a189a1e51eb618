//! Who holds a statement, and toward which alliance.
//!
//! ```
//! use stance_attribution::{Context, Lexicon};
//!
//! let lexicon = Lexicon::default();
//! let text = "Tokyo reaffirmed its alliance with the United States. \"It is our cornerstone,\" Foreign \
//!             Minister Aiko Tanabe said.";
//! let statements = [0..53, 54..text.len()];
//! let found = lexicon.attribute(text, &statements, &Context::default());
//! assert_eq!(found[0].holder.as_ref().unwrap().canonical, "Japan");
//! assert_eq!(found[0].party.as_deref(), Some("Japan"));
//! assert_eq!(found[0].alliances[0].canonical, "US-Japan");
//! assert_eq!(found[1].holder.as_ref().unwrap().canonical, "Aiko Tanabe");
//! assert_eq!(found[1].alliances[0].canonical, "US-Japan");
//! ```
//!
//! What is known of states, alliances, offices and verbs is in lists (the folder `data`), to which
//! [`Lexicon::extend_from_csv`] adds. The rules are general: they read the order of the words and
//! know no grammar beyond it, so a figure measured on checked statements goes with them
//! (`stance evaluate --attribution`).
//!
//! # Conventions
//! Alliances are named as in `alliances.csv`, and otherwise by the short names of the states, the US
//! first and the others in the order of the alphabet: `US-Japan-South Korea`. Where only one end of
//! the tie is said, it stands alone. Holders are persons by name, governments by the name of their
//! state, offices and institutions by their words, and `writer` for the text's own voice.

mod alliance;
mod attribution;
mod clause;
mod discourse;
mod error;
mod holder;
mod joined;
mod lexicon;
mod list;
mod mention;
mod page;
mod piece;
mod quotation;
mod read;
mod speech;
mod tagged;
mod word;

pub use attribution::{AllianceMention, Attribution, Clause, Context, HolderKind, Mention};
pub use error::{Error, Result};
pub use joined::joined;
pub use lexicon::Lexicon;
pub use list::List;
pub use quotation::Quotation;
