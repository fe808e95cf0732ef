"""The model that this process serves."""

import threading
from pathlib import Path

from airparadis.classifier import Classifier, load_classifier
from airparadis.errors import ArtifactError, ModelUnavailableError


class ModelSlot:
    """Holds the one verified model of a process, or the reason why there is none.

    There is no stand-in: without a model, nothing is scored and `/readyz` says 503.
    """

    def __init__(self, directory: Path, classifier: Classifier | None = None) -> None:
        self.directory = directory
        self.fault: str | None = None
        self._classifier = classifier
        self._lock = threading.Lock()

    def load(self) -> None:
        """Load and verify the model unless that was tried before. Never raises: see `fault`."""
        with self._lock:
            if self._classifier is not None or self.fault is not None:
                return
            try:
                self._classifier = load_classifier(self.directory)
            except ArtifactError as error:
                self.fault = str(error)

    @property
    def classifier(self) -> Classifier:
        """The model, loaded at the first call.

        Raises:
            ModelUnavailableError: it could not be verified; the message says why.
        """
        self.load()
        if self._classifier is None:
            raise ModelUnavailableError(self.fault)
        return self._classifier
