"""The demonstration: an invented airline's tweets, and what people did with them."""
