"""What does a shop live on? The work of 03_dataframes.ipynb with pandas."""

import io
import sqlite3
import tempfile
import time
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Read and look
orders = pd.read_csv(DATA / "shop_orders.csv", parse_dates=["ordered_at"])
customers = pd.read_csv(
    DATA / "shop_customers.csv", parse_dates=["signup_date"]
)
products = pd.read_csv(DATA / "shop_products.csv")
orders.info()
print(customers.isna().sum())

# 2 · Columns and rows
print(customers[["customer_id", "name", "country"]].head(3))
print(products.head(3))
big_and_back = (orders["quantity"] >= 4) & orders["returned"]
few = orders.loc[big_and_back, ["order_id", "quantity", "total"]]
print(few.nlargest(5, "total"))

# 3 · Join
orphans = orders.merge(products, on="product_id", how="left_anti")
silent = customers.merge(orders, on="customer_id", how="left_anti")
print(f"orders of unknown products: {len(orphans)}")
print(f"customers who never ordered: {len(silent)}")

goods = products.rename(columns={"name": "product"})
sales = orders.merge(
    goods, on="product_id", how="left", validate="many_to_one"
)
sales = sales.merge(
    customers, on="customer_id", how="left", validate="many_to_one"
)
earned = sales["total"] - sales["cost"] * sales["quantity"]
sales["profit"] = np.where(sales["returned"], -8.0, earned)
print(sales.shape)
print(f"profit {sales['profit'].sum():.0f}")

# 4 · Group
by_category = sales.groupby("category").agg(
    orders=("total", "size"),
    revenue=("total", "sum"),
    profit=("profit", "sum"),
    returned=("returned", "mean"),
)
by_category["margin"] = by_category["profit"] / by_category["revenue"]
kept = sales[~sales["returned"]].groupby("category")
kept = kept[["profit", "total"]].sum()
by_category["margin_kept"] = kept["profit"] / kept["total"]
by_category = by_category.nlargest(5, "profit")
print(by_category)

plt.bar(by_category.index, by_category["profit"])
plt.title("What each kind of goods earned in two years")
plt.ylabel("profit")
show()

# 5 · Customers, from the best to the last
spent = sales[["customer_id", "total"]]
by_customer = (
    customers.merge(spent, on="customer_id", how="left")
    .groupby(["customer_id", "segment"])
    .agg(spent=("total", "sum"), orders=("total", "count"))
    .nlargest(750, "spent")
)
by_customer["customers"] = np.arange(1, 751) / 750
so_far = by_customer["spent"].cumsum()
by_customer["revenue"] = so_far / by_customer["spent"].sum()
tenth = by_customer["revenue"].iloc[74]
print(f"the best tenth brings {100 * tenth:.0f} % of the revenue")

plt.plot(by_customer["customers"], by_customer["revenue"], label="this shop")
plt.plot([0, 1], [0, 1], label="if all were alike")
plt.title("A few customers carry the shop")
plt.xlabel("share of customers, best first")
plt.ylabel("share of revenue")
plt.legend()
show()

# 6 · Windows: a row among its own
customer = sales.groupby("customer_id")
before = customer["ordered_at"].shift(1)
visits = sales.assign(
    pause=(sales["ordered_at"] - before).dt.days,
    visit=customer.cumcount() + 1,
    usual=customer["total"].transform("mean"),
)
shown = ["customer_id", "ordered_at", "visit", "pause", "usual"]
print(visits[shown].nlargest(3, "visit"))

back = visits.dropna(subset="pause")
for segment, part in back.groupby("segment"):
    plt.ecdf(part["pause"], label=segment)
plt.title("How soon customers come back")
plt.xlabel("days since the order before")
plt.ylabel("share of orders")
plt.legend()
show()

rate = by_customer.groupby("segment")["orders"].mean()
pause = back.groupby("segment")["pause"].median()
print(pd.concat([rate, pause], axis=1).nlargest(3, "orders"))

# 7 · Wide and long
table = sales.pivot_table("profit", "category", "segment", "sum")
plt.imshow(table)
for i, j in np.ndindex(table.shape):
    label = f"{table.iloc[i, j]:.0f}"
    plt.text(j, i, label, ha="center", va="center", color="white")
