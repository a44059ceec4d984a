"""The gallery's charts beside those of matplotlib, seaborn, scikit-learn and shap, of the same data.

    python pictures.py FOLDER [--ferrolab PROGRAM]

The examples are those of kernel/src/gallery/charts.rs. Ferrolab draws its own page of them and hands over its data;
then Python draws, and FOLDER/pairs-1.png and on show both, ours at the left. Needs Chromium for the sheets.
What lies in FOLDER already is not made again.
"""

import argparse
import base64
import html
import json
import re
import shutil
import subprocess
from pathlib import Path

CHARTS = Path(__file__).parents[2] / "kernel/src/gallery/charts.rs"
TEXT = r'(?:r#"(?P<{0}raw>.*?)"#|"(?P<{0}>(?:[^"\\]|\\.)*)")'
EXAMPLE = re.compile(rf"^    {TEXT.format('title')}: {TEXT.format('rust')},\s*{TEXT.format('python')};", re.S | re.M)
PER_SHEET = 4
# Run after the gallery's setup.
HAND_OVER = r"""np::savez("data.npz", &[
    ("noise", &noise), ("walk", &walk), ("wave", &wave), ("first", &million.0), ("second", &million.1),
    ("truth", &test.target), ("proba", &proba), ("said", &forest.predict(&test)?),
    ("observed", &diabetes().target), ("fitted", &fitted), ("known", &diabetes().features),
    ("silhouettes", &silhouette_samples(&iris(), &clusters.labels())?),
    ("clusters", &clusters.labels().mapv(|l| l as f64)),
    ("importances", &importances.importances), ("grid", &dependence.grid[0]),
    ("average", &dependence.average), ("individual", &dependence.individual),
    ("shap", &shap.values), ("base", &shap.base_values), ("few", &few.features),
])?;
prices.write_csv("prices.csv")?; elbows.write_csv("elbows.csv")?; curve.write_csv("curve.csv")?;"""
# No such chart in matplotlib or seaborn, and in no bench.
ALSO = {
    "SHAP values": "import shap as peers; peers.plots.beeswarm(explained, show=False)",
    "One prediction explained": "import shap as peers; peers.plots.waterfall(explained[0], show=False)",
    "Regression report": """from sklearn.metrics import PredictionErrorDisplay
PredictionErrorDisplay.from_predictions(observed, fitted, kind="actual_vs_predicted")""",
}


def text(match, name):
    return match[name + "raw"] if match[name] is None else match[name].encode().decode("unicode_escape")


def constant(name):
    return re.search(rf'pub const {name}: &str = r#"(.*?)"#', CHARTS.read_text(), re.S)[1]


def examples():
    found = [(text(match, "title"), text(match, "python")) for match in EXAMPLE.finditer(CHARTS.read_text())]
    return [(title, python or ALSO.get(title, "")) for title, python in found]


def draw_ours(folder, program):
    if not (folder / "gallery.html").exists():
        subprocess.run([program, "gallery", "-o", str(folder / "gallery.html")], check=True)
    if not (folder / "data.npz").exists():
        cells = [{"cell_type": "code", "id": str(number), "metadata": {}, "outputs": [], "execution_count": None,
                  "source": code} for number, code in enumerate([constant("SETUP"), HAND_OVER])]
        notebook = {"cells": cells, "metadata": {"kernelspec": {"name": "ferrolab", "display_name": "Ferrolab"}},
                    "nbformat": 4, "nbformat_minor": 5}
        (folder / "data.ipynb").write_text(json.dumps(notebook))
        subprocess.run([program, "run", "data.ipynb"], check=True, cwd=folder)
    sections = re.findall(r"<h2>(.*?)</h2>.*?class=\"light\" src=\"(.*?)\".*?class=\"dark\" src=\"(.*?)\"",
                          (folder / "gallery.html").read_text(), re.S)
    return {html.unescape(title): (light, dark) for title, light, dark in sections}


def same_data(names, folder):
    """Ferrolab's numbers in place of Python's own, under the names of PYTHON_SETUP."""
    np, pd = names["np"], names["pd"]
    data = np.load(folder / "data.npz")
    names |= {name: data[name] for name in data.files}
    names["million"] = data["first"], data["second"]
    names["average"], names["individual"] = data["average"][0], data["individual"][0].T
    names["prices"] = pd.read_csv(folder / "prices.csv", parse_dates=["date"])
    names["inertia"] = pd.read_csv(folder / "elbows.csv")["inertia"]
    names |= learning_curve(np, pd.read_csv(folder / "curve.csv"))
    try:
        import shap
    except ImportError:
        return
    values, base = data["shap"][:, :, 0], np.repeat(data["base"], len(data["few"]))
    names["explained"] = shap.Explanation(values, base, data["few"], feature_names=names["names"])


def learning_curve(np, table):
    """A row per size, of means and deviations: two folds of such a mean and deviation."""
    def folds(part):
        mean, deviation = table[f"{part}_score"].to_numpy(), table[f"{part}_std"].to_numpy()
        return np.column_stack([mean - deviation, mean + deviation])

    return {"sizes": table["train_size"].to_numpy(), "learned": folds("train"), "judged": folds("test")}


def draw_theirs(folder):
    names = {}
    exec(constant("PYTHON_SETUP"), names)
    same_data(names, folder)
    names["plt"].switch_backend("agg")
    names["plt"].rcParams.update({"figure.figsize": (6.4, 4.2), "figure.dpi": 150})
    (folder / "theirs").mkdir(exist_ok=True)
    for title, python in examples():
        target = folder / "theirs" / f"{title}.png"
        if python and not target.exists():
            exec(python, names)
            names["plt"].savefig(target, bbox_inches="tight")
            names["plt"].close("all")


def write_sheets(folder, ours):
    titles = [title for title, _ in examples()]
    for sheet, first in enumerate(range(0, len(titles), PER_SHEET), 1):
        rows = "".join(pair(folder, title, ours[title][0]) for title in titles[first : first + PER_SHEET])
        page = folder / f"pairs-{sheet}.html"
        style = "body{margin:0;background:#999;font:14px sans-serif}td{background:#fff;width:640px;text-align:center}"
        style += "img{max-width:640px;max-height:430px}"
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style><table>{rows}</table>")
        screenshot(page, page.with_suffix(".png"), f"1310,{PER_SHEET * 460}")


def pair(folder, title, ours):
    theirs = folder / "theirs" / f"{title}.png"
    shown = "none"
    if theirs.exists():
        shown = f'<img src="data:image/png;base64,{base64.b64encode(theirs.read_bytes()).decode()}">'
    return f'<tr><td>{html.escape(title)}<br><img src="{ours}"></td><td>{shown}</td></tr>'


def screenshot(page, target, size):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print(f"no Chromium: look at {page}")
        return
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={size}"]
    subprocess.run([browser, *options, f"--screenshot={target}", page.resolve().as_uri()], check=True,
                   stderr=subprocess.DEVNULL)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--ferrolab", default="ferrolab", help="the program (default: the installed one)")
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    ours = draw_ours(given.folder, given.ferrolab)
    draw_theirs(given.folder)
    write_sheets(given.folder, ours)


if __name__ == "__main__":
    main()
