"""Pretrains the two BERTs of 4 layers and width 256 that fine-tuning is compared with.

    python internal/oracle/bert_pretraining.py SHARED            both; make pretrain-bert
    python internal/oracle/bert_pretraining.py SHARED texts      only write the texts
    python internal/oracle/bert_pretraining.py SHARED english    one of them
    python internal/oracle/bert_pretraining.py SHARED chinese

SHARED is the folder that has data/ with the corpora. Nothing but Python is needed.
What is written goes to out/pretraining: the texts, waimai_10k split 80/10/10
(waimai.train.csv, .dev.csv, .test.csv: fine-tune and score on these), and a folder
each for english and chinese, which demo bert finetune --model takes. A run that was
stopped, by Ctrl-C or otherwise, goes on from its last checkpoint when it is called
again; one that is done is not run again.

Text is of training parts alone, and of no test split of anything; xquad is left out,
as all of it is for testing.

    english   wikitext2 valid, scitldr train, tiny_shakespeare, rt_polarity,
              tatoeba_cmn_eng, banking77 train, wnut17 train
    chinese   drcd dev, tatoeba_cmn_eng, cpp_polyphone dev, tang_poetry, ud dev,
              waimai_10k's 80 %, weibo_ner train; traditional ones once more in
              simplified characters

STEPS fit into 45 minutes of two cores each: measured were 0.177 and 0.192 seconds a
step, with bf16 on two cores of Zen 4, so about 40 minutes. Loss on words held out
begins at 9.0 and was 6.5 after 500 steps of english.
"""

import csv
import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import sys

OUT = pathlib.Path("out/pretraining")
TEXTS = OUT / "texts"
STEPS = {"english": 13500, "chinese": 12500}
RECIPE = [
    "--preset", "mini", "--length", "128", "--batch", "32", "--vocab", "8000", "--precision", "bf16", "--lr", "1e-3",
    "--whole-words", "--held", "0.01", "--eval-every", "1000", "--save-every", "500", "--seed", "1",
]


