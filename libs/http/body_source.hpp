#pragma once

#include <functional>
#include <optional>
#include <string>

namespace hatif::http {

/// A body that is made while it is sent: asked for the next piece when the last one has left. Let
/// go of when the client is gone.
class BodySource {
public:
    /// A piece; an empty one is the end; none: it broke off, and the connection is cut, so that the
    /// client does not take a part for the whole.
    using Taken = std::function<void(std::optional<std::string> piece)>;

    virtual ~BodySource() = default;
    /// Answers once, from any thread, at once or later. Not asked again before it has answered.
    virtual void next(Taken taken) = 0;
};

} // namespace hatif::http
