"""File names sent by browsers."""


def safe_file_name(name: str, max_length: int) -> str:
    """Return the last part of a path, printable characters only, cut at the front if too long.

    A line break would split the header of a download; NUL is refused by databases.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last))[-max_length:]
