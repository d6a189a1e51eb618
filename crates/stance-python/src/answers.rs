//! What Python gets for a text.

use std::sync::Arc;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyDict, PyList, PySlice};
use stance_classifier::{Classify, Explanation as Told};

use crate::model::{Answer, Model};

/// A label with calibrated probabilities.
///
/// Names and numbers are those of `stance classify --format jsonl`.
///
/// >>> import stance_classifier as stance
/// >>> classifier = stance.Classifier.pretrained()
/// >>> prediction = classifier.classify("It is too early to say whether the treaty will hold.")
/// >>> prediction.label
/// 'hedging'
/// >>> round(prediction.confidence, 2) == round(prediction.probabilities["hedging"], 2)
/// True
#[pyclass(frozen, module = "stance_classifier")]
pub struct Prediction {
    model: Arc<Model>,
    probabilities: Box<[f64]>,
    class: usize,
    abstained: bool,
    evidence: Option<Vec<Py<Evidence>>>,
}

impl Prediction {
    /// What is said of `text`; no label is, where the probability is under `abstain`.
    pub fn new(
        py: Python<'_>,
        model: &Arc<Model>,
        answer: Answer,
        text: &PyBackedStr,
        abstain: f64,
    ) -> PyResult<Self> {
        let abstained = answer.abstains(abstain);
        let evidence = answer.evidence.map(|spans| Evidence::all(py, spans, text));
        Ok(Self {
            model: Arc::clone(model),
            probabilities: answer.probabilities,
            class: answer.class,
            abstained,
            evidence: evidence.transpose()?,
        })
    }
}

#[pymethods]
impl Prediction {
    /// The most probable label; None where the classifier abstained.
    #[getter]
    fn label(&self) -> Option<&str> {
        (!self.abstained).then(|| self.model.labels().get(self.class).unwrap_or_default())
    }

    /// Whether no label was given: the text is blank, or the most probable label less probable than was asked
    /// for.
    #[getter]
    const fn abstained(&self) -> bool {
        self.abstained
    }

    /// The calibrated probability of each label; they add up to 1.
    #[getter]
    fn probabilities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let by_label = PyDict::new(py);
        for (label, p) in self.model.labels().iter().zip(&self.probabilities) {
            by_label.set_item(label, p)?;
        }
        Ok(by_label)
    }

    /// The probability of the most probable label, also where the classifier abstained.
    #[getter]
    fn confidence(&self) -> f64 {
        self.probabilities[self.class]
    }

    /// The spans that made the prediction, in the order of the text; None unless they were asked for.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyList>>> {
        let spans = self.evidence.as_ref();
        spans.map(|spans| PyList::new(py, spans)).transpose()
    }

    /// The probability of a label. KeyError where the model has no such label.
    fn probability(&self, label: &str) -> PyResult<f64> {
        let class = self.model.labels().index(label);
        let class = class.ok_or_else(|| PyKeyError::new_err(label.to_owned()))?;
        Ok(self.probabilities[class])
    }

    /// The prediction as a dictionary with the keys of a line of `stance classify --format jsonl`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("label", self.label())?;
        if self.abstained {
            dict.set_item("abstained", true)?;
        }
        dict.set_item("probabilities", self.probabilities(py)?)?;
        if let Some(spans) = &self.evidence {
            let list = PyList::empty(py);
            for span in spans {
                list.append(span.get().to_dict(py)?)?;
            }
            dict.set_item("evidence", list)?;
        }
        Ok(dict)
    }

    fn __eq__(&self, other: &Self) -> bool {
        let labels = [self, other].map(|prediction| prediction.model.labels());
        labels[0] == labels[1]
            && self.probabilities == other.probabilities
            && self.label() == other.label()
    }

    fn __repr__(&self) -> String {
        let label = match self.label() {
            Some(label) => format!("{label:?}"),
            None => "None".to_owned(),
        };
        format!(
            "Prediction(label={label}, confidence={:.3})",
            self.confidence()
        )
    }
}

