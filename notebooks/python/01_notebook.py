"""How many packets until the album is full? The work of 01_notebook.ipynb in plain Python, and with NumPy."""

import io
import random
import time

import matplotlib
import numpy as np
import pandas as pd

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Cells and what they show
stickers = 50
expected = sum(stickers / k for k in range(1, stickers + 1))
print(expected)
print(f"{expected:.1f} packets, {expected / 50:.1f} per place")
print(pd.DataFrame({"left": [50, 10, 1], "packets": [1, 5, 50]}))

# 2 · Types
print([type(value) for value in (stickers, expected, "Panini", [1.5, 2.5], True)])
price = 0.8
print(f"{stickers * price:.0f} or {7 // 2}")


# 3 · What the notebook remembers
def packets(stickers, dice):
    """Buys packets until the album is full, and says how many it took."""
    album = [False] * stickers
    bought, missing = 0, stickers
    while missing > 0:
        bought += 1
        new = int(dice.random() * stickers)
        if not album[new]:
            album[new] = True
            missing -= 1
    return bought


dice = random.Random(1)
print(packets(50, dice))
print(packets(50, dice))

started = time.perf_counter()
dice = random.Random(1)
children = [packets(50, dice) for _ in range(20_000)]
print(f"{1000 * (time.perf_counter() - started):.0f} ms")
print(f"on average {np.mean(children):.1f} packets")
print(f"one in ten needs {np.percentile(children, 90):.0f}")

# The same by theory: a place is waited for a geometric time.
started = time.perf_counter()
waits = np.random.default_rng(1).geometric(np.arange(1, 51) / 50, size=(20_000, 50))
print(f"on average {waits.sum(axis=1).mean():.1f} packets, {1000 * (time.perf_counter() - started):.0f} ms with NumPy")

plt.hist(children, bins=60)
plt.axvline(expected, color="C1")
plt.title("20,000 children, and the formula")
plt.xlabel("packets until the album is full")
plt.ylabel("children")
show()

# 4 · What it forgets
friends = ["Ada", "Ben", "Cleo"]
guests = friends
print(len(guests))
print(f"the luckiest child needed {min(children)}")

# 5 · Trouble
try:
    pd.read_csv("data/pengiuns.csv")
except FileNotFoundError as error:
    print(error)
presents = 3
try:
    presents += 1
    print(f"There are {presents} presents.")
    print(f"The fourth goes to {guests[3]}.")
except IndexError as error:
    print(error)
print(presents)

# 6 · Asking the notebook
started = time.perf_counter()
print(packets(5_000, dice))
print(f"{1000 * (time.perf_counter() - started):.0f} ms")

# 7 · Long work
sizes = range(10, 210, 10)
played = []
for size in sizes:
    dice = random.Random(2)
    played.append(np.mean([packets(size, dice) for _ in range(2_000)]))

formula = [(size / np.arange(1, size + 1)).sum() for size in sizes]
plt.scatter(sizes, played, label="played, 2,000 times each")
plt.plot(sizes, formula, color="C1", label="calculated")
plt.title("Large albums are dear")
plt.xlabel("places in the album")
plt.ylabel("packets, on average")
plt.legend()
show()
