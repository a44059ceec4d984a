"""What is a square metre worth, if four people typed the table?

The work of 04_cleaning.ipynb with pandas and scikit-learn.
"""

import difflib
import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import RandomForestRegressor
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer, KNNImputer, SimpleImputer
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.neighbors import KNeighborsRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Look before you clean
raw = pd.read_csv(DATA / "houses_raw.csv")
raw.info()

# 2 · Names and rows
named = raw.rename(
    columns=lambda name: name.lower().replace(" ", "_").strip("?")
    .replace("(", "").replace(")", "")
)
rows = named.drop_duplicates()
sales = rows.drop_duplicates("sale_id").reset_index(drop=True)
print(f"{len(named)} rows, {len(rows)} different, {len(sales)} sales")
twice = rows[rows.duplicated("sale_id", keep=False)]
print(twice[["sale_id", "neighbourhood", "price"]].head(4))

# 3 · Types
dates = pd.to_datetime(sales["date_of_sale"], format="mixed", dayfirst=True)
dated = sales.assign(date_of_sale=dates)
digits = dated["price"].str.replace("[€,]|EUR", "", regex=True)
price = pd.to_numeric(digits, errors="coerce")
bad = price.isna() & dated["price"].notna()
print(f"{bad.sum()} not read")
print(dated.loc[bad, "price"].value_counts())

typed = dated.assign(price=price)
words = {"yes": True, "y": True, "true": True, "1": True,
         "no": False, "n": False, "false": False, "0": False}
typed["garage"] = typed["garage"].str.lower().map(words)
typed["distance_km"] = typed["distance_km"].where(typed["distance_km"] != -1)
for column in ["garage", "distance_km", "price"]:
    print(column, dated[column].dtype, typed[column].dtype,
          dated[column].isna().sum(), typed[column].isna().sum())

# 4 · Spelling
tidy = typed["neighbourhood"].str.strip().str.title()
even = typed.assign(neighbourhood=tidy)
print(f"{typed['neighbourhood'].nunique()} spellings, "
      f"then {even['neighbourhood'].nunique()}")
counts = even["neighbourhood"].value_counts()
frequent = list(counts.index[counts > 100])
meant = {}
for name in counts.index[counts <= 100]:
    for close in difflib.get_close_matches(name, frequent, n=1, cutoff=0.8):
        meant[name] = close
print(meant)

spelt = even.replace({"neighbourhood": meant})
print(f"{spelt['neighbourhood'].nunique()} spellings")


# 5 · Values that cannot be
def euros_per_m2(df, area):
    known = df.dropna(subset=[area, "price"])
    return np.polyfit(known[area], known["price"], 1)[0]


clean = pd.read_csv(DATA / "houses.csv")
print(f"as typed:  {euros_per_m2(spelt, 'living_area_m2'):.0f} euros")
print(f"the truth: {euros_per_m2(clean, 'living_area'):.0f} euros")

for agent, part in spelt.groupby("agent"):
    plt.scatter(part["living_area_m2"], part["price"], s=12, alpha=0.6,
                label=agent)
plt.xscale("log")
plt.yscale("log")
plt.title("Two kinds of mistakes, and who makes one of them")
plt.xlabel("living area as typed (m²)")
plt.ylabel("price (euros)")
plt.legend()
show()


def bounds(x, rule, limit):
    if rule == "ZScore":
        return x.mean() - limit * x.std(), x.mean() + limit * x.std()
    if rule == "Iqr":
        low, high = x.quantile([0.25, 0.75])
        return low - limit * (high - low), high + limit * (high - low)
    deviation = (x - x.median()).abs().median() / 0.6745
    return x.median() - limit * deviation, x.median() + limit * deviation


truth = clean[["sale_id", "living_area", "price"]]
truth = truth.rename(columns={"price": "true_price"})
checked = spelt.merge(truth, on="sale_id", how="left")
checked = checked.dropna(subset=["living_area_m2", "price"])
checked["log_rate"] = np.log10(checked["price"] / checked["living_area_m2"])
wrong = ((checked["price"] != checked["true_price"])
         | (checked["living_area_m2"] != checked["living_area"]))
print(f"{wrong.sum()} of {len(wrong)} rows are wrong")
for column in ["price", "living_area_m2", "log_rate"]:
    for rule, limit in [("ZScore", 3.0), ("Iqr", 1.5), ("Mad", 3.5)]:
        low, high = bounds(checked[column], rule, limit)
        flags = ~checked[column].between(low, high)
        found = (flags & wrong).sum()
        print(f"{column:<14} {rule:<6} finds {found:>2}, "
              f"accuses {flags.sum() - found:>2}")

rate = spelt["price"] / spelt["living_area_m2"]
area, price = spelt["living_area_m2"], spelt["price"]
repaired = spelt.assign(
    area=area.where(~(rate < 800), area / 10.764),
    price=price.where(~(rate > 10_000), price / 10),
)
low, high = bounds(checked["log_rate"], "Iqr", 1.5)
dropped = checked[checked["log_rate"].between(low, high)]
print(f"dropped:  {euros_per_m2(dropped, 'living_area_m2'):.0f} euros")
print(f"repaired: {euros_per_m2(repaired, 'area'):.0f} euros")

# 6 · Gaps
repaired["area"].isna().groupby(repaired["rooms"]).mean().plot.bar()
plt.title("The area is missing where there is much of it")
plt.xlabel("rooms")
plt.ylabel("share without an area")
show()

