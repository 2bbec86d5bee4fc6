"""Holds demo lm train --preset nanogpt-cpu against the same run in PyTorch.

Python 3.11.7, torch 2.15.0.

    python internal/oracle/nanogpt.py            all twelve runs; make verify-nanogpt
    python internal/oracle/nanogpt.py torch 1    PyTorch's, seed 1
    python internal/oracle/nanogpt.py gaze 1     ours
    python internal/oracle/nanogpt.py gaze 1 0.02    begun as nanoGPT begins
    python internal/oracle/nanogpt.py precision  ours in other precisions, without PyTorch; make verify-precision

It prints the loss over the whole validation split, cut into blocks that do not
overlap, of each run, and for two beginnings the mean of three seeds of each side.
It fails if the means are more than 0.02 apart, or ours is above what stands in
BEGINNINGS. What each run came to is kept in out/nanogpt/*.json and not run again:
to measure other code, remove those named gaze. One of ours that was stopped goes
on from its last checkpoint.

The recipe is that of nanoGPT's README for a laptop's CPU: four layers and heads,
width 128, blocks of 64 characters, batches of 12, 2000 steps, no dropout and no
biases, the vocabulary's embedding tied to the output, AdamW that lets all
matrices decay. One thing is another in the preset: how large weights begin.

GPT-2's standard deviation of 0.02 was chosen for width 768, where the variance
times the width is 0.31. The preset keeps that product, so at width 128 it begins
with 0.02·√(768/128) = 0.049. PyTorch comes to 1.7676, 1.7591 and 1.7656, mean
1.7641, and we to 1.7547, 1.7574 and 1.7522, mean 1.7547 (AVX-512). Transformers,
given the first of our models, finds the same loss of it to 1e-8.

nanoGPT has 0.02 at any width. So begun PyTorch comes to 1.9169, 1.9048 and
1.9232, mean 1.9150, and we to 1.9078, 1.9060 and 1.9067, mean 1.9068: above the
1.90 that was asked for, on both sides. nanoGPT's README has 1.88, an estimate
from 240 random blocks: such estimates of our models have a standard deviation of
0.014. nanoGPT's own choices, then and since, differ in no way that counts:
approximate GELU with embeddings that do not decay, 1.9153 in the mean of three in
PyTorch; a rate that rises from lr/101, 1.9166.
"""

import gzip
import json
import math
import subprocess
import sys
import time
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out" / "nanogpt"
SEEDS = [1, 2, 3]
LAYERS, HEADS, WIDTH, BLOCK, BATCH, STEPS = 4, 4, 128, 64, 12, 2000
INIT = 0.02 * math.sqrt(768 / WIDTH)
ESTIMATE, BLOCKS, DEVIATION = 1.88, 240, 0.014  # nanoGPT's README's, and how sure that is
ASKED = 1.90  # at most, of whoever asked for the preset
RATE, LAST, WARMUP, BETAS, DECAY, CLIP = 1e-3, 1e-4, 100, (0.9, 0.99), 0.1, 1.0


def rate(step):
    """Rises along a line, falls along half a cosine."""
    if step < WARMUP:
        return RATE * step / WARMUP
    return LAST + (RATE - LAST) * (1 + math.cos(math.pi * (step - WARMUP) / (STEPS - WARMUP))) / 2


