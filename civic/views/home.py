"""The public front page and the front page of the desk."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "civic/home.html")


def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "civic/desk.html")
