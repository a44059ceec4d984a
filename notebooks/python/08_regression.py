"""What is a house worth? 08_regression.ipynb with pandas, scikit-learn and statsmodels."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyRegressor
from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import ElasticNetCV, LassoCV, LinearRegression, RidgeCV
from sklearn.metrics import mean_absolute_percentage_error, r2_score
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeRegressor
import statsmodels.api as sm

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Look
houses = pd.read_csv(DATA / "houses.csv", parse_dates=["sale_date"])
houses.info()
print(houses.isna().sum())

houses["years"] = (houses["sale_date"] - pd.Timestamp("2021-01-01")).dt.days / 365.25
houses["ln_area"] = np.log(houses["living_area"])
houses["ln_price"] = np.log(houses["price"])
houses["land_area"] = houses["land_area"].fillna(0)
houses["energy_class"] = houses["energy_class"].fillna("null")
houses["garage"] = houses["garage"].astype(float)
print(houses[["years", "ln_area", "ln_price", "land_area"]].describe())

for name, part in houses.groupby("neighbourhood"):
    plt.scatter(part["living_area"], part["price"], s=12, label=name)
plt.title("Larger is dearer, and the spread grows with the price")
plt.xlabel("living area (m²)")
plt.ylabel("price")
plt.legend()
show()

# 2 · Split by time, and ask how well nothing does
houses = houses.sort_values("sale_date", kind="stable")
cut = len(houses) * 3 // 4
train, test = houses[:cut], houses[cut:]
print(f"{len(train)} sales to learn from, {len(test)} to be judged on")
print(f"the examination begins on {test['sale_date'].iloc[0].date()}")

actual = test["price"].to_numpy()
dummy = DummyRegressor(strategy="median").fit(train[["living_area"]], train["price"])
error = mean_absolute_percentage_error(actual, dummy.predict(test[["living_area"]]))
print(f"always the median: wrong by {100 * error:.1f} % on average")

# 3 · A straight line, and what its mistakes say
numbers = ["living_area", "land_area", "rooms", "bathrooms", "year_built",
           "distance_km", "garage", "years"]
words = ["neighbourhood", "house_type", "condition", "energy_class"]
prepare = ColumnTransformer([
    ("numbers", StandardScaler(), numbers),
    ("words", OneHotEncoder(drop="first"), words),
])
line = make_pipeline(prepare, LinearRegression()).fit(train, train["price"])
said = line.predict(test)
print(f"R² {r2_score(actual, said):.3f}")
print(f"wrong by {100 * mean_absolute_percentage_error(actual, said):.1f} % on average")

plt.scatter(said, actual - said, s=12)
plt.axhline(0, color="C1")
plt.title("What the straight line leaves over")
plt.xlabel("forecast")
plt.ylabel("price − forecast")
show()

numbers = ["ln_area", "land_area", "rooms", "bathrooms", "year_built",
           "distance_km", "garage", "years"]
prepare = ColumnTransformer([
    ("numbers", StandardScaler(), numbers),
    ("words", OneHotEncoder(drop="first"), words),
])
log_line = make_pipeline(prepare, LinearRegression()).fit(train, train["ln_price"])
said = np.exp(log_line.predict(test))
print(f"wrong by {100 * mean_absolute_percentage_error(actual, said):.1f} % on average")

plt.scatter(said, (actual - said) / said * 100, s=12)
plt.axhline(0, color="C1")
plt.title("On the logarithm, a cloud")
plt.xlabel("forecast")
plt.ylabel("price − forecast, in % of the forecast")
show()

# 4 · What is a garage worth?
x = pd.get_dummies(train[numbers + words], columns=words, drop_first=True, dtype=float)
ols = sm.OLS(train["ln_price"], sm.add_constant(x)).fit()
print(ols.summary().tables[1])

# 5 · Shorter leashes, and trees
boosting = HistGradientBoostingRegressor()
models = {
    "least squares": LinearRegression(),
    "ridge": RidgeCV(),
    "lasso": LassoCV(),
    "elastic net": ElasticNetCV(l1_ratio=[0.2, 0.5, 0.8]),
    "one tree": DecisionTreeRegressor(max_depth=8),
    "forest": RandomForestRegressor(random_state=0, n_jobs=-1),
    "boosting": boosting,
}
for name, model in models.items():
    fitted = make_pipeline(prepare, model).fit(train, train["ln_price"])
    error = mean_absolute_percentage_error(actual, np.exp(fitted.predict(test)))
    print(f"{name:<14} wrong by {100 * error:>4.1f} %")

fitted = make_pipeline(prepare, boosting).fit(train, train["ln_price"])
trees = test["ln_price"] - fitted.predict(test)
lines = test["ln_price"] - log_line.predict(test)
print(f"boosting says {100 * trees.mean():.1f} % too little")
print(f"the line says {100 * lines.mean():.1f} % too little")

lasso = make_pipeline(prepare, LassoCV()).fit(train, train["ln_price"])
weights = pd.Series(lasso[-1].coef_, index=prepare.fit(train).get_feature_names_out())
print(weights[weights.abs() < 0.003])

# 6 · The truth
RULE = {"ln_area": 0.85, "distance_km": -0.03, "garage": 0.07, "years": 0.05}
interval = ols.conf_int()
for name, truth in RULE.items():
    low, high = interval.loc[name]
    hit = low <= truth <= high
    print(f"{name:<12} {low:>7.3f} to {high:>6.3f}   truth {truth:>5.2f}   {hit}")

# 7 · A range that keeps its promise
model = make_pipeline(prepare, LinearRegression())
unseen = cross_val_predict(model, train, train["ln_price"], cv=5)
reach = np.quantile(np.abs(train["ln_price"] - unseen), 0.9)
share = 100 * np.mean(np.abs(lines) <= reach)
print(f"from {100 * (1 - np.exp(-reach)):.1f} % below")
print(f"to {100 * (np.exp(reach) - 1):.1f} % above the forecast")
print(f"{share:.1f} % of the new sales are inside")

middle = log_line.predict(test[:40])
order = np.argsort(middle)
plt.plot(np.exp(middle[order]), label="forecast and range")
below, above = np.exp(middle[order] - reach), np.exp(middle[order] + reach)
plt.fill_between(range(40), below, above, alpha=0.2)
plt.scatter(range(40), actual[:40][order], s=12, label="price")
plt.title("Forty sales and their ranges")
plt.xlabel("houses, by their forecast")
plt.ylabel("price")
plt.legend()
show()

house = pd.DataFrame({
    "ln_area": [np.log(115)], "land_area": [200], "rooms": [5],
    "bathrooms": [2], "year_built": [1990], "distance_km": [4.0],
    "garage": [1.0], "years": [3.45], "energy_class": ["null"],
    "neighbourhood": ["Riverside"], "house_type": ["terraced"],
    "condition": ["good"],
})
middle = log_line.predict(house)[0]
print(f"about {np.exp(middle) / 1e3:.0f} thousand")
low, high = np.exp(middle - reach) / 1e3, np.exp(middle + reach) / 1e3
print(f"between {low:.0f} and {high:.0f} thousand")
