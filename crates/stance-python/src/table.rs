//! Answers to a table's texts, as a table.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, StructArray};
use arrow_schema::{ArrowError, DataType, Field, SchemaRef};
use numpy::PyArray1;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

/// Predictions as columns, which any library that speaks Arrow takes without a copy:
/// `pyarrow.table(predictions)`, `polars.DataFrame(predictions)`, `duckdb.sql("from predictions")`,
/// `pandas.DataFrame.from_arrow(predictions)`.
///
/// The columns are those that `stance classify` writes to Parquet: `label` (null where abstained),
/// `abstained`, `p_<label>` for each label and, with `explain=True`, `evidence`.
///
/// >>> import stance_classifier as stance
/// >>> import pyarrow as pa
/// >>> texts = pa.array(["We will stand by our allies.", "They will meet on Monday."])
/// >>> predictions = stance.Classifier.pretrained().classify(texts)
/// >>> len(predictions)
/// 2
/// >>> pa.table(predictions)["label"].to_pylist()
/// ['reaffirming', 'none']
#[pyclass(frozen, module = "stance_classifier")]
pub struct PredictionTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl PredictionTable {
    pub const fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    /// The field of a row: Arrow's streams are of arrays, and those of a table of structs.
    fn row(&self) -> Arc<Field> {
        let row = DataType::Struct(self.schema.fields().clone());
        Arc::new(Field::new("", row, false))
    }
}

#[pymethods]
impl PredictionTable {
    /// The names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<&str> {
        let fields = self.schema.fields();
        fields.iter().map(|field| field.name().as_str()).collect()
    }

    /// The values of a column: an array of NumPy for probabilities (NaN where there was no text), a list
    /// for all others.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let Ok(at) = self.schema.index_of(name) else {
            return Err(PyKeyError::new_err(format!(
                "no column {name:?}; there are: {}",
                self.column_names().join(", ")
            )));
        };
        let columns = self.batches.iter().map(|batch| batch.column(at));
        match self.schema.field(at).data_type() {
            DataType::Float64 => {
                let mut values: Vec<f64> = Vec::with_capacity(self.__len__());
                for column in columns {
                    let column = column.as_primitive::<Float64Type>();
                    values.extend(column.iter().map(|value| value.unwrap_or(f64::NAN)));
                }
                Ok(PyArray1::from_vec(py, values).into_any())
            }
            DataType::Boolean => {
                let values = columns.flat_map(|column| column.as_boolean().iter());
                Ok(PyList::new(py, values.collect::<Vec<_>>())?.into_any())
            }
            DataType::Utf8 => {
                let values = columns.flat_map(|column| column.as_string::<i32>().iter());
                Ok(PyList::new(py, values.collect::<Vec<_>>())?.into_any())
            }
            _ => {
                let lists = PyList::empty(py);
                for column in columns {
                    for list in column.as_list::<i32>().iter() {
                        lists.append(list.map(|spans| evidence(py, &spans)).transpose()?)?;
                    }
                }
                Ok(lists.into_any())
            }
        }
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __repr__(&self) -> String {
        format!(
            "PredictionTable({} rows: {})",
            self.__len__(),
            self.column_names().join(", ")
        )
    }

    /// The table as an Arrow C stream, in a PyCapsule.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let rows: Vec<Result<ArrayRef, ArrowError>> = (self.batches.iter().cloned())
            .map(|batch| Ok(Arc::new(StructArray::from(batch)) as ArrayRef))
            .collect();
        let rows = ArrayIterator::new(rows, self.row());
        let capsule = to_stream_pycapsule(py, Box::new(rows), requested_schema);
        capsule.map_err(PyErr::from)
    }

    /// The schema as an Arrow C schema, in a PyCapsule.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.row().as_ref()).map_err(PyErr::from)
    }
}

/// A list of evidence as dictionaries.
fn evidence<'py>(py: Python<'py>, spans: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    let spans = spans.as_struct();
    let (start, end) = (spans.column(0), spans.column(1));
    let offsets = [start, end].map(|column| column.as_primitive::<Int64Type>());
    let weights = spans.column(2).as_primitive::<Float64Type>();
    let list = PyList::empty(py);
    for at in 0..spans.len() {
        let span = PyDict::new(py);
        span.set_item("start", offsets[0].value(at))?;
        span.set_item("end", offsets[1].value(at))?;
        span.set_item("weight", weights.value(at))?;
        list.append(span)?;
    }
    Ok(list)
}
