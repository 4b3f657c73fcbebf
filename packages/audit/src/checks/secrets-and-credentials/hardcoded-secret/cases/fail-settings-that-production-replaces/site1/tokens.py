_SECRET_CHARS = "01234567890abcdefghijklmnopqrtsuwxyz"
