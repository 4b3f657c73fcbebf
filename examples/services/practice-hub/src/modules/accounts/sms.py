import os

import requests


def send_code(phone, code):
    requests.post(
        os.environ.get("SMS_GATEWAY_URL", "https://sms.aurora-retail.example/send"),
        json={"to": phone, "text": f"Your Practice Hub code is {code}"},
    )
