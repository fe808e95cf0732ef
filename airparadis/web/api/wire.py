"""JSON out, and validation errors in the API's one shape."""

import json

from flask import Response
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest

from airparadis.lib.json_text import parse_json
from airparadis.web.api.error_schemas import ErrorDetail, ErrorReply


def reply(model: BaseModel) -> Response:
    """A model as a JSON response."""
    return _json(model.model_dump_json())


def refuse_invalid(error: ValidationError) -> Response:
    """Answer 422 with faults by the name of the field, `texts.3` for the fourth of a list."""
    fields = {
        ".".join(str(part) for part in fault["loc"]) or "body": _sentence(fault["msg"])
        for fault in error.errors(include_url=False, include_context=False, include_input=False)
    }
    return _invalid(fields)


def refuse_field(name: str, fault: str) -> Response:
    """Answer 422 for a fault of one field."""
    return _invalid({name: fault})


def no_json(body: bytes) -> BadRequest:
    """Return a 400 that says where a body stops being JSON."""
    try:
        parse_json(body)
    except json.JSONDecodeError as error:
        where = f"{error.msg} at line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError as error:
        where = f"byte {error.start + 1} is not {error.encoding.upper()}"
    except ValueError:
        where = "it is nested too deeply, or a number has too many digits"
    else:
        where = "it cannot be read"
    return BadRequest(f"The body is not JSON: {where}.")


def _invalid(fields: dict[str, str]) -> Response:
    detail = ErrorDetail(code="invalid", message="The request is not valid.", fields=fields)
    return _json(ErrorReply(error=detail).model_dump_json(), 422)


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ")


def _json(body: str, status: int = 200) -> Response:
    return Response(body, status, content_type="application/json")
