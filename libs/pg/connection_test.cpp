#include "pg/connection.hpp"

#include "pg_testing/test_cluster.hpp"

#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

using namespace hatif;

namespace {

/// A server that takes one connection, says nothing, and hangs up.
class SilentServer {
public:
    SilentServer() : listening_{::socket(AF_INET, SOCK_STREAM, 0)} {
        REQUIRE(::bind(listening_, address(), sizeof address_) == 0);
        REQUIRE(::listen(listening_, 1) == 0);
        socklen_t size = sizeof address_;
        REQUIRE(::getsockname(listening_, address(), &size) == 0);
    }
    ~SilentServer() { ::close(listening_); }

    std::string conninfo() const {
        return "host=127.0.0.1 sslmode=disable user=x dbname=x port=" +
               std::to_string(ntohs(address_.sin_port));
    }

    /// The option of the client's socket, which is one of this process.
    int option_of_client(int level, int option) {
        sockaddr_in client{};
        socklen_t size = sizeof client;
        const int taken = ::accept(listening_, reinterpret_cast<sockaddr*>(&client), &size);
        int value = -1;
        for (int fd = 0; fd < 1024; ++fd) {
            sockaddr_in own{};
            size = sizeof own;
            if (::getsockname(fd, reinterpret_cast<sockaddr*>(&own), &size) != 0 ||
                own.sin_family != AF_INET || own.sin_port != client.sin_port) {
                continue;
            }
            size = sizeof value;
            ::getsockopt(fd, level, option, &value, &size);
        }
        ::close(taken);
        return value;
    }

private:
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&address_); }

    sockaddr_in address_{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    int listening_;
};

int option_with(const std::string& more, int level, int option) {
    SilentServer server;
    auto opened = std::async(std::launch::async,
                             [&] { return pg::Connection::open(server.conninfo() + more); });
    const int value = server.option_of_client(level, option);
    CHECK_FALSE(opened.get());
    return value;
}

} // namespace

TEST_CASE("a connection notices a server that went away without a word", "[pg][connection]") {
    CHECK(option_with("", IPPROTO_TCP, TCP_USER_TIMEOUT) == 5000);
    CHECK(option_with("", IPPROTO_TCP, TCP_KEEPIDLE) == 5);
    CHECK(option_with(" tcp_user_timeout=9000", IPPROTO_TCP, TCP_USER_TIMEOUT) == 9000);
}

TEST_CASE("what is said of a failure holds no values", "[pg][connection]") {
    auto connection =
        pg::Connection::open(pg_testing::TestCluster::shared().new_database("contact")).value();
    const std::string phone = "+212612345678";
    REQUIRE(connection.script("CREATE TABLE people (phone text UNIQUE, name text NOT NULL)"));
    const auto add = [&](const std::optional<std::string>& name) {
        return connection.exec("INSERT INTO people VALUES ($1, $2)", phone, name);
    };
    const auto nameless = add({});
    REQUIRE_FALSE(nameless);
    CHECK(nameless.error().reason == "DATA");
    CHECK(nameless.error().what.find(phone) == std::string::npos);

    REQUIRE(add("Fatima"));
    const auto twice = add("Fatima");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().code == base::Errc::already_exists);
    CHECK(twice.error().what.find(phone) == std::string::npos);
}
