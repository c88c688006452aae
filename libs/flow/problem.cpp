#include "flow/problem.hpp"

namespace hatif::flow {

namespace {

void add(std::vector<Problem>& all, Problem it) {
    if (all.size() < most_problems) {
        all.push_back(std::move(it));
    } else if (all.size() == most_problems) {
        all.push_back({"more_problems", "there are more than are told here", std::nullopt, ""});
    }
}

} // namespace

void Problems::error(Problem it) {
    add(errors, std::move(it));
}

void Problems::warn(Problem it) {
    add(warnings, std::move(it));
}

std::ostream& operator<<(std::ostream& out, const Problem& problem) {
    out << problem.code << ' ' << problem.path;
    if (problem.node) out << " (node " << *problem.node << ')';
    return out << ": " << problem.message;
}

std::string pointer(std::string_view path, std::string_view step) {
    std::string all{path};
    all += '/';
    for (const char c : step) {
        if (c == '~') {
            all += "~0";
        } else if (c == '/') {
            all += "~1";
        } else {
            all += c;
        }
    }
    return all;
}

std::string pointer(std::string_view path, std::size_t index) {
    return pointer(path, std::to_string(index));
}

} // namespace hatif::flow
