#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace hatif::program_scheduler {

/// Answers together what threads ask at about the same time. The first of them waits a moment for
/// the others and does the work for all; who comes while it works is in the next round.
template <class Question, class Answer>
class Gathering {
public:
    /// As many answers as questions, in their order.
    using Work = std::function<std::vector<Answer>(const std::vector<Question>&)>;

    Gathering(std::chrono::milliseconds wait, Work work) : wait_{wait}, work_{std::move(work)} {}

    Answer ask(Question question) {
        const auto mine = std::make_shared<std::optional<Answer>>();
        std::unique_lock lock{mutex_};
        questions_.push_back(std::move(question));
        answers_.push_back(mine);
        news_.wait(lock, [&] { return *mine || !working_; });
        if (!*mine) work_for_all(lock);
        return std::move(**mine);
    }

private:
    void work_for_all(std::unique_lock<std::mutex>& lock) {
        working_ = true;
        lock.unlock();
        std::this_thread::sleep_for(wait_);
        lock.lock();
        const auto questions = std::exchange(questions_, {});
        const auto waiting = std::exchange(answers_, {});
        lock.unlock();
        auto answers = work_(questions);
        lock.lock();
        for (std::size_t i = 0; i < waiting.size(); ++i) *waiting[i] = std::move(answers[i]);
        working_ = false;
        news_.notify_all();
    }

    const std::chrono::milliseconds wait_;
    const Work work_;
    std::mutex mutex_;
    std::condition_variable news_;
    bool working_ = false;
    std::vector<Question> questions_;
    std::vector<std::shared_ptr<std::optional<Answer>>> answers_;
};

} // namespace hatif::program_scheduler
