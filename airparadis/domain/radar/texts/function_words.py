"""Words that name no subject, in English and French, folded: they never explain a burst.

Beside the stop words of both languages: number words, units of time and days, which every stream
uses and which say nothing of what happened. French words are NLTK's list (nltk.org/nltk_data,
"stopwords"), without accents.
"""

from typing import Final

from airparadis.text.stopwords import STOP_WORDS

_FRENCH: Final = """
    au aux avec ce ces cet cette cela ca dans de des du elle elles en et eux il ils je la le les
    leur leurs lui ma mais me meme mes moi mon ne nos notre nous on ou par pas pour qu que quel
    quelle quels quelles qui sa se ses son sur ta te tes toi ton tu un une vos votre vous c d j l m
    n s t y a est es et etais etait etaient ete etre suis sommes etes sont sera seront serait soit
    ai as avons avez ont avait avaient aura auront aurait avoir eu fait faire faites va vais vont
    aller si plus moins tres trop bien aussi alors comme quand dont sans sous vers chez entre depuis
    pendant avant apres encore toujours jamais deja ici tout tous toute toutes rien aucun aucune
    autre autres personne chaque car donc ni peu puis quoi comment pourquoi merci bonjour svp
    """.split()  # noqa: SIM905 - words read better than strings
_NUMBERS: Final = """
    one two three four five six seven eight nine ten first second half
    deux trois quatre cinq six sept huit neuf dix premier premiere
    """.split()  # noqa: SIM905
_TIMES: Final = """
    hour hours hrs minute minutes mins second seconds day days week weeks month year today tonight
    tomorrow yesterday morning evening night now
    heure heures seconde secondes jour jours semaine semaines mois an ans annee aujourd hui demain
    hier matin soir nuit maintenant
    """.split()  # noqa: SIM905
_GENERAL: Final = """
    get got getting going goes went come came back make made take took still even never ever always
    also like want need one way thing things much many really please thanks thank you us nobody
    nothing anyone everyone someone don doesn didn isn wasn won can couldn wouldn not no yes
    """.split()  # noqa: SIM905

FUNCTION_WORDS: Final = frozenset({*STOP_WORDS, *_FRENCH, *_NUMBERS, *_TIMES, *_GENERAL})
