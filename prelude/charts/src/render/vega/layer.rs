//! Marks as Vega-Lite layers.

use serde_json::{Map, Value, json};

use super::value::{filled, shape, tooltip};
use super::{View, axis, has_one_color, paint, rings, thin};
use crate::picture::{Anchor, Axis, Dash, LegendPlace, Mark, Marker, Shape, Step};
use crate::render::marks::{image, ink, texts};
use crate::render::place::Place;
use crate::render::theme::{Ink, Role};

/// The colour of a mark's thing.
pub fn color(mark: &Mark, index: usize, place: &Place) -> String {
    paint::color(ink::Inks::new(&mark.paint, place).of(index), place)
}

/// A layer under construction.
struct Layer<'a> {
    view: &'a View<'a>,
    mark: &'a Mark,
    place: Place<'a>,
    inks: ink::Inks,
    spec: Map<String, Value>,
    encoding: Map<String, Value>,
    rows: Vec<Value>,
}

/// The layers of a mark: one, or none if it has nothing to show; arrows have two.
pub fn layers(view: &View, mark: &Mark) -> Vec<Value> {
    let layer = || Layer::new(view, mark);
    match &mark.shape {
        Shape::Points { x, y, size, marker } => layer().points((x, y), size, *marker),
        Shape::Line { x, y, step } => {
            let line = layer().line((x, y), *step);
            return line.into_iter().chain(layer().lone((x, y))).collect();
        }
        Shape::Area { x, low, high, step } => layer().area(x, low, high, *step),
        Shape::Rects { x0, y0, x1, y1 } => layer().rects([x0, y0, x1, y1]),
        Shape::Segments { x0, y0, x1, y1, arrow } => {
            let mut both = Vec::from_iter(layer().segments([x0, y0, x1, y1]));
            if *arrow {
                both.extend(layer().arrow_heads([x0, y0, x1, y1]));
            }
            return both;
        }
        Shape::Polygons { polygons } => layer().polygons(polygons),
        Shape::Texts { .. } => layer().texts(),
        Shape::Image { .. } => layer().image(),
    }
    .into_iter()
    .collect()
}

impl<'a> Layer<'a> {
    fn new(view: &'a View, mark: &'a Mark) -> Self {
        let place = view.place(mark);
        let inks = ink::Inks::new(&mark.paint, &place);
        let encoding = axis::encoding(view, mark.second_axis);
        Self { view, mark, place, inks, spec: Map::new(), encoding, rows: Vec::new() }
    }

    /// The finished layer; none without rows.
    fn finish(mut self, kind: &str, tooltips: &[(&str, &Axis)]) -> Option<Value> {
        if self.rows.is_empty() {
            return None;
        }
        self.color();
        self.spec.insert("type".into(), json!(kind));
        if kind != "text" {
            self.spec.insert("clip".into(), json!(true));
        }
        // Also where it is 1: Vega-Lite's own default for points is less.
        if self.mark.opacity < 1.0 || kind == "point" {
            let filled =
                matches!(self.mark.shape, Shape::Area { .. } | Shape::Rects { .. } | Shape::Polygons { .. });
            let name = if filled { "fillOpacity" } else { "opacity" };
            self.spec.insert(name.into(), json!(self.mark.opacity));
        }
        let mut transforms = Vec::new();
        let mut tips = Vec::new();
        if let Some(label) = &self.mark.label {
            transforms.push(json!({"calculate": json!(label).to_string(), "as": "group"}));
            let title = self.view.panel.legend_title.as_deref().unwrap_or("group");
            tips.push(json!({"field": "group", "type": "nominal", "title": title}));
        }
        for (field, axis) in tooltips {
            tips.push(tooltip(field, axis, &mut transforms));
        }
        if !tips.is_empty() {
            self.encoding.insert("tooltip".into(), Value::Array(tips));
        }
        let mut layer = json!({"data": {"values": self.rows}, "mark": self.spec, "encoding": self.encoding});
        if !transforms.is_empty() {
            layer["transform"] = Value::Array(transforms);
        }
        Some(layer)
    }

