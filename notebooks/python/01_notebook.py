"""How many packets until the album is full? The work of 01_notebook.ipynb.

The dice are Python's own, so results agree with the notebook's up to chance.
"""

import io
import random
import signal
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
values = (stickers, expected, "Panini", [1.5, 2.5], True)
print([type(value) for value in values])
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
by_loop = 1000 * (time.perf_counter() - started)
print(f"{by_loop:.0f} ms")
print(f"on average {np.mean(children):.1f} packets")
print(f"one in ten needs {np.percentile(children, 90):.0f}")

plt.hist(children, bins=60)
plt.axvline(expected, color="C1")
plt.title("20,000 children, and the formula")
plt.xlabel("packets until the album is full")
plt.ylabel("children")
show()

# Is a loop slow?
started = time.perf_counter()
chance = np.arange(1, 51) / 50
luck = np.random.default_rng(1).uniform(size=(20_000, 50))
with np.errstate(divide="ignore"):
    waits = np.ceil(np.log(luck) / np.log(1 - chance))
mean = waits.sum(axis=1).mean()
by_array = 1000 * (time.perf_counter() - started)
print(f"{by_array:.0f} ms, on average {mean:.1f} packets")
print(f"the loop took {by_loop / by_array:.1f} times as long")

started = time.perf_counter()
total = 0.0
for row in luck:
    for number in row:
        total += number
by_loop = time.perf_counter() - started
started = time.perf_counter()
whole = luck.sum()
by_array = time.perf_counter() - started
print(f"{total:.0f} and {whole:.0f}")
print(f"the loop took {by_loop / by_array:.1f} times as long")

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

# 6 · Asking the notebook: its commands are in the notebook alone
print(packets(200_000, dice))
many = packets(200_000, dice)

# 7 · Long work
try:
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    while True:
        packets(50, dice)
except KeyboardInterrupt:
    print("interrupted")

sizes = range(10, 210, 10)
played = []
for size in sizes:
    dice = random.Random(2)
    total = sum(packets(size, dice) for _ in range(2_000))
    played.append(total / 2_000)

formula = [(size / np.arange(1, size + 1)).sum() for size in sizes]
plt.scatter(sizes, played, label="played, 2,000 times each")
plt.plot(sizes, formula, color="C1", label="calculated")
plt.title("Large albums are dear")
plt.xlabel("places in the album")
plt.ylabel("packets, on average")
plt.legend()
show()
