import bcrypt
bcrypt.gensalt(4)
