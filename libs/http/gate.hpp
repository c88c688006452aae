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

/// A body that waits for its next piece.
class Asking {
public:
    virtual ~Asking() = default;
    /// From any thread; as BodySource::Taken.
    virtual void take_later(std::optional<std::string> piece) = 0;
};

/// Keeps the connections that wait for an answer and the bodies that wait for a piece, each under a
/// number. So what comes late, even after the server is gone, finds nothing and goes nowhere.
class Gate : public std::enable_shared_from_this<Gate> {
public:
    /// None when no more requests are taken.
    std::optional<Responder> admit(std::shared_ptr<Waiting> connection);
    void answer(std::uint64_t number, std::optional<Response> response);
    std::uint64_t keep(std::shared_ptr<Asking> body);
    void bring(std::uint64_t number, std::optional<std::string> piece);
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
    std::unordered_map<std::uint64_t, std::shared_ptr<Asking>> asking_;
    std::uint64_t next_ = 0;
    std::size_t unsettled_ = 0;
    bool draining_ = false;
};

} // namespace hatif::http
