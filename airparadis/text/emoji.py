"""Emoji and emoticons as words, by what people mean by them today.

An emoji that shows a feeling becomes a word for it that tweets of any year use; any other becomes
its CLDR short name, from the `emoji` package. No weight is set here: the words keep the weights
fitted on tweets. The feeling follows use, not name: 💀 follows jokes, 🙃 and 🫠 follow bad news.
"""

import re
from collections.abc import Mapping
from functools import cache

_FEELINGS: Mapping[str, str] = {
    "love": "😍 🥰 😘 😻 💖 💕 💗 💓 💞 💘 💝 💟 💌 💜 💙 💚 "
    "💛 🧡 🤍 🤎 🖤 🩷 🩵 🩶 ❤ ♥ ❣ 🫶 😚 😗 😙 ❤‍🔥 🫰",
    "happy": "😀 😃 😄 😁 😊 ☺ 😺 😸 😇 🤗 😋 😌 🌞 🌈",
    "haha": "😂 🤣 😹 😆 😅",
    "yay": "🎉 🥳 🎊 🙌 🍾 🤩 🥂 🎈",
    "great": "👍 💯 🏆 🔥 👌 🌟 ✨ 💪 🥇",
    "clapping": "👏",
    "perfect": "🤌",
    "the best": "🐐",
    "cool": "😎 🤙",
    "thanks": "🙏 🫡",
    "so touched": "🥹",
    "relieved": "😮‍💨",
    "done": "✅ ☑ ✔",
    "fail": "👎 🤦 🚮 🙅",
    "trash": "🗑 💩",
    "clown": "🤡",
    "angry": "😡 😠 🤬 😾 👿 💢 🖕",
    "crying": "😭 😢 😿 🥲",
    "sad": "😞 😔 🙁 ☹ 😟 😥 🥺 😓 😪 😕 😣 🫤",
    "heartbroken": "💔 ❤‍🩹",
    "sick": "🤮 🤢 🤒 🤕 😷 🤧",
    "ugh": "🙄 😒 😑 😤 😖 😫 😩 😬 😶‍🌫 🫩",
    "ugh not fine": "🫠 🙃",
    "smh": "🙂",
    "i'm dead": "💀 ☠",
    "rip": "🪦 ⚰",
    "red flag": "🚩",
    "no": "❌ ✖ 🆘",
    "avoid": "⛔ 🚫 🛑",
    "warning": "⚠",
    "going down": "📉 ⬇ 🔻 👇",
    "going up": "📈",
    "slow": "🐌 🐢 🦥",
    "liar": "🤥 🧢",
    "shocked": "🫨 😱 😨 😰 😳 🤯",
    "tired": "😴 🥱",
    "tiny": "🤏",
    ";)": "😉 😜 😏",
    ":p": "😛 😝 🤪",
    ":/": "🫥",
    "confused": "🤔 😐 😶 🤨 🤷",
}

_NEWCOMERS = {
    "🫆": "fingerprint",
    "🪾": "leafless tree",
    "🫜": "root vegetable",
    "🪉": "harp",
    "🪏": "shovel",
    "🫟": "splatter",
    "🫷": "pushing hand",
    "🫸": "pushing hand",
}
"""Short names of Unicode 15 and 16, for versions of `emoji` without them."""

_MODIFIERS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_JOINER = "\u200d"

_HAPPY, _SAD = "happy", "sad"
_MOUTHS = {
    **dict.fromkeys(")]}d", _HAPPY),
    **dict.fromkeys("([{", _SAD),
    **dict.fromkeys("/\\", ":/"),
    **{mouth: f":{mouth}" for mouth in "|*@opsx$3"},
}
_FIGURES = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"<3+", "love"),
        (r"</3+", "heartbroken"),
        (r"\^.?\^", "happy"),
        (r"-[_.]+-", "-_-"),
        (r">.<", ">.<"),
        (r"t[_.]t|;_;", "crying"),
        (r"\\o/", "yay"),
        (r"x+", "xx"),
        (r"x[xo]*", "xoxo"),
        (r"d:", ":o"),
        (r"\([-']?[:;=]", "happy"),
    )
)


def emoji_words(emoji: str) -> tuple[str, ...]:
    """Return the words for an emoji; its skin tone and gender are ignored."""
    bare = _MODIFIERS.sub("", emoji)
    first = bare.partition(_JOINER)[0]
    feeling = _FEELING_OF_EMOJI.get(bare) or _FEELING_OF_EMOJI.get(first)
    if feeling:
        return feeling
    names = _short_names()
    return tuple((names.get(bare) or names.get(first, "")).split())


def emoticon_words(emoticon: str) -> tuple[str, ...]:
    """Return the word for an emoticon; its nose and the length of its smile are ignored.

    Sentiment140 was labelled by `:)` and `:(`, which were then removed from its texts, so a model
    knows them only by the words for their feeling.
    """
    shown = emoticon.lower()
    for pattern, word in _FIGURES:
        if pattern.fullmatch(shown):
            return (word,)
    return (_face(shown),)


def _face(shown: str) -> str:
    feeling = _MOUTHS[shown[-1]] if shown[-1] in _MOUTHS else _MOUTHS[shown[0]]
    if feeling == _SAD and "'" in shown:
        return "crying"
    if feeling == _HAPPY and ";" in shown:
        return ";)"
    return feeling


_FEELING_OF_EMOJI = {
    _MODIFIERS.sub("", emoji): tuple(words.split())
    for words, group in _FEELINGS.items()
    for emoji in group.split()
}


@cache
def _short_names() -> dict[str, str]:
    from emoji import EMOJI_DATA  # 3,800 names, needed by few tweets

    named = {
        _MODIFIERS.sub("", emoji): data["en"].strip(":").replace("_", " ").replace("-", " ")
        for emoji, data in EMOJI_DATA.items()
    }
    return _NEWCOMERS | named
