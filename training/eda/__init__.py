"""`python -m training eda`: what the tweets are like, before any model reads them."""
