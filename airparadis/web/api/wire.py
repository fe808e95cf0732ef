"""JSON out, and validation errors in the API's one shape."""

from flask import Response, make_response
from pydantic import BaseModel, ValidationError

from airparadis.web.api.error_schemas import ErrorDetail, ErrorReply


def reply(model: BaseModel) -> Response:
    """A model as a JSON response."""
    return _json(model.model_dump_json())


def refuse_invalid(error: ValidationError) -> Response:
    """422 with each fault under the name of its field, `texts.3` for the fourth of a list."""
    fields = {
        ".".join(str(part) for part in fault["loc"]) or "body": _sentence(fault["msg"])
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    }
    detail = ErrorDetail(code="invalid", message="The request is not valid.", fields=fields)
    response = _json(ErrorReply(error=detail).model_dump_json())
    response.status_code = 422
    return response


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")


def _json(body: str) -> Response:
    response = make_response(body)
    response.content_type = "application/json"
    return response
