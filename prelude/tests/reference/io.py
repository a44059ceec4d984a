"""Writes the spreadsheets in ../fixtures/io and what pandas reads from them and from text (io.json).

Needs pandas, openpyxl and odfpy.
"""

import datetime
import io
import json
import pathlib

import openpyxl
import pandas

HERE = pathlib.Path(__file__).parent
FIXTURES = HERE.parent / "fixtures" / "io"


def write_workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "types"
    sheet.append(["name", "count", "price", "day", "moment", "ok", "mixed", "gaps", "when"])
    rows = [
        ["Ada", 1, 1.5, datetime.date(2026, 1, 31), datetime.datetime(2026, 1, 31, 12, 30, 15), True, 1, None],
        ["Zoë \"Z\"", -2, 2.0, datetime.date(1900, 1, 1), datetime.datetime(1999, 12, 31, 23, 59, 59), False, "x", 7],
        [None, 9007199254740991, -0.25, None, None, None, True, None],
        ["<b>", 0, 1e300, datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 0, 0), True, None, 9.5],
    ]
    times = [datetime.time(8, 30), datetime.time(23, 59, 59), None, datetime.time(0, 0, 1)]
    for row, time in zip(rows, times):
        sheet.append([*row, time])
    errors = book.create_sheet("errors")
    errors.append(["x", "y"])
    errors.append([1, 2])
    errors.append([2, "#DIV/0!"])
    errors["B3"].data_type = "e"
    errors.append([3, 6])
    placed = book.create_sheet("placed")
    placed["B2"] = "A title over the table"
    for column, name in zip("BCD", ["k", "v", "v"]):
        placed[f"{column}4"] = name
    for row in range(5, 8):
        placed[f"B{row}"] = f"k{row}"
        placed[f"C{row}"] = row * 1.5
        placed[f"D{row}"] = row
    placed["F9"] = "a note below"
    book.create_sheet("empty")
    only = book.create_sheet("only names")
    only.append(["a", "b"])
    book.save(FIXTURES / "book.xlsx")


def write_open_document():
    frame = pandas.DataFrame({"name": ["Ada", "Bob"], "n": [1, 2], "day": [datetime.date(2026, 1, 31), datetime.date(2026, 2, 1)]})
    frame.to_excel(FIXTURES / "book.ods", index=False, engine="odf")


def values(series):
    return [None if pandas.isna(value) else (value.isoformat() if hasattr(value, "isoformat") else value) for value in series.tolist()]


def reference():
    types = pandas.read_excel(FIXTURES / "book.xlsx", sheet_name="types")
    placed = pandas.read_excel(FIXTURES / "book.xlsx", sheet_name="placed", header=3, usecols="B:D", nrows=3)
    csv = "a;b;c\n1,5;x;2026-01-02\nNA;\"y\"\"z\";\n-3,25;;2026-12-31\n"
    frame = pandas.read_csv(io.StringIO(csv), sep=";", decimal=",", parse_dates=["c"])
    return {
        "types": {name: values(types[name]) for name in ["name", "count", "price", "gaps"]},
        "placed": {"k": values(placed["k"]), "v": values(placed["v"]), "v_2": values(placed["v.1"])},
        "csv": {"text": csv, "a": values(frame["a"]), "b": values(frame["b"]), "c": [v and v[:10] for v in values(frame["c"])]},
    }


if __name__ == "__main__":
    FIXTURES.mkdir(parents=True, exist_ok=True)
    write_workbook()
    write_open_document()
    (HERE / "io.json").write_text(json.dumps(reference(), indent=1, ensure_ascii=False) + "\n")
