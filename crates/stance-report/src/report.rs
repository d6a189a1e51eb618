//! From records to the figures of the report.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::change::{self, Change};
use crate::correct::Corrector;
use crate::errors::{CountedOn, ErrorModel};
use crate::period::{Period, Step};
use crate::shares::Shares;
use crate::{Collection, Error, Result, StatementRef};

/// What a report is to look like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How long the periods are; chosen by the time from the first date to the last where none is given.
    pub step: Option<Step>,
    /// The label of statements that take no position, `none`: the shares of the others are of what takes one. Where
    /// no label is called so, every statement takes a position.
    pub neutral: Option<String>,
    /// The seed of all random draws.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            step: None,
            neutral: Some("none".to_owned()),
            seed: 0,
        }
    }
}

/// The stances of an alliance, of a holder, of a holder toward an alliance, or of all, over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The alliance; none for all.
    pub alliance: Option<String>,
    /// The government or other body, or the person where none is known; none for all.
    pub holder: Option<String>,
    /// All its statements, those without a date included.
    pub total: Shares,
    /// Its periods that have a statement, in order. A period that is not here has no figure: it is not 0.
    pub points: Vec<Point>,
    /// Indices of its statements in [`Collection::statements`]; what is there twice, for two alliances, counts once.
    pub statements: Vec<usize>,
}

/// A period of a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When.
    pub period: Period,
    /// What.
    pub shares: Shares,
}

/// The figures of a report, and the records that they are of.
#[derive(Debug)]
pub struct Report<'c> {
    /// The records.
    pub collection: &'c Collection,
    /// The class of the label that takes no position.
    pub neutral: Option<usize>,
    /// The class of each statement's label.
    pub classes: Vec<usize>,
    /// Whether the shares are corrected for the classifier's error, and from how many labelled sentences of what text.
    pub corrected: Option<(u64, CountedOn)>,
    /// How long the periods are.
    pub step: Step,
    /// The first date and the last.
    pub span: Option<(Date, Date)>,
    /// All statements.
    pub overall: Series,
    /// By alliance, the one with the most positions first.
    pub alliances: Vec<Series>,
    /// By holder, the one with the most positions first.
    pub holders: Vec<Series>,
    /// By holder and alliance, the pair with the most positions first; the matrix of holders and alliances.
    pub pairs: Vec<Series>,
    /// Where a mix of stances moved, alliances first, by name and date.
    pub changes: Vec<Change>,
}

impl<'c> Report<'c> {
    /// Counts, corrects and compares.
    ///
    /// For the correction to hold, the collection must have the statements that take no position too, as the model
    /// labelled them.
    ///
    /// # Errors
    /// Labels that are empty or there twice, statements without a document or without a probability of each label, an
    /// error model of other labels.
    pub fn new(
        collection: &'c Collection,
        errors: Option<&ErrorModel>,
        options: &Options,
    ) -> Result<Self> {
        check(collection)?;
        let neutral = options.neutral.as_ref();
        let neutral =
            neutral.and_then(|name| collection.labels.iter().position(|label| label == name));
        // A model that was measured on nothing says nothing of its error.
        let errors = errors.filter(|errors| errors.sentences() > 0);
        let corrector = Corrector::new(&collection.labels, neutral, errors, options.seed)?;
        let cells = corrector.cells();
        let given = |statement: StatementRef<'_>| {
            let class = statement.class();
            (class, cells.sure(statement.probabilities[class]))
        };
        let (classes, sure): (Vec<usize>, Vec<bool>) =
            collection.statements.iter().map(given).unzip();
        let dates = collection
            .documents
            .iter()
            .filter_map(|document| document.date);
        let span = dates.clone().min().zip(dates.max());
        let step = options
            .step
            .unwrap_or_else(|| span.map_or(Step::Year, |(first, last)| Step::of_span(first, last)));

