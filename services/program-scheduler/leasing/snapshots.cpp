#include "program_scheduler/leasing/snapshots.hpp"

#include "observability/log.hpp"

#include <iterator>
#include <random>

namespace hatif::program_scheduler {

namespace {

std::ptrdiff_t any_below(std::size_t count) {
    thread_local std::minstd_rand random{std::random_device{}()};
    return static_cast<std::ptrdiff_t>(random() % std::max<std::size_t>(count, 1));
}

SnapshotGroup group_of(const Claimed& it) {
    return {it.lease.organization, it.audience, it.include_unreachable};
}

/// Of one group.
contact::v1::SnapshotRequest request_for(const std::vector<const Claimed*>& those) {
    contact::v1::SnapshotRequest request;
    const Claimed& first = *those.front();
    request.set_organization_id(first.lease.organization.value().to_string());
    if (!first.lease.is_single()) request.set_audience_id(first.audience.value().to_string());
    request.set_include_unreachable(first.include_unreachable);
    for (const Claimed* it : those) {
        request.add_contact_ids(it->lease.contact.value().to_string());
    }
    return request;
}

} // namespace

const std::optional<contact::v1::Callee>* answer_of(const Callees& callees, const Claimed& it) {
    const auto group = callees.find(group_of(it));
    if (group == callees.end()) return nullptr;
    const auto found = group->second.find(it.lease.contact);
    return found == group->second.end() ? nullptr : &found->second;
}

bool Snapshots::ask(const std::vector<Claimed>& claimed,
                    std::chrono::milliseconds patience,
                    Callees& callees) const {
    if (claimed.empty()) return true;
    bool all = true;
    std::map<SnapshotGroup, std::vector<const Claimed*>> asked;
    for (const Claimed& it : claimed) {
        asked[group_of(it)].push_back(&it);
        callees[group_of(it)].erase(it.lease.contact);
    }
    const auto deadline = std::chrono::system_clock::now() + patience; // of all together
    // From a group on that differs each time: when the contact service is slow, whoever comes last
    // goes unasked.
    auto next = std::next(asked.begin(), any_below(asked.size()));
    for (std::size_t i = 0; i < asked.size(); ++i, ++next) {
        if (next == asked.end()) next = asked.begin();
        const auto& [group, those] = *next;
        const auto request = request_for(those);
        grpc::ClientContext context;
        identity_.prepare(context);
        context.set_deadline(deadline);
        contact::v1::SnapshotResponse response;
        const auto status = contacts_.Snapshot(&context, request, &response);
        if (!status.ok()) {
            all = false;
            observability::log_warning("no snapshot", {{"why", status.error_message()}});
            continue;
        }
        auto& answered = callees[group];
        for (const Claimed* it : those) answered[it->lease.contact];
        for (auto& callee : *response.mutable_callees()) {
            const auto id = base::Uuid::parse(callee.contact_id());
            if (id) answered[base::ContactId{*id}] = std::move(callee);
        }
    }
    return all;
}

} // namespace hatif::program_scheduler
