#include "pg_testing/test_cluster.hpp"

#include "base/handle.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

namespace hatif::pg_testing {

namespace {

using Connection = base::Handle<PGconn, PQfinish>;
using Rows = base::Handle<PGresult, PQclear>;

std::filesystem::path program(const char* name) {
    const std::filesystem::path home{"/usr/lib/postgresql"};
    for (const auto& version : std::filesystem::directory_iterator{home}) {
        if (auto path = version.path() / "bin" / name; exists(path)) return path;
    }
    throw std::runtime_error{std::string{"no PostgreSQL server is installed: "} + name};
}

/// The user that PostgreSQL runs as: us, or `postgres` when we are root.
const passwd& server_user() {
    const passwd* user = geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
    if (user == nullptr) throw std::runtime_error{"there is no user postgres"};
    return *user;
}

/// Runs a program as the server's user; it dies with this process. Its output goes to `log`.
pid_t run(const std::vector<std::string>& command, const std::filesystem::path& log) {
    std::vector<char*> argv;
    for (const auto& word : command) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const passwd user = server_user();
    const pid_t child = fork();
    if (child == -1) throw std::system_error{errno, std::generic_category(), "fork"};
    if (child != 0) return child;

    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    if (geteuid() == 0 && (setgid(user.pw_gid) != 0 || setuid(user.pw_uid) != 0)) _exit(126);
    // After setuid, which clears it.
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    execv(argv[0], argv.data());
    _exit(127);
}

void execute(const std::string& uri, const std::string& sql) {
    const Connection connection{PQconnectdb(uri.c_str())};
    const Rows rows{PQexec(connection.get(), sql.c_str())};
    const auto status = PQresultStatus(rows.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error{sql + ": " + PQerrorMessage(connection.get())};
    }
}

} // namespace

TestCluster& TestCluster::shared() {
    static TestCluster cluster;
    return cluster;
}

TestCluster::TestCluster() {
    std::string name = std::filesystem::temp_directory_path() / "hatif-pg-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        throw std::system_error{errno, std::generic_category(), "mkdtemp"};
    }
    directory_ = name;
    const passwd& user = server_user();
    if (chown(name.c_str(), user.pw_uid, user.pw_gid) != 0) {
        throw std::system_error{errno, std::generic_category(), "chown"};
    }
    make_data();
    start();
    wait_until_ready();
}

TestCluster::~TestCluster() {
    if (server_ > 0) {
        kill(server_, SIGQUIT);
        waitpid(server_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

void TestCluster::make_data() {
    int status = 0;
    waitpid(run({program("initdb"), "--no-sync", "--auth=trust", "--username=postgres",
                 "--encoding=UTF8", "--locale=C.UTF-8", "-D", directory_ / "data"},
                directory_ / "initdb.log"),
            &status, 0);
    if (status != 0) {
        throw std::runtime_error{"initdb failed, see " + (directory_ / "initdb.log").string()};
    }
}

void TestCluster::start() {
    server_ = run({program("postgres"), "-D", directory_ / "data", "-k", directory_, "-c",
                   "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c",
                   "max_connections=60", "-c", "shared_buffers=64MB"},
                  directory_ / "server.log");
}

void TestCluster::wait_until_ready() const {
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    const auto target = uri("postgres", "postgres");
    while (PQping(target.c_str()) != PQPING_OK) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error{"PostgreSQL does not answer, see " +
                                     (directory_ / "server.log").string()};
        }
        std::this_thread::sleep_for(10ms);
    }
}

std::string TestCluster::uri(std::string_view database, std::string_view user) const {
    return "postgresql:///" + std::string{database} + "?host=" + directory_.string() +
           "&user=" + std::string{user};
}

std::string TestCluster::new_database(std::string_view schema) {
    const std::string name = "test_" + std::to_string(++databases_);
    const std::string role = "hatif_" + std::string{schema};
    const auto cluster = uri("postgres", "postgres");
    execute(cluster, "DO $$ BEGIN CREATE ROLE " + role +
                         " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    execute(cluster, "CREATE DATABASE " + name);
    const auto database = uri(name, "postgres");
    execute(database, "CREATE EXTENSION pg_trgm");
    execute(database, "CREATE SCHEMA " + std::string{schema} + " AUTHORIZATION " + role);
    execute(database, "ALTER ROLE " + role + " IN DATABASE " + name +
                          " SET search_path = " + std::string{schema});
    return uri(name, role);
}

} // namespace hatif::pg_testing
