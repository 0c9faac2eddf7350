#!/usr/bin/env python3
"""Lists the public declarations that have no comment, and fails when there are any.

    scripts/undocumented.py FOLDER

Reads the symbol graphs (*.symbols.json) of FOLDER, as swift-symbolgraph-extract writes them with -skip-inherited-docs.
A declaration needs no comment where the compiler made it, which gives it no place in a file, or where it stands for one
that has a comment: the witness of a protocol's requirement, the default of one, or the override of a superclass's member.
The graph says so in a relationship of the declaration, by the origin of its documentation or by the kind.
"""
import json
import pathlib
import sys
import typing
import urllib.parse

# Relationships by which the comment of the target counts for the source.
STANDING_IN = {"defaultImplementationOf", "overrides"}


class Declaration(typing.NamedTuple):
    """A public declaration: its file and line, its name, and whether it has a comment."""

    path: str
    line: int
    name: str
    identifier: str
    is_documented: bool


def declarations(graph: dict[str, typing.Any]) -> list[Declaration]:
    """Returns the declarations of a symbol graph that stand in a file."""
    found: list[Declaration] = []
    for symbol in graph["symbols"]:
        location = symbol.get("location")
        if location is None:
            continue
        comment = symbol.get("docComment", {}).get("lines", [])
        found.append(
            Declaration(
                path=urllib.parse.unquote(urllib.parse.urlparse(location["uri"]).path),
                line=location["position"]["line"] + 1,
                name=".".join(symbol["pathComponents"]),
                identifier=symbol["identifier"]["precise"],
                is_documented=any(line["text"].strip() for line in comment),
            )
        )
    return found


def stand_ins(graph: dict[str, typing.Any], documented: set[str]) -> set[str]:
    """Returns the identifiers of declarations for which the comment of another one counts.

    The origin of a witness's documentation is in the graph only where the requirement has a comment; a default or an
    override of a declaration in the same graphs counts only if that one has.
    """
    known = {symbol["identifier"]["precise"] for symbol in graph["symbols"]}
    found: set[str] = set()
    for relationship in graph["relationships"]:
        target = relationship["target"]
        stands_in = relationship["kind"] in STANDING_IN and (target in documented or target not in known)
        if "sourceOrigin" in relationship or stands_in:
            found.add(relationship["source"])
    return found


def shown(path: str) -> str:
    """Returns a path as seen from the current folder, where it lies below it."""
    here = pathlib.Path.cwd()
    return str(pathlib.Path(path).relative_to(here)) if pathlib.Path(path).is_relative_to(here) else path


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    files = sorted(pathlib.Path(arguments[0]).glob("*.symbols.json"))
    graphs = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    public = [declaration for graph in graphs for declaration in declarations(graph)]
    if not public:
        print(f"error: no public declaration in the symbol graphs of {arguments[0]}", file=sys.stderr)
        return 2
    documented = {declaration.identifier for declaration in public if declaration.is_documented}
    excused = {identifier for graph in graphs for identifier in stand_ins(graph, documented)}
    lacking = sorted(
        declaration
        for declaration in public
        if not declaration.is_documented and declaration.identifier not in excused
    )
    for declaration in lacking:
        print(f"{shown(declaration.path)}:{declaration.line}: error: {declaration.name} has no comment", file=sys.stderr)
    standing = len(public) - len(documented) - len(lacking)
    print(
        f"{len(public)} public declarations: {len(documented)} with a comment of their own, {standing} that stand for one "
        f"with a comment, {len(lacking)} without"
    )
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
