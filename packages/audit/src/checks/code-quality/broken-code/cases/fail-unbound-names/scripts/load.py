import sys

ROOT = os.environ["ROOT"]
print(ROOT, file=sys.stderr)
