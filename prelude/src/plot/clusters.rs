//! Charts that judge clusters.

use ferrolab_charts::kinds::{Elbow, Silhouette};
use polars::prelude::DataFrame;

use super::Figure;
use super::figure::unnamed;
use super::source::PlotData;
use crate::array::{AsFeatures, AsLabels, AsNumbers};
use crate::error::Result;
use crate::frame::column;
use crate::metrics;

/// How well each sample lies in its cluster, −1 to 1, sorted within each; the dashed line is the mean.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let model = KMeans::new(3).seed(1).fit(&iris())?;
/// assert!(plot::silhouette(&iris(), &model.labels())?.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`metrics::silhouette_samples`](crate::metrics::silhouette_samples).
pub fn silhouette(x: impl AsFeatures, labels: impl AsLabels) -> Result<Figure> {
    silhouette_of(&x, &labels)
}

fn silhouette_of(x: &dyn AsFeatures, labels: &dyn AsLabels) -> Result<Figure> {
    let features = x.features()?;
    let values = metrics::silhouette_samples(&features, labels)?;
    let groups = super::style::groups_of(labels.plot_column(None)?);
    let kind = Silhouette { values: values.to_vec(), clusters: groups.codes, names: groups.names };
    Ok(Figure::new().with(unnamed(kind)))
}

/// The inertia for each number of clusters with the knee marked, from
/// [`elbow`](crate::cluster::elbow())'s table.
///
/// ```
/// use ferrolab_prelude::prelude::*;
///
/// let figure = plot::elbow(&elbow(&iris(), 1..=6, 0)?)?;
/// assert!(figure.to_svg().contains("<svg"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`Error::ColumnNotFound`](crate::Error::ColumnNotFound) for another table.
pub fn elbow(table: &DataFrame) -> Result<Figure> {
    let values = |name: &str| -> Result<Vec<f64>> {
        Ok(column(table, name)?.as_materialized_series().numbers()?.values.into_owned())
    };
    let silhouette = table.column("silhouette").is_ok().then(|| values("silhouette")).transpose()?;
    Ok(Figure::new().with(unnamed(Elbow { k: values("k")?, inertia: values("inertia")?, silhouette })))
}
