"""Writes internal/unicode15/unicode_more.json.gz: what unicode_facts.json.gz lacks.

Python 3.11.7, tokenizers 0.23.3 (its regular expressions are Oniguruma's), regex
2026.11.19.
Run: python internal/oracle/unicode_more.py internal/unicode15

Every class is asked of the reference itself, code point by code point, and kept
as ranges: general categories, POSIX brackets and scripts as its regular
expressions know them; case folding in (?i); the classes of the Whitespace,
WhitespaceSplit, Digits and UnicodeScripts pre-tokenizers; the marks that
BertNormalizer and StripAccents remove; canonical combining classes, as the order
in which NFD puts marks; what a grapheme goes on with. What else begins, ends or
joins graphemes is regex's.
"""

import gzip
import json
import struct
import sys
import unicodedata
from pathlib import Path

import regex
from tokenizers import Regex
from tokenizers import normalizers as norm
from tokenizers import pre_tokenizers as pre

CHARS = [chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000]
ALL = "".join(CHARS)

CATEGORIES = """Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So
Zs Zl Zp Cc Cf Co Cn""".split()
BRACKETS = "alpha lower upper punct graph print word space digit cntrl blank xdigit".split()
SCRIPTS = """Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak
Bengali Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian
Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan
Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic
Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi
Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited
Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li
Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A
Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi
Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian
Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu
Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian
Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya
Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan
Saurashtra Sharada Shavian Siddham SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese
Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Takri Tamil Tangsa Tangut
Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Toto Tulu_Tigalari Ugaritic Vai Vithkuqi
Wancho Warang_Citi Yezidi Yi Zanabazar_Square""".split()


def ranges(points):
    out = []
    for p in points:
        if out and out[-1][1] == p - 1:
            out[-1][1] = p
        else:
            out.append([p, p])
    return out


def code(i):
    """The code point at place i of ALL."""
    return i if i < 0xD800 else i + 0x800


def matched(expression):
    """The code points that an expression of one character matches."""
    split = pre.Split(Regex(f"(?:{expression})+"), "removed", invert=True)
    points = []
    for _, (start, end) in split.pre_tokenize_str(ALL):
        points.extend(range(code(start), code(end - 1) + 1))
    return ranges(p for p in points if not 0xD800 <= p < 0xE000)


def between(tokenizer, before):
    """For each code point, the pieces of before + it, as (start, end) in those two."""
    width = 1000
    for start in range(0, len(CHARS), width):
        # A space would be cut off by Digits as well; each pair stands alone.
        for c in CHARS[start : start + width]:
            yield ord(c), [o for _, o in tokenizer.pre_tokenize_str(before + c)]


def classes():
    out = {c: matched(rf"\p{{{c}}}") for c in CATEGORIES}
    out |= {f"[:{b}:]": matched(f"[[:{b}:]]") for b in BRACKETS}
    word, other, spaces, numeric = [], [], [], []
    for c, pieces in between(pre.Whitespace(), "_"):
        (word if pieces == [(0, 2)] else other if len(pieces) == 2 else spaces).append(c)
    out["rust_word"], out["rust_space"] = ranges(word), ranges(spaces)
    spaces = [c for c, pieces in between(pre.WhitespaceSplit(), "_") if pieces == [(0, 1)]]
    out["whitespace"] = ranges(spaces)
    numeric = [c for c, pieces in between(pre.Digits(True), "_") if len(pieces) == 2]
    out["numeric"] = ranges(numeric)
    return out


def marks():
    bert = norm.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
    nfd, strip = norm.NFD(), norm.StripAccents()
    whole = [c for c in CHARS if nfd.normalize_str(c) == c]
    return {
        "bert_mark": ranges(ord(c) for c in whole if bert.normalize_str("_" + c) == "_"),
        "mark": ranges(ord(c) for c in CHARS if strip.normalize_str("_" + c) == "_"),
    }


