"""A notebook shows the class of its module, line by line, less docstrings and the lines that only check.

Part 8's also leaves out the cases of a single output: an "if ... == 1:" and the line under it.

Neural_Network is compared as text, comments and equation numbers included; trainer and computeNumericalGradient, of
which a notebook shows the heart, by what they do.
"""
import ast
import difflib
import inspect
import itertools
import re

import numpy as np
import pytest

import partEight
import partFive
import partFour
import partSix
import partTwo
from support.notebooks import code_cells, definitions

X, y = partTwo.X, partTwo.y
TO_DO = "make the notebook's method the module's less its checks, or change the module; then run tools/refresh.py"


def shown_class(number, name):
    """The text of the last class of that name that a notebook's cells define."""
    return [ast.get_source_segment(source, node) for source in code_cells(number) for node in ast.parse(source).body
            if isinstance(node, ast.ClassDef) and node.name == name][-1]


def method_lines(class_text):
    """The lines of the methods of a class, less docstrings."""
    lines, [node] = class_text.splitlines(), ast.parse(class_text).body
    methods = [method for method in node.body if isinstance(method, ast.FunctionDef)]
    kept = set(range(min(part.lineno for part in [methods[0], *methods[0].decorator_list]), len(lines) + 1))
    for method in methods:
        if ast.get_docstring(method) is not None:
            kept -= set(range(method.body[0].lineno, method.body[0].end_lineno + 1))
    return [lines[number - 1] for number in sorted(kept)]


def differences(shown, module_class):
    """A diff between the class that a notebook shows and the module's less its checks; of a subclass, what it adds."""
    [node] = ast.parse(shown).body
    module_classes = [module_class] if node.bases else module_class.__mro__[-2::-1]  # from the first one on
    expected = []
    for each in module_classes:
        expected += [line for before, line in itertools.pairwise(["", *method_lines(inspect.getsource(each))])
                     if not re.search("check_|@np.errstate", line) and " == 1:" not in before + line] + [""]
    return "\n".join(difflib.unified_diff(expected[:-1], method_lines(shown), lineterm="", tofile="the notebook",
                                          fromfile=f"{module_class.__module__}.py, less its checks"))


@pytest.mark.parametrize("number, module_class", [
    ("02", partTwo.Neural_Network), ("04", partFour.Neural_Network), ("05", partFive.Neural_Network),
    ("08", partEight.Neural_Network), ("08", partEight.Classifier)])
def test_the_class_shown_is_the_class_of_the_module(number, module_class):
    if difference := differences(shown_class(number, module_class.__name__), module_class):
        pytest.fail(f"{TO_DO}\n\n{difference}", pytrace=False)


def test_the_function_learn_shown_in_part_eight_is_that_of_the_module():
    [shown] = [source for source in code_cells("08") if source.startswith("def learn(")]
    ours, theirs = (method_lines("class Any:\n" + re.sub("(?m)^", "    ", text).rstrip())
                    for text in (inspect.getsource(partEight.learn), shown))
    assert [line for line in ours if "check_" not in line and "@" not in line] == theirs, TO_DO


@pytest.mark.parametrize("seed", range(5))
def test_the_numerical_gradient_shown_does_what_the_module_does(seed):
    shown = definitions("05")["computeNumericalGradient"]
    network = partFive.Neural_Network(hiddenLayerSize=4, rng=seed)
    params, expected = network.getParams(), partFive.computeNumericalGradient(network, X, y)
    np.testing.assert_allclose(shown(network, X, y), expected, rtol=0, atol=1e-11)
    assert np.array_equal(network.getParams(), params)


@pytest.mark.parametrize("seed", range(5))
def test_the_trainer_shown_does_what_the_module_does(seed):
    """The same costs after the same iterations, and the same cost and gradient for the same weights."""
    shown = definitions("06")["trainer"](partFive.Neural_Network(rng=seed))
    ours = partSix.trainer(partFive.Neural_Network(rng=seed))
    for T in (shown, ours):
        T.train(X, y)
    np.testing.assert_allclose(shown.J, ours.J, rtol=1e-9)
    np.testing.assert_allclose(shown.N.forward(X), ours.N.forward(X), atol=1e-4)
    assert shown.optimizationResults.nfev == ours.optimizationResults.nfev

    params = partFive.Neural_Network(rng=100 + seed).getParams()
    (J, gradient), (expected_J, expected) = (T.costFunctionWrapper(params, X, y) for T in (shown, ours))
    np.testing.assert_allclose(J, expected_J)
    np.testing.assert_allclose(gradient, expected)
