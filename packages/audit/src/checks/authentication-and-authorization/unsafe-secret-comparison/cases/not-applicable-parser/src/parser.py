def parse(token, next_token):
    if token == next_token or token.type == Token.PLUS:
        return token == "("
