#include "dialer/leasing/scheduler_link.hpp"

#include "dialer/leasing/wire.hpp"
#include "observability/log.hpp"

#include <algorithm>

namespace hatif::dialer {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t queue_size = 100'000;
constexpr std::size_t batch_size = 500;
constexpr auto start_patience = 1s;
constexpr auto return_patience = 3s;
constexpr int admissions_at_once = 8; // a replica that hangs holds up no more than these
constexpr int speeches_at_once = 4;   // nor does a slow voice engine

/// The first `batch_size` at most, taken off.
template <class T>
std::vector<T> next_batch(std::vector<T>& all) {
    const auto size = std::min(all.size(), batch_size);
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(size);
    std::vector<T> batch{std::make_move_iterator(all.begin()), std::make_move_iterator(end)};
    all.erase(all.begin(), end);
    return batch;
}

/// Yes or no for each attempt that was asked for. Nothing: the answer is not one to the question.
template <class Answers>
std::optional<std::vector<bool>> yes_or_no(const Answers& answers, int yes, std::size_t asked) {
    if (static_cast<std::size_t>(answers.size()) != asked) return std::nullopt;
    std::vector<bool> all;
    for (const auto answer : answers) all.push_back(answer == yes);
    return all;
}

/// Renewed or not, for each attempt that was asked for; as above.
std::optional<std::vector<bool>> renewed(const program::v1::RenewResponse& response,
                                         const std::vector<AttemptRef>& batch,
                                         std::vector<AttemptRef>& hang_up) {
    using Response = program::v1::RenewResponse;
    if (static_cast<std::size_t>(response.answers_size()) != batch.size()) return std::nullopt;
    std::vector<bool> all;
    for (const auto& ref : batch) {
        const auto answer = response.answers(static_cast<int>(all.size()));
        if (answer == Response::ANSWER_HANG_UP) hang_up.push_back(ref);
        all.push_back(answer == Response::ANSWER_RENEWED || answer == Response::ANSWER_HANG_UP);
    }
    return all;
}

/// One batch of Start on its way: it lives until it is answered.
struct StartCall {
    std::vector<AttemptRef> batch{};
    grpc::ClientContext context{};
    program::v1::StartResponse response{};
    grpc::Status status{};
    SteadyTime asked{};
    std::unique_ptr<grpc::ClientAsyncResponseReader<program::v1::StartResponse>> reader{};
};

std::optional<std::vector<bool>> answers_to(const StartCall& call) {
    if (!call.status.ok()) return std::nullopt;
    return yes_or_no(call.response.answers(), program::v1::StartResponse::ANSWER_YES,
                     call.batch.size());
}

} // namespace

SchedulerLink::SchedulerLink(Replicas& replicas, std::string worker, Tell tell)
    : replicas_{replicas}, worker_{worker}, tell_{tell}, library_{replicas}, renewals_{8},
      returns_{queue_size}, flows_{1'000}, elsewhere_{10'000}, visits_{10'000}, reports_{8},
      speeches_{1'000}, speeches_ahead_{1'000}, stream_{replicas, queue_, worker, tell} {}

void SchedulerLink::start() {
    stream_.start();
    threads_.emplace_back([this] { renew_all(); });
    threads_.emplace_back([this] { give_all_back(); });
    threads_.emplace_back([this] { fetch_all(); });
    threads_.emplace_back([this] { ask_all_elsewhere(); });
    for (int i = 0; i < admissions_at_once; ++i) threads_.emplace_back([this] { admit_all(); });
    threads_.emplace_back([this] { report_all(); });
    for (int i = 0; i < speeches_at_once; ++i) {
        threads_.emplace_back([this] { speak_all(speeches_); });
    }
    threads_.emplace_back([this] { speak_all(speeches_ahead_); });
}

SchedulerLink::~SchedulerLink() {
    stream_.stop();
    renewals_.close();
    returns_.close();
    flows_.close();
    elsewhere_.close();
    visits_.close();
    reports_.close();
    speeches_.close();
    speeches_ahead_.close();
    for (auto& thread : threads_) thread.join();
    std::unique_lock lock{starting_};
    starts_.clear(); // nothing begins any more on a queue that is about to close
    start_over_.wait(lock, [&] { return !asking_; });
}

void SchedulerLink::grant(std::uint64_t stream, std::uint32_t credits) {
    stream_.grant(stream, credits);
}

void SchedulerLink::stop_leasing() {
    stream_.stop();
}

void SchedulerLink::ask_start(std::vector<AttemptRef> attempts) {
    {
        const std::lock_guard lock{starting_};
        starts_.insert(starts_.end(), attempts.begin(), attempts.end());
        if (std::exchange(asking_, true)) return;
    }
    ask_next();
}

void SchedulerLink::renew(std::vector<AttemptRef> attempts, std::chrono::milliseconds patience) {
    // Full: the rounds before wait for an answer; the next tick asks again.
    if (!renewals_.put({std::move(attempts), patience})) {
        observability::log_warning("renewals pile up");
    }
}

void SchedulerLink::give_back(std::vector<GivenBack> attempts) {
    for (auto& it : attempts) {
        unreturned_ += 1;
        if (!returns_.put(std::move(it))) unreturned_ -= 1; // its lease runs out
    }
}

void SchedulerLink::fetch(const FlowKey& flow) {
    if (!flows_.put(flow)) {
        tell_(told::Fetched{flow, base::fail(base::Errc::unavailable, "too many flows at once")});
    }
}

SchedulerLink::Answered SchedulerLink::ask(program::v1::StartRequest request) {
    request.set_worker(worker_);
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, start_patience);
    program::v1::StartResponse response;
    const auto asked = std::chrono::steady_clock::now();
    const auto status = replica.stub.Start(&context, request, &response);
    if (!status.ok()) {
        replicas_.give_up(replica.place);
        return {std::nullopt, asked};
    }
    return {yes_or_no(response.answers(), program::v1::StartResponse::ANSWER_YES,
                      static_cast<std::size_t>(request.attempts_size())),
            asked};
}

