"""Tomorrow's price: 20_time_series.ipynb with pandas, scikit-learn and statsmodels."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.tree import DecisionTreeRegressor
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing, Holt
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.stattools import acf

matplotlib.use("Agg")
import matplotlib.pyplot as plt

DATA = Path(__file__).resolve().parent.parent / "data"


def show():
    plt.savefig(io.BytesIO())
    plt.close()


# 1 · Prices
shares = pd.read_csv(DATA / "shares.csv", parse_dates=["date"])
dyne = shares[shares["ticker"] == "DYNE"].reset_index(drop=True)
close = dyne["close"].to_numpy()
print(f"{close[0]:.0f} on the first day, {close[-1]:.0f} on the last")
plt.plot(dyne["date"], close)
plt.title("A share over five years")
plt.ylabel("closing price")
show()

last = dyne.tail(60)
colours = np.where(last["close"] >= last["open"], "C0", "C1")
plt.vlines(last.index, last["low"], last["high"], colors=colours)
plt.bar(last.index, last["close"] - last["open"], bottom=last["open"], color=colours)
plt.title("Sixty days in candles")
show()

# 2 · Returns
returns = np.diff(np.log(close))
direction, size = acf(returns, nlags=20), acf(np.abs(returns), nlags=20)
chance = 1.96 / np.sqrt(len(returns))
for name, memory in [("returns", direction), ("their size", size)]:
    print(f"{name:<10} remembered with {memory[1:].mean():>6.3f} on average")
plt.plot(range(1, 21), direction[1:], label="returns")
plt.plot(range(1, 21), size[1:], label="size of the returns")
plt.axhline(chance)
plt.axhline(-chance)
plt.title("Memory: none for the direction, long for the size")
plt.xlabel("days apart")
plt.ylabel("autocorrelation")
plt.legend()
show()


# 3 · Can the price be forecast?
def backtest(forecast, y, horizon, windows):
    cuts = range(len(y) - horizon * windows, len(y), horizon)
    return np.array([forecast(y[:cut], horizon) for cut in cuts]).ravel()


def on_lags(model, lags, means=()):
    def columns(y, t):
        recent = [y[t - length : t].mean() for length in means]
        return [y[t - lag] for lag in lags] + recent

    def forecast(y, horizon):
        start = max([*lags, *means])
        model.fit([columns(y, t) for t in range(start, len(y))], y[start:])
        values = np.append(y, np.empty(horizon))
        for t in range(len(y), len(values)):
            values[t] = model.predict([columns(values[:t], t)])[0]
        return values[len(y) :]

    return forecast


tree = on_lags(DecisionTreeRegressor(min_samples_leaf=10), [1, 2, 3, 4, 5])
models = {
    "as today": lambda y, h: np.repeat(y[-1], h),
    "drift": lambda y, h: y[-1] + (y[-1] - y[0]) / (len(y) - 1) * np.arange(1, h + 1),
    "mean of all": lambda y, h: np.repeat(y.mean(), h),
    "Holt's trend": lambda y, h:
        Holt(y, initialization_method="estimated").fit().forecast(h),
    "tree on 5 lags": tree,
}
forecasts = {name: backtest(model, close, 1, 100) for name, model in models.items()}
for name, said in forecasts.items():
    print(f"{name:<15} off by {np.abs(close[-100:] - said).mean():>6.2f} on average")

said = forecasts["tree on 5 lags"]
print(f"correlation {np.corrcoef(close[-100:], said)[0, 1]:.3f}")
plt.plot(close[-100:], label="price")
plt.plot(said, label="forecast of the day before")
plt.title("Looks splendid, knows nothing")
plt.xlabel("day")
plt.ylabel("price")
plt.legend()
show()

# 4 · How to get rich in a backtest
n = len(returns)
up = returns > 0
wrong = returns[1:][up[1:]].sum()
honest = returns[1:][up[:-1]].sum()
trades = (np.diff(np.append(False, up[:-1]).astype(int)) != 0).sum()
for name, total in [
    ("buy and hold", returns.sum()),
    ("peeking by one day", wrong),
    ("honest", honest),
    ("honest, 0.1 % a trade", honest - 0.001 * trades),
]:
    print(f"{name:<22} 1000 become {1000 * np.exp(total):>12.0f}")

# 5 · What can be forecast: the storm (only the simulation knows the true volatility)
recent = pd.Series(returns).rolling(20).std().shift(1).to_numpy()[20:]
moves = np.abs(returns[20:])
print(f"correlation with the size of the move   {np.corrcoef(recent, moves)[0, 1]:.2f}")
plt.plot(range(20, n), recent, label="last 20 days")
plt.title("Storms can be seen coming")
plt.xlabel("day")
plt.ylabel("standard deviation of a day's return")
show()

# 6 · A series that can be forecast
orders = pd.read_csv(DATA / "daily_orders.csv", parse_dates=["day"])
y = orders["orders"].to_numpy(dtype=float)
parts = STL(y, period=7, robust=True).fit()
trend = 1 - parts.resid.var() / (parts.trend + parts.resid).var()
week = 1 - parts.resid.var() / (parts.seasonal + parts.resid).var()
print(f"strength of the trend {trend:.2f}, of the week {week:.2f}")
plt.plot(orders["day"], y, label="orders")
plt.plot(orders["day"], parts.trend, label="trend")
plt.title("Two years of orders, and what is left without week and noise")
plt.ylabel("orders a day")
plt.legend()
show()


def smoothing(seasonal):
    def forecast(y, horizon):
        model = ExponentialSmoothing(
            y, seasonal=seasonal, seasonal_periods=7 if seasonal else None,
            initialization_method="estimated"
        )
        return model.fit().forecast(horizon)

    return forecast


models = {
    "as yesterday": lambda y, h: np.repeat(y[-1], h),
    "as last week": lambda y, h: np.resize(y[-7:], h),
    "smoothing": smoothing(None),
    "Holt-Winters": smoothing("mul"),
    "ridge on lags": on_lags(Ridge(), [1, 2, 3, 4, 5, 6, 7, 14], [7, 28]),
}
for name, model in models.items():
    off = np.abs(y[-112:] - backtest(model, y, 7, 16))
    print(f"{name:<14} off by {off.mean():.2f} orders")

# 7 · A range, and whether it holds
before, came = y[:670], orders[670:698]
fitted = ETSModel(pd.Series(before), error="add", trend=None, seasonal="mul",
                  seasonal_periods=7).fit(disp=False)
ahead = fitted.get_prediction(start=670, end=697).summary_frame(alpha=0.05)
low, high = ahead["pi_lower"].to_numpy(), ahead["pi_upper"].to_numpy()
real = came["orders"].to_numpy()
inside = (low <= real) & (real <= high)
print(f"until 19 November: {inside[:19].sum()} of 19 days inside")
print(f"after that: {inside[19:].sum()} of 9 days inside")
shown = orders[610:698]
plt.plot(shown["day"], shown["orders"], label="orders")
plt.plot(came["day"], ahead["mean"], label="forecast and range")
plt.fill_between(came["day"], low, high, alpha=0.2)
plt.title("Four weeks ahead")
plt.ylabel("orders a day")
plt.legend()
show()