    /// One colour for all, from the legend if it is there; or each row's field `c`.
    fn color(&mut self) {
        let own = paint::color(self.inks.of(0), &self.place);
        let in_legend = |label: &String| self.view.labels.contains(&(label.clone(), own.clone()));
        let label = self.mark.label.as_ref().filter(|label| has_one_color(self.mark) && in_legend(label));
        let channel = match label {
            Some(_) => {
                let hidden = self.view.picture.legend == LegendPlace::Hidden
                    || (self.view.labels.len() < 2 && self.view.picture.legend == LegendPlace::Auto);
                axis::labelled(self.view, hidden)
            }
            None if has_one_color(self.mark) => {
                json!({"value": own})
            }
            None => json!({"field": "c", "type": "nominal", "scale": null}),
        };
        self.encoding.entry("color").or_insert(channel);
    }

    /// Adds a row, with its colour where each has one.
    fn row(&mut self, index: usize, mut row: Value) {
        if !has_one_color(self.mark) && row.get("c").is_none() {
            row["c"] = json!(paint::color(self.inks.of(index), &self.place));
        }
        self.rows.push(row);
    }

    fn set(&mut self, name: &str, value: Value) {
        self.spec.insert(name.into(), value);
    }

    fn axes(&self) -> (&'a Axis, &'a Axis) {
        let panel = self.view.panel;
        let second = panel.y2.as_ref().filter(|_| self.mark.second_axis);
        (&panel.x, second.unwrap_or(&panel.y))
    }

    fn points(mut self, (x, y): (&[f64], &[f64]), size: &[f64], marker: Marker) -> Option<Value> {
        let n = x.len().min(y.len());
        for index in thin::points(n, self.place.load.points) {
            if !self.place.x.place(x[index]).is_finite() || !self.place.y.place(y[index]).is_finite() {
                continue;
            }
            let mut row = json!({"x": x[index], "y": y[index]});
            if size.len() > 1 {
                row["s"] = json!(size.get(index).map_or(0.0, |size| size * size));
            }
            self.row(index, row);
        }
        if size.len() > 1 {
            let channel = json!({"field": "s", "type": "quantitative", "scale": null});
            self.encoding.insert("size".into(), channel);
        } else {
            // Where many are left out for being too many, those left are still dense.
            let crowded = thin::crowded(self.place.load.points) && !self.mark.keeps_size;
            let shrink = if crowded { 0.5 } else { 1.0 };
            let size = size.first().copied().unwrap_or(6.0) * shrink;
            self.set("size", json!(size * size));
        }
        let open = matches!(marker, Marker::Cross | Marker::Plus);
        self.set("shape", json!(shape(marker)));
        self.set("filled", json!(!open));
        if open {
            self.set("strokeWidth", json!(1.8));
        } else {
            let hollow = self.inks.of(0) == Ink::Role(Role::Ground);
            let outline = paint::role(if hollow { Role::Faint } else { Role::Ground }, self.place.theme);
            self.set("stroke", json!(outline));
            self.set("strokeWidth", json!(if self.mark.stroke > 0.0 { self.mark.stroke } else { 0.6 }));
        }
        let (x, y) = self.axes();
        self.finish("point", &[("x", x), ("y", y)])
    }

    fn stroke(&mut self) {
        let width = ink::width(self.mark);
        self.set("strokeWidth", json!(width));
        match self.mark.dash {
            Dash::Solid => {}
            Dash::Dashed => self.set("strokeDash", json!([width * 3.6, width * 2.0])),
            Dash::Dotted => self.set("strokeDash", json!([width, width * 1.7])),
        }
    }

    fn line(mut self, (x, y): (&[f64], &[f64]), step: Step) -> Option<Value> {
        let sorted = x.windows(2).all(|pair| pair[0] <= pair[1]);
        for index in thin::line(x, y, self.place.load.vertices) {
            let mut row = json!({"x": x[index], "y": y[index]});
            if !sorted {
                row["i"] = json!(index);
            }
            self.rows.push(row);
        }
        if !sorted {
            self.encoding.insert("order".into(), json!({"field": "i", "type": "quantitative"}));
        }
        let first = paint::color(self.inks.of(0), &self.place);
        if !has_one_color(self.mark) {
            self.encoding.insert("color".into(), json!({"value": first}));
        }
        self.stroke();
        self.interpolate(step);
        let (x, y) = self.axes();
        self.finish("line", &[("x", x), ("y", y)])
    }

