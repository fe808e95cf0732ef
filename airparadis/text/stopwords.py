"""English words that carry no sentiment: NLTK's list less every negation.

Source: the English stop words of the NLTK corpora (nltk.org/nltk_data, "stopwords", after Porter),
copied because NLTK ships no corpus. Left out of it on purpose: no, nor, not, don, ain and every
"...n't" with its stump, and the degree words "too", "very", "only", "few", "more", "most".
"""

STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you you're you've you'll you'd your yours yourself
    yourselves he him his himself she she's her hers herself it it's its itself they them their
    theirs themselves what which who whom this that that'll these those am is are was were be been
    being have has had having do does did doing a an the and but if or because as until while of at
    by for with about against between into through during before after above below to from up down
    in out on off over under again further then once here there when where why how all any both each
    other some such own same so than s t can will just now d ll m o re ve y i'm i've i'll i'd we're
    we've we'll we'd they're they've they'll they'd he's he'll he'd she'll she'd it'll it'd
    """.split()  # noqa: SIM905 - a hundred words read better than a hundred strings
)
