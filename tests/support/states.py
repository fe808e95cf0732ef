"""States of an instance that several tests begin with: made by the first, handed to the others."""

import shutil
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from pathlib import Path

from flask import Flask

from airparadis.config.settings import Config
from airparadis.web.extensions import db


class States:
    """The database and the other files of instances, by what they are the state of."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, dict[Path, bytes]] = {}

    def prepare(self, app: Flask, key: Hashable, make: Callable[[], object]) -> None:
        """Bring an untouched instance into the state that `make` leaves it in.

        Whatever `make` keeps outside the instance folder has to be made again. On PostgreSQL,
        `make` is called each time.
        """
        config: Config = app.extensions["airparadis"].config
        if config.database_url:
            make()
            return
        if key not in self._kept:
            make()
            _let_go(app)
            self._kept[key] = _read(config)
        else:
            _let_go(app)
            _write(config, self._kept[key])


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _read(config: Config) -> dict[Path, bytes]:
    folder, database = config.instance_path, config.database_file
    files = [path for path in folder.rglob("*") if path.is_file()]
    kept = {
        path.relative_to(folder): path.read_bytes()
        for path in files
        if not path.name.startswith(database.name)
    }
    with closing(sqlite3.connect(database)) as connection:
        kept[database.relative_to(folder)] = connection.serialize()  # with its write-ahead log
    return kept


def _write(config: Config, files: dict[Path, bytes]) -> None:
    folder = config.instance_path
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
