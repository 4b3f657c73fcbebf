from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import redirect, render
from django.views.generic import CreateView

from wiki.models import Page


def start(request):
    return render(request, "start.html")


class SignedIn(LoginRequiredMixin):
    pass


class PageCreate(SignedIn, CreateView):
    model = Page

    def post(self, request):
        return redirect("/")


def delete(request, pk):
    if request.method == "POST":
        Page.objects.filter(pk=pk).delete()
    return redirect("/")


@login_required
def move(request, pk):
    if request.method == "POST":
        Page.objects.get(pk=pk).save()
    return redirect("/")
