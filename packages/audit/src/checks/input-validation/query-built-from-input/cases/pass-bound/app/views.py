from django.db import connection
from django.http import JsonResponse

SORTS = {"name", "created"}


def items(request):
    sort = request.GET.get("sort", "name")
    if sort not in SORTS:
        sort = "name"
    ids = request.GET.getlist("id")
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(f"select * from item where id in ({marks}) order by {sort}", ids)
        return JsonResponse({"rows": cursor.fetchall()})
