#include "dialer/leasing/scheduler_link.hpp"

#include "base/uuid.hpp"

#include <catch2/catch.hpp>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <condition_variable>
#include <deque>
#include <mutex>

using namespace hatif;
using namespace hatif::dialer;
using namespace std::chrono_literals;

namespace {

AttemptRef attempt(std::uint64_t number) {
    return {base::AttemptId{base::Uuid::derived({}, number)}, 1};
}

/// Says yes to every Start, at the earliest when it may; keeps the stream and what came on it.
class Source final : public program::v1::LeaseService::Service {
public:
    Source() {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
        builder.RegisterService(this);
        server_ = builder.BuildAndStart();
    }
    ~Source() override {
        allow();
        server_->Shutdown(std::chrono::system_clock::now());
    }

    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    void hold() { set(held_, true); }
    void allow() { set(held_, false); }

    /// The stream that is up ends.
    void hang_up() { set(streams_wanted_, streams_ + 1); }

    bool wait_for_batches(std::size_t count) {
        return wait([&] { return batches_.size() >= count; });
    }
    std::vector<int> batches() {
        const std::lock_guard lock{mutex_};
        return batches_;
    }
    bool wait_for_credits(std::uint32_t count) {
        return wait([&] { return credits_ == count; });
    }

    grpc::Status Start(grpc::ServerContext*,
                       const program::v1::StartRequest* request,
                       program::v1::StartResponse* answer) override {
        std::unique_lock lock{mutex_};
        batches_.push_back(request->attempts_size());
        changed_.notify_all();
        changed_.wait(lock, [&] { return !held_; });
        for (int i = 0; i < request->attempts_size(); ++i) {
            answer->add_answers(program::v1::StartResponse::ANSWER_YES);
        }
        return grpc::Status::OK;
    }

    grpc::Status Work(grpc::ServerContext*,
                      grpc::ServerReaderWriter<program::v1::WorkResponse, program::v1::WorkRequest>*
                          stream) override {
        program::v1::WorkRequest request;
        if (!stream->Read(&request) || !request.has_hello()) return grpc::Status::OK;
        program::v1::WorkResponse settings;
        settings.mutable_settings()->mutable_lease_time()->set_seconds(15);
        stream->Write(settings);
        program::v1::WorkResponse leased;
        auto& lease = *leased.mutable_leases()->add_leases();
        lease.set_attempt_id(base::Uuid::derived({}, 7).to_string());
        lease.set_flow_id(base::Uuid{}.to_string());
        stream->Write(leased);
        while (stream->Read(&request)) {
            const std::lock_guard lock{mutex_};
            credits_ += request.credit().attempts();
            changed_.notify_all();
            if (streams_wanted_ > streams_) break;
        }
        const std::lock_guard lock{mutex_};
        streams_ += 1;
        return grpc::Status::OK;
    }

    grpc::Status Speak(grpc::ServerContext*,
                       const program::v1::SpeakRequest* request,
                       program::v1::SpeakResponse* answer) override {
        const std::lock_guard lock{mutex_};
        for (const auto& it : request->utterances()) {
            spoken_.push_back(it.text());
            answer->add_items()->set_error("no voice");
        }
        return grpc::Status::OK;
    }
    std::vector<std::string> spoken() {
        const std::lock_guard lock{mutex_};
        return spoken_;
    }

private:
    template <class T>
    void set(T& what, T value) {
        {
            const std::lock_guard lock{mutex_};
            what = value;
        }
        changed_.notify_all();
    }

    template <class Condition>
    bool wait(Condition condition) {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, 10s, condition);
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
    int streams_ = 0;
    int streams_wanted_ = 0;
    std::uint32_t credits_ = 0;
    std::vector<int> batches_;
    std::vector<std::string> spoken_;
    int port_ = 0;
    std::unique_ptr<grpc::Server> server_;
};

/// The link, and what it tells.
class Desk {
public:
    explicit Desk(const std::string& scheduler)
        : replicas_{{scheduler},
                    {"dialer",
                     rpc::CallerKeys::read("k1:000102030405060708090a0b0c0d0e0f").value()}},
          link_{replicas_, "worker", [this](Told told) { hear(std::move(told)); }} {
        link_.start();
    }
    ~Desk() { link_.stop_leasing(); }

    SchedulerLink& link() { return link_; }

