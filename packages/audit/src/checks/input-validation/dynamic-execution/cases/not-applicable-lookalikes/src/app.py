import ast
import json
import re

model.eval()
ast.literal_eval(text)
json.loads(text)
re.compile(pattern)
session.exec(select(User))
