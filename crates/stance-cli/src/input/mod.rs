//! From files to texts.

pub mod labelled;
pub mod model;
pub mod source;
pub mod table;
