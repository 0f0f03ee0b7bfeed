"""The addresses of the accounts."""

from django.urls import path

from engine.web.accounts import views

urlpatterns = [
    path("", views.listed, name="accounts"),
    path("new/", views.new, name="account-new"),
    path("systems/", views.systems, name="account-systems"),
    path("tokens/<str:token>/end/", views.end_token, name="account-token-end"),
    path("<str:name>/", views.account, name="account"),
    path("<str:name>/<str:act>/", views.act, name="account-act"),
]
