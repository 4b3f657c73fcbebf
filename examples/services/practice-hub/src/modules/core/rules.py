"""Rules that partner companies upload: who needs which training how often."""

import pickle

import yaml
from django.core.cache import cache


def load_rules(document):
    """`document` is the text of the uploaded file."""
    rules = yaml.load(document, Loader=yaml.Loader)
    return [rule for rule in rules or [] if rule.get("training")]


def remember_rules(company, rules):
    cache.set(f"rules:{company.pk}", pickle.dumps(rules), timeout=None)


def recall_rules(company):
    stored = cache.get(f"rules:{company.pk}")
    return pickle.loads(stored) if stored else []
