"""The suite on every supported Python that is here, with the oldest and with the newest dependencies: nox

It needs `nox` and `uv` from PyPI. One of them: nox -s "tests-3.12(oldest)".
"""
import nox

RESOLUTIONS = [nox.param("lowest-direct", id="oldest"), nox.param("highest", id="newest")]


@nox.session(python=["3.10", "3.11", "3.12", "3.13", "3.14"], venv_backend="uv")
@nox.parametrize("resolution", RESOLUTIONS)
def tests(session, resolution):
    session.install("-r", "requirements.txt", f"--resolution={resolution}", "--only-binary=:all:", "--compile-bytecode")
    session.run("pytest")
