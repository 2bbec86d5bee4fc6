"""Writes golden.jsonl.gz into the testdata of layers, losses, attention and transformer.

Python 3.11, torch 2.15.0, transformers 5.24.0.
Run from the root: python internal/oracle/transformer.py

A case is a module or function at one point: parameters (under PyTorch's names),
inputs, outputs, and the gradients of sum(cotangent * output). Gradients are for
all parameters and for the inputs that ask for one. Cases of training add the
losses of ten AdamW steps.
"""

import gzip
import json
import math

import torch
import torch.nn.functional as F
from torch import nn
from transformers import LlamaConfig
from transformers.models.gpt_neox.modeling_gpt_neox import apply_rotary_pos_emb as neox_rotary
from transformers.models.gptj.modeling_gptj import apply_rotary_pos_emb as gptj_rotary
from transformers.models.llama.modeling_llama import (
    LlamaAttention, LlamaMLP, LlamaRMSNorm, LlamaRotaryEmbedding, apply_rotary_pos_emb as llama_rotary)

torch.manual_seed(7)
torch.use_deterministic_algorithms(True)
torch.backends.mha.set_fastpath_enabled(False)


def tensor(x):
    x = x.detach()
    kind = {torch.float32: "float32", torch.int64: "int64", torch.bool: "bool"}[x.dtype]
    data = [float(f"{v:.9g}") if kind == "float32" else v for v in x.flatten().tolist()]
    return {"dtype": kind, "shape": list(x.shape), "data": data}


def case(name, f, inputs, module=None, wanted=None):
    """f(**inputs) is a tensor, or a dict of them, by name."""
    wanted = [k for k, x in inputs.items() if x.is_floating_point()] if wanted is None else wanted
    inputs = {k: x.clone().requires_grad_(k in wanted) for k, x in inputs.items()}
    params = dict(module.named_parameters()) if module else {}
    for p in params.values():
        p.grad = None
    out = f(**inputs)
    out = out if isinstance(out, dict) else {"y": out}
    cotangents = {k: torch.randn_like(y) if y.dim() else torch.ones(()) for k, y in out.items()}
    sum((cotangents[k] * y).sum() for k, y in out.items()).backward()
    grads = {k: p.grad for k, p in params.items()} | {k: inputs[k].grad for k in wanted}
    tensors = lambda d: {k: tensor(x) for k, x in d.items()}
    return {"name": name, "params": tensors(params), "inputs": tensors(inputs), "outputs": tensors(out),
            "cotangents": tensors(cotangents), "grads": tensors(grads)}


def write(package, cases, name="golden"):
    text = "".join(json.dumps(c, separators=(",", ":")) + "\n" for c in cases)
    with gzip.GzipFile(f"{package}/testdata/{name}.jsonl.gz", "wb", 9, mtime=0) as file:
        file.write(text.encode())


def shaken(module):
    """Norms and biases are not left at what they begin with."""
    with torch.no_grad():
        for p in module.parameters():
            p.add_(0.2 * torch.randn_like(p))
    return module


def module_case(name, m, inputs, **kwargs):
    return case(name, m, inputs, shaken(m), **kwargs)


class FeedForward(nn.Module):
    def __init__(self, act):
        super().__init__()
        self.up, self.down, self.act = nn.Linear(4, 6), nn.Linear(6, 4), act

    def forward(self, input):
        return self.down(self.act(self.up(input)))


class RMSNorm(LlamaRMSNorm):
    def forward(self, input):
        return super().forward(input)


class SwiGLU(LlamaMLP):
    def forward(self, input):
        return super().forward(input)


def layers():
    x = lambda *shape: {"input": torch.randn(*shape)}
    ids = torch.tensor([[1, 3, 1], [0, 3, 4]])
    llama = LlamaConfig(hidden_size=4, intermediate_size=6, num_attention_heads=1)
    return [
        module_case("linear", nn.Linear(4, 3), x(2, 5, 4)),
        module_case("linear no bias", nn.Linear(4, 3, bias=False), x(5, 4)),
        module_case("embedding", nn.Embedding(5, 4), {"input": ids}),
        module_case("embedding padded", nn.Embedding(5, 4, padding_idx=3), {"input": ids}),
        module_case("layer norm", nn.LayerNorm(6), x(2, 3, 6)),
        module_case("rms norm", RMSNorm(6), x(2, 3, 6)),
        module_case("feed-forward relu", FeedForward(F.relu), x(2, 3, 4)),
        module_case("feed-forward gelu", FeedForward(F.gelu), x(2, 3, 4)),
        module_case("feed-forward gelu tanh", FeedForward(lambda h: F.gelu(h, approximate="tanh")), x(2, 3, 4)),
        module_case("swiglu", SwiGLU(llama), x(2, 3, 4)),
    ]


