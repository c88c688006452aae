#pragma once

#include "base/clock.hpp"
#include "contact/engagement/intake.hpp"
#include "contact/testing/suite.hpp"
#include "kafka/cloud_event.hpp"
#include "rpc/time.hpp"

#include <hatif/program/v1/execution_events.pb.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

namespace hatif::contact::testing {

using namespace std::chrono_literals;

inline const base::Instant noon{1'700'049'600s};

/// An execution of the client, whose calls end as the test says.
class Calls {
public:
    explicit Calls(const Client& client) : organization_{client.organization()} {}

    program::v1::ExecutionEvent ended(const v1::Contact& contact, base::Instant at) const {
        program::v1::ExecutionEvent event;
        event.set_organization_id(organization_);
        event.set_execution_id(execution_);
        auto& it = *event.mutable_attempt_ended();
        it.set_contact_id(contact.id());
        it.set_to(contact.phone_e164());
        rpc::set(*it.mutable_started_at(), at);
        rpc::set(*it.mutable_ended_at(), at + 20s);
        return event;
    }

    program::v1::ExecutionEvent answered(const v1::Contact& contact, base::Instant at) const {
        auto event = ended(contact, at);
        event.mutable_attempt_ended()->set_outcome(type::v1::OUTCOME_COMPLETED);
        event.mutable_attempt_ended()->set_answered(true);
        return event;
    }

    program::v1::ExecutionEvent failed(const v1::Contact& contact,
                                       base::Instant at,
                                       const std::string& reason = "sip_404_not_found") const {
        auto event = ended(contact, at);
        event.mutable_attempt_ended()->set_outcome(type::v1::OUTCOME_FAILED);
        event.mutable_attempt_ended()->set_outcome_reason(reason);
        return event;
    }

    /// As the consumer hands them over, each at the next place of the outbox; `from` another one.
    void take(const std::vector<program::v1::ExecutionEvent>& events, std::uint64_t from = 0) {
        std::deque<std::string> payloads;
        std::vector<kafka::Received> records;
        auto row = from > 0 ? from : row_ + 1;
        for (const auto& event : events) {
            payloads.push_back(event.SerializeAsString());
            records.push_back({.key = execution_,
                               .payload = payloads.back(),
                               .headers = {{"ce_sequence", kafka::outbox_sequence(1, row++)}}});
        }
        row_ = std::max(row_, row - 1);
        kafka::Batch batch{std::move(records)};
        const auto done = Suite::shared().pool().transact([&](pg::Transaction& transaction) {
            return take_execution_events(batch, transaction, base::SystemClock{}.now());
        });
        if (!done) throw std::runtime_error{done.error().what};
    }

private:
    std::string organization_;
    std::string execution_ = base::Uuid::v7(base::SystemClock{}.now()).to_string();
    std::uint64_t row_ = 0;
};

} // namespace hatif::contact::testing