/// A prediction and the words that made it so.
///
/// >>> import stance_classifier as stance
/// >>> classifier = stance.Classifier.pretrained()
/// >>> explanation = classifier.explain("Our commitment to the alliance is ironclad.")
/// >>> strongest = max(explanation.evidence, key=lambda span: span.weight)
/// >>> explanation.text[strongest.slice] == strongest.text
/// True
#[pyclass(frozen, module = "stance_classifier")]
pub struct Explanation {
    text: PyBackedStr,
    prediction: Py<Prediction>,
    margin: f64,
    intercept_margin: f64,
}

impl Explanation {
    /// What is told of `text`.
    pub fn new(
        py: Python<'_>,
        model: &Arc<Model>,
        told: &Told<'_>,
        text: PyBackedStr,
    ) -> PyResult<Self> {
        let answer = Answer::new(&text, told.prediction(), Some(told.evidence()));
        let prediction = Prediction::new(py, model, answer, &text, 0.0)?;
        Ok(Self {
            text,
            prediction: Py::new(py, prediction)?,
            margin: told.margin(),
            intercept_margin: told.intercept_margin(),
        })
    }
}

#[pymethods]
impl Explanation {
    /// The text that is explained.
    #[getter]
    fn text<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((&self.text).into_pyobject(py)?.into_any())
    }

    /// What is explained; its evidence is that of the explanation.
    #[getter]
    fn prediction(&self, py: Python<'_>) -> Py<Prediction> {
        self.prediction.clone_ref(py)
    }

    /// The most probable label.
    #[getter]
    fn label(&self) -> Option<&str> {
        self.prediction.get().label()
    }

    /// The calibrated probability of each label.
    #[getter]
    fn probabilities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        self.prediction.get().probabilities(py)
    }

    /// The spans that made the prediction, in the order of the text.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyList>>> {
        self.prediction.get().evidence(py)
    }

    /// The label's score less the mean of the others': what the evidence's weights and
    /// `intercept_margin` add up to.
    #[getter]
    const fn margin(&self) -> f64 {
        self.margin
    }

    /// The margin of a text without a word.
    #[getter]
    const fn intercept_margin(&self) -> f64 {
        self.intercept_margin
    }

    fn __repr__(&self) -> String {
        let prediction = self.prediction.get();
        let spans = prediction.evidence.as_ref().map_or(0, Vec::len);
        format!(
            "Explanation(label={:?}, confidence={:.3}, {spans} spans of evidence)",
            prediction.label().unwrap_or_default(),
            prediction.confidence()
        )
    }
}

/// A span of a text and how much it speaks for the label, or, where the weight is negative, against it.
#[pyclass(frozen, get_all, module = "stance_classifier")]
pub struct Evidence {
    /// Where it begins, in bytes of the text in UTF-8, as in `stance classify --format jsonl`.
    start: usize,
    /// Where it ends, likewise.
    end: usize,
    /// What it adds to the label's score beyond the mean of what it adds to the others'.
    weight: f64,
    /// Its words.
    text: String,
    /// Where it stands in the Python string: `text[evidence.slice] == evidence.text`.
    slice: Py<PySlice>,
}

impl Evidence {
    /// Spans in the order of the text, which do not overlap.
    fn all(
        py: Python<'_>,
        spans: Vec<stance_classifier::Evidence>,
        text: &str,
    ) -> PyResult<Vec<Py<Self>>> {
        // Characters are counted along with the spans, not from the beginning for each.
        let (mut byte, mut character) = (0, 0);
        let mut characters_to = |to: usize| {
            character += text.get(byte..to).map_or(0, |part| part.chars().count());
            byte = to;
            character as isize
        };
        let spans = spans.into_iter().map(|span| {
            let slice = PySlice::new(
                py,
                characters_to(span.range.start),
                characters_to(span.range.end),
                1,
            );
            let evidence = Self {
                start: span.range.start,
                end: span.range.end,
                weight: span.weight,
                text: text.get(span.range).unwrap_or_default().to_owned(),
                slice: slice.unbind(),
            };
            Py::new(py, evidence)
        });
        spans.collect()
    }
}

#[pymethods]
impl Evidence {
    /// The span as a dictionary with the keys of `stance classify --format jsonl --explain`.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        dict.set_item("start", self.start)?;
        dict.set_item("end", self.end)?;
        dict.set_item("weight", self.weight)?;
        Ok(dict)
    }

    fn __repr__(&self) -> String {
        format!("Evidence({:+.2}, {:?})", self.weight, self.text)
    }
}
