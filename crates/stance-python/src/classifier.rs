//! The front door.

use std::fs::{self, File};
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use numpy::{PyArray2, PyArrayMethods};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyString, PyTuple};
use stance_classifier::Classify;
use tempfile::NamedTempFile;

use crate::answers::{Explanation, Prediction};
use crate::columns;
use crate::evaluation;
use crate::failure::{self, OrValueError, value};
use crate::model::{Answer, Model};
use crate::table::PredictionTable;
use crate::texts::{self, Texts};
use crate::workers;

/// Labels statements by the stance that they take toward an alliance, with calibrated probabilities.
///
/// Make one by `Classifier.pretrained()`, `Classifier.load(path)` or `train(texts, labels)`. It never
/// changes, so that any number of Python's threads may use one; while it works, Python's lock is free.
///
/// >>> import stance_classifier as stance
/// >>> classifier = stance.Classifier.pretrained("fast")
/// >>> classifier.labels
/// ('critical', 'hedging', 'none', 'reaffirming')
/// >>> classifier.classify("We will stand by our allies.").label
/// 'reaffirming'
/// >>> [p.label for p in classifier.classify(["They met on Monday.", "We will stand by our allies."])]
/// ['none', 'reaffirming']
#[pyclass(frozen, module = "stance_classifier")]
pub struct Classifier {
    model: Arc<Model>,
    origin: Origin,
    threads: Option<NonZeroUsize>,
}

/// Whence another process has the same model.
#[derive(Clone, Copy)]
pub enum Origin {
    /// From the package, by this name.
    Name(&'static str),
    /// From the bytes of its file.
    Bytes,
}

impl Classifier {
    /// A classifier of a model, which works on so many threads.
    pub fn new(model: Model, origin: Origin, threads: Option<NonZeroUsize>) -> Self {
        Self {
            model: Arc::new(model),
            origin,
            threads,
        }
    }

    /// Labels texts in their order, without Python's lock and on all threads; the user may interrupt it.
    fn answer(&self, py: Python<'_>, texts: &[&str], explain: bool) -> PyResult<Vec<Answer>> {
        let pool = workers::pool(self.threads)?;
        let mut answers = Vec::with_capacity(texts.len());
        for texts in texts.chunks(self.model.batch(explain)) {
            let some = py.detach(|| pool.install(|| self.model.answer(texts, explain)));
            answers.extend(some);
            py.check_signals()?;
        }
        Ok(answers)
    }

    fn one(
        &self,
        py: Python<'_>,
        text: &PyBackedStr,
        abstain: f64,
        explain: bool,
    ) -> PyResult<Prediction> {
        let answers = self.answer(py, &[text], explain)?;
        let answer = answers.into_iter().next();
        let answer = answer.ok_or_else(|| value("there is no text"))?;
        Prediction::new(py, &self.model, answer, text, abstain)
    }

    fn list(
        &self,
        py: Python<'_>,
        texts: &[PyBackedStr],
        abstain: f64,
        explain: bool,
    ) -> PyResult<Vec<Prediction>> {
        let borrowed: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let answers = self.answer(py, &borrowed, explain)?;
        let predictions = answers.into_iter().zip(texts);
        predictions
            .map(|(answer, text)| Prediction::new(py, &self.model, answer, text, abstain))
            .collect()
    }

