from rest_framework.pagination import CursorPagination


class Pages(CursorPagination):
    page_size = 50
    ordering = "id"
