//! From the errors of the crates to those of Python.

use std::io;
use std::path::Path;

use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::{PyErr, PyResult};

/// A `ValueError` with the error's words.
pub fn value(why: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(why.to_string())
}

/// The `OSError`, of the kind that Python has for it, of what went wrong with a file.
pub fn of_file(why: &io::Error, path: &Path) -> PyErr {
    let words = why.to_string();
    match why.raw_os_error() {
        // Python itself chooses the kind by the number.
        Some(number) => {
            let words = words.split(" (os error").next().unwrap_or_default();
            PyOSError::new_err((number, words.to_owned(), path.display().to_string()))
        }
        None => io::Error::new(why.kind(), format!("{}: {words}", path.display())).into(),
    }
}

/// `Ok` with the value, or a `ValueError`.
pub trait OrValueError<T> {
    /// The value, or a `ValueError` with the error's words.
    fn or_value_error(self) -> PyResult<T>;
}

impl<T, E: std::fmt::Display> OrValueError<T> for Result<T, E> {
    fn or_value_error(self) -> PyResult<T> {
        self.map_err(value)
    }
}
