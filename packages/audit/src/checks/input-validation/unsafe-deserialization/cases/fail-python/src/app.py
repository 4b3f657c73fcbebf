import pickle

import yaml
from yaml import load as read


class Loose(yaml.Loader):
    pass


def handle(request, stream):
    a = yaml.load(request.body)
    b = read(stream, Loader=yaml.UnsafeLoader)
    c = yaml.load(stream, Loader=Loose)
    d = pickle.loads(cache.get("x"))
    e = yaml.load(stream, Loader=yaml.FullLoader)
    return a, b, c, d, e, yaml.safe_load(stream)
