"""Excel workbooks: which sheet, what is in its cells, and how much of it is taken."""
