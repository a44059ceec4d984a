"""Down the hill: the work of 12_gradient_descent.ipynb with NumPy and scikit-learn.

NumPy has no optimisers of this kind, so the walkers are written out; PyTorch has them.
"""

import io

import matplotlib
import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.preprocessing import StandardScaler

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · A line, without solving for it
rng = np.random.default_rng(1)
x = rng.uniform(-1, 1, 200)
y = 2 + 3 * x + rng.normal(0, 0.5, 200)
exact = LinearRegression().fit(x.reshape(-1, 1), y)
b = w = 0.0
losses = []
for step in range(100):
    error = b + w * x - y
    losses.append((error**2).mean())
    b -= 0.1 * 2 * error.mean()
    w -= 0.1 * 2 * (error * x).mean()
    if step in [0, 9, 99]:
        print(f"after {step + 1:>3} steps: {b:.3f} + {w:.3f} x")
print(f"solved exactly:  {exact.intercept_:.3f} + {exact.coef_[0]:.3f} x")
plt.plot(losses)
plt.title("Downhill, quickly at first")
plt.xlabel("step")
plt.ylabel("loss")
show()

# 2 · Stochastic: look at a few, walk at once
x = rng.uniform(-1, 1, 20_000)
y = 2 + 3 * x + rng.normal(0, 0.5, 20_000)
print("distance from the truth after 100,000 points looked at")
for batch in [20_000, 1_000, 50, 1]:
    b = w = 0.0
    for _ in range(100_000 // batch):
        picks = slice(None) if batch == 20_000 else rng.integers(0, 20_000, batch)
        error = b + w * x[picks] - y[picks]
        b, w = b - 0.1 * 2 * error.mean(), w - 0.1 * 2 * (error * x[picks]).mean()
    steps, distance = 100_000 // batch, np.hypot(b - 2, w - 3)
    print(f"{batch:>6} at a time: {steps:>6} steps, {distance:.3f}")


# 3 · The learning rate
def valley(p):
    return 0.5 * (p[0] ** 2 + 50 * p[1] ** 2), np.array([p[0], 50 * p[1]])


def plain(function, start, rate, steps):
    p = np.array(start)
    path = [p]
    for _ in range(steps):
        p = p - rate * function(p)[1]
        path.append(p)
    return np.array(path)


for rate in [0.0001, 0.001, 0.01, 0.035, 0.041]:
    path = plain(valley, [-8.0, 2.0], rate, 100)
    print(f"rate {rate:<6}: loss {valley(path[-1])[0]:>12.4f} after 100 steps")


# 4 · Four walkers on a map
def momentum(function, start, rate, steps):
    p, v = np.array(start), 0.0
    path = [p]
    for _ in range(steps):
        v = 0.9 * v - rate * function(p)[1]
        p = p + v
        path.append(p)
    return np.array(path)


def rmsprop(function, start, rate, steps):
    p, square = np.array(start), 0.0
    path = [p]
    for _ in range(steps):
        slope = function(p)[1]
        square = 0.9 * square + 0.1 * slope**2
        p = p - rate * slope / (np.sqrt(square) + 1e-8)
        path.append(p)
    return np.array(path)


def adam(function, start, rate, steps):
    p, mean, square = np.array(start), 0.0, 0.0
    path = [p]
    for t in range(1, steps + 1):
        slope = function(p)[1]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        p = p - rate * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
        path.append(p)
    return np.array(path)


start = [-8.0, 2.0]
print("by hand", adam(valley, start, 0.5, 50)[-1])
walks = {
    "plain": plain(valley, start, 0.035, 50),
    "momentum": momentum(valley, start, 0.015, 50),
    "RMSprop": rmsprop(valley, start, 0.25, 50),
    "Adam": adam(valley, start, 0.5, 50),
}
along, across = np.linspace(-9, 3, 60), np.linspace(-2.6, 2.6, 60)
height = np.sqrt(0.5 * (along[None, :] ** 2 + 50 * across[:, None] ** 2))
plt.contour(along, across, height)
for name, path in walks.items():
    print(f"{name:<9} loss after 50 steps {valley(path[-1])[0]:.4f}")
    plt.plot(path[:, 0], path[:, 1], label=name)
plt.title("Four ways down")
plt.xlabel("along the valley")
plt.ylabel("across")
plt.legend()
show()

for name, path in walks.items():
    plt.plot([max(valley(p)[0], 1e-12) for p in path], label=name)
plt.yscale("log")
plt.title("Who gets down")
plt.xlabel("step")
plt.ylabel("loss")
plt.legend()
show()


# 5 · A valley with a bend
def banana(p):
    bend = p[1] - p[0] ** 2
    loss = (1 - p[0]) ** 2 + 100 * bend**2
    return loss, np.array([-2 * (1 - p[0]) - 400 * p[0] * bend, 200 * bend])


np.seterr(all="ignore")  # walks that run away
best = {}
walkers = {"plain": plain, "momentum": momentum, "RMSprop": rmsprop, "Adam": adam}
for rate in np.logspace(-4, 0, 33):
    for name, walker in walkers.items():
        path = walker(banana, [-1.2, 1.0], rate, 2000)
        loss = np.nan_to_num(banana(path[-1])[0], nan=np.inf)
        end = best.setdefault(name, [np.inf, 0.0, 0])
        end[2] += loss < 0.05
        if loss < end[0]:
            end[:2] = loss, rate
for name, (loss, rate, good) in sorted(best.items()):
    print(
        f"{name:<9} loss {loss:.1e} at rate {rate:.4f}, "
        f"below 0.05 at {good} of 33 rates"
    )

# 6 · A real fit
cells = load_breast_cancer()
z = StandardScaler().fit_transform(cells.data)
y = cells.target
n = len(z)


def loss_at(p):
    said = 1 / (1 + np.exp(-(z @ p)))
    each = -(y * np.log(said.clip(1e-15)) + (1 - y) * np.log((1 - said).clip(1e-15)))
    return each.mean() + 0.5 * p @ p / n, z.T @ (said - y) / n + p / n


library = LogisticRegression(fit_intercept=False).fit(z, y)
goal = library.coef_[0]
for name, walker in [("plain", plain), ("momentum", momentum), ("Adam", adam)]:
    end = walker(loss_at, np.zeros(30), 0.1, 300)[-1]
    loss, far = loss_at(end)[0], np.abs(end - goal).max()
    print(f"{name:<9} loss {loss:.5f}, largest difference in a weight {far:.3f}")
print(f"library   loss {loss_at(goal)[0]:.5f}")
