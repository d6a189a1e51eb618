//! Charts as SVG that is set into a page.
//!
//! Colours, strokes and sizes of letters are the style sheet's, by class, so that a chart follows the page
//! from light to dark and to paper. No attribute ever holds data: only text does, which is escaped.

use svg::Node;
use svg::node::element::{Element, Text, Title};

/// A point of a chart, in the units of its axes.
pub type Point = (f64, f64);

/// A chart with two axes.
pub struct Chart {
    size: (f64, f64),
    /// Left, right, top, bottom.
    margins: [f64; 4],
    x: (f64, f64),
    y: (f64, f64),
    svg: Element,
}

/// A place on an axis and what is written there.
pub type Tick = (f64, String);

impl Chart {
    /// An empty chart of a size in pixels, its axes from and to the values given. `title` is what is read
    /// out in its place.
    pub fn new(
        size: (f64, f64),
        margins: [f64; 4],
        x: (f64, f64),
        y: (f64, f64),
        title: &str,
    ) -> Self {
        let mut svg = element("svg");
        svg.assign("viewBox", format!("0 0 {} {}", size.0, size.1));
        svg.assign("role", "img");
        svg.append(Title::new(title));
        Self {
            size,
            margins,
            x,
            y,
            svg,
        }
    }

    /// The pixel column of a value.
    pub fn column(&self, x: f64) -> f64 {
        let [left, right, ..] = self.margins;
        let share = (x - self.x.0) / (self.x.1 - self.x.0);
        left + share.clamp(0.0, 1.0) * (self.size.0 - left - right)
    }

    /// The pixel row of a value.
    pub fn row(&self, y: f64) -> f64 {
        let [_, _, top, bottom] = self.margins;
        let share = (y - self.y.0) / (self.y.1 - self.y.0);
        self.size.1 - bottom - share.clamp(0.0, 1.0) * (self.size.1 - top - bottom)
    }

    /// Draws grid lines, ticks and the names of both axes.
    pub fn axes(&mut self, x: &[Tick], x_name: &str, y: &[Tick], y_name: &str) {
        let ([left, right, top, bottom], (width, height)) = (self.margins, self.size);
        for (value, written) in y {
            let row = self.row(*value);
            self.line((left, row), (width - right, row), "grid");
            self.text((left - 6.0, row + 4.0), written, "", "end");
        }
        for (value, written) in x {
            let column = self.column(*value);
            self.line(
                (column, height - bottom),
                (column, height - bottom + 4.0),
                "axis",
            );
            self.text((column, height - bottom + 16.0), written, "", "middle");
        }
        self.line(
            (left, height - bottom),
            (width - right, height - bottom),
            "axis",
        );
        if !x_name.is_empty() {
            let middle = (left + width - right) / 2.0;
            self.text((middle, height - 4.0), x_name, "", "middle");
        }
        if !y_name.is_empty() {
            self.text((2.0, top - 8.0), y_name, "", "start");
        }
    }

    /// A line through points.
    pub fn curve(&mut self, points: &[Point], class: &str) {
        let path: Vec<String> = points.iter().map(|&point| self.at(point)).collect();
        let mut line = element("polyline");
        line.assign("points", path.join(" "));
        line.assign("class", class);
        self.svg.append(line);
    }

    /// The area between two lines of points.
    pub fn band(&mut self, low: &[Point], high: &[Point], class: &str) {
        let around = low.iter().chain(high.iter().rev());
        let path: Vec<String> = around.map(|&point| self.at(point)).collect();
        let mut area = element("polygon");
        area.assign("points", path.join(" "));
        area.assign("class", class);
        self.svg.append(area);
    }

    /// A straight line between two points.
    pub fn segment(&mut self, from: Point, to: Point, class: &str) {
        let place = |(x, y): Point| (self.column(x), self.row(y));
        let (from, to) = (place(from), place(to));
        self.line(from, to, class);
    }

    /// A dot, and what is shown where a pointer rests on it.
    pub fn dot(&mut self, point: Point, radius: f64, class: &str, about: &str) {
        let place = (self.column(point.0), self.row(point.1));
        self.disc(place, radius, class, about);
    }

    /// A dot at a pixel.
    pub fn disc(&mut self, place: Point, radius: f64, class: &str, about: &str) {
        let mut dot = element("circle");
        dot.assign("cx", pixels(place.0));
        dot.assign("cy", pixels(place.1));
        dot.assign("r", pixels(radius));
        dot.assign("class", class);
        if !about.is_empty() {
            dot.append(Title::new(about));
        }
        self.svg.append(dot);
    }

