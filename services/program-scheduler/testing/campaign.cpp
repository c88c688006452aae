#include "program_scheduler/testing/campaign.hpp"

#include "program_scheduler/leasing/endings.hpp"
#include "program_scheduler/leasing/lease_rows.hpp"
#include "program_scheduler/leasing/sweeper.hpp"
#include "program_scheduler/migrations.hpp"
#include "rpc/status.hpp"
#include "rpc/time.hpp"

#include <grpcpp/server_builder.h>

#include <cstdio>
#include <stdexcept>

namespace hatif::program_scheduler::testing {

using base::Result;
using namespace std::chrono_literals;

namespace {

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().what};
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

rpc::ServiceIdentity identity() {
    return {"program-scheduler", must(rpc::CallerKeys::read("k:000102030405060708090a0b0c0d0e0f"))};
}

const base::Clock& system_clock() {
    static const base::SystemClock clock;
    return clock;
}

std::int64_t number_of(const std::string& contact_id) {
    const auto id = *base::Uuid::parse(contact_id);
    return id.bytes()[14] * 256 + id.bytes()[15];
}

} // namespace

base::ContactId Contacts::id(std::int64_t i) {
    base::Uuid::Bytes bytes{};
    bytes[14] = static_cast<std::uint8_t>(i >> 8);
    bytes[15] = static_cast<std::uint8_t>(i);
    return base::ContactId{base::Uuid{bytes}};
}

grpc::Status Contacts::Members(grpc::ServerContext*,
                               const contact::v1::MembersRequest* request,
                               grpc::ServerWriter<contact::v1::MembersResponse>* stream) {
    contact::v1::MembersResponse response;
    const auto after = request->after().empty() ? 0 : number_of(request->after());
    for (auto i = after + 1; i <= count && i <= after + request->limit(); ++i) {
        const auto bytes = id(i).value().bytes();
        response.mutable_contact_ids()->append(bytes.begin(), bytes.end());
        if (!request->with_zones()) continue;
        response.add_zones(static_cast<std::uint32_t>(response.zone_sets_size()));
        response.add_zone_sets(zones_of(i));
    }
    stream->Write(response);
    return grpc::Status::OK;
}

std::string Contacts::zones_of(std::int64_t i) const {
    const auto found = zones.find(i);
    return found == zones.end() ? "" : found->second;
}

grpc::Status Contacts::DueMembers(grpc::ServerContext*,
                                  const contact::v1::DueMembersRequest* request,
                                  grpc::ServerWriter<contact::v1::DueMembersResponse>* stream) {
    if (no_attribute) {
        return rpc::to_status(
            {base::Errc::not_found, "no such attribute", "CUSTOM_ATTRIBUTE_NOT_FOUND"});
    }
    contact::v1::DueMembersResponse response;
    const auto last = due.upper_bound(rpc::from_wire(request->until()));
    for (auto it = due.upper_bound(rpc::from_wire(request->after())); it != last; ++it) {
        auto& member = *response.add_members();
        member.set_contact_id(id(it->second).value().to_string());
        rpc::set(*member.mutable_due_at(), it->first);
        member.set_zones(zones_of(it->second));
    }
    stream->Write(response);
    return grpc::Status::OK;
}

grpc::Status Contacts::Snapshot(grpc::ServerContext*,
                                const contact::v1::SnapshotRequest* request,
                                contact::v1::SnapshotResponse* response) {
    if (const auto happen = before_answer) happen();
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    for (const auto& contact_id : request->contact_ids()) {
        auto& callee = *response->add_callees();
        callee.set_contact_id(contact_id);
        const auto i = number_of(contact_id);
        std::array<char, 16> phone{};
        std::snprintf(phone.data(), phone.size(), "+2126%08d",
                      one_number ? 1 : static_cast<int>(i));
        const auto why = refused.find(i);
        const bool anyway = why != refused.end() && request->include_unreachable() &&
                            why->second == contact::v1::REFUSAL_UNREACHABLE;
        if (deleted.contains(i)) {
            callee.set_refusal(contact::v1::REFUSAL_DELETED);
        } else if (why != refused.end() && !anyway) {
            callee.set_refusal(why->second);
        } else {
            callee.set_phone(phone.data());
            callee.set_zones(zones_of(i));
        }
    }
    return grpc::Status::OK;
}

