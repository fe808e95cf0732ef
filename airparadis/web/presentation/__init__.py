"""How values are written for readers: numbers, times, languages, marked words."""
