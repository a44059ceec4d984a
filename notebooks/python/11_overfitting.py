"""Too much, too little: 11_overfitting.ipynb's work with NumPy and scikit-learn."""

import io

import matplotlib
import numpy as np
from sklearn.datasets import make_friedman1
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import LassoCV, LinearRegression, Ridge, RidgeCV, lasso_path
from sklearn.metrics import root_mean_squared_error
from sklearn.model_selection import learning_curve, train_test_split, validation_curve
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.tree import DecisionTreeRegressor

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Three curves through thirty points
def wave(x):
    return np.sin(2 * x)


rng = np.random.default_rng(3)
x = np.linspace(0, 4, 30)
y = wave(x) + rng.normal(0, 0.3, 30)
x_new = rng.uniform(0, 4, 1000)
y_new = wave(x_new) + rng.normal(0, 0.3, 1000)
grid = np.linspace(0, 4, 200)


def fit(degree, x, y):
    return np.polynomial.Polynomial.fit(x, y, degree)


plt.scatter(x, y, s=12, label="measured")
plt.plot(grid, wave(grid), label="truth")
for degree in [1, 6, 20]:
    curve = fit(degree, x, y)
    known = root_mean_squared_error(y, curve(x))
    new = root_mean_squared_error(y_new, curve(x_new))
    print(f"degree {degree:>2}: on what it knows {known:.2f}, new {new:.2f}")
    plt.plot(grid, curve(grid).clip(-2, 2), label=f"degree {degree}")
plt.title("Too stiff, about right, too wild")
plt.legend()
show()

known, new = [], []
for degree in range(19):
    curve = fit(degree, x, y)
    known.append(root_mean_squared_error(y, curve(x)))
    new.append(root_mean_squared_error(y_new, curve(x_new)))
best = int(np.argmin(new))
print(f"best on new data: degree {best}, error {new[best]:.3f}")
plt.plot(known, label="on what it knows")
plt.plot(np.clip(new, 0, 1), label="new data")
plt.title("One curve falls for ever, the other turns")
plt.xlabel("degree")
plt.ylabel("error (above 1 cut off)")
plt.legend()
show()

# 2 · Bias and variance, lived through
truth = wave(grid)
print("degree  bias²   variance  together")
for degree in [1, 3, 6, 10, 15]:
    curves = np.array(
        [fit(degree, x, wave(x) + rng.normal(0, 0.3, 30))(grid) for _ in range(500)]
    )
    bias = ((curves.mean(axis=0) - truth) ** 2).mean()
    variance = curves.var(axis=0).mean()
    print(f"{degree:>6}  {bias:.4f}  {variance:.4f}    {bias + variance:.4f}")

# 3 · First remedy: more data
features, target = make_friedman1(n_samples=4000, noise=1.0, random_state=2)
sizes = [0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0]
wild_tree = DecisionTreeRegressor()
for name, model in [("tree", wild_tree), ("line", LinearRegression())]:
    rows, on_train, on_test = learning_curve(
        model, features, target, train_sizes=sizes, cv=5
    )
    print(f"R² with all rows: {name} {on_test[-1].mean():.3f}")
    plt.plot(rows, on_train.mean(axis=1), label=f"{name}, known data")
    plt.plot(rows, on_test.mean(axis=1), label=f"{name}, new data")
plt.title("What more data does")
plt.xlabel("training rows")
plt.ylabel("R²")
plt.legend()
show()

# 4 · Second remedy: a penalty on large weights
wild = Pipeline(
    [
        ("powers", PolynomialFeatures(15)),
        ("scale", StandardScaler()),
        ("model", Ridge()),
    ]
)
points = x.reshape(-1, 1)
points_new = x_new.reshape(-1, 1)
alphas = np.logspace(-9, 3, 49)
known, new = [], []
for alpha in alphas:
    fitted = wild.set_params(model__alpha=alpha).fit(points, y)
    known.append(root_mean_squared_error(y, fitted.predict(points)))
    new.append(root_mean_squared_error(y_new, fitted.predict(points_new)))
best = int(np.argmin(new))
for place in [0, best, 48]:
    print(f"alpha {alphas[place]:.0e}: error on new data {new[place]:.3f}")
plt.plot(np.log10(alphas), known, label="known data")
plt.plot(np.log10(alphas), new, label="new data")
plt.title("From too wild (left) to too stiff (right)")
plt.xlabel("logarithm of alpha")
plt.ylabel("error")
plt.legend()
show()

depths = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15]
on_train, on_test = validation_curve(
    wild_tree, features, target, param_name="max_depth", param_range=depths, cv=5
)
print(f"best depth {depths[on_test.mean(axis=1).argmax()]}")
plt.plot(depths, on_train.mean(axis=1), label="known data")
plt.plot(depths, on_test.mean(axis=1), label="new data")
plt.title("Deeper is better, up to a point")
plt.xlabel("depth of the tree")
plt.ylabel("R²")
plt.legend()
show()

# 5 · Third remedy: throw columns out
weights = np.zeros(200)
weights[:5] = [3.0, -2.0, 1.5, -1.0, 1.0]
for n in [100, 5000]:
    features = rng.normal(size=(n + 1000, 200))
    target = features @ weights + rng.normal(size=n + 1000)
    train, test = (features[:n], target[:n]), (features[n:], target[n:])
    print(f"{n} rows, 200 columns")
    for name, model in [
        ("least squares", LinearRegression()),
        ("ridge", RidgeCV(alphas=[0.1, 1, 10, 100])),
        ("lasso", LassoCV()),
    ]:
        model.fit(*train)
        known, new = model.score(*train), model.score(*test)
        print(f"  {name:<14} known {known:.3f}   new {new:.3f}")
    kept = (LassoCV().fit(*train).coef_ != 0).sum()
    print(f"  the lasso keeps {kept} columns")

features = rng.normal(size=(100, 20))
target = features @ weights[:20] + rng.normal(size=100)
strengths, coefficients, _ = lasso_path(features, target, alphas=60)
for j in range(8):
    note = "" if j < 5 else " (useless)"
    plt.plot(-np.log10(strengths), coefficients[j], label=f"x{j}{note}")
plt.title("Who stays longest under pressure")
plt.xlabel("minus logarithm of the penalty")
plt.ylabel("weight")
plt.legend()
show()

# 6 · Fourth remedy: stop in time
features, target = make_friedman1(n_samples=800, noise=5.0, random_state=3)
x_train, x_test, y_train, y_test = train_test_split(
    features, target, test_size=0.5, random_state=0
)
boosting = GradientBoostingRegressor(n_estimators=400, random_state=0)
fitted = boosting.fit(x_train, y_train)
errors = [
    root_mean_squared_error(y_test, said) for said in fitted.staged_predict(x_test)
]
print(f"best after {np.argmin(errors) + 1} rounds: {min(errors):.3f}")
print(f"after all 400:      {errors[-1]:.3f}")
stopped = boosting.set_params(n_iter_no_change=10).fit(x_train, y_train)
error = root_mean_squared_error(y_test, stopped.predict(x_test))
print(f"stopped by itself after {stopped.n_estimators_}: {error:.3f}")
plt.plot(range(1, 401), errors)
plt.title("Boosting past the best moment")
plt.xlabel("rounds")
plt.ylabel("error on new data")
show()
