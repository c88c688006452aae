#include "program_scheduler/content/service_fixture.hpp"
#include "program_scheduler/numbers/trunk_rows.hpp"

#include <catch2/catch.hpp>
#include <hatif/program/v1/did_service.grpc.pb.h>

using namespace hatif;
using namespace hatif::program_scheduler;
using program_scheduler::testing::fields_of;
using program_scheduler::testing::reason_of;
using program_scheduler::testing::ServiceFixture;
namespace v1 = program::v1;

namespace {

constexpr const char* nobody = "00000000-0000-0000-0000-000000000001";

/// Self-signed, of no authority.
constexpr const char* certificate = R"(-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUTpIqCAUfnkU7ZklbKo9H1rPJ0q4wCgYIKoZIzj0EAwIw
-----END CERTIFICATE-----
)";

struct Trunks : ServiceFixture {
    v1::Trunk created(const std::string& name = "Carrier") {
        v1::CreateTrunkRequest request;
        request.set_name(name);
        request.set_host("sip.carrier.example");
        v1::Trunk trunk;
        REQUIRE(reason_of(stub->CreateTrunk(as_platform().get(), request, &trunk)).empty());
        return trunk;
    }
    grpc::Status change(const v1::UpdateTrunkRequest& request, v1::Trunk& trunk) {
        return stub->UpdateTrunk(as_platform().get(), request, &trunk);
    }
    v1::Trunk changed(const v1::UpdateTrunkRequest& request) {
        v1::Trunk trunk;
        REQUIRE(fields_of(change(request, trunk)).empty());
        return trunk;
    }
    v1::Trunk read(const std::string& id) {
        v1::GetTrunkRequest request;
        request.set_id(id);
        v1::Trunk trunk;
        REQUIRE(reason_of(stub->GetTrunk(as_platform().get(), request, &trunk)).empty());
        return trunk;
    }
    std::string remove(const std::string& id) {
        v1::DeleteTrunkRequest request;
        request.set_id(id);
        google::protobuf::Empty nothing;
        return reason_of(stub->DeleteTrunk(as_platform().get(), request, &nothing));
    }
    void exec(const std::string& sql) {
        REQUIRE(pool().transact([&](pg::Transaction& it) -> base::Result<void> {
            if (auto done = it.exec(sql); !done) return base::fail(done.error());
            return {};
        }));
    }

    std::unique_ptr<v1::DidService::Stub> stub = v1::DidService::NewStub(channel());
};

v1::UpdateTrunkRequest everything(const std::string& id) {
    v1::UpdateTrunkRequest request;
    request.set_id(id);
    request.set_name("Main carrier");
    request.set_host("192.0.2.7");
    request.set_port(5071);
    request.set_transport(v1::TRUNK_TRANSPORT_TLS);
    request.set_username("hatif");
    request.set_password("secret");
    request.set_max_concurrent_calls(30);
    request.set_calls_per_second(2.5);
    request.set_registers(true);
    request.add_codecs(v1::TRUNK_CODEC_PCMU);
    request.set_asserts_identity(true);
    request.set_withholds_identity(true);
    request.set_follows_redirects(true);
    request.set_reliable_provisional(true);
    request.set_session_expires(1800);
    request.set_srtp(true);
    request.add_sources("192.0.2.0/24");
    request.add_sources("198.51.100.9");
    request.set_options_every(0);
    request.set_weight(20);
    request.set_priority(3);
    return request;
}

} // namespace

TEST_CASE_METHOD(Trunks, "a trunk begins with what suits most carriers", "[scheduler][trunks]") {
    const auto trunk = created();
    CHECK_FALSE(trunk.has_port());
    CHECK(trunk.transport() == v1::TRUNK_TRANSPORT_UDP);
    CHECK(trunk.options_every() == 30);
    CHECK(trunk.weight() == 10);
    CHECK(trunk.priority() == 0);
    CHECK(trunk.codecs().empty());
    CHECK_FALSE(trunk.registers());
    CHECK_FALSE(trunk.srtp());
    CHECK(trunk.status() == v1::TRUNK_STATUS_UNKNOWN);
    CHECK_FALSE(trunk.has_status_reason());
}

