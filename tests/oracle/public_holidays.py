"""Another library's word: python-holidays, and dateutil for Easter. Reads lines of JSON. {"easter": year} is answered with its date,
{"holidays": code, "year": …} with the sorted dates of the public holidays of a subdivision of France, "" for what all share."""

import json
import sys

import holidays
from dateutil.easter import easter

# Days off by custom, which the library lists with those of the law.
CUSTOMS = {
    "971": {"Vendredi saint", "Mi-Carême", "Fête de Victor Schoelcher"},
    "972": {"Fête de Victor Schoelcher"},
    "MF": {"Fête de Victor Schoelcher"},
}

for line in sys.stdin:
    asked = json.loads(line)
    if "easter" in asked:
        print(json.dumps(easter(asked["easter"]).isoformat()), flush=True)
        continue
    place = asked["holidays"]
    found = holidays.France(subdiv=place or None, years=asked["year"], language="fr")
    customs = CUSTOMS.get(place, set())
    # Two holidays on one day have both names.
    legal = [day for day in found if not set(found.get_list(day)) <= customs]
    print(json.dumps(sorted(day.isoformat() for day in legal)), flush=True)
