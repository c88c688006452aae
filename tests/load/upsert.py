#!/usr/bin/env python3
"""Upsert by REST against the same rows by plain SQL into a table of the same shape and indexes, in the
same PostgreSQL, one after the other in batches of 1,000.

    upsert.py [CONTACTS]        100,000
"""
import json
import os
import subprocess
import time

import bench
import requests

BATCH = 1000
NAMES = ("Ahmed", "Fatima", "Youssef", "Khadija", "Omar", "Salma")


def rows(count):
    return [{"primaryPhone": f"+21267{at:07}", "firstName": NAMES[at % 6], "lastName": f"Client {at}",
             "primaryEmail": f"client{at}@example.com", "city": "Casablanca"} for at in range(count)]


def main():
    count = bench.argument(1, 100_000)
    batches = [json.dumps({"data": part}) for part in chunks(rows(count))]
    for what in ("new", "unchanged"):
        spending, began = bench.Spending(), time.monotonic()
        by_rest(batches, "created" if what == "new" else "unchanged")
        seconds = time.monotonic() - began
        print(f"REST, {what}: {count / seconds:,.0f} contacts/s")
        spending.tell(count, "contact")
        if what == "new":
            rest = count / seconds
    spending = bench.Spending()
    plain = count / by_sql(count)
    print(f"plain SQL: {plain:,.0f} rows/s")
    spending.tell(count, "row")
    print(f"REST has {rest / plain:.2f} of the rate of plain SQL.")


def chunks(items):
    return [items[at:at + BATCH] for at in range(0, len(items), BATCH)]


def by_rest(batches, outcome):
    session = requests.Session()
    session.headers["x-api-key"] = os.environ["HATIF_API_KEY"]
    for body in batches:
        answer = session.post(f"{os.environ['HATIF_URL']}/api/contact/upsert", data=body, timeout=60)
        assert answer.status_code == 200 and answer.json()[outcome] == BATCH, answer.text[:500]


def by_sql(count):
    """Seconds for INSERTs of 1,000 rows, a transaction each, the very rows that REST has made."""
    psql = ["psql", "-qAt", "-v", "ON_ERROR_STOP=1", os.environ["HATIF_PG"]]

    def ask(sql):
        return subprocess.run(psql, input=sql, text=True, check=True, capture_output=True).stdout

    ask("DROP TABLE IF EXISTS contact.plain; CREATE TABLE contact.plain "
        "(LIKE contact.contacts INCLUDING ALL)")
    columns = ask("SELECT string_agg(format('quote_nullable(%I)', attname), ', ' ORDER BY attnum) FROM "
                  "pg_attribute WHERE attrelid = 'contact.contacts'::regclass AND attnum > 0 "
                  "AND NOT attisdropped").strip()
    lines = ask(f"SELECT concat_ws(',', {columns}) FROM contact.contacts ORDER BY created_at DESC, id "
                f"LIMIT {count}").splitlines()
    statements = "".join("INSERT INTO contact.plain VALUES "
                         + ",".join(f"({line})" for line in part) + ";\n" for part in chunks(lines))
    began = time.monotonic()
    ask(statements)
    seconds = time.monotonic() - began
    made = int(ask("SELECT count(*) FROM contact.plain"))
    ask("DROP TABLE contact.plain")
    assert made == count, made
    return seconds


main()
