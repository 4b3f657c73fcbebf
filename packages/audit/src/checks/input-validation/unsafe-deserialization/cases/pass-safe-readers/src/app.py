import numpy as np
import yaml
from ruamel.yaml import YAML


class Strict(yaml.SafeLoader):
    pass


yaml.load(stream, Loader=Strict)
yaml.load(stream, Loader=yaml.CSafeLoader)
YAML().load(stream)
np.load(path)
