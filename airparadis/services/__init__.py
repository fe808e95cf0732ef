"""One module per use. A service receives what it uses; its caller owns the commit."""
