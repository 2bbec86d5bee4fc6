"""Writes optimizers/testdata/optimizers.json.

Python 3.11.7, torch 2.15.0, transformers 5.24.0.
Run: python internal/oracle/optimizers.py optimizers/testdata

Ten gradients of three parameters are drawn; each case lists the parameters after
each of them, in float64. Rates are those that PyTorch's or transformers'
schedulers give to the k-th step, k from 0.
"""

import json
import sys
from pathlib import Path

import torch
from torch.optim.lr_scheduler import LambdaLR
from transformers import (
    get_constant_schedule_with_warmup,
    get_cosine_with_min_lr_schedule_with_warmup,
    get_linear_schedule_with_warmup,
)

STEPS = 10
SHAPES = {"layer.weight": [2, 3], "layer.bias": [3], "norm.weight": [3]}

torch.manual_seed(4)
start = {k: torch.randn(s, dtype=torch.float64) for k, s in SHAPES.items()}
# float32 can hold them, so that both precisions are given the same numbers.
start = {k: v.float().double() for k, v in start.items()}
grads = [{k: torch.randn(s).double() for k, s in SHAPES.items()} for _ in range(STEPS)]


def noam(d, warmup):
    return lambda k: d**-0.5 * min((k + 1) ** -0.5, (k + 1) * warmup**-1.5)


def run(make, schedule=None, clip=None, every=1, frozen=(), groups=None):
    params = {k: torch.nn.Parameter(v.clone()) for k, v in start.items()}
    for k in frozen:
        params[k].requires_grad_(False)
    optimizer = make([{"params": [params[k]], **(groups or {}).get(k, {})} for k in params])
    scheduler = schedule(optimizer) if schedule else None
    after = []
    for i, g in enumerate(grads):
        for k, p in params.items():
            if p.requires_grad:
                p.grad = g[k] / every + (p.grad if p.grad is not None else 0)
        if (i + 1) % every == 0:
            if clip:
                clip([p for p in params.values() if p.requires_grad])
            optimizer.step()
            optimizer.zero_grad()
            if scheduler:
                scheduler.step()
        after.append({k: p.detach().flatten().tolist() for k, p in params.items()})
    return after


def sgd(**settings):
    return lambda groups: torch.optim.SGD(groups, lr=0.05, **settings)


def adam(**settings):
    return lambda groups: torch.optim.Adam(groups, lr=0.05, **settings)


def adamw(**settings):
    return lambda groups: torch.optim.AdamW(groups, lr=0.05, **{"weight_decay": 0.1, **settings})


def by_norm(most):
    return lambda params: torch.nn.utils.clip_grad_norm_(params, most)


def by_value(most):
    return lambda params: torch.nn.utils.clip_grad_value_(params, most)


def rates(schedule, n):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler, seen = schedule(optimizer), []
    for _ in range(n):
        seen.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    return seen


schedules = {
    "constant(4)": lambda o: get_constant_schedule_with_warmup(o, 4),
    "linear(4,10)": lambda o: get_linear_schedule_with_warmup(o, 4, 10),
    "linear(0,10)": lambda o: get_linear_schedule_with_warmup(o, 0, 10),
    "cosine(4,20,0.1)": lambda o: get_cosine_with_min_lr_schedule_with_warmup(o, 4, 20, min_lr_rate=0.1),
    "cosine(0,20,0)": lambda o: get_cosine_with_min_lr_schedule_with_warmup(o, 0, 20, min_lr_rate=0.0),
    "noam(64,4)": lambda o: LambdaLR(o, noam(64, 4)),
}
no_decay = {"layer.bias": {"weight_decay": 0.0}, "norm.weight": {"weight_decay": 0.0}}
cases = {
    "sgd": run(sgd()),
    "sgd l2": run(sgd(weight_decay=0.1)),
    "momentum": run(sgd(momentum=0.9)),
    "momentum, dampening, l2": run(sgd(momentum=0.9, dampening=0.3, weight_decay=0.1)),
    "nesterov": run(sgd(momentum=0.9, nesterov=True)),
    "nesterov, l2": run(sgd(momentum=0.9, nesterov=True, weight_decay=0.1)),
    "adam": run(adam()),
    "adam l2": run(adam(weight_decay=0.1)),
    "adamw": run(adamw(betas=(0.8, 0.95), eps=1e-6)),
    "sgd, clip norm": run(sgd(), clip=by_norm(1)),
    "adamw, clip norm": run(adamw(), clip=by_norm(2.5)),
    "momentum, clip value": run(sgd(momentum=0.9), clip=by_value(0.5)),
    "adamw, clip value": run(adamw(), clip=by_value(0.5)),
    "adamw, decay by path": run(adamw(), groups=no_decay),
    "adam, l2 by path": run(adam(weight_decay=0.1), groups=no_decay),
    "adamw, rate by path": run(adamw(), groups={"layer.bias": {"lr": 0.005}, "norm.weight": {"lr": 0.1}}),
    "adamw, frozen": run(adamw(), frozen=["layer.bias"], clip=by_norm(1)),
    "sgd, accumulate 2": run(sgd(), every=2),
    "adamw, accumulate 2, clip norm": run(adamw(), every=2, clip=by_norm(1)),
    "adamw, accumulate 3, linear": run(adamw(), schedules["linear(0,10)"], every=3),
    "momentum, cosine": run(sgd(momentum=0.9), schedules["cosine(4,20,0.1)"]),
    "adamw, noam, clip norm": run(adamw(), schedules["noam(64,4)"], clip=by_norm(1)),
    "adamw, linear, clip norm, decay by path": run(
        adamw(), schedules["linear(4,10)"], clip=by_norm(1), groups=no_decay
    ),
}
made = {
    "shapes": SHAPES,
    "start": {k: v.flatten().tolist() for k, v in start.items()},
    "gradients": [{k: v.flatten().tolist() for k, v in g.items()} for g in grads],
    "cases": cases,
    "schedules": {name: rates(s, 20 if name.startswith(("cosine", "noam")) else 12) for name, s in schedules.items()},
}
text = json.dumps(made, indent=None, separators=(",", ":")).replace('},{"layer', '},\n{"layer').replace('],"', '],\n"')
(Path(sys.argv[1]) / "optimizers.json").write_text(text + "\n")
