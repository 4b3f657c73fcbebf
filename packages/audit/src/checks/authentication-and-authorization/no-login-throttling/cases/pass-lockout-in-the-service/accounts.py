class AccountService:
    def sign_in(self, email, password):
        account = self.find(email)
        if account.locked_until and account.locked_until > now():
            return None
        if not account.check(password):
            account.failed_attempts += 1
            return None
        return account

    def find(self, email): ...


def now(): ...
