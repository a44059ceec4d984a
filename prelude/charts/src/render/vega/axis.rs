//! Axes and legends of a Vega-Lite panel.

use serde_json::{Map, Value, json};

use super::View;
use crate::picture::{Axis, ColorBar, NumberFormat, Scale};
use crate::render::scale::AxisScale;

/// The `x` and `y` channels, of the fields `x` and `y`.
pub fn encoding(view: &View, second: bool) -> Map<String, Value> {
    let panel = view.panel;
    let (y, y_scale) = match &panel.y2 {
        Some(y2) if second => (y2, &view.y2),
        _ => (&panel.y, &view.y),
    };
    let mut channels = Map::new();
    channels.insert("x".into(), channel("x", &panel.x, &view.x, panel.bare));
    let mut vertical = channel("y", y, y_scale, panel.bare);
    if second && panel.y2.is_some() && !panel.bare {
        vertical["axis"]["orient"] = json!("right");
        vertical["axis"]["grid"] = json!(false);
    }
    channels.insert("y".into(), vertical);
    channels
}

fn channel(field: &str, axis: &Axis, scale: &AxisScale, bare: bool) -> Value {
    let mut scale_spec = json!({"domain": [scale.low, scale.high], "nice": false, "zero": false});
    match axis.scale {
        Scale::Log => {
            scale_spec = json!({"type": "log", "domain": [scale.low, scale.high], "nice": false});
        }
        Scale::Date => scale_spec = json!({"type": "utc", "domain": [scale.low, scale.high], "nice": false}),
        _ => {}
    }
    if axis.reversed {
        scale_spec["reverse"] = json!(true);
    }
    let axis_spec = if bare { Value::Null } else { axis_spec(axis) };
    json!({
        "field": field,
        "type": kind(axis),
        "title": axis.label,
        "scale": scale_spec,
        "axis": axis_spec,
    })
}

/// The type of an axis' values.
pub fn kind(axis: &Axis) -> &'static str {
    if axis.scale == Scale::Date { "temporal" } else { "quantitative" }
}

fn axis_spec(axis: &Axis) -> Value {
    let mut spec = json!({"grid": !axis.hide_grid});
    let names: Option<Vec<(f64, String)>> = match (&axis.ticks, &axis.scale) {
        (Some(ticks), _) => Some(ticks.clone()),
        (None, Scale::Categories(names)) => {
            Some(names.iter().enumerate().map(|(index, name)| (index as f64, name.clone())).collect())
        }
        _ => None,
    };
    if let Some(names) = names {
        let (values, texts): (Vec<f64>, Vec<String>) = names.into_iter().unzip();
        spec["values"] = json!(values);
        spec["labelExpr"] = json!(lookup(&values, &texts, "datum.value"));
    } else if let Some(format) = format(axis) {
        spec["format"] = json!(format);
    }
    if axis.counts {
        spec["tickMinStep"] = json!(1);
    }
    if axis.hide_ticks {
        spec["labels"] = json!(false);
        spec["ticks"] = json!(false);
    }
    spec
}

/// An expression whose value is the text that belongs to a number.
pub fn lookup(values: &[f64], texts: &[String], number: &str) -> String {
    let whole = values.iter().enumerate().all(|(index, value)| *value == index as f64);
    let texts = json!(texts);
    if whole {
        format!("{texts}[round({number})]")
    } else {
        format!("{texts}[indexof({}, {number})]", json!(values))
    }
}

/// How Vega writes an axis' numbers (d3-format); `None`: as it thinks best.
pub fn format(axis: &Axis) -> Option<String> {
    match axis.format {
        NumberFormat::Auto => None,
        NumberFormat::Percent => Some("~%".to_owned()),
        NumberFormat::Decimals(n) => Some(format!(".{n}f")),
        NumberFormat::Compact => Some("~s".to_owned()),
    }
}

/// A layer that draws nothing and has the colour bar as its legend.
pub fn color_bar(bar: &ColorBar) -> Value {
    let colors: Vec<String> = (0..=16).map(|step| bar.map.at(f64::from(step) / 16.0).to_string()).collect();
    let axis = Axis { format: bar.format, ..Axis::default() };
    let mut legend = json!({"title": bar.label, "type": "gradient"});
    if let Some(ticks) = &bar.ticks {
        let (values, texts): (Vec<f64>, Vec<String>) = ticks.iter().cloned().unzip();
        legend["values"] = json!(values);
        legend["labelExpr"] = json!(lookup(&values, &texts, "datum.value"));
    } else if let Some(format) = format(&axis) {
        legend["format"] = json!(format);
    }
    json!({
        "data": {"values": [{"v": bar.low}, {"v": bar.high}]},
        "mark": {"type": "point", "size": 0, "strokeWidth": 0, "opacity": 1, "tooltip": null},
        "encoding": {"fill": {
            "field": "v",
            "type": "quantitative",
            "scale": {"domain": [bar.low, bar.high], "range": colors},
            "legend": legend,
        }},
    })
}

/// The `color` channel of a mark that is in the legend: its label is the field `group`.
pub fn labelled(view: &View, hidden: bool) -> Value {
    let (names, colors): (Vec<&str>, Vec<&str>) =
        view.labels.iter().map(|(name, color)| (name.as_str(), color.as_str())).unzip();
    let title = view.panel.legend_title.as_deref();
    let legend = if hidden { Value::Null } else { json!({"title": title}) };
    json!({"field": "group", "type": "nominal", "scale": {"domain": names, "range": colors}, "legend": legend})
}
