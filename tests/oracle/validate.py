"""Another validator's word: Python's jsonschema. Reads lines of JSON, a schema then its documents, as {"schema": …,
"formats": […]}, the formats that it checks, and {"document": …}. Answers a schema with whether it is one, and each document
with the sorted pointers of what is wrong in it."""

import json
import sys

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError
from jsonschema.validators import validator_for


def pointer(path):
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def wrong(error):
    """Where an error is: a property that misses is told by its own pointer."""
    path = list(error.absolute_path)
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return [pointer([*path, name]) for name in missing]
    if error.validator == "dependentRequired":
        asked = [names for given, names in error.validator_value.items() if given in error.instance]
        return [pointer([*path, name]) for names in asked for name in names if name not in error.instance]
    return [pointer(path)]


validator = None
for line in sys.stdin:
    message = json.loads(line)
    if "schema" in message:
        kind = validator_for(message["schema"], default=Draft202012Validator)
        validator = kind(message["schema"], format_checker=FormatChecker(message["formats"]))
        try:
            kind.check_schema(message["schema"])
            print("true", flush=True)
        except SchemaError:
            print("false", flush=True)
    else:
        found = {place for error in validator.iter_errors(message["document"]) for place in wrong(error)}
        print(json.dumps(sorted(found)), flush=True)
