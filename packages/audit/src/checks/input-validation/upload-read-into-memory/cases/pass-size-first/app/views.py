from django.http import HttpResponse

MAX_BYTES = 2_000_000


def upload(request):
    file = request.FILES["file"]
    if file.size > MAX_BYTES:
        return HttpResponse(status=413)
    content = file.read()
    return HttpResponse(len(content))
