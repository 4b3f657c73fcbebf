from pydantic import BaseModel, Field


class SignUp(BaseModel):
    username: str = Field(min_length=3)
    password: str


class PasswordChange(BaseModel):
    old_password: str
    new_password: str = Field(min_length=12)


class Login(BaseModel):
    username: str
    password: str
