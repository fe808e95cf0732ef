"""The model served by this process."""

import logging
import threading
from collections.abc import Mapping

from airparadis.lib.errors import ArtifactError, ModelUnavailableError
from airparadis.ml.contract import Classifier
from airparadis.ml.store import ModelStore


class ModelSlot:
    """The one verified model of a process, or the reason why there is none.

    There is no fallback: without a model, nothing is scored and `/readyz` returns 503. A release is
    noticed at the next request: the new model loads in the background while the old one serves, and
    replaces it once verified; an invalid one is refused and the old one stays.
    """

    def __init__(self, store: ModelStore, classifier: Classifier | None = None) -> None:
        self.store = store
        self.fault: str | None = None
        """The reason why there is no model at all."""
        self.refused: str | None = None
        """The reason why the latest release is not served."""
        self._classifier = classifier
        self._stamp = store.stamp()
        self._lock = threading.Lock()
        self._switch: threading.Thread | None = None

    def load(self) -> None:
        """Load and verify the model unless that was tried before; see `fault`.

        Raises only what reading the released digests raises: a database that does not answer is
        asked again at the next call.
        """
        with self._lock:
            if self._classifier is not None or self.fault is not None:
                return
            digests = self.store.digests()
            self._stamp = self.store.stamp()
            try:
                self._classifier = self.store.load(self.store.served(), digests)
            except ArtifactError as error:
                self.fault = str(error)

    @property
    def classifier(self) -> Classifier:
        """The model, loaded at the first call. A request takes it once and uses it throughout.

        Raises:
            ModelUnavailableError: there is none; the message says why.
        """
        self.load()
        self._notice_release()
        if self._classifier is None:
            raise ModelUnavailableError(self.fault)
        return self._classifier

    @property
    def present(self) -> Classifier | None:
        """The model, or None without one: for pages that show stored data."""
        self.load()
        return None if self._classifier is None else self.classifier

    def settle(self) -> None:
        """Wait until a release in progress is loaded or refused."""
        self._notice_release()
        if self._switch is not None:
            self._switch.join()

    def _notice_release(self) -> None:
        if self.store.stamp() == self._stamp:
            return
        with self._lock:
            if self._switch is not None and self._switch.is_alive():
                return  # a later release is noticed after this one
            digests = self.store.digests()
            self._stamp = self.store.stamp()
            self._switch = threading.Thread(target=self._take_release, args=(digests,), daemon=True)
            self._switch.start()

    def _take_release(self, digests: Mapping[str, str]) -> None:
        try:
            self._classifier = self.store.load(self.store.served(), digests)
        except (ArtifactError, OSError, ValueError) as error:
            self.refused = str(error)
            logging.getLogger(__name__).error("release refused: %s", error)
        else:
            self.fault = self.refused = None
