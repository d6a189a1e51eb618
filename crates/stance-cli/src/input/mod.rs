//! From files to texts.

pub mod answers;
pub mod behaviours;
pub mod columnar;
mod compressed;
pub mod dates;
mod folder;
pub mod labelled;
mod members;
pub mod pages;
pub mod records;
pub mod soft_labels;
pub mod source;
pub mod stream;
pub mod table;
pub mod teacher;
pub mod unlabelled;
