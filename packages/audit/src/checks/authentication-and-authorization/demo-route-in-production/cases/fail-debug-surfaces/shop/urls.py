from django.conf import settings
from django.urls import include, path

from shop.views import start

urlpatterns = [
    path("", start),
    path("silk/", include("silk.urls", namespace="silk")),
]

if settings.DEBUG:
    urlpatterns += [path("__debug__/", include("debug_toolbar.urls"))]
