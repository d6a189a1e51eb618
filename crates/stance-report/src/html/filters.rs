//! The form of the filters; without a script it stays hidden.

use super::view::View;
use super::words;
use crate::Series;
use crate::page::escaped;

pub(super) fn form(view: &View<'_>) -> String {
    let report = view.report;
    if view.listed.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<form id=\"filters\" hidden aria-label=\"Filter the plots and the statements below\">\n",
    );
    for (id, label, any, series, holder) in [
        (
            "f-alliance",
            "Alliance",
            "all alliances",
            &report.alliances,
            false,
        ),
        ("f-holder", "Holder", "all holders", &report.holders, true),
    ] {
        let mut options: Vec<(String, usize)> = series
            .iter()
            .enumerate()
            .filter(|(_, series)| series.total.n > 0)
            .map(|(number, series): (usize, &Series)| {
                let name = if holder {
                    &series.holder
                } else {
                    &series.alliance
                };
                (
                    words::short(name.as_deref().unwrap_or_default(), 60),
                    number,
                )
            })
            .collect();
        options.sort();
        out.push_str(&format!(
            "<label for=\"{id}\">{label}<select id=\"{id}\"><option value=\"\">{any}</option>"
        ));
        for (name, number) in options {
            out.push_str(&format!(
                "<option value=\"{number}\">{}</option>",
                escaped(&name)
            ));
        }
        out.push_str("</select></label>\n");
    }
    out.push_str(
        "<label for=\"f-stance\">Stance<select id=\"f-stance\"><option value=\"\">all stances</option>",
    );
    for &class in &view.order {
        let name = words::short(&report.collection.labels[class], 60);
        out.push_str(&format!(
            "<option value=\"{class}\">{}</option>",
            escaped(&name)
        ));
    }
    out.push_str("</select></label>\n");
    let bounds = report.span.map_or(String::new(), |(first, last)| {
        format!(" min=\"{first}\" max=\"{last}\"")
    });
    for (id, label) in [("f-from", "From"), ("f-to", "To")] {
        out.push_str(&format!(
            "<label for=\"{id}\">{label}<input type=\"date\" id=\"{id}\"{bounds}></label>\n"
        ));
    }
    out.push_str(
        "<label for=\"f-text\">Words<input type=\"search\" id=\"f-text\" autocomplete=\"off\"></label>\n\
         <button type=\"reset\">Clear</button>\n<output id=\"f-shown\" for=\"f-alliance f-holder f-stance f-from f-to f-text\" \
         aria-live=\"polite\"></output>\n</form>\n",
    );
    out
}
