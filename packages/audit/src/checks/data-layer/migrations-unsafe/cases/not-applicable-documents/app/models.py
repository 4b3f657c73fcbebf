from beanie import Document


class Note(Document):
    text: str
