#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <thread>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;
using namespace std::chrono_literals;
using Members = v1::MemberService;
using Stub = Members::StubInterface;

namespace {

template <class Request>
Request with(const std::string& id) {
    Request request;
    request.set_id(id);
    return request;
}

v1::Member put(Client& client, const v1::UpdateMemberRequest& request) {
    return client.call<Members>(&Stub::UpdateMember, request);
}

void remove(Client& client, const std::string& id) {
    client.call<Members>(&Stub::DeleteMember, with<v1::DeleteMemberRequest>(id));
}

v1::UpdateMemberRequest role(const std::string& id, api::v1::Role to) {
    auto request = with<v1::UpdateMemberRequest>(id);
    request.set_role(to);
    return request;
}

} // namespace

TEST_CASE("a member is made, read, changed in part and deleted",
          "[integration][gateway][members]") {
    auto admin = Client::admin();
    v1::CreateMemberRequest request;
    const auto email = new_email();
    request.set_email(email);
    request.set_first_name(" Amina ");
    request.set_phone("0612345678");
    const auto made = admin.call<Members>(&Stub::CreateMember, request);
    CHECK(made.first_name() == "Amina");
    CHECK(made.role() == api::v1::ROLE_AGENT);
    CHECK_FALSE(made.can_log_in());

    auto change = with<v1::UpdateMemberRequest>(made.id());
    change.set_last_name("Berrada");
    change.add_cleared("phone");
    const auto changed = put(admin, change);
    CHECK(changed.first_name() == "Amina");
    CHECK(changed.last_name() == "Berrada");
    CHECK_FALSE(changed.has_phone());
    const auto read = admin.call<Members>(&Stub::GetMember, with<v1::GetMemberRequest>(made.id()));
    CHECK(read.last_name() == "Berrada");
    remove(admin, made.id());
    CHECK(admin.refused.empty());
    admin.call<Members>(&Stub::GetMember, with<v1::GetMemberRequest>(made.id()));
    CHECK(admin.refused == "MEMBER_NOT_FOUND");
    admin.add_member(email, api::v1::ROLE_AGENT);
    CHECK(admin.refused.empty());
}

TEST_CASE("an e-mail address belongs to one member of the whole platform, in any case",
          "[integration][gateway][members]") {
    auto admin = Client::admin();
    auto other = Client::admin();
    admin.add_member("Amina." + new_email(), api::v1::ROLE_AGENT);
    const auto email = new_email();
    admin.add_member(email, api::v1::ROLE_AGENT, "");
    auto shouted = email;
    for (auto& c : shouted) c = static_cast<char>(std::toupper(c));
    other.add_member(shouted, api::v1::ROLE_AGENT, "");
    CHECK(other.refused == "MEMBER_ALREADY_EXISTS");
}

TEST_CASE("what a member must not be is refused, every member named",
          "[integration][gateway][members]") {
    auto admin = Client::admin();
    v1::CreateMemberRequest request;
    request.set_email("nobody");
    request.set_phone("1");
    request.set_role(api::v1::ROLE_PLATFORM);
    request.set_password("short");
    admin.call<Members>(&Stub::CreateMember, request);
    CHECK(admin.wrong == std::vector<std::string>{"email", "phone", "role", "password"});
    auto manager = admin.as(rpc::Role::manager);
    manager.add_member(new_email(), api::v1::ROLE_AGENT);
    CHECK(manager.refused == "FORBIDDEN");
}

TEST_CASE("members are listed in pages, found by name and e-mail",
          "[integration][gateway][members]") {
    auto admin = Client::admin();
    const auto email = new_email();
    admin.add_member(email, api::v1::ROLE_AGENT, "");
    for (int n = 0; n < 3; ++n) admin.add_member(new_email(), api::v1::ROLE_AGENT, "");
    v1::ListMembersRequest wanted;
    wanted.set_limit(3);
    wanted.set_sort_by("email");
    const auto first = admin.call<Members>(&Stub::ListMembers, wanted);
    CHECK(first.data_size() == 3);
    CHECK(first.meta().total() == 4);
    wanted.set_cursor(first.meta().next_cursor());
    CHECK(admin.call<Members>(&Stub::ListMembers, wanted).data_size() == 1);
    v1::ListMembersRequest search;
    search.set_search(email.substr(0, 30));
    CHECK(admin.call<Members>(&Stub::ListMembers, search).data_size() == 1);
}