def lines(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as f:
        return f.read().replace("\r\n", "\n").split("\n")


def write(language, name, documents):
    """Each document is a list of sentences."""
    path = TEXTS / language / (name + ".txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    documents = [[" ".join(s.split()) for s in d if s.strip()] for d in documents]
    text = "\n\n".join("\n".join(d) for d in documents if d) + "\n"
    path.write_text(text, encoding="utf-8")
    print(f"{path}: {len(documents)} documents, {len(text)} characters")


def conll(path):
    """The sentences of a file of a token and its tag a line."""
    sentence = []
    for line in lines(path):
        if line.strip():
            sentence.append(line.split("\t")[0])
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def grouped(sentences, n):
    sentences = list(dict.fromkeys(sentences))
    return [sentences[i:i + n] for i in range(0, len(sentences), n)]


def articles(path):
    """WikiText's, a heading of one = beginning each; other headings are left out."""
    article = []
    for line in lines(path):
        line = line.strip()
        if re.fullmatch(r"= [^=].*[^=] =", line):
            yield article
            article = []
        elif line and not line.startswith("= ="):
            line = re.sub(r" @([-.,])@ ", r"\1", line)
            article.append(line.replace("<unk>", "[UNK]"))
    yield article


def english(data):
    write("english", "wikitext2", articles(data / "wikitext2/valid.txt.gz"))
    papers = [json.loads(x) for x in lines(data / "scitldr/train.jsonl.gz") if x]
    write("english", "scitldr", [p["source"] for p in papers])
    plays = "\n".join(lines(data / "tiny_shakespeare/input.txt.gz")).split("\n\n")
    # Sixteen speeches in a row are a document: they answer each other.
    write("english", "shakespeare", [[" ".join(s.split("\n")) for s in plays[i:i + 16]] for i in range(0, len(plays), 16)])
    for part in ("neg", "pos"):
        write("english", "rt_polarity." + part, [[x] for x in lines(data / f"rt_polarity/rt-polarity.{part}.gz")])
    write("english", "tatoeba", grouped((x.split("\t")[0] for x in lines(data / "tatoeba_cmn_eng/cmn.txt.gz") if x), 8))
    with gzip.open(data / "banking77/train.csv.gz", "rt", encoding="utf-8", newline="") as f:
        write("english", "banking77", [[row["text"]] for row in csv.DictReader(f)])
    write("english", "wnut17", [[" ".join(s)] for s in conll(data / "wnut17/wnut17train.conll.gz")])


def split_waimai(data):
    """Sorted by a hash of seed and number: 80 % to train on, 10 % to choose by, 10 % to test."""
    with gzip.open(data / "waimai_10k/waimai_10k.csv.gz", "rt", encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f))
    head, rows = rows[0], rows[1:]
    order = sorted(range(len(rows)), key=lambda i: hashlib.sha256(f"1:{i}".encode()).digest())
    a, b = len(rows) * 8 // 10, len(rows) * 9 // 10
    parts = {"train": order[:a], "dev": order[a:b], "test": order[b:]}
    for name, part in parts.items():
        with open(OUT / f"waimai.{name}.csv", "w", encoding="utf-8", newline="") as f:
            csv.writer(f, lineterminator="\n").writerows([head] + [rows[i] for i in part])
    tested = {rows[i][1].strip() for i in parts["test"]}
    return [rows[i][1] for i in parts["train"] if rows[i][1].strip() not in tested]


def chinese(data):
    with gzip.open(data / "drcd/DRCD_dev.json.gz", "rt", encoding="utf-8") as f:
        drcd = [[p["context"] for p in a["paragraphs"]] for a in json.load(f)["data"]]
    write("chinese", "drcd", drcd)
    poems = []
    for n in (0, 1000, 2000):
        with gzip.open(data / f"tang_poetry/poet.tang.{n}.json.gz", "rt", encoding="utf-8") as f:
            poems += [p["paragraphs"] for p in json.load(f)]
    write("chinese", "tang_poetry", poems)
    write("chinese", "tatoeba", grouped((x.split("\t")[1] for x in lines(data / "tatoeba_cmn_eng/cmn.txt.gz") if x), 8))
    write("chinese", "cpp_polyphone", [[x.replace("\u2581", "")] for x in lines(data / "cpp_polyphone/dev.sent.gz")])
    write("chinese", "ud", [[x.replace(" ", "")] for x in lines(data / "ud_chinese_gsdsimp/dev.words.gz")])
    write("chinese", "waimai", [[x] for x in split_waimai(data)])
    # A character is followed by its place in its word.
    write("chinese", "weibo", [["".join(c[:-1] for c in s)] for s in conll(data / "weibo_ner/weiboNER_2nd_conll.train.gz")])
    folder = TEXTS / "chinese"
    for name in ("drcd", "tang_poetry", "tatoeba"):
        demo("clean", str(folder / (name + ".txt")), "--steps", "simplified", "--out", str(folder / "simplified"))


def demo(*args):
    subprocess.run([str(OUT / "demo"), *args], check=True)


def pretrain(language, data):
    out = OUT / language
    if (out / "model.safetensors").exists():
        print(f"{out} is there")
        return
    if (out / "run").exists() and any((out / "run").glob("step-*")):
        demo("bert", "pretrain", "--resume", "--out", str(out))
        return
    more = []
    if language == "chinese":
        words = OUT / "words.segmenter"
        demo("segment", "train", "--data", str(data / "ud_chinese_gsdsimp/dev.words.gz"), "--out", str(words))
        more = ["--segmenter", str(words)]
    demo("bert", "pretrain", "--data", str(TEXTS / language), "--steps", str(STEPS[language]), "--out", str(out), *RECIPE, *more)


def main():
    data = pathlib.Path(sys.argv[1]) / "data"
    wanted = sys.argv[2:] or ["english", "chinese"]
    OUT.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", str(OUT / "demo"), "./cmd/demo"], check=True)
    if not (TEXTS / "done").exists():
        english(data)
        chinese(data)
        (TEXTS / "done").touch()
    for language in wanted:
        if language != "texts":
            pretrain(language, data)


if __name__ == "__main__":
    main()
