#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

/// A PostgreSQL cluster of the test binary's own: made in a temporary directory, reached by a Unix
/// socket in it (no port to collide on), without fsync, gone when the binary ends, however it ends.
/// As root it runs as the user `postgres`, which initdb insists on.
namespace hatif::pg_testing {

class TestCluster {
public:
    /// The one of this process, started at the first call (about a second). Throws if it cannot.
    static TestCluster& shared();

    TestCluster();
    ~TestCluster();

    TestCluster(const TestCluster&) = delete;
    TestCluster& operator=(const TestCluster&) = delete;

    /// A new, empty database laid out as in production: the role `hatif_<schema>` owns the schema
    /// `<schema>`, which is its search_path, and the extension pg_trgm is there.
    /// Answers that role's conninfo URI.
    std::string new_database(std::string_view schema);

private:
    void make_data();
    void start();
    void wait_until_ready() const;
    std::string uri(std::string_view database, std::string_view user) const;

    std::filesystem::path directory_;
    pid_t server_ = -1;
    int databases_ = 0;
};

} // namespace hatif::pg_testing
