"""What a tuned model says of tweets."""

import numpy as np
import torch
from numpy.typing import NDArray
from tqdm import tqdm
from transformers import DataCollatorWithPadding, PreTrainedModel, PreTrainedTokenizerBase

from training.families.machine import mixed_precision
from training.families.modernbert.dataset import EncodedTweets

SCORED_AT_ONCE = 256


def log_odds(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, tweets: EncodedTweets
) -> NDArray[np.float64]:
    """Log-odds of positive in the order of `tweets`, shape (n,); batches are of a like length."""
    order = np.argsort([len(numbers) for numbers in tweets.tokens], kind="stable")
    collate = DataCollatorWithPadding(tokenizer)
    found = np.empty(len(tweets))
    model.train(mode=False)
    starts = range(0, len(tweets), SCORED_AT_ONCE)
    with torch.inference_mode(), mixed_precision():
        for start in tqdm(starts, desc="score", mininterval=1, disable=len(starts) < 100):
            rows = order[start : start + SCORED_AT_ONCE]
            batch = collate([tweets[row] for row in rows])
            inputs = {name: tensor.to(model.device) for name, tensor in batch.items()}
            logits = model(**inputs).logits.float().cpu().numpy()
            found[rows] = logits[:, 1] - logits[:, 0]
    return found
