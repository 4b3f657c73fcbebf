import sys

if sys.version_info[0] < 3:
    text = unicode
else:
    text = str
