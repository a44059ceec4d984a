"""Which points the `lttb` package (a reference implementation in NumPy) keeps of a line.

Run: python line_points.py > line_points.json
"""

import json

import lttb
import numpy as np

x = np.arange(2002.0)
y = np.round(np.sin(x / 37.0) * 50 + np.cos(x * x / 911.0) * 20 + (x * 7919 % 101) / 10.0, 6)
# Buckets of equal length: how a remainder is divided is each implementation's own choice.
kept = lttb.downsample(np.column_stack([x, y]), n_out=102)
print(json.dumps({"y": y.tolist(), "kept": kept[:, 0].astype(int).tolist()}))
