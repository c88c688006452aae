#include "objects/store_setting.hpp"

#include "objects/s3_server.hpp"
#include "objects/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <map>

using namespace hatif;

namespace {

using Variables = std::map<std::string, std::string>;

config::Environment environment(const Variables& variables) {
    return config::Environment{[&](const char* name) -> const char* {
        const auto it = variables.find(name);
        return it == variables.end() ? nullptr : it->second.c_str();
    }};
}

objects::StoreSetting read(const Variables& variables) {
    auto env = environment(variables);
    auto setting = objects::read_store_setting(env);
    REQUIRE(env.refusals());
    return setting;
}

} // namespace

TEST_CASE("a store is a directory, unless it is said to be in S3", "[unit][objects]") {
    const Variables variables{{"HATIF_OBJECTS", "/var/lib/hatif/objects"}};
    const auto setting = read(variables);
    CHECK(setting.directory == "/var/lib/hatif/objects");
    CHECK_FALSE(setting.s3);
}

TEST_CASE("a bucket of Amazon's needs its name, a region and a key", "[unit][objects]") {
    const Variables variables{{"HATIF_OBJECTS", "s3://calls/a/b"},
                              {"HATIF_S3_REGION", "eu-west-3"},
                              {"HATIF_S3_KEY_ID", "id"},
                              {"HATIF_S3_SECRET", "secret"}};
    const auto s3 = read(variables).s3.value();
    CHECK(s3.endpoint == "https://s3.eu-west-3.amazonaws.com");
    CHECK(s3.bucket == "calls");
    CHECK(s3.prefix == "a/b/");
    CHECK_FALSE(s3.path_style);
    CHECK(s3.key_id == "id");
    CHECK(s3.secret == "secret");
}

TEST_CASE("another server has an endpoint, and the bucket in its path", "[unit][objects]") {
    Variables variables{{"HATIF_OBJECTS", "s3://calls"},
                        {"HATIF_S3_ENDPOINT", "https://minio.example:9000"},
                        {"HATIF_S3_KEY_ID", "id"},
                        {"HATIF_S3_SECRET", "secret"},
                        {"HATIF_S3_CA", "/etc/ca.pem"}};
    const auto s3 = read(variables).s3.value();
    CHECK(s3.endpoint == "https://minio.example:9000");
    CHECK(s3.region == "us-east-1");
    CHECK(s3.prefix.empty());
    CHECK(s3.path_style);
    CHECK(s3.ca_file == "/etc/ca.pem");
    variables["HATIF_S3_PATH_STYLE"] = "0";
    CHECK_FALSE(read(variables).s3.value().path_style);
}

TEST_CASE("what is missing of S3 is refused by its name, all at once", "[unit][objects]") {
    const Variables variables{{"HATIF_OBJECTS", "s3://calls"}, {"HATIF_S3_PATH_STYLE", "yes"}};
    auto env = environment(variables);
    (void)objects::read_store_setting(env);
    REQUIRE_FALSE(env.refusals());
    const auto what = env.refusals().error().what;
    for (const auto* name : {"HATIF_S3_KEY_ID", "HATIF_S3_SECRET", "HATIF_S3_PATH_STYLE"}) {
        CHECK(what.find(name) != what.npos);
    }
}

TEST_CASE("a start-up fails where S3 says no, and goes on where it says nothing",
          "[unit][objects]") {
    std::string complaint;
    const auto complain = [&](const std::string& what) { complaint = what; };
    objects::StoreSetting setting;
    {
        objects::testing::S3Server server;
        setting.s3 = server.setting();
        CHECK(objects::open_store(setting, complain)->put("hello"));
        setting.s3->secret = "another";
        CHECK_THROWS_WITH(objects::open_store(setting, complain),
                          Catch::Contains("SignatureDoesNotMatch"));
        CHECK(complaint.empty());
    }
    CHECK(objects::open_store(setting, complain)); // it is away: it will come back
    CHECK(complaint.find("object store s3://bucket/") == 0);

    const objects::testing::TemporaryDirectory directory;
    CHECK(objects::open_store({.directory = directory.path()}, complain)->put("hello"));
}
