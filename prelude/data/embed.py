"""Writes the data sets that the prelude embeds, from scikit-learn's and palmerpenguins' packages.

    pip install scikit-learn palmerpenguins
    python prelude/data/embed.py

Numbers are copied as text, digit for digit. Licences: breast cancer, wine recognition and digits are
UCI's, CC BY 4.0; the penguins are CC0 1.0; the diabetes
data's authors state none. See README.md in this folder.
"""

import csv
import gzip
from pathlib import Path

import palmerpenguins
import sklearn.datasets

HERE = Path(__file__).parent
SKLEARN = Path(sklearn.datasets.__file__).parent / "data"
PENGUINS = Path(palmerpenguins.__file__).parent / "data" / "penguins.csv"


def classification(source, name, target, columns):
    """A header, then scikit-learn's rows with the class by name."""
    rows = list(csv.reader(open(SKLEARN / source)))
    classes = rows[0][2:]
    with open(HERE / name, "w", newline="\n") as out:
        print(*columns, target, sep=",", file=out)
        for row in rows[1:]:
            print(*row[:-1], classes[int(row[-1])], sep=",", file=out)


def diabetes():
    """scikit-learn's `load_diabetes(scaled=False)`, shortest digits that give the same numbers."""
    bunch = sklearn.datasets.load_diabetes(scaled=False)
    with open(HERE / "diabetes.csv", "w", newline="\n") as out:
        print(*"age sex bmi bp tc ldl hdl tch ltg glu progression".split(), sep=",", file=out)
        for row, progression in zip(bunch.data, bunch.target):
            print(*(repr(float(value)).removesuffix(".0") for value in (*row, progression)), sep=",", file=out)


def digits():
    """An image a line: 64 pixels from 0 to 16 as one letter each, a to q, then the digit."""
    with gzip.open(SKLEARN / "digits.csv.gz", "rt") as rows, open(HERE / "digits.txt", "w", newline="\n") as out:
        for row in csv.reader(rows):
            values = [int(float(value)) for value in row]
            print("".join(chr(ord("a") + pixel) for pixel in values[:64]) + str(values[64]), file=out)


def penguins():
    """Missing values as empty fields."""
    with open(PENGUINS) as rows, open(HERE / "penguins.csv", "w", newline="\n") as out:
        for row in csv.reader(rows):
            print(*("" if value == "NA" else value for value in row), sep=",", file=out)


cancer, wine = sklearn.datasets.load_breast_cancer(), sklearn.datasets.load_wine()
classification("breast_cancer.csv", "breast_cancer.csv", "diagnosis", cancer.feature_names)
classification("wine_data.csv", "wine_recognition.csv", "cultivar", wine.feature_names)
diabetes()
digits()
penguins()
