//! One example of every kind of chart, as a person would write it here and with matplotlib or seaborn:
//! the gallery shows the one, the bench draws both.

/// An example. The Python form may be empty where the two libraries have no such chart.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    pub title: &'static str,
    pub code: &'static str,
    pub python: &'static str,
}

/// Runs once before the examples.
pub const SETUP: &str = r#"let df = iris().to_frame()?;
let n: usize = 200;
let days: Vec<f64> = (0..n).map(|day| day as f64).collect();
let noise = np::random::normal(0.0, 1.0, n, 1)?;
let walk = np::cumsum(&noise)?;
let wave = Array1::linspace(0.0, 12.0, n).mapv(f64::sin);
let x: Array1<f64> = Array1::linspace(-3.0, 3.0, 60);
let z = Array2::from_shape_fn((60, 60), |(i, j)| (x[i] * x[j]).sin() + 0.1 * x[i] * x[i]);
let million = (np::random::normal(0.0, 1.0, 1_000_000, 2)?, np::random::normal(0.0, 1.0, 1_000_000, 3)?);
let cancer = datasets::breast_cancer();
let (train, test) = train_test_split(&cancer, 0.3, 1)?;
let forest = RandomForestClassifier::new().n_estimators(60).seed(1).fit(&train)?;
let proba = forest.predict_proba(&test)?.column(1).to_owned();
let line = LinearRegression::new().fit(&diabetes())?;
let fitted = line.predict(&diabetes())?;
let clusters = KMeans::new(3).seed(1).fit(&iris())?;
let elbows = elbow(&iris(), 1..=8, 1)?;
let merges = linkage(&iris(), Linkage::Ward)?;
let curve = learning_curve(&Ridge::new(), &diabetes(), 5)?;
let importances = permutation_importance(&line, &diabetes())?;
let dependence = PartialDependence::of("bmi").compute(&line, &diabetes())?;
let few = diabetes().select_rows(&(0..100).collect::<Vec<_>>())?;
let shap = LinearShap::new().explain(&line, &diabetes(), &few)?;
let digits = datasets::digits();
let two = iris().select_features(&["petal length", "petal width"])?;
let regions = LogisticRegression::new().fit(&two)?;
let shares = datasets::stock_prices(60, 1)?.frame;
let prices = shares.lazy().filter(col("ticker").eq(lit("DYNE"))).collect()?;"#;

/// The same names; `benches/charts/pictures.py` puts the very numbers of [`SETUP`] in their place.
pub const PYTHON_SETUP: &str = r#"import io, numpy as np, pandas as pd, matplotlib
matplotlib.use("svg")
import matplotlib.pyplot as plt, seaborn as sns
from sklearn import cluster, datasets as ds, ensemble, inspection, linear_model, metrics, model_selection
sns.set_theme(style="whitegrid")
iris = ds.load_iris(as_frame=True)
df = iris.frame.copy()
df.columns = ["sepal length", "sepal width", "petal length", "petal width", "species"]
df["species"] = df["species"].map(dict(enumerate(iris.target_names)))
n = 200
rng = np.random.default_rng(1)
days = np.arange(n); noise = rng.normal(size=n); walk = noise.cumsum(); wave = np.sin(np.linspace(0, 12, n))
x = np.linspace(-3, 3, 60); z = np.sin(np.outer(x, x)) + 0.1 * x[:, None] ** 2
million = rng.normal(size=1_000_000), rng.normal(size=1_000_000)
cancer = ds.load_breast_cancer()
parts = model_selection.train_test_split(cancer.data, cancer.target, test_size=0.3, random_state=1)
train, test, seen, truth = parts
forest = ensemble.RandomForestClassifier(60, random_state=1).fit(train, seen)
proba, said = forest.predict_proba(test)[:, 1], forest.predict(test)
known, names = ds.load_diabetes().data, ds.load_diabetes().feature_names
observed = ds.load_diabetes().target
line = linear_model.LinearRegression().fit(known, observed)
fitted = line.predict(known)
clusters = cluster.KMeans(3, n_init=1, random_state=1).fit_predict(iris.data)
silhouettes = metrics.silhouette_samples(iris.data, clusters)
inertia = [cluster.KMeans(k, n_init=1, random_state=1).fit(iris.data).inertia_ for k in range(1, 9)]
sizes, learned, judged = model_selection.learning_curve(linear_model.Ridge(), known, observed, cv=5)
importances = inspection.permutation_importance(line, known, observed).importances
found = inspection.partial_dependence(line, known, [2], kind="both")
grid, average, individual = found["grid_values"][0], found["average"][0], found["individual"][0]
across, up = np.linspace(0.5, 7.4, 120), np.linspace(0, 2.7, 120)
two = iris.data.to_numpy()[:, 2:]
places = np.dstack(np.meshgrid(across, up)).reshape(-1, 2)
regions = linear_model.LogisticRegression().fit(two, iris.target).predict(places)
prices = pd.DataFrame({"open": 90 + walk[:59], "close": 90 + walk[1:60]})
prices["low"], prices["high"] = prices.min(axis=1) - 1, prices.max(axis=1) + 1
prices["date"] = pd.bdate_range("2022-01-03", periods=59)
def save():
    plt.savefig(io.BytesIO(), format="svg"); plt.close("all")"#;

