from django.urls import path

from modules.accounts import views

urlpatterns = [
    path("second-factor/request/", views.RequestCodeView.as_view()),
    path("second-factor/verify/", views.VerifyCodeView.as_view()),
    path("preferences/", views.PreferencesView.as_view()),
    path("partner-sign-in/", views.PartnerSignInView.as_view()),
]
