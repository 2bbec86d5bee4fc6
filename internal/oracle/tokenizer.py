"""Golden cases of tokenizers: tokenizer.json files of many structures, and what the
reference makes of random texts with them.

    python internal/oracle/tokenizer.py SHARED OUT [TEXTS [NAME...]]

SHARED is the folder of shared vectors, whose texts train the vocabularies and lend
words to the random ones. A NAME.tokenizer.json.gz that OUT has already is used as it
is (the reference's training is not the same each time). For every structure, OUT gets NAME.tokenizer.json.gz and
NAME.jsonl.gz, one case a line as in vectors/hf_tokenizers, and also tokens and words.
Made with tokenizers 0.23.3, Python 3.11.7.
"""

import base64
import gzip
import json
import os
import random
import sys
import unicodedata

os.environ["TOKENIZERS_PARALLELISM"] = "true"

from tokenizers import Regex, Tokenizer, models, trainers  # noqa: E402
from tokenizers import AddedToken, decoders, normalizers, pre_tokenizers, processors  # noqa: E402

N, P, D, T = normalizers, pre_tokenizers, decoders, processors
SHARED, OUT = sys.argv[1], sys.argv[2]
TEXTS = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
ONLY = set(sys.argv[4:])

corpus = []
for name in ("bl_gpt2", "wp_zh_lower", "uni_xlmr"):
    for line in gzip.open(f"{SHARED}/vectors/hf_tokenizers/{name}.jsonl.gz", "rt"):
        case = json.loads(line)
        if case["k"] == "single":
            corpus.append(case["text"])
words = sorted({w for text in corpus for w in text.split()})
charsmap = json.load(gzip.open(f"{SHARED}/vectors/hf_tokenizers/uni_xlmr.tokenizer.json.gz"))
CHARSMAP = normalizers.Precompiled(base64.b64decode(charsmap["normalizer"]["normalizers"][0]["precompiled_charsmap"]))

assigned = [chr(c) for c in range(0x30000) if unicodedata.category(chr(c)) not in ("Cs", "Cn")]
# What Python's tables lack the reference's may have: nothing is left out there.
newer = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
spaces = " \u00a0\t\n\r\u3000\u2003\u200b\u2028\u0085\x0b\x0c\u1680\u202f\ufeff"
marks = [c for c in assigned if unicodedata.category(c).startswith("M")]
cjk = [chr(c) for c in range(0x4E00, 0x9FA6)] + [chr(c) for c in range(0x3041, 0x30FF)] + [chr(c) for c in range(0xAC00, 0xD7A4)]
odd = list("'\"`.,!?;:-_/\\|@#$%^&*()[]{}<>~=+▁Ġ…。，、！？·«»“”‘’—") + [
    "'s", "'t", "'ll", "'RE", "ſ", "İ", "ı", "ß", "ﬁ", "½", "①", "Ⅷ", "ᾳ", "ΐ", "Å", "é", "e\u0301", "가", "각",
    "👨\u200d👩\u200d👧", "🇩🇪", "👍🏽", "<0x41>", "##a", "</w>", "  ", "   ", "\r\n", "\n\n", "``", "''", "𝒳", "ﷺ", "\u200d", "\u00ad",
    "१२३", "٣", "²", "x²", "don't", "I'm", "WE'LL", "http://a.b/c?d=e", "3.14", "1,234,567", "12345", "0x1F",
]
special = ["<s>", "</s>", "<unk>", "<pad>", "<mask>", "[CLS]", "[SEP]", "[MASK]", "[UNK]", "<|endoftext|>", "<l>", "<r>", "<w>", "New York", "Café", "ABC", "abc"]


def text_of(r):
    kind = r.random()
    n = r.choice((0, 1, 2, 3, 5, 8, 13, 21))
    if kind < 0.05:
        return r.choice(corpus)
    out = []
    for _ in range(n):
        k = r.random()
        if k < 0.30:
            out.append(r.choice(words))
        elif k < 0.45:
            out.append(r.choice(odd))
        elif k < 0.55:
            out.append("".join(r.choice(cjk) for _ in range(r.randint(1, 6))))
        elif k < 0.62:
            out.append("".join(r.choice(assigned) for _ in range(r.randint(1, 5))))
        elif k < 0.66:
            out.append(r.choice(newer))
        elif k < 0.72:
            out.append(r.choice(words)[:3] + r.choice(marks) * r.randint(1, 2))
        elif k < 0.78:
            out.append(str(r.randint(0, 10 ** r.randint(1, 9))))
        elif k < 0.84:
            out.append(r.choice(spaces) * r.randint(1, 3))
        elif k < 0.92:
            out.append(r.choice(special))
        else:
            out.append(chr(r.randint(33, 126)) * r.randint(1, 9))
        if r.random() < 0.6:
            out.append(" ")
    return "".join(out)


