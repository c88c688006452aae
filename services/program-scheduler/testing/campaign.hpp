#pragma once

#include "base/clock.hpp"
#include "pg/migrate.hpp"
#include "pg/pool.hpp"
#include "pg_testing/test_cluster.hpp"
#include "program_scheduler/executions/control.hpp"
#include "program_scheduler/executions/execution_rows.hpp"
#include "program_scheduler/leasing/briefing.hpp"
#include "program_scheduler/leasing/changes.hpp"
#include "program_scheduler/leasing/claim.hpp"
#include "program_scheduler/planning/planner.hpp"

#include <grpcpp/server.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

/// A running execution on a real database, its contacts told by a stand-in of the contact service.
namespace hatif::program_scheduler::testing {

/// Contacts 1…n of one audience; contact i has the number +2126<i, eight digits>.
class Contacts final : public contact::v1::MembershipService::Service {
public:
    std::int64_t count = 0;
    std::set<std::int64_t> deleted{};
    /// Who else may not be called, and why.
    std::map<std::int64_t, contact::v1::Refusal> refused{};
    bool away = false;
    /// All have one and the same number.
    bool one_number = false;
    /// Who has which number, when they call us.
    std::map<std::string, base::ContactId> callers{};
    /// Where contact i may be; nothing is known of the others.
    std::map<std::int64_t, std::string> zones{};
    /// For whom a moment falls due, by that moment.
    std::multimap<base::Instant, std::int64_t> due{};
    /// The attribute whose moments fall due was deleted.
    bool no_attribute = false;
    /// What happens while a Snapshot is asked for.
    std::function<void()> before_answer{};

    static base::ContactId id(std::int64_t i);

    grpc::Status Members(grpc::ServerContext*,
                         const contact::v1::MembersRequest* request,
                         grpc::ServerWriter<contact::v1::MembersResponse>* stream) override;
    grpc::Status DueMembers(grpc::ServerContext*,
                            const contact::v1::DueMembersRequest* request,
                            grpc::ServerWriter<contact::v1::DueMembersResponse>* stream) override;
    grpc::Status Snapshot(grpc::ServerContext*,
                          const contact::v1::SnapshotRequest* request,
                          contact::v1::SnapshotResponse* response) override;
    grpc::Status FindByPhone(grpc::ServerContext*,
                             const contact::v1::FindByPhoneRequest* request,
                             contact::v1::FindByPhoneResponse* response) override;

private:
    std::string zones_of(std::int64_t i) const;
};

struct Bounds {
    int organization = 1'000'000;
    int did = 1'000'000;
    int retries = 0;
    double retry_minutes = 0;
};

class Campaign {
public:
    /// By the system's clock unless another is handed in, which outlives it.
    explicit Campaign(std::int64_t contacts, Bounds bounds = {});
    Campaign(std::int64_t contacts, Bounds bounds, const base::Clock& clock);
    ~Campaign();

    pg::Pool pool;
    const base::Clock& clock;
    Desk desk;
    Contacts contacts;
    base::OrganizationId organization{base::Uuid::v7(base::SystemClock{}.now())};
    base::ExecutionId execution{base::Uuid::v7(base::SystemClock{}.now())};
    /// Who leases and starts.
    std::string worker = "worker-1";

    /// Reads the whole audience into the queue.
    void plan();
    std::vector<program::v1::Lease> lease(std::int64_t most);
    std::vector<int> start(const std::vector<program::v1::Lease>& leases);
    /// The same for calls that go on by another trunk.
    std::vector<int> start_by(const std::string& trunk,
                              const std::vector<program::v1::Lease>& leases);
    std::vector<int> renew(const std::vector<program::v1::Lease>& leases);
    void finish(const std::vector<program::v1::Lease>& leases, schedule::Outcome outcome);
    void control(Control what);
    /// The planner knows the tables as they are.
    void analyze();
    /// All leases run out, and their partitions were consumed.
    void expire();
    void sweep();

    /// What `work` answers while all bounds believe to have so many live calls; done anew where the
    /// machine was too slow for it.
    template <class Work>
    auto while_counted(int live, const Work& work) {
        using Steady = std::chrono::steady_clock;
        while (true) {
            const auto began = Steady::now();
            touch("UPDATE capacity SET counted_until = clock_timestamp() + interval '240 ms', "
                  "live = " +
                  std::to_string(live));
            auto answer = work();
            if (Steady::now() - began < std::chrono::milliseconds{200}) return answer;
        }
    }

    /// The counts; throws when they do not add up.
    Execution look();
    std::int64_t scalar(const std::string& sql);
    /// A statement that answers one text.
    std::string text(const std::string& sql);
    /// A statement that answers nothing; how many rows it touched.
    std::int64_t touch(const std::string& sql);

protected:
    std::unique_ptr<grpc::Server> server_;
    std::unique_ptr<contact::v1::MembershipService::Stub> stub_;
    rpc::ServiceIdentity identity_;
};

} // namespace hatif::program_scheduler::testing
