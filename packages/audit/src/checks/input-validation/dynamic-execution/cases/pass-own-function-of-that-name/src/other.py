import os

os.popen("uptime")


def exec(statement):
    return session.run(statement)


exec(query)
