import csv

from django.http import HttpResponse, StreamingHttpResponse

from shop.models import Order


def export(request):
    response = HttpResponse(content_type="text/csv")
    writer = csv.writer(response)
    # Every order becomes an object first.
    for order in Order.objects.filter(open=True):
        writer.writerow([order.number])
    return response


def again(request):
    orders = list(Order.objects.all().iterator())
    return StreamingHttpResponse(
        (order.number for order in orders), content_type="text/csv"
    )