    fn table(
        &self,
        py: Python<'_>,
        texts: &Texts,
        abstain: f64,
        explain: bool,
        nulls: Nulls,
    ) -> PyResult<PredictionTable> {
        let batch = |answers: &[Option<Answer>]| {
            columns::columns(self.model.labels(), answers, abstain, explain).or_value_error()
        };
        let batches: Vec<RecordBatch> = match texts {
            Texts::Strings(_) => {
                let answers = self.answer(py, &texts.all("texts")?, explain)?;
                let answers: Vec<_> = answers.into_iter().map(Some).collect();
                vec![batch(&answers)?]
            }
            Texts::Arrays(arrays) => {
                let mut rows = 0;
                let mut batches = Vec::with_capacity(arrays.len());
                for array in arrays {
                    let texts = texts::of_array(array.as_ref())?;
                    if let (Nulls::Raise, Some(row)) =
                        (nulls, texts.iter().position(Option::is_none))
                    {
                        return Err(value(format!(
                            "texts[{}] is null: pass nulls=\"keep\" for an answer that is null too",
                            rows + row
                        )));
                    }
                    let there: Vec<&str> = texts.iter().copied().flatten().collect();
                    let mut answers = self.answer(py, &there, explain)?.into_iter();
                    let in_place = texts.iter().map(|text| text.and_then(|_| answers.next()));
                    batches.push(batch(&in_place.collect::<Vec<_>>())?);
                    rows += texts.len();
                }
                batches
            }
        };
        let schema = columns::schema(self.model.labels(), explain);
        Ok(PredictionTable::new(schema, batches))
    }
}

/// What is done with a null of Arrow.
#[derive(Clone, Copy)]
enum Nulls {
    Raise,
    Keep,
}

impl Nulls {
    fn named(name: &str) -> PyResult<Self> {
        match name {
            "raise" => Ok(Self::Raise),
            "keep" => Ok(Self::Keep),
            _ => Err(value(format!(
                "nulls is {name:?}: it must be \"raise\" or \"keep\""
            ))),
        }
    }
}

/// A probability under which nothing is said.
fn checked(abstain: f64) -> PyResult<f64> {
    if (0.0..=1.0).contains(&abstain) {
        Ok(abstain)
    } else {
        Err(value(format!(
            "abstain is {abstain}: it must be a probability, 0 to 1"
        )))
    }
}

#[pymethods]
impl Classifier {
    /// A model that comes with the package: "fast", about a microsecond's work a word; "accurate", a small
    /// transformer encoder, a thousand times slower; "auto", which asks "accurate" where "fast" is not
    /// sure.
    ///
    /// It works on `threads` threads, on as many as there are cores where that is None.
    ///
    /// Raises ValueError where there is no model of that name.
    #[staticmethod]
    #[pyo3(signature = (model="fast", *, threads=None))]
    fn pretrained(py: Python<'_>, model: &str, threads: Option<NonZeroUsize>) -> PyResult<Self> {
        let name = Model::NAMES.into_iter().find(|name| *name == model);
        let name = name.ok_or_else(|| {
            value(format!(
                "no model is called {model:?}: there are \"fast\", \"accurate\" and \"auto\"; \
                 Classifier.load reads files"
            ))
        })?;
        let pool = workers::pool(threads)?;
        let found = py.detach(|| pool.install(|| Model::named(name)));
        let found = found.ok_or_else(|| value("no such model"))?;
        Ok(Self::new(
            found.or_value_error()?,
            Origin::Name(name),
            threads,
        ))
    }

    /// The model of a file that `stance train` or `save` wrote.
    ///
    /// Raises OSError where the file cannot be read, ValueError where it is not a model file or damaged.
    #[staticmethod]
    #[pyo3(signature = (path, *, threads=None))]
    fn load(py: Python<'_>, path: PathBuf, threads: Option<NonZeroUsize>) -> PyResult<Self> {
        let pool = workers::pool(threads)?;
        let bytes = py.detach(|| fs::read(&path));
        let bytes = bytes.map_err(|why| failure::of_file(&why, &path))?;
        let model = py.detach(|| pool.install(|| Model::read(&bytes)));
        let model =
            model.map_err(|why| PyValueError::new_err(format!("{}: {why}", path.display())))?;
        Ok(Self::new(model, Origin::Bytes, threads))
    }

    /// The model of the bytes that `to_bytes` gave, or of a file's.
    ///
    /// Raises ValueError where they are not a model's.
    #[staticmethod]
    #[pyo3(signature = (data, *, threads=None))]
    fn from_bytes(py: Python<'_>, data: &[u8], threads: Option<NonZeroUsize>) -> PyResult<Self> {
        let pool = workers::pool(threads)?;
        let model = py.detach(|| pool.install(|| Model::read(data)));
        Ok(Self::new(model.or_value_error()?, Origin::Bytes, threads))
    }

    /// The bytes of the model's file. Raises ValueError for "auto", which is two models.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = py.detach(|| self.model.to_bytes());
        let bytes = bytes.ok_or_else(|| {
            value("\"auto\" is two models: save them apart, or load it by its name")
        })?;
        Ok(PyBytes::new(py, &bytes.or_value_error()?))
    }

