#include "costs.hpp"
#include "model_campaign.hpp"
#include "model_contacts.hpp"
#include "model_dialer.hpp"

#include "rpc/server.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

using namespace hatif;
using namespace std::chrono_literals;

namespace {

struct Options {
    std::string scheduler, contacts, kafka, postgres, keys;
    pid_t scheduler_pid = 0, postgres_pid = 0;
    std::int64_t attempts = 100'000;
    std::int64_t audience = 0;
    double rate = 1'000;
    double limit = 0;
    int dialers = 2;
    int executions = 1;
    int hold = 500;
    int idle = 0;
    bool rewritten = false;
};

struct Costs {
    std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now();
    double scheduler = 0, postgres = 0;
};

Costs costs_of(const Options& it) {
    return {.scheduler = load::cpu_of(it.scheduler_pid),
            .postgres = load::cpu_of_family(it.postgres_pid)};
}

double percentile(std::vector<double>& values, double which) {
    if (values.empty()) return 0;
    const auto at = static_cast<std::size_t>(which * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at),
                     values.end());
    return values[at];
}

void print_sizes(const std::string& when, const std::vector<load::Size>& sizes) {
    std::printf("%s, heap + indexes, MB:", when.c_str());
    for (const auto& it : sizes) {
        std::printf(" %s %.1f+%.1f", it.table.c_str(), static_cast<double>(it.heap) / 1e6,
                    static_cast<double>(it.indexes) / 1e6);
    }
    std::puts("");
}

/// Nothing is due.
void measure_idle(const Options& it, const std::vector<std::unique_ptr<load::ModelDialer>>&) {
    std::this_thread::sleep_for(3s);
    const auto before = costs_of(it);
    std::this_thread::sleep_for(std::chrono::seconds{it.idle});
    const auto after = costs_of(it);
    const double seconds = std::chrono::duration<double>{after.at - before.at}.count();
    std::printf("%d executions, nothing due, %d dialers with room: scheduler %.2f %%, PostgreSQL "
                "%.2f %% of a core\n",
                it.executions, it.dialers, 100 * (after.scheduler - before.scheduler) / seconds,
                100 * (after.postgres - before.postgres) / seconds);
}

void measure(const Options& it,
             pg::Pool& pool,
             const std::vector<std::unique_ptr<load::ModelDialer>>& dialers) {
    const auto before = costs_of(it);
    std::int64_t done = 0;
    for (int stuck = 0; done < it.attempts && stuck < 300;) {
        std::this_thread::sleep_for(100ms);
        const auto now = load::ended(pool);
        stuck = now == done ? stuck + 1 : 0;
        done = now;
    }
    const auto after = costs_of(it);
    const double seconds = std::chrono::duration<double>{after.at - before.at}.count();
    std::vector<double> waits;
    for (const auto& dialer : dialers) {
        const auto own = dialer->waits();
        waits.insert(waits.end(), own.begin(), own.end());
    }
    const auto each = [&](double cpu) { return 1e6 * cpu / static_cast<double>(done); };
    std::printf("%lld attempts in %.1f s: %.0f/s; CPU us per attempt: scheduler %.1f, PostgreSQL "
                "%.1f, both %.1f; lease after its asking: p50 %.1f ms, p99 %.1f ms\n",
                static_cast<long long>(done), seconds, static_cast<double>(done) / seconds,
                each(after.scheduler - before.scheduler), each(after.postgres - before.postgres),
                each(after.scheduler - before.scheduler + after.postgres - before.postgres),
                percentile(waits, 0.5), percentile(waits, 0.99));
}

} // namespace

/// model_dialers: so many attempts through a real scheduler, and what they cost.
int main(int argc, char** argv) {
    CLI::App app{"Dialers that call nobody, to measure a scheduler with."};
    Options it;
    app.add_option("--scheduler", it.scheduler, "HOST:PORT")->required();
    app.add_option("--contacts", it.contacts, "HOST:PORT, the scheduler's HATIF_CONTACT")
        ->required();
    app.add_option("--kafka", it.kafka, "HOST:PORT")->required();
    app.add_option("--postgres", it.postgres, "conninfo of the scheduler's role")->required();
    app.add_option("--keys", it.keys, "HATIF_CALLER_KEYS")->required();
    app.add_option("--scheduler-pid", it.scheduler_pid)->required();
    app.add_option("--postgres-pid", it.postgres_pid)->required();
    app.add_option("--attempts", it.attempts);
    app.add_option("--audience", it.audience, "contacts of each execution; attempts, unless given");
    app.add_option("--rate", it.rate, "offered a second, all together; 0: all there is room for");
    app.add_option("--limit", it.limit, "calls a second of each program; 0: none");
    app.add_option("--dialers", it.dialers);
    app.add_option("--executions", it.executions);
    app.add_option("--hold", it.hold, "milliseconds of a call");
    app.add_option("--idle", it.idle, "only this: so many seconds with nothing due");
    app.add_flag("--rewritten", it.rewritten, "sizes after a rewriting of the tables, too");
    CLI11_PARSE(app, argc, argv);

    const auto audience =
        it.audience > 0 ? it.audience : std::max<std::int64_t>(it.attempts / it.executions, 1);
    load::ModelContacts contacts{audience};
    rpc::Server server{it.contacts, {&contacts}};
    pg::Pool pool{it.postgres, 2};
    const auto keys = rpc::CallerKeys::read(it.keys);
    if (!keys) return std::fprintf(stderr, "%s\n", keys.error().what.c_str()), 2;
    const rpc::ServiceIdentity identity{"dialer", *keys};
    kafka::Producer events{{.brokers = it.kafka, .client_id = "model-dialers"}};

    const load::ModelCampaign campaign{audience, it.executions, it.idle > 0, it.limit};
    campaign.write(pool);
    print_sizes("before", load::sizes(pool));
    std::vector<std::unique_ptr<load::ModelDialer>> dialers;
    const load::ModelDialer::Pace pace{it.rate / it.dialers, 20'000 / it.dialers,
                                       std::chrono::milliseconds{it.hold}};
    for (int i = 0; i < it.dialers; ++i) {
        dialers.push_back(std::make_unique<load::ModelDialer>(it.scheduler, identity, events,
                                                              "model-" + std::to_string(i), pace));
    }
    if (it.idle > 0) {
        measure_idle(it, dialers);
    } else {
        measure(it, pool, dialers);
    }
    dialers.clear();
    print_sizes("after", load::sizes(pool));
    if (it.rewritten) {
        load::rewrite(pool);
        print_sizes("rewritten", load::sizes(pool));
    }
    server.stop(1s);
    return 0;
}
