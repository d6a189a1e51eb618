//! From files to texts.

pub mod answers;
pub mod behaviours;
pub mod labelled;
pub mod model;
pub mod source;
pub mod table;
