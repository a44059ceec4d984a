"""How long does a delivery take, and what must one tell a model so that it finds out?

The work of 06_features.ipynb with pandas and scikit-learn.
"""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingRegressor, RandomForestRegressor
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.feature_selection import (
    RFE,
    SelectKBest,
    VarianceThreshold,
    f_classif,
    f_regression,
    mutual_info_classif,
    mutual_info_regression,
)
from sklearn.linear_model import LassoCV, LinearRegression, Ridge, RidgeCV
from sklearn.model_selection import KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    OneHotEncoder,
    PolynomialFeatures,
    StandardScaler,
)

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · The score to beat
rides = pd.read_csv(DATA / "deliveries.csv", parse_dates=["ordered_at"])
rides = rides.fillna({"note": ""})
rides.info()


def rmse(make, model, rides):
    both = make_pipeline(make, model)
    folds = KFold(5, shuffle=True, random_state=1)
    scores = cross_val_score(both, rides, rides["minutes"], cv=folds,
                             scoring="neg_root_mean_squared_error")
    return -scores.mean()


numbers = ["distance_km", "rain_mm", "parcels", "floor"]
line = LinearRegression()
scaled = ("numbers", StandardScaler(), numbers)
plain = ColumnTransformer([scaled])
print(f"always the average {rides['minutes'].std():.2f}")
print(f"four numbers       {rmse(plain, line, rides):.2f}")

# 2 · Time is not a number
rides["hour"] = rides["ordered_at"].dt.hour
rides["weekday"] = rides["ordered_at"].dt.day_of_week + 1
rides.boxplot("minutes", by="hour")
plt.title("Slow at eight in the morning and around five")
plt.xlabel("hour of the order")
plt.ylabel("minutes")
show()


def circle(period):
    def turn(x):
        angle = 2 * np.pi * x.to_numpy() / period
        return np.hstack([np.sin(angle), np.cos(angle)])

    return FunctionTransformer(turn)


rush = rides["hour"].isin([8, 16, 17, 18]) & (rides["weekday"] <= 5)
rides["rush"] = rush
words = OneHotEncoder(drop="first", handle_unknown="ignore")
times = ["hour", "weekday"]
number = ColumnTransformer([scaled, ("time", StandardScaler(), times)])
spoken = ColumnTransformer([scaled, ("rush", words, ["rush"])])
for name, way in {
    "number": number,
    "circle": ColumnTransformer([scaled, ("h", circle(24), ["hour"]),
                                 ("w", circle(7), ["weekday"])]),
    "categories": ColumnTransformer([scaled, ("time", words, times)]),
    "rush hour": spoken,
}.items():
    print(f"{name:<11} {rmse(way, line, rides):.2f}")

# 3 · Products and powers
rushing = ("rush", words, ["rush"])
products = FunctionTransformer(
    lambda x: x.assign(wet_way=x["distance_km"] * x["rain_mm"]))
one_product = ColumnTransformer([rushing, ("numbers", products, numbers)])
powers = ("powers", PolynomialFeatures(2, include_bias=False), numbers)
squares = ColumnTransformer([rushing, powers])
print(f"one product  {rmse(one_product, line, rides):.2f}")
print(f"all squares  {rmse(squares, line, rides):.2f}")

# 4 · Bins
bins = KBinsDiscretizer(5, quantile_method="averaged_inverted_cdf")
binned = ColumnTransformer([
    rushing,
    ("bins", bins, ["distance_km"]),
    ("numbers", StandardScaler(), ["rain_mm", "parcels", "floor"]),
])
print(f"without bins {rmse(spoken, line, rides):.2f}")
print(f"five bins    {rmse(binned, line, rides):.2f}")

# 5 · Text
word = ("note", CountVectorizer(binary=True), "note")
pair = ("note", CountVectorizer(binary=True, ngram_range=(1, 2)), "note")
with_words = ColumnTransformer([rushing, powers, word])
with_pairs = ColumnTransformer([rushing, powers, pair])
for name, way in [("words", with_words), ("pairs", with_pairs)]:
    columns = clone(way).fit_transform(rides).shape[1]
    print(f"{name} {rmse(way, line, rides):.2f}, {columns} columns")