def combining():
    """Classes above 0, as {class: ranges}. A mark's class is the highest of those
    whose representative NFD leaves before it; a representative is the first mark
    of its class, by Python's tables, that NFD moves at all."""
    nfd = norm.NFD()
    first, last = "\u0334", "\u0345"  # of classes 1 and 240

    def stays(pair):
        return nfd.normalize_str(pair) == pair

    moved = [c for c in CHARS if stays(c) and not (stays(last + c) and stays(c + first))]
    representative = {}
    for c in moved:
        representative.setdefault(unicodedata.combining(c), c)
    found = {}
    for c in moved:
        below = [k for k in sorted(representative) if stays(representative[k] + c)]
        found.setdefault(below[-1], []).append(ord(c))
    return {str(k): ranges(v) for k, v in sorted(found.items())}


def unicode_scripts():
    """Scripts as UnicodeScripts knows them: a list of classes, each as ranges;
    the first joins whatever is beside it."""
    cut = pre.UnicodeScripts()

    def together(a, b):
        return len(cut.pre_tokenize_str(a + b)) == 1

    any_script, ordinary = [], []
    for c in CHARS:
        if c != "a" and cut.pre_tokenize_str(c) == []:
            any_script.append(ord(c))
        else:
            ordinary.append(c)
    groups = []  # [representative, points]
    last = None
    for c in ordinary:
        if last is None or not together(last[0], c):
            last = next((g for g in groups if together(g[0], c)), None)
            if last is None:
                last = [c, []]
                groups.append(last)
        last[1].append(ord(c))
    return [ranges(any_script)] + [ranges(points) for _, points in groups]


def folding():
    """Characters that (?i) takes for one another, as lists."""
    cased = [c for c in CHARS if len({c, c.lower(), c.upper(), c.casefold(), c.title()}) > 1]
    # What is equal to a cased character is cased itself, or folded to by one.
    pool = "".join(sorted(set(cased) | {x for c in cased for x in c.casefold() + c.lower() + c.upper()}))
    groups, seen = [], set()
    for c in pool:
        if c in seen:
            continue
        split = pre.Split(Regex(f"(?i:\\x{{{ord(c):x}}})"), "removed", invert=True)
        # A newline between keeps characters from being matched together.
        group = {p for p, _ in split.pre_tokenize_str("\n".join(pool)) if len(p) == 1} | {c}
        seen |= group
        if len(group) > 1:
            groups.append(sorted(map(ord, group)))
    return sorted(groups)


def graphemes():
    """What Precompiled cuts into graphemes by: it replaces a short one whose first
    character its map has, here a, as a whole."""
    units = [0] * 0x600  # a double array whose one key is a
    units[0], units[0x161], units[0x561] = 0x100 << 10, 0x400 << 10 | 1 << 8 | ord("a"), 1 << 31
    charsmap = struct.pack(f"<I{len(units)}I", 4 * len(units), *units) + b"X\0"
    map_a = norm.Precompiled(charsmap)
    found = {"extend": ranges(ord(c) for c in CHARS if map_a.normalize_str("a" + c) == "X")}
    for name in ("Prepend", "Control", "L", "V", "T", "Regional_Indicator"):
        one = regex.compile(rf"\p{{GCB={name}}}")
        found[name.lower()] = ranges(ord(c) for c in CHARS if one.match(c))
    one = regex.compile(r"\p{Extended_Pictographic}")
    found["pictographic"] = ranges(ord(c) for c in CHARS if one.match(c))
    return found


def main():
    facts = classes() | marks()
    facts["combining"] = combining()
    facts["scripts"] = {s: matched(rf"\p{{{s}}}") for s in SCRIPTS}
    facts["unicode_scripts"] = unicode_scripts()
    facts["folding"] = folding()
    facts["grapheme"] = graphemes()
    data = json.dumps(facts, separators=(",", ":"), sort_keys=True).encode()
    path = Path(sys.argv[1]) / "unicode_more.json.gz"
    path.write_bytes(gzip.compress(data, 9, mtime=0))


main()
