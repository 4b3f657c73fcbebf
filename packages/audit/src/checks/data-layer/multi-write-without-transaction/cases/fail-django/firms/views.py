from django.db import transaction
from django.http import HttpResponse

from firms.models import AuditLog, Firm, Member


def provision(request):
    firm = Firm.objects.create(name=request.POST["name"])
    # The firm stays when this fails.
    Member.objects.create(firm=firm)
    return HttpResponse(status=201)


@transaction.atomic
def together(request):
    firm = Firm.objects.create(name=request.POST["name"])
    Member.objects.create(firm=firm)
    return HttpResponse(status=201)


def either(request):
    if request.POST.get("member"):
        Member.objects.create(firm_id=1)
    else:
        Firm.objects.create(name="a")
    AuditLog.objects.create(text="either")
    return HttpResponse(status=201)