def at(content, **flags):
    return AddedToken(content, **{"normalized": False, "special": False, **flags})


ADDED = [at("<l>", lstrip=True), at("<r>", rstrip=True), at("<w>", single_word=True), at("<mask>", lstrip=True, special=True),
         at("New York", normalized=True), at("Café", normalized=True, single_word=True), at("ABC", normalized=True, lstrip=True, rstrip=True)]
SPECIAL = ["<pad>", "<s>", "</s>", "<unk>", "[CLS]", "[SEP]", "[UNK]", "[PAD]"]
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"])
DEEPSEEK3 = r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def split(pattern, behavior="isolated", invert=False):
    return P.Split(Regex(pattern), behavior, invert=invert)


def llama_decoder(strip=1):
    return D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", strip, 0)])


def template(single="<s> $A </s>", pair="<s> $A </s> </s> $B:1 </s>:1"):
    return lambda t: T.TemplateProcessing(single=single, pair=pair, special_tokens=[(s, t.token_to_id(s)) for s in ("<s>", "</s>")])


def bert(t):
    return T.BertProcessing(("[SEP]", t.token_to_id("[SEP]")), ("[CLS]", t.token_to_id("[CLS]")))


def roberta(**k):
    return lambda t: T.RobertaProcessing(("</s>", t.token_to_id("</s>")), ("<s>", t.token_to_id("<s>")), **k)


def chain(*makers):
    return lambda t: T.Sequence([m(t) if callable(m) and not isinstance(m, T.PostProcessor) else m for m in makers])


BYTES = sorted(P.ByteLevel.alphabet())
FALLBACK = [f"<0x{b:02X}>" for b in range(256)]


def bpe(alphabet=None, extra=(), **k):
    trained = {n: v for n, v in k.items() if n in ("continuing_subword_prefix", "end_of_word_suffix")}
    return (models.BPE(**k), trainers.BpeTrainer(vocab_size=3000, special_tokens=SPECIAL + list(extra), show_progress=False,
            initial_alphabet=alphabet or [], limit_alphabet=1500, **trained))


def byte_bpe(**k):
    return bpe(BYTES, **k)


def fallback_bpe(**k):
    return bpe(None, FALLBACK, unk_token="<unk>", byte_fallback=True, **k)


def wordpiece(**k):
    return (models.WordPiece(unk_token="[UNK]", **k), trainers.WordPieceTrainer(vocab_size=3000, special_tokens=SPECIAL, show_progress=False, limit_alphabet=800))


def wordlevel():
    return models.WordLevel(unk_token="[UNK]"), trainers.WordLevelTrainer(vocab_size=3000, special_tokens=SPECIAL, show_progress=False)


def unigram():
    return models.Unigram(), trainers.UnigramTrainer(vocab_size=2500, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False)


