import os
import subprocess

PREFIX = "ls "


def run(name, rule):
    eval(rule)
    os.system(f"convert {name}")
    subprocess.run("tar xf " + name, shell=True)
    subprocess.run(["tar", "xf", name])
    os.system(PREFIX + "-l")
    exec(rule, {"__builtins__": {}})
