"""The improvement loop from end to end, on airline tweets that people have labelled."""
