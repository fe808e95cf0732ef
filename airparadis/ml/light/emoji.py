"""Emoji and emoticons as words: the training tweets of 2009 contain next to no emoji.

An emoji that shows a feeling becomes the words for the feeling in Unicode's CLDR annotations and
their everyday synonyms; any other becomes its CLDR short name, from the `emoji` package. No weight
is set here: the words keep the weights fitted on tweets.
"""

import re
from collections.abc import Mapping
from functools import cache

_FEELINGS: Mapping[str, str] = {
    "love": "😍 🥰 😘 😻 💖 💕 💗 💓 💞 💘 💝 💜 💙 💚 💛 🧡 🤍 🤎 🖤 ❤ ♥ ❣ 🫶 😚 😗 😙",
    "happy": "😀 😃 😄 😁 😊 🙂 ☺ 😺 😸 😇 🤗 😋 😌 🌞",
    "haha": "😂 🤣 😹 😆 😅",
    "yay": "🎉 🥳 🎊 🙌 🍾 🤩",
    "great": "👍 👏 💯 🏆 🔥 👌 🌟 ⭐ ✨ 💪",
    "cool": "😎 🤙",
    "thanks": "🙏 🫡",
    "fail": "👎 🤦 🚮",
    "angry": "😡 😠 🤬 😾 👿 💢 🖕",
    "crying": "😭 😢 😿 🥲",
    "sad": "😞 😔 🙁 ☹ 😟 😥 🥺 😓 😪 😕 😣 🫤",
    "heartbroken": "💔",
    "sick": "🤮 🤢 🤒 🤕 😷 🤧",
    "ugh": "🙄 😒 😑 😤 😖 😫 😩 🤡 💩 😬 🫠",
    "scared": "😱 😨 😰",
    "tired": "😴 🥱",
    ";)": "😉 😜 😏",
    ":p": "😛 😝 🤪",
    ":/": "🫥",
    "confused": "🤔 😐 😶 🤨 🤷",
}
"""All words are used in tweets of any year; faces follow Unicode's own grouping of smileys."""

_WORD_OF_EMOJI = {emoji: word for word, group in _FEELINGS.items() for emoji in group.split()}
_MODIFIERS = re.compile("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")

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
    """Return the words for an emoji; its skin tone is ignored."""
    bare = _MODIFIERS.sub("", emoji)
    first = bare.split("\u200d")[0]
    word = _WORD_OF_EMOJI.get(bare) or _WORD_OF_EMOJI.get(first)
    return (word,) if word else tuple(_short_names().get(bare, "").split())


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


@cache
def _short_names() -> dict[str, str]:
    from emoji import EMOJI_DATA  # 3,800 names, needed by few tweets

    return {
        _MODIFIERS.sub("", emoji): data["en"].strip(":").replace("_", " ").replace("-", " ")
        for emoji, data in EMOJI_DATA.items()
    }