TEST_CASE_METHOD(Trunks,
                 "a trunk is read as it was written, without its password",
                 "[scheduler][trunks]") {
    const auto id = created().id();
    const auto request = everything(id);
    const auto trunk = changed(request);
    CHECK(read(id).SerializeAsString() == trunk.SerializeAsString());
    CHECK(trunk.SerializeAsString().find("secret") == std::string::npos);
    v1::Trunk expected;
    REQUIRE(expected.ParseFromString(trunk.SerializeAsString()));
    CHECK(trunk.name() == "Main carrier");
    CHECK(trunk.port() == 5071);
    CHECK(trunk.transport() == v1::TRUNK_TRANSPORT_TLS);
    CHECK(trunk.registers());
    CHECK(trunk.codecs_size() == 1);
    CHECK(trunk.asserts_identity());
    CHECK(trunk.withholds_identity());
    CHECK(trunk.follows_redirects());
    CHECK(trunk.reliable_provisional());
    CHECK(trunk.session_expires() == 1800);
    CHECK(trunk.srtp());
    CHECK(trunk.sources_size() == 2);
    CHECK(trunk.options_every() == 0);
    CHECK(trunk.weight() == 20);
    CHECK(trunk.priority() == 3);
    const auto inside = pool().transact([](pg::Transaction& it) { return trunks(it); }).value();
    CHECK(inside.front().password == "secret");
}

TEST_CASE_METHOD(Trunks,
                 "what a change does not name stays; null brings the default back",
                 "[scheduler][trunks]") {
    const auto id = created().id();
    changed(everything(id));
    v1::UpdateTrunkRequest one;
    one.set_id(id);
    one.set_weight(7);
    const auto after = changed(one);
    CHECK(after.weight() == 7);
    CHECK(after.port() == 5071);
    CHECK(after.sources_size() == 2);
    CHECK(after.registers());

    v1::UpdateTrunkRequest none;
    none.set_id(id);
    for (const auto* path :
         {"port", "transport", "username", "maxConcurrentCalls", "callsPerSecond", "registers",
          "codecs", "assertsIdentity", "withholdsIdentity", "followsRedirects",
          "reliableProvisional", "sessionExpires", "srtp", "sources", "optionsEvery", "ca",
          "weight", "priority"}) {
        none.add_cleared(path);
    }
    auto cleared = changed(none);
    auto fresh = created("Main carrier");
    fresh.set_host("192.0.2.7");
    for (auto* it : {&cleared, &fresh}) {
        it->clear_id();
        it->clear_created_at();
        it->clear_updated_at();
    }
    CHECK(cleared.SerializeAsString() == fresh.SerializeAsString());
}

TEST_CASE_METHOD(Trunks,
                 "a change of a trunk with wrong members is refused, all of them named",
                 "[scheduler][trunks]") {
    const auto id = created().id();
    v1::UpdateTrunkRequest request;
    request.set_id(id);
    request.add_cleared("name");
    request.set_host("192.0.2.256");
    request.set_port(0);
    request.set_registers(true);
    request.set_weight(0);
    request.set_priority(101);
    request.add_codecs(v1::TRUNK_CODEC_PCMA);
    request.add_codecs(v1::TRUNK_CODEC_PCMA);
    request.set_session_expires(89);
    request.set_options_every(4);
    request.set_srtp(true);
    request.set_ca(certificate);
    request.add_sources("0.0.0.0/0");
    v1::Trunk trunk;
    CHECK(fields_of(change(request, trunk)) ==
          "name host port username weight priority codecs sessionExpires optionsEvery srtp ca "
          "sources[0]");
    request.set_id(nobody);
    CHECK(reason_of(change(request, trunk)) == "TRUNK_NOT_FOUND");
}

