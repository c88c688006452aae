#include "gateway/identity/bootstrap.hpp"

#include "gateway/identity/testing/suite.hpp"

#include <catch2/catch.hpp>

using namespace hatif;
using namespace hatif::gateway;
using namespace hatif::gateway::testing;

namespace {

Founding founding_of(const std::string& name) {
    Founding founding;
    founding.organization.name = name;
    return founding;
}

/// The value of an `export NAME=…` line.
std::string exported(const std::string& lines, const std::string& name) {
    const auto at = lines.find("export " + name + "=");
    if (at == lines.npos) return {};
    const auto from = at + name.size() + 8;
    return lines.substr(from, lines.find('\n', from) - from);
}

} // namespace

TEST_CASE("the first organization has a key, a platform's key and an admin who logs in",
          "[integration][gateway][bootstrap]") {
    auto founding = founding_of("First " + new_email());
    founding.admin_email = new_email();
    const auto lines = bootstrap(Suite::shared().pool(), founding);
    REQUIRE(lines);
    Replica replica;
    const auto admin = replica.let_in(exported(*lines, "HATIF_API_KEY")).caller;
    CHECK(admin.role == rpc::Role::admin);
    CHECK(admin.organization->value().to_string() == exported(*lines, "HATIF_ORG"));
    const auto platform = replica.let_in(exported(*lines, "HATIF_ADMIN_KEY")).caller;
    CHECK(platform.role == rpc::Role::platform);
    auto anyone = Client::anonymous();
    const auto tokens =
        anyone.login(founding.admin_email, exported(*lines, "HATIF_ADMIN_PASSWORD"));
    CHECK(replica.let_in(tokens.access_token()).caller.role == rpc::Role::admin);
}

TEST_CASE("a password that was given is not printed", "[integration][gateway][bootstrap]") {
    auto founding = founding_of("Second " + new_email());
    founding.admin_email = new_email();
    founding.admin_password = "given by hand";
    const auto lines = bootstrap(Suite::shared().pool(), founding);
    REQUIRE(lines);
    CHECK(lines->find("PASSWORD") == lines->npos);
    auto anyone = Client::anonymous();
    anyone.login(founding.admin_email, "given by hand");
    CHECK(anyone.refused.empty());
}

TEST_CASE("a second run changes nothing, and says what is there",
          "[integration][gateway][bootstrap]") {
    const auto founding = founding_of("Twice " + new_email());
    const auto lines = bootstrap(Suite::shared().pool(), founding);
    REQUIRE(lines);
    const auto again = bootstrap(Suite::shared().pool(), founding);
    REQUIRE_FALSE(again);
    CHECK_THAT(again.error().what, Catch::Contains(exported(*lines, "HATIF_ORG")));
    CHECK(Suite::shared().ask("SELECT count(*) FROM organizations WHERE name = '" +
                              founding.organization.name + "'") == "1");
}

TEST_CASE("bootstrap holds to the rules of the API", "[integration][gateway][bootstrap]") {
    auto founding = founding_of("Wrong");
    founding.organization.country = "Morocco";
    const auto refused = bootstrap(Suite::shared().pool(), founding);
    REQUIRE_FALSE(refused);
    CHECK_THAT(refused.error().what, Catch::Contains("country must be"));
    auto mailless = founding_of("Wrong");
    mailless.admin_email = "nobody";
    CHECK_THAT(bootstrap(Suite::shared().pool(), mailless).error().what,
               Catch::Contains("email must be an e-mail address"));
}
