import yaml
from dateutil import tz

INSTALLED_APPS = ["django.contrib.admin", "corsheaders"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}
ZONE = tz.UTC
EXTRA = yaml.safe_load("{}")
