"""Vocabularies that the reference's trainers learn from a text.

Usage: tokenizer_training.py TEXT OUT [BYTES]
Needs tokenizers 0.23.3 (Apache-2.0). OUT is gzipped JSON: the text, whose words are
what lies between white space, and for each setting what was learned from it.
Left out are settings in which the reference's own result changes from run to run:
prefixes and suffixes with ties, alphabets cut among equals.
"""

import gzip
import json
import sys

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

SETTINGS = [
    {"vocab_size": 1000},
    {"vocab_size": 3000, "min_frequency": 2, "special_tokens": ["<s>", "</s>", "e", "th"]},
    {"vocab_size": 2000, "limit_alphabet": 20, "initial_alphabet": ["é", "z", "Ω"]},
    {"vocab_size": 1500, "max_token_length": 5},
    {"vocab_size": 100000, "min_frequency": 3},
    {"vocab_size": 100000},
    {"vocab_size": 10, "special_tokens": ["[UNK]"]},
]
UNIGRAM = [
    {"vocab_size": 1000, "unk_token": "<unk>"},
    {"vocab_size": 2000, "unk_token": "<unk>", "special_tokens": ["<s>", "<unk>"], "n_sub_iterations": 1},
    {"vocab_size": 1500, "shrinking_factor": 0.5, "max_piece_length": 6, "initial_alphabet": ["é", "Ω"]},
]


def learned(model, trainer, text):
    t = Tokenizer(model)
    t.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    t.train_from_iterator(text.split("\n"), trainer)
    return json.loads(t.to_str())["model"]


def main(path, out, size=60000):
    opener = gzip.open if path.endswith(".gz") else open
    text = opener(path, "rt", encoding="utf-8").read()[: int(size)]
    bpe = []
    for s in SETTINGS:
        runs = [learned(models.BPE(), trainers.BpeTrainer(show_progress=False, **s), text) for _ in range(2)]
        if runs[0] != runs[1]:
            raise SystemExit(f"{s}: differs from run to run")
        bpe.append({"settings": s, "vocab": runs[0]["vocab"], "merges": runs[0]["merges"]})
    uni = []
    for s in UNIGRAM:
        uni.append({"settings": s, "vocab": learned(models.Unigram(), trainers.UnigramTrainer(show_progress=False, **s), text)["vocab"]})
    with gzip.GzipFile(out, "w", mtime=0) as f:
        f.write(json.dumps({"text": text, "bpe": bpe, "unigram": uni}, ensure_ascii=False).encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