        let mut alliances = BTreeMap::<_, Vec<usize>>::new();
        let mut holders = BTreeMap::<_, Vec<usize>>::new();
        let mut pairs = BTreeMap::<_, Vec<usize>>::new();
        for (index, statement) in collection.statements.iter().enumerate() {
            let alliance = statement.alliance.filter(|name| !name.is_empty());
            if let Some(alliance) = alliance {
                alliances.entry(alliance).or_default().push(index);
            }
            for holder in parties(&statement) {
                holders.entry(holder).or_default().push(index);
                if let Some(alliance) = alliance {
                    pairs.entry((holder, alliance)).or_default().push(index);
                }
            }
        }
        let mut drawing = Drawing {
            collection,
            classes: &classes,
            sure,
            neutral,
            step,
            corrector,
        };
        let counted = |alliance, holder, statements| drawing.counted(alliance, holder, statements);
        let overall = counted(None, None, (0..classes.len()).collect());
        let alliances: Vec<_> = alliances
            .into_iter()
            .map(|(name, statements)| counted(Some(name), None, statements))
            .collect();
        let holders: Vec<_> = holders
            .into_iter()
            .map(|(name, statements)| counted(None, Some(name), statements))
            .collect();
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|((holder, alliance), statements)| {
                counted(Some(alliance), Some(holder), statements)
            })
            .collect();
        // Most of the work, on all threads.
        let all = [&alliances, &holders, &pairs].into_iter().flatten();
        let all = all.chain([&overall]);
        let counts = all.flat_map(|it| it.periods.values().chain([&it.total]));
        let estimates = drawing.corrector.estimates(counts);
        drawing.corrector.remember(estimates);
        let overall = drawing.series(overall);
        let mut series = |counted: Vec<Counted<'_>>| {
            let series = counted.into_iter().map(|counted| drawing.series(counted));
            by_positions(series.collect())
        };
        let (alliances, holders, pairs) = (series(alliances), series(holders), series(pairs));
        let changes = change::find(&mut drawing, alliances.iter().chain(&holders), options.seed);
        Ok(Self {
            collection,
            neutral,
            corrected: errors.map(|errors| (errors.sentences(), errors.counted_on)),
            step,
            span,
            overall,
            alliances,
            holders,
            pairs,
            changes,
            classes,
        })
    }

    /// The label of a statement.
    pub fn label(&self, statement: usize) -> &'c str {
        &self.collection.labels[self.classes[statement]]
    }

    /// The probability of a statement's label.
    pub fn probability(&self, statement: usize) -> f64 {
        self.collection.statements.at(statement).probabilities[self.classes[statement]]
    }

    /// The day on which a statement was published.
    pub fn date(&self, statement: usize) -> Option<Date> {
        self.collection.date(statement)
    }

    /// Whether a statement takes a position.
    pub fn takes_position(&self, statement: usize) -> bool {
        Some(self.classes[statement]) != self.neutral
    }

    /// Classes of the labels that take a position, in the labels' order.
    pub fn positions(&self) -> impl Iterator<Item = usize> + use<'c> {
        let neutral = self.neutral;
        (0..self.collection.labels.len()).filter(move |&class| Some(class) != neutral)
    }

    /// The documents that have no date, which no timeline can show.
    pub fn undated(&self) -> impl Iterator<Item = usize> + use<'c> {
        let documents = self.collection.documents.iter().enumerate();
        documents
            .filter(|(_, document)| document.date.is_none())
            .map(|(index, _)| index)
    }

    /// The statements of a class that the model is surest of, then those with the weightiest evidence, then by place;
    /// one and the same statement only once.
    pub fn strongest(&self, class: usize, most: usize) -> Vec<usize> {
        let statements = self.overall.statements.iter().copied();
        strongest(self.collection, &self.classes, statements, class, most)
    }
}

/// Of `statements`, those of a class that the model is surest of.
pub(crate) fn strongest(
    collection: &Collection,
    classes: &[usize],
    statements: impl Iterator<Item = usize>,
    class: usize,
    most: usize,
) -> Vec<usize> {
    let mut found: Vec<(usize, f64, f64)> = statements
        .filter(|&statement| classes[statement] == class)
        .map(|index| {
            let statement = collection.statements.at(index);
            let weights = statement.evidence.iter().map(|it| it.weight.max(0.0));
            (index, statement.probabilities[class], weights.sum())
        })
        .collect();
    found.sort_by(|a, b| {
        let surest = b.1.total_cmp(&a.1).then(b.2.total_cmp(&a.2));
        surest.then(a.0.cmp(&b.0))
    });
    // The same words in two documents are one statement to a reader.
    let mut seen = BTreeSet::new();
    found
        .into_iter()
        .map(|(statement, ..)| statement)
        .filter(|&statement| seen.insert(collection.statements.at(statement).text))
        .take(most)
        .collect()
}