x = with_words.fit_transform(rides)
ridge = Ridge().fit(x, rides["minutes"])
weights = pd.Series(ridge.coef_, with_words.get_feature_names_out())
weights = weights[weights.index.str.startswith("note_")].sort_values()
weights.plot.barh()
plt.title("What a word in the note costs")
plt.xlabel("minutes")
show()

# 6 · Could a cleverer model have found it out?
for name, model in {
    "forest": RandomForestRegressor(200, random_state=1, n_jobs=-1),
    "boosting": GradientBoostingRegressor(random_state=1),
    "line": line,
}.items():
    raw = rmse(number, model, rides)
    ours = rmse(with_words, model, rides)
    print(f"{name:<8}  raw {raw:.2f}  ours {ours:.2f}")

# 7 · Too many
asked = ["distance_km", "rain_mm", "parcels", "floor", "hour", "weekday",
         "rush", "battery", "shoe_size"]
first = make_pipeline(plain, line)
expected = cross_val_predict(first, rides, rides["minutes"], cv=5)
late = rides["minutes"] - expected > 3
x = rides[asked]
both = pd.DataFrame({
    "F": f_classif(x, late)[0],
    "information": mutual_info_classif(x, late, random_state=0),
}, index=asked)
print(both)
both.plot.barh(subplots=True, layout=(1, 2), figsize=(9, 3.2))
show()

few = rides.head(300)
six = ["distance_km", "rain_mm", "parcels", "floor", "battery", "shoe_size"]
others = ["hour", "weekday", "rush", "vehicle"]
everything = ColumnTransformer([
    pair,
    ("powers", PolynomialFeatures(3, include_bias=False), six),
    ("words", OneHotEncoder(handle_unknown="ignore"), others),
], sparse_threshold=0)
every = everything.fit_transform(few)
print(f"{every.shape[0]} deliveries, {every.shape[1]} columns")
scale = StandardScaler()
print(f"{rmse(everything, make_pipeline(scale, line), few):.2f}")

f_test = SelectKBest(f_regression, k=20)
mutual = SelectKBest(mutual_info_regression, k=20)
rfe = RFE(Ridge(), n_features_to_select=20, step=10)
ways = {
    "variance": make_pipeline(VarianceThreshold(0.05), scale, line),
    "F test": make_pipeline(scale, VarianceThreshold(), f_test, line),
    "mutual": make_pipeline(scale, mutual, line),
    "RFE": make_pipeline(scale, rfe, line),
    "ridge": make_pipeline(scale, RidgeCV()),
    "lasso": make_pipeline(scale, LassoCV(max_iter=10_000)),
}
errors = {}
for name, way in ways.items():
    errors[name] = rmse(everything, way, few)
    print(f"{name:<9} {errors[name]:.2f}")
pd.Series(errors).plot.bar()
plt.title("One at a time is not enough")
plt.ylabel("error (minutes)")
show()

kept = VarianceThreshold().fit(every)
f_test.fit(kept.transform(every), few["minutes"])
names = kept.get_feature_names_out(everything.get_feature_names_out())
chosen = names[f_test.get_support()]
with_distance = sum("distance" in name for name in chosen)
print(f"{with_distance} of {len(chosen)} contain the distance")
print(", ".join(chosen[:4]))

# 8 · Choosing before dividing
rng = np.random.default_rng(1)
x = rng.normal(size=(100, 2000))
y = rng.normal(size=100)
chosen = f_test.fit_transform(x, y)
before = cross_val_score(line, chosen, y, cv=5)
inside = cross_val_score(make_pipeline(f_test, line), x, y, cv=5)
print(f"chosen before the folds R² {before.mean():>5.2f}")
print(f"chosen in the folds     R² {inside.mean():>5.2f}")
