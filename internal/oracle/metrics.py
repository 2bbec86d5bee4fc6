"""Writes metrics/testdata/scores.json.

Python 3.11.7, seqeval 1.2.2, scikit-learn 1.9.1, torchmetrics 1.9.0.
Run: python internal/oracle/metrics.py metrics/testdata
"""

import difflib
import json
import random
import sys
import warnings
from pathlib import Path

import numpy as np
from seqeval.metrics import f1_score, precision_score, recall_score
from seqeval.scheme import IOB1, IOB2, IOBES
from sklearn import metrics as sk
from torchmetrics.functional.text.squad import _compute_exact_match_score, _compute_f1_score

warnings.filterwarnings("ignore")
random.seed(9)
rng = np.random.default_rng(9)
AVERAGES = ("micro", "macro", "weighted")


def tags(prefixes, n):
    return [p if p == "O" else f"{p}-{random.choice(['PER', 'LOC', 'ORG-X'])}" for p in random.choices(prefixes, k=n)]


def entities():
    for name, scheme, prefixes in (
        ("lenient", None, "BIESO"), ("IOB1", IOB1, "BIO"), ("IOB2", IOB2, "BIO"), ("IOBES", IOBES, "BIESO"),
    ):
        for _ in range(12):
            true = [tags(prefixes, random.randrange(1, 12)) for _ in range(6)]
            pred = [[t if random.random() < 0.7 else tags(prefixes, 1)[0] for t in s] for s in true]
            mode = {} if scheme is None else {"mode": "strict", "scheme": scheme}
            scores = {
                a: [float(f(true, pred, average=a, zero_division=0, **mode))
                    for f in (precision_score, recall_score, f1_score)]
                for a in AVERAGES
            }
            yield {"scheme": name, "true": true, "pred": pred, "scores": scores}


def averages(true, pred):
    return {a: [float(x) for x in sk.precision_recall_fscore_support(true, pred, average=a, zero_division=0)[:3]]
            for a in AVERAGES}


def classes():
    for n in (2, 3, 5):
        true, pred = rng.integers(0, n, 40), rng.integers(0, n, 40)
        pred = np.where(rng.random(40) < 0.5, true, pred)
        if n == 5:  # one never wanted, one never found, one neither
            true[true == 1], pred[pred == 2], true[true == 3], pred[pred == 3] = 0, 0, 0, 0
        yield {"n": n, "true": true.tolist(), "pred": pred.tolist(), "scores": averages(true, pred),
               "confusion": sk.confusion_matrix(true, pred, labels=range(n)).tolist()}


def labels():
    for n in (1, 4):
        true, pred = rng.random((30, n)) < 0.4, rng.random((30, n)) < 0.5
        yield {"n": n, "true": true.tolist(), "pred": pred.tolist(),
               "scores": averages(true.astype(int), pred.astype(int)) if n > 1 else None,
               "exact": float((true == pred).all(1).mean()), "hamming": float((true != pred).mean())}


def english():
    for pred, true in (
        ("The Eiffel Tower!", "eiffel tower"), ("a cat and the dog", "the dog and a bird"), ("", ""), ("", "x"),
        ("the", "an"), ("1,000", "1000"), ("U.S.A.", "usa"), ("state-of-the-art", "state of art"),
        ("“the” end", "“ ” end"), ("café a la carte", "Café la carte"), ("caf\u00e9a", "caf\u00e9"),
        ("an_x a_b", "x b"), ("x x y", "x y y"), ("the a an", ""), ("İstanbul", "istanbul"), ("ΟΔΟΣ ΣΑΣ", "οδος σας"), ("ΑΣΒ", "ασβ"), ("tab\there", "tab here"),
        ("in 1990\u2013the year", "1990 year"), ("北京 a 市", "北京 市"),
    ):
        yield {"pred": pred, "true": true, "exact": float(_compute_exact_match_score(pred, true)),
               "f1": float(_compute_f1_score(pred, true))}


# CMRC 2018's rules, where what is not Chinese has no punctuation but theirs.
MARKS = set("-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』")


def segments(text):
    text = "".join(c for c in text.lower().strip() if c not in MARKS)
    spaced = "".join(f" {c} " if "\u4e00" <= c <= "\u9fa5" else c for c in text)
    return text, spaced.split()


def chinese():
    for pred, true in (
        ("北京市", "北京"), ("在北京市，朝阳区。", "北京市朝阳区"), ("1990年5月", "1990 年 5 月"), ("《红楼梦》", "红楼梦"),
        ("上海", "北京"), ("", "北京"), ("GPT-3模型", "gpt3 模型"), ("他是Li Lei的哥哥", "Li Lei的弟弟"),
        ("臺灣大學", "國立臺灣大學"), ("A，b", "ab"), ("百分之五十", "五十"), ("中、美、英", "中美英法"),
    ):
        (a, p), (b, w) = segments(pred), segments(true)
        run = difflib.SequenceMatcher(None, p, w, autojunk=False).find_longest_match().size
        f1 = 0.0 if run == 0 else 2 * (run / len(p)) * (run / len(w)) / (run / len(p) + run / len(w))
        yield {"pred": pred, "true": true, "exact": float(a == b), "f1": f1}


result = {f.__name__: list(f()) for f in (entities, classes, labels, english, chinese)}
x = rng.standard_normal(11)
result["quantiles"] = {"of": x.tolist(), "at": [0.025, 0.5, 0.9], "are": np.quantile(x, [0.025, 0.5, 0.9]).tolist()}
Path(sys.argv[1], "scores.json").write_text(json.dumps(result, ensure_ascii=False, separators=(",", ":")) + "\n")
