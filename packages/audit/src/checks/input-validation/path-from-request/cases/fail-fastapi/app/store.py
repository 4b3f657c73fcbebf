from pathlib import Path

BASE = Path("/srv/reports")


def read_report(name):
    path = BASE / f"{name}.csv"
    return path.read_text()
