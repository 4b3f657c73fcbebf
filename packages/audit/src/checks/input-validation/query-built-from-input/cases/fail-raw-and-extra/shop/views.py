from django.http import JsonResponse

from shop.models import Item


def find(request):
    q = request.GET.get("q", "")
    items = Item.objects.raw("SELECT * FROM shop_item WHERE name LIKE '" + q + "'")
    more = Item.objects.extra(where=["name LIKE '" + q + "'"])
    return JsonResponse({"items": [item.id for item in items], "more": more.count()})
