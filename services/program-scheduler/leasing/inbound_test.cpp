#include "program_scheduler/leasing/inbound.hpp"

#include "program_scheduler/calls/calls_fixture.hpp"
#include "program_scheduler/leasing/endings.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::program_scheduler;
using schedule::Outcome;
using testing::Bounds;
using testing::Calls;
using testing::Contacts;
namespace v1 = program::v1;

namespace {

constexpr const char* takes_calls_graph = R"({"startNodeId":"take","nodes":[
    {"id":"take","type":"answer","config":{},"outputs":{"onSuccess":"end","onError":"end"}},
    {"id":"end","type":"hangup","config":{},"outputs":{}}]})";
constexpr const char* ours = "+212520000000";

/// An organization whose first number takes calls.
struct Inbounds : Calls {
    explicit Inbounds(Bounds bounds = {}) : Calls{10, bounds} {
        save(takes_calls_graph, 2);
        touch("UPDATE dids SET country = 'MA', inbound_flow_id = '" + flow_id +
              "' WHERE number = '" + std::string{ours} + "'");
        touch("INSERT INTO capacity (kind, id) SELECT 3, id FROM trunks");
        trunk = text("SELECT id::text FROM trunks");
    }

    void save(const std::string& graph, int version) {
        touch("INSERT INTO flow_versions (flow_id, version, name, graph, audio_ids, created_at) "
              "VALUES ('" +
              flow_id + "', " + std::to_string(version) + ", 'f', '" + graph + "', '{}', now())");
        touch("UPDATE flows SET version = " + std::to_string(version) + " WHERE id = '" + flow_id +
              "'");
    }

    v1::AdmitInboundResponse admit(const std::string& call_id,
                                   const std::string& to = ours,
                                   const std::string& from = "0612345678") {
        v1::AdmitInboundRequest request;
        request.set_worker(worker);
        request.set_call_id(call_id);
        request.set_trunk_id(trunk);
        request.set_to(to);
        request.set_from(from);
        const auto answer = inbound.admit(request);
        if (!answer) throw std::runtime_error{answer.error().what};
        return *answer;
    }
    /// "404 unknown_did"; "" when it is taken.
    std::string refusal(const std::string& call_id,
                        const std::string& to = ours,
                        const std::string& from = "0612345678") {
        const auto answer = admit(call_id, to, from);
        if (answer.has_lease()) return "";
        return std::to_string(answer.sip_code()) + " " + answer.reason();
    }
    std::int64_t live() { return scalar("SELECT count(*) FROM leases"); }

    std::string trunk;
    Inbound inbound{desk, *stub_, identity_};
};

} // namespace

TEST_CASE("a call to a number of ours is taken by the newest good version of its flow",
          "[scheduler][inbound]") {
    Inbounds it;
    it.save(R"({"startNodeId":"nowhere","nodes":[]})", 3); // a draft
    it.contacts.callers.emplace("+212612345678", Contacts::id(4));
    const auto lease = it.admit("a@carrier").lease();
    CHECK(lease.inbound());
    CHECK(lease.to() == ours);
    CHECK(lease.from() == "+212612345678");
    CHECK(lease.flow_id() == it.flow_id);
    CHECK(lease.flow_version() == 2);
    CHECK(lease.contact_id() == Contacts::id(4).value().to_string());
    CHECK(lease.fields().at("firstName") == "Salma");
    CHECK(lease.organization_id() == it.organization.value().to_string());
    CHECK(lease.trunk_id() == it.trunk);
    CHECK(lease.other_trunk_ids().empty());
    CHECK(lease.attempt_number() == 1);
    CHECK(lease.epoch() == 1);
    CHECK(lease.execution_id().empty());
    CHECK(lease.max_call().seconds() == 600);
    CHECK(it.renew({lease}) == std::vector<int>{v1::RenewResponse::ANSWER_RENEWED});
}

TEST_CASE("our number is known however the trunk writes it", "[scheduler][inbound]") {
    Inbounds it;
    int call = 0;
    for (const auto* to :
         {"+212520000000", "212520000000", "00212520000000", "0520000000", "+212520000000;npdi"}) {
        CAPTURE(to);
        CHECK(it.refusal(std::to_string(++call), to).empty());
    }
    for (const auto* to : {"+212520000009", "0520000009", "520", "", "anonymous", "'; DROP"}) {
        CAPTURE(to);
        CHECK(it.refusal(std::to_string(++call), to) == "404 unknown_did");
    }
}

TEST_CASE("whoever nobody knows may call, and so may who hides their number",
          "[scheduler][inbound]") {
    Inbounds it;
    auto lease = it.admit("a").lease();
    CHECK(lease.contact_id().empty());
    CHECK(lease.fields().empty());
    lease = it.admit("b", ours, "anonymous").lease();
    CHECK(lease.from() == "anonymous");
    it.contacts.away = true; // and while the contacts cannot be asked
    CHECK(it.refusal("c").empty());
}

TEST_CASE("a repeat of the INVITE gives the same answer, and counts once", "[scheduler][inbound]") {
    Inbounds it;
    const auto first = it.admit("a");
    it.worker = "worker-2";
    const auto again = it.admit("a");
    CHECK(first.lease().SerializeAsString() == again.lease().SerializeAsString());
    CHECK(it.live() == 1);
    CHECK(it.text("SELECT worker FROM leases") == "worker-2");
    std::vector<std::jthread> retries;
    for (int i = 0; i < 4; ++i) retries.emplace_back([&] { it.admit("b"); });
    retries.clear();
    CHECK(it.live() == 2);
    // Once the call is over, its id is as good as any other.
    it.finish({first.lease()}, Outcome::completed);
    CHECK(it.admit("a").lease().attempt_id() != first.lease().attempt_id());
}

