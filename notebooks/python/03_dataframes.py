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
customers = pd.read_csv(DATA / "shop_customers.csv", parse_dates=["signup_date"])
products = pd.read_csv(DATA / "shop_products.csv")
orders.info()
print(customers.isna().sum())

# 2 · Columns and rows
print(customers[["customer_id", "name", "country"]].head(3))
print(products.head(3))
big_and_back = (orders["quantity"] >= 4) & orders["returned"]
print(orders.loc[big_and_back, ["order_id", "quantity", "total"]].nlargest(5, "total"))

# 3 · Join
orphans = orders.merge(products, on="product_id", how="left_anti")
silent = customers.merge(orders, on="customer_id", how="left_anti")
print(f"orders of unknown products: {len(orphans)}")
print(f"customers who never ordered: {len(silent)}")

goods = products.rename(columns={"name": "product"})
sales = orders.merge(goods, on="product_id", how="left", validate="many_to_one")
sales = sales.merge(customers, on="customer_id", how="left", validate="many_to_one")
sales["profit"] = np.where(sales["returned"], -8.0, sales["total"] - sales["cost"] * sales["quantity"])
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
kept = sales[~sales["returned"]].groupby("category")[["profit", "total"]].sum()
by_category["margin_kept"] = kept["profit"] / kept["total"]
by_category = by_category.nlargest(5, "profit")
print(by_category)

plt.bar(by_category.index, by_category["profit"])
plt.title("What each kind of goods earned in two years")
plt.ylabel("profit")
show()

# 5 · Customers, from the best to the last
by_customer = (
    customers.merge(sales[["customer_id", "total"]], on="customer_id", how="left")
    .groupby(["customer_id", "segment"])
    .agg(spent=("total", "sum"))
    .nlargest(750, "spent")
)
by_customer["customers"] = np.arange(1, 751) / 750
by_customer["revenue"] = by_customer["spent"].cumsum() / by_customer["spent"].sum()
tenth = by_customer["revenue"].iloc[74]
print(f"the best tenth brings {100 * tenth:.0f} % of the revenue")

plt.plot(by_customer["customers"], by_customer["revenue"], label="this shop")
plt.plot([0, 1], [0, 1], label="if all were alike")
plt.title("A few customers carry the shop")
plt.xlabel("share of customers, best first")
plt.ylabel("share of revenue")
plt.legend()
show()

# 6 · Wide and long
table = sales.pivot_table("profit", "category", "segment", "sum")
plt.imshow(table)
for i, j in np.ndindex(table.shape):
    plt.text(j, i, f"{table.iloc[i, j]:.0f}", ha="center", va="center", color="white")
plt.xticks(range(table.shape[1]), table.columns)
plt.yticks(range(table.shape[0]), table.index)
plt.title("Profit, by goods and by segment")
show()
print(table.reset_index().melt("category").head(6))

# 7 · Which days?
garden = sales.loc[sales["category"] == "garden", ["ordered_at", "order_id"]]
known = garden.groupby(garden["ordered_at"].dt.date).size()
every = garden.resample("1D", on="ordered_at").size()
print(f"{len(known)} days in the table: {known.mean():.2f} a day")
print(f"{len(every)} days on the wall:  {every.mean():.2f} a day")

days = sales.resample("1D", on="ordered_at").size().rename("orders").rename_axis("day").reset_index()
print(days.describe())

plt.scatter(days["day"], days["orders"], s=8, alpha=0.4, label="a day")
plt.plot(days["day"], days["orders"].rolling(28).mean(), color="C1", label="mean of 28 days")
plt.title("Two years of orders")
plt.ylabel("orders a day")
plt.legend()
show()

month, date = days["day"].dt.month, days["day"].dt.day
advent = ((month == 12) & (date <= 24)) | ((month == 11) & (date >= 20))
days["season"] = np.select([advent, month.between(7, 8)], ["advent", "summer"], "other")
days["part"] = np.where(days["day"].dt.day_of_week >= 5, "weekend", "weekday")
rates = days.pivot_table("orders", "season", "part", "mean")
print(rates)

all_days = 5 * rates["weekday"] + 2 * rates["weekend"]
print(f"weekend {rates.loc['other', 'weekend'] / rates.loc['other', 'weekday']:.2f} times")
print(f"Advent  {all_days['advent'] / all_days['other']:.2f} times")
print(f"summer  {all_days['summer'] / all_days['other']:.2f} times")

# 8 · Text
variant = sales["product"].str.extract(r"(\w+)$", expand=False).rename("variant")
print(
    sales.groupby(variant).agg(
        products=("product", "nunique"),
        pieces=("quantity", "sum"),
        mean_price=("unit_price", "mean"),
    )
)
print(sales.groupby("product")["quantity"].sum().nlargest(5))

# 9 · The same in SQL
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

# 10 · Files
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    sales.to_csv(folder / "sales.csv", index=False)
    sales.to_json(folder / "sales.json", orient="records", date_format="iso")
    sales.to_parquet(folder / "sales.parquet", compression="zstd")
    for file in ["sales.csv", "sales.json", "sales.parquet"]:
        print(f"{file:<14} {(folder / file).stat().st_size / 1000:>6.0f} kB")
    back = pd.read_parquet(folder / "sales.parquet")
    print(f"as it was: {back.equals(sales)}")

    pd.concat([sales] * 170).to_parquet(folder / "large.parquet", compression="zstd")
    start = time.perf_counter()
    eager = pd.read_parquet(folder / "large.parquet")
    eager = eager[eager["channel"] == "app"].groupby("product_id")["total"].sum()
    print(f"read, then ask:         {1000 * (time.perf_counter() - start):.0f} ms")
    start = time.perf_counter()
    apps = [("channel", "==", "app")]
    few = pd.read_parquet(folder / "large.parquet", columns=["product_id", "total"], filters=apps)
    few = few.groupby("product_id")["total"].sum()
    print(f"only what is asked for: {1000 * (time.perf_counter() - start):.0f} ms")
    print(f"{len(eager)} and {len(few)} products")
