#pragma once

#include "transcode/wav_file.hpp"
#include "voice/voice.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

namespace hatif::program_scheduler::testing {

/// For tests: an engine that says what it is told to.
class FakeEngine final : public voice::Engine {
public:
    static std::string tone() { return transcode::testing::sine(440, 1, {.rate = 16000}).file(); }

    base::Result<std::string> speak(const voice::Utterance& utterance) override {
        ++asked;
        std::unique_lock lock{mutex_};
        changed_.notify_all();
        changed_.wait(lock, [this] { return !held_; });
        if (says.empty() || (can_say && !can_say(utterance.text))) {
            return voice::voice_unavailable("it fell silent");
        }
        return says;
    }
    std::string name() override { return called; }

    void hold() {
        const std::lock_guard lock{mutex_};
        held_ = true;
    }
    void release() {
        const std::lock_guard lock{mutex_};
        held_ = false;
        changed_.notify_all();
    }
    void await_asked() {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [this] { return asked > 0; });
    }

    std::atomic<int> asked{0};
    std::string says = tone(); ///< empty: it fails
    std::string called = "an engine";
    std::function<bool(const std::string& text)> can_say{}; ///< none: all

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool held_ = false;
};

} // namespace hatif::program_scheduler::testing
