"""The charts of `05_charts.ipynb`, with matplotlib and seaborn."""

import io
import pathlib

import matplotlib
import numpy as np
import pandas as pd
import seaborn as sns

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

sns.set_theme(style="whitegrid")
DATA = pathlib.Path(__file__).parents[1] / "data" / "penguins.csv"


def show():
    picture = io.BytesIO()
    plt.savefig(picture, format="svg")
    plt.close("all")
    return len(picture.getvalue()) // 1000


birds = pd.read_csv(DATA, na_values=["NA"]).dropna()
print(birds.head(3))

sns.scatterplot(birds, x="bill_length_mm", y="bill_depth_mm", hue="species")
plt.title("Three species, three kinds of bill")
show()

grid = sns.lmplot(birds, x="flipper_length_mm", y="body_mass_g", hue="species")
grid.set_axis_labels("Flipper length (mm)", "Body mass (g)")
plt.title("Long flippers carry heavy birds")
show()

sns.scatterplot(birds, x="bill_length_mm", y="flipper_length_mm",
                hue="body_mass_g", size="bill_depth_mm")
show()

sns.histplot(birds, x="body_mass_g", hue="species")
plt.xlabel("Body mass (g)")
show()

axes = plt.subplots(1, 2, figsize=(8.6, 3.4))[1]
sns.kdeplot(birds, x="body_mass_g", hue="species", fill=True, ax=axes[0])
sns.ecdfplot(birds, x="body_mass_g", hue="species", ax=axes[1])
show()

axes = plt.subplots(1, 3, figsize=(10, 3.4))[1]
draws = [sns.boxplot, sns.violinplot, sns.swarmplot]
for title, draw, ax in zip(["Box", "Violin", "Swarm"], draws, axes):
    draw(birds, x="species", y="body_mass_g", ax=ax)
    ax.set_title(title)
show()

sns.barplot(birds, x="species", y="body_mass_g", hue="sex")
plt.ylabel("Mean body mass (g)")
plt.title("Males are heavier in every species")
show()

birds.groupby(["island", "species"]).size().unstack().plot.barh(stacked=True)
show()

table = birds.pivot_table("body_mass_g", "species", "island")
sns.heatmap(table, annot=True, fmt=".0f")
plt.title("Mean body mass (g)")
show()

sns.heatmap(birds.corr(numeric_only=True), annot=True, cmap="RdBu_r", vmin=-1, vmax=1)
show()

sizes = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]
sns.pairplot(birds, hue="species", vars=sizes, diag_kind="hist")
show()

sns.relplot(birds, x="flipper_length_mm", y="body_mass_g", hue="species", col="island")
show()

days = np.arange(365)
season = 10 - 9 * np.cos(days / 58.1)
daily = season + np.random.default_rng(7).normal(0, 2, 365)
plt.plot(days, daily, alpha=0.5, label="measured")
plt.plot(days, season, label="expected")
plt.xlabel("Day of the year")
plt.ylabel("Temperature (°C)")
plt.legend()
show()

plt.plot(days, season)
plt.axhline(10, linestyle="--")
plt.axvspan(152, 244, alpha=0.2)
plt.annotate("the warmest day", (182, 19), (290, 17.5), arrowprops={"arrowstyle": "->"})
plt.xlabel("Day of the year")
plt.ylabel("Temperature (°C)")
show()

rng = np.random.default_rng(1)
x = rng.normal(size=1_000_000)
y = x * 0.5 + rng.normal(size=1_000_000)
plt.scatter(x, y, s=2, rasterized=True)
print(show(), "kB")

with plt.style.context("dark_background"):
    sns.scatterplot(birds, x="bill_length_mm", y="bill_depth_mm", hue="species",
                    palette=["gold", "tomato", "deepskyblue"])
    show()

years = np.linspace(0, 30, 31)
plt.semilogy(years, 1000 * 1.07**years)
plt.xlabel("Years")
plt.ylabel("Savings at 7 %")
show()

steps, errors, root = [], [], 2.0
for step in range(6):
    root = (root + 2 / root) / 2
    steps.append(step)
    errors.append(max(abs(root - 2**0.5), 1e-17))
plt.semilogy(steps, errors, "o-")
show()

sns.boxplot(birds, x="species", y="body_mass_g")
for ending in ["svg", "png"]:
    picture = io.BytesIO()
    plt.savefig(picture, format=ending)
    print(ending, len(picture.getvalue()) // 1000, "kB")
plt.close("all")

sns.boxplot(birds, x="island", y="body_mass_g", hue="sex")
plt.title("On Biscoe, males are heaviest beside females")
show()
