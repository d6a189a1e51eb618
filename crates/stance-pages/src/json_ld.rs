//! Articles in JSON-LD, by the vocabulary of schema.org.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::date;
use crate::metadata::plain;

/// What is declared of the page's article.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub(crate) headline: Option<String>,
    pub(crate) publisher: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) date: Option<Date>,
    /// Whether an article says so; else it is the page around it.
    pub(crate) is_article: bool,
}

/// Types that are not articles by the end of their name and are read as such.
const TYPES: &[&str] = &[
    "BlogPosting",
    "LiveBlogPosting",
    "GovernmentService",
    "Report",
    "SocialMediaPosting",
    "SpecialAnnouncement",
];

/// How many nodes are looked at.
const NODES: usize = 512;

/// The article that the scripts of a page describe. What is no JSON is passed over.
pub(crate) fn article(scripts: &[String]) -> Article {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut nodes = Vec::new();
    for value in &values {
        gather(value, &mut nodes);
    }
    let typed = |node: &&&Map<String, Value>| types(node).any(is_article_type);
    let articles: Vec<_> = nodes.iter().filter(typed).copied().collect();
    // Of several articles the first is the page's; others are teasers.
    let own = articles.first().copied();
    let page = nodes
        .iter()
        .copied()
        .find(|node| node.contains_key("datePublished"));
    let Some(node) = own.or(page) else {
        return Article::default();
    };
    let string = |key: &str| {
        node.get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.trim().is_empty())
    };
    Article {
        headline: string("headline")
            .or_else(|| own.and_then(|_| string("name")))
            .map(plain),
        publisher: node
            .get("publisher")
            .or_else(|| node.get("sourceOrganization"))
            .and_then(|publisher| name_of(publisher, &nodes)),
        url: string("url")
            .filter(|url| url.starts_with("http"))
            .map(str::to_owned),
        date: string("datePublished").and_then(date::stated),
        is_article: own.is_some(),
    }
}

/// Sites wrap their JSON in comments and leave line ends in its strings.
fn parse(script: &str) -> Option<Value> {
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])? + 1;
    let json = script.get(start..end)?;
    serde_json::from_str(json)
        .or_else(|_| serde_json::from_str(&json.replace(|c: char| c.is_control(), " ")))
        .ok()
}

/// The objects that may describe the page: those of arrays and graphs, and what a page is about.
fn gather<'v>(value: &'v Value, nodes: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| gather(value, nodes)),
        Value::Object(node) if nodes.len() < NODES => {
            nodes.push(node);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = node.get(key) {
                    gather(inner, nodes);
                }
            }
        }
        _ => {}
    }
}

fn types(node: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match node.get("@type") {
        Some(Value::String(name)) => (Some(name.as_str()), &[][..]),
        Some(Value::Array(names)) => (None, names.as_slice()),
        _ => (None, &[][..]),
    };
    one.into_iter().chain(many.iter().filter_map(Value::as_str))
}

fn is_article_type(name: &str) -> bool {
    let name = name.rsplit(['/', ':']).next().unwrap_or(name);
    name.ends_with("Article") || TYPES.contains(&name)
}

/// The name of an organisation, given whole, by its name alone, in a list, or by reference to another node.
fn name_of(value: &Value, nodes: &[&Map<String, Value>]) -> Option<String> {
    match value {
        Value::String(name) if !name.starts_with("http") => Some(plain(name)),
        Value::Array(values) => values.iter().find_map(|value| name_of(value, nodes)),
        Value::Object(node) => {
            let named = |node: &Map<String, Value>| Some(plain(node.get("name")?.as_str()?));
            named(node).or_else(|| {
                let id = node.get("@id")?.as_str()?;
                let of_id = |node: &&&Map<String, Value>| {
                    node.get("@id").and_then(Value::as_str) == Some(id)
                };
                nodes.iter().filter(of_id).find_map(|node| named(node))
            })
        }
        _ => None,
    }
    .filter(|name| !name.is_empty())
}
