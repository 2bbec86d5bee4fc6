"""How long the reference trains on 100 MB: wikitext-2's validation and test parts, again
and again, each word in a hundred with two of its letters exchanged (seeded), so
that there are ever new words.

    python internal/oracle/tokenizer_training_speed.py SHARED TEXT [NAME...]

writes that text to TEXT, unless it is there, and prints as go test -bench does, for
byte-level BPE and WordPiece (30,000 tokens each) and Unigram (8,000), on all cores.
Beside it, in the same sitting, run

    GAZE_TRAINING_TEXT=TEXT go test ./text/tokenizer -run - -bench Train -benchtime 1x

Made with tokenizers 0.23.3, Python 3.11.7.
"""

import gzip
import os
import random
import sys
import time

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

SIZE = 100_000_000


def varied(words, chance):
    for word in words:
        if len(word) > 3 and chance.random() < 0.01:
            i, j = chance.sample(range(len(word)), 2)
            letters = list(word)
            letters[i], letters[j] = letters[j], letters[i]
            word = "".join(letters)
        yield word


def write(shared, path):
    chance = random.Random(1)
    lines = [line for part in ("valid", "test") for line in gzip.open(f"{shared}/data/wikitext2/{part}.txt.gz", "rt") if line.strip()]
    size = 0
    with open(path, "w", encoding="utf-8") as f:
        while size < SIZE:
            for line in lines:
                line = " ".join(varied(line.strip().split(" "), chance)) + "\n"
                size += len(line.encode())
                f.write(line)


def bpe():
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return t, trainers.BpeTrainer(vocab_size=30000, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|endoftext|>"], show_progress=False)


def wordpiece():
    t = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    t.normalizer = normalizers.BertNormalizer()
    t.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return t, trainers.WordPieceTrainer(vocab_size=30000, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"], show_progress=False)


def unigram():
    t = Tokenizer(models.Unigram())
    t.pre_tokenizer = pre_tokenizers.Metaspace()
    return t, trainers.UnigramTrainer(vocab_size=8000, unk_token="<unk>", special_tokens=["<unk>"], show_progress=False)


def main(shared, path, *names):
    if not os.path.exists(path):
        write(shared, path)
    for name, make in {"BPE": bpe, "WordPiece": wordpiece, "Unigram": unigram}.items():
        if names and name not in names:
            continue
        t, trainer = make()
        begin = time.monotonic()
        t.train([path], trainer)
        took = time.monotonic() - begin
        print(f"BenchmarkTrain/{name} 1 {took * 1e9:.0f} ns/op {os.path.getsize(path) / took / 1e6:.2f} MB/s", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