macro_rules! charts {
    ($($title:literal: $code:literal, $python:literal;)*) => {
        &[$(Chart { title: $title, code: $code, python: $python }),*]
    };
}

pub const CHARTS: &[Chart] = charts! {
    "Scatter": r#"df.plot().scatter("sepal length", "petal length")?.color_by("species")?"#,
        r#"sns.scatterplot(df, x="sepal length", y="petal length", hue="species")"#;
    "Scatter with sizes and a colour bar": r#"df.plot().scatter("sepal length", "sepal width")?
    .color_by("petal length")?
    .size_by("petal width")?"#,
        r#"sns.scatterplot(df, x="sepal length", y="sepal width", hue="petal length", size="petal width")"#;
    "Regression": r#"df.plot().scatter("petal length", "petal width")?.regression()"#,
        r#"sns.regplot(df, x="petal length", y="petal width")"#;
    "A million points": "plot::scatter(&million.0, &million.1)?",
        "plt.scatter(*million, s=2, rasterized=True)";
    "Line": r#"plot::line(&days, &walk)?.label("walk").line(&days, &wave)?.label("wave")"#,
        r#"plt.plot(days, walk, label="walk"); plt.plot(days, wave, label="wave"); plt.legend()"#;
    "Line with a band": "plot::line(&days, &wave)?.errors(&noise.mapv(f64::abs), &noise.mapv(f64::abs))?",
        r#"plt.plot(days, wave)
plt.fill_between(days, wave - abs(noise), wave + abs(noise), alpha=0.3)"#;
    "Band between two curves": "plot::line(&days, &wave)?.band(&days, &(&wave - 0.5), &(&wave + 0.8))?",
        r#"plt.plot(days, wave)
plt.fill_between(days, wave - 0.5, wave + 0.8, alpha=0.2)"#;
    "Steps": "plot::line(&days, &walk)?.steps()", r#"plt.step(days, walk, where="post")"#;
    "Area": "plot::area(&days, &walk.mapv(f64::abs))?", "plt.fill_between(days, abs(walk))";
    "Bars": r#"df.plot().bar("species", "petal length")?"#, r#"sns.barplot(df, x="species", y="petal length")"#;
    "Bars that lie, with their values": r#"plot::bar(&["tea", "coffee", "water"], &[12.5, 31.0, 22.4])?
    .horizontal()
    .annotate()"#,
        r#"plt.bar_label(plt.barh(["tea", "coffee", "water"], [12.5, 31.0, 22.4]))"#;
    "Counts": r#"df.plot().count("species")?"#, r#"sns.countplot(df, x="species")"#;
    "Histogram": r#"df.plot().hist("petal length")?.color_by("species")?"#,
        r#"sns.histplot(df, x="petal length", hue="species")"#;
    "Density": r#"df.plot().density("petal length")?.color_by("species")?"#,
        r#"sns.kdeplot(df, x="petal length", hue="species", fill=True)"#;
    "Empirical distribution": r#"df.plot().ecdf("petal length")?.color_by("species")?"#,
        r#"sns.ecdfplot(df, x="petal length", hue="species")"#;
    "Boxes": r#"df.plot().box_plot("petal length")?.by("species")?"#,
        r#"sns.boxplot(df, x="species", y="petal length")"#;
    "Violins": r#"df.plot().violin("petal length")?.by("species")?"#,
        r#"sns.violinplot(df, x="species", y="petal length")"#;
    "Strip": r#"df.plot().strip("petal length")?.by("species")?"#,
        r#"sns.stripplot(df, x="species", y="petal length")"#;
    "Swarm": r#"df.plot().swarm("petal length")?.by("species")?"#,
        r#"sns.swarmplot(df, x="species", y="petal length")"#;
    "Heat map": r#"plot::heat_map(&z.slice(s![..12, ..12]))?.annotate()"#,
        r#"sns.heatmap(z[:12, :12], annot=True, fmt=".1f")"#;
    "Correlation": "plot::correlation(&df)?",
        r#"sns.heatmap(df.corr(numeric_only=True), annot=True, cmap="RdBu_r", vmin=-1, vmax=1)"#;
    "Pairs": r#"df.plot().pair_plot(&["sepal length", "petal length", "petal width"])?.color_by("species")?"#,
        r#"sns.pairplot(df[["sepal length", "petal length", "petal width", "species"]], hue="species")"#;
    "Two together": r#"df.plot().joint_plot("sepal length", "petal length")?"#,
        r#"sns.jointplot(df, x="sepal length", y="petal length")"#;
    "Facets": r#"df.plot().facet("species")?.scatter("sepal length", "sepal width")?"#,
        r#"sns.relplot(df, x="sepal length", y="sepal width", col="species")"#;
    "Hexagons": "plot::hexbin(&million.0, &million.1)?", "plt.hexbin(*million, gridsize=40); plt.colorbar()";
    "Contour": "plot::contour(&x, &x, &z)?", "plt.contour(x, x, z); plt.colorbar()";
    "Filled contour": "plot::filled_contour(&x, &x, &z)?", "plt.contourf(x, x, z); plt.colorbar()";
    "Pie": r#"plot::pie(&["solar", "wind", "water", "gas"], &[34.0, 28.0, 21.0, 17.0])?"#,
        r#"plt.pie([34, 28, 21, 17], labels=["solar", "wind", "water", "gas"], autopct="%.0f%%")"#;
    "Donut": r#"plot::pie(&["solar", "wind", "water", "gas"], &[34.0, 28.0, 21.0, 17.0])?.hole(0.55)"#,
        r#"plt.pie([34, 28, 21, 17], labels=["solar", "wind", "water", "gas"], wedgeprops={"width": 0.45})"#;
    "Candlesticks": r#"prices.plot().candlestick("date", "open", "high", "low", "close")?"#,
        r#"colors = np.where(prices["close"] >= prices["open"], "tab:green", "tab:red")
plt.vlines(prices["date"], prices["low"], prices["high"], color=colors)
plt.bar(prices["date"], prices["close"] - prices["open"], 0.8, bottom=prices["open"], color=colors)"#;
    "Scatter in space": r#"df.plot().scatter_3d("sepal length", "sepal width", "petal length")?.color_by("species")?"#,
        r#"axes = plt.figure().add_subplot(projection="3d")
for species, part in df.groupby("species"):
    axes.scatter(part["sepal length"], part["sepal width"], part["petal length"], label=species)
axes.legend()"#;
    "Surface": "plot::surface(&x, &x, &z)?",
        r#"plt.figure().add_subplot(projection="3d").plot_surface(*np.meshgrid(x, x), z, cmap="viridis")"#;
    "Pictures": r#"plot::image_grid(6, (0..6).map(|i| {
    (i.to_string(), digits.features.row(i).to_shape((8, 8)).unwrap().to_owned())
}))?"#,
        r#"for i, axes in enumerate(plt.subplots(1, 6)[1]):
    axes.imshow(ds.load_digits().images[i], cmap="gray"); axes.set_title(i); axes.axis("off")"#;
    "Parallel coordinates": r#"plot::parallel_coordinates(&df)?.color_by("species")?"#,
        r#"import pandas.plotting; pandas.plotting.parallel_coordinates(df, "species")"#;
    "Confusion matrix": "plot::confusion_matrix(&test.target_labels(), &forest.predict_labels(&test)?)?",
        r#"metrics.ConfusionMatrixDisplay.from_predictions(
    truth, said, display_labels=cancer.target_names, cmap="Blues")"#;
    "ROC": "plot::roc(&test.target, &proba)?",
        r#"metrics.RocCurveDisplay.from_predictions(truth, proba, plot_chance_level=True)"#;
    "Precision and recall": "plot::precision_recall(&test.target, &proba)?",
        r#"metrics.PrecisionRecallDisplay.from_predictions(truth, proba, plot_chance_level=True)"#;
    "Calibration": "plot::calibration(&test.target, &proba)?",
        r#"from sklearn.calibration import CalibrationDisplay
