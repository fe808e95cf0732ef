"""JSON API schemas of errors. The descriptions are public documentation."""

from pydantic import BaseModel


class ErrorDetail(BaseModel):
    """An error: `code` for programs, `message` for people, `fields` by the name of the field."""

    code: str
    message: str
    fields: dict[str, str] | None = None


class ErrorReply(BaseModel):
    """The body of every error response."""

    error: ErrorDetail
