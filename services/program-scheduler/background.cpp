#include "program_scheduler/background.hpp"

#include "observability/log.hpp"
#include "program_scheduler/leasing/call_events.hpp"

namespace hatif::program_scheduler {

using namespace std::chrono_literals;

namespace {

void complain(const char* what, const base::Error& error) {
    observability::log_warning(what, {{"why", error.what}});
}

kafka::ConsumerOptions call_events(const std::string& brokers, const std::string& listen) {
    return {.brokers = brokers,
            .group = "program-scheduler",
            .topic = "hatif.call-events.v1",
            .instance = kafka::instance_at(listen),
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

kafka::RelayOptions outbox(const std::string& brokers) {
    return {.brokers = brokers,
            .source = "hatif-program-scheduler",
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

} // namespace

Background::Background(pg::Pool& pool,
                       const Config& config,
                       contact::v1::MembershipService::StubInterface& contacts,
                       const rpc::ServiceIdentity& identity)
    : end_offsets_{config.kafka}, sweeper_{pool, [this] { return topic_ends(); }, config.lease},
      planner_{pool, contacts, identity}, timekeeper_{pool}, consumer_{call_events(config.kafka,
                                                                                   config.listen),
                                                                       pool, take_call_events},
      relay_{outbox(config.kafka), pool}, sweeping_{250ms, [this] { return sweep(); }},
      planning_{250ms, [this] { return plan(); }}, keeping_time_{100ms,
                                                                 [this] { return keep_time(); }} {}

base::Result<std::vector<std::int64_t>> Background::topic_ends() {
    return end_offsets_.of("hatif.call-events.v1", 2s);
}

bool Background::sweep() {
    const auto swept = sweeper_.sweep();
    if (!swept) complain("sweep failed", swept.error());
    return false;
}

bool Background::keep_time() {
    const auto kept = timekeeper_.keep();
    if (!kept) complain("keeping time failed", kept.error());
    return kept.value_or(false);
}

bool Background::plan() {
    const auto planned = planner_.plan();
    if (!planned) complain("planning failed", planned.error());
    return planned.value_or(false);
}

} // namespace hatif::program_scheduler
