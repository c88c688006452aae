#pragma once

#include "gateway/rest/binding.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hatif::gateway {

/// Path parameters: the message's member and the decoded text, "id" and "0192…".
using PathValues = std::vector<std::pair<std::string, std::string>>;

struct Found {
    const Binding* binding;
    PathValues values;
};
struct NoSuchPath {};
struct NoSuchVerb {
    std::string allowed; ///< "GET, HEAD, POST"
};
using Routed = std::variant<Found, NoSuchPath, NoSuchVerb>;

/// Finds the binding of a request. A literal segment wins over a parameter, also when its path does
/// not have the verb; HEAD is GET; one "/" at the end changes nothing.
class Router {
public:
    /// Throws std::runtime_error when two bindings answer the same.
    explicit Router(Bindings bindings);

    Routed find(std::string_view verb, std::string_view path) const;

    const Bindings& bindings() const { return bindings_; }

private:
    struct Node {
        std::map<std::string, Node, std::less<>> literals;
        std::unique_ptr<Node> parameter;
        std::map<std::string, std::size_t, std::less<>> verbs;
    };
    using Segments = std::vector<std::string>;

    void add(std::size_t index);
    static const Node* walk(const Node& from, const Segments& path, std::size_t at);

    const Bindings bindings_;
    Node root_;
};

} // namespace hatif::gateway
