"""Second factor by text message, and sign-in through the partner's identity provider."""

import secrets

from django.contrib.auth import get_user_model, login
from django.core.cache import cache
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from modules.accounts.models import Membership
from modules.accounts.sms import send_code

CODE_SECONDS = 300


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField(max_length=6)


class RequestCodeView(APIView):
    def post(self, request):
        membership = Membership.objects.get(user=request.user)
        code = f"{secrets.randbelow(1_000_000):06d}"
        cache.set(f"sms_code_{request.user.pk}", code, timeout=CODE_SECONDS)
        send_code(membership.phone, code)
        return Response(status=204)


class VerifyCodeView(APIView):
    def post(self, request):
        body = CodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        code = body.validated_data["code"]
        stored_code = cache.get(f"sms_code_{request.user.pk}")
        if stored_code is not None and code == stored_code:
            cache.delete(f"sms_code_{request.user.pk}")
            request.session["second_factor"] = True
            return Response({"verified": True})
        return Response({"verified": False}, status=400)


@method_decorator(csrf_exempt, name="dispatch")
class PreferencesView(View):
    """Called by the tablet app in the hall, which keeps a session cookie."""

    def post(self, request):
        membership = Membership.objects.get(user=request.user)
        membership.phone = request.POST.get("phone", "")
        membership.save()
        return JsonResponse({"phone": membership.phone})


@method_decorator(csrf_exempt, name="dispatch")
class PartnerSignInView(View):
    """Partner portals post a signed assertion, checked by the gateway in front of us."""

    def post(self, request):
        attributes = {key: request.POST.getlist(key) for key in request.POST}
        email = attributes.get("email", [""])[0]
        user, _ = get_user_model().objects.get_or_create(username=email, defaults={"email": email})
        user.first_name = attributes.get("firstName", [""])[0]
        user.last_name = attributes.get("lastName", [""])[0]
        user.save()
        login(request, user)
        return JsonResponse({"user": user.pk})
