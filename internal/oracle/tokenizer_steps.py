"""Writes what normalizers and pre-tokenizers make of texts of random Unicode.

Python 3.11.7, tokenizers 0.23.3.
Run: python internal/oracle/tokenizer_steps.py TEXTS CHARSMAP_TOKENIZER OUT.jsonl.gz
with the number of texts and a tokenizer.json(.gz) whose normalizer has a
precompiled_charsmap; 60 texts are in text/tokenizer/internal/pretokenizer/testdata.

One line of all texts, then one line for each configuration: its normalizer, its
pre-tokenizer, and for each text the pieces, and where they are in the text, in
code points. Without a pre-tokenizer each character is a piece. Pieces are null
where one of them did not come up when what is normalized already was cut.
"""

import gzip
import json
import random
import sys

from tokenizers import Regex, Tokenizer
from tokenizers.pre_tokenizers import Split

UNKNOWN = "\ue000?"

RANGES = [
    (30, 0x20, 0x7E), (10, 0x41, 0x5A), (14, 0x61, 0x7A), (10, 0x20, 0x20), (4, 0x30, 0x39), (3, 0x00, 0x1F),
    (4, 0xA0, 0xFF), (3, 0x100, 0x24F), (6, 0x300, 0x36F), (3, 0x370, 0x3FF), (3, 0x400, 0x4FF), (2, 0x590, 0x6FF),
    (3, 0x900, 0x9FF), (2, 0xE00, 0xEFF), (2, 0x1100, 0x11FF), (2, 0x1E00, 0x1FFF), (3, 0x2000, 0x206F),
    (2, 0x2070, 0x218F), (2, 0x2460, 0x24FF), (4, 0x3000, 0x30FF), (8, 0x4E00, 0x9FFF), (3, 0xAC00, 0xD7A3),
    (2, 0xF900, 0xFAFF), (2, 0xFB00, 0xFE6F), (3, 0xFF00, 0xFFEF), (2, 0x1D165, 0x1D7FF), (2, 0x1F1E6, 0x1F1FF),
    (4, 0x1F300, 0x1FAFF), (1, 0x20000, 0x2FA1F), (3, 0x0, 0xD7FF), (3, 0xE000, 0x10FFFF),
]
PIECES = [
    "\r\n", "\n\n", "  ", "\u200d", "\ufe0f", "'s", "'LL", "'\u017f", "can't", "e\u0301", "a\u0323\u0308", "\u00a9\u200d\u00a9",
    "\u1100\u1161\u11a8", "\u0130", "\u03a3", "\u2581", "\u0600a", "\U0001f469\u200d\U0001f692", "\u00e9\u0323", "1234567",
    "Hello", "World", "naïve", "\u0344", "\u212b", "\ufb01", "\u3050\u3099", "...", "\ufffd", "a_b", "\t", "\u00a0", "--",
]


def text(rng):
    out = []
    for _ in range(rng.choice([0, 1, 2, 3, 5, 8, 12, 20, 30])):
        if rng.random() < 0.15:
            out.append(rng.choice(PIECES))
            continue
        _, low, high = rng.choices(RANGES, [w for w, _, _ in RANGES])[0]
        c = rng.randint(low, high)
        while 0xD800 <= c < 0xE000:
            c = rng.randint(low, high)
        out.append(chr(c) * (2 if rng.random() < 0.1 else 1))
    return "".join(out)