plt.xticks(range(table.shape[1]), table.columns)
plt.yticks(range(table.shape[0]), table.index)
plt.title("Profit, by goods and by segment")
show()
print(table.reset_index().melt("category").head(6))

# 8 · Which days?
garden = sales.loc[sales["category"] == "garden", ["ordered_at", "order_id"]]
known = garden.groupby(garden["ordered_at"].dt.date).size()
every = garden.resample("1D", on="ordered_at").size()
print(f"{len(known)} days in the table: {known.mean():.2f} a day")
print(f"{len(every)} days on the wall: {every.mean():.2f} a day")

days = sales.resample("1D", on="ordered_at").size()
days = days.rename("orders").rename_axis("day").reset_index()
print(days.describe())

plt.scatter(days["day"], days["orders"], s=8, alpha=0.4, label="a day")
smooth = days["orders"].rolling(28, min_periods=1).mean()
plt.plot(days["day"], smooth, color="C1", label="mean of 28 days")
plt.title("Two years of orders")
plt.ylabel("orders a day")
plt.legend()
show()

month, date = days["day"].dt.month, days["day"].dt.day
advent = ((month == 12) & (date <= 24)) | ((month == 11) & (date >= 20))
summer = month.between(7, 8)
days["season"] = np.select([advent, summer], ["advent", "summer"], "other")
weekend = days["day"].dt.day_of_week >= 5
days["part"] = np.where(weekend, "weekend", "weekday")
rates = days.pivot_table("orders", "season", "part", "mean")
print(rates)

all_days = 5 * rates["weekday"] + 2 * rates["weekend"]
other = rates.loc["other"]
print(f"weekend {other['weekend'] / other['weekday']:.2f} times")
print(f"Advent  {all_days['advent'] / all_days['other']:.2f} times")
print(f"summer  {all_days['summer'] / all_days['other']:.2f} times")

# 9 · Text
variant = sales["product"].str.extract(r"(\w+)$", expand=False)
variant = variant.rename("variant")
print(
    sales.groupby(variant).agg(
        products=("product", "nunique"),
        pieces=("quantity", "sum"),
        mean_price=("unit_price", "mean"),
    )
)
best = sales.groupby("product")["quantity"].sum().nlargest(5)
plt.bar(best.index, best)
plt.title("The five products that sell best")
plt.ylabel("pieces")
show()
print(best)

# 10 · The same in SQL
with sqlite3.connect(":memory:") as database:
    orders.to_sql("orders", database, index=False)
    products.to_sql("products", database, index=False)
    customers.to_sql("customers", database, index=False)
    query = """
        select p.category, c.country, count(*) as orders, sum(o.total) as revenue
        from orders o
        join products p on o.product_id = p.product_id
        join customers c on o.customer_id = c.customer_id
        where o.returned = false
        group by p.category, c.country
        order by revenue desc
        limit 5
    """
    print(pd.read_sql(query, database))

# 11 · Files
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    sales.to_csv(folder / "sales.csv", index=False)
    sales.to_json(folder / "sales.json", orient="records", date_format="iso")
    sales.to_parquet(folder / "sales.parquet", compression="zstd")
    for file, back in [
        ("sales.csv", pd.read_csv(folder / "sales.csv")),
        ("sales.json", pd.read_json(folder / "sales.json")),
        ("sales.parquet", pd.read_parquet(folder / "sales.parquet")),
    ]:
        kb = (folder / file).stat().st_size // 1000
        print(f"{file:<13} {kb:>5} kB, as it was: {back.equals(sales)}")

    large = folder / "large.parquet"
    pd.concat([sales] * 170).to_parquet(large, compression="zstd")
    start = time.perf_counter()
    eager = pd.read_parquet(large)
    eager = eager[eager["channel"] == "app"]
    eager = eager.groupby("product_id")["total"].sum()
    print(f"read, then ask: {1000 * (time.perf_counter() - start):.0f} ms")
    start = time.perf_counter()
    apps = [("channel", "==", "app")]
    columns = ["product_id", "total"]
    few = pd.read_parquet(large, columns=columns, filters=apps)
    few = few.groupby("product_id")["total"].sum()
    print(f"ask lazily:     {1000 * (time.perf_counter() - start):.0f} ms")
    print(f"{len(eager)} and {len(few)} products")