def losses():
    logits, labels = torch.randn(3, 4, 5), torch.tensor([[0, 4, -100, 2], [1, -100, 3, 3], [0, 1, 2, 4]])
    classes = torch.rand(5) + 0.5
    flat = lambda f: lambda x, y, **w: f(x.flatten(0, 1), y.flatten(), **w)
    entropy = lambda name, **k: case(
        "cross-entropy " + name, flat(lambda x, y: F.cross_entropy(x, y, **k)), {"x": logits, "y": labels})
    weighted = lambda name, f, x, **k: case(
        name, flat(lambda x, y, w: f(x, y, weight=w, **k)), {"x": x, "y": labels, "w": classes}, wanted=["x"])
    logp, p = logits.log_softmax(-1), torch.rand(3, 4, 5)
    zero = (p / p.sum(-1, keepdim=True) * (p > 0.3)).contiguous()
    far = torch.tensor([[-200.0, 30.0, 0.0], [100.0, -1.0, 2.0]])
    return [
        entropy("plain"),
        case("cross-entropy ignore", flat(lambda x, y: F.cross_entropy(x, y, ignore_index=3)),
             {"x": logits, "y": labels.clamp(min=0)}),
        entropy("smoothing", label_smoothing=0.1),
        case("cross-entropy each", lambda x, y: F.cross_entropy(x.transpose(1, 2), y, reduction="none"),
             {"x": logits, "y": labels}),
        weighted("cross-entropy weighted", F.cross_entropy, logits),
        weighted("cross-entropy weighted smoothing", F.cross_entropy, logits, label_smoothing=0.2),
        case("nll", flat(F.nll_loss), {"x": logp, "y": labels}),
        weighted("nll weighted", F.nll_loss, logp),
        case("bce", F.binary_cross_entropy_with_logits, {"input": logits, "target": p}),
        case("bce far", F.binary_cross_entropy_with_logits, {"input": far, "target": (far > 1).float()}, wanted=["input"]),
        case("mse", F.mse_loss, {"input": logits, "target": p}),
        case("mae", F.l1_loss, {"input": logits, "target": p}),
        case("kl", lambda input, target: F.kl_div(input, target, reduction="batchmean"),
             {"input": logp, "target": zero}, wanted=["input"]),
    ]


def rotary_tables(r, base, positions):
    angle = positions[..., None].float() * base ** (-torch.arange(0, r, 2).float() / r)
    return angle.cos(), angle.sin()


def rotaries():
    x, positions = torch.randn(2, 3, 4, 8), torch.tensor([[0, 1, 2, 3], [5, 9, 2, 11]])
    embed = LlamaRotaryEmbedding(LlamaConfig(
        hidden_size=24, num_attention_heads=3, head_dim=8, max_position_embeddings=16,
        rope_parameters={"rope_type": "default", "rope_theta": 500.0}))

    def halves(x, positions):
        return llama_rotary(x, x, *embed(x, positions))[0]

    def neox(x, positions):  # a quarter of each head is turned
        cos, sin = rotary_tables(2, 10000.0, positions)
        return neox_rotary(x, x, torch.cat((cos, cos), -1), torch.cat((sin, sin), -1))[0]

    def gptj(x, positions):  # wants [batch, seq, heads, d]
        cos, sin = rotary_tables(8, 10000.0, positions)
        return gptj_rotary(x.transpose(1, 2), sin, cos).transpose(1, 2)

    def meta(x, positions):  # complex numbers, as Llama was published
        cos, sin = rotary_tables(8, 10000.0, positions)
        z = torch.view_as_complex(x.unflatten(-1, (-1, 2))) * torch.complex(cos, sin)[:, None]
        return torch.view_as_real(z).flatten(-2)

    return [case("rotary " + f.__name__, f, {"x": x, "positions": positions}) for f in (halves, neox, gptj, meta)]


def sinusoidal(x, positions):
    table = torch.zeros(16, 6)  # as in "The Annotated Transformer"
    position = torch.arange(0, 16).unsqueeze(1)
    div = torch.exp(torch.arange(0, 6, 2) * -(math.log(10000.0) / 6))
    table[:, 0::2], table[:, 1::2] = torch.sin(position * div), torch.cos(position * div)
    return x + table[positions]


