#!/usr/bin/env python3
"""Checks experiment files by a JSON Schema and prints where each is wrong.

    check_schema.py SCHEMA FILE...

The schema itself is checked by the meta-schema first. Each file gives one line: `FILE: valid`, or
`FILE:LINE:COLUMN: PATH: MESSAGE` for the deepest of the schema's errors, which is the one that a person has made: in a
list of alternatives it belongs to the alternative that fits furthest. A key that the schema does not know is named in
its own place, all else in the place of the value. Scalars are read as in YAML's core schema, which editors follow.

Needs the modules jsonschema (tried with 4.10.3 and 4.26.0) and PyYAML (6.0 and 6.0.3), which Debian has as
python3-jsonschema and python3-yaml; without them it says so and ends with 77."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

try:
    import jsonschema
    import yaml
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

# LibYAML, where PyYAML has it: the places of empty values are then those of the command.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Keys = tuple[Any, ...]

INTEGER = re.compile(r"[-+]?[0-9]+")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOTHING = {"", "~", "null", "Null", "NULL"}
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def scalar(node: yaml.ScalarNode) -> Any:
    """Returns the value of a scalar by YAML's core schema."""
    text: str = node.value
    if node.style:
        return text
    if text in NOTHING:
        return None
    if text in TRUTH:
        return TRUTH[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text


def value(node: yaml.Node) -> Any:
    """Returns the value of a node, whose keys are texts."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: value(child) for key, child in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [value(child) for child in node.value]
    return scalar(node) if isinstance(node, yaml.ScalarNode) else None


def repeated(items: list[Any]) -> int:
    """Returns the position of the first entry that an earlier one equals."""
    return next((index for index, item in enumerate(items) if item in items[:index]), 0)


def place(error: jsonschema.ValidationError) -> Keys:
    """Returns the path of the value at fault; of the key, where the schema does not know it."""
    path: Keys = tuple(error.absolute_path)
    instance: Any = error.instance
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        patterns = schema.get("patternProperties", {})
        for key in instance:
            if key not in known and not any(re.search(pattern, key) for pattern in patterns):
                return (*path, key)
    if error.validator == "uniqueItems":
        return (*path, repeated(instance))
    return path


def leaves(error: jsonschema.ValidationError) -> Iterator[jsonschema.ValidationError]:
    """Yields the errors that have no further ones behind them."""
    if not error.context:
        yield error
    for inner in error.context or []:
        yield from leaves(inner)


def mark(root: yaml.Node, path: Keys, is_key: bool) -> yaml.Mark:
    """Returns the place of the value, or of the key, at a path."""
    node, start = root, root.start_mark
    for index, step in enumerate(path):
        if isinstance(node, yaml.MappingNode):
            key, node = next((key, child) for key, child in node.value if key.value == step)
            start = key.start_mark if is_key and index == len(path) - 1 else node.start_mark
        else:
            node = node.value[step]
            start = node.start_mark
    return start


def finding(validator: jsonschema.Draft202012Validator, file: str) -> str:
    """Returns the line that is printed of a file."""
    root = yaml.compose(Path(file).read_text(encoding="utf-8"), Loader=LOADER)
    if root is None:
        return f"{file}: empty"
    errors = [leaf for error in validator.iter_errors(value(root)) for leaf in leaves(error)]
    if not errors:
        return f"{file}: valid"
    deepest = max(errors, key=lambda error: len(place(error)))
    path = place(deepest)
    start = mark(root, path, deepest.validator == "additionalProperties")
    keys = "/".join(map(str, path)) or "."
    return f"{file}:{start.line + 1}:{start.column + 1}: {keys}: {deepest.message.splitlines()[0][:200]}"


def main(arguments: list[str]) -> None:
    """Checks the schema by the meta-schema, then the files by the schema."""
    schema = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for file in arguments[1:]:
        print(finding(validator, file))


if __name__ == "__main__":
    main(sys.argv[1:])
