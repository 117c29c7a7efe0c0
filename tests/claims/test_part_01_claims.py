"""What Part 1 claims in general."""
import re

import numpy as np

from support.notebooks import cells


def test_the_same_nights_in_minutes_scale_to_the_same_inputs():
    for seed in range(1000):
        hours = np.random.default_rng(seed).uniform(0.1, 10, (4, 2))
        np.testing.assert_allclose(60 * hours / np.amax(60 * hours, axis=0), hours / np.amax(hours, axis=0))


def test_the_refresher_prints_what_it_shows(capsys):
    [refresher] = [cell.source for cell in cells("01-data-and-architecture") if "Rusty in Python" in cell.source]
    [(code, shown)] = re.findall(r"(?s)```python\n(.*?)```\n\n```text\n(.*?)```", refresher)
    exec(code, {})
    assert capsys.readouterr().out == shown
