#!/usr/bin/env python3
"""Prints how every call ended, one JSON object a line, each attempt once.

    pip install confluent-kafka protobuf
    protoc -I proto -I build/googleapis --include_imports --descriptor_set_out=events.pb \\
           hatif/program/v1/execution_events.proto
    docs/samples/python/call_results.py BROKERS events.pb results.db [--until-idle SECONDS]

It follows the reader's recipe of docs/events.md to the letter: what it takes (a row of `results`), how
far it has read (`consumer_offsets`) and the last sequence of each key (`last_sequences`) are written in
one transaction of one database. Kill it anywhere and start it again: no result is missing, none is
there twice. A line is printed when its row is committed; so a line may be lost where a row is not.
"""
import argparse
import json
import sqlite3
import sys
import time

from confluent_kafka import Consumer, KafkaError, TopicPartition
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

TOPIC = "hatif.execution-events.v1"
ENVELOPE = "hatif.program.v1.ExecutionEvent"
SCHEMA = """
    CREATE TABLE IF NOT EXISTS consumer_offsets (topic TEXT, partition INTEGER, next_offset INTEGER,
                                                 PRIMARY KEY (topic, partition));
    CREATE TABLE IF NOT EXISTS last_sequences (key TEXT PRIMARY KEY, sequence TEXT);
    CREATE TABLE IF NOT EXISTS results (attempt_id TEXT PRIMARY KEY, line TEXT);
"""


class PartitionLost(Exception):
    """Another instance has written for this partition."""


def envelope_class(descriptors):
    """The message by its published descriptor: any version of the runtime can read it so."""
    pool = descriptor_pool.DescriptorPool()
    with open(descriptors, "rb") as file:
        for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
            pool.Add(proto)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(ENVELOPE))


def outcome_word(event, number):
    """"completed"; an outcome that is newer than this reader counts as failed."""
    known = event.DESCRIPTOR.fields_by_name["outcome"].enum_type.values_by_number.get(number)
    return known.name.removeprefix("OUTCOME_").lower() if known else "failed"


def instant(message, name):
    return getattr(message, name).ToJsonString() if message.HasField(name) else None


def result_of(envelope):
    """What is told of an attempt's end; None for every other event, also for kinds not known yet."""
    if envelope.WhichOneof("event") != "attempt_ended":
        return None
    ended = envelope.attempt_ended
    return {"attemptId": ended.attempt_id, "jobId": ended.job_id,
            "attemptNumber": ended.attempt_number, "organizationId": envelope.organization_id,
            "executionId": envelope.execution_id or None, "programId": envelope.program_id or None,
            "contactId": ended.contact_id or None, "to": ended.to, "from": getattr(ended, "from"),
            "startedAt": instant(ended, "started_at"), "endedAt": instant(ended, "ended_at"),
            "outcome": outcome_word(ended, ended.outcome),
            "outcomeReason": ended.outcome_reason or None, "answered": ended.answered,
            "test": ended.test, "retryAt": instant(ended, "retry_at")}


class Results:
    """The database: everything that has to agree, in one place."""

    def __init__(self, path):
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.executescript(SCHEMA)

    def next_offset(self, partition):
        row = self._database.execute(
            "SELECT next_offset FROM consumer_offsets WHERE topic = ? AND partition = ?",
            (TOPIC, partition)).fetchone()
        return row[0] if row else None

    def take(self, records, envelope_type):
        """Stores what the records tell, in one transaction; answers the new lines."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            lines = []
            for record in records:
                self._advance(record)
                line = self._line(record, envelope_type)
                if line:
                    lines.append(line)
            self._database.execute("COMMIT")
            return lines
        except BaseException:
            self._database.execute("ROLLBACK")
            raise

    def _advance(self, record):
        """Moves the offset on from where this reader believes to be; else the partition is another's."""
        partition, offset = record.partition(), record.offset()
        at = self.next_offset(partition)
        if at is not None and at > offset:
            raise PartitionLost(f"partition {partition} stands at {at}, not at {offset}")
        self._database.execute("INSERT OR REPLACE INTO consumer_offsets VALUES (?, ?, ?)",
                               (TOPIC, partition, offset + 1))

    def _line(self, record, envelope_type):
        key = record.key().decode()
        sequence = dict(record.headers() or [])["ce_sequence"].decode()
        if not self._is_new(key, sequence):
            return None  # a restarted writer has appended it again
        try:
            envelope = envelope_type.FromString(record.value())
        except Exception as wrong:  # it can never be taken: put aside, and on
            print(f"{TOPIC} {record.partition()}@{record.offset()}: {wrong}", file=sys.stderr)
            return None
        result = result_of(envelope)
        if result is None:
            return None
        line = json.dumps(result)
        self._database.execute("INSERT INTO results VALUES (?, ?)", (result["attemptId"], line))
        return line

    def _is_new(self, key, sequence):
        """Two sequences of a key compare as texts."""
        row = self._database.execute("SELECT sequence FROM last_sequences WHERE key = ?",
                                     (key,)).fetchone()
        if row and sequence <= row[0]:
            return False
        self._database.execute("INSERT OR REPLACE INTO last_sequences VALUES (?, ?)", (key, sequence))
        return True


def subscribe(brokers, results):
    """A consumer that begins where the database says, whenever it is given a partition."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "call-results",
                         "enable.auto.commit": False, "auto.offset.reset": "earliest"})

    def begin(consumer, partitions):
        for it in partitions:
            at = results.next_offset(it.partition)
            it.offset = at if at is not None else 0
        consumer.assign(partitions)

    consumer.subscribe([TOPIC], on_assign=begin)
    return consumer


def read(consumer, results, envelope_type, until_idle):
    last_record = time.monotonic()
    while until_idle is None or time.monotonic() - last_record < until_idle:
        records = []
        for record in consumer.consume(500, timeout=0.5):
            if record.error() is None:
                records.append(record)
            elif record.error().code() != KafkaError._PARTITION_EOF:
                print(record.error(), file=sys.stderr)
        if not records:
            continue
        last_record = time.monotonic()
        try:
            for line in results.take(records, envelope_type):
                print(line, flush=True)
        except PartitionLost as lost:
            print(lost, file=sys.stderr)
            for it in consumer.assignment():  # on from where the database stands
                consumer.seek(TopicPartition(TOPIC, it.partition,
                                             results.next_offset(it.partition) or 0))


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("brokers")
    arguments.add_argument("descriptors", help="a FileDescriptorSet with " + ENVELOPE)
    arguments.add_argument("database", help="an SQLite file; made when it is not there")
    arguments.add_argument("--until-idle", type=float, metavar="SECONDS",
                           help="end when nothing came for so long")
    given = arguments.parse_args()
    results = Results(given.database)
    consumer = subscribe(given.brokers, results)
    try:
        read(consumer, results, envelope_class(given.descriptors), given.until_idle)
    except KeyboardInterrupt:
        pass
    finally:
        consumer.close()


if __name__ == "__main__":
    main()
