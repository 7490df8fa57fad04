//! How does the time of a layout grow with the size of the graph, ours and that of others?
//!
//! ```text
//! cargo run --release --example layout_plot < docs/layout-times.tsv > docs/layout-times.svg
//! ```
//!
//! Lines of `program nodes seconds`, tab separated, `#` for comments; `seconds` are processor
//! seconds of the whole program. Both axes are logarithmic, so a straight line with slope one is
//! time in proportion to size. The picture is plain SVG with its own background, for any page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;

use anyhow::Context as _;
use flowloom::scene::tokens::{Theme, class_color};

const SIZE: [f64; 2] = [760.0, 440.0];
/// Left, top, right and bottom room for titles and names.
const MARGIN: [f64; 4] = [64.0, 24.0, 170.0, 52.0];
/// The program whose line is drawn thick.
const OURS: &str = "flowloom";

fn main() -> anyhow::Result<()> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let series = series(&text)?;
    print!("{}", plot(&series).context("there is no line to draw")?);
    Ok(())
}

/// Points of each program by size: nodes and seconds.
type Series = BTreeMap<String, Vec<[f64; 2]>>;

fn series(text: &str) -> anyhow::Result<Series> {
    let mut series = Series::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [program, nodes, seconds] = cells[..] else {
            anyhow::bail!("not 'program, nodes, seconds': {line}");
        };
        let point = [nodes.parse()?, seconds.parse()?];
        series.entry(program.to_owned()).or_default().push(point);
    }
    for points in series.values_mut() {
        points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    }
    Ok(series)
}

/// A logarithmic axis: whole decades from the least to the greatest value, on a stretch of points.
struct Axis {
    decades: [i32; 2],
    stretch: [f64; 2],
}

impl Axis {
    fn new(values: impl Iterator<Item = f64> + Clone, stretch: [f64; 2]) -> Self {
        let least = values.clone().fold(f64::INFINITY, f64::min);
        let most = values.fold(f64::NEG_INFINITY, f64::max);
        Self {
            decades: [least.log10().floor() as i32, most.log10().ceil() as i32],
            stretch,
        }
    }

    fn place(&self, value: f64) -> f64 {
        let [low, high] = self.decades.map(f64::from);
        let share = (value.log10() - low) / (high - low).max(1.0);
        self.stretch[0] + share * (self.stretch[1] - self.stretch[0])
    }
}

fn plot(series: &Series) -> Option<String> {
    let all = series.values().flatten();
    all.clone().next()?;
    let [left, top, right, bottom] = MARGIN;
    let (x_end, y_end) = (SIZE[0] - right, SIZE[1] - bottom);
    let x = Axis::new(all.clone().map(|point| point[0]), [left, x_end]);
    let y = Axis::new(all.map(|point| point[1]), [y_end, top]);
    let colors = Theme::Light.colors();
    let (text, faint) = (colors.text.css(), colors.line.css());
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" font-family=\"sans-serif\" \
         font-size=\"13\" fill=\"{text}\">\n<title>Processor seconds of a layout by size</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
        SIZE[0],
        SIZE[1],
        colors.canvas.css(),
    );
    let mut write = |line: std::fmt::Arguments<'_>| svg.write_fmt(line).ok();
    for decade in x.decades[0]..=x.decades[1] {
        let (value, at) = (10_f64.powi(decade), x.place(10_f64.powi(decade)));
        write(format_args!(
            "<path d=\"M{at:.1} {top}V{y_end}\" stroke=\"{faint}\"/>\
             <text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
            y_end + 20.0,
            nodes_text(value),
        ));
    }
    for decade in y.decades[0]..=y.decades[1] {
        let (value, at) = (10_f64.powi(decade), y.place(10_f64.powi(decade)));
        write(format_args!(
            "<path d=\"M{left} {at:.1}H{x_end}\" stroke=\"{faint}\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{value} s</text>\n",
            left - 8.0,
            at + 4.0,
        ));
    }
    write(format_args!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">nodes</text>\n",
        (left + x_end) / 2.0,
        SIZE[1] - 12.0,
    ));
    let mut names = Vec::new();
    for (index, (program, points)) in series.iter().enumerate() {
        let color = class_color(index, Theme::Light).css();
        let width = if program == OURS { 3.5 } else { 1.8 };
        let places = points.iter().map(|p| [x.place(p[0]), y.place(p[1])]);
        let line: Vec<String> = places.map(|[x, y]| format!("{x:.1} {y:.1}")).collect();
        write(format_args!(
            "<path d=\"M{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" \
             stroke-linejoin=\"round\"/>\n",
            line.join("L"),
        ));
        for place in &line {
            let (x, y) = place.split_once(' ')?;
            write(format_args!(
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\" fill=\"{color}\"/>\n",
                width + 1.0
            ));
        }
        let end = points.last()?;
        names.push((y.place(end[1]), x.place(end[0]), program, color));
    }
    // Names stand at the ends of their lines, and give way downwards where two ends meet.
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = f64::NEG_INFINITY;
    for (height, end, program, color) in names {
        let at = height.max(free);
        free = at + 16.0;
        let weight = if program == OURS { "bold" } else { "normal" };
        write(format_args!(
            "<text x=\"{:.1}\" y=\"{:.1}\" fill=\"{color}\" font-weight=\"{weight}\">{program}</text>\n",
            end + 10.0,
            at + 4.0,
        ));
    }
    svg.push_str("</svg>\n");
    Some(svg)
}

/// A power of ten as people write it.
fn nodes_text(nodes: f64) -> String {
    if nodes >= 1e6 {
        format!("{} M", nodes / 1e6)
    } else if nodes >= 1e3 {
        format!("{} k", nodes / 1e3)
    } else {
        nodes.to_string()
    }
}
