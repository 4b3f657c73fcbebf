from django.db import models
from encrypted_model_fields.fields import EncryptedCharField


class Integration(models.Model):
    refresh_token = EncryptedCharField(max_length=400)