    /// Writes the model's file, whole or not at all.
    ///
    /// Raises OSError where it cannot be written, ValueError for "auto", which is two models.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        let bytes = self.to_bytes(py)?;
        let written = write(&path, bytes.as_bytes());
        written.map_err(|why| failure::of_file(&why, &path))
    }

    /// Labels a text or many.
    ///
    /// - a str gives a `Prediction`;
    /// - a list of str, or anything else that is iterated over, gives a list of them;
    /// - a Series of pandas or Polars gives a DataFrame, with the Series' index where it has one;
    /// - a DataFrame of pandas or Polars gives a DataFrame for the texts of its column `column`;
    /// - whatever else speaks Arrow (has `__arrow_c_stream__` or `__arrow_c_array__`) gives a
    ///   `PredictionTable`, which speaks it too; of a table, the texts of `column` are labelled.
    ///
    /// What is less probable than `abstain` gets no label, nor does a blank text. With `explain` there is evidence too.
    ///
    /// Raises TypeError for what is not a str (None, NaN, bytes) and ValueError for a str with a lone
    /// surrogate, naming the index. A null of Arrow's raises ValueError, unless `nulls` is "keep": then its
    /// answers are null.
    ///
    /// >>> import stance_classifier as stance
    /// >>> classifier = stance.Classifier.pretrained()
    /// >>> classifier.classify("They met.", abstain=1.0).label is None
    /// True
    /// >>> classifier.classify(["They met.", None])
    /// Traceback (most recent call last):
    /// TypeError: texts[1] must be a str, not None
    #[pyo3(signature = (texts, *, column="text", abstain=0.0, explain=false, nulls="raise"))]
    fn classify<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        column: &str,
        abstain: f64,
        explain: bool,
        nulls: &str,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (abstain, nulls) = (checked(abstain)?, Nulls::named(nulls)?);
        if texts.is_instance_of::<PyString>() || texts.is_none() {
            let text = texts::string(texts, || "texts".to_owned())?;
            let prediction = self.one(py, &text, abstain, explain)?;
            return Ok(prediction.into_pyobject(py)?.into_any());
        }
        let frames = py.import("stance_classifier._frames")?;
        let given: (Bound<'_, PyAny>, Bound<'_, PyAny>) = frames
            .call_method1("texts_of", (texts, column))?
            .extract()?;
        let (texts, like) = given;
        let found = Texts::of(&texts, "texts", column)?;
        if let (true, Texts::Strings(strings)) = (like.is_none(), &found) {
            let predictions = self.list(py, strings, abstain, explain)?;
            return Ok(predictions.into_pyobject(py)?.into_any());
        }
        let table = self.table(py, &found, abstain, explain, nulls)?;
        frames.call_method1("shaped_like", (table, like))
    }

    /// Labels a text and says which of its words made it so. Raises as `classify` does.
    fn explain(&self, py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Explanation> {
        let text = texts::string(text, || "text".to_owned())?;
        let pool = workers::pool(self.threads)?;
        let told = py.detach(|| pool.install(|| self.model.explain(&text)));
        Explanation::new(py, &self.model, &told, text.clone_ref(py))
    }

    /// The probabilities of texts: an array of NumPy, texts × labels.
    fn probabilities<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let texts = Texts::of(texts, "texts", "text")?;
        let answers = self.answer(py, &texts.all("texts")?, false)?;
        let values: Vec<f64> = (answers.iter())
            .flat_map(|answer| answer.probabilities.iter().copied())
            .collect();
        let shape = [answers.len(), self.model.labels().len()];
        numpy::PyArray1::from_vec(py, values).reshape(shape)
    }

    /// How good the model is on texts with known labels: the figures of `stance evaluate --format json`,
    /// such as `accuracy` with its interval `accuracy_ci`, `macro_f1`, `ece` (expected calibration error),
    /// `per_class`, and `confusion`, where `confusion[truth][prediction]` is a count.
    ///
    /// The intervals are of `resamples` bootstrap resamples drawn by `seed`.
    ///
    /// Raises ValueError for a label that the model does not have.
    ///
    /// >>> import stance_classifier as stance
    /// >>> texts = ["We will stand by our allies.", "They will meet on Monday."]
    /// >>> stance.Classifier.pretrained().evaluate(texts, ["reaffirming", "none"])["accuracy"]
    /// 1.0
    #[pyo3(signature = (texts, labels, *, seed=1, resamples=2000))]
    fn evaluate<'py>(
        &self,
        py: Python<'py>,
        texts: &Bound<'py, PyAny>,
        labels: &Bound<'py, PyAny>,
        seed: u64,
        resamples: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let texts = Texts::of(texts, "texts", "text")?;
        let labels = Texts::of(labels, "labels", "label")?;
        let (texts, labels) = (texts.all("texts")?, labels.all("labels")?);
        if texts.len() != labels.len() {
            return Err(value(format!(
                "there are {} texts and {} labels: give as many",
                texts.len(),
                labels.len()
            )));
        }
        if !(1..=1_000_000).contains(&resamples) {
            return Err(value(format!(
                "resamples is {resamples}: it must be 1 to 1,000,000"
            )));
        }
        let truth = evaluation::classes(self.model.labels(), &labels)?;
        let answers = self.answer(py, &texts, false)?;
        let pool = workers::pool(self.threads)?;
        let figures = py.detach(|| {
            pool.install(|| evaluation::evaluate(&self.model, &answers, truth, seed, resamples))
        })?;
        py.import("json")?.call_method1("loads", (figures,))
    }

    /// The names of the classes.
    #[getter]
    fn labels<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.model.labels().iter().collect::<Vec<_>>())
    }

    /// What the model was made from, how, and how it scored: the JSON of `stance model info`. For "auto",
    /// a list of its two models' cards.
    #[getter]
    fn card<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let cards = self.model.cards();
        let cards = cards.into_iter();
        let cards: Vec<&str> = cards
            .map(|card| if card.is_empty() { "{}" } else { card })
            .collect();
        let json = match (&*self.model, &cards[..]) {
            (Model::Cascade(_), cards) => format!("[{}]", cards.join(",")),
            (_, cards) => cards.concat(),
        };
        py.import("json")?.call_method1("loads", (json,))
    }

    /// The number of threads it works on; None for as many as there are cores.
    #[getter]
    const fn threads(&self) -> Option<NonZeroUsize> {
        self.threads
    }

    fn __repr__(&self) -> String {
        let from = match self.origin {
            Origin::Name(name) => format!("{name:?}, "),
            Origin::Bytes => String::new(),
        };
        let labels: Vec<&str> = self.model.labels().iter().collect();
        format!("Classifier({from}labels: {})", labels.join(", "))
    }

    /// How another process gets the same model: by its name, or by its bytes.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let origin = match self.origin {
            Origin::Name(name) => PyString::new(py, name).into_any(),
            Origin::Bytes => self.to_bytes(py)?.into_any(),
        };
        let restore = py.import("stance_classifier._core")?.getattr("_restore")?;
        let arguments = (origin, self.threads).into_pyobject(py)?;
        PyTuple::new(py, [restore, arguments.into_any()])
    }
}

/// The classifier that `__reduce__` took apart.
#[pyfunction(name = "_restore")]
pub fn restore(
    py: Python<'_>,
    origin: &Bound<'_, PyAny>,
    threads: Option<NonZeroUsize>,
) -> PyResult<Classifier> {
    if let Ok(name) = origin.extract::<PyBackedStr>() {
        return Classifier::pretrained(py, &name, threads);
    }
    match origin.cast::<PyBytes>() {
        Ok(bytes) => Classifier::from_bytes(py, bytes.as_bytes(), threads),
        Err(_) => Err(PyTypeError::new_err("a name or bytes")),
    }
}

/// Writes a file beside its place and puts it there when it is whole.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // Behind a link the file itself is replaced, and the link stays.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    // What is protected, or a folder, is not replaced by a file beside it either.
    if place.exists() {
        File::options().write(true).open(&place)?;
    }
    let folder = place
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let builder = &mut tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        // Those of any new file: the user's mask takes from them.
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut file: NamedTempFile = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.persist(&place).map_err(|why| why.error)?;
    Ok(())
}