def torch_run(seed, init):
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(WIDTH, bias=False), nn.LayerNorm(WIDTH, bias=False)
            self.qkv, self.merge = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
            self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH, bias=False), nn.Linear(4 * WIDTH, WIDTH, bias=False)

        def forward(self, x):
            rows, seq, _ = x.shape
            q, k, v = self.qkv(self.norm1(x)).view(rows, seq, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.merge(seen.transpose(1, 2).reshape(rows, seq, WIDTH))
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    class Model(nn.Module):
        def __init__(self, vocab):
            super().__init__()
            self.tokens, self.places = nn.Embedding(vocab, WIDTH), nn.Embedding(BLOCK, WIDTH)
            self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
            self.norm = nn.LayerNorm(WIDTH, bias=False)
            for name, p in self.named_parameters():
                if p.dim() > 1:
                    residual = name.endswith(("merge.weight", "down.weight"))
                    nn.init.normal_(p, std=init / math.sqrt(2 * LAYERS) if residual else init)

        def forward(self, ids):
            x = self.tokens(ids) + self.places.weight[: ids.shape[1]]
            for layer in self.layers:
                x = layer(x)
            return self.norm(x) @ self.tokens.weight.T

    torch.manual_seed(seed)
    text = gzip.open(ROOT / "data/corpora/tiny_shakespeare.txt.gz", "rt", newline="").read()
    ids = {c: i for i, c in enumerate(sorted(set(text)))}
    tokens = torch.tensor([ids[c] for c in text])
    cut = int(0.9 * len(tokens))
    training, validation = tokens[:cut], tokens[cut:]

    model = Model(len(ids))
    matrices = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() == 1]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0}], lr=RATE, betas=BETAS
    )
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate(step)
        begins = torch.randint(len(training) - BLOCK, (BATCH,))
        x = torch.stack([training[b : b + BLOCK] for b in begins])
        y = torch.stack([training[b + 1 : b + 1 + BLOCK] for b in begins])
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten())
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()

    nats = 0.0
    with torch.no_grad():
        for at in range(0, len(validation) - 1, BLOCK):
            y = validation[at + 1 : at + 1 + BLOCK]
            x = validation[at : at + len(y)]
            nats += F.cross_entropy(model(x[None])[0], y, reduction="sum").item()
    return {"loss": nats / (len(validation) - 1), "vocabulary": len(ids)}


def demo(*arguments):
    """What demo prints as JSON."""
    command = ["go", "run", "./cmd/demo", *arguments, "--json"]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout)


def gaze_run(seed, init):
    folder = OUT / f"gaze-{seed}-{init:.3f}"
    arguments = ["--preset", "nanogpt-cpu", "--seed", str(seed)]
    if init != INIT:  # which is the preset's own
        arguments += ["--init", str(init)]
    if list(folder.glob("run/step-*")):
        arguments = ["--resume"]
    return demo("lm", "train", "--out", str(folder), *arguments)


def precisions():
    """Trains in float32 and bf16, evaluates both in every precision over the
    whole validation split, and fails if bf16 trains to a mean loss more than 0.02
    from float32's, in float32 or as it was trained, or if int8's perplexity is more
    than 1 % from float32's for any model. A run begun before is gone on with."""
    losses = {}
    for trained in ("float32", "bf16"):
        for seed in SEEDS:
            folder = OUT / f"precision-{trained}-{seed}"
            begin = ["--preset", "nanogpt-cpu", "--precision", trained, "--seed", str(seed)]
            begun = list(folder.glob("run/step-*"))
            run = demo("lm", "train", "--out", str(folder), *(["--resume"] if begun else begin))
            for p in ("float32", "bf16x3", "bf16", "int8"):
                found = demo("lm", "eval", "--checkpoint", run["checkpoint"], "--ngram", "0", "--precision", p)
                losses[trained, seed, p] = found["scores"][0]["loss"]
            row = "  ".join(f"{p} {losses[trained, seed, p]:.5f}" for p in ("float32", "bf16x3", "bf16", "int8"))
            print(f"trained in {trained:7} seed {seed}  loss in {row}", flush=True)

    def average(trained, p):
        return mean(losses[trained, seed, p] for seed in SEEDS)

    apart = [average("bf16", p) - average("float32", "float32") for p in ("bf16", "float32")]
    worst = max(
        abs(math.expm1(losses[t, s, "int8"] - losses[t, s, "float32"])) for t in ("float32", "bf16") for s in SEEDS
    )
    print(f"trained in bf16, against float32: {apart[0]:+.5f} as trained, {apart[1]:+.5f} evaluated in float32")
    print(f"perplexity in int8, against float32: at most {100 * worst:.3f} % off")
    if max(map(abs, apart)) > 0.02 or worst > 0.01:
        sys.exit("want bf16 within 0.02 of float32's loss, and int8 within 1 % of its perplexity")


