"""Writes sessions into the calendar of the trainer."""

import logging
import os
import time

import requests

logger = logging.getLogger(__name__)

CALENDAR_API_URL = os.environ.get("CALENDAR_API_URL", "")


def sync_session(session):
    if not CALENDAR_API_URL:
        print("calendar sync is off")
        return
    for attempt in range(5):
        response = requests.put(
            f"{CALENDAR_API_URL}/events/practice-{session.pk}",
            json={"title": str(session), "start": session.starts_at.isoformat()},
            timeout=20,
        )
        if response.ok:
            return
        print("calendar sync failed, attempt", attempt, response.status_code)
        time.sleep(2)
    logger.error("calendar sync of session %s gave up", session.pk)
