"""How fast the reference encodes: MB a second of text, for every family of the
shared vectors, English (wikitext-2's test part, a paragraph a text) and Chinese (the
test sentences of cpp_polyphone).

    RAYON_NUM_THREADS=1 python internal/oracle/tokenizer_speed.py SHARED [NAME...]

Prints, as go test -bench does, encode (one text after the other) and
encode_batch_fast (on RAYON_NUM_THREADS threads), the best of three each, and how long
loading takes. Beside it, in the same sitting, run

    GAZE_SHARED=SHARED go test ./text/tokenizer -run - -bench 'Encode|Load' -cpu 1

Made with tokenizers 0.23.3, Python 3.11.7.
"""

import gzip
import os
import sys
import time

from tokenizers import Tokenizer

FAMILIES = {"wp_minilm": ("en",), "wp_zh_lower": ("zh",), "bl_gpt2": ("en", "zh"), "bl_llama3": ("en", "zh"), "bl_qwen": ("en", "zh"),
            "bl_roberta": ("en", "zh"), "ms_llama2": ("en", "zh"), "uni_t5": ("en",), "uni_xlmr": ("en", "zh")}
shared = sys.argv[1]
lines = {"en": gzip.open(f"{shared}/data/wikitext2/test.txt.gz", "rt").read().split("\n"),
         "zh": gzip.open(f"{shared}/data/cpp_polyphone/test.sent.gz", "rt").read().replace("▁", "").split("\n")}
texts = {language: [t for t in list_ if t.strip()] for language, list_ in lines.items()}


def best(run):
    least = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        run()
        least = min(least, time.perf_counter() - start)
    return least


threads = os.environ.get("RAYON_NUM_THREADS", "1")
for name, languages in FAMILIES.items():
    if sys.argv[2:] and name not in sys.argv[2:]:
        continue
    file = gzip.open(f"{shared}/vectors/hf_tokenizers/{name}.tokenizer.json.gz").read()
    path = f"/tmp/{name}.tokenizer.json"
    with open(path, "wb") as out:
        out.write(file)
    print(f"load/{name}\t{best(lambda: Tokenizer.from_file(path)) * 1000:.1f} ms", flush=True)
    t = Tokenizer.from_file(path)
    for language in languages:
        list_ = texts[language]
        size = sum(len(x.encode()) for x in list_) / 1e6
        if threads == "1":
            print(f"encode/{name}/{language}\t{size / best(lambda: [t.encode(x) for x in list_]):.2f} MB/s", flush=True)
        print(f"encode_batch_fast-{threads}/{name}/{language}\t{size / best(lambda: t.encode_batch_fast(list_)):.2f} MB/s", flush=True)
