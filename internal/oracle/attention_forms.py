"""Writes attention/testdata/forms.jsonl.gz: the forms of attention as their papers
have them, written out query by query where that is plainer, with gradients by
PyTorch. Cases are those of transformer.py.

Python 3.11, torch 2.15.0, transformers 5.24.0, entmax 1.3.
Run from the root: python internal/oracle/attention_forms.py
"""

import math

import torch
import torch.nn.functional as F
from entmax import entmax15, sparsemax
from torch import nn
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS
from transformers.models.bloom.modeling_bloom import build_alibi_tensor
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb
from transformers.models.t5.modeling_t5 import T5Attention

from transformer import case, write

torch.manual_seed(11)
INF = float("-inf")
B, H, Q, K, D, U = 2, 2, 3, 5, 4, 6


class P(nn.Module):
    """Parameters under the names they have in Gaze."""

    def __init__(self, **shapes):
        super().__init__()
        for name, shape in shapes.items():
            at = self
            *path, last = name.split("__")
            for part in path:
                if not hasattr(at, part):
                    at.add_module(part, nn.Module())
                at = getattr(at, part)
            at.register_parameter(last, nn.Parameter(0.7 * torch.randn(*shape)))


def qkv(heads=H, kv=H, d=D, query=Q, key=K):
    return {"q": torch.randn(B, heads, query, d), "k": torch.randn(B, kv, key, d), "v": torch.randn(B, kv, key, d)}


