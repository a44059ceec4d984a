//! Models, each as scikit-learn's users would write it. The data are simulated alike on both sides: the
//! time of a fit depends on their shape.

use super::super::cells::Code;
use super::super::contender::Contender;
use super::super::row::Target;
use super::Task;

const AS_SCIKIT_LEARN: &[Target] = &[Target::Faster { times: 1.0, than: Contender::Ipykernel }];

const fn task(name: &'static str, setup: Code, cell: Code) -> Task {
    Task { name, setup, cell, targets: AS_SCIKIT_LEARN }
}

pub const TASKS: [Task; 12] = [
    task(
        "ordinary least squares, 100,000 × 50",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (100_000, 50), 1)?;
let w = np::random::normal(0.0, 1.0, 50, 2)?;
let y = x.dot(&w) + np::random::normal(0.0, 1.0, 100_000, 3)?;",
            "import numpy as np
from sklearn.linear_model import LinearRegression
rng = np.random.default_rng(1)
x = rng.normal(size=(100_000, 50)); y = x @ rng.normal(size=50) + rng.normal(size=100_000)",
        ),
        Code::prelude("let model = LinearRegression::new().fit((&x, &y))?;", "model = LinearRegression().fit(x, y)"),
    ),
    task(
        "logistic regression, 100,000 × 20",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (100_000, 20), 1)?;
let w = np::random::normal(0.0, 1.0, 20, 2)?;
let y = (x.dot(&w) + np::random::normal(0.0, 2.0, 100_000, 3)?).mapv(|v| f64::from(v > 0.0));",
            "from sklearn.linear_model import LogisticRegression
x = rng.normal(size=(100_000, 20))
y = (x @ rng.normal(size=20) + rng.normal(0, 2, 100_000) > 0).astype(int)",
        ),
        Code::prelude(
            "let model = LogisticRegression::new().fit((&x, &y))?;",
            "model = LogisticRegression().fit(x, y)",
        ),
    ),
    task(
        "random forest of 100 trees, 50,000 × 20",
        Code::prelude(
            "let (x, y) = (x.slice(s![..50_000, ..]).to_owned(), y.slice(s![..50_000]).to_owned());",
            "from sklearn.ensemble import RandomForestClassifier
x, y = x[:50_000].copy(), y[:50_000].copy()",
        ),
        Code::prelude(
            "let model = RandomForestClassifier::new().n_estimators(100).seed(1).fit((&x, &y))?;",
            "model = RandomForestClassifier(100, n_jobs=-1, random_state=1).fit(x, y)",
        ),
    ),
    task(
        "gradient boosting of 100 trees, 100,000 × 20",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (100_000, 20), 1)?;
let y = (x.dot(&w) + np::random::normal(0.0, 2.0, 100_000, 3)?).mapv(|v| f64::from(v > 0.0));",
            "from sklearn.ensemble import HistGradientBoostingClassifier
x = rng.normal(size=(100_000, 20))
y = (x @ rng.normal(size=20) + rng.normal(0, 2, 100_000) > 0).astype(int)",
        ),
        Code::prelude(
            "let model = HistGradientBoostingClassifier::new().max_iter(100).early_stopping(false).seed(1).fit((&x, &y))?;",
            "model = HistGradientBoostingClassifier(max_iter=100, early_stopping=False, random_state=1).fit(x, y)",
        ),
    ),
    task(
        "k-means, 200,000 × 10, k = 8",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (200_000, 10), 1)?;",
            "from sklearn.cluster import KMeans
x = rng.normal(size=(200_000, 10))",
        ),
        Code::prelude(
            "let model = KMeans::new(8).n_init(1).seed(1).fit(&x)?;",
            "model = KMeans(8, n_init=1, random_state=1).fit(x)",
        ),
    ),
    task(
        "DBSCAN, 20,000 × 2",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (20_000, 2), 1)?;",
            "from sklearn.cluster import DBSCAN
x = rng.normal(size=(20_000, 2))",
        ),
        Code::prelude(
            "let model = Dbscan::new().eps(0.1).min_samples(10).fit(&x)?;",
            "model = DBSCAN(eps=0.1, min_samples=10, n_jobs=-1).fit(x)",
        ),
    ),
    task(
        "t-SNE, 2,000 × 20",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (2_000, 20), 1)?;",
            "from sklearn.manifold import TSNE
x = rng.normal(size=(2_000, 20))",
        ),
        Code::prelude("let z = Tsne::new().random_start(1).fit_transform(&x)?;", "z = TSNE(init=\"random\", n_jobs=-1, random_state=1).fit_transform(x)"),
    ),
    task(
        "5 folds of a pipeline, 50,000 × 20",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (50_000, 20), 1)?;
let y = (x.dot(&w) + np::random::normal(0.0, 2.0, 50_000, 3)?).mapv(|v| f64::from(v > 0.0));
let pipeline = Pipeline::new().step(\"scale\", StandardScaler::new()).step(\"model\", LogisticRegression::new());",
            "from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
x = rng.normal(size=(50_000, 20))
y = (x @ rng.normal(size=20) + rng.normal(0, 2, 50_000) > 0).astype(int)
pipeline = make_pipeline(StandardScaler(), LogisticRegression())",
        ),
        Code::prelude(
            "let scores = cross_val_score(&pipeline, (&x, &y), 5)?;",
            "scores = cross_val_score(pipeline, x, y, cv=5, n_jobs=-1)",
        ),
    ),
    task(
        "k nearest neighbours, 20,000 × 10, predicts 5,000",
        Code::prelude(
            "let (x, y) = (x.slice(s![..20_000, ..10]).to_owned(), y.slice(s![..20_000]).to_owned());
let new = np::random::normal(0.0, 1.0, (5_000, 10), 4)?;",
            "from sklearn.neighbors import KNeighborsClassifier
x, y, new = x[:20_000, :10].copy(), y[:20_000].copy(), rng.normal(size=(5_000, 10))",
        ),
        Code::prelude(
            "let classes = KNeighborsClassifier::new().fit((&x, &y))?.predict(&new)?;",
            "classes = KNeighborsClassifier(5, n_jobs=-1).fit(x, y).predict(new)",
        ),
    ),
    task(
        "support vectors with an RBF kernel, 5,000 × 10",
        Code::prelude(
            "let (x, y) = (x.slice(s![..5_000, ..]).to_owned(), y.slice(s![..5_000]).to_owned());",
            "from sklearn.svm import SVC
x, y = x[:5_000].copy(), y[:5_000].copy()",
        ),
        Code::prelude("let model = Svc::new().fit((&x, &y))?;", "model = SVC().fit(x, y)"),
    ),
    task(
        "Gaussian mixture, 50,000 × 5, 4 components",
        Code::prelude(
            "let x = np::random::normal(0.0, 1.0, (50_000, 5), 1)?;",
            "from sklearn.mixture import GaussianMixture
x = rng.normal(size=(50_000, 5))",
        ),
        Code::prelude(
            "let model = GaussianMixture::new(4).seed(1).fit(&x)?;",
            "model = GaussianMixture(4, random_state=1).fit(x)",
        ),
    ),
    task(
        "isolation forest of 100 trees, 50,000 × 5",
        Code::NONE,
        Code::prelude(
            "let model = IsolationForest::new().seed(1).fit(&x)?;",
            "from sklearn.ensemble import IsolationForest
model = IsolationForest(n_estimators=100, random_state=1, n_jobs=-1).fit(x)",
        ),
    ),
];
