"""Is it getting warmer here? The work of 02_arrays.ipynb with NumPy and matplotlib.

The random numbers are NumPy's own, so results agree with the notebook's up to chance.
"""

import io
import time as clock

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Three axes
year = np.arange(20.0)
day = np.arange(365.0)
hour = np.arange(24.0)
print(year.shape, day.shape, hour.shape)
turn = 2 * np.pi
warming = 9.0 + 0.05 * year
season = -10.0 * np.cos((day - 20.0) * turn / 365.0)
daily = 4.0 * np.cos((hour - 15.0) * turn / 24.0)
climate = warming[:, None, None] + season[:, None] + daily
print(f"{climate.shape}, {climate.size} numbers")

rng = np.random.default_rng(1)
spell = rng.normal(0.0, 3.0, (20, 365, 1))
error = rng.normal(0.0, 0.5, (20, 365, 24))
temp = climate + spell + error
print(f"{temp[0, 0, 12]:.1f} at noon of the first day")

# 2 · Cutting
first = temp[0, 0, ::6]
print(first.round(1))
print(first[::-1].round(1))
july = temp[:, 181:212, :]
print(f"{july.shape}: every July, mean {july.mean():.1f}")
try:
    daily + np.zeros(7)
except ValueError as problem:
    print(problem)

# 3 · Squeezing
typical = temp.mean(axis=0)
plt.imshow(typical.T, aspect="auto")
plt.colorbar()
plt.title("A typical year, hour by hour")
plt.xlabel("day of the year")
plt.ylabel("hour")
show()

frost = (temp.min(axis=2) < 0).sum(axis=1)
print(frost)
print(f"warmest hour: {typical.mean(axis=0).argmax()}")

by_day = temp.mean(axis=2)
by_year = by_day.mean(axis=1)
straight = np.polyfit(year, by_year, 1)
print(f"{straight[0]:.3f} degrees a year")
plt.scatter(year, by_year, label="mean of a year")
plt.plot(year, np.polyval(straight, year), label="trend")
plt.title("Twenty years")
plt.xlabel("year")
plt.ylabel("temperature (°C)")
plt.legend()
show()

# 4 · Solving
time = np.arange(7300.0)
angle = time * turn / 365.0
x = np.column_stack([np.ones(7300), time / 365.0, np.cos(angle), np.sin(angle)])
y = by_day.ravel()
weights = np.linalg.lstsq(x, y)[0]
print(weights.round(3))
print(f"swing of the season {np.linalg.norm(weights[2:]):.2f}")

left = y - x @ weights
variance = left @ left / (7300 - 4)
standard_error = np.sqrt(variance * np.linalg.inv(x.T @ x)[1, 1])
print(f"{weights[1]:.4f} ± {standard_error:.4f}")

# 5 · Two hundred other worlds
spells = rng.normal(0.0, 3.0, (7300, 200))
worlds = spells + (x @ [9.0, 0.05, -9.4, -3.4])[:, None]
trends = np.linalg.lstsq(x, worlds)[0][1]
print(f"the trends scatter by {trends.std():.4f}")
print(f"days promised         {standard_error:.4f}")
print(f"hours would promise   {standard_error / np.sqrt(24):.4f}")
plt.hist(trends)
plt.axvline(0.05)
plt.title("The trend in 200 worlds, and the true one")
plt.xlabel("degrees a year")
plt.ylabel("worlds")
show()

# 6 · Vectors or loops? (the loop three times only, it is slow)
start = clock.perf_counter()
for _ in range(100):
    whole = np.maximum(temp - 22.0, 0.0).sum()
vector = (clock.perf_counter() - start) * 10
start = clock.perf_counter()
for _ in range(3):
    total = 0.0
    for t in temp.flat:
        if t > 22.0:
            total += t - 22.0
plain = (clock.perf_counter() - start) * 1000 / 3
print(f"{whole:.0f} and {total:.0f} degree-hours")
print(f"array {vector:.2f} ms, loop {plain:.2f} ms")

# Exercise
run = longest = 0
for mean in y:
    run = run + 1 if mean > 20.0 else 0
    longest = max(longest, run)
print(f"the longest lasted {longest} days")