RUNS = {"torch": torch_run, "gaze": gaze_run}


def check_recipe(recipe, seed, init):
    """Fails unless a run of ours was the one that PyTorch's is written as."""
    want = {
        "layers": LAYERS, "heads": HEADS, "width": WIDTH, "block": BLOCK, "batch": BATCH, "steps": STEPS, "accumulate": 1,
        "lr": RATE, "min-lr": LAST, "warmup": WARMUP, "betas": list(BETAS), "weight-decay": DECAY, "clip": CLIP,
        "dropout": 0, "bias": False, "activation": "gelu", "vocabulary": "char", "split": 0.9, "data": "", "seed": seed,
        "precision": "float32",
    }  # fmt: skip
    recipe = {"precision": "float32", "init": 0.02} | recipe  # before these were fields
    for name, value in want.items():
        if recipe[name] != value:
            sys.exit(f"{name} of our run is {recipe[name]}: want {value}, as in PyTorch's")
    begun = recipe["init"] or INIT  # 0 is by the width
    if not math.isclose(begun, init):
        sys.exit(f"init of our run is {begun}: want {init}, as in PyTorch's")


def version():
    """The commit that is run, with -dirty if it is not quite that."""
    found = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return found.stdout.strip() or "unknown"


def loss(kind, seed, init=INIT):
    """The loss of a run, which is run unless it is there."""
    OUT.mkdir(parents=True, exist_ok=True)
    path = OUT / f"{kind}-{seed}-{init:.3f}.json"
    kept = path.exists()
    if not kept:
        began = time.time()
        result = RUNS[kind](seed, init)
        result |= {"seconds": round(time.time() - began), "commit": version()}
        beside = path.with_suffix(".tmp")
        beside.write_text(json.dumps(result, indent=2) + "\n")
        beside.replace(path)
    result = json.loads(path.read_text())
    if kind == "gaze":
        check_recipe(result["recipe"], seed, init)
    origin = f"  kept, of {result.get('commit', 'an unknown commit')}" if kept else ""
    print(f"{kind:6} seed {seed}  init {init:.3f}  loss {result['loss']:.4f}  {result['seconds']} s{origin}", flush=True)
    return result["loss"]


# Each beginning: what it is, its standard deviation, the highest mean loss of ours
# that passes, and what that bar is.
BEGINNINGS = [
    ("the preset", INIT, 1.80, "what the preset comes to, with room for other processors' bits"),
    ("nanoGPT's own beginning", 0.02, 1.93, "a regression guard, and not the 1.90 that was asked for"),
]


def verify(name, init, bar, what):
    """Runs a beginning on both sides, and lists what is wrong."""
    ours = mean(loss("gaze", s, init) for s in SEEDS)
    theirs = mean(loss("torch", s, init) for s in SEEDS)
    print(f"{name}, init {init:.3f}: mean of gaze {ours:.4f}, of torch {theirs:.4f}, difference {ours - theirs:+.4f}")
    print(f"  the limit here is {bar:.2f}: {what}")
    for side, found in (("gaze", ours), ("torch", theirs)):
        over = found - ASKED
        print(f"  at most {ASKED:.2f} was asked for: {side} {'EXCEEDS it by' if over > 0 else 'is below by'} {abs(over):.4f}")
    if init == 0.02:
        print(f"  nanoGPT's README has {ESTIMATE}: an estimate from {BLOCKS} random blocks, of standard deviation {DEVIATION}")
    wrong = []
    if not ours <= bar:
        wrong.append(f"{name}: our mean is {ours:.4f}: want at most {bar:.2f}")
    if not abs(ours - theirs) <= 0.02:
        wrong.append(f"{name}: our mean is {ours - theirs:+.4f} from PyTorch's: want at most 0.02")
    return wrong


def main():
    if sys.argv[1:] == ["precision"]:
        precisions()
        return
    if len(sys.argv) > 2:
        loss(sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:]))
        return
    wrong = [w for b in BEGINNINGS for w in verify(*b)]
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
