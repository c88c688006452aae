#include "objects/directory_store.hpp"
#include "objects/s3_server.hpp"
#include "objects/s3_store.hpp"
#include "objects/store_contract.hpp"
#include "objects/temporary_directory.hpp"

using namespace hatif::objects;

TEST_CASE("a directory keeps the contract of a store", "[unit][objects]") {
    const testing::TemporaryDirectory directory;
    DirectoryStore store{directory.path()};
    testing::keeps_the_contract(store, "contract/of");
}

TEST_CASE("S3 keeps the contract of a store", "[unit][objects]") {
    testing::S3Server server;
    S3Store store{server.setting()};
    testing::keeps_the_contract(store, "contract/of");
    CHECK(server.wrongly_signed() == 0);
}
