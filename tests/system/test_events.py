"""The facts on Kafka: their headers, their keys, their order, and that none is missing."""
import datetime

import pytest
from confluent_kafka import Consumer, TopicPartition

import flows
from callee import Behaviour
from facts import SCHEMAS, Facts
from waiting import eventually

CALLS, EXECUTIONS, CONTACTS = SCHEMAS


@pytest.fixture(scope="module")
def facts(suite):
    return Facts(suite.kafka)


@pytest.fixture(scope="module")
def campaign(campaigns, callees, facts):
    """One that was answered and one that was busy twice; its facts by topic."""
    answered, busy = callees.new(Behaviour(keys=((0.3, "1"),))), callees.new(Behaviour(code=486))
    execution = campaigns.launch([answered, busy], flows.asks(campaigns.audio),
                                 retryStrategy={"type": "fixed_delay", "delayMinutes": 0.01,
                                                "maxRetries": 1})
    campaigns.finish(execution)

    def look():
        executions = [fact for fact in facts.all(EXECUTIONS) if fact.key == execution]
        kinds = [fact.kind for fact in executions]
        is_told = kinds.count("attempt_ended") == 3 and "execution_status_changed" in kinds
        return executions if is_told else None

    executions = eventually(look, 5, "three attempt_ended and the completion")
    calls = [fact for fact in facts.all(CALLS) if fact.value.execution_id == execution]
    return {"id": execution, "answered": answered, EXECUTIONS: executions, CALLS: calls}


@pytest.mark.parametrize("topic", SCHEMAS)
def test_every_record_is_a_cloud_event_in_binary_mode(facts, campaign, topic):
    records = facts.all(topic)
    assert records
    for fact in records:
        told = fact.headers
        assert told["ce_specversion"] == "1.0"
        assert told["content-type"] == "application/protobuf"
        assert told["ce_dataschema"] == SCHEMAS[topic]
        assert told["ce_type"] == fact.what.DESCRIPTOR.full_name
        assert told["ce_id"] and told["ce_source"]
        assert datetime.datetime.fromisoformat(told["ce_time"])
    assert len({fact.headers["ce_id"] for fact in records}) == len(records)


def test_call_events_are_numbered_without_gaps_within_one_partition(campaign, facts):
    attempts = {}
    for fact in facts.all(CALLS):
        assert fact.key == fact.value.job_id
        attempts.setdefault(fact.value.attempt_id, []).append(fact)
    assert len(attempts) >= 3
    for told in attempts.values():
        assert [fact.value.sequence for fact in told] == list(range(1, len(told) + 1))
        assert len({fact.partition for fact in told}) == 1
        assert told[0].kind in ("dialed", "arrived")  # arrived: of a test before this one
        if told[-1].kind == "finished":
            assert [fact.kind for fact in told].count("finished") == 1


def test_the_call_that_was_answered_is_told_from_dial_to_end(campaign):
    told = [fact for fact in campaign[CALLS]
            if fact.value.attempt_id in {it.value.attempt_id for it in campaign[CALLS]
                                         if it.kind == "answered"}]
    kinds = [fact.kind for fact in told]
    assert kinds.index("dialed") < kinds.index("ringing") < kinds.index("answered")
    assert kinds[-1] == "finished"
    key, = [fact.what for fact in told if fact.kind == "digit_heard"]
    assert (key.node_id, key.digit) == ("choice", "1")
    assert told[0].what.to == campaign["answered"]
    steps = [fact.value.step for fact in told if fact.kind == "engine_input"]
    assert steps == list(range(1, len(steps) + 1)), "every input of the engine, for the replay"
    assert told[-1].what.sip_code == 200 and told[-1].what.packets_sent > 0


def test_every_attempt_ends_once_with_its_retry(campaign):
    ended = [fact.what for fact in campaign[EXECUTIONS] if fact.kind == "attempt_ended"]
    assert len({it.attempt_id for it in ended}) == 3
    busy = [it for it in ended if it.to != campaign["answered"]]
    assert [it.attempt_number for it in busy] == [1, 2]
    assert [it.HasField("retry_at") for it in busy] == [True, False]
    assert all(it.HasField("started_at") and it.HasField("ended_at") for it in ended)


def test_the_execution_is_told_from_launch_to_completion(campaign):
    launched = [fact.what for fact in campaign[EXECUTIONS] if fact.kind == "execution_launched"]
    assert [it.total_contacts for it in launched] == [2]
    assert campaign[EXECUTIONS][-1].kind == "execution_status_changed"


@pytest.mark.parametrize("topic", [EXECUTIONS, CONTACTS])
def test_the_sequence_of_an_outbox_topic_rises_per_key(facts, campaign, topic):
    last = {}
    for fact in facts.all(topic):
        sequence = fact.headers["ce_sequence"]
        assert last.get(fact.key, "") < sequence
        last[fact.key] = sequence


def test_a_contact_is_told_as_it_comes_changes_and_goes(api, callees, facts):
    phone = callees.new()
    contact = api.post("/contact", {"primaryPhone": phone})["id"]
    api.post("/contact/upsert", {"data": [{"primaryPhone": phone, "firstName": "Nour"}]}, status=200)
    api.delete(f"/contact/{contact}")

    def look():
        told = [fact for fact in facts.all(CONTACTS) if fact.key == contact]
        return told if len(told) == 3 else None

    told = eventually(look, 5, "three facts of the contact")
    assert [fact.kind for fact in told] == ["contact_created", "contact_updated", "contact_deleted"]
    assert told[1].what.contact.first_name == "Nour"


def test_nothing_went_to_the_dead_letters(suite, facts, campaign):
    consumer = Consumer({"bootstrap.servers": suite.kafka, "group.id": "tests"})
    for topic in SCHEMAS:
        for partition in range(4):
            low, high = consumer.get_watermark_offsets(
                TopicPartition(f"{topic}.dead-letter", partition), 10)
            assert low == high, topic
    consumer.close()