BL = P.ByteLevel(add_prefix_space=False, use_regex=False)
NONE = None
# name: model, normalizer, pre-tokenizer, post-processor, decoder
STRUCTURES = {
    "bert_cased": (wordpiece, N.BertNormalizer(lowercase=False), P.BertPreTokenizer(), bert, D.WordPiece()),
    "bert_accents": (wordpiece, N.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False), P.BertPreTokenizer(), bert, D.WordPiece(cleanup=False)),
    "bert_keep": (wordpiece, N.BertNormalizer(strip_accents=False), P.BertPreTokenizer(), template(), D.WordPiece(prefix="##")),
    "mpnet": (wordpiece, N.BertNormalizer(), P.BertPreTokenizer(), roberta(trim_offsets=True, add_prefix_space=False), D.WordPiece()),
    "wp_nfkc": (wordpiece, N.Sequence([N.NFKC(), N.Lowercase(), N.StripAccents()]), P.Whitespace(), bert, D.WordPiece()),
    "wp_nmt": (wordpiece, N.Sequence([N.Nmt(), N.NFKD(), N.Lowercase()]), P.WhitespaceSplit(), NONE, NONE),
    "wp_short": (lambda: wordpiece(max_input_chars_per_word=6), N.NFC(), P.Sequence([P.Whitespace(), P.Digits(True)]), bert, D.WordPiece()),
    "wl_nfd": (wordlevel, N.Sequence([N.NFD(), N.StripAccents(), N.Strip()]), P.Whitespace(), template(), NONE),
    "wl_comma": (wordlevel, N.Strip(left=False, right=True), P.CharDelimiterSplit(" "), NONE, NONE),
    "wl_scripts": (wordlevel, NONE, P.Sequence([P.WhitespaceSplit(), P.UnicodeScripts(), P.Punctuation("merged_with_previous")]), NONE, NONE),
    "clip": (lambda: bpe(BYTES, end_of_word_suffix="</w>", unk_token="<unk>"), N.Sequence([N.NFC(), N.Replace(Regex(r"\s+"), " "), N.Lowercase()]),
             P.Sequence([split(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", "removed", True), P.ByteLevel(add_prefix_space=False)]),
             roberta(trim_offsets=False, add_prefix_space=False), D.ByteLevel()),
    "bloom": (byte_bpe, NONE, P.Sequence([split(r" ?[^(\s|[.,!?…。，、।۔،])]+"), BL]), T.ByteLevel(trim_offsets=False), D.ByteLevel()),
    "falcon": (byte_bpe, NONE, P.Sequence([P.Punctuation("contiguous"), P.ByteLevel(add_prefix_space=False), P.Digits(False), split("[0-9][0-9][0-9]")]), T.ByteLevel(trim_offsets=True), D.ByteLevel()),
    "starcoder": (byte_bpe, NONE, P.Sequence([P.Digits(True), P.ByteLevel(add_prefix_space=False)]), T.ByteLevel(trim_offsets=True, add_prefix_space=False), D.ByteLevel()),
    "deepseek_coder": (byte_bpe, N.Sequence([]), P.Sequence([split(r"[\r\n]"), split(r"\s?\p{L}+"), split(r"\s?\p{P}+"), split("[一-龥ࠀ-一가-\ud7ff]+"), P.Digits(True), BL]),
                       template("<s> $A", "<s> $A <s>:1 $B:1"), D.ByteLevel()),
    "deepseek3": (byte_bpe, NONE, P.Sequence([split(r"\p{N}{1,3}"), split("[一-龥\u3040-ゟ゠-ヿ]+"), split(DEEPSEEK3), BL]), T.ByteLevel(trim_offsets=True), D.ByteLevel()),
    "gpt4o": (lambda: byte_bpe(ignore_merges=True), NONE, P.Sequence([split(O200K), BL]), chain(T.ByteLevel(trim_offsets=False), template("<s> $A", "<s> $A <s>:1 $B:1")), D.ByteLevel()),
    "gpt4_removed": (byte_bpe, NONE, P.Sequence([split(CL100K, "removed", True), BL]), T.ByteLevel(trim_offsets=True), D.ByteLevel()),
    "phi": (byte_bpe, NONE, P.ByteLevel(add_prefix_space=True, trim_offsets=False), T.ByteLevel(trim_offsets=True, add_prefix_space=True), D.ByteLevel()),
    "roberta_tight": (byte_bpe, NONE, P.ByteLevel(add_prefix_space=False), roberta(trim_offsets=True, add_prefix_space=False), D.ByteLevel()),
    "template_bytes": (byte_bpe, N.NFKC(), P.ByteLevel(add_prefix_space=True), chain(template(), T.ByteLevel(trim_offsets=True)), D.ByteLevel()),
    "byte_normal": (byte_bpe, N.Sequence([N.NFC(), N.ByteLevel()]), NONE, NONE, D.ByteLevel()),
    "gemma": (fallback_bpe, N.Replace(" ", "▁"), P.Split(" ", "merged_with_previous"), template("<s> $A", "<s> $A <s>:1 $B:1"), D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse()])),
    "llama_new": (lambda: fallback_bpe(fuse_unk=True), NONE, P.Metaspace(prepend_scheme="first", split=False), template("<s> $A", "<s> $A <s>:1 $B:1"), llama_decoder()),
    "llama_words": (lambda: fallback_bpe(fuse_unk=True), N.Sequence([N.Prepend("▁"), N.Replace(" ", "▁")]), P.Split("▁", "merged_with_next"), template(), llama_decoder()),
    "ms_never": (lambda: bpe(unk_token="<unk>", fuse_unk=True), NONE, P.Metaspace(prepend_scheme="never"), NONE, D.Metaspace(prepend_scheme="never")),
    "bpe_chars": (lambda: bpe(unk_token="<unk>"), N.NFKC(), P.WhitespaceSplit(), template(), D.Fuse()),
    "bpe_drop": (lambda: bpe(), NONE, P.Whitespace(), NONE, NONE),
    "herbert": (lambda: bpe(unk_token="<unk>", end_of_word_suffix="</w>"), N.BertNormalizer(lowercase=False, strip_accents=False), P.BertPreTokenizer(), bert, D.BPEDecoder()),
    "bpe_prefix": (lambda: bpe(unk_token="<unk>", continuing_subword_prefix="##"), N.Lowercase(), P.Whitespace(), NONE, D.WordPiece()),
    "whisper": (byte_bpe, NONE, P.ByteLevel(add_prefix_space=False), template("<s> $A </s>", "<s> $A $B </s>"), D.ByteLevel()),
    "albert": (unigram, N.Sequence([N.Replace("``", '"'), N.Replace("''", '"'), N.NFKD(), N.StripAccents(), N.Lowercase(), CHARSMAP]), P.Sequence([P.WhitespaceSplit(), P.Metaspace()]), template(), D.Metaspace()),
    "xlmr": (unigram, N.Sequence([CHARSMAP, N.Replace(Regex(" {2,}"), " ")]), P.Metaspace(), template(), D.Metaspace()),
    "mbart": (unigram, N.Sequence([CHARSMAP, N.Strip(left=False, right=True), N.Replace(Regex(" {2,}"), "▁")]), P.Metaspace(prepend_scheme="first"), template("$A </s>", "$A $B </s>"), D.Metaspace()),
    "deberta2": (unigram, N.Sequence([N.Strip(), CHARSMAP]), P.Sequence([P.Punctuation("isolated"), P.Digits(True), P.Metaspace()]), template(), D.Sequence([D.Metaspace(), D.Fuse(), D.Strip(" ", 1, 1)])),
    "uni_scripts": (unigram, N.NFKC(), P.Sequence([P.UnicodeScripts(), P.Metaspace()]), NONE, D.Metaspace()),
    "uni_plain": (unigram, N.Nmt(), NONE, NONE, NONE),
    "ctc": (wordlevel, N.Replace(" ", "|"), P.Split("", "isolated"), NONE, D.CTC(pad_token="<pad>", word_delimiter_token="|")),
    "fixed": (wordlevel, N.Lowercase(), P.FixedLength(3), NONE, NONE),
    "prepend_regex": (wordpiece, N.Sequence([N.Prepend("_x"), N.Replace(Regex(r"(?<=\d)(?=(\d{3})+$)"), ","), N.Replace(Regex("[aeiou]+"), "é")]), P.Whitespace(), NONE, D.WordPiece()),
    "punct_removed": (wordlevel, NONE, P.Sequence([P.Punctuation("removed"), P.WhitespaceSplit()]), NONE, NONE),
}
STRUCTURES |= {
    "row_bert_template": (wordpiece, N.BertNormalizer(), P.BertPreTokenizer(), chain(bert, template()), D.WordPiece()),
    "row_bert_bert": (wordpiece, N.BertNormalizer(), P.BertPreTokenizer(), chain(bert, roberta(trim_offsets=True, add_prefix_space=True), bert), D.WordPiece()),
    "row_bert_bytes": (byte_bpe, NONE, P.ByteLevel(add_prefix_space=True), chain(bert, T.ByteLevel(trim_offsets=True)), D.Sequence([D.Fuse(), D.ByteLevel()])),
    "spaces_twice": (byte_bpe, N.NFC(), P.ByteLevel(add_prefix_space=False), chain(roberta(trim_offsets=True, add_prefix_space=False), template()), D.ByteLevel()),
}
# Tokens of spaces behind tokens that take the spaces behind them.
MORE = {"spaces_twice": [at("\n", rstrip=True, normalized=False), at("  ", normalized=False), at(" a"), at("<x>", rstrip=True, normalized=False)]}
for behavior in ("removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"):
    for invert in (False, True):
        STRUCTURES[f"split_{behavior}_{invert}".lower()] = (wordlevel, NONE, split(r"\s|\p{P}|\d\d", behavior, invert), NONE, NONE)


