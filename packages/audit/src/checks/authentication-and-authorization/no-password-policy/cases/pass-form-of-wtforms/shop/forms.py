import wtforms
from flask_wtf import FlaskForm


class NewUserForm(FlaskForm):
    name = wtforms.StringField("name", [wtforms.validators.DataRequired()])
    password = wtforms.PasswordField("Password", [wtforms.validators.DataRequired(), wtforms.validators.Length(min=12)])


class LoginForm(FlaskForm):
    password = wtforms.PasswordField("Password", [wtforms.validators.DataRequired()])
