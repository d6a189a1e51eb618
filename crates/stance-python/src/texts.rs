//! Texts from what Python has: strings, sequences of them, and whatever speaks Arrow.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_schema::DataType;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyMapping, PyMemoryView, PySet, PyString};
use pyo3_arrow::ffi::ArrayReader;
use pyo3_arrow::input::AnyArray;

use crate::failure::OrValueError;

/// Texts, wherever they lie. None is copied.
pub enum Texts {
    /// In Python's strings.
    Strings(Vec<PyBackedStr>),
    /// In Arrow's arrays of strings.
    Arrays(Vec<ArrayRef>),
}

impl Texts {
    /// Texts from an object that is called `name` where it is at fault.
    ///
    /// `column` is the one that is taken of a table.
    pub fn of(object: &Bound<'_, PyAny>, name: &str, column: &str) -> PyResult<Self> {
        if speaks_arrow(object)? {
            Ok(Self::Arrays(arrays(object, name, column)?))
        } else {
            Ok(Self::Strings(strings(object, name)?))
        }
    }

    /// All of them, in their order.
    ///
    /// # Errors
    /// `ValueError` where there is a null.
    pub fn all(&self, name: &str) -> PyResult<Vec<&str>> {
        match self {
            Self::Strings(strings) => Ok(strings.iter().map(|text| &**text).collect()),
            Self::Arrays(arrays) => {
                let mut all: Vec<&str> = Vec::new();
                for array in arrays {
                    for text in of_array(array.as_ref())? {
                        let row = all.len();
                        let null = || PyValueError::new_err(format!("{name}[{row}] is null"));
                        all.push(text.ok_or_else(null)?);
                    }
                }
                Ok(all)
            }
        }
    }
}

/// Whether an object has the Arrow PyCapsule interface.
pub fn speaks_arrow(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr("__arrow_c_stream__")? || object.hasattr("__arrow_c_array__")?)
}

/// The arrays of texts of an object that speaks Arrow, checked; of a table, those of `column`.
pub fn arrays(object: &Bound<'_, PyAny>, name: &str, column: &str) -> PyResult<Vec<ArrayRef>> {
    let reader = object.extract::<AnyArray>()?.into_reader()?;
    let field = reader.field();
    if let DataType::Struct(fields) = field.data_type()
        && !fields.iter().any(|field| field.name() == column)
    {
        let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
        return Err(PyKeyError::new_err(format!(
            "no column {column:?}; there are: {}",
            names.join(", ")
        )));
    }
    reader
        .map(|array| {
            let array = array.or_value_error()?;
            let array = match array.as_struct_opt() {
                Some(table) => table.column_by_name(column).cloned().unwrap_or(array),
                None => array,
            };
            checked(array, name)
        })
        .collect()
}

/// An array of strings in a form that [`of_array`] reads.
///
/// Whoever makes an array can put anything in it, so that all is looked at: no text may be other than
/// UTF-8.
fn checked(array: ArrayRef, name: &str) -> PyResult<ArrayRef> {
    let array = match array.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => array,
        DataType::Dictionary(_, values)
            if matches!(
                **values,
                DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
            ) =>
        {
            if !array.is_empty() {
                array.to_data().validate_full().or_value_error()?;
            }
            cast(&array, &DataType::Utf8View).or_value_error()?
        }
        other => {
            return Err(PyTypeError::new_err(format!(
                "{name} is an Arrow array of {other}, not of strings"
            )));
        }
    };
    // An empty slice is handed over with the offsets of its parent and none of its bytes.
    if !array.is_empty() {
        let sound = array.to_data().validate_full();
        sound.map_err(|why| PyValueError::new_err(format!("{name}: {why}")))?;
    }
    Ok(array)
}

/// The texts of an array that is [`checked`].
pub fn of_array(array: &dyn Array) -> PyResult<Vec<Option<&str>>> {
    Ok(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().collect(),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().collect(),
        DataType::Utf8View => array.as_string_view().iter().collect(),
        DataType::Null => vec![None; array.len()],
        other => {
            return Err(PyTypeError::new_err(format!(
                "an array of {other}, not of strings"
            )));
        }
    })
}

/// The texts of a sequence of strings.
pub fn strings(object: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<PyBackedStr>> {
    let unordered = object.is_instance_of::<PySet>() || object.cast::<PyMapping>().is_ok();
    let one = object.is_instance_of::<PyString>() || is_bytes(object);
    let items = match object.try_iter() {
        Ok(items) if !unordered && !one => items,
        _ => {
            return Err(PyTypeError::new_err(format!(
                "{name} must be a list of str, a Series, or an Arrow array, not {}",
                kind(object)
            )));
        }
    };
    // An object may say that it has any length.
    let mut strings = Vec::with_capacity(object.len().unwrap_or(0).min(1 << 20));
    for (at, item) in items.enumerate() {
        strings.push(string(&item?, || format!("{name}[{at}]"))?);
    }
    Ok(strings)
}

/// The text of a string that is called `name` where it is at fault.
///
/// # Errors
/// `TypeError` where it is none, `ValueError` where it has a lone surrogate and so no UTF-8.
pub fn string(item: &Bound<'_, PyAny>, name: impl Fn() -> String) -> PyResult<PyBackedStr> {
    let Ok(text) = item.cast::<PyString>() else {
        let hint = if is_bytes(item) {
            ": decode it first"
        } else {
            ""
        };
        let kind = kind(item);
        let name = name();
        return Err(PyTypeError::new_err(format!(
            "{name} must be a str, not {kind}{hint}"
        )));
    };
    PyBackedStr::try_from(text.clone()).map_err(|why| {
        PyValueError::new_err(format!(
            "{} is not valid Unicode ({}): decode the source with errors=\"replace\"",
            name(),
            why.value(item.py())
        ))
    })
}

fn is_bytes(object: &Bound<'_, PyAny>) -> bool {
    object.is_instance_of::<PyBytes>()
        || object.is_instance_of::<PyByteArray>()
        || object.is_instance_of::<PyMemoryView>()
}

/// What an object is, in the words of an error.
fn kind(object: &Bound<'_, PyAny>) -> String {
    if object.is_none() {
        return "None".to_owned();
    }
    let is_nan = object.extract::<f64>().is_ok_and(f64::is_nan);
    match object.get_type().qualname() {
        Ok(name) if is_nan => format!("{name} (NaN)"),
        Ok(name) => name.to_string(),
        Err(_) => "an object of another type".to_owned(),
    }
}
