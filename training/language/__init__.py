"""The fit of the weights of `airparadis.text.language`.

    python -m training.language --data FOLDER --output airparadis/text/language.tsv

English is what people tweet, with a share of general English. French is translated tweets, and
words drawn by frequency; the other languages are drawn word by word from the frequency lists of
`wordfreq` (Speer 2022, data CC BY-SA 4.0), some in Latin letters as people type them. Independent
words are enough, as no n-gram crosses a word's bounds. A logistic regression without intercept
separates the three, so that a tweet of unknown n-grams is English; the strongest n-grams are
selected and fitted again. No French tweet labelled by people takes part: those measure.
"""
