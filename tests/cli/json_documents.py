# SPDX-License-Identifier: MIT
"""What `tracekit --json` prints, held against the table of docs/reference/json.md and the schemas in docs/reference/json/.

The schemas let more fields come, as their readers should; here a field that they do not tell of is a fault."""

import functools
import json
import pathlib
import re

try:
    import jsonschema
except ImportError:  # a Python without Debian's packages: test_json_schemas.py says so
    jsonschema = None

REFERENCE = pathlib.Path(__file__).absolute().parents[2] / "docs/reference"
LONGEST = 300_000  # characters; of longer documents a part is much like the next


def closed(schema):
    """The same, without room for fields that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and "additionalProperties" not in schema:
        inner["additionalProperties"] = False
    return inner


@functools.cache
def schemas():
    """{name: schema}"""
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in sorted((REFERENCE / "json").glob("*.schema.json"))}


@functools.cache
def validator(name):
    base = (REFERENCE / "json").as_uri() + "/"
    store = {f"{base}{one}.schema.json": closed(schema) for one, schema in schemas().items()}
    resolver = jsonschema.RefResolver(f"{base}{name}.schema.json", store[f"{base}{name}.schema.json"], store)
    return jsonschema.Draft202012Validator(resolver.referrer, resolver=resolver, format_checker=jsonschema.FormatChecker())


@functools.cache
def tables():
    """Two parts of the reference: of the commands, and of what only the web API answers."""
    return (REFERENCE / "json.md").read_text().split("## Answers of the web API only")


@functools.cache
def rows():
    """[(words of the command, [(how, schema)])]; how: "one", "list" or "lines" """
    found = []
    for commands, what in re.findall(r"^\| (`.*?`) \| (.*?) \|$", tables()[0], re.MULTILINE):
        shapes = []
        for before, name, after in re.findall(r"(a list of )?\[[a-z-]+\]\(json/([a-z-]+)\.schema\.json\)(, one a line)?", what):
            shapes.append(("list" if before else "lines" if after else "one", name))
        for command in re.findall(r"`([^`]*)`", commands):
            found.append(([word for word in command.split() if not word.isupper()], shapes))
    return found


def answered_only():
    """The schemas of what the web API answers and no command prints."""
    return set(re.findall(r"\(json/([a-z-]+)\.schema\.json\)", tables()[1]))


def shapes_of(args):
    """What the table says that this command prints; nothing when it does not name the command."""
    args = [str(arg) for arg in args]
    commands = {words[0] for words, _ in rows()}
    begin = next((i for i, arg in enumerate(args) if arg in commands), None)
    if begin is None:
        return []
    fitting = [(words, shapes) for words, shapes in rows() if words[0] == args[begin] and set(words) <= set(args[begin:])]
    return max(fitting, key=lambda row: len(row[0]), default=([], []))[1]


def faults(how, name, text):
    """What is wrong with a document, as sentences."""
    try:
        documents = [json.loads(line) for line in text.splitlines()] if how == "lines" else [json.loads(text)]
    except json.JSONDecodeError as error:
        return [f"no JSON: {error}"]
    if how == "list":
        if not isinstance(documents[0], list):
            return ["no list"]
        documents = documents[0]
    return [f"{error.json_path}: {error.message[:300]}" for document in documents for error in validator(name).iter_errors(document)]


def faults_in(document, schema, whole):
    """What is wrong with a document whose schema refers to other places of `whole`, as sentences."""
    resolver = jsonschema.RefResolver("", whole)
    return [f"{error.json_path}: {error.message[:300]}" for error in jsonschema.Draft202012Validator(schema, resolver=resolver).iter_errors(document)]


def check(args, text):
    """Raises AssertionError when a command printed what the reference does not tell."""
    if jsonschema is None or not text or len(text) > LONGEST:
        return
    shapes = shapes_of(args)
    told = {name: faults(how, name, text) for how, name in shapes}
    if told and all(told.values()):
        name, wrong = min(told.items(), key=lambda one: len(one[1]))
        raise AssertionError(f"tracekit {' '.join(map(str, args))}: not as docs/reference/json/{name}.schema.json says:\n" + "\n".join(wrong[:5]))