def tokenizer_of(name):
    maker, norm, pre, post, dec = STRUCTURES[name]
    model, trainer = maker()
    t = Tokenizer(model)
    if norm is not None:
        t.normalizer = norm
    if pre is not None:
        t.pre_tokenizer = pre
    t.train_from_iterator(corpus, trainer)
    t.add_special_tokens([at(s, special=True) for s in SPECIAL])
    t.add_tokens(ADDED + MORE.get(name, []))
    if post is not None:
        t.post_processor = post(t) if callable(post) and not isinstance(post, T.PostProcessor) else post
    if dec is not None:
        t.decoder = dec
    file = json.loads(t.to_str())
    if file["model"]["type"] == "BPE":
        file["model"].update({k: v for k, v in json.loads(Tokenizer(maker()[0]).to_str())["model"].items() if k not in ("vocab", "merges")})
    return file


def cases(t, name):
    r = random.Random("cases of " + name)
    for i in range(TEXTS):
        text = text_of(r)
        text = "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)
        pair = text_of(r) if i % 10 == 0 else None
        try:
            e = t.encode(text) if pair is None else t.encode(text, pair)
        except BaseException as problem:  # the reference panics, too
            yield {"k": "error", "text": text, "pair": pair, "error": str(problem)[:80]}
            continue
        case = {"k": "single" if pair is None else "pair", "text": text, "ids": e.ids, "special": e.special_tokens_mask,
                "coff": e.offsets, "tokens": e.tokens, "words": e.word_ids}
        if pair is not None:
            case |= {"pair": pair, "types": e.type_ids, "seq": e.sequence_ids}
        else:
            case |= {"ids_nosp": t.encode(text, add_special_tokens=False).ids}
            try:
                case |= {"dec": t.decode(e.ids), "dec_all": t.decode(e.ids, skip_special_tokens=False)}
            except BaseException:
                pass
        yield case


