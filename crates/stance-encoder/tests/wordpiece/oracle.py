"""Makes vocabulary.txt and pieces.jsonl with the reference tokeniser: pip install tokenizers; python oracle.py"""
import json
import pathlib
import random

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

HERE = pathlib.Path(__file__).parent
WORDS = """the alliance is iron clad our commitment to nato and seoul will hold too early say whether treaty united
states japan coopera tion cooperat i ons ally allies allied president minister naive cafe resume zurich uber strasse
москва союз 同盟 日本 ελλαδα สวัส ᄒ ᅡ ᆫ 1 20 25 2025 3.5 nt ain un be liev able ed ing er s es ly al ment""".split()
TEXTS = [
    "", " ", "\n\t \r", "The alliance is ironclad.", "Our commitment to NATO will hold; it's unbelievably early!",
    "United States–Japan cooperation (2025): 3.5% — “too early” to say…", "don't can't won't I'd", "##ing # ## the##ing",
    "[CLS] the [SEP] [UNK] [MASK]", "naïve café résumé Zürich über Straße ÅNGSTRÖM", "cafe\u0301 re\u0301sume\u0301 \u0301x o\u0308\u0323",
    "İstanbul ISTANBUL ıstanbul ﬁn ẞ ǅ Σίσυφος ΟΔΟΣ", "同盟は日本と。日本同盟 the同盟alliance", "한국 동맹 한", "สวัสดี", "москва СОЮЗ Ёлка й",
    "مرحبا بالعالم، الحلف؟", "שָׁלוֹם עוֹלָם", "\u202ethe\u202c \u200fally\u200f", "🤝 alliance🇺🇸🇯🇵 👩‍👩‍👧 ☕️", "the\u0000alli\u0007ance\u200b is\ufeff \ufffdheld",
    "soft\u00adhyphen no\u00a0break thin\u2009space line\u2028end \u3000wide", "a\u000bb\u000cc\u0085d\u001fe\u007ff", "\u037e \u1fef \u226e \u2260 \u212a \u212b \uf900",
    "x" * 99, "x" * 100, "x" * 101, "alliance" * 12 + "allx" , "é" * 100, "é" * 101, "한" * 33, "한" * 34, "the " + "y" * 300 + " ally",
    "$5 + 3 = 8 ~ `x` ^ | < >", "₩100 €20 ½ ² ①", "ﬀ ĳ ŉ ǰ", "e\u0301\u0301 \u0344 \u0340", "A\u030a\u0327B", "𝒜lly 𐐀 \U0001d165\U0001d16d", "ally\u200dally ally\u2060ally",
    "THE ALLIANCE\u2019S allies\u2026and\u2014ally\u00b7ally\u30fbally", "\u0e01\u0e33 \u0b95\u0bcb \u09cb \u1100\u1161\u11a8",
    "¿aliado? ¡sí! «oui» „ja“ ‹x›", "\U000e0041tag \ue000private \U000f0000", "ǆ ǈ ʼn ſ ͅ", "tab\tnew\nline\r\nend",
]
RANDOM = random.Random(7)
POOLS = ["theaiowlnc ", "THEÀÉîöüß ", ".,;-'\"()", "同盟日本", "\u0301\u0308\u0327", "\u200b\u00ad\u0000\ufffd", "한국동", "مرح", "🤝🇺", "\u00a0\u2009\n"]
for _ in range(120):
    TEXTS.append("".join(RANDOM.choice(RANDOM.choice(POOLS[:2] * 6 + POOLS)) for _ in range(RANDOM.randint(1, 60))))


letters = set()
for lowercase in (True, False):
    normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    for text in TEXTS:
        letters |= set(normalizer.normalize_str(text).replace(" ", ""))
# Some letters are left out, so that there are unknown words too.
letters = [c for n, c in enumerate(sorted(letters)) if c.isascii() or n % 7]
vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
vocabulary += letters + ["##" + c for c in letters if c.isalnum() and not c.isdigit()]
vocabulary += [w for w in WORDS if len(w) > 1] + ["##" + w for w in WORDS if len(w) > 1]
vocabulary = list(dict.fromkeys(vocabulary))
(HERE / "vocabulary.txt").write_text("".join(piece + "\n" for piece in vocabulary), newline="\n")
with open(HERE / "pieces.jsonl", "w", newline="\n") as out:
    for lowercase in (True, False):
        tokenizer = Tokenizer(models.WordPiece({p: i for i, p in enumerate(vocabulary)}, unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        for text in TEXTS:
            encoding = tokenizer.encode(text, add_special_tokens=False)
            at = [0]
            for c in text:
                at.append(at[-1] + len(c.encode()))
            pieces = [[i, at[s], at[e]] for i, (s, e) in zip(encoding.ids, encoding.offsets)]
            out.write(json.dumps({"lowercase": lowercase, "text": text, "pieces": pieces}, separators=(",", ":")) + "\n")
