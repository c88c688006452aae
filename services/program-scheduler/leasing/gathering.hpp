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
/// the others and does the work for all; who comes while it works is in the next round. Where the
/// work throws, so does its asking; the others' questions go into the next round.
template <class Question, class Answer>
class Gathering {
    using Place = std::shared_ptr<std::optional<Answer>>;

public:
    /// As many answers as questions, in their order.
    using Work = std::function<std::vector<Answer>(const std::vector<Question>&)>;

    Gathering(std::chrono::milliseconds wait, Work work) : wait_{wait}, work_{std::move(work)} {}

    Answer ask(Question question) {
        const Place mine = std::make_shared<std::optional<Answer>>();
        std::unique_lock lock{mutex_};
        questions_.push_back(std::move(question));
        answers_.push_back(mine);
        news_.wait(lock, [&] { return *mine || !working_; });
        if (!*mine) work_for_all(lock, mine);
        return std::move(**mine);
    }

private:
    void work_for_all(std::unique_lock<std::mutex>& lock, const Place& mine) {
        working_ = true;
        lock.unlock();
        std::this_thread::sleep_for(wait_);
        lock.lock();
        const auto questions = std::exchange(questions_, {});
        const auto waiting = std::exchange(answers_, {});
        lock.unlock();
        std::vector<Answer> answers;
        try {
            answers = work_(questions);
        } catch (...) {
            lock.lock();
            for (std::size_t i = 0; i < waiting.size(); ++i) {
                if (waiting[i] == mine) continue;
                questions_.push_back(questions[i]);
                answers_.push_back(waiting[i]);
            }
            rest();
            throw;
        }
        lock.lock();
        for (std::size_t i = 0; i < waiting.size(); ++i) *waiting[i] = std::move(answers[i]);
        rest();
    }

    void rest() {
        working_ = false;
        news_.notify_all();
    }

    const std::chrono::milliseconds wait_;
    const Work work_;
    std::mutex mutex_;
    std::condition_variable news_;
    bool working_ = false;
    std::vector<Question> questions_;
    std::vector<Place> answers_;
};

} // namespace hatif::program_scheduler
