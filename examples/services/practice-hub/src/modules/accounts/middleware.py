from modules.accounts.models import Membership


class CompanyMiddleware:
    """Puts the company of the signed-in user onto the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.company = None
        if request.user.is_authenticated:
            membership = Membership.objects.select_related("company").filter(user=request.user).first()
            request.company = membership.company if membership else None
        return self.get_response(request)
