from django.db import connection
from django.http import JsonResponse

from shop.models import Item


def find(request):
    q = request.GET.get("q", "")
    pattern = "%" + q + "%"
    params = []
    sql = "SELECT id FROM shop_item"
    if q:
        sql += " WHERE name LIKE %s"
        params.append("^" + q)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        cursor.execute("SELECT id FROM shop_item WHERE name LIKE %s", [pattern])
    items = Item.objects.raw("SELECT * FROM shop_item WHERE name LIKE %s", ["%" + q + "%"])
    more = Item.objects.extra(where=["name LIKE %s"], params=["%" + q + "%"])
    return JsonResponse({"items": [item.id for item in items], "more": more.count()})
