"""A hundred mediocre judges: the work of 13_ensembles.ipynb with scikit-learn."""

import io
import time

import matplotlib
import numpy as np
import pandas as pd
import shap
from sklearn.datasets import make_friedman1
from sklearn.ensemble import (
    BaggingRegressor,
    GradientBoostingRegressor,
    HistGradientBoostingRegressor,
    RandomForestRegressor,
)
from sklearn.inspection import partial_dependence, permutation_importance
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score, root_mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeRegressor, plot_tree

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · A formula in disguise
features, target = make_friedman1(n_samples=1200, noise=1.0, random_state=1)
x, x_test, y, y_test = train_test_split(
    features, target, test_size=0.25, random_state=0
)
line = LinearRegression().fit(x, y)
tree = DecisionTreeRegressor(random_state=0).fit(x, y)
for name, model in [("line", line), ("tree", tree)]:
    on_train = root_mean_squared_error(y, model.predict(x))
    on_test = root_mean_squared_error(y_test, model.predict(x_test))
    print(f"{name}  error on what it knows {on_train:.2f}, on new data {on_test:.2f}")

plot_tree(DecisionTreeRegressor(max_depth=2).fit(x, y))
show()

# 2 · Bagging: let each judge see something else
n = len(x)
rng = np.random.default_rng(3)
total = np.zeros(len(x_test))
alone, together = [], []
for k in range(1, 101):
    rows = rng.integers(0, n, n)
    said = DecisionTreeRegressor().fit(x[rows], y[rows]).predict(x_test)
    total += said
    alone.append(root_mean_squared_error(y_test, said))
    together.append(root_mean_squared_error(y_test, total / k))
print(f"a tree alone, on average {np.mean(alone):.2f}")
print(f"a hundred together       {together[-1]:.2f}")
plt.plot(range(1, 101), alone, label="each tree alone")
plt.plot(range(1, 101), together, label="the mean of all so far")
plt.title("The crowd is wiser than any of its members")
plt.xlabel("trees")
plt.ylabel("error on new data")
plt.legend()
show()

for share in [1.0, 0.7, 0.5, 0.33, 0.1]:
    forest = RandomForestRegressor(
        max_features=share, oob_score=True, random_state=0, n_jobs=-1
    ).fit(x, y)
    said = forest.predict(x_test)
    print(
        f"{100 * share:>3.0f} % of the columns: "
        f"error {root_mean_squared_error(y_test, said):.2f}, "
        f"R² {r2_score(y_test, said):.3f}, out-of-bag R² {forest.oob_score_:.3f}"
    )


# 3 · How much faster is a library? The tree by hand, with NumPy doing the inner loop.
def grow(x, y):
    n, total = len(y), y.sum()
    best, column, cut = total * total / n + 1e-9, 0, None
    for j in range(x.shape[1]):
        order = np.argsort(x[:, j])
        values = x[order, j]
        left = np.cumsum(y[order])[:-1]
        k = np.arange(1, n)
        gain = left**2 / k + (total - left) ** 2 / (n - k)
        gain[values[1:] <= values[:-1]] = -np.inf
        if n > 1 and gain.max() > best:
            at = gain.argmax()
            best, column, cut = gain[at], j, (values[at] + values[at + 1]) / 2
    if cut is None:
        return total / n
    left = x[:, column] <= cut
    return column, cut, grow(x[left], y[left]), grow(x[~left], y[~left])


def follow(node, row):
    while isinstance(node, tuple):
        column, cut, left, right = node
        node = left if row[column] <= cut else right
    return node


started = time.perf_counter()
trees = []
for _ in range(50):
    rows = rng.integers(0, n, n)
    trees.append(grow(x[rows], y[rows]))
by_hand = time.perf_counter() - started
said = [np.mean([follow(tree, row) for tree in trees]) for row in x_test]
started = time.perf_counter()
for seed in range(50):
    BaggingRegressor(n_estimators=1, random_state=seed).fit(x, y)
one_core = time.perf_counter() - started
started = time.perf_counter()
forest = RandomForestRegressor(n_estimators=50, n_jobs=-1).fit(x, y)
library = time.perf_counter() - started
print(
    f"error by hand {root_mean_squared_error(y_test, said):.2f}, "
    f"library {root_mean_squared_error(y_test, forest.predict(x_test)):.2f}"
)
print(f"by hand: {1e3 * by_hand:.0f} ms")
print(
    f"library: {by_hand / one_core:.1f} times as fast tree by tree, "
    f"{by_hand / library:.1f} times as a forest"
)

# 4 · Boosting: mend the mistakes of those before
known, new = np.full(n, y.mean()), np.full(len(x_test), y.mean())
on_train, on_test = [], []
for _ in range(300):
    tree = DecisionTreeRegressor(max_depth=3).fit(x, y - known)
    known += 0.1 * tree.predict(x)
    new += 0.1 * tree.predict(x_test)
    on_train.append(root_mean_squared_error(y, known))
    on_test.append(root_mean_squared_error(y_test, new))
print(
    f"after 300 rounds {on_test[-1]:.3f} on new data, "
    f"{on_train[-1]:.3f} on what it knows"
)
plt.plot(on_test, label="new data")
plt.plot(on_train, label="what it knows")
plt.title("Boosting, round by round")
plt.xlabel("rounds")
plt.ylabel("error")
plt.legend()
show()

boosted = GradientBoostingRegressor(n_estimators=300, random_state=0).fit(x, y)
hist = HistGradientBoostingRegressor().fit(x, y)
for name, said in [
    ("by hand", new),
    ("library", boosted.predict(x_test)),
    ("histogram", hist.predict(x_test)),
]:
    print(f"{name:<10} {root_mean_squared_error(y_test, said):.3f}")

# 5 · Which columns matter?
shuffled = permutation_importance(boosted, x_test, y_test, n_repeats=10, random_state=0)
print(pd.DataFrame({
    "importance": boosted.feature_importances_,
    "R² lost if shuffled": shuffled.importances_mean,
    "±": shuffled.importances_std,
}))

# 6 · How do they matter?
dial = partial_dependence(boosted, x_test, [2], grid_resolution=40)
x2, average = dial["grid_values"][0], dial["average"][0]
truth = 20 * (x2 - 0.5) ** 2
plt.plot(x2, average, label="partial dependence")
shift = average.mean() - truth.mean()
plt.plot(x2, truth + shift, label="20 (x2 − ½)² and a constant")
plt.title("The machine has found the curve")
plt.xlabel("x2")
plt.ylabel("mean answer")
plt.legend()
show()

explainer = shap.TreeExplainer(boosted)
pushes = explainer.shap_values(x_test)
base = float(np.ravel(explainer.expected_value)[0])
answer = boosted.predict(x_test)
print(f"on average {base:.2f}, for this row {answer[0]:.2f}")
print(f"average and pushes together {base + pushes[0].sum():.2f}")
print(pd.DataFrame({"value": x_test[0], "push": pushes[0]}))

print(f"slope {np.polyfit(x_test[:, 3], pushes[:, 3], 1)[0]:.1f}")
plt.scatter(x_test[:, 3], pushes[:, 3], s=12)
plt.title("What x3 pushes, row by row")
plt.xlabel("x3")
plt.ylabel("push")
show()
