#include "event_reader.hpp"
#include "lease_source.hpp"

#include "rpc/server.hpp"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdio>

using namespace hatif;

/// lease_source: gives a dialer, which has it as its scheduler, so many calls at an even rate, and
/// says in one line of JSON what became of them.
int main(int argc, char** argv) {
    CLI::App app{"Leases without a database, to measure a dialer with."};
    std::string listen, kafka, flow = "sig";
    load::LeaseSource::Load load;
    std::size_t hold = 60;
    bool until_answered = false;
    app.add_option("--listen", listen, "HOST:PORT, the dialer's HATIF_SCHEDULER")->required();
    app.add_option("--kafka", kafka, "HOST:PORT of a broker")->required();
    app.add_option("--trunk-host", load.trunk_host, "the callee")->required();
    app.add_option("--trunk-port", load.trunk_port)->required();
    app.add_option("--calls", load.calls)->required();
    app.add_option("--rate", load.rate, "calls a second")->required();
    app.add_option("--flow", flow, "sig, prompt, msg, hold, with +amd behind it or not");
    app.add_option("--hold", hold, "seconds of audio of hold");
    app.add_flag("--until-answered", until_answered, "end when all have been answered, not ended");
    CLI11_PARSE(app, argc, argv);

    load.flow = load::flow_named(flow, hold);
    load::Answers answers;
    const auto count = load.calls;
    load::LeaseSource source{std::move(load), answers};
    load::EventReader reader{kafka, answers};
    rpc::Server server{listen, {&source}};
    const bool whole = until_answered ? answers.wait_settled(count) : answers.wait_over(count);
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const double done = std::chrono::duration<double>(now).count() - source.first_sent();
    std::puts(answers.summary(count, source.last_sent() - source.first_sent(), done).c_str());
    std::fflush(stdout);
    if (until_answered && whole) answers.wait_over(count);
    source.stop();
    server.stop(std::chrono::seconds{1});
    return whole ? 0 : 1;
}
