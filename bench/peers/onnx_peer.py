"""ONNX Runtime as a worker, for inference. Written for 1.32."""
import json
import os
import subprocess
import sys

import onnxruntime

import tensors
from protocol import CHECKED_VALUES, serve


def exported(setup):
    """The model as ONNX, written by PyTorch unless it is there."""
    path = setup["files"]["weights"].replace(".safetensors", ".onnx")
    if not os.path.exists(path):
        described = path + ".json"
        with open(described, "w") as f:
            json.dump(setup, f)
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx_export.py")
        subprocess.run([sys.executable, script, described, path], check=True)
    return path


def build(setup):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = setup["threads"]
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    session = onnxruntime.InferenceSession(exported(setup), options, providers=["CPUExecutionProvider"])
    given = tensors.File(setup["files"]["inputs"])
    inputs = {i.name: given.read(i.name) for i in session.get_inputs()}

    def step():
        return session.run(None, inputs)

    for _ in range(2):
        outputs = step()
    check = [float(x) for o in outputs for x in o.ravel()[:CHECKED_VALUES]]
    return {"version": onnxruntime.__version__, "check": check}, [step]


if __name__ == "__main__":
    serve(build)
