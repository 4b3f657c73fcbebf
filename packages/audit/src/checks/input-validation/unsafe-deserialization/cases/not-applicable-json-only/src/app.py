import json
json.load(stream)
