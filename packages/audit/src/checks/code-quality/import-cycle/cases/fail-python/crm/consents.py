import logging


def allowed(contact):
    # Hides the circle.
    from crm.contacts import mail

    logging.info("asked")
    return mail is not None and contact
