import argparse

parser = argparse.ArgumentParser()
print(parser.parse_args())
