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
    /// Statements that are listed, by date.
    pub listed: Vec<usize>,
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

        let mut listed: Vec<usize> = (0..report.classes.len())
            .filter(|&statement| report.takes_position(statement))
            .collect();
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

        let all = report.collection.documents.len();
        let mut documents: BTreeSet<usize> = if all <= layout.most_documents {
            (0..all).collect()
        } else {
            let statements = &report.collection.statements;
            listed
                .iter()
                .map(|&listed| statements[listed].document)
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
            all_positions,
            documents,
        }
    }

    /// Attributes that tell the filters what something is about; a blank behind them.
    pub fn about(&self, alliance: Option<&str>, holders: &[&str]) -> String {
        let mut out = String::new();
        if let Some(number) = alliance.and_then(|name| self.alliances.get(name)) {
            out.push_str(&format!("data-a=\"{number}\" "));
        }
        let numbers: Vec<String> = holders
            .iter()
            .filter_map(|name| self.holders.get(name))
            .map(usize::to_string)
            .collect();
        if !numbers.is_empty() {
            out.push_str(&format!("data-h=\"{}\" ", numbers.join(" ")));
        }
        out
    }

    pub fn has_document(&self, document: usize) -> bool {
        self.documents.contains(&document)
    }
}
