"""Evidence for encodings of Chinese, Japanese and Korean: characters that their readers meet most.

Almost any bytes are valid in one of these encodings, and the letters of one are rare letters of
another: `飞机很好` in GB 18030 is four syllables in cp949 that no Korean would write.
"""

_SIMPLIFIED = frozenset(
    "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
    "对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手用主行方又如前所本见经头面"
    "公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种全工己话儿者向情部正"
    "名定女问力机给等几很业最间新什打便位因重被走电第门相次东口使再平真听气信少关内加由却入先"
    "太水万体别处总才场书比住员飞航班误延李服务差谢票乘客空姐丢晚退款座舱很谁管"
)
_TRADITIONAL = frozenset(
    "的一是不了人我在有他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學"
    "對可她裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手用主行方又如前所本見經頭面"
    "公同三已老從動兩長知樣現分將外但身些與高意進把法此實回二理美點月明其種全工己話兒者向情部正"
    "名定女問力機給等幾很業最間新什打便位因重被走電第門相次東口使再平真聽氣信少關內加由卻入先"
    "太水萬體別處總才場書比住員飛航班誤延李服務差謝票乘客空姐丟晚退款座艙很誰管"
)
_KOREAN = frozenset(
    "이다는가을에의를은고한하지도로서기나어사그시자리라대아일수해정으인들보과있게전여만주부것장상"
    "니면와없제생안세요습네었았했거너무좋비행항공편늦연착짐분실서비스최악감사합"
)
_KANA = frozenset(chr(code) for code in range(0x3041, 0x30FF))
_JAPANESE = _KANA | frozenset(
    "飛行機遅荷物航空会社便員席時間客乗人日本大中小上下出入最悪良好無失待"
)
_COMMON = {"gb18030": _SIMPLIFIED, "big5": _TRADITIONAL, "cp949": _KOREAN, "cp932": _JAPANESE}

ENCODINGS = tuple(_COMMON)
MIN_SHARE = 0.6
"""Share of the characters beyond ASCII that must be common; by chance a tenth of them are."""

MIN_COMMON = 3


def east_asian_encoding(head: bytes) -> tuple[str, float] | None:
    """Return the encoding in which a text is of common characters, and their share.

    None without such evidence.
    """
    shares = {name: _common_share(head, name) for name in ENCODINGS}
    best = max(ENCODINGS, key=lambda name: shares[name])
    return (best, shares[best]) if shares[best] >= MIN_SHARE else None


def _common_share(head: bytes, encoding: str) -> float:
    text = head.decode(encoding, errors="replace")
    beyond = [character for character in text if character > "\x7f" and _is_letter(character)]
    common = sum(character in _COMMON[encoding] for character in beyond)
    return common / len(beyond) if common >= MIN_COMMON else 0.0


def _is_letter(character: str) -> bool:
    return character.isalpha() or character == "\ufffd"