def bert(**kw):
    default = {"clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True}
    return {"type": "BertNormalizer"} | default | kw


def replaced(kind, pattern, content):
    return {"type": "Replace", "pattern": {kind: pattern}, "content": content}


def split(kind, pattern, behavior, invert=False):
    return {"type": "Split", "pattern": {kind: pattern}, "behavior": behavior, "invert": invert}


def metaspace(scheme, cut=True):
    return {"type": "Metaspace", "replacement": "\u2581", "prepend_scheme": scheme, "split": cut}


def bytelevel(prefix, regex):
    return {"type": "ByteLevel", "add_prefix_space": prefix, "trim_offsets": True, "use_regex": regex}


def both(*steps, key="normalizers"):
    return {"type": "Sequence", key: list(steps)}


def configurations(charsmap):
    plain = [{"type": t} for t in "NFC NFD NFKC NFKD Lowercase StripAccents Nmt ByteLevel".split()]
    precompiled = {"type": "Precompiled", "precompiled_charsmap": charsmap}
    normalizers = plain + [
        bert(), bert(lowercase=False), bert(strip_accents=False), bert(strip_accents=True, lowercase=False),
        bert(clean_text=False, handle_chinese_chars=False), bert(clean_text=False), precompiled,
        {"type": "Strip", "strip_left": True, "strip_right": False},
        {"type": "Strip", "strip_left": False, "strip_right": True},
        {"type": "Prepend", "prepend": "\u2581"}, {"type": "Prepend", "prepend": "xyz"},
        replaced("String", " ", "\u2581"), replaced("Regex", " {2,}", " "), replaced("Regex", "[a-m]*", "<>"),
        replaced("String", "", "-"), replaced("Regex", r"(?<=a|\p{Lu})\p{M}?.", ""), replaced("Regex", r"\s|\p{P}+", "ab"),
        both({"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}),
        both({"type": "Strip", "strip_left": True, "strip_right": True}, {"type": "NFC"}, precompiled),
        both({"type": "Prepend", "prepend": "\u2581"}, replaced("String", " ", "\u2581")),
        both({"type": "Nmt"}, {"type": "NFKC"}, replaced("Regex", " {2,}", " "), {"type": "ByteLevel"}),
    ]
    behaviors = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
    pre = [{"type": t} for t in "BertPreTokenizer Whitespace WhitespaceSplit UnicodeScripts".split()]
    pre += [bytelevel(p, r) for p in (True, False) for r in (True, False)]
    pre += [metaspace(s, c) for s in ("always", "first", "never") for c in (True, False)]
    pre += [{"type": "Punctuation", "behavior": b} for b in behaviors]
    pre += [{"type": "Digits", "individual_digits": b} for b in (True, False)]
    pre += [{"type": "CharDelimiterSplit", "delimiter": d} for d in " \u4e00"]
    pre += [{"type": "FixedLength", "length": n} for n in (1, 3)]
    pre += [split("Regex", r"\s+|\p{L}{2}", b, i) for b in behaviors for i in (True, False)]
    pre += [split("String", " ", b, i) for b in behaviors for i in (True, False)]
    pre += [split("Regex", r"\d*", b) for b in behaviors]
    pre += [
        split("Regex", r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
              r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s", "Isolated"),
        split("Regex", r"[\p{Han}]+|[\p{L}\p{M}&&[^\p{Han}]]+|\w+?\b|[[:punct:]]|(?<!\S)\S{2,3}?(?=\S)", "Isolated"),
        both({"type": "Digits", "individual_digits": True}, bytelevel(False, True), key="pretokenizers"),
        both({"type": "WhitespaceSplit"}, metaspace("first"), key="pretokenizers"),
        both({"type": "Whitespace"}, bytelevel(True, False), {"type": "FixedLength", "length": 2}, key="pretokenizers"),
        both({"type": "Punctuation", "behavior": "Isolated"}, metaspace("always"), {"type": "UnicodeScripts"},
             key="pretokenizers"),
    ]
    yield from ((n, None) for n in normalizers)
    for i, p in enumerate(pre):
        yield None, p
        yield normalizers[(7 * i) % len(normalizers)], p


def answers(normalizer, pre, texts):
    def tokenizer(vocabulary):
        data = {"version": "1.0", "added_tokens": [], "normalizer": normalizer, "pre_tokenizer": pre,
                "post_processor": None, "decoder": None,
                "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": UNKNOWN}}
        made = Tokenizer.from_str(json.dumps(data))
        if pre is None:
            made.pre_tokenizer = Split(Regex("(?m:.)"), "isolated")
        return made

    # A vocabulary of all pieces, so that encoding shows them.
    first, pieces = tokenizer({UNKNOWN: 0}), set()
    for t in texts:
        normal = first.normalizer.normalize_str(t) if normalizer else t
        for p, _ in first.pre_tokenizer.pre_tokenize_str(normal):
            pieces |= {p, p.lstrip("\u2581")}
    made = tokenizer({UNKNOWN: 0} | {p: i + 1 for i, p in enumerate(sorted(pieces - {UNKNOWN}))})
    for t in texts:
        e = made.encode(t)
        yield [None if UNKNOWN in e.tokens else e.tokens, [x for o in e.offsets for x in o]]


def main():
    count, source, out = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    with (gzip.open if source.endswith(".gz") else open)(source) as f:
        normalizer = json.load(f)["normalizer"]
    charsmap = next(n["precompiled_charsmap"] for n in normalizer["normalizers"] if n["type"] == "Precompiled")
    rng = random.Random(15)
    texts = [text(rng) for _ in range(count)]
    with gzip.GzipFile(out, "wb", mtime=0) as f:
        lines = [{"texts": texts}] + [
            {"normalizer": n, "pre_tokenizer": p} for n, p in configurations("CHARSMAP")]
        f.write((json.dumps({"charsmap": charsmap}) + "\n").encode())
        f.write((json.dumps(lines[0]) + "\n").encode())
        for line, (n, p) in zip(lines[1:], configurations(charsmap)):
            line["answers"] = list(answers(n, p, texts))
            f.write((json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


main()
