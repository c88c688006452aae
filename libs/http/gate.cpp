#include "http/gate.hpp"

#include <utility>

namespace hatif::http {

class Answering {
public:
    Answering(std::shared_ptr<Gate> gate, std::uint64_t number)
        : gate_{std::move(gate)}, number_{number} {}
    Answering(const Answering&) = delete;
    ~Answering() { answer(std::nullopt); }

    void answer(std::optional<Response> response) { gate_->answer(number_, std::move(response)); }

private:
    std::shared_ptr<Gate> gate_;
    std::uint64_t number_;
};

void Responder::operator()(Response response) const {
    answering_->answer(std::move(response));
}

Response plain_refusal(unsigned status, std::string_view what, const Request&) {
    Response response{status, {{"Content-Type", "text/plain"}}, std::string{what} + "\n"};
    if (status == 503) response.headers.add("Retry-After", "2");
    return response;
}

std::optional<Responder> Gate::admit(std::shared_ptr<Waiting> connection) {
    const std::lock_guard lock{mutex_};
    if (draining_) return std::nullopt;
    const auto number = next_++;
    waiting_.emplace(number, std::move(connection));
    ++unsettled_;
    return Responder{std::make_shared<Answering>(shared_from_this(), number)};
}

void Gate::answer(std::uint64_t number, std::optional<Response> response) {
    const std::lock_guard lock{mutex_};
    const auto found = waiting_.find(number);
    if (found == waiting_.end()) return;
    found->second->answer_later(std::move(response));
    waiting_.erase(found);
}

std::uint64_t Gate::keep(std::shared_ptr<Asking> body) {
    const std::lock_guard lock{mutex_};
    asking_.emplace(next_, std::move(body));
    return next_++;
}

void Gate::bring(std::uint64_t number, std::optional<std::string> piece) {
    const std::lock_guard lock{mutex_};
    const auto found = asking_.find(number);
    if (found == asking_.end()) return;
    found->second->take_later(std::move(piece));
    asking_.erase(found);
}

void Gate::settle() {
    const std::lock_guard lock{mutex_};
    --unsettled_;
    quiet_.notify_all();
}

bool Gate::drain(std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    draining_ = true;
    return quiet_.wait_for(lock, patience, [&] { return unsettled_ == 0; });
}

void Gate::close() {
    std::unordered_map<std::uint64_t, std::shared_ptr<Waiting>> let_go;
    std::unordered_map<std::uint64_t, std::shared_ptr<Asking>> cut;
    {
        const std::lock_guard lock{mutex_};
        draining_ = true;
        let_go = std::exchange(waiting_, {});
        cut = std::exchange(asking_, {});
    }
}

} // namespace hatif::http
