"""Models of tokenizers alone, without normalizer or pre-tokenizer, on random words.

Usage: tokenizer_models.py FOLDER [WORDS]
Needs tokenizers 0.23.3 (Apache-2.0). Writes one gzipped file a model: its JSON in
the first line, what the reference writes of it in the second, then a line a word:
[word, [[id, token, start, end], ...]], offsets in bytes, or [word, null] where the
reference raises an error. The models are made here, from a seed: small alphabets
in one to four bytes, merges in random order, tokens that nothing reaches, ids with
holes, scores that tie.
"""

import gzip
import json
import random
import sys

from tokenizers import Tokenizer

ALPHABET = "abcde" + "éß" + "中文字" + "😀" + " "
ODD = "z\u0000\uffffñ字🏳"


def pick(r, most, letters=ALPHABET):
    return "".join(r.choice(letters) for _ in range(r.randint(1, most)))


def words(r, count):
    for i in range(count):
        if i % 500 == 499:
            yield pick(r, 4000)
        elif i % 50 == 49:
            yield pick(r, 200, ALPHABET + ODD)
        elif i % 4 == 3:
            yield pick(r, 20, ALPHABET + ODD)
        else:
            yield pick(r, 24, ALPHABET[: r.randint(2, len(ALPHABET))])


def bpe(r, prefix=None, suffix=None, size=300, **fields):
    """Merges of random pairs of tokens that are there, in random order."""
    tokens = []
    for c in ALPHABET:
        for before in {"", prefix or ""}:
            for behind in {"", suffix or ""}:
                tokens.append(before + c + behind)
    tokens = list(dict.fromkeys(tokens))
    merges = []
    while len(merges) < size:
        a, b = r.choice(tokens), r.choice(tokens)
        if suffix and a.endswith(suffix) or len(a + b) > 14:
            continue
        if prefix and (not b.startswith(prefix)):
            continue
        made = a + b[len(prefix or "") :]
        if [a, b] in merges:
            continue
        if made not in tokens:
            tokens.append(made)
        merges.append([a, b])
    r.shuffle(merges)
    tokens += ["<unk>", "abcab", "éé中", "unreached"]
    if fields.pop("bytes", False):
        tokens += ["<0x%02X>" % b for b in range(256) if b not in fields.get("without", [])]
    fields.pop("without", None)
    tokens = list(dict.fromkeys(tokens))
    ids = list(range(len(tokens)))
    if fields.pop("holes", False):
        ids = r.sample(range(3 * len(tokens)), len(tokens))
    else:
        r.shuffle(ids)
    model = {
        "type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": prefix,
        "end_of_word_suffix": suffix, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
        "vocab": dict(zip(tokens, ids)), "merges": merges,
    }
    model.update(fields)
    return model


def wordpiece(r, prefix="##", longest=100, size=400, letters=ALPHABET):
    tokens = ["[UNK]"] + [prefix * (i % 2) + pick(r, 4, letters) for i in range(size)]
    tokens += [p + c for c in letters for p in ("", prefix)]
    tokens = list(dict.fromkeys(tokens))
    return {
        "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": prefix,
        "max_input_chars_per_word": longest, "vocab": {t: i for i, t in enumerate(tokens)},
    }


def unigram(r, size=400, unknown=0, scores=lambda r: -r.random() * 12, letters=ALPHABET, **fields):
    tokens = ["<unk>"] + list(dict.fromkeys(pick(r, 4, letters) for _ in range(size)))
    tokens += [c for c in letters if c not in tokens and c != "d"]
    if fields.pop("bytes", False):
        tokens += ["<0x%02X>" % b for b in range(256)]
    model = {
        "type": "Unigram", "unk_id": unknown,
        "vocab": [[t, scores(r)] for t in tokens], "byte_fallback": False,
    }
    model.update(fields)
    return model


def models():
    r = random.Random(20)
    yield "bpe", bpe(r)
    yield "bpe_unknown", bpe(r, unk_token="<unk>", holes=True)
    yield "bpe_fused", bpe(r, unk_token="<unk>", fuse_unk=True)
    yield "bpe_ignore_merges", bpe(r, ignore_merges=True)
    yield "bpe_bytes", bpe(r, unk_token="<unk>", fuse_unk=True, byte_fallback=True, bytes=True)
    yield "bpe_some_bytes", bpe(r, unk_token="<unk>", fuse_unk=True, byte_fallback=True, bytes=True, without=[0xF0, 0x7A])
    yield "bpe_prefix", bpe(r, prefix="##", unk_token="<unk>")
    yield "bpe_suffix", bpe(r, suffix="</w>", unk_token="<unk>")
    yield "bpe_prefix_suffix", bpe(r, prefix="~", suffix="$", unk_token="<unk>", fuse_unk=True, byte_fallback=True, bytes=True)
    yield "bpe_unknown_missing", bpe(r, unk_token="nowhere")
    yield "wordpiece", wordpiece(r)
    yield "wordpiece_short", wordpiece(r, longest=9, letters=ALPHABET[:9])
    yield "wordpiece_bare", wordpiece(r, prefix="")
    yield "wordlevel", {
        "type": "WordLevel", "unk_token": "<unk>",
        "vocab": {t: i for i, t in enumerate(dict.fromkeys(["<unk>"] + [pick(r, 3, ALPHABET[:4]) for _ in range(400)]))},
    }
    yield "unigram", unigram(r)
    yield "unigram_ties", unigram(r, scores=lambda r: float(-r.randint(1, 3)))
    yield "unigram_bytes", unigram(r, byte_fallback=True, bytes=True)
    yield "unigram_known_only", unigram(r, unknown=None)
    yield "unigram_in_text", unigram(r, unknown=3)
    yield "unigram_positive", unigram(r, scores=lambda r: r.random() * 20 - 4)


def main(folder, count=1000):
    for seed, (name, model) in enumerate(models()):
        t = Tokenizer.from_str(json.dumps({
            "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
            "pre_tokenizer": None, "post_processor": None, "decoder": None, "model": model,
        }))
        r = random.Random(seed)
        known = list(model["vocab"]) if isinstance(model["vocab"], dict) else [t for t, _ in model["vocab"]]
        with gzip.GzipFile(f"{folder}/{name}.jsonl.gz", "w", mtime=0) as f:
            f.write((json.dumps(model, ensure_ascii=False) + "\n").encode())
            f.write(t.model.__getstate__() + b"\n")
            for i, word in enumerate(words(r, count)):
                if i % 10 == 0:
                    word = r.choice(known)
                try:
                    pieces = [[p.id, p.value, *p.offsets] for p in t.model.tokenize(word)]
                except Exception:
                    pieces = None
                f.write((json.dumps([word, pieces], ensure_ascii=False, separators=(",", ":")) + "\n").encode())


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
