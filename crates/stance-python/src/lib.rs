//! The Python package `stance-classifier`: the module `stance_classifier._core`.
//!
//! - [`model`] has the models behind one interface, and their names;
//! - [`pages`] reads pages, [`texts`] takes texts from what Python has, [`columns`] gives answers as Arrow columns;
//! - [`classifier`], [`answers`], [`table`] are the classes that Python sees;
//! - [`training`] learns from texts and labels, [`evaluation`] measures;
//! - [`workers`] has the threads, which a forked process must not inherit.

mod answers;
mod classifier;
mod columns;
mod evaluation;
mod failure;
mod model;
mod pages;
mod table;
mod texts;
mod training;
mod workers;

use pyo3::prelude::*;

/// The classes and functions of the module.
#[pymodule]
fn _core(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<answers::Evidence>()?;
    module.add_class::<answers::Explanation>()?;
    module.add_class::<answers::Prediction>()?;
    module.add_class::<classifier::Classifier>()?;
    module.add_class::<table::PredictionTable>()?;
    module.add_function(wrap_pyfunction!(classifier::restore, module)?)?;
    module.add_function(wrap_pyfunction!(pages::statements, module)?)?;
    module.add_function(wrap_pyfunction!(training::train, module)?)
}
