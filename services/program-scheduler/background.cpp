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
            .batch_wait = 100ms,
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

kafka::RelayOptions outbox(const std::string& brokers) {
    return {.brokers = brokers,
            .source = "hatif-program-scheduler",
            .idle = 100ms,
            .complain = [](const std::string& what) { observability::log_warning(what); }};
}

} // namespace

Background::Background(pg::Pool& pool,
                       const Config& config,
                       contact::v1::MembershipService::StubInterface& contacts,
                       const rpc::ServiceIdentity& identity)
    : end_offsets_{config.kafka}, sweeper_{{pool, clock_, config.lease},
                                           [this] { return topic_ends(); }},
      planner_{pool, clock_, contacts, identity}, live_planner_{pool, clock_, contacts, identity},
      timekeeper_{pool}, forgetting_{pool, clock_, config.trail},
      consumer_{call_events(config.kafka, config.listen), pool,
                [this](kafka::Batch& batch, pg::Transaction& transaction) {
                    return take_call_events(clock_, batch, transaction);
                }},
      relay_{outbox(config.kafka), pool}, sweeping_{250ms, [this] { return sweep(); }},
      planning_{50ms, [this] { return plan(); }}, planning_live_{250ms,
                                                                 [this] { return plan_live(); }},
      keeping_time_{100ms, [this] { return keep_time(); }}, forgetting_old_{1min, [this] {
                                                                                return forget();
                                                                            }} {}

base::Result<std::vector<std::int64_t>> Background::topic_ends() {
    return end_offsets_.of("hatif.call-events.v1", 2s);
}

bool Background::sweep() {
    const auto swept = sweeper_.sweep();
    if (!swept) complain("sweep failed", swept.error());
    return false;
}

bool Background::forget() {
    const auto more = forgetting_.forget();
    if (!more) complain("forgetting what is old failed", more.error());
    return more.value_or(false);
}

bool Background::keep_time() {
    const auto kept = timekeeper_.keep();
    if (!kept) complain("keeping time failed", kept.error());
    return kept.value_or(false);
}

/// Within a second of a window it looks often: fast campaigns empty their queues in no time. Else
/// four times a second.
bool Background::plan() {
    constexpr unsigned patient = 20, each = 5;
    if (++idle_ticks_ > patient && idle_ticks_ % each != 0) return false;
    const auto planned = planner_.plan();
    if (!planned) complain("planning failed", planned.error());
    if (planned.value_or(false)) idle_ticks_ = 0;
    return planned.value_or(false);
}

bool Background::plan_live() {
    const auto planned = live_planner_.plan();
    if (!planned) complain("planning of live programs failed", planned.error());
    return false;
}

} // namespace hatif::program_scheduler