grpc::Status Contacts::FindByPhone(grpc::ServerContext*,
                                   const contact::v1::FindByPhoneRequest* request,
                                   contact::v1::FindByPhoneResponse* response) {
    if (away) return {grpc::StatusCode::UNAVAILABLE, "away"};
    const auto found = callers.find(request->phone());
    if (found == callers.end()) return grpc::Status::OK;
    auto& callee = *response->mutable_callee();
    callee.set_contact_id(found->second.value().to_string());
    callee.set_phone(request->phone());
    (*callee.mutable_fields())["firstName"] = "Salma";
    return grpc::Status::OK;
}

Campaign::Campaign(std::int64_t people, Bounds bounds) : Campaign{people, bounds, system_clock()} {}

Campaign::Campaign(std::int64_t people, Bounds bounds, const base::Clock& its_clock)
    : pool{pg_testing::TestCluster::shared().new_database("program_scheduler"), 8},
      clock{its_clock}, desk{pool, clock}, identity_{identity()} {
    contacts.count = people;
    grpc::ServerBuilder builder;
    builder.RegisterService(&contacts);
    server_ = builder.BuildAndStart();
    stub_ = contact::v1::MembershipService::NewStub(server_->InProcessChannel({}));
    must(pg::migrate(pool, migrations()));
    const auto now = clock.now();
    const base::Uuid program = base::Uuid::v7(now);
    const std::vector<base::Uuid> dids{base::Uuid::v7(now), base::Uuid::v7(now)};
    must(pool.transact([&](pg::Transaction& t) -> Result<void> {
        for (std::size_t i = 0; i < dids.size(); ++i) {
            must(t.exec(
                "INSERT INTO dids (id, organization_id, number, status, created_at, updated_at) "
                "VALUES ($1, $2, $3, 'active', now(), now())",
                dids[i], organization, "+21252000000" + std::to_string(i)));
            must(t.exec("INSERT INTO capacity (kind, id, max_concurrent) VALUES (2, $1, $2)",
                        dids[i], static_cast<std::int64_t>(bounds.did)));
        }
        must(t.exec("INSERT INTO trunks (id, name, host, port, transport, created_at, updated_at) "
                    "VALUES ($1, 'carrier', '127.0.0.1', 5060, 'udp', now(), now())",
                    base::Uuid::v7(now)));
        must(t.exec("INSERT INTO capacity (kind, id, max_concurrent) VALUES (0, $1, $2), "
                    "(1, $3, NULL)",
                    organization, static_cast<std::int64_t>(bounds.organization), program));
        must(t.exec(
            "INSERT INTO programs (id, organization_id, name, flow_id, audience_id, did_pool, "
            "timezone, retry_type, status, created_at, updated_at) "
            "VALUES ($1, $2, 'p', $1, $1, $3, 'UTC', 0, 2, now(), now())",
            program, organization, dids));
        must(t.exec(
            "INSERT INTO executions (id, organization_id, program_id, audience_id, "
            "audience_version, flow_id, flow_version, did_pool, retry_type, "
            "retry_delay_minutes, retry_max, total, status, started_at, created_at, updated_at) "
            "VALUES ($1, $2, $3, $3, 1, $3, 1, $4, $5, $6, $7, $8, 2, now(), now(), now())",
            execution, organization, program, dids, bounds.retries > 0 ? 1 : 0,
            bounds.retry_minutes, bounds.retries, people));
        must(t.exec("INSERT INTO execution_plans (execution_id) VALUES ($1)", execution));
        must(t.exec("INSERT INTO execution_counts (execution_id) VALUES ($1)", execution));
        return {};
    }));
}

Campaign::~Campaign() {
    server_->Shutdown();
}

void Campaign::plan() {
    Planner planner{pool, clock, *stub_, identity_};
    while (must(planner.plan())) {
    }
}