TEST_CASE("a call that comes counts against organization, number and trunk",
          "[scheduler][inbound]") {
    Inbounds full{{.organization = 2}};
    CHECK(full.refusal("a").empty());
    full.plan();
    CHECK(full.lease(5).size() == 1);
    CHECK(full.refusal("b") == "486 no_room");

    Inbounds number{{.did = 1}};
    CHECK(number.refusal("a").empty());
    CHECK(number.refusal("b") == "486 no_room");
    number.plan();
    for (const auto& lease : number.lease(5)) CHECK(lease.from() != ours);

    Inbounds trunk;
    trunk.touch("UPDATE capacity SET max_concurrent = 3 WHERE kind = 3");
    {
        std::vector<std::jthread> callers;
        for (int i = 0; i < 6; ++i) {
            callers.emplace_back([&, i] { trunk.admit(std::to_string(i)); });
        }
    }
    CHECK(trunk.live() == 3);
}

TEST_CASE("a call that comes is added to a good count", "[scheduler][inbound]") {
    Inbounds it;
    CHECK(it.refusal("a").empty());
    it.touch("UPDATE capacity SET max_concurrent = 1000000");
    int calls = 0;
    it.while_counted(40, [&] { return it.refusal("b" + std::to_string(calls++)); });
    // Of the organization, its single calls, the number and the trunk.
    CHECK(it.scalar("SELECT count(*) FROM capacity WHERE live = 41") == 4);
}

TEST_CASE("a number takes calls only by its trunk, for its organization, while it has a flow",
          "[scheduler][inbound]") {
    Inbounds it;
    it.touch("UPDATE dids SET status = 'inactive'");
    CHECK(it.refusal("a") == "404 unknown_did");
    it.touch("UPDATE dids SET status = 'active', organization_id = NULL");
    CHECK(it.refusal("a") == "404 unknown_did");
    it.touch("UPDATE dids SET organization_id = gen_random_uuid()");
    CHECK(it.refusal("a") == "480 flow_cannot_run"); // it is another organization's flow
    it.touch("UPDATE dids SET organization_id = '" + it.organization.value().to_string() + "'");
    it.touch("INSERT INTO trunks (id, name, host, transport, created_at, updated_at) VALUES "
             "(gen_random_uuid(), 'other', '127.0.0.1', 'udp', now(), now())");
    it.touch("UPDATE dids SET trunk_id = (SELECT id FROM trunks WHERE name = 'other')");
    CHECK(it.refusal("a") == "404 unknown_did");
    it.touch("UPDATE dids SET trunk_id = '" + it.trunk + "'");
    CHECK(it.refusal("a").empty());
    it.touch("UPDATE dids SET inbound_flow_id = NULL");
    CHECK(it.refusal("b") == "404 no_inbound_flow");
    it.trunk = "00000000-0000-0000-0000-000000000001";
    CHECK(it.refusal("b") == "404 unknown_trunk");
    CHECK(it.refusal(std::string(513, 'x')) == "400 bad_call_id");
    CHECK(it.refusal(std::string("a\0b", 3)) == "400 bad_call_id");
}

TEST_CASE("a flow that places calls takes none, and one that takes them is not launched",
          "[scheduler][inbound]") {
    Inbounds it;
    CHECK(it.refusal("a").empty());
    CHECK(it.Calls::refusal(it.to(1)) == "FLOW_INVALID graph/startNodeId");
    it.touch("UPDATE flows SET version = 1");
    it.touch("DELETE FROM flow_versions WHERE version = 2");
    CHECK(it.refusal("b") == "480 flow_cannot_run");
}

TEST_CASE("the end of a call that came is told, and no retry follows", "[scheduler][inbound]") {
    Inbounds it;
    const auto lease = it.admit("a").lease();
    it.finish({lease}, Outcome::no_answer);
    CHECK(it.live() == 0);
    CHECK(it.events(lease.job_id()) == "AttemptEnded");
    const auto event = it.last_event(lease.job_id());
    CHECK(event.execution_id().empty());
    CHECK(event.attempt_ended().inbound());
    CHECK(event.attempt_ended().contact_id().empty());
    CHECK_FALSE(event.attempt_ended().has_retry_at());
    CHECK(it.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(it.kinds(lease.job_id()) == "ARRIVED LEASED STARTED ENDED");
    CHECK(it.look().dialled == 0);
}

TEST_CASE("a call that came never goes back to be dialled", "[scheduler][inbound]") {
    Inbounds it;
    const auto lease = it.admit("a").lease();
    it.give_back({lease}, "no_rtp_port");
    CHECK(it.live() == 0);
    CHECK(it.scalar("SELECT count(*) FROM job_queue") == 0);
    CHECK(it.events(lease.job_id()) == "JobSkipped");
    const auto lost = it.admit("b").lease();
    it.expire();
    it.sweep();
    CHECK(it.events(lost.job_id()) == "AttemptEnded");
    CHECK(it.last_event(lost.job_id()).attempt_ended().outcome_reason() == "worker_lost");
}

TEST_CASE("a person may call while they are called", "[scheduler][inbound]") {
    Inbounds it;
    it.plan();
    const auto called = it.lease(1).at(0);
    CHECK(it.refusal("a", ours, called.to()).empty());
    it.finish({called}, Outcome::completed);
    CHECK(it.scalar("SELECT count(*) FROM live_numbers") == 0);
}
