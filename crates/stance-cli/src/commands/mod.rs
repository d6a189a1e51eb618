//! What each verb does.

pub mod agree;
pub mod behaviours;
pub mod card;
pub mod classify;
pub mod compare;
pub mod distil;
pub mod evaluate;
pub mod explain;
pub mod intervals;
pub mod manual;
pub mod model;
pub mod query;
pub mod recipe;
pub mod report;
#[cfg(feature = "serve")]
pub mod serve;
pub mod train;
pub mod watch;