    /// The next of this kind; what else is told before it is passed over.
    template <class T>
    T next() {
        std::unique_lock lock{mutex_};
        while (true) {
            REQUIRE(changed_.wait_for(lock, 10s, [&] { return !told_.empty(); }));
            auto told = std::move(told_.front());
            told_.pop_front();
            if (auto* it = std::get_if<T>(&told)) return std::move(*it);
        }
    }

private:
    void hear(Told told) {
        {
            const std::lock_guard lock{mutex_};
            told_.push_back(std::move(told));
        }
        changed_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Told> told_;
    Replicas replicas_;
    SchedulerLink link_;
};

} // namespace

TEST_CASE("leases come on the stream, and credits go", "[dialer][leasing]") {
    Source source;
    Desk desk{source.address()};
    const auto settings = desk.next<told::SettingsChanged>();
    CHECK(settings.first);
    const auto leased = desk.next<told::Leased>();
    REQUIRE(leased.leases.size() == 1);
    CHECK(leased.leases[0].ref.attempt == attempt(7).attempt);
    desk.link().grant(settings.stream, 3);
    desk.link().grant(settings.stream, 4);
    CHECK(source.wait_for_credits(7));
    desk.link().grant(settings.stream + 1, 100); // of a stream that is not up
    desk.link().grant(settings.stream, 1);
    CHECK(source.wait_for_credits(8));
}

TEST_CASE("a stream that ended is opened anew, under another number", "[dialer][leasing]") {
    Source source;
    Desk desk{source.address()};
    const auto before = desk.next<told::SettingsChanged>();
    source.hang_up();
    desk.link().grant(before.stream, 1);
    desk.next<told::StreamLost>();
    const auto after = desk.next<told::SettingsChanged>();
    CHECK(after.first);
    CHECK(after.stream != before.stream);
}

TEST_CASE("what is asked while a Start is on its way goes together with the next",
          "[dialer][leasing]") {
    Source source;
    source.hold();
    Desk desk{source.address()};
    desk.link().ask_start({attempt(1), attempt(2)});
    REQUIRE(source.wait_for_batches(1));
    desk.link().ask_start({attempt(3)});
    desk.link().ask_start({attempt(4), attempt(5)});
    source.allow();
    const auto first = desk.next<told::StartAnswered>();
    CHECK(first.asked_for == std::vector{attempt(1), attempt(2)});
    const auto second = desk.next<told::StartAnswered>();
    CHECK(second.asked_for == std::vector{attempt(3), attempt(4), attempt(5)});
    CHECK(second.answers == std::vector<bool>{true, true, true});
    CHECK(source.batches() == std::vector{2, 3});
}

TEST_CASE("a scheduler that says nothing to Start leaves it unanswered, and the next is asked",
          "[dialer][leasing]") {
    Source source;
    source.hold();
    Desk desk{source.address()};
    desk.link().ask_start({attempt(1)});
    const auto unanswered = desk.next<told::StartAnswered>();
    CHECK(unanswered.asked_for == std::vector{attempt(1)});
    CHECK_FALSE(unanswered.answers.has_value());
    source.allow();
    desk.link().ask_start({attempt(2)});
    CHECK(desk.next<told::StartAnswered>().answers == std::vector<bool>{true});
}

TEST_CASE("a link that goes waits for the Start that is on its way", "[dialer][leasing]") {
    Source source;
    source.hold();
    {
        Desk desk{source.address()};
        desk.link().ask_start({attempt(1)});
        REQUIRE(source.wait_for_batches(1));
    }
    CHECK(source.batches() == std::vector{1});
}

TEST_CASE("a text that nobody waits for any more is not asked for, and whoever waited is told",
          "[dialer][leasing]") {
    Source source;
    Desk desk{source.address()};
    const auto now = std::chrono::steady_clock::now();
    desk.link().speak({"org", {{"late"}, {"too"}}, false, now});
    const auto late = desk.next<told::Spoke>();
    CHECK(late.speech.utterances == std::vector<Utterance>{{"late"}, {"too"}});
    REQUIRE(late.results.size() == 2);
    for (const auto& it : late.results) {
        CHECK(it.error() == flow::Fault{"voice_unavailable", "it was not spoken in time"});
    }
    desk.link().speak({"org", {{"in time"}}, false, now + 1h});
    CHECK(desk.next<told::Spoke>().results.at(0).error().what == "no voice");
    desk.link().speak({"org", {{"whenever"}}, true});
    CHECK(desk.next<told::Spoke>().results.at(0).error().what == "no voice");
    CHECK(source.spoken() == std::vector<std::string>{"in time", "whenever"});
}
