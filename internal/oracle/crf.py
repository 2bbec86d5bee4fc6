"""Writes losses/testdata/crf.json: conditional random fields, path by path.

Python 3.11.7, torch 2.15.0.
Run: python internal/oracle/crf.py losses/testdata

Every path is enumerated and scored; gradients are autograd's.
"""

import itertools
import json
import sys
from pathlib import Path

import torch

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)


def score(path, e, trans, start, end):
    s = start[path[0]] + end[path[-1]]
    for t, tag in enumerate(path):
        s = s + e[t, tag]
    for a, b in zip(path, path[1:]):
        s = s + trans[a, b]
    return s


def case(name, batch, seq, k, mask=None, scale=1.0, forbidden=False):
    e = (torch.randn(batch, seq, k) * scale).requires_grad_()
    trans = torch.randn(k, k) * scale
    if forbidden:
        trans[0, 1] = -1e4
    start, end = torch.randn(k) * scale, torch.randn(k) * scale
    for p in (trans, start, end):
        p.requires_grad_()
    tags = torch.randint(0, k, (batch, seq))
    if forbidden:
        tags[:] = 1
    kept = [[t for t in range(seq) if mask is None or mask[b][t]] for b in range(batch)]
    losses, best = [], []
    for b in range(batch):
        best.append([-100] * seq)
        if not kept[b]:
            losses.append(torch.zeros(()))
            continue
        inner = e[b, kept[b]]
        paths = list(itertools.product(range(k), repeat=len(kept[b])))
        scores = torch.stack([score(p, inner, trans, start, end) for p in paths])
        right = score(tags[b, kept[b]].tolist(), inner, trans, start, end)
        losses.append(torch.logsumexp(scores, 0) - right)
        for t, tag in zip(kept[b], paths[int(scores.argmax())]):
            best[b][t] = tag
    losses = torch.stack(losses)
    cotangent = torch.randn(batch)
    (losses * cotangent).sum().backward()
    return {
        "name": name, "shape": [batch, seq, k], "mask": mask, "tags": tags.flatten().tolist(),
        "emissions": e.flatten().tolist(), "transitions": trans.flatten().tolist(),
        "start": start.tolist(), "end": end.tolist(),
        "losses": losses.tolist(), "best": sum(best, []), "cotangent": cotangent.tolist(),
        "grads": {n: (torch.zeros_like(p) if p.grad is None else p.grad).flatten().tolist() for n, p in
                  (("emissions", e), ("transitions", trans), ("start", start), ("end", end))},
    }


T, F = True, False
cases = [
    case("plain", 2, 4, 3),
    case("one token", 2, 1, 4),
    case("one tag", 1, 3, 1),
    case("ragged", 3, 5, 3, [[T, T, T, T, T], [T, T, F, F, F], [T, F, F, F, F]]),
    case("holes", 3, 5, 2, [[F, T, F, T, T], [F, F, F, F, F], [F, F, F, F, T]]),
    case("large scores", 2, 4, 3, scale=300.0),
    case("forbidden", 2, 4, 3, forbidden=True),
]
Path(sys.argv[1], "crf.json").write_text(json.dumps(cases) + "\n")
