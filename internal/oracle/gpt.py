"""Checkpoints, and what transformers computes with them, for package gpt.

Python 3.11.7, torch 2.15.0, transformers 5.24.0, safetensors 0.8.0.

    python internal/oracle/gpt.py golden gpt/testdata
    python internal/oracle/gpt.py variants gpt/testdata/variants
    python internal/oracle/gpt.py random FOLDER [20]
    python internal/oracle/gpt.py check FOLDER

golden writes a small model of GPT-2's layout and one of Llama's: a checkpoint
folder, gradients.safetensors (every parameter's, under its own name) and
golden.json. variants writes three small ones, without gradients, whose configs ask
for what the first two do not. random writes so many random ones of each layout without gradients.
Between random and check, run

    GAZE_GPT_CHECKPOINTS=FOLDER go test ./gpt -run TestRandomCheckpoints

which compares them and saves them again; check reads what it has saved back into
transformers, and compares the logits.

Models run in float64, so that what is compared with has no rounding of its own.
"""

import json
import random
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM
from transformers.utils import logging

logging.set_verbosity_error()
logging.disable_progress_bar()

ADAMW = {"lr": 0.005, "betas": [0.9, 0.95], "eps": 1e-8, "weight_decay": 0.1}
BEAMS = [
    {"num_beams": 2, "length_penalty": 1.0, "early_stopping": False},
    {"num_beams": 3, "length_penalty": 0.0, "early_stopping": True},
    {"num_beams": 4, "length_penalty": 2.0, "early_stopping": False},
    {"num_beams": 4, "length_penalty": -0.5, "early_stopping": True},
    {"num_beams": 3, "length_penalty": 1.5, "early_stopping": "never"},
]


