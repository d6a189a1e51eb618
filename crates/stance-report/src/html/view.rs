//! What is on a page, and under which number.

use std::collections::{BTreeSet, HashMap};

use super::Layout;
use crate::report::Report;

/// A report as it is laid out.
pub(super) struct View<'r> {
    pub report: &'r Report<'r>,
    pub layout: &'r Layout,
    /// Numbers of alliances and holders, by which the filters know them: numbers need no escaping.
    alliances: HashMap<&'r str, usize>,
    holders: HashMap<&'r str, usize>,
    /// Classes that take a position and occur, in the order in which they are shown.
    pub order: Vec<usize>,
    /// Statements that are listed, by date; what is there for several alliances once.
    pub listed: Vec<usize>,
    /// The alliances of the statements that are there for several, by the first of them.
    several: HashMap<usize, Vec<&'r str>>,
    /// How many statements there are that take a position.
    pub all_positions: usize,
    /// Documents that are listed, in their order.
    pub documents: BTreeSet<usize>,
}

impl<'r> View<'r> {
    pub fn new(report: &'r Report<'r>, layout: &'r Layout) -> Self {
        let numbered = |series: &'r [crate::Series], alliance: bool| {
            let name = move |series: &'r crate::Series| {
                let name = if alliance {
                    &series.alliance
                } else {
                    &series.holder
                };
                name.as_deref().unwrap_or_default()
            };
            series
                .iter()
                .map(name)
                .enumerate()
                .map(|(number, name)| (name, number))
                .collect()
        };
        let mut order: Vec<usize> = report
            .positions()
            .filter(|&class| report.overall.total.counts[class] > 0)
            .collect();
        let rank = |class: usize| match report.collection.labels[class].as_str() {
            "reaffirming" => 0,
            "hedging" => 1,
            "critical" => 2,
            _ => 3,
        };
        order.sort_by_key(|&class| {
            let count = report.overall.total.counts[class];
            (rank(class), std::cmp::Reverse(count), class)
        });

        let mut listed: Vec<usize> = report.overall.statements.clone();
        listed.retain(|&statement| report.takes_position(statement));
        let all_positions = listed.len();
        if listed.len() > layout.most_statements {
            listed.sort_by(|&a, &b| {
                report
                    .probability(b)
                    .total_cmp(&report.probability(a))
                    .then(a.cmp(&b))
            });
            listed.truncate(layout.most_statements);
        }
        // What has no date comes last.
        listed.sort_by_key(|&statement| {
            let day = report.date(statement);
            (day.is_none(), day, statement)
        });

        let statements = &report.collection.statements;
        // What is about several alliances is there several times, one behind the other.
        let mut several = HashMap::<usize, Vec<&str>>::new();
        let mut first = 0;
        for index in 1..statements.len() {
            if statements.place(index) != statements.place(first) {
                first = index;
                continue;
            }
            let alliances = several
                .entry(first)
                .or_insert_with(|| named(report, first).into_iter().collect());
            if let Some(alliance) = named(report, index)
                && !alliances.contains(&alliance)
            {
                alliances.push(alliance);
            }
        }
        several.retain(|_, alliances| alliances.len() > 1);

        let all = report.collection.documents.len();
        let mut documents: BTreeSet<usize> = if all <= layout.most_documents {
            (0..all).collect()
        } else {
            listed
                .iter()
                .map(|&listed| statements.at(listed).document)
                .collect()
        };
        while documents.len() > layout.most_documents {
            documents.pop_last();
        }
        Self {
            alliances: numbered(&report.alliances, true),
            holders: numbered(&report.holders, false),
            report,
            layout,
            order,
            listed,
            several,
            all_positions,
            documents,
        }
    }

    /// The alliances of a statement.
    pub fn alliances_of(&self, statement: usize) -> Vec<&'r str> {
        let several = self.several.get(&statement).cloned();
        several.unwrap_or_else(|| named(self.report, statement).into_iter().collect())
    }

    /// Attributes that tell the filters what something is about; a blank behind them.
    pub fn about(&self, alliances: &[&str], holders: &[&str]) -> String {
        let mut out = String::new();
        for (attribute, names, numbers) in [
            ("data-a", alliances, &self.alliances),
            ("data-h", holders, &self.holders),
        ] {
            let numbers: Vec<String> = names
                .iter()
                .filter_map(|name| numbers.get(name))
                .map(usize::to_string)
                .collect();
            if !numbers.is_empty() {
                out.push_str(&format!("{attribute}=\"{}\" ", numbers.join(" ")));
            }
        }
        out
    }

    pub fn has_document(&self, document: usize) -> bool {
        self.documents.contains(&document)
    }
}

/// The alliance that a statement names.
fn named<'r>(report: &Report<'r>, statement: usize) -> Option<&'r str> {
    let statement = report.collection.statements.at(statement);
    statement.alliance.filter(|name| !name.is_empty())
}
