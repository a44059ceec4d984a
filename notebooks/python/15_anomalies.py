"""The one reading that is wrong: 15_anomalies.ipynb with pandas and scikit-learn."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import RobustScaler
from sklearn.svm import OneClassSVM

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Six weeks of a pump
sensors = ["temperature", "pressure", "vibration", "flow"]
pump = pd.read_csv(DATA / "pump.csv", parse_dates=["time"])
faults = pd.read_csv(DATA / "pump_faults.csv", parse_dates=["start", "end"])
pump[sensors] = pump[sensors].ffill()
truth = pump["is_fault"].to_numpy()
print(f"{len(pump)} readings, {truth.sum()} of them during {len(faults)} faults")
print(faults[["kind", "sensor", "start", "end"]])

week = pump[2016:3024]
for name, part in week.groupby("is_fault"):
    plt.scatter(part["load"], part["vibration"], s=12, label=str(name))
plt.title("One week: vibration against load")
plt.xlabel("load")
plt.ylabel("vibration (mm/s)")
plt.legend()
show()


# 2 · Four detectors on the raw readings
def judge(name, score, truth):
    order = np.argsort(-score, kind="stable")
    hits = truth[order[:100]].mean()
    average = average_precision_score(truth, score)
    print(f"{name:<18} average precision {average:.3f}, precision at 100 {hits:.2f}")


def robust_z(known, new):
    middle = np.median(known, axis=0)
    spread = 1.4826 * np.median(np.abs(known - middle), axis=0)
    return (np.abs(new - middle) / spread).max(axis=1)


def compare(known, new, truth):
    scaler = RobustScaler().fit(known)
    known, new = scaler.transform(known), scaler.transform(new)
    judge("z-score", robust_z(known, new), truth)
    forest = IsolationForest(n_estimators=300, random_state=0, n_jobs=-1).fit(known)
    judge("isolation forest", -forest.score_samples(new), truth)
    svm = OneClassSVM(nu=0.05).fit(known)
    judge("one-class SVM", -svm.score_samples(new), truth)
    pca = PCA(2).fit(known)
    back = pca.inverse_transform(pca.transform(new))
    judge("autoencoder", ((new - back) ** 2).sum(axis=1), truth)


n = 2016
later = truth[n:]
print(f"knows nothing      average precision {later.mean():.3f}")
raw = pump[sensors].to_numpy()
compare(raw[:n], raw[n:], later)

# 3 · Ask a better question
load = pump[["load"]]
better = pd.DataFrame(index=pump.index)
for sensor in sensors:
    line = LinearRegression().fit(load[:n], pump[sensor][:n])
    better[f"{sensor} off"] = pump[sensor] - line.predict(load)
    still = pump[sensor].rolling(6, min_periods=2).std().bfill()
    better[f"{sensor} movement"] = np.log(still + 1e-3)
better = better.to_numpy()
compare(better[:n], better[n:], later)

score = robust_z(better[:n], better)
plt.plot(np.arange(len(pump)) / 144, score.clip(0, 12))
for fault in faults.itertuples():
    plt.axvspan(fault.first_row / 144, fault.last_row / 144, alpha=0.2)
plt.title("Strangeness of the strangest of eight numbers")
plt.xlabel("day")
plt.ylabel("robust z-score (cut at 12)")
show()


# 4 · An alarm that people can live with
def false_alarms(score, truth, limit):
    rings = (score[1:] > limit) & ~truth[1:]
    return (rings & (score[:-1] <= limit)).sum()


limit = 20.0
while false_alarms(score[:n], truth[:n], limit) < 7:
    limit -= 0.01
days = (len(pump) - n) / 144
rung = false_alarms(score[n:], later, limit)
print(f"threshold {limit:.2f}: {rung} false alarms in {days:.0f} days")
for fault in faults.itertuples():
    if fault.first_row < n:
        continue
    rows = score[fault.first_row : fault.last_row + 1]
    noticed = np.flatnonzero(rows > limit)
    answer = f"noticed after {noticed[0] / 6:.1f} h" if len(noticed) else "not noticed"
    print(f"{fault.kind:<8} {fault.sensor:<10} {len(rows) / 6:>4.1f} h long: {answer}")
