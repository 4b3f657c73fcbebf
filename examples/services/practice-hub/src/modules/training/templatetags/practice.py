from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def rich_text(value):
    """Bodies come from the editor and are HTML already."""
    return mark_safe(value.replace("\n", "<br>"))