    /// The points of a line that have no neighbours: as dots.
    fn lone(mut self, (x, y): (&[f64], &[f64])) -> Option<Value> {
        let finite = |index: usize| {
            x.get(index).is_some_and(|x| x.is_finite()) && y.get(index).is_some_and(|y| y.is_finite())
        };
        let alone = |index: &usize| {
            finite(*index) && !finite(index + 1) && index.checked_sub(1).is_none_or(|before| !finite(before))
        };
        for index in (0..x.len().min(y.len())).filter(alone) {
            self.row(0, json!({"x": x[index], "y": y[index]}));
        }
        self.set("filled", json!(true));
        self.set("size", json!((ink::width(self.mark) * 2.4).powi(2)));
        let (x, y) = self.axes();
        self.finish("point", &[("x", x), ("y", y)])
    }

    fn interpolate(&mut self, step: Step) {
        let name = match step {
            Step::Straight => return,
            Step::After => "step-after",
            Step::Before => "step-before",
            Step::Middle => "step",
        };
        self.set("interpolate", json!(name));
    }

    fn area(mut self, x: &[f64], low: &[f64], high: &[f64], step: Step) -> Option<Value> {
        let n = x.len().min(low.len()).min(high.len());
        let y = self.place.y;
        for index in thin::line(&x[..n], &high[..n], self.place.load.vertices) {
            self.rows
                .push(json!({"x": x[index], "y": filled(&y, high[index]), "y2": filled(&y, low[index])}));
        }
        if !has_one_color(self.mark) {
            let first = paint::color(self.inks.of(0), &self.place);
            self.encoding.insert("color".into(), json!({"value": first}));
        }
        self.encoding.insert("y2".into(), json!({"field": "y2"}));
        self.interpolate(step);
        let (x, y) = self.axes();
        self.finish("area", &[("x", x), ("y2", y), ("y", y)])
    }

    /// Adds rows with two corners each; an infinite end is the axis'.
    fn corners(&mut self, [x0, y0, x1, y1]: [&[f64]; 4]) {
        let n = x0.len().min(y0.len()).min(x1.len()).min(y1.len());
        let (x, y) = (self.place.x, self.place.y);
        for index in 0..n {
            let corners =
                [filled(&x, x0[index]), filled(&y, y0[index]), filled(&x, x1[index]), filled(&y, y1[index])];
            if corners.iter().all(|value| value.is_finite()) {
                let [x, y, x2, y2] = corners;
                self.row(index, json!({"x": x, "y": y, "x2": x2, "y2": y2}));
            }
        }
        self.encoding.insert("x2".into(), json!({"field": "x2"}));
        self.encoding.insert("y2".into(), json!({"field": "y2"}));
    }

    fn rects(mut self, corners: [&[f64]; 4]) -> Option<Value> {
        self.corners(corners);
        self.outline();
        let (x, y) = self.axes();
        self.finish("rect", &[("x", x), ("x2", x), ("y", y), ("y2", y)])
    }

    fn outline(&mut self) {
        let outline = ink::outline(self.mark, self.inks.of(0));
        if outline != Ink::None {
            self.set("stroke", json!(paint::color(outline, &self.place)));
            self.set("strokeWidth", json!(self.mark.stroke));
        }
    }

    fn segments(mut self, corners: [&[f64]; 4]) -> Option<Value> {
        self.corners(corners);
        self.stroke();
        let (x, y) = self.axes();
        self.finish("rule", &[("x", x), ("y", y), ("x2", x), ("y2", y)])
    }

    fn arrow_heads(mut self, [x0, y0, x1, y1]: [&[f64]; 4]) -> Option<Value> {
        for index in 0..x0.len().min(y0.len()).min(x1.len()).min(y1.len()) {
            let across = self.place.x.place(x1[index]) - self.place.x.place(x0[index]);
            let down = self.place.y.place(y1[index]) - self.place.y.place(y0[index]);
            let angle = across.atan2(-down).to_degrees();
            if angle.is_finite() {
                self.row(index, json!({"x": x1[index], "y": y1[index], "a": angle}));
            }
        }
        let channel = json!({"field": "a", "type": "quantitative", "scale": null});
        self.encoding.insert("angle".into(), channel);
        self.set("shape", json!("M0,0L0.5,1L-0.5,1Z"));
        self.set("filled", json!(true));
        let long = ink::width(self.mark) * 3.5 + 3.0;
        self.set("size", json!(long * long * 4.0));
        self.finish("point", &[])
    }

