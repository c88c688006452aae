#include "contact/testing/suite.hpp"

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <string>

using namespace hatif::contact;
using namespace hatif::contact::testing;

/// Not run by default: `contact_integration_test [load]` prints what an upsert costs.
namespace {

double own_cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

/// Of the database session; the pool gives the one used last.
double database_cpu_seconds() {
    std::ifstream stat{"/proc/" + Suite::shared().ask("SELECT pg_backend_pid()::text") + "/stat"};
    std::string word;
    for (int i = 0; i < 13; ++i) stat >> word;
    double user = 0, system = 0;
    stat >> user >> system;
    return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::string batch(int number, const std::string& city) {
    std::string data;
    for (int i = 0; i < 1'000; ++i) {
        // Spread over the plan, as real lists are.
        const auto digits =
            std::to_string(10'000'000 + (number * 1'000 + i) * 7'919LL % 90'000'000);
        data += std::string{data.empty() ? "[" : ","} + R"({"primaryPhone":"+2126)" + digits +
                R"(","firstName":"Fatima )" + digits +
                R"(","lastName":"El Alami","primaryEmail":"f)" + digits +
                R"(@example.com","city":")" + city + R"(","customAttributes":{"balance":)" +
                digits + R"(,"tier":"gold"}})";
    }
    return data + "]";
}

void measure(Client& client, const char* what, const std::string& city) {
    constexpr int batches = 50;
    const auto begun = std::chrono::steady_clock::now();
    const auto own = own_cpu_seconds(), database = database_cpu_seconds();
    for (int number = 0; number < batches; ++number) client.upsert(batch(number, city));
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
    const auto per_contact = [](double seconds) { return seconds * 1e6 / (batches * 1'000); };
    std::cout << what << ": service and client " << per_contact(own_cpu_seconds() - own)
              << " µs, PostgreSQL " << per_contact(database_cpu_seconds() - database)
              << " µs a contact, " << batches * 1'000 / wall.count() << " contacts/s\n";
}

/// The greatest the process has been.
double most_megabytes() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
}

} // namespace

TEST_CASE("what an upsert costs", "[.][load]") {
    Client client;
    client.create_attribute("Balance", v1::ATTRIBUTE_TYPE_NUMBER);
    client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    measure(client, "new", "Fès");
    measure(client, "unchanged", "Fès");
    measure(client, "updated", "Rabat");
    CHECK(client.list().meta().total() == 50'000);
}

TEST_CASE("what an export costs", "[.][load]") {
    constexpr int contacts = 300'000;
    Client client;
    client.create_attribute("Balance", v1::ATTRIBUTE_TYPE_NUMBER);
    client.create_attribute("Tier", v1::ATTRIBUTE_TYPE_TEXT);
    for (int number = 0; number < contacts / 1'000; ++number) client.upsert(batch(number, "Fès"));
    for (const auto format : {v1::EXPORT_FORMAT_CSV, v1::EXPORT_FORMAT_NDJSON}) {
        v1::ExportContactsRequest request;
        request.set_format(format);
        const auto memory = most_megabytes(), own = own_cpu_seconds();
        const auto begun = std::chrono::steady_clock::now();
        std::size_t bytes = 0;
        client.export_contacts(request, [&](const std::string& chunk) { bytes += chunk.size(); });
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
        std::cout << v1::ExportFormat_Name(format) << ": " << bytes / 1'000'000 << " MB, "
                  << contacts / wall.count() << " contacts/s, "
                  << (own_cpu_seconds() - own) * 1e6 / contacts << " µs a contact, "
                  << most_megabytes() - memory << " MB more memory\n";
    }
}
