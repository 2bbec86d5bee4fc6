"""Writes weights/testdata/golden.safetensors.

Python 3.11.7, safetensors 0.8.0, numpy 2.4.6.
Run: python internal/oracle/safetensors_golden.py weights/testdata
"""

import json
import sys
from pathlib import Path

import numpy as np
from safetensors import TensorSpec, serialize

folder = Path(sys.argv[1])
rng = np.random.default_rng(7)

# Every bit pattern of interest, NaN payloads included.
f32 = np.array([0x00000000, 0x80000000, 0x3F800000, 0x7F800001, 0xFFC12345, 0x00000001], np.uint32)
f64 = np.array([0x3FB999999999999A, 0x7FF0000000000001, 0xFFF8000000ABCDEF, 1], np.uint64)
f16 = np.array([0x3C00, 0x7C01, 0xFE12, 0x0001, 0xFBFF], np.uint16)
bf16 = np.array([0x3F80, 0x7F81, 0xFFC1, 0x0001], np.uint16)

tensors = {
    "layer.0.weight": ("float32", [2, 3], f32.tobytes()),
    "layer.0.bias": ("float32", [3], rng.standard_normal(3).astype(np.float32).tobytes()),
    "scale": ("float64", [4], f64.tobytes()),
    "half": ("float16", [5], f16.tobytes()),
    "brain": ("bfloat16", [2, 2], bf16.tobytes()),
    "steps": ("int64", [], np.int64(-3).tobytes()),
    "mask": ("bool", [3], b"\x01\x00\x01"),
    "small": ("float8_e4m3fn", [3], b"\x7f\x01\x80"),
    "wide": ("float8_e5m2", [1], b"\x7d"),
    "ids": ("int32", [2], np.array([5, -6], np.int32).tobytes()),
    "bytes": ("uint8", [1], b"\xff"),
    "empty": ("float32", [0, 4], b""),
    'na"me\t<é>&': ("int8", [1], b"\x80"),
}
arrays = {k: np.frombuffer(b or b"\0", np.uint8) for k, (_, _, b) in tensors.items()}
data = serialize(
    {
        k: TensorSpec(dtype=d, shape=s, data_ptr=arrays[k].ctypes.data, data_len=len(b))
        for k, (d, s, b) in tensors.items()
    },
    metadata={"format": "pt"},
)
(folder / "golden.safetensors").write_bytes(data)

# How numpy rounds to float16, ties included.
x = np.concatenate([
    rng.standard_normal(200) * 10.0 ** rng.integers(-9, 6, 200),
    [2049.0, 2051.0, 65519.99, 65520.0, 2.0**-25, 2.0**-25 * (1 + 2.0**-30), 1 + 2.0**-11, 1 + 2.0**-11 + 2.0**-40],
])
with np.errstate(over="ignore"):
    half = x.astype(np.float16)
    single = x.astype(np.float32).astype(np.float16)
json.dump(
    {"float64": [v.hex() for v in x.tolist()],
     "half": half.view(np.uint16).tolist(),
     "half_of_float32": single.view(np.uint16).tolist()},
    open(folder / "half.json", "w"), indent=0)
