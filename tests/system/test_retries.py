"""Who was not reached is called again as the program says: by outcome, from the same number, in time."""
import datetime

import flows
from callee import Behaviour


def minutes(seconds):
    return seconds / 60


def attempts(campaigns, execution, count):
    return {report["attempts"][0]["call"]["to"]: report for report in
            campaigns.settled_reports(execution, count)}


def test_an_outcome_may_have_a_delay_and_a_count_of_its_own(campaigns, callees, peer):
    busy, rejected = callees.new(Behaviour(code=486)), callees.new(Behaviour(code=603))
    execution = campaigns.launch([busy, rejected], retryStrategy={
        "type": "fixed_delay", "delayMinutes": 60, "maxRetries": 0,
        "byOutcome": {"busy": {"delayMinutes": minutes(1), "maxRetries": 2}}})
    done = campaigns.finish(execution)
    assert done["outcomes"] == {"busy": 1, "rejected": 1}
    assert (len(peer.seen(busy)), len(peer.seen(rejected))) == (3, 1)


def test_a_delay_counts_from_the_end_of_the_attempt(campaigns, callees, peer):
    number = callees.new(Behaviour(code=486, after=1.5))
    execution = campaigns.launch([number], retryStrategy={
        "type": "fixed_delay", "delayMinutes": minutes(2), "maxRetries": 1})
    campaigns.finish(execution)
    first, second = peer.seen(number)
    assert second.first_at - first.first_at >= 3.4


def test_who_is_called_again_is_called_from_the_same_number_on_request(campaigns, callees, peer):
    numbers = [callees.new(Behaviour(code=486, after=0.05)) for _ in range(10)]
    execution = campaigns.launch(numbers, stickyDid=True, retryStrategy={
        "type": "fixed_delay", "delayMinutes": minutes(0.5), "maxRetries": 2})
    campaigns.finish(execution)
    froms = {number: {call.from_ for call in peer.seen(number)} for number in numbers}
    assert all(len(its) == 1 for its in froms.values()), froms
    assert len(set().union(*froms.values())) == 2  # the pool is used all the same


def test_a_retry_past_the_end_is_skipped(campaigns, callees, peer):
    number = callees.new(Behaviour(code=486))
    stop = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=30)
    execution = campaigns.launch([number], stopAt=stop.strftime("%Y-%m-%dT%H:%M:%SZ"),
                                 retryStrategy={"type": "fixed_delay", "delayMinutes": 5,
                                                "maxRetries": 3})
    done = campaigns.until(execution, lambda it: it["contactsSkipped"] == 1, 15, "it is skipped")
    assert done["outcomes"] == {"busy": 1}
    report, = campaigns.settled_reports(execution, 1)
    assert report["outcomeReason"] == "skipped_stopped"


def test_a_number_that_does_not_exist_is_not_tried_again(campaigns, callees, peer):
    number = callees.new(Behaviour(code=404))
    execution = campaigns.launch([number], retryStrategy={
        "type": "fixed_delay", "delayMinutes": minutes(0.2), "maxRetries": 3})
    assert campaigns.finish(execution)["contactsFailed"] == 1
    assert len(peer.seen(number)) == 1
