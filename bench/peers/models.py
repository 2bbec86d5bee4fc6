"""The cases in PyTorch, as its users write them: parameters are named as Gaze
names them, but for those that PyTorch has in one piece (see places).

Since PyTorch 2, attention is its own fused one; before, it is written out.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

EPS = 1e-5
FUSED = hasattr(F, "scaled_dot_product_attention")


def attend(q, k, v, mask=None, causal=False):
    """softmax(q·kᵀ/√d + mask)·v of [batch, heads, seq, d]."""
    if FUSED:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        later = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        scores = scores.masked_fill(later, float("-inf"))
    if mask is not None:
        scores = scores + mask
    return scores.softmax(-1) @ v


def split(x, heads):
    batch, seq, hidden = x.shape
    return x.view(batch, seq, heads, hidden // heads).transpose(1, 2)


def merge(x):
    batch, heads, seq, d = x.shape
    return x.transpose(1, 2).reshape(batch, seq, heads * d)


class SelfAttention(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.output = (nn.Linear(hidden, hidden) for _ in range(4))

    def forward(self, x, mask):
        q, k, v = (split(f(x), self.heads) for f in (self.query, self.key, self.value))
        return self.output(merge(attend(q, k, v, mask)))


class FeedForward(nn.Module):
    def __init__(self, hidden, intermediate):
        super().__init__()
        self.up, self.down = nn.Linear(hidden, intermediate), nn.Linear(intermediate, hidden)

    def forward(self, x):
        return self.down(F.gelu(self.up(x)))


class EncoderLayer(nn.Module):
    def __init__(self, z):
        super().__init__()
        self.attention = SelfAttention(z["hidden"], z["heads"])
        self.attention_norm = nn.LayerNorm(z["hidden"], EPS)
        self.feed_forward = FeedForward(z["hidden"], z["intermediate"])
        self.feed_forward_norm = nn.LayerNorm(z["hidden"], EPS)

    def forward(self, x, mask):
        x = self.attention_norm(x + self.attention(x, mask))
        return self.feed_forward_norm(x + self.feed_forward(x))


class BERT(nn.Module):
    """Hidden states, for the heads below."""

    def __init__(self, z):
        super().__init__()
        hidden = z["hidden"]
        self.embeddings = nn.ModuleDict({
            "word": nn.Embedding(z["vocab"], hidden), "position": nn.Embedding(z["positions"], hidden),
            "segment": nn.Embedding(2, hidden), "norm": nn.LayerNorm(hidden, EPS),
        })
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(EncoderLayer(z) for _ in range(z["layers"]))})

    def encode(self, ids, segments, mask):
        e = self.embeddings
        x = e["word"](ids) + e["segment"](segments) + e["position"](torch.arange(ids.shape[1]))
        x = e["norm"](x)
        hide = (1.0 - mask.to(x.dtype)) * -10000.0  # [batch, 1, 1, seq]
        for layer in self.encoder["layer"]:
            x = layer(x, hide)
        return x


class BERTForward(BERT):
    INPUTS = ("ids", "segments", "mask")

    def __init__(self, z):
        super().__init__(z)
        self.pooler = nn.Linear(z["hidden"], z["hidden"])

    def forward(self, ids, segments, mask):
        hidden = self.encode(ids, segments, mask)
        return hidden, torch.tanh(self.pooler(hidden[:, 0]))


class BERTTrain(BERT):
    INPUTS = ("ids", "segments", "mask", "at", "labels")

    def __init__(self, z):
        super().__init__(z)
        hidden = z["hidden"]
        self.head = nn.ParameterDict({"bias": nn.Parameter(torch.zeros(z["vocab"]))})
        self.head.transform, self.head.norm = nn.Linear(hidden, hidden), nn.LayerNorm(hidden, EPS)

    def forward(self, ids, segments, mask, at, labels):
        hidden = self.encode(ids, segments, mask).flatten(0, 1)[at]
        hidden = F.gelu(self.head.transform(hidden)).to(self.head.norm.weight.dtype)  # 1.13's autocast leaves it bf16
        hidden = self.head.norm(hidden)
        return F.cross_entropy(F.linear(hidden, self.embeddings["word"].weight, self.head["bias"]), labels)


class Block(nn.Module):
    """A layer of GPT-2, with its names."""

    def __init__(self, z):
        super().__init__()
        hidden = z["hidden"]
        self.heads = z["heads"]
        self.ln_1, self.ln_2 = nn.LayerNorm(hidden, EPS), nn.LayerNorm(hidden, EPS)
        self.attn = nn.ModuleDict({"c_attn": nn.Linear(hidden, 3 * hidden), "c_proj": nn.Linear(hidden, hidden)})
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(hidden, z["intermediate"]), "c_proj": nn.Linear(z["intermediate"], hidden)})

    def forward(self, x):
        q, k, v = (split(part, self.heads) for part in self.attn["c_attn"](self.ln_1(x)).chunk(3, -1))
        x = x + self.attn["c_proj"](merge(attend(q, k, v, causal=True)))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x))))


class CharGPT(nn.Module):
    INPUTS = ("ids", "labels")

    def __init__(self, z):
        super().__init__()
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(z["vocab"], z["hidden"]), "wpe": nn.Embedding(z["positions"], z["hidden"]),
            "h": nn.ModuleList(Block(z) for _ in range(z["layers"])), "ln_f": nn.LayerNorm(z["hidden"], EPS),
        })

    def forward(self, ids, labels):
        t = self.transformer
        x = t["wte"](ids) + t["wpe"](torch.arange(ids.shape[1]))
        for block in t["h"]:
            x = block(x)
        logits = F.linear(t["ln_f"](x), t["wte"].weight)
        return F.cross_entropy(logits.flatten(0, 1), labels.flatten())


class EncoderDecoder(nn.Module):
    """torch.nn.Transformer with embeddings and an output."""

    INPUTS = ("source", "target", "labels")

    def __init__(self, z):
        super().__init__()
        hidden = z["hidden"]
        self.embeddings = nn.ModuleDict({side: nn.Embedding(z["vocab"], hidden) for side in ("source", "target")})
        self.stacks = nn.Transformer(hidden, z["heads"], z["layers"], z["layers"], z["intermediate"], dropout=0.0, batch_first=True)
        self.output = nn.Linear(hidden, z["vocab"])
        angles = torch.arange(z["positions"]).unsqueeze(1) / 10000 ** (torch.arange(0, hidden, 2) / hidden)
        self.register_buffer("table", torch.stack([angles.sin(), angles.cos()], -1).flatten(1))
        self.register_buffer("later", nn.Transformer.generate_square_subsequent_mask(z["seq"]))

    def embed(self, side, ids):
        x = self.embeddings[side](ids)
        return x * math.sqrt(x.shape[-1]) + self.table[: ids.shape[1]]

    def forward(self, source, target, labels):
        x = self.stacks(self.embed("source", source), self.embed("target", target), tgt_mask=self.later)
        return F.cross_entropy(self.output(x).flatten(0, 1), labels.flatten())


MODELS = {"bert_forward": BERTForward, "bert_train": BERTTrain, "char_gpt_train": CharGPT, "encdec_train": EncoderDecoder}

# What torch.nn.Transformer calls the parts of its layers.
TRANSFORMER = (
    ("stacks.", ""), (".layers.", ".layer."), ("linear1", "feed_forward.up"), ("linear2", "feed_forward.down"),
    ("multihead_attn", "cross_attention"), ("out_proj", "output"),
)


def places(name):
    """Gaze's names of what a parameter of PyTorch's holds, one below the other."""
    parts = ("query", "key", "value")
    if "c_attn" in name:
        stem, leaf = name.rsplit(".", 1)
        return [f"{stem}.{part}.{leaf}" for part in parts]
    if not name.startswith("stacks."):
        return [name]
    decoder = ".decoder." in name
    for theirs, ours in TRANSFORMER:
        name = name.replace(theirs, ours)
    norms = ("self_attention", "cross_attention", "feed_forward") if decoder else ("attention", "feed_forward")
    for i, norm in enumerate(norms, 1):
        name = name.replace(f".norm{i}.", f".{norm}_norm.")
    name = name.replace("self_attn", "self_attention" if decoder else "attention")
    if "in_proj_" in name:
        stem, leaf = name.split("in_proj_")
        return [f"{stem}{part}.{leaf}" for part in parts]
    return [name]


def load(model, file):
    """Read all weights from a file, which must hold just those."""
    left = file.names()
    for name, p in model.named_parameters():
        rows = p.detach().numpy()
        names = places(name)
        for i, place in enumerate(names):
            size = len(rows) // len(names)
            file.read_into(place, rows[i * size : (i + 1) * size])
            left.discard(place)
    if left:
        raise ValueError(f"PyTorch's model lacks {sorted(left)}")
    return model