TEST_CASE("the last admin who can log in stays one", "[integration][gateway][members]") {
    auto admin = Client::admin();
    const auto one = admin.add_member(new_email(), api::v1::ROLE_ADMIN);
    admin.add_member(new_email(), api::v1::ROLE_ADMIN, ""); // cannot log in
    put(admin, role(one.id(), api::v1::ROLE_AGENT));
    CHECK(admin.refused == "LAST_ADMIN");
    remove(admin, one.id());
    CHECK(admin.refused == "LAST_ADMIN");
    auto locked_out = with<v1::UpdateMemberRequest>(one.id());
    locked_out.add_cleared("password");
    put(admin, locked_out);
    CHECK(admin.refused == "LAST_ADMIN");
    admin.add_member(new_email(), api::v1::ROLE_ADMIN);
    put(admin, role(one.id(), api::v1::ROLE_AGENT));
    CHECK(admin.refused.empty());
}

TEST_CASE("of two admins who take each other's role at once one remains",
          "[integration][gateway][members]") {
    for (int round = 0; round < 10; ++round) {
        auto admin = Client::admin();
        const std::string ids[] = {admin.add_member(new_email(), api::v1::ROLE_ADMIN).id(),
                                   admin.add_member(new_email(), api::v1::ROLE_ADMIN).id()};
        std::vector<std::thread> both;
        std::atomic<int> refused = 0;
        for (int n = 0; n < 2; ++n) {
            both.emplace_back([&, n, client = admin]() mutable {
                if (n == 0) put(client, role(ids[n], api::v1::ROLE_AGENT));
                if (n == 1) remove(client, ids[n]);
                if (client.refused == "LAST_ADMIN") ++refused;
            });
        }
        for (auto& each : both) each.join();
        CHECK(refused == 1);
    }
}

TEST_CASE("a new role acts on a session within five seconds, and deletion ends it",
          "[integration][gateway][members]") {
    auto admin = Client::admin();
    const auto email = new_email();
    const auto member = admin.add_member(email, api::v1::ROLE_MANAGER);
    auto anyone = Client::anonymous();
    const auto tokens = anyone.login(email);
    Replica replica;
    CHECK(replica.let_in(tokens.access_token()).caller.role == rpc::Role::manager);
    put(admin, role(member.id(), api::v1::ROLE_AGENT));
    replica.clock.ahead = 5s;
    CHECK(replica.let_in(tokens.access_token()).caller.role == rpc::Role::agent);
    remove(admin, member.id());
    replica.clock.ahead = 10s;
    CHECK(replica.meets(tokens.access_token()) == "the session has ended: log in again");
    anyone.refresh(tokens.refresh_token());
    CHECK(anyone.refused == "UNAUTHORIZED");
}

TEST_CASE("a new password ends the member's sessions", "[integration][gateway][members]") {
    auto admin = Client::admin();
    const auto email = new_email();
    const auto member = admin.add_member(email, api::v1::ROLE_AGENT);
    auto anyone = Client::anonymous();
    const auto tokens = anyone.login(email);
    auto change = with<v1::UpdateMemberRequest>(member.id());
    change.set_password("another horse");
    put(admin, change);
    CHECK(Replica{}.meets(tokens.access_token()) == "the session has ended: log in again");
    anyone.login(email);
    CHECK(anyone.refused == "UNAUTHORIZED");
    anyone.login(email, "another horse");
    CHECK(anyone.refused.empty());
}

TEST_CASE("another organization's member is not there", "[integration][gateway][members]") {
    auto admin = Client::admin();
    auto other = Client::admin();
    const auto made = admin.add_member(new_email(), api::v1::ROLE_AGENT, "");
    other.call<Members>(&Stub::GetMember, with<v1::GetMemberRequest>(made.id()));
    CHECK(other.refused == "MEMBER_NOT_FOUND");
    put(other, role(made.id(), api::v1::ROLE_ADMIN));
    CHECK(other.refused == "MEMBER_NOT_FOUND");
    remove(other, made.id());
    CHECK(other.refused == "MEMBER_NOT_FOUND");
    CHECK(other.call<Members>(&Stub::ListMembers, v1::ListMembersRequest{}).data_size() == 0);
}
