from pathlib import Path

import yaml
from cachetools import TTLCache

CACHE = TTLCache(10, 60)
DEFAULT = len(yaml.safe_load(Path("rates.yaml").read_text()))
