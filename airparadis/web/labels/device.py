"""What a browser calls itself, in a few words."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(told: str) -> str:
    """`Firefox, Windows`; what says neither, by its first words; a dash if it says nothing.

    Order matters: Edge calls itself Chrome, and Chrome calls itself Safari.
    """
    names = [
        next((name for mark, name in marks if mark in told), "") for marks in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(filter(None, names)) or told[:40] or "–"
