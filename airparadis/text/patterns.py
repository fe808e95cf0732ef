"""Regular expressions for the parts of tweets, shared by cleaning and the light model's tokeniser.

All are source strings to be joined into larger ones: no capturing group, no flag, and no repetition
that can backtrack more than a bounded distance.
"""

LINK = (
    r"(?:[hH][tT][tT][pP][sS]?://|\b[wW][wW][wW]\.)[!#-;=?-~]*"
    r"|(?<![\w.+@-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,255}(?:@[\w.-]*\w)*"  # a mail address
    r"|(?<![\w.@-])[A-Za-z0-9-]{1,63}+(?:\.[A-Za-z0-9-]{1,63}+){0,3}"
    r"\.(?:(?:com|net|org|gov|edu)\b(?:/[!#-;=?-~]*)?|[a-z]{2,4}/[!#-;=?-~]+)"
)
"""Links and mail addresses. Without a scheme, a name counts only if it ends in a top-level domain
that is not an English word, or has a path: `tired.me too` is prose."""

HANDLE = r"(?<!\w)@\w+(?:@[\w.-]*\w)*"
"""A handle; on Mastodon its server follows: `@ana@toot.example`."""

FACE = (
    r"(?:(?<![A-Za-z0-9])[xX]|(?<!\d)[:;=8])['^]?[-o^]?(?:[)(\]\[}{|/\\*@]+|[dDpPoOsSxX3$]+(?!\w))"
    r"|\([-']?[:;=](?!\w)|(?<!\w)[dD]:(?!\w)"
)
"""An emoticon read sideways: eyes, perhaps a tear or a nose, and a mouth."""

FIGURE = r"</?3+|\^[_.-]?\^|-[_.]+-|>[:;._]<|(?<!\w)[tT][_.][tT](?!\w)|;_;|\\[oO]/"
"""An emoticon read upright, and hearts."""

EMOTICON = rf"{FACE}|{FIGURE}"

EMOJI = (
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf"
    "\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
    "(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
"""One emoji with its variation selectors, skin tones and joined parts (Unicode UTS #51)."""

APOSTROPHES = "'\u2018\u2019\u201b\u02bb\u02bc\u02b9\uff07\u00b4`\u2032\u055a"
"""Characters that keyboards and phones put in place of an apostrophe."""

LOST_APOSTROPHE = (
    r"(?:(?<=n)[\u00d5\ufffd?](?=[tT]\b)|(?<=[a-z])[\u00d5\ufffd?](?=(?:s|m|re|ll|ve)\b))"
)
"""An apostrophe decoded with the wrong encoding: "don?t"."""

_LETTER = r"[^\W_][\u0300-\u036f]*"
WORD = (
    rf"(?:{_LETTER})+(?:(?:[{APOSTROPHES}](?:[{APOSTROPHES}](?=[tT]\b))?|{LOST_APOSTROPHE})"
    rf"(?:{_LETTER})+)*"
)
"""Letters and digits, their accents composed or not; an apostrophe inside keeps a contraction
whole."""

STRAIGHT_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
"""A table for `str.translate`: phones type "don’t"."""