/// Who a statement is counted for: the bodies that its holders speak for, or the holders where none is known.
pub(crate) fn parties<'s>(statement: &StatementRef<'s>) -> Vec<&'s str> {
    let party = statement.party.filter(|name| !name.is_empty());
    let names = party.or(statement.holder);
    let mut parties = Vec::new();
    for name in names.unwrap_or_default().split(';').map(str::trim) {
        if !name.is_empty() && !parties.contains(&name) {
            parties.push(name);
        }
    }
    parties
}

fn check(collection: &Collection) -> Result<()> {
    let mut seen = BTreeSet::new();
    for label in &collection.labels {
        if label.is_empty() || !seen.insert(label) {
            let label = label.clone();
            return Err(Error::Labels { label });
        }
    }
    for (index, statement) in collection.statements.iter().enumerate() {
        if statement.document >= collection.documents.len() {
            return Err(Error::Document {
                statement: index,
                document: statement.document,
            });
        }
        let whole = !collection.labels.is_empty()
            && statement.probabilities.len() == collection.labels.len();
        let mut probabilities = statement.probabilities.iter();
        if !whole || !probabilities.all(|p| (0.0..=1.0).contains(p)) {
            return Err(Error::Probabilities { statement: index });
        }
    }
    Ok(())
}

fn by_positions(mut series: Vec<Series>) -> Vec<Series> {
    // Stable: those with as many stay in the order of their names.
    series.sort_by_key(|series| std::cmp::Reverse((series.total.n, series.total.without)));
    series
}

/// What figures are drawn with.
pub(crate) struct Drawing<'c> {
    pub(crate) collection: &'c Collection,
    pub(crate) classes: &'c [usize],
    sure: Vec<bool>,
    pub(crate) neutral: Option<usize>,
    pub(crate) step: Step,
    pub(crate) corrector: Corrector,
}

impl Drawing<'_> {
    /// Counts of predicted labels, by class.
    pub(crate) fn counts(&self, statements: &[usize]) -> Vec<u64> {
        self.corrector.cells().by_class(&self.cells(statements))
    }

    /// The cell of the corrector in which a statement is counted.
    fn cell(&self, statement: usize) -> usize {
        self.corrector
            .cells()
            .of(self.classes[statement], self.sure[statement])
    }

    /// Counts by the corrector's cells.
    pub(crate) fn cells(&self, statements: &[usize]) -> Vec<u64> {
        let mut counts = vec![0; self.corrector.cells().len()];
        for &statement in statements {
            counts[self.cell(statement)] += 1;
        }
        counts
    }

    /// The shares behind such counts.
    pub(crate) fn shares(&mut self, counts: &[u64]) -> Shares {
        Shares::new(self.corrector.estimate(counts), self.neutral)
    }

    pub(crate) fn date(&self, statement: usize) -> Option<Date> {
        self.collection.date(statement)
    }

    /// What is counted for a series.
    fn counted<'n>(
        &self,
        alliance: Option<&'n str>,
        holder: Option<&'n str>,
        mut statements: Vec<usize>,
    ) -> Counted<'n> {
        // What is about two alliances is there twice, one after the other.
        statements.dedup_by_key(|statement| self.collection.statements.place(*statement));
        statements.shrink_to_fit();
        let mut periods = BTreeMap::<Period, Vec<u64>>::new();
        for &statement in &statements {
            if let Some(day) = self.date(statement) {
                let period = Period::containing(day, self.step);
                let cells = self.corrector.cells().len();
                let counts = periods.entry(period).or_insert_with(|| vec![0; cells]);
                counts[self.cell(statement)] += 1;
            }
        }
        Counted {
            alliance,
            holder,
            total: self.cells(&statements),
            periods,
            statements,
        }
    }

    fn series(&mut self, counted: Counted<'_>) -> Series {
        let points = counted.periods.into_iter().map(|(period, counts)| Point {
            period,
            shares: self.shares(&counts),
        });
        Series {
            alliance: counted.alliance.map(str::to_owned),
            holder: counted.holder.map(str::to_owned),
            points: points.collect(),
            total: self.shares(&counted.total),
            statements: counted.statements,
        }
    }
}

/// Counts of a series by the corrector's cells, of which no share is estimated yet.
struct Counted<'n> {
    alliance: Option<&'n str>,
    holder: Option<&'n str>,
    total: Vec<u64>,
    periods: BTreeMap<Period, Vec<u64>>,
    statements: Vec<usize>,
}
