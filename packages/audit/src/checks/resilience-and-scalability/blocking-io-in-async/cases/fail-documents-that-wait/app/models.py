from bunnet import Document


class Owner(Document):
    name: str
    token_hash: str
