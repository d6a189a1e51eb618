//! Collections to draw.

use jiff::civil::{Date, date};
use stance_report::{Collection, Document, ErrorModel, Evidence, Statement};

/// The labels of the models that the command brings.
pub const LABELS: [&str; 4] = ["critical", "hedging", "none", "reaffirming"];

/// How a model errs that is right in three of four sentences: truth by prediction.
pub fn error_model() -> ErrorModel {
    let counts = [
        vec![62, 8, 20, 10],
        vec![7, 31, 22, 20],
        vec![16, 9, 412, 93],
        vec![9, 14, 71, 396],
    ];
    ErrorModel::from_counts(&LABELS.map(str::to_owned), &counts)
}

/// Collections are put together statement by statement.
pub struct Builder {
    labels: Vec<String>,
    documents: Vec<Document>,
    pub statements: Vec<Statement>,
}

impl Builder {
    pub fn new() -> Self {
        Self::of(&LABELS)
    }

    pub fn of(labels: &[&str]) -> Self {
        Self {
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            documents: Vec::new(),
            statements: Vec::new(),
        }
    }

    pub fn document(&mut self, name: &str, day: Option<Date>) -> &mut Document {
        self.documents.push(Document {
            name: name.to_owned(),
            date: day,
            ..Document::default()
        });
        self.documents.last_mut().unwrap()
    }

    /// A statement of the last document.
    pub fn statement(
        &mut self,
        holder: &str,
        alliance: &str,
        label: &str,
        text: &str,
    ) -> &mut Statement {
        let class = self.labels.iter().position(|it| it == label).unwrap();
        let classes = self.labels.len();
        let mut probabilities = vec![0.2 / (classes as f64 - 1.0).max(1.0); classes];
        probabilities[class] = if classes > 1 { 0.8 } else { 1.0 };
        let known = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        let start = self.statements.len() * 100;
        self.statements.push(Statement {
            document: self.documents.len() - 1,
            span: start..start + text.len(),
            text: text.to_owned(),
            probabilities,
            holder: known(holder),
            party: None,
            alliance: known(alliance),
            evidence: Vec::new(),
        });
        self.statements.last_mut().unwrap()
    }

    /// What has been put together so far.
    pub fn collection(&self) -> Collection {
        Collection {
            labels: self.labels.clone(),
            documents: self.documents.clone(),
            statements: self.statements.clone().into(),
        }
    }
}

/// Two years of a pact between two made-up states, of which one turns away in the second.
pub fn two_years() -> Collection {
    let mut builder = Builder::new();
    for month in 0..24_i16 {
        let day = date(2022 + month / 12, (month % 12 + 1) as i8, 5);
        builder
            .document(&format!("readout-{month:02}.txt"), Some(day))
            .title = Some(format!("Readout no. {month}"));
        let turned = month >= 12;
        for number in 0..4 {
            let label = match (turned, number) {
                (_, 3) => "none",
                (false, _) => "reaffirming",
                (true, 0) => "hedging",
                (true, _) => "critical",
            };
            let text = format!(
                "Arland said in readout {month} that item {number} of the pact would be looked at."
            );
            let statement = builder.statement("Arland", "Arland-Belmar", label, &text);
            statement.evidence = vec![Evidence {
                start: 7,
                end: 11,
                weight: 1.5,
            }];
        }
        let statement = builder.statement(
            "Mira Osk",
            "Arland-Belmar",
            "reaffirming",
            &format!("Foreign Minister Mira Osk called the pact ironclad ({month})."),
        );
        statement.party = Some("Belmar".to_owned());
        statement.evidence = vec![Evidence {
            start: 42,
            end: 50,
            weight: 2.5,
        }];
        if month % 3 == 0 {
            builder.statement(
                "",
                "Northern Pact",
                "hedging",
                &format!("Whether the Northern Pact holds is open ({month})."),
            );
        }
    }
    builder.document("undated.html", None).url = Some("https://example.org/a?b=1".to_owned());
    builder.statement(
        "Arland; Belmar",
        "Arland-Belmar",
        "reaffirming",
        "Both sides stand by the pact.",
    );
    builder.collection()
}
