"""Fails when a table with `org_id` is not protected by row-level security."""

import asyncio
import os
import sys

import asyncpg

QUERY = """
SELECT c.relname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id' AND NOT a.attisdropped
WHERE c.relkind = 'r'
  AND NOT (
    c.relrowsecurity
    AND c.relforcerowsecurity
    AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polwithcheck IS NOT NULL)
  )
ORDER BY c.relname
"""


async def unprotected_tables() -> list[str]:
    connection = await asyncpg.connect(os.environ["CHECK_DATABASE_URL"], timeout=10)
    try:
        return [row["relname"] for row in await connection.fetch(QUERY)]
    finally:
        await connection.close()


if __name__ == "__main__":
    missing = asyncio.run(unprotected_tables())
    for table in missing:
        print(f"no complete row-level security: {table}")
    sys.exit(1 if missing else 0)
