//! What each verb does.

pub mod classify;
pub mod evaluate;
pub mod explain;
pub mod manual;
pub mod model;
pub mod recipe;
pub mod train;