def spread(model, std):
    """Draws every parameter, so that none is at the zero or one it begins as."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.normal_(0, std)
            if p.dim() == 1 and name.endswith("weight"):
                p.mul_(0.3).add_(1)
    return model


def build(config, std):
    kind = GPT2LMHeadModel if config.model_type == "gpt2" else LlamaForCausalLM
    return spread(kind(config), std)


def ended(tokens, eos):
    """What comes up to and with the end; the rest is padding."""
    return tokens[: tokens.index(eos) + 1] if eos in tokens else tokens


def generations(model, prompts, new, beams):
    greedy, searched, eos = [], [], model.config.eos_token_id
    for prompt in prompts:
        ids = torch.tensor([prompt])
        seen = torch.ones_like(ids)  # or a prompt's padding token would be taken for padding
        out = model.generate(ids, attention_mask=seen, max_new_tokens=new, do_sample=False, num_beams=1)
        greedy.append({"prompt": prompt, "new": new, "tokens": ended(out[0].tolist()[len(prompt):], eos)})
        for b in beams:
            out = model.generate(
                ids, attention_mask=seen, max_new_tokens=new, do_sample=False, num_return_sequences=b["num_beams"],
                return_dict_in_generate=True, output_scores=True, **b,
            )
            rows = [ended(r[len(prompt):], eos) for r in out.sequences.tolist()]
            early = b["early_stopping"]
            searched.append({
                "prompt": prompt, "new": new, "beams": b["num_beams"],
                "length_penalty": b["length_penalty"],
                "early_stopping": early if isinstance(early, str) else str(early).lower(),
                "sequences": rows, "scores": out.sequences_scores.tolist(),
            })
    return greedy, searched


def batched(model, prompts, new, pad):
    """Greedy, all prompts at once, padded on the left."""
    longest = max(map(len, prompts))
    ids = torch.tensor([[pad] * (longest - len(p)) + p for p in prompts])
    seen = torch.tensor([[0] * (longest - len(p)) + [1] * len(p) for p in prompts])
    out = model.generate(ids, attention_mask=seen, max_new_tokens=new, do_sample=False)
    return [ended(r[longest:], model.config.eos_token_id) for r in out.tolist()]


def limit(config):
    return getattr(config, "n_positions", None) or config.max_position_embeddings


def facts(model, rng, beams):
    """What is compared: logits, and what is generated."""
    config = model.config
    vocab, eos = config.vocab_size, config.eos_token_id
    draw = lambda n: [rng.randrange(vocab) for _ in range(n)]
    ids = [draw(7), draw(7)]
    new = min(12, limit(config) - 5)
    prompts = [draw(n) for n in (5, 1, 3)]
    with torch.no_grad():
        logits = model(torch.tensor(ids)).logits
        greedy, searched = generations(model, prompts, new, beams)
        together = batched(model, prompts, new, config.pad_token_id)
    return {
        "ids": ids, "logits": logits.tolist(), "eos": eos, "pad": config.pad_token_id,
        "greedy": greedy, "beams": searched, "batched": together,
    }


def train(model, ids, labels):
    """The first gradients, and the losses of ten AdamW steps."""
    o = torch.optim.AdamW(model.parameters(), **ADAMW)
    losses, first = [], None
    for _ in range(10):
        o.zero_grad()
        logits = model(torch.tensor(ids)).logits
        loss = cross_entropy(logits.flatten(0, 1), torch.tensor(labels).flatten(), ignore_index=-100)
        loss.backward()
        if first is None:
            first = {n: p.grad.float().clone() for n, p in model.named_parameters()}
        losses.append(loss.item())
        o.step()
    return first, losses


def read(folder):
    """By way of float32: the rotary frequencies of a bfloat16 model are rounded."""
    model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    wrong = {k: v for k, v in info.items() if v}
    assert not wrong, (folder, wrong)
    return model.double().eval()


def write(folder, model, found):
    folder.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(folder)
    found = found(read(folder))
    text = json.dumps(found).replace('"logits"', '\n"logits"').replace('{"prompt"', '\n{"prompt"')
    (folder / "golden.json").write_text(text + "\n")


def golden(root):
    special = {"bos_token_id": 1, "pad_token_id": 0}
    configs = {
        "gpt2": GPT2Config(
            vocab_size=61, n_positions=32, n_embd=24, n_layer=2, n_head=3,
            attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, eos_token_id=20, **special,
        ),
        "llama": LlamaConfig(
            vocab_size=61, max_position_embeddings=32, hidden_size=24, intermediate_size=40,
            num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
            tie_word_embeddings=True, eos_token_id=45, **special,
        ),
    }
    for name, config in configs.items():
        torch.manual_seed(1)
        rng = random.Random(1)
        model = build(config, 0.4)

        def found(m):
            f = facts(m, rng, BEAMS)
            f["labels"] = [row[1:] + [rng.randrange(61)] for row in f["ids"]]
            f["labels"][0][2] = f["labels"][1][5] = f["labels"][1][6] = -100
            grads, f["losses"] = train(m, f["ids"], f["labels"])
            f["adamw"] = ADAMW
            save_file(grads, root / name / "gradients.safetensors", {"format": "pt"})
            return f

        write(root / name, model, found)


def random_gpt2(rng):
    heads = rng.choice([1, 2, 3, 4])
    return GPT2Config(
        vocab_size=rng.randrange(11, 90), n_positions=rng.randrange(16, 40), n_embd=heads * rng.randrange(2, 9),
        n_layer=rng.randrange(1, 4), n_head=heads, n_inner=rng.choice([None, rng.randrange(5, 60)]),
        activation_function=rng.choice(["gelu_new", "gelu", "relu", "silu", "gelu_pytorch_tanh", "tanh"]),
        layer_norm_epsilon=rng.choice([1e-5, 1e-6]), tie_word_embeddings=rng.random() < 0.7,
        scale_attn_weights=rng.random() < 0.8, scale_attn_by_inverse_layer_idx=rng.random() < 0.2,
        bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )


def random_rope(rng):
    kind = rng.choice(["default", "default", "linear", "llama3"])
    rope = {"rope_type": kind, "rope_theta": rng.choice([100.0, 10000.0, 500000.0])}
    if kind != "default":
        rope["factor"] = rng.choice([2.0, 8.0])
    if kind == "llama3":
        rope |= {"low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8}
    return rope


def random_llama(rng):
    heads = rng.choice([1, 2, 4, 6])
    d = 2 * rng.randrange(1, 6)
    return LlamaConfig(
        vocab_size=rng.randrange(11, 90), max_position_embeddings=rng.randrange(16, 40), hidden_size=heads * d,
        intermediate_size=rng.randrange(5, 60), num_hidden_layers=rng.randrange(1, 4), num_attention_heads=heads,
        num_key_value_heads=rng.choice([h for h in (1, 2, 3, 4, 6) if heads % h == 0]),
        head_dim=rng.choice([None, None, d + 2]), attention_bias=rng.random() < 0.3, mlp_bias=rng.random() < 0.3,
        rms_norm_eps=rng.choice([1e-5, 1e-6]), tie_word_embeddings=rng.random() < 0.5,
        rope_parameters=random_rope(rng),
        bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )


def variants(root):
    special = {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0}
    sizes = {
        "vocab_size": 37, "max_position_embeddings": 32, "hidden_size": 12, "intermediate_size": 20,
        "num_hidden_layers": 2, "num_attention_heads": 3, "num_key_value_heads": 1, **special,
    }
    llama3 = {
        "rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0,
        "low_freq_factor": 1.0, "high_freq_factor": 4.0, "original_max_position_embeddings": 8,
    }
    linear = {"rope_type": "linear", "rope_theta": 100.0, "factor": 2.0}
    configs = {
        "llama3": LlamaConfig(head_dim=6, tie_word_embeddings=False, attention_bias=True, rope_parameters=llama3, **sizes),
        "linear": LlamaConfig(mlp_bias=True, tie_word_embeddings=True, rope_parameters=linear, **sizes),
        "gpt2": GPT2Config(
            vocab_size=37, n_positions=32, n_embd=12, n_layer=2, n_head=3, n_inner=20, activation_function="relu",
            scale_attn_by_inverse_layer_idx=True, scale_attn_weights=False, tie_word_embeddings=False, **special,
        ),
    }
    for name, config in configs.items():
        torch.manual_seed(2)
        rng = random.Random(2)
        write(root / name, build(config, 0.4), lambda m: facts(m, rng, BEAMS[:3]))


def many(root, count):
    for i in range(count):
        for name, draw in ("gpt2", random_gpt2), ("llama", random_llama):
            torch.manual_seed(i)
            rng = random.Random(1000 * i + len(name))
            model = build(draw(rng), rng.choice([0.2, 0.4])).to(rng.choice([torch.float32, torch.bfloat16, torch.float16]))
            write(root / f"{name}-{i:02}", model, lambda m: facts(m, rng, rng.sample(BEAMS, 2)))


def check(root):
    """Of what Gaze made itself the logits are Gaze's, in float32."""
    worst, folders = 0.0, sorted(p.parent for p in root.glob("**/saved/config.json"))
    for saved in folders:
        found = json.loads((saved.parent / "golden.json").read_text())
        want = torch.tensor(found["logits"], dtype=torch.float64)
        with torch.no_grad():
            logits = read(saved)(torch.tensor(found["ids"])).logits.view_as(want)
        worst = max(worst, ((logits - want).abs().max() / want.abs().max()).item())
    print(f"{len(folders)} folders load back into transformers; logits differ by at most {worst:.3g} of the largest")
    assert folders and worst < 1e-5


if __name__ == "__main__":
    mode, root = sys.argv[1], Path(sys.argv[2])
    if mode == "golden":
        golden(root)
    elif mode == "variants":
        variants(root)
    elif mode == "random":
        many(root, int(sys.argv[3]) if len(sys.argv) > 3 else 20)
    else:
        check(root)