std::vector<program::v1::Lease> Campaign::lease(std::int64_t most) {
    Briefing briefing{desk, *stub_, identity_};
    auto given = give_out(desk, briefing, {{worker, most}});
    return given ? std::move(given->leases) : std::vector<program::v1::Lease>{};
}

std::vector<int> Campaign::start(const std::vector<program::v1::Lease>& leases) {
    return start_by("", leases);
}

std::vector<int> Campaign::start_by(const std::string& trunk,
                                    const std::vector<program::v1::Lease>& leases) {
    program::v1::StartRequest request;
    request.set_worker(worker);
    for (const auto& lease : leases) {
        auto& item = *request.add_attempts();
        item.set_trunk_id(trunk);
        item.mutable_attempt()->set_attempt_id(lease.attempt_id());
        item.mutable_attempt()->set_epoch(lease.epoch());
    }
    const auto response = must(program_scheduler::start(desk, request));
    return {response.answers().begin(), response.answers().end()};
}

std::vector<int> Campaign::renew(const std::vector<program::v1::Lease>& leases) {
    program::v1::RenewRequest request;
    for (const auto& lease : leases) {
        auto& attempt = *request.add_attempts();
        attempt.set_attempt_id(lease.attempt_id());
        attempt.set_epoch(lease.epoch());
    }
    const auto response = must(program_scheduler::renew(desk, request));
    return {response.answers().begin(), response.answers().end()};
}

void Campaign::finish(const std::vector<program::v1::Lease>& leases, schedule::Outcome outcome) {
    must(pool.transact([&](pg::Transaction& transaction) -> Result<void> {
        std::vector<base::AttemptId> attempts;
        for (const auto& lease : leases)
            attempts.emplace_back(*base::Uuid::parse(lease.attempt_id()));
        must(lock_stories(transaction, must(executions_of(transaction, attempts))));
        const auto now = clock.now();
        std::vector<Ending> endings;
        for (const auto& lease : must(lock_leases(transaction, attempts))) {
            const auto ended = schedule::step(state_of(lease), schedule::Finished{outcome, ""});
            endings.push_back({lease, std::get<schedule::Ended>(ended), now});
        }
        return end_attempts(transaction, endings, now);
    }));
}

void Campaign::control(Control what) {
    must(pool.transact([&](pg::Transaction& transaction) {
        return program_scheduler::control(transaction, organization, execution, what, clock.now());
    }));
}

void Campaign::analyze() {
    must((*must(pool.borrow())).script("ANALYZE job_queue"));
}

void Campaign::expire() {
    scalar("WITH late AS (UPDATE leases SET expires_at = now() - interval '1 s' RETURNING 1) "
           "SELECT count(*) FROM late");
}

void Campaign::sweep() {
    // The topic has one partition and is empty: all of it was consumed.
    auto now = std::chrono::steady_clock::time_point{} + 1h;
    Sweeper sweeper{desk, [] { return Result<std::vector<std::int64_t>>{{0}}; },
                    [&] { return now; }};
    for (int round = 0; round <= 2 * desk.lease_time.count(); ++round, now += 1s)
        must(sweeper.sweep());
}

Execution Campaign::look() {
    auto it = must(pool.transact([&](pg::Transaction& transaction) {
        return read_execution(transaction, organization, execution);
    }));
    if (it.completed + it.failed + it.pending + it.in_progress + it.skipped != it.total ||
        it.pending < 0) {
        throw std::runtime_error{"the counts do not add up"};
    }
    return it;
}

std::int64_t Campaign::scalar(const std::string& sql) {
    return must(pool.transact([&](pg::Transaction& transaction) -> Result<std::int64_t> {
        return must(transaction.exec(sql))[0].get<std::int64_t>(0);
    }));
}

std::string Campaign::text(const std::string& sql) {
    return must(pool.transact([&](pg::Transaction& transaction) -> Result<std::string> {
        return must(transaction.exec(sql))[0].get<std::string>(0);
    }));
}

std::int64_t Campaign::touch(const std::string& sql) {
    return must(pool.transact([&](pg::Transaction& transaction) -> Result<std::int64_t> {
        return static_cast<std::int64_t>(must(transaction.exec(sql)).affected());
    }));
}

} // namespace hatif::program_scheduler::testing
