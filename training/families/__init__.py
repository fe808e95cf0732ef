"""Model families under one contract; each is a module with a class of its own."""
