from ruamel.yaml import YAML

yaml = YAML()
yaml.preserve_quotes = True


def read(path):
    with open(path) as file:
        return yaml.load(file)
