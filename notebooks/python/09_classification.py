"""Who will leave, and who will pay?

The work of 09_classification.ipynb with pandas and scikit-learn.
"""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.calibration import CalibratedClassifierCV, calibration_curve
from sklearn.compose import ColumnTransformer
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, log_loss, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · The customers
customers = pd.read_csv(DATA / "churn.csv")
print(customers["churned"].value_counts(normalize=True))

for name, part in customers.groupby("churned"):
    plt.scatter(part["tenure_months"], part["monthly_charges"], s=12, label=name)
plt.title("New and dear customers leave")
plt.xlabel("months as a customer")
plt.ylabel("monthly charges")
plt.legend()
show()

left = customers.assign(left=customers["churned"].eq("yes"))
print(left.groupby("contract")["left"].agg(["size", "mean"]))

# 2 · Five classifiers, one preparation
numbers = ["age", "senior", "paperless", "tenure_months", "monthly_charges",
           "total_charges", "support_calls"]
words = ["contract", "internet", "payment_method"]
fill_and_scale = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
prepare = ColumnTransformer([
    ("numbers", fill_and_scale, numbers),
    ("words", OneHotEncoder(drop="first"), words),
])
customers[["senior", "paperless"]] = customers[["senior", "paperless"]].astype(float)
train, test = train_test_split(customers, test_size=0.25, shuffle=False)

models = {
    "knows nothing": DummyClassifier(),
    "logistic": LogisticRegression(),
    "naive Bayes": GaussianNB(),
    "25 neighbours": KNeighborsClassifier(n_neighbors=25),
    "forest": RandomForestClassifier(
        n_estimators=300, min_samples_leaf=5, random_state=1, n_jobs=-1
    ),
    "calibrated SVM": CalibratedClassifierCV(SVC()),
}
answers = {}
for name, model in models.items():
    fitted = make_pipeline(prepare, model).fit(train, train["churned"])
    answers[name] = fitted.predict_proba(test)[:, 1]
known = pd.read_csv(DATA / "churn_truth.csv")["probability"]
answers["the truth"] = known.iloc[len(train) :].to_numpy()
truth = test["churned"].eq("yes")
for name, chance in answers.items():
    print(
        f"{name:<15} accuracy {accuracy_score(truth, chance >= 0.5):.3f}   AUC "
        f"{roc_auc_score(truth, chance):.3f}   log loss {log_loss(truth, chance):.3f}"
    )

# 3 · Read the model
few = ["age", "senior", "paperless", "tenure_months", "monthly_charges",
       "support_calls"]
plain = ColumnTransformer([
    ("numbers", SimpleImputer(strategy="median"), few),
    ("words", OneHotEncoder(drop="first"), words),
])
x = plain.fit_transform(train)
model = LogisticRegression(C=np.inf, max_iter=10_000).fit(x, train["churned"])
RULE = [0.0, 0.3, 0.0, -0.03, 0.015, 0.35]
print(f"{'':<16} factor  truth")
for name, weight, rule in zip(few, model.coef_[0], RULE):
    print(f"{name:<16} {np.exp(weight):>6.3f} {np.exp(rule):>6.3f}")

# 4 · Whom to call? Money decides


def profit(chance, leaves, threshold):
    called = chance >= threshold
    return np.where(leaves[called], 30.0, -10.0).sum()


logistic = make_pipeline(prepare, LogisticRegression())
fitted = logistic.fit(train, train["churned"])
chance = fitted.predict_proba(test)[:, 1]
leaves = truth.to_numpy()
thresholds = np.linspace(0, 1, 101)
profits = [profit(chance, leaves, t) for t in thresholds]
print(f"calling everybody: {profits[0]:.0f}")
print(f"threshold 0.25:    {profits[25]:.0f}")
print(f"threshold 0.50:    {profits[50]:.0f}")
plt.plot(thresholds, profits)
plt.title("What the calls bring")
plt.xlabel("call whoever leaves with at least this probability")
plt.ylabel("profit")
show()

happened, forecast = calibration_curve(truth, chance, n_bins=10, strategy="quantile")
plt.scatter(forecast, happened, label="tenth of customers")
plt.plot([0, 0.8], [0, 0.8], color="C1", label="forecast = what happened")
plt.title("The probabilities can be taken at their word")
plt.xlabel("forecast probability of leaving")
plt.ylabel("share that left")
plt.legend()
show()

# 5 · Loans: when one class is rare
loans = pd.read_csv(DATA / "credit.csv")
numbers = ["age", "income", "loan_amount", "term_months", "credit_utilisation",
           "history_years", "open_accounts", "late_payments", "debt_to_income"]
words = ["employment", "housing", "purpose"]
prepare = ColumnTransformer([
    ("numbers", fill_and_scale, numbers),
    ("words", OneHotEncoder(drop="first"), words),
])
train, test = train_test_split(loans, test_size=0.25, shuffle=False)
fitted = make_pipeline(prepare, LogisticRegression()).fit(train, train["defaulted"])
print(f"accuracy {fitted.score(test, test['defaulted']):.3f}")
print(confusion_matrix(test["defaulted"], fitted.predict(test)))


def cost(chance, defaults, threshold):
    """In thousands."""
    refused = chance > threshold
    return 9.0 * (defaults & ~refused).sum() + 1.0 * (~defaults & refused).sum()


balanced = make_pipeline(prepare, LogisticRegression(class_weight="balanced")).fit(
    train, train["defaulted"]
)
defaults = test["defaulted"].eq("yes").to_numpy()
plain = fitted.predict_proba(test)[:, 1]
heavy = balanced.predict_proba(test)[:, 1]
for policy, chance, threshold in [
    ("grant all", plain, 1.0),
    ("plain, above 0.5", plain, 0.5),
    ("balanced, above 0.5", heavy, 0.5),
    ("plain, above 0.1", plain, 0.1),
]:
    print(f"{policy:<20} {cost(chance, defaults, threshold):>5.0f} thousand")
for name, chance in [("plain", plain), ("balanced", heavy)]:
    auc = roc_auc_score(defaults, chance)
    print(f"{name:<10} AUC {auc:.3f}, says {100 * chance.mean():.1f} % default")
print(f"{100 * defaults.mean():.1f} % did")

thresholds = np.linspace(0, 0.6, 61)
plt.plot(thresholds, [cost(plain, defaults, t) for t in thresholds])
plt.title("The dearest mistakes lie at both ends")
plt.xlabel("refuse above this probability of default")
plt.ylabel("cost in thousands")
show()
