//! Values, markers and tooltips as Vega-Lite has them.

use serde_json::{Value, json};

use super::axis;
use crate::picture::{Axis, Marker, Scale};
use crate::render::scale::AxisScale;

/// A value where what is infinite, or has no place on a log axis, is at the axis' end.
pub fn filled(scale: &AxisScale, value: f64) -> f64 {
    match value {
        f64::INFINITY => scale.high,
        f64::NEG_INFINITY => scale.low,
        value if scale.log && value <= 0.0 => scale.low,
        value => value,
    }
}

/// A marker as Vega names it, or as a path in a square from −1 to 1.
pub fn shape(marker: Marker) -> &'static str {
    match marker {
        Marker::Circle => "circle",
        Marker::Square => "square",
        Marker::Triangle => "triangle-up",
        Marker::Diamond => "diamond",
        Marker::Cross => "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8",
        Marker::Plus => "M-1,0L1,0M0,-1L0,1",
    }
}

/// A line of the tooltip: a category by its name, a number in the axis' format.
pub fn tooltip(field: &str, axis: &Axis, transforms: &mut Vec<Value>) -> Value {
    let base = if field.starts_with('x') { "x" } else { "y" };
    let mut title = axis.label.clone().unwrap_or_else(|| base.to_owned());
    if field.len() > 1 {
        title.push_str(" (to)");
    }
    if let Scale::Categories(names) = &axis.scale {
        let values: Vec<f64> = (0..names.len()).map(|index| index as f64).collect();
        let name = format!("{field}_name");
        let expression = axis::lookup(&values, names, &format!("datum.{field}"));
        transforms.push(json!({"calculate": expression, "as": name}));
        return json!({"field": name, "type": "nominal", "title": title});
    }
    let mut tip = json!({"field": field, "type": axis::kind(axis), "title": title});
    if axis.scale == Scale::Date {
        tip["format"] = json!("%Y-%m-%d %H:%M");
    } else if let Some(format) = axis::format(axis) {
        tip["format"] = json!(format);
    }
    tip
}
