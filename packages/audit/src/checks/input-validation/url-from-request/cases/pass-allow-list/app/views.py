from urllib.parse import urlsplit

import requests
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

ALLOWED_HOSTS = {"images.example.org"}


def image(request):
    url = request.GET["url"]
    if urlsplit(url).hostname not in ALLOWED_HOSTS:
        return HttpResponse(status=422)
    return HttpResponse(requests.get(url, timeout=3).content)


def leave(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return HttpResponseRedirect(target)
