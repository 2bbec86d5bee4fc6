"""PyTorch as a worker. Written for 1.13 (Debian's) and 2.15 (PyPI's).

Precisions and modes, joined by "-":
  float32  eager, compile
  bf16     eager-autocast, eager-model, compile-autocast, compile-model
  int8     eager (dynamic quantisation of the linear layers)

Compiled inference freezes the weights, and runs under no_grad, as freezing wants;
other inference runs under inference_mode. Training is AdamW, its fused form where
there is one for the CPU.
"""
import contextlib

import numpy
import torch

import models
import tensors
from protocol import CHECKED_STEPS, CHECKED_VALUES, serve

LEARNING_RATE, WEIGHT_DECAY = 1e-4, 0.01


def autocast(on):
    return torch.autocast("cpu", dtype=torch.bfloat16) if on else contextlib.nullcontext()


def compiled(f, modes, frozen):
    if "compile" not in modes:
        return f
    import torch._inductor.config as inductor

    inductor.freezing = frozen
    return torch.compile(f)


def optimizer(parameters):
    settings = {"lr": LEARNING_RATE, "weight_decay": WEIGHT_DECAY}
    try:
        return torch.optim.AdamW(parameters, fused=True, **settings)
    except (TypeError, RuntimeError):  # before 2.4 there is none for the CPU
        return torch.optim.AdamW(parameters, **settings)


def training(model, inputs, modes):
    """A step, and the losses of the first few."""
    loss_of, opt = compiled(model, modes, False), optimizer(model.parameters())
    model.train()

    def step():
        opt.zero_grad(set_to_none=True)
        with autocast("autocast" in modes):
            loss = loss_of(*inputs)
        loss.backward()
        opt.step()
        return loss

    return step, [step().item() for _ in range(CHECKED_STEPS)]


def inference(model, inputs, precision, modes):
    """A forward pass, and the beginnings of its outputs."""
    model.eval()
    if precision == "int8":
        model = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
    if "model" in modes:
        model = model.to(torch.bfloat16)
    forward = compiled(model, modes, True)
    quiet = torch.no_grad if "compile" in modes else torch.inference_mode

    def step():
        with quiet(), autocast("autocast" in modes):
            return forward(*inputs)

    for _ in range(2):
        outputs = step()
    return step, [x for o in outputs for x in o.flatten()[:CHECKED_VALUES].tolist()]


def operand(number, trans, count, rows, columns):
    """The Go side's cases.Element, laid out as an operand: a view if transposed."""
    shape = (count, columns, rows) if trans else (count, rows, columns)
    i = numpy.arange(count * rows * columns, dtype=numpy.int64)
    x = ((7919 * i + 331 * number) % 1021).astype(numpy.float32) / numpy.float32(1021) - numpy.float32(0.5)
    x = torch.from_numpy(x.reshape(shape))
    return x.transpose(1, 2) if trans else x


def product(p, dtype):
    """torch.mm or torch.bmm into memory that is there already."""
    a = operand(0, p["trans_a"], p["count"], p["m"], p["k"]).to(dtype)
    b = operand(1, p["trans_b"], p["count"], p["k"], p["n"]).to(dtype)
    multiply = torch.bmm
    if p["count"] == 1:
        a, b, multiply = a[0], b[0], torch.mm
    c = multiply(a, b)
    return lambda: multiply(a, b, out=c), c.flatten()[0].item()


def build_products(setup, dtype):
    products = setup["case"]["products"]
    pairs = [product(p, dtype) for p in products]
    ready = {
        "version": torch.__version__.split("+")[0],
        "check": [first for _, first in pairs],
        "operations": [2.0 * p["count"] * p["m"] * p["n"] * p["k"] for p in products],
    }

    def quietly(step):
        with torch.inference_mode():
            step()

    return ready, [lambda step=step: quietly(step) for step, _ in pairs]


def build(setup):
    torch.set_num_threads(setup["threads"])
    case, modes = setup["case"], setup["mode"].split("-")
    if case["kind"] == "product":
        return build_products(setup, torch.bfloat16 if setup["precision"] == "bf16" else torch.float32)
    kind = models.MODELS[case["kind"]]
    model = models.load(kind(case["size"]), tensors.File(setup["files"]["weights"]))
    given = tensors.File(setup["files"]["inputs"])
    inputs = [torch.from_numpy(given.read(name)) for name in kind.INPUTS]
    parameters = sum(p.numel() for p in model.parameters())
    if case["kind"] == "bert_forward":
        step, check = inference(model, inputs, setup["precision"], modes)
    else:
        step, check = training(model, inputs, modes)
    return {"version": torch.__version__.split("+")[0], "check": check, "parameters": parameters}, [step]


if __name__ == "__main__":
    serve(build)
