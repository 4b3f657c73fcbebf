import csv

from django.http import StreamingHttpResponse

from shop.models import Order


def export(request):
    def rows():
        writer = csv.writer(Echo())
        for order in Order.objects.all().iterator(chunk_size=2000):
            yield writer.writerow([order.number])

    return StreamingHttpResponse(rows(), content_type="text/csv")


class Echo:
    def write(self, value):
        return value


def capped(request):
    orders = Order.objects.all()[:5000]
    return StreamingHttpResponse(
        (order.number for order in orders), content_type="text/csv"
    )
