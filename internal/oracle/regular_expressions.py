"""Writes what the reference's regular expressions match in random texts.

Python 3.11.7, tokenizers 0.23.3 (Oniguruma).
Run: python internal/oracle/regular_expressions.py EXPRESSIONS OUT.jsonl.gz
300 expressions are in text/tokenizer/internal/regex/testdata.

Each line is an expression made at random of what tokenizers use, texts, and the
pieces that each is split into at its matches, which stay pieces of their own. An
expression that the reference refuses has no texts.
"""

import gzip
import json
import random
import sys

from tokenizers import Regex
from tokenizers.pre_tokenizers import Split

ATOMS = [
    "a", "b", "B", "1", "'", " ", ".", r"\.", "é", "中", "ſ", "K", r"\s", r"\S", r"\d", r"\D", r"\w", r"\W", r"\h", r"\n", r"\r",
    r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\P{L}", r"\p{^N}", r"\p{N}", r"\p{M}", r"\p{Han}", r"\p{P}", r"\p{S}", r"\p{Cyrillic}",
    r"\p{Punct}", r"\p{Alpha}", r"\p{Word}", r"\p{Upper}", "[abc]", "[^abc]", "[a-c1-3]", r"[^\s\p{L}\p{N}]", r"[^\r\n\p{L}\p{N}]",
    r"[\p{Lu}\p{M}]", r"[\w-]", r"[^\W_]", "[[:punct:]]", "[[:^space:]]", "[[:alnum:]_]", r"[\p{L}&&[^\p{Han}]]", "[^a-y&&b-z]",
    "[一-龥]", r"[\x{80}-\x{ff}]", r"\x41", r"\u0062", r"\R", r"\t", "[]a]", "[a-]",
]
ANCHORS = ["^", "$", r"\A", r"\z", r"\Z", r"\b", r"\B"]
REPEATS = ["*", "+", "?", "*?", "+?", "??", "*+", "++", "?+", "{2}", "{1,2}", "{,2}", "{1,}", "{1,2}?", "{2}+", "{2}?"]
WORDS = ["a", "b", "ab", "A", "aB", "K", "k", "\u212a", "s", "\u017f", "é", "É", "e\u0301", "ж", "Ж", "中", "文", "1", "23", "²", "¾", " ",
         "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", ".", ",", "'", "-", "_", "$", "😀", "\u200d", "𝟘", "c", "z", "'s", "'LL", "\u0345"]


def piece(rng, depth):
    r = rng.random()
    if depth == 0 or r < 0.62:
        return rng.choice(ATOMS)
    inner = alternatives(rng, depth - 1)
    return rng.choice(["(?:{})", "({})", "(?i:{})", "(?>{})", "(?m:{})", "(?<n>{})"]).format(inner)


def sequence(rng, depth):
    out = []
    for _ in range(rng.choice([1, 1, 2, 2, 3])):
        r = rng.random()
        if r < 0.08:
            out.append(rng.choice(ANCHORS))
        elif r < 0.2 and depth:
            out.append(rng.choice(["(?={})", "(?!{})"]).format(alternatives(rng, depth - 1)))
        elif r < 0.26:
            out.append(rng.choice(["(?<={})", "(?<!{})"]).format("|".join(rng.choice(ATOMS[:40]) for _ in range(rng.randint(1, 2)))))
        else:
            out.append(piece(rng, depth) + (rng.choice(REPEATS) if rng.random() < 0.5 else ""))
    return "".join(out)


def alternatives(rng, depth):
    return "|".join(sequence(rng, depth) for _ in range(rng.choice([1, 1, 2, 3])))


def main():
    rng = random.Random(31)
    with gzip.GzipFile(sys.argv[2], "wb", mtime=0) as f:
        for _ in range(int(sys.argv[1])):
            expression = alternatives(rng, 2)
            line = {"re": expression}
            texts = ["".join(rng.choice(WORDS) for _ in range(rng.randint(1, 14))) for _ in range(10)]
            try:
                split = Split(Regex(expression), "isolated")
                line["texts"] = [[t, [p for p, _ in split.pre_tokenize_str(t)]] for t in texts]
            except KeyboardInterrupt:
                raise
            except BaseException as e:  # the reference refuses it, or panics for want of steps
                line["error"] = str(e)
            f.write((json.dumps(line, ensure_ascii=False) + "\n").encode())


main()
