import subprocess

import requests


def remote(settings):
    return (
        f"https://{settings.git_user}:{settings.git_token}"
        f"@{settings.git_host}/texts.git"
    )


def clone(settings):
    subprocess.run(["git", "clone", remote(settings)], check=True)


def forecast(api_key, city):
    return requests.get(
        "https://weather.example/v1",
        params={"api_key": api_key, "q": city},
        timeout=5,
    )


def legacy(user, password):
    return requests.get("https://%s:%s@files.example/list" % (user, password), timeout=5)


def reset_link(base, token):
    return f"{base}/reset-password?token={token}"


def database(user, password, host):
    return f"postgresql://{user}:{password}@{host}/shop"


def listing(base, page_token):
    return f"{base}/items?page_token={page_token}"


def shown(base, token):
    return f"{base}?token={mask(token)}"
