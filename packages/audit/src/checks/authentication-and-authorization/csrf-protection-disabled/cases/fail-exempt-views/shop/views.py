import hashlib
import hmac

from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST


@csrf_exempt
@login_required
@require_POST
def change_address(request):
    request.user.address = request.POST["address"]
    request.user.save()
    return HttpResponse(status=204)


@login_required
def change_phone(request):
    request.user.phone = request.POST["phone"]
    request.user.save()
    return HttpResponse(status=204)


@login_required
@require_POST
def change_name(request):
    request.user.name = request.POST["name"]
    request.user.save()
    return HttpResponse(status=204)


@csrf_exempt
@require_POST
def payment_hook(request):
    expected = hmac.new(b"…", request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers["X-Signature"]):
        return HttpResponse(status=401)
    return HttpResponse(status=204)


@csrf_exempt
def acs(request):
    login(request, user_of(request.POST["SAMLResponse"]))
    return HttpResponse(status=204)


@csrf_exempt
@require_GET
def prices(request):
    return HttpResponse("[]")


def user_of(response): ...