CalibrationDisplay.from_predictions(truth, proba, n_bins=10)"#;
    "Residuals": "plot::residuals(&diabetes().target, &fitted)?",
        r#"sns.residplot(x=fitted, y=observed - fitted, lowess=True, line_kws={"color": "r"})"#;
    "Regression report": "plot::regression_report(&diabetes().target, &fitted)?", "";
    "Learning curve": "plot::learning_curve(&curve)?",
        r#"for part, label in [(learned, "training"), (judged, "validation")]:
    mean, deviation = part.mean(axis=1), part.std(axis=1)
    plt.plot(sizes, mean, "o-", label=label)
    plt.fill_between(sizes, mean - deviation, mean + deviation, alpha=0.3)
plt.legend()"#;
    "Importance of features": "importances.plot()",
        r#"order = importances.mean(axis=1).argsort()
plt.barh(np.array(names)[order], importances.mean(axis=1)[order], xerr=importances.std(axis=1)[order])"#;
    "Partial dependence": "dependence.plot()?",
        r#"plt.plot(grid, individual[:50].T, color="tab:blue", alpha=0.2, lw=0.8)
plt.plot(grid, average, color="tab:orange", lw=3)"#;
    "SHAP values": "shap.plot(&few)?", "";
    "One prediction explained": "shap.plot_sample_of(&few, 0)?", "";
    "Regions of a classifier": r#"plot::decision_boundary(&two, |grid| regions.predict(&grid))?
    .scatter(&two.features.column(0), &two.features.column(1))?
    .color_by(&two.target)?"#,
        r#"plt.contourf(across, up, regions.reshape(120, 120), alpha=0.4)
