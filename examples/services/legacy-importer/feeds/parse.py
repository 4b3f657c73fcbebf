import csv

import settings


def parse(path):
    rows = []
    with open(path, encoding="latin-1") as f:
        for row in csv.reader(f, delimiter=";"):
            item = {}
            for column, expression in settings.COLUMNS.items():
                item[column] = eval(expression, {"row": row, "float": float})
            rows.append(item)
    print(len(rows), "rows")
    return rows
