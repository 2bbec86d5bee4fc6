"""Writes a case's forward pass as ONNX: onnx_export.py SETUP.json MODEL.onnx

A process of its own, so that PyTorch's memory is not ONNX Runtime's. Written for
PyTorch 2.15 with onnx 1.23 and onnxscript 0.7.
"""
import json
import sys

import torch

import models
import tensors


def main(setup_path, model_path):
    with open(setup_path) as f:
        setup = json.load(f)
    kind = models.MODELS[setup["case"]["kind"]]
    model = models.load(kind(setup["case"]["size"]), tensors.File(setup["files"]["weights"])).eval()
    given = tensors.File(setup["files"]["inputs"])
    inputs = tuple(torch.from_numpy(given.read(name)) for name in kind.INPUTS)
    models.FUSED = False  # ONNX Runtime fuses the attention that it knows, written out
    with torch.no_grad():
        torch.onnx.export(model, inputs, model_path, input_names=list(kind.INPUTS), output_names=["hidden", "pooled"],
                          opset_version=17, dynamo=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