plt.scatter(*two.T, c=iris.target, edgecolor="k")"#;
    "Silhouettes": "plot::silhouette(&iris(), &clusters.labels())?",
        r#"low = 10
for number in range(3):
    part = np.sort(silhouettes[clusters == number])
    plt.fill_betweenx(np.arange(low, low + len(part)), 0, part); low += len(part) + 10
plt.axvline(silhouettes.mean(), color="red", ls="--")"#;
    "Elbow": "plot::elbow(&elbows)?",
        r#"plt.plot(range(1, 9), inertia, "o-")"#;
    "Dendrogram": "plot::dendrogram(&merges)?",
        r#"from scipy.cluster.hierarchy import dendrogram, linkage
dendrogram(linkage(iris.data, "ward"), truncate_mode="lastp", p=30)"#;
    "Lines that point": r#"plot::line(&days, &walk)?
    .hline(0.0)
    .vspan(50.0, 80.0)
    .arrow((120.0, 4.0), (100.0, walk[100]), "half way")"#,
        r#"plt.plot(days, walk); plt.axhline(0); plt.axvspan(50, 80, alpha=0.3)
plt.annotate("half way", (100, walk[100]), (120, 4), arrowprops={})"#;
    "Side by side": r#"plot::subplots(2, [
    df.plot().hist("petal length")?.panel_title("Length"),
    df.plot().box_plot("petal width")?.by("species")?.panel_title("Width"),
])"#,
        r#"axes = plt.subplots(1, 2)[1]
sns.histplot(df, x="petal length", ax=axes[0]); sns.boxplot(df, x="species", y="petal width", ax=axes[1])"#;
};
