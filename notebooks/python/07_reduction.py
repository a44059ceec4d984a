"""How many numbers does a handwritten digit need, and what does a picture of it hide?

The work of 07_reduction.ipynb with scikit-learn. What is simulated is drawn
by NumPy here, so that these numbers differ a little.
"""

import io

import matplotlib
import numpy as np
from sklearn.datasets import load_digits, load_wine, make_swiss_roll
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression
from sklearn.manifold import TSNE, SpectralEmbedding
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.random_projection import GaussianRandomProjection

matplotlib.use("Agg")
import matplotlib.pyplot as plt


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Look
def image_grid(columns, pictures):
    rows = -(-len(pictures) // columns)
    _, axes = plt.subplots(rows, columns, squeeze=False)
    for ax, (title, pixels) in zip(axes.flat, pictures):
        ax.imshow(pixels.reshape(8, 8), cmap="gray_r")
        ax.set_title(title)
        ax.axis("off")


digits = load_digits()
x = digits.data
image_grid(10, [(digits.target[i], x[i]) for i in range(20)])
show()

# 2 · Principal components
pca = PCA().fit(x)
for share in [0.5, 0.8, 0.9, 0.95, 0.99]:
    needed = PCA(share).fit(x).n_components_
    print(f"{100 * share:.0f} % of the variance: {needed} numbers")
kept = np.cumsum(pca.explained_variance_ratio_)
plt.plot(np.arange(1, 65), kept)
plt.axhline(0.9, linestyle="--")
plt.title("A third of the numbers has nine tenths of the variance")
plt.xlabel("components")
plt.ylabel("variance kept")
show()

parts = pca.components_
image_grid(10, [(f"pc{k + 1}", parts[k]) for k in range(10)])
show()

# 3 · Rebuild
pictures = []
for digit in [0, 1, 5, 8]:
    for k in [1, 2, 5, 10, 20, 40]:
        pca = PCA(k).fit(x)
        back = pca.inverse_transform(pca.transform(x))
        pictures.append((k, back[digit]))
    pictures.append(("all", x[digit]))
image_grid(7, pictures)
show()

total = ((x - x.mean(axis=0)) ** 2).sum()
for k in [1, 2, 5, 10, 20, 40]:
    pca = PCA(k).fit(x)
    back = pca.inverse_transform(pca.transform(x))
    lost = ((x - back) ** 2).sum() / total
    print(f"{k:>2} numbers lose {lost:.4f}, promised {1 - kept[k - 1]:.4f}")


def off(y):
    return np.sqrt(((y - x) ** 2).mean())


noisy = x + np.random.default_rng(1).normal(0, 4, x.shape)
print(f"noisy         off by {off(noisy):.2f}")
pictures = [("clean", x[5]), ("noisy", noisy[5])]
for k in [2, 5, 10, 15, 20, 30, 60]:
    pca = PCA(k).fit(noisy)
    back = pca.inverse_transform(pca.transform(noisy))
    print(f"{k:>2} components off by {off(back):.2f}")
    pictures.append((k, back[5]))
image_grid(9, pictures)
show()

# 4 · What does it cost a model?
knn = KNeighborsClassifier(n_neighbors=5)
folds = StratifiedKFold(5, shuffle=True, random_state=1)
sizes = [1, 2, 3, 5, 8, 12, 20, 30, 40]
by_pca, by_chance = [], []
for k in sizes:
    chance = GaussianRandomProjection(k, random_state=1)
    for way, scores in [(PCA(k), by_pca), (chance, by_chance)]:
        way = make_pipeline(way, knn)
        score = cross_val_score(way, x, digits.target, cv=folds)
        scores.append(score.mean())
everything = cross_val_score(knn, x, digits.target, cv=folds).mean()
print(f"all 64 pixels {everything:.3f}")
for k, pca, chance in zip(sizes, by_pca, by_chance):
    print(f"{k:>2} numbers   components {pca:.3f}   random {chance:.3f}")
plt.plot(sizes, by_pca, "o-", label="principal components")
plt.plot(sizes, by_chance, "o-", label="random projection")
plt.axhline(everything, linestyle="--")
plt.title("Twenty numbers are as good as sixty-four")
plt.xlabel("numbers kept")
plt.ylabel("digits recognised")
plt.legend()
show()

# 5 · A map
third, target = x[::3], digits.target[::3]
flat = PCA(2).fit_transform(third)
map = TSNE(perplexity=30).fit_transform(third)
score = cross_val_score(knn, third, target, cv=folds)
print(f"all pixels {score.mean():.3f} agree with neighbours")
_, axes = plt.subplots(1, 2, figsize=(9, 4.2))
for ax, name, z in zip(axes, ["PCA", "t-SNE"], [flat, map]):
    score = cross_val_score(knn, z, target, cv=folds)
    print(f"{name:<10} {score.mean():.3f} agree with neighbours")
    for digit in range(10):
        ax.scatter(*z[target == digit].T, s=8, label=digit)
    ax.set_title(name)
ax.legend()
show()

# 6 · What principal components hide
roll, place = make_swiss_roll(1000, noise=0.2, random_state=1)
maps = {
    "PCA": PCA(2).fit_transform(roll),
    "t-SNE": TSNE(perplexity=50).fit_transform(roll),
    "spectral": SpectralEmbedding(2, affinity="rbf", gamma=0.5).fit_transform(roll),
}
_, axes = plt.subplots(1, 3, figsize=(10, 3.4))
for ax, (name, map) in zip(axes, maps.items()):
    score = LinearRegression().fit(map, place).score(map, place)
    print(f"{name:<13} R² {score:.2f}")
    ax.scatter(*map.T, c=place, s=8)
    ax.set_title(name)
show()

# 7 · What a unit hides
wine = load_wine()
pca = PCA(2).fit(wine.data)
strongest = np.argmax(np.abs(pca.components_[0]))
share = pca.explained_variance_ratio_[0]
print(f"the first component has {100 * share:.1f} % of the variance")
print(f"and is nearly all {wine.feature_names[strongest]}")
raw = make_pipeline(PCA(2), knn)
scaled = make_pipeline(StandardScaler(), PCA(2), knn)
for name, way in [("as measured", raw), ("scaled", scaled)]:
    score = cross_val_score(way, wine.data, wine.target, cv=folds)
    print(f"{name:<11} {score.mean():.3f} of the wines recognised")

# 8 · What t-SNE hides
rng = np.random.default_rng(1)
groups = []
for centre, width in [(0.0, 1.0), (10.0, 1.0), (50.0, 5.0)]:
    cloud = rng.normal(0, width, (150, 10))
    cloud[:, 0] += centre
    groups.append(cloud)
z = np.vstack(groups)
who = np.repeat(["A", "B", "C"], 150)


def measure(name, map):
    groups = [map[who == g] for g in "ABC"]
    centres = [g.mean(axis=0) for g in groups]
    widths = [np.sqrt(g.var(axis=0).sum()) for g in groups]
    apart = [np.linalg.norm(c - centres[0]) for c in centres]
    print(
        f"{name:<18} C is {apart[2] / apart[1]:.1f} times as far, "
        f"{widths[2] / widths[0]:.1f} times as wide"
    )


measure("the truth", z)
maps = {"PCA": PCA(2).fit_transform(z)}
for perplexity in [5, 30, 100]:
    maps[f"t-SNE {perplexity}"] = TSNE(perplexity=perplexity).fit_transform(z)
for seed in [1, 2]:
    tsne = TSNE(perplexity=100, init="random", random_state=seed)
    maps[f"t-SNE 100, seed {seed}"] = tsne.fit_transform(z)
_, axes = plt.subplots(2, 3, figsize=(10, 6))
for ax, (name, map) in zip(axes.flat, maps.items()):
    measure(name, map)
    for g in "ABC":
        ax.scatter(*map[who == g].T, s=8, label=g)
    ax.set_title(name)
ax.legend()
show()

noise = rng.normal(size=(400, 20))
_, axes = plt.subplots(1, 2, figsize=(9, 4))
for ax, perplexity in zip(axes, [3, 50]):
    map = TSNE(perplexity=perplexity).fit_transform(noise)
    ax.scatter(*map.T, s=8)
    ax.set_title(f"perplexity {perplexity}")
show()
