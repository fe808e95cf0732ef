"""Places of data, models and keys."""

from pathlib import Path

from pydantic import Field

from airparadis.config.groups.base import Group
from airparadis.config.types import DatabaseUrl, Folder
from airparadis.lib.errors import ConfigError
from airparadis.lib.project import ROOT
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel
from airparadis.ml.store import ModelStore

KEY_FILE = "secret_key"


class Storage(Group):
    """Places of data, models and keys."""

    secret_key: str = Field(
        "", repr=False, description="Signs sessions. Empty: the key in `instance/`."
    )
    instance_path: Folder = Field(
        ROOT / "instance", description="Folder of the database, the logs and the keys."
    )
    database_url: DatabaseUrl = Field(
        "",
        repr=False,
        description="`postgresql://` or `sqlite:///` URL; docs/postgresql.md. "
        "Empty: `airparadis.sqlite3` in `INSTANCE_PATH`. Secret.",
    )
    model: BundledModel = Field(
        BundledModel.LIGHT,
        description="Bundled model to serve: `light`, or `precise`, more often right and some "
        "ten times slower; docs/precise.md.",
    )
    model_dir: Folder | None = Field(
        None, description="Folder of a model of your own to serve. Empty: the one of `MODEL`."
    )
    model_joblib: bool = Field(
        False,
        description="Whether models that are joblib files may be served: they can run code when "
        "they are read.",
    )

    @property
    def model_store(self) -> ModelStore:
        """The models that were released, and the one to serve without any release."""
        default = self.model_dir or BUNDLED_MODELS[self.model]
        return ModelStore(self.instance_path / "models", default, self.model_joblib)

    @property
    def upload_folder(self) -> Path:
        """Folder of uploaded tweet files until they are imported."""
        return self.instance_path / "uploads"

    @property
    def database(self) -> str:
        """SQLAlchemy URL of the database in use."""
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """The SQLite file that is used unless `DATABASE_URL` names something else."""
        return self.instance_path / "airparadis.sqlite3"

    def signing_key(self) -> str:
        """`SECRET_KEY`, or the key that `python -m airparadis prepare` made.

        Raises:
            ConfigError: there is neither.
        """
        if self.secret_key:
            return self.secret_key
        path = self.instance_path / KEY_FILE
        try:
            return path.read_text().strip()
        except OSError:
            raise ConfigError(
                f"SECRET_KEY is not set and {path} cannot be read: "
                "run `python -m airparadis prepare` once"
            ) from None
