"""Golden cases of SentencePiece: models of several settings, and what the library
makes of random texts with them.

    python internal/oracle/sentencepiece_cases.py SHARED OUT [TEXTS]

For every setting, OUT gets spm_NAME.model.gz and spm_NAME.jsonl.gz, one case a line as
in vectors/hf_tokenizers. Made with sentencepiece 0.2.3, tokenizers 0.23.3.
"""

import gzip
import io
import json
import os
import random
import sys

import sentencepiece as spm

SHARED, OUT = sys.argv[1], sys.argv[2]
TEXTS = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
sys.argv = sys.argv[:3] + ["0", "none"]
import tokenizer  # noqa: E402  (of this folder: texts)

SETTINGS = {
    "unigram": dict(model_type="unigram"),
    "unigram_bytes": dict(model_type="unigram", byte_fallback=True),
    "unigram_user": dict(model_type="unigram", user_defined_symbols=["<mask>", "New York", "12", "ab"]),
    "unigram_identity": dict(model_type="unigram", normalization_rule_name="identity"),
    "unigram_cf": dict(model_type="unigram", normalization_rule_name="nmt_nfkc_cf", add_dummy_prefix=False),
    "unigram_spaces": dict(model_type="unigram", remove_extra_whitespaces=False),
    "unigram_suffix": dict(model_type="unigram", treat_whitespace_as_suffix=True),
    "bpe": dict(model_type="bpe"),
    "bpe_bytes": dict(model_type="bpe", byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False),
    "bpe_user": dict(model_type="bpe", user_defined_symbols=["<mask>", "New York", "12", "ab"], split_digits=True),
    "bpe_tight": dict(model_type="bpe", add_dummy_prefix=False, unk_surface="<?>"),
}


def repeated(r, users):
    """A text of letters again and again behind a user's pieces: many ways have nearly the same score."""
    parts = users * 2 + list("aeston")
    return "".join(r.choice(parts) * r.choice([1, 1, 2, 5, 17, 40]) for _ in range(r.randrange(2, 7)))


def ties():
    """A model of few pieces, of which long texts of one letter have many ways of nearly the same score (needs protobuf)."""
    from sentencepiece import sentencepiece_model_pb2 as pb
    m = pb.ModelProto()
    pieces = [("<unk>", 0, 2), ("\u2581a", 0, 4), ("\u2581", -2.2425656, 1), ("a", -6.1472664, 1), ("a" * 15, -9.026234, 1),
              ("a" * 14, -9.314563, 1), ("b", -3.25, 1), ("bab", 0, 4), ("aaab", -9.5, 1)]
    for piece, score, kind in pieces:
        m.pieces.add(piece=piece, score=score, type=kind)
    m.trainer_spec.model_type = 1
    m.normalizer_spec.name = "identity"
    raw = m.SerializeToString()
    p = spm.SentencePieceProcessor(model_proto=raw)
    r = random.Random("ties")
    texts = ["a" * n for n in (1, 14, 15, 16, 20, 29, 30, 45, 50, 80, 101, 150, 300, 999)]
    texts += ["".join(r.choice(["a", "bab", " a", "b"]) * r.choice([1, 2, 30, 47, 101]) for _ in range(5)) for _ in range(40)]
    with gzip.GzipFile(f"{OUT}/spm_made_unigram_ties.model.gz", "wb", mtime=0) as out:
        out.write(raw)
    with gzip.GzipFile(f"{OUT}/spm_made_unigram_ties.jsonl.gz", "wb", mtime=0) as out:
        for text in texts:
            ids = p.encode(text)
            out.write((json.dumps({"text": text, "ids": ids, "dec": p.decode(ids)}, ensure_ascii=False) + "\n").encode())


def main():
    os.makedirs(OUT, exist_ok=True)
    ties()
    for name, setting in SETTINGS.items():
        model = io.BytesIO()
        spm.SentencePieceTrainer.train(sentence_iterator=iter(tokenizer.corpus), model_writer=model, vocab_size=2500, hard_vocab_limit=False,
                                       character_coverage=0.995, minloglevel=2, num_threads=1, **setting)
        with gzip.open(f"{OUT}/spm_{name}.model.gz", "wb") as out:
            out.write(model.getvalue())
        p = spm.SentencePieceProcessor(model_proto=model.getvalue())
        r = random.Random("sentencepiece " + name)
        with gzip.open(f"{OUT}/spm_{name}.jsonl.gz", "wt", compresslevel=1) as out:
            texts = [tokenizer.text_of(r).replace("\0", "") for _ in range(TEXTS)]
            if users := setting.get("user_defined_symbols"):
                texts += [repeated(r, users) for _ in range(TEXTS // 10)]
            for text in texts:
                ids = p.encode(text)
                out.write(json.dumps({"text": text, "ids": ids, "dec": p.decode(ids)}, ensure_ascii=False) + "\n")
        print(name, flush=True)


main()
