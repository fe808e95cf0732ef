"""Fixtures that the tests of the neural families share."""

import pytest

torch = pytest.importorskip("torch")
torch.set_num_threads(1)  # tests run side by side, one to a core
