"""Another library's word: python-stdnum. Reads lines of JSON, {"kind": …, "number": …}, and answers each with true or false."""

import json
import sys

from stdnum import bic, iban
from stdnum.fr import nif, nir, siren, siret, tva

KINDS = {
    "bic": bic.is_valid,
    # The national keys of some countries, which the registry of IBAN doesn't have, are another matter.
    "iban": lambda number: iban.is_valid(number, check_country=False),
    "nir": nir.is_valid,
    "siren": siren.is_valid,
    "siret": siret.is_valid,
    "tax-fr": nif.is_valid,
    "vat-fr": tva.is_valid,
}

for line in sys.stdin:
    asked = json.loads(line)
    print(json.dumps(KINDS[asked["kind"]](asked["number"])), flush=True)
