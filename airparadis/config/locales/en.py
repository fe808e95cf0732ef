"""English."""

from airparadis.config.locales.locale import Locale

LOCALE = Locale(code="en", name="English")
