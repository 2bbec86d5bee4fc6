"""Writes weights/testdata/torch: files of torch.save, and what is in them.

Python 3.11.7, torch 2.15.0, numpy 2.4.6.
Run: python internal/oracle/pickle.py weights/testdata/torch
"""

import json
import sys
from collections import OrderedDict
from pathlib import Path

# This script's own name must not hide the library's.
sys.path = [p for p in sys.path if not p.endswith("oracle")]

import numpy as np
import torch

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
torch.manual_seed(7)


def held(tensors):
    return {
        name: {
            "dtype": str(t.dtype).removeprefix("torch."),
            "shape": list(t.shape),
            "hex": t.detach().resolve_conj().contiguous().view(-1).view(torch.uint8).numpy().tobytes().hex()
            if t.numel() else "",
        }
        for name, t in tensors.items()
    }


base = torch.randn(6, 4)
wide = torch.arange(24.0).view(2, 3, 4)
kinds = {
    "f32": torch.tensor([[1.5, -2.25, 0.0], [float("inf"), float("nan"), 1e-45]]),
    "f64": torch.tensor([0.1, -3e300], dtype=torch.float64),
    "f16": torch.tensor([1.0, -65504.0, 6e-8]).half(),
    "bf16": torch.tensor([[1.0], [3e38]]).bfloat16(),
    "i64": torch.tensor(-3),
    "i32": torch.tensor([5, -6], dtype=torch.int32),
    "i16": torch.tensor([-7], dtype=torch.int16),
    "i8": torch.tensor([-128, 127], dtype=torch.int8),
    "u8": torch.tensor([255], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "c64": torch.tensor([1 + 2j], dtype=torch.complex64),
    "u16": torch.tensor([65535, 1]).to(torch.uint16),
    "f8": torch.tensor([1.0, -448.0]).to(torch.float8_e4m3fn),
    "f8 wide": torch.tensor([[57344.0]]).to(torch.float8_e5m2),
    "empty": torch.zeros(0, 4),
}
views = OrderedDict(
    base=base,
    tied=base,
    transposed=base.t(),
    part=base[1:3],
    columns=base[:, 1:3],
    column=base[:, 2],
    permuted=wide.permute(2, 0, 1),
    every_second=torch.arange(10, dtype=torch.int64)[1::2],
    expanded=torch.arange(5).expand(1, -1),
    parameter=torch.nn.Parameter(torch.randn(2, 3)),
    transposed_parameter=torch.nn.Parameter(torch.randn(2, 3).half().t()),
)


class Block(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.dense = torch.nn.Linear(3, 2)
        self.norm = torch.nn.LayerNorm(2)
        self.register_buffer("position_ids", torch.arange(4).expand(1, -1))


state = Block().state_dict()  # an OrderedDict with attributes

good = {"kinds": kinds, "views": views, "state": state}
expected = {}
for name, tensors in good.items():
    torch.save(tensors, folder / f"{name}.bin")
    expected[f"{name}.bin"] = held(tensors)
for protocol in (3, 4, 5):
    torch.save(state, folder / f"protocol{protocol}.bin", pickle_protocol=protocol)
    expected[f"protocol{protocol}.bin"] = held(state)

bad = {
    "legacy": None,
    "tensor": torch.ones(2),
    "nested": {"model": {"x": torch.ones(2)}, "epoch": 3},
    "sparse": {"x": torch.eye(2).to_sparse()},
    "conjugated": {"x": torch.ones(2, dtype=torch.complex64).conj()},
    "scalar": {"x": np.float64(3)},
    "complex128": {"x": torch.ones(1, dtype=torch.complex128)},
    "module": Block(),
    "numbered": {0: torch.ones(1)},
    "stretched": {"x": torch.ones(1).expand(1 << 40)},
}
for name, value in bad.items():
    if name == "legacy":
        torch.save(state, folder / "legacy.bin", _use_new_zipfile_serialization=False)
    else:
        torch.save(value, folder / f"{name}.bin")
torch.jit.script(torch.nn.Linear(1, 1)).save(str(folder / "script.bin"))

(folder / "expected.json").write_text(json.dumps(expected, indent=0) + "\n")
