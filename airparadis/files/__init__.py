"""Tables that people bring: one reader and one writer for each format.

Batches, imports of the radar, files of labels and training read through here, so a file means the
same everywhere. `process` reads in a child process with limits of memory and time; `opening` does
the same work in this one. Neither Flask nor the database is known here.
"""
