"""Names of files as people's machines tell them."""


def plain_name(name: str, most: int) -> str:
    """The last part of a path, without characters that are no text, by its end if it is too long.

    A line break in it would break the header of a download, a NUL the database.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(filter(str.isprintable, last))[-most:]
