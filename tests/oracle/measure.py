"""Runs a command, for at most 20 seconds, and says in JSON what it took: its exit code, or null; processor time; the most memory
that it held at once; the end of what it said."""

import json
import resource
import subprocess
import sys

try:
    done = subprocess.run(sys.argv[1:], capture_output=True, timeout=20)
    code, told = done.returncode, (done.stderr or done.stdout)[-300:].decode(errors="replace")
except subprocess.TimeoutExpired:
    code, told = None, "no end"
used = resource.getrusage(resource.RUSAGE_CHILDREN)
taken = {"milliseconds": (used.ru_utime + used.ru_stime) * 1000, "kilobytes": used.ru_maxrss}
print(json.dumps({"code": code, "told": told, **taken}))