void SchedulerLink::ask_next() {
    const auto call = std::make_shared<StartCall>();
    {
        const std::lock_guard lock{starting_};
        asking_ = !starts_.empty();
        if (!asking_) return start_over_.notify_all();
        call->batch = next_batch(starts_);
    }
    program::v1::StartRequest request;
    request.set_worker(worker_);
    for (const auto& it : call->batch) to_wire(it, *request.add_attempts()->mutable_attempt());
    const auto replica = replicas_.now();
    replicas_.prepare(call->context, start_patience);
    call->asked = std::chrono::steady_clock::now();
    call->reader = replica.stub.AsyncStart(&call->context, request, *queue_);
    call->reader->Finish(
        &call->response, &call->status, CallQueue::tag([this, call, place = replica.place](bool) {
            if (!call->status.ok()) replicas_.give_up(place);
            tell_(told::StartAnswered{call->batch, answers_to(*call), call->asked});
            ask_next();
        }));
}

void SchedulerLink::ask_all_elsewhere() {
    while (!elsewhere_.closed()) {
        auto all = elsewhere_.wait_all(1s);
        while (!all.empty()) {
            const auto batch = next_batch(all);
            program::v1::StartRequest request;
            for (const auto& it : batch) {
                auto& item = *request.add_attempts();
                to_wire(it.ref, *item.mutable_attempt());
                item.set_trunk_id(it.trunk);
            }
            const auto [answers, asked] = ask(std::move(request));
            for (std::size_t i = 0; i < batch.size(); ++i) {
                const auto yes = answers ? std::optional<bool>{(*answers)[i]} : std::nullopt;
                tell_(told::ElsewhereAnswered{batch[i].ref, batch[i].trunk, yes, asked});
            }
        }
    }
}

void SchedulerLink::renew_all() {
    while (!renewals_.closed()) {
        auto rounds = renewals_.wait_all(1s);
        if (rounds.empty()) continue;
        auto& [all, patience] = rounds.back(); // the newest names all that is alive
        while (!all.empty()) {
            auto batch = next_batch(all);
            program::v1::RenewRequest request;
            request.set_worker(worker_);
            for (const auto& it : batch) to_wire(it, *request.add_attempts());
            std::optional<std::vector<bool>> answers;
            std::vector<AttemptRef> hang_up;
            SteadyTime asked;
            for (std::size_t i = 0; i < replicas_.count() && !answers; ++i) {
                const auto replica = replicas_.now();
                grpc::ClientContext context;
                replicas_.prepare(context, patience);
                program::v1::RenewResponse response;
                asked = std::chrono::steady_clock::now();
                const auto status = replica.stub.Renew(&context, request, &response);
                if (status.ok()) {
                    answers = renewed(response, batch, hang_up);
                } else {
                    replicas_.give_up(replica.place);
                }
            }
            tell_(told::Renewed{std::move(batch), std::move(answers), asked, std::move(hang_up)});
        }
    }
}

bool SchedulerLink::send_back(const std::vector<GivenBack>& attempts) {
    program::v1::NotDialledRequest request;
    request.set_worker(worker_);
    for (const auto& it : attempts) {
        auto& item = *request.add_attempts();
        to_wire(it.ref, *item.mutable_attempt());
        item.set_reason(it.reason);
    }
    const auto replica = replicas_.now();
    grpc::ClientContext context;
    replicas_.prepare(context, return_patience);
    google::protobuf::Empty nothing;
    const auto status = replica.stub.NotDialled(&context, request, &nothing);
    if (!status.ok()) replicas_.give_up(replica.place);
    return status.ok();
}

void SchedulerLink::give_all_back() {
    std::vector<GivenBack> all;
    while (!returns_.closed()) {
        auto more = returns_.wait_all(all.empty() ? 1s : 500ms);
        all.insert(all.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
        while (!all.empty()) {
            auto batch = next_batch(all);
            if (!send_back(batch)) {
                all.insert(all.end(), batch.begin(), batch.end());
                break;
            }
            unreturned_ -= batch.size();
        }
    }
}

void SchedulerLink::fetch_all() {
    while (!flows_.closed()) {
        for (const auto& key : flows_.wait_all(1s)) tell_(told::Fetched{key, library_.fetch(key)});
    }
}

void SchedulerLink::flush(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (unreturned_ > 0 && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(10ms);
    }
}

} // namespace hatif::dialer
