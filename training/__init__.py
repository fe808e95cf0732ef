"""Training: builds, compares and releases the sentiment models; serving never imports it.

In a notebook, `training.read_tweets`, `split_tweets`, `fit` and `load_model` are the way in.
"""

from training.api import Model, fit, load_model, read_tweets, split_tweets

__all__ = ["Model", "fit", "load_model", "read_tweets", "split_tweets"]
