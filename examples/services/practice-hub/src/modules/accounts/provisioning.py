"""A new partner company with its first manager."""

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password

from modules.accounts.models import Company, Membership


def provision_company(name, email, password):
    print(f"Provisioning {name}")
    company = Company.objects.create(name=name)
    user = get_user_model()(username=email, email=email)
    validate_password(password, user)
    user.set_password(password)
    user.save()
    Membership.objects.create(company=company, user=user, role=Membership.Role.MANAGER)
    print("Done:", company.pk, user.pk)
    return company