TEST_CASE_METHOD(Trunks, "the new limits of a trunk hold at once", "[scheduler][trunks]") {
    const auto id = created().id();
    changed(everything(id));
    const auto bound = pool().transact([&](pg::Transaction& it) {
        return it.exec("SELECT max_concurrent, per_second FROM capacity WHERE kind = 3");
    });
    REQUIRE(bound.value().size() == 1);
    CHECK((*bound)[0].get<std::int64_t>(0) == 30);
    CHECK((*bound)[0].get<double>(1) == 2.5);
}

TEST_CASE_METHOD(Trunks,
                 "a trunk is deleted once no number names it and no call leaves by it",
                 "[scheduler][trunks]") {
    const auto id = created().id();
    v1::CreateDidRequest number;
    number.set_number("+212522000001");
    number.set_trunk_id(id);
    v1::Did did;
    REQUIRE(stub->CreateDid(as_platform().get(), number, &did).ok());
    CHECK(remove(id) == "TRUNK_IN_USE");
    v1::UpdateDidRequest any;
    any.set_id(did.id());
    any.add_cleared("trunkId");
    REQUIRE(stub->UpdateDid(as_platform().get(), any, &did).ok());

    exec("INSERT INTO leases (attempt_id, epoch, attempt_number, job_id, execution_id, "
         "organization_id, program_id, contact_id, did_id, trunk_id, worker, not_before, "
         "expires_at) SELECT id, 1, 1, id, id, id, id, id, id, id, 'w', now(), now() FROM trunks");
    CHECK(remove(id) == "TRUNK_IN_USE");
    exec("DELETE FROM leases");
    CHECK(remove(id).empty());
    CHECK(remove(id) == "TRUNK_NOT_FOUND");
    v1::ListTrunksResponse all;
    REQUIRE(stub->ListTrunks(as_platform().get(), {}, &all).ok());
    CHECK(all.meta().total() == 0);
}

TEST_CASE_METHOD(Trunks, "trunks are shown as the workers see them", "[scheduler][trunks]") {
    const auto id = created().id();
    exec(
        "INSERT INTO workers (name, last_seen) VALUES ('a', now() + interval '1 h'), ('b', now() + "
        "interval '1 h'), "
        "('gone', now() - interval '11 s') ON CONFLICT (name) DO UPDATE SET last_seen = "
        "EXCLUDED.last_seen");
    const auto say = [&](const std::string& worker, int status, const std::string& age) {
        exec("INSERT INTO trunk_reports SELECT id, '" + worker + "', " + std::to_string(status) +
             ", 'options_timeout', NULL, now(), now() - interval '" + age +
             "' FROM trunks ON CONFLICT (trunk_id, worker) DO UPDATE SET status = EXCLUDED.status, "
             "reported_at = EXCLUDED.reported_at");
    };
    say("a", 3, "0 s");
    auto trunk = read(id);
    CHECK(trunk.status() == v1::TRUNK_STATUS_DOWN);
    CHECK(trunk.status_reason() == "options_timeout");
    CHECK(trunk.has_last_seen_at());
    say("b", 2, "0 s");
    CHECK(read(id).status() == v1::TRUNK_STATUS_UP);
    say("b", 2, "31 s"); // stale: not heard any more
    say("gone", 2, "0 s");
    CHECK(read(id).status() == v1::TRUNK_STATUS_DOWN);
    say("a", 3, "31 s");
    CHECK(read(id).status() == v1::TRUNK_STATUS_UNKNOWN);
    CHECK_FALSE(read(id).has_closed_until());
    exec("UPDATE trunk_reports SET closed_until = now() + interval '9 s' WHERE worker = 'gone'");
    CHECK(read(id).has_closed_until());
}
