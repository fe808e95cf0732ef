"""The improvement loop from end to end, on airline tweets that people have labelled.

    python -m benchmarks.rehearsal --data sentiment140.parquet --airline us_airline_tweets.csv.gz

A champion is fitted on Sentiment140 only and served by gunicorn. Airline tweets of the training
part come in by the API; some are voted on and all are reviewed by their hand labels, a share of
both wrong on purpose. The worker trains again, the gate judges, the candidate is released, and
the gain is measured on the airline test part, which nothing has seen. Then the same with poisoned
labels, which the gate must refuse; then a roll-back under load. `--out` gets the figures as JSON.
"""