def llama_attention():
    config = LlamaConfig(hidden_size=16, num_attention_heads=4, num_key_value_heads=2, attention_bias=True,
                         max_position_embeddings=16, rope_parameters={"rope_type": "default", "rope_theta": 10000.0})
    config._attn_implementation = "eager"
    m, embed = shaken(LlamaAttention(config, 0)), LlamaRotaryEmbedding(config)
    hide = torch.full((5, 5), -math.inf).triu(1)[None, None]
    f = lambda x: m(x, position_embeddings=embed(x, torch.arange(5)[None]), attention_mask=hide)[0]
    return case("llama", f, {"x": torch.randn(2, 5, 16)}, m)


def attention():
    m = lambda: shaken(nn.MultiheadAttention(8, 2, batch_first=True))
    seen = torch.tensor([[True] * 5, [True, True, True, False, False]])
    x, memory = torch.randn(2, 5, 8), torch.randn(2, 7, 8)
    later = torch.ones(5, 5, dtype=torch.bool).triu(1)
    each = dict(average_attn_weights=False)
    a, b, c, d = m(), m(), m(), m()
    grouped = lambda q, k, v: F.scaled_dot_product_attention(q, k, v, enable_gqa=True)
    return [
        case("self", lambda x: dict(zip(("y", "weights"), a(x, x, x, **each))), {"x": x}, a),
        case("causal", lambda x: b(x, x, x, attn_mask=later)[0], {"x": x}, b),
        case("padding", lambda x, seen: c(x, x, x, key_padding_mask=~seen, attn_mask=later)[0], {"x": x, "seen": seen}, c),
        case("cross", lambda x, memory: d(x, memory, memory)[0], {"x": x, "memory": memory}, d),
        case("grouped", grouped, {"q": torch.randn(2, 6, 3, 4), "k": torch.randn(2, 2, 5, 4), "v": torch.randn(2, 2, 5, 4)}),
        case("one key head", grouped, {"q": torch.randn(2, 6, 3, 4), "k": torch.randn(2, 1, 5, 4), "v": torch.randn(2, 1, 5, 4)}),
        llama_attention(),
        case("sinusoidal", sinusoidal, {"x": torch.randn(2, 3, 6), "positions": torch.tensor([[0, 1, 2], [5, 13, 7]])}),
    ] + rotaries()


def train(m, f, inputs, labels):
    optimizer = torch.optim.AdamW(m.parameters(), lr=0.01, weight_decay=0.1)
    for _ in range(10):
        optimizer.zero_grad()
        loss = F.mse_loss(f(**inputs), labels)
        loss.backward()
        optimizer.step()
        yield loss.item()


def whole(name, norm_first, activation):
    m = shaken(nn.Transformer(8, 2, 2, 2, 12, 0.0, activation, batch_first=True, norm_first=norm_first))
    inputs = {"source": torch.randn(2, 5, 8), "target": torch.randn(2, 4, 8),
              "seen": torch.tensor([[True] * 5, [True] * 3 + [False] * 2])}

    def f(source, target, seen):
        return m(source, target, tgt_mask=nn.Transformer.generate_square_subsequent_mask(4), tgt_is_causal=True,
                 src_key_padding_mask=~seen, memory_key_padding_mask=~seen)

    c, labels = case(name, f, inputs, m), torch.randn(2, 4, 8)
    return c | {"labels": tensor(labels), "losses": list(train(m, f, inputs, labels))}


def layer(name, m, causal=False):
    hide = nn.Transformer.generate_square_subsequent_mask(4) if causal else None
    return case(name, lambda x: m(x, src_mask=hide, is_causal=causal), {"x": torch.randn(2, 4, 8)}, shaken(m))


def decoder_layer(name, norm_first):
    m = shaken(nn.TransformerDecoderLayer(8, 2, 12, 0.0, batch_first=True, norm_first=norm_first))
    f = lambda x, memory: m(x, memory, tgt_mask=nn.Transformer.generate_square_subsequent_mask(4), tgt_is_causal=True)
    return case(name, f, {"x": torch.randn(2, 4, 8), "memory": torch.randn(2, 3, 8)}, m)


def transformer():
    encoder = lambda **k: nn.TransformerEncoderLayer(8, 2, 12, 0.0, batch_first=True, **k)
    return [
        layer("encoder layer post-norm", encoder()),
        layer("encoder layer pre-norm gelu causal", encoder(norm_first=True, activation="gelu"), causal=True),
        decoder_layer("decoder layer post-norm", False),
        decoder_layer("decoder layer pre-norm", True),
        whole("transformer post-norm", False, "relu"),
        whole("transformer pre-norm gelu", True, "gelu"),
    ]


if __name__ == "__main__":
    write("layers", layers())
    write("losses", losses())
    write("attention", attention())
    write("transformer", transformer())
