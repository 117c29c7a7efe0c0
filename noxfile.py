"""The suite on every supported Python, with the oldest and the newest dependencies: nox (or nox -s "tests(...)")."""
import re
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
REQUIREMENTS = Path("requirements.txt").read_text()


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
@nox.parametrize("dependencies", ["oldest", "newest"])
def tests(session, dependencies):
    requirements = REQUIREMENTS.split()
    if dependencies == "oldest":
        requirements = [requirement.replace(">=", "==") for requirement in requirements]
    session.install(*requirements)
    session.run("pytest")
