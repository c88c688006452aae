#include "dialer/leasing/scheduler_link.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <mutex>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

/// Says 404 of every call that comes, once so many are asked about at a time.
class Porter final : public program::v1::LeaseService::Service {
public:
    explicit Porter(int company) : company_{company} {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
        builder.RegisterService(this);
        server_ = builder.BuildAndStart();
    }
    ~Porter() override {
        {
            const std::lock_guard lock{mutex_};
            company_ = 0;
        }
        changed_.notify_all();
        server_->Shutdown();
    }

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    grpc::Status AdmitInbound(grpc::ServerContext*,
                              const program::v1::AdmitInboundRequest*,
                              program::v1::AdmitInboundResponse* answer) override {
        std::unique_lock lock{mutex_};
        ++asked_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return asked_ >= company_; });
        answer->set_sip_code(404);
        return grpc::Status::OK;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int company_;
    int asked_ = 0;
    int port_ = 0;
    std::unique_ptr<grpc::Server> server_;
};

/// What the link tells of calls that come: 404, or 0 for no answer.
class Bench {
public:
    explicit Bench(const std::vector<std::string>& schedulers)
        : replicas_{schedulers,
                    {"dialer",
                     rpc::CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f").value()}},
          link_{replicas_, "worker", [this](Told told) { hear(told); }} {
        link_.start();
    }
    ~Bench() { link_.stop_leasing(); }

    void admit(std::chrono::milliseconds patience) {
        link_.admit({.call = telephony::CallRef{1},
                     .call_id = "a@b",
                     .until = std::chrono::steady_clock::now() + patience});
    }

    int next() {
        std::unique_lock lock{mutex_};
        REQUIRE(changed_.wait_for(lock, 8s, [&] { return !told_.empty(); }));
        const int code = told_.back();
        told_.pop_back();
        return code;
    }

private:
    void hear(const Told& told) {
        const auto* admitted = std::get_if<told::Admitted>(&told);
        if (admitted == nullptr) return;
        {
            const std::lock_guard lock{mutex_};
            told_.push_back(admitted->answer ? std::get<int>(*admitted->answer) : 0);
        }
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<int> told_;
    Replicas replicas_;
    SchedulerLink link_;
};

} // namespace

TEST_CASE("several calls that come are asked about at a time", "[dialer][inbound]") {
    Porter porter{5};
    Bench bench{{porter.address()}};
    for (int i = 0; i < 5; ++i) bench.admit(4s);
    for (int i = 0; i < 5; ++i) CHECK(bench.next() == 404);
}

TEST_CASE("a replica that hangs keeps no caller waiting: another one is asked",
          "[dialer][inbound]") {
    Porter frozen{1'000};
    Porter lively{1};
    Bench bench{{frozen.address(), lively.address()}};
    for (int i = 0; i < 20; ++i) bench.admit(4s);
    for (int i = 0; i < 20; ++i) CHECK(bench.next() == 404);
}

TEST_CASE("nobody is asked about a caller who is not waiting any more", "[dialer][inbound]") {
    Porter frozen{1'000};
    Bench bench{{frozen.address()}};
    bench.admit(0s);
    CHECK(bench.next() == 0);
}
