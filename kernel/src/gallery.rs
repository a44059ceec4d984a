//! `ferrolab gallery`: every kind of chart in both themes on one page, drawn by the real kernel.

pub mod charts;
mod page;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::client::{Exchange, ExecuteOptions, KernelClient, KernelCommand, LaunchOptions};
use crate::notebook::model::write_atomically;
use charts::{CHARTS, Chart, SETUP};

const LONGEST_CELL: Duration = Duration::from_secs(300);

/// A chart and its pictures.
struct Drawn {
    chart: &'static Chart,
    light: String,
    dark: String,
}

/// Draws all and writes the page; `tell` hears of each chart.
///
/// # Errors
/// When the kernel does not start, an example fails, or the page cannot be written.
pub fn write(target: &Path, tell: &mut dyn FnMut(&str)) -> anyhow::Result<usize> {
    let command = KernelCommand::own().context("cannot find the program file of this process")?;
    let mut kernel = KernelClient::start(&command, &LaunchOptions::default())?;
    run(&mut kernel, SETUP)?;
    let mut pictures = Vec::new();
    for theme in ["Light", "Dark"] {
        run(&mut kernel, &format!("plot::set_theme(Theme::{theme});"))?;
        for chart in CHARTS {
            tell(&format!("{}, {}", chart.title, theme.to_lowercase()));
            pictures.push(picture(&run(&mut kernel, chart.code)?, chart)?);
        }
    }
    let dark = pictures.split_off(CHARTS.len());
    let drawn: Vec<Drawn> = CHARTS
        .iter()
        .zip(pictures.into_iter().zip(dark))
        .map(|(chart, (light, dark))| Drawn { chart, light, dark })
        .collect();
    let _ = kernel.shutdown(Duration::from_secs(10));
    write_atomically(target, page::page(&drawn).into_string().as_bytes())
        .with_context(|| format!("cannot write {}", target.display()))?;
    Ok(drawn.len())
}

fn run(kernel: &mut KernelClient, code: &str) -> anyhow::Result<Exchange> {
    let options = ExecuteOptions { timeout: Some(LONGEST_CELL), ..ExecuteOptions::default() };
    let exchange = kernel.execute(code, &options)?;
    if exchange.reply["status"] != "ok" {
        let text = |field: &str| exchange.reply[field].as_str().unwrap_or_default().to_owned();
        bail!("{}: {} in\n{code}", text("ename"), text("evalue"));
    }
    Ok(exchange)
}

fn picture(exchange: &Exchange, chart: &Chart) -> anyhow::Result<String> {
    let mut shown =
        exchange.messages.iter().filter_map(|(_, content)| content["data"]["image/svg+xml"].as_str());
    shown.next_back().map(str::to_owned).with_context(|| format!("`{}` shows no picture", chart.code))
}

/// A picture in a page, where its styles and names cannot meet another's.
fn as_image(svg: &str) -> String {
    use base64::Engine as _;
    format!("data:image/svg+xml;base64,{}", base64::engine::general_purpose::STANDARD.encode(svg))
}

/// What a picture says of itself.
fn description(svg: &str) -> String {
    let text = svg.split_once("<desc>").and_then(|(_, rest)| rest.split_once("</desc>"));
    let text = text.map(|(text, _)| text).unwrap_or_default();
    let plain = Value::from(text);
    plain.as_str().unwrap_or_default().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
