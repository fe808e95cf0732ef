"""The registry of locales: one module a language."""

from collections.abc import Mapping

from airparadis.config.locales import en, fr
from airparadis.config.locales.locale import Locale

LOCALES: Mapping[str, Locale] = {locale.code: locale for locale in (en.LOCALE, fr.LOCALE)}
DEFAULT_LOCALE = en.LOCALE

__all__ = ["DEFAULT_LOCALE", "LOCALES", "Locale"]
