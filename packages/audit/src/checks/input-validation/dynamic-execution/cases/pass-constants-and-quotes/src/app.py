import os
import shlex

os.system("sync")


def convert(name):
    os.system(f"convert {shlex.quote(name)}")
