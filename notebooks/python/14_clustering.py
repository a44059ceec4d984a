"""What kinds of customers are there? The work of 14_clustering.ipynb in Python."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import dendrogram, linkage
from sklearn.cluster import DBSCAN, AgglomerativeClustering, KMeans
from sklearn.datasets import load_iris, make_moons
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · From orders to customers
orders = pd.read_csv(DATA / "orders.csv", parse_dates=["ordered_at"])
customers = orders.groupby("customer_id").agg(
    last=("ordered_at", "max"), orders=("order_id", "size"), spent=("total", "sum")
)
ago = pd.Timestamp("2025-01-01") - customers.pop("last").dt.normalize()
customers.insert(0, "days ago", ago.dt.days)
print(customers.describe())

z = StandardScaler().fit_transform(np.log(customers))
plt.scatter(z[:, 1], z[:, 2], s=12)
plt.title("Customers")
plt.xlabel("orders (logarithm, standardised)")
plt.ylabel("spent (logarithm, standardised)")
show()


# 2 · k-means by hand
def k_means(x, centres):
    while True:
        far = ((x[:, None, :] - centres) ** 2).sum(axis=2)
        nearest = far.argmin(axis=1)
        inertia = far.min(axis=1).sum()
        means = np.array([x[nearest == k].mean(axis=0) for k in range(len(centres))])
        if np.abs(means - centres).sum() < 1e-9:
            return centres, inertia
        centres = means


ends = []
for seed in range(10):
    start = np.random.default_rng(seed).choice(len(z), 4, replace=False)
    ends.append(k_means(z, z[start])[1])
print(f"ten starts by hand: best {min(ends):.2f}, worst {max(ends):.2f}")
model = KMeans(4, n_init=10, random_state=0).fit(z)
print(f"scikit-learn        {model.inertia_:.2f}")


# 3 · How many groups? And are there any?
def curve(x):
    models = [KMeans(k, n_init=10, random_state=0).fit(x) for k in range(2, 9)]
    return pd.DataFrame({
        "k": range(2, 9),
        "silhouette": [silhouette_score(x, m.labels_) for m in models],
        "inertia": [m.inertia_ for m in models],
    })


ours = curve(z)
print(ours)
cloud = np.random.default_rng(1).multivariate_normal(np.zeros(3), np.cov(z.T), len(z))
nothing = curve(cloud)
print(
    f"{ours['silhouette'][2]:.2f} and {nothing['silhouette'][2]:.2f} with four groups"
)
plt.plot(ours["k"], ours["silhouette"], label="our customers")
plt.plot(nothing["k"], nothing["silhouette"], label="one cloud")
plt.title("Are there groups?")
plt.xlabel("number of groups")
plt.ylabel("silhouette")
plt.legend()
show()

known = customers.reset_index().merge(
    pd.read_csv(DATA / "customers.csv"), on="customer_id", how="left"
)
three = KMeans(3, n_init=10, random_state=0).fit(z)
print(f"{adjusted_rand_score(known['segment'], three.labels_):.2f}")

table = customers.assign(segment=[f"group {g}" for g in model.labels_])
print(
    table.groupby("segment")
    .agg(
        customers=("orders", "size"),
        days_ago=("days ago", "median"),
        orders=("orders", "median"),
        spent=("spent", "median"),
        turnover=("spent", "sum"),
    )
    .sort_values("turnover")
)
for name, part in table.groupby("segment"):
    plt.scatter(part["orders"], part["spent"], s=12, label=name)
plt.title("Four letters")
plt.xlabel("orders")
plt.ylabel("spent")
plt.legend()
show()

# 4 · Groups that are not round: DBSCAN
moons, truth = make_moons(400, noise=0.07, random_state=1)
by_means = KMeans(2, n_init=10, random_state=0).fit_predict(moons)
by_density = DBSCAN(eps=0.2, min_samples=5).fit_predict(moons)
print(f"k-means {adjusted_rand_score(truth, by_means):.2f}")
print(f"DBSCAN  {adjusted_rand_score(truth, by_density):.2f}")
plt.scatter(moons[:, 0], moons[:, 1], c=by_means, s=12)
plt.title("What k-means makes of two crescents")
show()

# 5 · Groups that overlap: Gaussian mixtures
shape = [[1.0, 0.8], [0.8, 1.0]]
rng = np.random.default_rng(1)
a = rng.multivariate_normal([0, 0], shape, 300)
b = rng.multivariate_normal([1.4, -1.4], shape, 300)
both = np.vstack([a, b])
truth = np.repeat([0, 1], 300)
means = KMeans(2, n_init=10, random_state=0).fit_predict(both)
mixture = GaussianMixture(
    2, init_params="k-means++", n_init=10, random_state=0
).fit_predict(both)
print(f"k-means {adjusted_rand_score(truth, means):.2f}")
print(f"mixture {adjusted_rand_score(truth, mixture):.2f}")
for k in range(1, 5):
    fitted = GaussianMixture(
        k, init_params="k-means++", n_init=10, random_state=0
    ).fit(both)
    print(f"{k} groups: BIC {fitted.bic(both):.0f}")

# 6 · Groups of groups
flowers, species = load_iris(return_X_y=True)
tree = AgglomerativeClustering(3).fit(flowers)
print(
    "three groups against three species: "
    f"{adjusted_rand_score(species, tree.labels_):.2f}"
)
dendrogram(linkage(flowers, "ward"), truncate_mode="lastp")
plt.title("Who joined whom, and how far apart they were")
show()

# 7 · A picture in sixteen colours
high, wide = 120, 200
y, x = np.mgrid[0:high, 0:wide]
v, u = y / 120, x / 200
sky = np.stack([0.95 - 0.5 * (0.6 - v), 0.45 + 0.4 * v, 0.65 - 0.4 * v], axis=2)
waves = 0.06 * np.sin(40 * v * v + 9 * np.sin(u * 7))
sea = np.array([0.10, 0.25, 0.42]) + (waves + 0.3 * (v - 0.6))[..., None]
sun = np.exp(-((u - 0.65) ** 2 + ((v - 0.42) * 0.6) ** 2) * 90)[..., None]
light = np.array([1.0, 0.85, 0.5])
ground = np.where(v[..., None] < 0.6, sky, sea)
picture = (ground * (1 - sun) + light * sun).clip(0, 1)
plt.imshow(picture)
show()

pixels = picture.reshape(-1, 3)
colours = KMeans(16, n_init=10, random_state=0).fit(pixels)
small = colours.cluster_centers_[colours.labels_]
print(f"{high * wide // 2 + 48} bytes instead of {high * wide * 3}")
print(f"off by {100 * np.sqrt(((small - pixels) ** 2).mean()):.1f} % of the full range")
plt.imshow(small.reshape(high, wide, 3))
show()
