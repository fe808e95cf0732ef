"""Extensions of gunicorn: slow clients are buffered, a reload loses no request."""
