"""The API does what its description says, whatever is sent.

`python -m benchmarks.fuzz` sends thousands of requests.
"""

from pathlib import Path

from benchmarks.fuzz import fuzz
from tests.support.instances import environment, install

OPERATIONS = 9
EXAMPLES = 8


def test_no_request_of_the_description_breaks_it(tmp_path: Path) -> None:
    install(environment(tmp_path / "instance", {}))
    found = fuzz(tmp_path, EXAMPLES)
    assert found.failures == 0, found.output
    assert found.operations >= OPERATIONS
    assert found.cases > 30 * OPERATIONS
