"""What the bundled model must get right: whole tweets of our own, by kind of difficulty.

After Ribeiro et al., "Beyond Accuracy: Behavioral Testing of NLP Models with CheckList" (ACL 2020):
tweets of a stated label, pairs whose score must not move, pairs whose score must move one way.
"""

NEGATIVE = {
    "negation": (
        "I don't love this flight",
        "not good",
        "Nice airline but it's not a good airline company",
        "this is not great",
        "I am not happy with the service",
        "I don’t like this airline",
        "never flying with them again",
        "no one helped us",
        "the seats are not comfortable",
        "i dont like it",
        "it isn't a good experience",
        "can't recommend this company",
        "nothing works on this plane",
    ),
    "airline": (
        "my flight was delayed for five hours",
        "they lost my luggage again",
        "worst airline ever",
        "flight cancelled and no refund",
        "rude staff and terrible service",
        "stuck at the airport all night",
        "been on hold for two hours",
        "missed my connection because of you",
        "the crew was so rude to us",
        "my bag is broken and nobody cares",
    ),
    "beyond single words": (
        "I would rather walk",
        "not only late but also rude",
        "ths airline suks",
    ),
    "intensifier": ("so bad", "really really tired of this", "extremely disappointed"),
    "irony with a plain complaint": (
        "great, another delay",
        "thanks for losing my bag",
        "oh wonderful, cancelled again",
    ),
    "emoji": ("😡", "😭", "👎", "my flight 😡", "Paris to London 😭", "the service 👎", "💔"),
    "emoticon": (":(", "my flight :(", "delayed again :-(", "</3", "monday :'("),
    "slang and typos": (
        "wtf is wrong with you guys",
        "omg this is horribel",
        "smh delayed agian",
        "ugh hate flyin",
        "this sucksss",
    ),
    "hashtag": ("#fail", "#worstairline", "landed without my bag #fail"),
    "entities": ("sad &amp; tired", "i hate you &lt;/3"),
}

POSITIVE = {
    "beyond single words": (
        "never had a better flight",
        "I was expecting it to be bad but it was great",
        "sick flight, loved it",
    ),
    "negation": (
        "not bad at all",
        "no problem, thanks",
        "can't wait for my holiday",
        "no complaints, great crew",
    ),
    "airline": (
        "The airport was comfortable",
        "great flight, thank you",
        "best crew ever",
        "the staff were so helpful and kind",
        "smooth landing and a beautiful view",
        "thanks for the upgrade",
        "love flying with you",
        "on time and friendly, well done",
        "the food was delicious",
        "such a nice crew",
    ),
    "intensifier": ("so good", "really really happy with this", "extremely comfortable seats"),
    "emoji": ("😍", "👍", "🎉", "my flight 😍", "Paris to London 🎉", "the service 👍", "❤️"),
    "emoticon": (":)", "my flight :)", "landed :-)", "<3", "monday :D"),
    "slang and typos": (
        "luv this airlin",
        "thx guys ur awsome",
        "omg best flite evr",
        "gr8 service thnx",
        "soooo excited",
        "yaaay",
    ),
    "hashtag": ("#love", "#bestairline", "landed early #happy"),
    "entities": ("happy &amp; relaxed", "i love you &lt;3"),
}

SAME_SCORE = {
    "handles changed": (
        ("@united I hate waiting", "@AirFrance I hate waiting"),
        ("thanks @a for the ride", "thanks @someone_else99 for the ride"),
        ("great crew @united", "@delta great crew"),
    ),
    "handle or link added": (
        ("my bag is lost", "@airparadis my bag is lost"),
        ("my bag is lost", "my bag is lost https://t.co/Ab12cd"),
        ("lovely view", "lovely view pic.twitter.com/xyz http://bit.ly/1"),
    ),
    "writing": (
        ("so baaaaad", "so baaaaaaaaad"),
        ("I DON'T LIKE IT", "i don't like it"),
        ("I don't like it", "I don’t like it"),
        ("i dont like it", "i don't like it"),
        ("sad & tired", "sad &amp; tired"),
        ("  good   flight ", "good flight"),
        ("great 👍", "great 👍🏽"),
        ("#fail", "fail"),
        ("good\u200b flight", "good flight"),
    ),
}

MORE_POSITIVE = (
    ("good flight", "bad flight"),
    ("very good flight", "good flight"),
    ("good flight!", "good flight :("),
    ("the flight was good", "the flight was not good"),
    ("the flight was not bad", "the flight was bad"),
    ("i like it", "i don't like it"),
    ("my flight 😍", "my flight"),
    ("my flight", "my flight 😡"),
    ("bad flight", "very bad flight"),
    ("delayed", "delayed again"),
    ("sooo happy", "so sad"),
    ("on time", "late"),
    ("best airline", "worst airline"),
)
"""Pairs of tweets of which the first must score as more positive."""

KNOWN_FAILURES = (
    ("could have been better", "negative"),
    ("yeah right, best airline ever", "negative"),
    ("0 stars", "negative"),
    ("hardly any delay", "positive"),
    ("the worst part was the wait but otherwise lovely", "positive"),
)
"""Tweets, with their true labels, that the bundled model gets wrong; docs/model.md says why."""
