"""What compares and stores the notebooks is tested too: conftest.py with nbval, and tools/refresh.py."""
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from refresh import EXCUSED, NOTEBOOKS, refresh

pytest_plugins = ["pytester"]


def said(text, name="stdout"):
    return [new_output("stream", name=name, text=text)]


def run(pytester, conftest):
    """The report on a notebook of seven cells, of which the first two are in order."""
    error = [new_output("error", ename="ValueError", evalue="no", traceback=[])]
    figure = [new_output("display_data", {"text/plain": "a line to 1.01", "image/png": "Zm9v"})]
    cells = [new_code_cell("print(42)", outputs=said("42\n")),
             new_code_cell("raise ValueError('no')", outputs=error, metadata={"tags": ["raises-exception"]}),
             new_code_cell("print(42)", outputs=said("43\n")),
             new_code_cell("print('no error')", outputs=error, metadata={"tags": ["raises-exception"]}),
             new_code_cell("import warnings; print(1); warnings.warn('beware')", outputs=said("1\n")),
             new_code_cell("display({'text/plain': 'a line to 1', 'image/png': 'Zm9v'}, raw=True)", outputs=figure),
             new_code_cell("x = 1")]
    for count, cell in enumerate(cells[:-1], 1):
        cell.execution_count = count
    nbformat.write(new_notebook(cells=cells), pytester.path / "altered.ipynb")
    pytester.makeconftest(conftest)
    return pytester.runpytest_subprocess("-p", "no:nbval", "--nbval", "--nbval-current-env", "-n0", "-rA", "--color=no")


def test_a_wrong_number_a_missing_error_a_warning_a_figure_and_a_missing_count_turn_red(pytester):
    conftest = (NOTEBOOKS.parent / "conftest.py").read_text(encoding="utf-8")
    report = run(pytester, conftest)
    report.stdout.fnmatch_lines([*(f"PASSED altered.ipynb::Cell {number}" for number in (1, 2)),
                                 *(f"FAILED altered.ipynb::Cell {number}*" for number in (3, 4, 5, 6, 7))])
    report.stdout.fnmatch_lines(["-43", "+42"])
    report.stdout.fnmatch_lines(["*beware*"])


@pytest.mark.slow
def test_the_one_above_would_notice_a_comparison_that_passes_all(pytester):
    conftest = (NOTEBOOKS.parent / "conftest.py").read_text(encoding="utf-8")
    lax = conftest.replace("same = nbval_compare(self, new, stored, skip_compare)", "same = True")
    assert lax != conftest
    run(pytester, lax).assert_outcomes(passed=6, failed=1)


def test_refresh_stores_what_comes_now_but_keeps_the_seconds_that_are_excused(tmp_path):
    excused = {"tags": [EXCUSED]}
    cells = [new_code_cell("print(42)", outputs=said("43\n"), metadata={"trusted": True}),
             new_code_cell("print('2.5 seconds')", outputs=said("1e-3 seconds\n"), metadata=excused),
             new_code_cell("print('2 minutes')", outputs=said("1 second\n"), metadata=excused)]
    path = tmp_path / "some.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    refresh(path)
    stored = nbformat.read(path, as_version=4).cells
    assert [cell.outputs[0].text for cell in stored] == ["42\n", "1e-3 seconds\n", "2 minutes\n"]
    assert [cell.execution_count for cell in stored] == [1, 2, 3]
    assert [dict(cell.metadata) for cell in stored] == [{}, *2 * [{"tags": [EXCUSED]}]]


def test_refresh_leaves_a_notebook_alone_that_fails(tmp_path):
    path = tmp_path / "some.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0", outputs=said("fine\n"))]), path)
    before = path.read_bytes()
    with pytest.raises(Exception, match="ZeroDivisionError"):
        refresh(path)
    assert path.read_bytes() == before
