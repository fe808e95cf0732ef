"""Files of tweets, scored in chunks: for the worker, the shell and a cluster alike.

Knows no page and no table of the database. A file is read in chunks, each chunk is scored, and what
was scored is written beside the columns that the file had.
"""
