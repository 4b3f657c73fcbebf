try:
    import orjson as json
except ImportError:
    import json

dumps = json.dumps
