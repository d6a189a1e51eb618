//! From files to texts.

pub mod answers;
pub mod behaviours;
mod compressed;
pub mod labelled;
mod members;
pub mod model;
pub mod source;
pub mod stream;
pub mod table;
