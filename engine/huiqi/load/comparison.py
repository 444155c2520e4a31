"""Reading comparisons: exactly one operator and the threshold behind it."""

from __future__ import annotations

from huiqi.load.decode import Decoder, Rejected
from huiqi.load.threshold import read_threshold
from huiqi.load.yaml import Node, Scalar
from huiqi.model import criteria as ast

OPERATORS = tuple(op.value for op in ast.Operator)
DATE_OPERATORS = {"on_or_after": ast.Operator.AT_LEAST, "on_or_before": ast.Operator.AT_MOST}


def read_comparison(
    d: Decoder, node: Node, fact: str | None = None
) -> tuple[ast.Operator, ast.Threshold]:
    """The operator that stands in the mapping, whatever else does, and its threshold.

    `fact` is what is compared, where it is a single fact.

    Raises: Rejected: no operator or several, or a threshold that does not go with it.
    """
    given = [(k, v) for k, v in d.entries(node) if k.text in (*OPERATORS, *DATE_OPERATORS)]
    if not given:
        raise d.reject("HQ127", node.span)
    if len(given) > 1:
        keys = " · ".join(key.text for key, _ in given)
        raise d.reject("HQ130", given[1][0].span, keys=keys, fact=fact or "…")
    key, value = given[0]
    truth = isinstance(value, Scalar) and not value.quoted and value.text in ("true", "false")
    if fact is not None and truth:
        raise d.reject("HQ131", value.span, fact=fact, value=d.scalar(value).text)
    threshold = read_threshold(d, value)
    if key.text not in DATE_OPERATORS:
        return ast.Operator(key.text), threshold
    if not isinstance(threshold, ast.Day):
        raise _no_day(d, key, d.scalar(value), threshold)
    return DATE_OPERATORS[key.text], threshold


def _no_day(d: Decoder, key: Scalar, value: Scalar, threshold: ast.Threshold) -> Rejected:
    """What was meant: on or before five years ago is at least five years gone by."""
    instead = DATE_OPERATORS[key.text]
    if isinstance(threshold, ast.Length):
        before = key.text == "on_or_before"
        instead = ast.Operator.AT_LEAST if before else ast.Operator.AT_MOST
    args = {"operator": key.text, "text": value.text, "instead": instead.value}
    return d.reject("HQ132", value.span, **args)
