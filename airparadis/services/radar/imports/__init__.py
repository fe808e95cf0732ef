"""Import of files of tweets: uploaded or named on the command line, scored by several processes."""
