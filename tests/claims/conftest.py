import pytest

import partSix
from partSix import X, y


@pytest.fixture(scope="module")
def hundred():
    """Trainers of the starts 0 to 99, trained."""
    trainers = [partSix.trainer(partSix.Neural_Network(rng=seed)) for seed in range(100)]
    for T in trainers:
        T.train(X, y)
    return trainers