    fn polygons(mut self, polygons: &[Vec<Vec<(f64, f64)>>]) -> Option<Value> {
        for (index, polygon) in polygons.iter().enumerate() {
            let color = paint::color(self.inks.of(index), &self.place);
            for (step, (x, y)) in rings::outline(polygon).into_iter().enumerate() {
                let mut row = json!({"x": x, "y": y, "p": index, "i": step});
                if !has_one_color(self.mark) {
                    row["c"] = json!(color);
                }
                self.rows.push(row);
            }
        }
        self.encoding.insert("order".into(), json!({"field": "i", "type": "quantitative"}));
        self.encoding.insert("detail".into(), json!({"field": "p", "type": "nominal"}));
        // The fill has the colour; the outline is the layer's own.
        self.color();
        if let Some(fill) = self.encoding.remove("color") {
            self.encoding.insert("fill".into(), fill);
        }
        let single = polygons.iter().all(|polygon| polygon.len() < 2);
        let outline = ink::outline(self.mark, self.inks.of(0));
        let shown = single && outline != Ink::None;
        let stroke = shown.then(|| paint::color(outline, &self.place));
        self.encoding
            .insert("color".into(), json!({"value": stroke.unwrap_or_else(|| "transparent".to_owned())}));
        self.set("strokeWidth", json!(if shown { self.mark.stroke } else { 0.0 }));
        self.set("interpolate", json!("linear-closed"));
        self.finish("line", &[])
    }

    fn texts(mut self) -> Option<Value> {
        let Shape::Texts { x, y, text, size, anchor, offset, bold, on } = &self.mark.shape else {
            return None;
        };
        let size = texts::fitting(self.mark, text, *size, *bold, &self.place);
        if size < texts::SMALLEST {
            return None;
        }
        let below = |index: usize| on.as_ref().and_then(|on| on.get(index.min(on.len().saturating_sub(1))));
        for (index, content) in text.iter().enumerate().take(x.len().min(y.len())) {
            let (x, y) = (filled(&self.place.x, x[index]), filled(&self.place.y, y[index]));
            if x.is_finite() && y.is_finite() {
                let mut row = json!({"x": x, "y": y, "t": content});
                if let Some(below) = below(index) {
                    row["c"] = json!(below.readable_on().to_string());
                }
                self.row(index, row);
            }
        }
        if on.as_ref().is_some_and(|on| !on.is_empty()) {
            let channel = json!({"field": "c", "type": "nominal", "scale": null});
            self.encoding.insert("color".into(), channel);
        }
        self.encoding.insert("text".into(), json!({"field": "t", "type": "nominal"}));
        let align = match anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        };
        self.set("align", json!(align));
        self.set("baseline", json!("middle"));
        self.set("lineBreak", json!("\n"));
        self.set("fontSize", json!(size));
        self.set("fontWeight", json!(if *bold { "bold" } else { "normal" }));
        self.set("dx", json!(offset.0));
        self.set("dy", json!(offset.1));
        self.finish("text", &[])
    }

    fn image(mut self) -> Option<Value> {
        let Shape::Image { x0, y0, x1, y1, smooth, .. } = &self.mark.shape else { return None };
        let (_, url) = image::prepared(self.mark, &self.place)?;
        self.rows.push(json!({"x": x0, "y": y0, "x2": x1, "y2": y1, "url": url}));
        self.encoding.insert("x2".into(), json!({"field": "x2"}));
        self.encoding.insert("y2".into(), json!({"field": "y2"}));
        self.encoding.insert("url".into(), json!({"field": "url", "type": "nominal"}));
        self.encoding.insert("color".into(), json!({"value": "black"}));
        self.set("aspect", json!(false));
        self.set("smooth", json!(smooth));
        self.finish("image", &[])
    }
}
