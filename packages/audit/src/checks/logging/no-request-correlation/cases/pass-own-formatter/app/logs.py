import json
import logging

from app.context import current_request_id


class JsonFormatter(logging.Formatter):
    def format(self, record):
        return json.dumps({"message": record.getMessage(), "request": current_request_id()})
