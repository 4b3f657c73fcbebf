import click


@click.command()
def hello():
    print("hello")