    /// Words beside a point, `dx` and `dy` pixels away; `anchor` is `start`, `middle` or `end`.
    pub fn note(
        &mut self,
        point: Point,
        (dx, dy): (f64, f64),
        words: &str,
        class: &str,
        anchor: &str,
    ) {
        let place = (self.column(point.0) + dx, self.row(point.1) + dy);
        self.text(place, words, class, anchor);
    }

    /// A rectangle by its corners in pixels; `strength` is the opacity of its filling.
    pub fn rectangle(&mut self, from: Point, to: Point, class: &str, strength: Option<f64>) {
        let mut rectangle = element("rect");
        rectangle.assign("x", pixels(from.0));
        rectangle.assign("y", pixels(from.1));
        rectangle.assign("width", pixels(to.0 - from.0));
        rectangle.assign("height", pixels(to.1 - from.1));
        rectangle.assign("class", class);
        if let Some(strength) = strength {
            rectangle.assign("fill", "currentColor");
            rectangle.assign("fill-opacity", format!("{strength:.3}"));
        }
        self.svg.append(rectangle);
    }

    /// A line between pixels.
    pub fn line(&mut self, from: Point, to: Point, class: &str) {
        let mut line = element("line");
        for (name, value) in [("x1", from.0), ("y1", from.1), ("x2", to.0), ("y2", to.1)] {
            line.assign(name, pixels(value));
        }
        line.assign("class", class);
        self.svg.append(line);
    }

    /// Words at a pixel.
    pub fn text(&mut self, place: Point, words: &str, class: &str, anchor: &str) {
        let mut text = Text::new(words)
            .set("x", pixels(place.0))
            .set("y", pixels(place.1))
            .set("text-anchor", anchor);
        if !class.is_empty() {
            text.assign("class", class);
        }
        self.svg.append(text);
    }

    /// The chart as markup.
    pub fn markup(self) -> String {
        self.svg.to_string()
    }

    fn at(&self, (x, y): Point) -> String {
        format!("{},{}", pixels(self.column(x)), pixels(self.row(y)))
    }
}

/// An element of that name. Inside a page it needs no name space.
fn element(name: &str) -> Element {
    Element::new(name)
}

/// Tenths of a pixel are finer than any screen.
fn pixels(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}

/// Ticks at quarters of the way from 0 to 1.
pub fn quarters() -> Vec<Tick> {
    [0.0, 0.25, 0.5, 0.75, 1.0]
        .map(|value| (value, format!("{value}")))
        .into()
}

/// Ticks at round values from `low` to `high`, about `number` of them.
pub fn round_ticks(low: f64, high: f64, number: usize) -> Vec<Tick> {
    let rough = (high - low) / number.max(1) as f64;
    if rough <= 0.0 || !rough.is_finite() {
        return vec![(low, format!("{low}"))];
    }
    let magnitude = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * magnitude)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * magnitude);
    let digits = (-step.log10().floor()).max(0.0) as usize;
    let digits = digits + usize::from((step / magnitude - 2.5).abs() < 1e-9);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    (first..=last)
        .map(|at| at as f64 * step)
        .map(|value| (value, format!("{value:.digits$}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_and_places_are_pixels() {
        let mut chart = Chart::new((100.0, 100.0), [0.0; 4], (0.0, 1.0), (0.0, 1.0), "<t>");
        chart.dot((0.5, 0.25), 3.0, "dot", "a < b");
        chart.text((1.0, 2.0), "<script>", "", "start");
        let markup = chart.markup();
        assert!(
            markup.contains("&lt;script&gt;") && markup.contains("a &lt; b"),
            "{markup}"
        );
        assert!(
            markup.contains("cx=\"50\"") && markup.contains("cy=\"75\""),
            "{markup}"
        );
        assert!(
            !markup.contains("<script") && !markup.contains("xmlns"),
            "{markup}"
        );
    }

    #[test]
    fn ticks_are_round_and_within() {
        let ticks = |low, high| -> Vec<String> {
            round_ticks(low, high, 5)
                .into_iter()
                .map(|(_, written)| written)
                .collect()
        };
        assert_eq!(ticks(0.0, 1.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(ticks(0.12, 0.31), ["0.15", "0.20", "0.25", "0.30"]);
        assert_eq!(
            ticks(0.0, 0.12),
            ["0.000", "0.025", "0.050", "0.075", "0.100"]
        );
        assert_eq!(ticks(0.5, 0.5), ["0.5"]);
    }
}