def plain(r):
    return "".join(c for c in text_of(r) if not 0xD800 <= ord(c) < 0xE000)


def cut(t, r):
    """Truncates a text or two, in all strategies, with parts that overflow."""
    most = r.choice((0, 1, 2, 3, 4, 5, 7, 8, 12, 20, 40))
    case = {"k": "trunc", "max": most, "stride": r.choice((0, 0, 1, 2, 3, most, most + 1)), "strategy": r.choice(("longest_first", "only_first", "only_second")),
            "side": r.choice(("right", "left")), "text": plain(r)}
    if r.random() < 0.6:
        case["pair"] = plain(r)
    # Below that the reference's release builds count modulo 2**64, and cut nothing.
    most = case["max"] = max(most, t.num_special_tokens_to_add("pair" in case))
    try:
        t.enable_truncation(most, stride=case["stride"], strategy=case["strategy"], direction=case["side"])
        e = t.encode(case["text"], case.get("pair"))
        return case | {"ids": e.ids, "types": e.type_ids, "coff": e.offsets, "overflow": [o.ids for o in e.overflowing]}
    except BaseException as problem:
        return case | {"error": str(problem)[:80]}
    finally:
        t.no_truncation()


def padded(t, r):
    """Pads a batch, and truncates it before now and then."""
    case = {"k": "pad", "direction": r.choice(("right", "left")), "pad_id": r.choice((0, 7)), "pad_token": "<pad>",
            "pad_to_multiple_of": r.choice((None, 1, 4, 8)), "length": r.choice((None, None, 1, 6, 24)), "texts": [plain(r) for _ in range(r.randint(1, 4))]}
    if r.random() < 0.5:
        case |= {"max": r.choice((4, 6, 9)), "stride": r.choice((0, 1)), "strategy": "longest_first", "side": r.choice(("right", "left"))}
    try:
        if "max" in case:
            t.enable_truncation(case["max"], stride=case["stride"], strategy=case["strategy"], direction=case["side"])
        t.enable_padding(direction=case["direction"], pad_id=case["pad_id"], pad_token=case["pad_token"],
                         pad_to_multiple_of=case["pad_to_multiple_of"], length=case["length"])
        all = t.encode_batch(case["texts"])
        return case | {"ids": [e.ids for e in all], "mask": [e.attention_mask for e in all], "overflows": [[o.ids for o in e.overflowing] for e in all]}
    except BaseException as problem:
        return case | {"error": str(problem)[:80]}
    finally:
        t.no_padding()
        t.no_truncation()


def cuts(t, name):
    r = random.Random("cuts of " + name)
    for _ in range(TEXTS // 10):
        yield cut(t, r)
    for _ in range(TEXTS // 50):
        yield padded(t, r)


def main():
    os.makedirs(OUT, exist_ok=True)
    for name in STRUCTURES:
        if ONLY and name not in ONLY:
            continue
        path = f"{OUT}/{name}.tokenizer.json.gz"
        if os.path.exists(path):
            file = json.load(gzip.open(path))
        else:
            file = tokenizer_of(name)
            with gzip.open(path, "wt", compresslevel=3) as out:
                json.dump(file, out, ensure_ascii=False)
        t = Tokenizer.from_str(json.dumps(file))
        with gzip.open(f"{OUT}/{name}.jsonl.gz", "wt", compresslevel=1) as out:
            for case in [*cases(t, name), *cuts(t, name)]:
                out.write(json.dumps(case, ensure_ascii=False) + "\n")
        print(name, flush=True)


if __name__ == "__main__":
    main()
