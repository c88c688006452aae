#pragma once

#include "http/server.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace hatif::http {

/// A connection whose request is with the handler.
class Waiting {
public:
    virtual ~Waiting() = default;
    /// From any thread; none: the handler forgot.
    virtual void answer_later(std::optional<Response> response) = 0;
};

/// Keeps the connections that wait for an answer, each under a number. So an answer that comes
/// late, even after the server is gone, finds nothing and goes nowhere.
class Gate : public std::enable_shared_from_this<Gate> {
public:
    /// None when no more requests are taken.
    std::optional<Responder> admit(std::shared_ptr<Waiting> connection);
    void answer(std::uint64_t number, std::optional<Response> response);
    /// The answer of one that was admitted is written, or will never be.
    void settle();

    /// Admits no more; true when all that was admitted is settled within that time.
    bool drain(std::chrono::milliseconds patience);
    /// Lets go of all that wait.
    void close();

private:
    std::mutex mutex_;
    std::condition_variable quiet_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Waiting>> waiting_;
    std::uint64_t next_ = 0;
    std::size_t unsettled_ = 0;
    bool draining_ = false;
};

} // namespace hatif::http
