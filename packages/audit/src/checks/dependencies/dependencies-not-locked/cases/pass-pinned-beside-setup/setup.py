from setuptools import setup

setup(name="shop", install_requires=["Flask>=3,<4"])
