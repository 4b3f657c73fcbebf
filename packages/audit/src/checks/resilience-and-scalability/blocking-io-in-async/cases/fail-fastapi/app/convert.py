import subprocess


def convert(name):
    return subprocess.run(["convert", name], check=True)
