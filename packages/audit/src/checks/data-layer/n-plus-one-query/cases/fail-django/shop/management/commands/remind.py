from shop.models import Order, Price


def handle():
    for order in Order.objects.filter(open=True):
        print(order.number)
        # No request waits for this.
        print(Price.objects.get(number=order.number))