known = repaired.merge(truth, on="sale_id", how="left")
known = known.dropna(subset=["price"]).reset_index(drop=True)
x = known[["area", "rooms", "bathrooms", "price"]]
scaler = StandardScaler().fit(x)
scaled = KNNImputer().fit_transform(scaler.transform(x))
by_type = known.groupby("house_type")["area"].transform("median")
ways = {
    "mean": x["area"].fillna(x["area"].mean()),
    "median": x["area"].fillna(x["area"].median()),
    "type": x["area"].fillna(by_type),
    "neighbours": KNNImputer().fit_transform(x)[:, 0],
    "scaled": scaler.inverse_transform(scaled)[:, 0],
    "regression": IterativeImputer().fit_transform(x)[:, 0],
}
true_area = known["living_area"]
gap = x["area"].isna()
print(f"{'':<11} error   mean  spread")
for name, filled in ways.items():
    error = np.sqrt(((filled - true_area)[gap] ** 2).mean())
    print(f"{name:<11} {error:>5.1f} {filled.mean():>6.1f} "
          f"{np.std(filled):>7.1f}")
for name, area in [("dropped", x["area"]), ("the truth", true_area)]:
    print(f"{name:<11} {area.mean():>12.1f} {area.std(ddof=0):>7.1f}")

figure, axes = plt.subplots(1, 3, figsize=(10, 3.4))
for ax, name in zip(axes, ["mean", "type", "scaled"]):
    ax.scatter(true_area[gap], ways[name][gap], s=12)
    ax.axline((100, 100), slope=1)
    ax.set_title(name)
    ax.set_xlabel("true area")
    ax.set_ylabel("filled in")
show()

# 7 · Scales
houses = repaired.dropna(subset=["price"]).reset_index(drop=True)


def error(prepare, model, houses):
    both = make_pipeline(prepare, model)
    folds = KFold(5, shuffle=True, random_state=1)
    scores = cross_val_score(both, houses, houses["price"], cv=folds,
                             scoring="neg_mean_absolute_error")
    return -scores.mean()


models = {
    "line": LinearRegression(),
    "ridge": Ridge(alpha=100),
    "neighbours": KNeighborsRegressor(n_neighbors=10),
    "forest": RandomForestRegressor(random_state=1, n_jobs=-1),
}
numbers = ["area", "rooms", "bathrooms", "distance_km"]
scalers = {
    "unscaled": FunctionTransformer(),
    "standard": StandardScaler(),
    "min-max": MinMaxScaler(),
    "robust": RobustScaler(),
}
for name, model in models.items():
    for label, scaler in scalers.items():
        way = make_pipeline(SimpleImputer(), scaler)
        off = error(ColumnTransformer([("n", way, numbers)]), model, houses)
        print(f"{name:<10} {label:<9} {off:>6.0f}")

metres = houses.assign(distance_km=houses["distance_km"] * 1000)
for label, scaler in scalers.items():
    way = make_pipeline(SimpleImputer(), scaler)
    way = ColumnTransformer([("n", way, numbers)])
    off = error(way, models["neighbours"], metres)
    print(f"neighbours {label:<9} {off:>6.0f}")

# 8 · Words into numbers
scale = make_pipeline(SimpleImputer(), StandardScaler())
words = ["neighbourhood", "house_type"]


class FrequencyEncoder(TransformerMixin, BaseEstimator):
    def fit(self, x, y=None):
        self.shares_ = {c: x[c].value_counts(normalize=True) for c in x}
        return self

    def transform(self, x):
        return np.column_stack([x[c].map(self.shares_[c]) for c in x])


for name, encoder in {
    "left out": "drop",
    "a number": OrdinalEncoder(),
    "one-hot": OneHotEncoder(),
    "frequency": FrequencyEncoder(),
    "target": TargetEncoder(target_type="continuous"),
}.items():
    way = ColumnTransformer([("n", scale, numbers), ("w", encoder, words)])
    line = error(way, models["line"], houses)
    forest = error(way, models["forest"], houses)
    print(f"{name:<10} line {line:>6.0f}   forest {forest:>6.0f}")

# 9 · What must not leak
columns = ["area", "rooms", "bathrooms", "price"]
filled = IterativeImputer().set_output(transform="pandas")
filled = filled.fit_transform(houses[columns])
line = make_pipeline(IterativeImputer(), LinearRegression())
for name, table in [("filled before", filled), ("in the folds", houses)]:
    x = table[columns[:3]]
    guess = cross_val_predict(line, x, houses["price"], cv=5)
    off = np.abs(guess - houses["price"])
    print(f"{name:<14} all {off.mean():>6.0f}   gaps {off[gap].mean():>6.0f}")

# 10 · What it was worth
energy = OrdinalEncoder(categories=[[*"ABCDEFG", np.nan]])
prepare = ColumnTransformer([
    ("numbers", make_pipeline(StandardScaler(), KNNImputer()), numbers),
    ("energy", make_pipeline(energy, SimpleImputer()), ["energy_class"]),
    ("words", OneHotEncoder(handle_unknown="ignore"), words),
])

exam = clean.rename(columns={"living_area": "area"}).query("sale_id > 1000")
as_typed = typed.rename(columns={"living_area_m2": "area"})
errors = {}
for name, model in models.items():
    for state, table in [("as typed", as_typed), ("cleaned", repaired)]:
        train = table.dropna(subset=["price"]).query("sale_id <= 1000")
        fitted = make_pipeline(clone(prepare), clone(model))
        fitted.fit(train, train["price"])
        off = mean_absolute_error(exam["price"], fitted.predict(exam))
        print(f"{name:<10} {state:<9} off by {off:>6.0f} euros")
        errors[name, state] = off
pd.Series(errors).unstack().plot.bar()
plt.title("What cleaning was worth")
plt.ylabel("mean error (euros)")
show()
