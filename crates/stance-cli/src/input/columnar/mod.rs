//! Files of columns: Parquet and Arrow, behind the feature `arrow`.

#[cfg(feature = "arrow")]
mod batches;
#[cfg(feature = "arrow")]
pub mod plain;
#[cfg(feature = "arrow")]
mod table;

use std::path::Path;

#[cfg(feature = "arrow")]
pub use batches::{Batches, ROWS_AT_ONCE, texts};
#[cfg(feature = "arrow")]
pub use table::ColumnTable;

/// The two families of files of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Parquet,
    /// An Arrow file (Feather version 2) or an Arrow stream.
    Arrow,
}

impl Kind {
    /// What the ending of a name says; none where it is that of another kind of file.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "parquet" | "pq" => Some(Self::Parquet),
            "arrow" | "arrows" | "feather" | "ipc" => Some(Self::Arrow),
            _ => None,
        }
    }
}

/// Why this program can neither read nor write such files, and what to do.
#[cfg(not(feature = "arrow"))]
pub fn not_built() -> anyhow::Error {
    anyhow::anyhow!(
        "this program was built without Parquet and Arrow: build it with \
         `cargo build --release -p stance-cli --features arrow`, or convert to .csv"
    )
}
