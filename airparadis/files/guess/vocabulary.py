"""The words that names of columns are made of, in English and French."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in text.split(","))


FILLERS = _words(
    """
    a at au aux by d de des du en et for from in l la le les of on par the to un
    """
)

KNOWN = _words(
    """
    id ids idstr identifiant identifier number numero num nr uid uuid guid key cle index idx
    row ligne rang text texte tweet tweets content contenu message messages msg body post
    posts publication statut status caption comment comments commentaire commentaires
    verbatim verbatims avis review reviews feedback opinion opinions snippet sentence phrase
    full complet complete integral corps date datetime heure hour time timestamp created
    cree creation published publie posted poste jour day annee year mois month tz timezone
    est utc gmt user users username utilisateur author auteur name nom screen handle compte
    account sender customer client profile profil bio lang language langue locale country
    pays city ville location lieu place region coordinates geo label labels etiquette
    sentiment polarity polarite target class classe score note rating stars etoiles
    confidence gold truth negativereason reason raison motif url urls link links lien liens
    permalink permalien href source via device application app reply replies reponse
    reponses response answer conversation thread quote quoted retweet retweets retweeted rt
    like likes favorite favorites favourite favourites favoris count counts nombre nb total
    reach portee impressions views vues followers abonnes following engagement hashtags
    hashtag mentions mention keywords media photo image video type category categorie topic
    theme sujet subject title titre description platform plateforme network reseau channel
    canal airline compagnie brand marque query flag points reviewer part origin
    """
)
"""Words that names of columns are made of."""

FULL_TEXTS = _names("full text, tweet full text, text full, texte complet, texte integral")
TWEET_TEXTS = _names(
    """
    tweet text, text tweet, tweet content, content tweet, tweet body, tweet message,
    texte tweet, contenu tweet, tweet texte, corps tweet, message tweet
    """
)
TEXTS = _names(
    "text, texte, tweet, tweets, source text, raw text, texte brut, original text, texte original"
)
CONTENTS = _names(
    """
    content, contenu, message, messages, msg, body, corps, post, posts, status, statut, caption,
    post text, text post, texte post, post content, contenu post, post message, message text,
    texte message, message body, content text, status text, publication, texte publication,
    hit sentence
    """
)
COMMENTS = _names(
    """
    comment, comments, commentaire, commentaires, verbatim, verbatims, avis, review, reviews,
    feedback, opinion, comment text, texte commentaire, comment body, comment content,
    customer comment, commentaire client, user comment, review text, review content, review body,
    texte avis, avis client, customer review, user feedback, customer feedback, sentence, phrase,
    snippet, mention
    """
)
"""Names of columns of tweets, the surest first, as `names.normalised` writes them."""

NEVER_TEXT = _words(
    """
    id ids idstr identifiant identifier uid uuid url urls link links lien liens permalink
    permalien href source via client application app device profile profil bio location lieu
    username name nom author auteur handle screen date datetime time heure timestamp created
    lang language langue label sentiment polarity target score confidence count counts
    nombre reply replies reponse reponses response answer hashtags hashtag keywords media
    photo image video title titre subject sujet topic theme category categorie type reason
    motif negativereason agent query note
    """
)
OTHER_TEXT = _words(
    """
    quoted quote retweeted translated translation traduction traduit clean cleaned processed
    preprocessed normalized lemmatized lemmas tokens tokenized stemmed length prev previous
    parent
    """
)
PEOPLE = _words(
    """
    user utilisateur account compte author auteur profile profil page
    """
)