def attend(score, normalise=lambda s: s.softmax(-1)):
    """score(q, k) of one head of one text, [query, key]; weights are asked for too."""

    def f(q, k, v, mask=None, m=None):
        group = q.shape[1] // k.shape[1]
        rows, weights = [], []
        for b in range(q.shape[0]):
            for h in range(q.shape[1]):
                s = score(q[b, h], k[b, h // group], h)
                if mask is not None:
                    s = s.masked_fill(~mask.expand(q.shape[0], q.shape[1], *s.shape)[b, h], INF)
                w = normalise(s)
                rows.append(w @ v[b, h // group])
                weights.append(w)
        shape = q.shape[:3]
        return {"y": torch.stack(rows).reshape(*shape, -1), "weights": torch.stack(weights).reshape(*shape, -1)}

    return f


def dot(q, k, h):
    return q @ k.T


def scaled(q, k, h):
    return dot(q, k, h) / math.sqrt(q.shape[-1])


def pairs(f):
    """A score given query by query and key by key."""
    return lambda q, k, h: torch.stack([torch.stack([f(x, y, h) for y in k]) for x in q])


def scores():
    seen = torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]], dtype=torch.bool).reshape(B, 1, 1, K)
    yield case("dot", attend(dot), qkv())
    yield case("dot, grouped heads", attend(dot), qkv(heads=4))
    p = P(key__weight=(D, D))
    yield case("general", attend(pairs(lambda q, k, h: q @ p.key.weight @ k)), qkv(), p)
    a = P(query__weight=(U, D), query__bias=(U,), key__weight=(U, D), value__weight=(1, U))
    additive = pairs(lambda q, k, h: (a.value.weight @ torch.tanh(a.query.weight @ q + a.query.bias + a.key.weight @ k))[0])
    yield case("additive", attend(additive), qkv(kv=1), a)
    yield case("additive, padded", attend(additive), qkv() | {"mask": seen}, a, wanted=["q", "k", "v"])
    c = P(weight=(U, 2 * D), value__weight=(1, U))
    yield case("concat", attend(pairs(lambda q, k, h: (c.value.weight @ torch.tanh(c.weight @ torch.cat([q, k])))[0])), qkv(), c)
    loc = P(position__weight=(7, D))
    yield case("location", attend(lambda q, k, h: (q @ loc.position.weight.T)[:, : len(k)]), {k: v for k, v in qkv().items()}, loc,
               wanted=["q", "v"])
    cos = P(logScale=(H, 1, 1))
    with torch.no_grad():
        cos.logScale.copy_(torch.tensor([1.5, 6.0]).reshape(H, 1, 1))  # the second is clipped at log 100
    cosine = pairs(lambda q, k, h: F.cosine_similarity(q, k, dim=0) * cos.logScale[h, 0, 0].clamp(max=math.log(100)).exp())
    yield case("cosine", attend(cosine), qkv(), cos)
    n = P(query__weight=(D,), key__weight=(D,))
    rms = lambda x, w: x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt() * w
    yield case("qk norm", attend(lambda q, k, h: scaled(rms(q, n.query.weight), rms(k, n.key.weight), h)), qkv(), n)
    yield case("soft cap", attend(lambda q, k, h: 1.5 * torch.tanh(scaled(q, k, h) / 1.5)), qkv())
    yield case("temperature", attend(lambda q, k, h: scaled(q, k, h) / 0.5), qkv())
    t = P(before__weight=(H, H), after__weight=(H, H))

    def talk(q, k, v, mask):
        logits = torch.einsum("bhqd,bhkd->bhqk", q, k) / math.sqrt(D)
        w = torch.einsum("gh,bhqk->bgqk", t.before.weight, logits).masked_fill(~mask, INF).softmax(-1)
        w = torch.einsum("gh,bhqk->bgqk", t.after.weight, w)
        return {"y": w @ v, "weights": w}

    yield case("talking heads", talk, qkv() | {"mask": seen}, t, wanted=["q", "k", "v"])


def normalisers():
    yield case("sparsemax", attend(dot, lambda s: sparsemax(s, -1)), qkv())
    yield case("entmax", attend(dot, lambda s: entmax15(s, -1)), qkv())
    yield case("sigmoid", attend(scaled, lambda s: torch.sigmoid(s - math.log(K))), qkv())

    def top2(s):
        keep = torch.zeros_like(s, dtype=torch.bool).scatter(-1, s.topk(2, -1).indices, True)
        return s.masked_fill(~keep, INF).softmax(-1)

    yield case("top 2", attend(scaled, top2), qkv())


def positions():
    n, h = 9, 3
    alibi = build_alibi_tensor(torch.ones(1, n), h, torch.float32).reshape(1, h, 1, n)  # up to a constant of each row
    lower = torch.ones(n, n).tril().bool()

    def with_alibi(q, k, v):
        w = (q @ k.mT / math.sqrt(D) + alibi).masked_fill(~lower, INF).softmax(-1)
        return {"y": w @ v}

    yield case("alibi", with_alibi, qkv(h, h, query=n, key=n))
    for both in [False, True]:
        n = 300 if both else 150
        p = P(weight=(32, h))
        ahead = torch.arange(n)[None, :] - torch.arange(n)[:, None]
        bucket = T5Attention._relative_position_bucket(ahead, bidirectional=both, num_buckets=32, max_distance=128)
        yield case(f"t5 bias, both ways {both}".lower(), lambda: {"row": p.weight[bucket][n // 2].T, "first": p.weight[bucket][0].T,
                   "last": p.weight[bucket][-1].T}, {}, p)
    s = P(key=(5, D), value=(5, D))

    def shaw(q, k, v):
        rows = []
        for i in range(q.shape[2]):
            at = [min(max(j - i, -2), 2) + 2 for j in range(k.shape[2])]
            w = torch.einsum("bhd,bhkd->bhk", q[:, :, i], k + s.key[at]).div(math.sqrt(D)).softmax(-1)
            rows.append(torch.einsum("bhk,bhkd->bhd", w, v + s.value[at]))
        return {"y": torch.stack(rows, 2)}

    yield case("shaw", shaw, qkv(query=6, key=6), s)


def rotary():
    for kind, more in [("linear", {}), ("dynamic", {"seq_len": 24})]:
        config = LlamaConfig(hidden_size=16, num_attention_heads=2, max_position_embeddings=8,
                             rope_parameters={"rope_type": kind, "rope_theta": 10000.0, "factor": 4.0})
        inverse, scale = ROPE_INIT_FUNCTIONS[kind](config, "cpu", **more)
        angle = torch.outer(torch.arange(24.0), inverse)
        cos, sin = torch.cat([angle, angle], 1).cos() * scale, torch.cat([angle, angle], 1).sin() * scale
        yield case(f"rotary, {kind}", lambda q: {"y": apply_rotary_pos_emb(q, q, cos[None], sin[None])[0]},
                   {"q": torch.randn(B, H, 24, 8)})


def others():
    a = P(query__weight=(U, D), query__bias=(U,), key__weight=(U, D), value__weight=(1, U), weight=(U,))

    def coverage(q, k, v):
        c, rows, losses, weights = torch.zeros(B, H, K), [], [], []
        for t in range(Q):
            inner = (q[:, :, t] @ a.query.weight.T + a.query.bias)[:, :, None] + k @ a.key.weight.T + c[..., None] * a.weight
            w = (torch.tanh(inner) @ a.value.weight[0]).softmax(-1)
            losses.append(torch.minimum(w, c).sum(-1))
            rows.append((w[..., None] * v).sum(2))
            weights.append(w)
            c = c + w
        return {"y": torch.stack(rows, 2), "weights": torch.stack(weights, 2), "loss": torch.stack(losses, 2)}

    yield case("coverage", coverage, qkv(), a)
    m = P(keys=(H, 3, D), values=(H, 3, D))

    def memory(q, k, v, mask):
        k, v = (torch.cat([x.expand(B, -1, -1, -1), y], 2) for x, y in [(m.keys, k), (m.values, v)])
        mask = torch.cat([torch.ones(B, 1, 1, 3, dtype=torch.bool), mask], 3)
        return {"y": F.scaled_dot_product_attention(q, k, v, mask)}

    seen = torch.tensor([[1, 1, 0, 0, 0], [1, 1, 1, 1, 1]], dtype=torch.bool).reshape(B, 1, 1, K)
    yield case("memory", memory, qkv() | {"mask": seen}, m, wanted=["q", "k", "v"])
    w = P(context__weight=(1, D), query__weight=(1, D), both__weight=(1, D))

    def bidaf(h, u, hSeen, uSeen):
        whole = torch.cat([w.context.weight, w.query.weight, w.both.weight], 1)[0]
        out = []
        for b in range(B):
            n, m = int(hSeen[b].sum()), int(uSeen[b].sum())
            s = torch.stack([torch.stack([whole @ torch.cat([x, y, x * y]) for y in u[b, :m]]) for x in h[b]])
            toward = s.softmax(1) @ u[b, :m]
            summary = s[:n].max(1).values.softmax(0) @ h[b, :n]
            out.append(torch.cat([h[b], toward, h[b] * toward, h[b] * summary], 1))
        return {"y": torch.stack(out)}

    seen = lambda n, *lengths: torch.arange(n)[None] < torch.tensor(lengths)[:, None]
    yield case("two-way", bidaf, {"h": torch.randn(B, 5, D), "u": torch.randn(B, 3, D), "hSeen": seen(5, 4, 5), "uSeen": seen(3, 3, 2)},
               w, wanted=["h", "u"])
    x = P(hidden__weight=(U, D), hidden__bias=(U,), context=(U, 1))
    pool = lambda x_, p: ((torch.tanh(x_ @ p.hidden.weight.T + p.hidden.bias) @ p.context).softmax(-2) * x_).sum(-2)
    yield case("pooling", lambda x_: {"y": pool(x_, x)}, {"x_": torch.randn(B, 3, K, D)}, x)
    g = P(gate__weight=(D, 2 * D), gate__bias=(D,))

    def gate(a_, b_):
        z = torch.sigmoid(F.linear(torch.cat([a_, b_], -1), g.gate.weight, g.gate.bias))
        return {"y": z * a_ + (1 - z) * b_}

    yield case("gate", gate, {"a_": torch.randn(B, K, D), "b_": torch.randn(B, K, D)}, g)


def linear():
    def elu(q, k, v):
        q, k = F.elu(q) + 1, F.elu(k) + 1
        w = q @ k.mT
        return {"y": w @ v / w.sum(-1, keepdim=True)}

    def causal(q, k, v):
        q, k = F.elu(q) + 1, F.elu(k) + 1
        w = (q @ k.mT).tril()
        return {"y": w @ v / w.sum(-1, keepdim=True)}

    yield case("linear", elu, qkv())
    yield case("linear, causal", causal, qkv(query=11, key=11))


if __name__ == "__main__":
    write("attention", [*scores(), *normalisers(), *positions(), *rotary(), *others(), *linear()], "forms")
