"""Can this score be trusted?

The work of 10_evaluation.ipynb with NumPy, pandas and scikit-learn.
"""

import io

import matplotlib
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.ensemble import RandomForestRegressor
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (
    ConfusionMatrixDisplay,
    RocCurveDisplay,
    accuracy_score,
    average_precision_score,
    brier_score_loss,
    classification_report,
    confusion_matrix,
    precision_recall_curve,
    roc_auc_score,
)
from sklearn.model_selection import (
    KFold,
    RepeatedStratifiedKFold,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_val_predict,
    cross_val_score,
    cross_validate,
    train_test_split,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Four numbers instead of one
cells = load_breast_cancer(as_frame=True)
malignant = 1 - cells.target.to_numpy()
measured = cells.data[["mean texture", "mean smoothness", "mean symmetry"]]
print(f"{malignant.sum()} of {len(malignant)} are malignant")

scaled = make_pipeline(StandardScaler(), LogisticRegression())
chance = cross_val_predict(
    scaled, measured, malignant, cv=5, method="predict_proba"
)[:, 1]
alarm = chance >= 0.5
table = confusion_matrix(malignant, alarm)
print(f"{100 * accuracy_score(malignant, alarm):.1f} % right")
ConfusionMatrixDisplay(table, display_labels=["benign", "malignant"]).plot(cmap="Blues")
show()

tn, fp, fn, tp = table.ravel()
print(f"found     {tp:>4}   (true positives)")
print(f"missed    {fn:>4}   (false negatives)")
print(f"alarmed   {fp:>4}   (false positives)")
print(f"at ease   {tn:>4}   (true negatives)")
recall = tp / (tp + fn)
precision = tp / (tp + fp)
print(f"recall    {recall:.3f}  of the tumours are found")
print(f"precision {precision:.3f}  of the alarms are right")
print(f"F1        {2 / (1 / recall + 1 / precision):.3f}  their harmonic mean")
print(classification_report(malignant, alarm))

# 2 · The threshold is a dial
precisions, recalls, thresholds = precision_recall_curve(malignant, chance)
plt.plot(thresholds, recalls[:-1], label="recall: tumours found")
plt.plot(thresholds, precisions[:-1], label="precision: alarms that are right")
plt.title("More found, more alarmed")
plt.xlabel("alarm from this probability on")
plt.ylabel("share")
plt.legend()
show()

print(f"area under the curve {roc_auc_score(malignant, chance):.4f}")
RocCurveDisplay.from_predictions(malignant, chance, plot_chance_level=True)
plt.title("The dial, drawn as ROC")
plt.xlabel("healthy women alarmed")
plt.ylabel("tumours found")
show()

sick = [i for i in range(569) if malignant[i] == 1]
healthy = [i for i in range(569) if malignant[i] == 0]
won = pairs = 0
for i in sick:
    for j in healthy:
        pairs += 1
        if chance[i] > chance[j]:
            won += 1
        elif chance[i] == chance[j]:
            won += 0.5
print(f"{won} of {pairs} pairs: {won / pairs:.4f}")

# 3 · The same test where the disease is rare
rows = sick + healthy * 25
rare, said = malignant[rows], chance[rows]
for place, truth, forecast in [
    ("hospital ", malignant, chance),
    ("screening", rare, said),
]:
    print(
        f"{place}  {100 * truth.mean():>4.1f} % sick   "
        f"AUC {roc_auc_score(truth, forecast):.3f}   "
        f"average precision {average_precision_score(truth, forecast):.3f}"
    )

# 4 · Is a probability of 80 % really 80 %?
bayes = GaussianNB()
mended = CalibratedClassifierCV(GaussianNB(), method="isotonic")
raw = cross_val_predict(
    bayes, cells.data, malignant, cv=5, method="predict_proba"
)[:, 1]
calm = cross_val_predict(
    mended, cells.data, malignant, cv=5, method="predict_proba"
)[:, 1]
for name, forecast in [("naive Bayes", raw), ("calibrated ", calm)]:
    print(
        f"{name}  accuracy {accuracy_score(malignant, forecast.round()):.3f}   "
        f"AUC {roc_auc_score(malignant, forecast):.3f}   "
        f"Brier score {brier_score_loss(malignant, forecast):.4f}"
    )
sure = ((raw > 0.999) | (raw < 0.001)).sum()
print(f"naive Bayes is surer than 99.9 % about {sure} women")

for name, forecast in [("naive Bayes", raw), ("calibrated", calm)]:
    happened, told = calibration_curve(malignant, forecast, n_bins=5)
    plt.plot(told, happened, label=name)
plt.plot([0, 1], [0, 1], label="as good as its word")
plt.title("What they say, and what happens")
plt.xlabel("probability that was said")
plt.ylabel("share that was malignant")
plt.legend()
show()

# 5 · How sure is a score?
scores = []
for seed in range(200):
    x_train, x_test, y_train, y_test = train_test_split(
        measured, malignant, test_size=0.25, random_state=seed
    )
    scores.append(scaled.fit(x_train, y_train).score(x_test, y_test))
low, high = np.quantile(scores, [0.025, 0.975])
print(f"95 % of the accuracies lie between {low:.3f} and {high:.3f}")
plt.hist(scores, bins=20)
plt.title("One model, two hundred splits")
plt.xlabel("accuracy")
plt.ylabel("how often")
show()

folds = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=0)
results = cross_validate(
    scaled, measured, malignant, cv=folds, scoring=["accuracy", "roc_auc"]
)
print(pd.DataFrame(results).describe())

flowers, species = load_iris(return_X_y=True)
model = KNeighborsClassifier()
for name, folds in [
    ("as the rows come", KFold(3)),
    ("shuffled", KFold(3, shuffle=True, random_state=1)),
    ("stratified", StratifiedKFold(3)),
]:
    print(f"{name:<17} {cross_val_score(model, flowers, species, cv=folds).mean():.3f}")

random = np.random.default_rng(7)
price = np.cumsum(random.normal(size=1000))
day = np.arange(1000.0).reshape(-1, 1)
forest = RandomForestRegressor(n_estimators=50, random_state=0, n_jobs=-1)
for name, folds in [
    ("shuffled folds", KFold(5, shuffle=True, random_state=1)),
    ("past to future", TimeSeriesSplit(5)),
]:
    print(f"{name}  R² {cross_val_score(forest, day, price, cv=folds).mean():>6.2f}")

genes = np.random.default_rng(1).normal(size=(100, 2000))
coin = np.random.default_rng(2).integers(0, 2, 100)
choose = SelectKBest(f_classif, k=20)
chosen = choose.fit_transform(genes, coin)
logistic = LogisticRegression()
before = cross_val_score(logistic, chosen, coin, cv=5)
inside = cross_val_score(make_pipeline(choose, logistic), genes, coin, cv=5)
print(f"chosen before the folds {before.mean():.2f}")
print(f"chosen inside each fold {inside.mean():.2f}")
