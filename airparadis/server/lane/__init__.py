"""A lane of its own for the commonest request: one tweet as JSON.

Whatever is not plain, not allowed or not possible there goes the ordinary way, to Flask, which
alone says what the API does.
"""
