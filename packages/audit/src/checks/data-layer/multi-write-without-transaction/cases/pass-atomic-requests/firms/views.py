from django.http import HttpResponse

from firms.models import Firm, Member


def provision(request):
    firm = Firm.objects.create(name=request.POST["name"])
    Member.objects.create(firm=firm)
    return HttpResponse(status=201)
