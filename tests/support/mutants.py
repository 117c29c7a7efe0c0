"""A function's mutants: its source with one thing changed, as by a slip of the hand."""
import ast
import contextlib

KINDS = [  # each exchanged for every other of its kind: operators, comparisons, NumPy's and Python's functions
    [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow, ast.MatMult],
    [ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq],
    ["sum", "mean", "prod", "amax", "norm"], ["amax", "amin"], ["argmax", "argmin"], ["max", "min", "sum"],
    ["zeros", "ones"], ["hstack", "vstack"], ["maximum", "minimum"], ["abs", "square"], ["exp", "log"], ["tanh", "sin"]]


def mutants(source):
    """The sources of all mutants of a function."""
    tree = ast.parse(source)
    [function] = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    names = loaded_and_stored(function)[1] | {argument.arg for argument in function.args.args}
    found = set()
    for node in list(ast.walk(function)):
        for field, value in list(ast.iter_fields(node)):
            for other in others_in_field(field, value, names):
                setattr(node, field, other)
                found.add(ast.unparse(ast.fix_missing_locations(tree)))
            setattr(node, field, value)
    return sorted(filter(can_be_compiled, found - {ast.unparse(tree)}))


def can_be_compiled(source):
    """Not so with a break outside its loop."""
    with contextlib.suppress(SyntaxError):
        return bool(compile(source, "<mutant>", "exec"))


def others_in_field(field, value, names):
    """What may stand in a field of a syntax node instead of its value."""
    if field == "body" and isinstance(value, list):
        yield from blocks(value)
    elif isinstance(value, list):
        for k, child in enumerate(value):
            yield from ([*value[:k], other, *value[k + 1:]] for other in others(child, names))
            if field in ("keywords", "elts") or field == "args" and isinstance(child, ast.expr) and k:
                yield value[:k] + value[k + 1:]
    elif field in ("lower", "upper", "step"):
        yield from [None] if value else []
    if isinstance(value, ast.AST):
        yield from others(value, names)


def others(node, names):
    """What may stand in the place of a node: others of its kind, or one of the parts it is made of."""
    for kind in KINDS:
        if type(node) in kind:
            yield from (other() for other in kind if other is not type(node))
        name = getattr(node, "attr", None) or getattr(node, "id", None)
        if name in kind and isinstance(node.ctx, ast.Load):
            for other in kind:
                yield ast.Attribute(node.value, other) if isinstance(node, ast.Attribute) else ast.Name(other)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield from (ast.Name(name) for name in names - {node.id})
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield from map(ast.Constant, {0, 1, 2, node.value + 1, node.value - 1, 2 * node.value} - {node.value})
    elif isinstance(node, ast.BinOp):
        yield from [node.left, node.right]
        if not isinstance(node.op, (ast.Add, ast.Mult)):
            yield ast.BinOp(node.right, node.op, node.left)
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.Call) and node.args:
        yield node.args[0]
    elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Load):
        yield node.value


def blocks(statements):
    """The block with a line deleted, moved past the next, into a loop or out of it, or with its assignment lost."""
    for k, one in enumerate(statements):
        before, after = statements[:k], statements[k + 1:]
        yield [*before, *after] or [ast.Pass()]
        if isinstance(one, ast.Assign):
            yield [*before, ast.Expr(one.value), *after]
        if isinstance(one, (ast.Assign, ast.AugAssign, ast.Expr)):
            yield [*before, ast.Return(one.value), *after]
        if after and depend(one, after[0]):
            yield [*before, after[0], one, *after[1:]]
        if isinstance(one, (ast.For, ast.If)):
            inside = type(one)(**dict(ast.iter_fields(one)))
            if after:
                inside.body = [*one.body, after[0]]
                yield [*before, inside, *after[1:]]
                inside.body = [*one.body, after[0]]
                yield [*before, inside, *after]
            inside.body = one.body[:-1] or [ast.Pass()]
            yield [*before, inside, one.body[-1], *after]
        if isinstance(one, ast.If):
            yield [*before, *one.body, *after]


def depend(one, other):
    """Whether the order of two lines matters."""
    (loaded, stored), (loaded_then, stored_then) = loaded_and_stored(one), loaded_and_stored(other)
    return bool(stored & (loaded_then | stored_then) | loaded & stored_then) or isinstance(other, ast.Return)


def loaded_and_stored(tree):
    """The names of variables that are read, and of those that are set or changed."""
    loaded, stored = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (loaded if isinstance(node.ctx, ast.Load) else stored).add(node.id)
        changed = node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else (
            node.func.value if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None)
        if isinstance(changed, ast.Name) and changed.id != "np":
            stored.add(changed.id)
    return loaded, stored
