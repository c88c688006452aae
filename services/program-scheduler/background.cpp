#include "program_scheduler/background.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/call_events.hpp"

namespace hatif::program_scheduler {

using namespace std::chrono_literals;

namespace {

void complain(const char* what, const base::Error& error) {
    observability::log_warning(what, {{"why", error.what}});
}

kafka::ConsumerOptions call_events(const std::string& brokers) {
    return {.brokers = brokers,
            .group = "program-scheduler",
            .topic = "hatif.call-events.v1",
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

kafka::RelayOptions outbox(const std::string& brokers) {
    return {.brokers = brokers,
            .source = "hatif-program-scheduler",
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

} // namespace

Background::Background(pg::Pool& pool,
                       const std::string& kafka,
                       contact::v1::MembershipService::StubInterface& contacts,
                       const rpc::ServiceIdentity& identity,
                       std::chrono::seconds lease_time)
    : end_offsets_{kafka}, sweeper_{pool,
                                    [this] { return end_offsets_.of("hatif.call-events.v1", 2s); },
                                    lease_time},
      planner_{pool, contacts, identity}, consumer_{call_events(kafka), pool, take_call_events},
      relay_{outbox(kafka), pool}, sweeping_{250ms,
                                             [this] {
                                                 const auto done = sweeper_.sweep(
                                                     std::chrono::steady_clock::now());
                                                 if (!done) complain("sweep failed", done.error());
                                                 return false;
                                             }},
      planning_{50ms, [this] {
                    const auto planned = planner_.plan();
                    if (!planned) complain("planning failed", planned.error());
                    return planned.value_or(false);
                }} {}

} // namespace hatif::program_scheduler
