"""The one shape of every error."""

from pydantic import BaseModel


class ErrorDetail(BaseModel):
    """What is wrong, for programs (`code`) and for people; `fields` by the name of the field."""

    code: str
    message: str
    fields: dict[str, str] | None = None


class ErrorReply(BaseModel):
    """The one shape of every error."""

    error: ErrorDetail
