#include "gateway/rest/router.hpp"

#include "base/text.hpp"
#include "http/message.hpp"

#include <optional>
#include <stdexcept>

namespace hatif::gateway {

namespace {

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

std::vector<std::string_view> segments_of(std::string_view path) {
    auto parts = base::split(path.substr(path.starts_with('/') ? 1 : 0), '/');
    if (!parts.empty() && parts.back().empty()) parts.pop_back();
    return parts;
}

std::optional<std::vector<std::string>> decoded(std::string_view path) {
    std::vector<std::string> segments;
    for (const auto part : segments_of(path)) {
        auto segment = http::percent_decode(part);
        if (!segment) return std::nullopt;
        segments.push_back(std::move(*segment));
    }
    return segments;
}

} // namespace

Router::Router(Bindings bindings) : bindings_{std::move(bindings)} {
    for (std::size_t index = 0; index < bindings_.size(); ++index) add(index);
}

void Router::add(std::size_t index) {
    const auto& binding = bindings_[index];
    auto* node = &root_;
    for (const auto segment : segments_of(binding.path)) {
        if (!is_parameter(segment)) {
            node = &node->literals[std::string{segment}];
        } else {
            if (!node->parameter) node->parameter = std::make_unique<Node>();
            node = node->parameter.get();
        }
    }
    if (!node->verbs.emplace(binding.verb, index).second) {
        throw std::runtime_error{"two rpcs answer " + binding.verb + " " + binding.path};
    }
}

const Router::Node* Router::walk(const Node& from, const Segments& path, std::size_t at) {
    if (at == path.size()) return from.verbs.empty() ? nullptr : &from;
    if (const auto literal = from.literals.find(path[at]); literal != from.literals.end()) {
        if (const auto* found = walk(literal->second, path, at + 1)) return found;
    }
    if (!from.parameter || path[at].empty()) return nullptr;
    return walk(*from.parameter, path, at + 1);
}

Routed Router::find(std::string_view verb, std::string_view path) const {
    const auto segments = decoded(path);
    const auto* node = segments && path.starts_with('/') ? walk(root_, *segments, 0) : nullptr;
    if (node == nullptr) return NoSuchPath{};
    const auto found = node->verbs.find(verb == "HEAD" ? "GET" : verb);
    if (found == node->verbs.end()) {
        NoSuchVerb other;
        for (const auto& [each, index] : node->verbs) {
            if (!other.allowed.empty()) other.allowed += ", ";
            other.allowed += each == "GET" ? "GET, HEAD" : each;
        }
        return other;
    }
    const auto& binding = bindings_[found->second];
    PathValues values;
    const auto names = segments_of(binding.path);
    for (std::size_t at = 0; at < names.size(); ++at) {
        if (!is_parameter(names[at])) continue;
        values.emplace_back(names[at].substr(1, names[at].size() - 2), (*segments)[at]);
    }
    return Found{&binding, std::move(values)};
}

} // namespace hatif::gateway
