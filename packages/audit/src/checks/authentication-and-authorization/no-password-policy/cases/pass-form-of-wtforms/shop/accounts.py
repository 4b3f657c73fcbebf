from flask import Blueprint, redirect

import shop.forms as forms
from shop.hashes import check_password, generate_hashed_value
from shop.models import User, save

accounts = Blueprint("accounts", __name__)


@accounts.route("/user/new", methods=["GET", "POST"])
def new_user():
    form = forms.NewUserForm()
    if form.validate_on_submit():
        user = User(name=form.name.data)
        user.password = generate_hashed_value(form.password.data)
        save(user)
    return redirect("/")


@accounts.route("/login", methods=["POST"])
def login():
    form = forms.LoginForm()
    user = find(form.name.data)
    if check_password(form.password.data, user.password):
        return redirect("/")
    return redirect("/login")
