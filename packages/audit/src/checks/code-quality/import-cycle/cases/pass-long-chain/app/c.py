from typing import TYPE_CHECKING

from app import d

value = d.value
