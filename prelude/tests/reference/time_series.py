"""Time series by statsmodels, for tests/it/time_series.rs. Writes time_series.json beside itself."""

import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.linear_model import LinearRegression
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.seasonal import MSTL, STL
from statsmodels.tsa.stattools import acf, pacf

warnings.simplefilter("ignore")
rng = np.random.default_rng(11)


def listed(value):
    return np.asarray(value).tolist()


def airline():
    """Growing, with seasons that grow too."""
    t = np.arange(120)
    season = 1 + 0.25 * np.sin(2 * np.pi * t / 12) + 0.1 * np.cos(4 * np.pi * t / 12)
    return np.round((110 + 2.4 * t) * season * np.exp(rng.normal(0, 0.04, t.size)), 3)


def flat():
    level = 50 + np.cumsum(rng.normal(0, 1.0, 150))
    return np.round(level + rng.normal(0, 2.0, 150), 3)


def hourly():
    t = np.arange(24 * 7 * 4)
    y = 20 + 5 * np.sin(2 * np.pi * t / 24) + 3 * np.cos(2 * np.pi * t / 168) + 0.01 * t
    return np.round(y + rng.normal(0, 0.7, t.size), 3)


DATA = {"airline": airline(), "flat": flat(), "hourly": hourly()}

KINDS = [
    ("flat", {}),
    ("flat", dict(trend="add")),
    ("flat", dict(trend="add", damped_trend=True)),
    ("airline", dict(trend="add")),
    ("airline", dict(seasonal="add", seasonal_periods=12)),
    ("airline", dict(trend="add", seasonal="add", seasonal_periods=12)),
    ("airline", dict(trend="add", seasonal="mul", seasonal_periods=12)),
    ("airline", dict(trend="add", damped_trend=True, seasonal="mul", seasonal_periods=12)),
    ("airline", dict(trend="mul", seasonal="mul", seasonal_periods=12)),
    ("hourly", dict(trend="add", seasonal="add", seasonal_periods=24)),
]


def smoothing():
    cases = []
    for name, kind in KINDS:
        y = DATA[name]
        m = ExponentialSmoothing(y, initialization_method="estimated", **kind).fit()
        cases.append(dict(data=name, kind=kind, sse=float(m.sse), forecast=listed(m.forecast(15)),
                          level=float(m.params["smoothing_level"])))
    return cases


def fixed():
    """With α, β, γ, φ given: the best first states alone are found."""
    cases = []
    given = dict(smoothing_level=0.4, smoothing_trend=0.1, smoothing_seasonal=0.2, damping_trend=0.95)
    for name, kind in KINDS:
        y = DATA[name]
        names = ["smoothing_level"]
        if "trend" in kind:
            names.append("smoothing_trend")
        if "seasonal" in kind:
            names.append("smoothing_seasonal")
        if kind.get("damped_trend"):
            names.append("damping_trend")
        m = ExponentialSmoothing(y, initialization_method="estimated", **kind)
        with m.fix_params({n: given[n] for n in names}):
            r = m.fit(minimize_kwargs=dict(options=dict(maxiter=5000, ftol=1e-14)))
        cases.append(dict(data=name, kind=kind, params={n: given[n] for n in names}, sse=float(r.sse),
                          forecast=listed(r.forecast(15))))
    return cases


def decomposition():
    cases = []
    for name, period, kwargs in [
        ("airline", 12, {}), ("airline", 12, dict(seasonal=13)), ("airline", 12, dict(robust=True)),
        ("hourly", 24, dict(trend=51)), ("hourly", 7, {}),
    ]:
        m = STL(DATA[name], period=period, **kwargs).fit()
        cases.append(dict(data=name, period=period, settings=kwargs, trend=listed(m.trend),
                          seasonal=listed(m.seasonal), remainder=listed(m.resid)))
    several = []
    for periods, windows in [((24, 168), None), ((24, 168), (13, 21))]:
        m = MSTL(DATA["hourly"], periods=periods, windows=windows).fit()
        several.append(dict(data="hourly", periods=periods, windows=windows, trend=listed(m.trend),
                            seasonal=listed(np.asarray(m.seasonal).T), remainder=listed(m.resid)))
    return dict(stl=cases, mstl=several)


def correlations():
    return {
        name: dict(acf=listed(acf(y, nlags=20, fft=False)), pacf=listed(pacf(y, nlags=20, method="ywadjusted")))
        for name, y in DATA.items()
    }


def lags():
    y = DATA["airline"]
    use = [1, 2, 12]
    x = np.column_stack([y[12 - k : len(y) - k] for k in use])
    m = LinearRegression().fit(x, y[12:])
    values = list(y)
    for _ in range(18):
        values.append(m.predict([[values[-k] for k in use]])[0])
    return dict(lags=use, forecast=listed(values[len(y):]))


result = dict(
    data={name: listed(y) for name, y in DATA.items()}, smoothing=smoothing(), fixed=fixed(),
    decomposition=decomposition(), correlations=correlations(), lags=lags(),
)
Path(__file__).with_suffix(".json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
