"""The site: pages, the API, charts, forms, access."""
