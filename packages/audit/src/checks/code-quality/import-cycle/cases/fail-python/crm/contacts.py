from crm.consents import allowed


def mail(contact):
    return allowed(contact)
