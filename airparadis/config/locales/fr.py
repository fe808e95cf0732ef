"""French: a narrow no-break space before marks of two parts."""

from airparadis.config.locales.locale import Locale

LOCALE = Locale(code="fr", name="Français", colon="\u202f: ")
