#include "flow/components.hpp"

#include <algorithm>

namespace hatif::flow {

namespace {

/// A visit goes as deep as the longest way without a turn: linked flows have 5,000 nodes at most.
class Search {
public:
    explicit Search(const Ways& ways) : ways_{ways}, marks_(ways.size()) {}

    std::vector<Component> found() && {
        for (std::size_t at = 0; at < ways_.size(); ++at) {
            if (marks_[at].order == 0) visit(at);
        }
        return std::move(found_);
    }

private:
    struct Mark {
        int order = 0; // of the visit; 0: not yet
        int low = 0;   // the least order that it comes back to
        bool open = false;
    };

    void visit(std::size_t at) {
        auto& mark = marks_[at];
        mark = {++visited_, visited_, true};
        open_.push_back(at);
        for (const auto next : ways_[at]) {
            if (marks_[next].order == 0) visit(next);
            if (marks_[next].open) mark.low = std::min(mark.low, marks_[next].low);
        }
        if (mark.low == mark.order) close(at);
    }

    /// What is open since `at` is its component.
    void close(std::size_t at) {
        auto& all = found_.emplace_back();
        while (marks_[at].open) {
            marks_[open_.back()].open = false;
            all.push_back(open_.back());
            open_.pop_back();
        }
    }

    const Ways& ways_;
    std::vector<Mark> marks_;
    std::vector<std::size_t> open_;
    int visited_ = 0;
    std::vector<Component> found_;
};

} // namespace

std::vector<Component> components_of(const Ways& ways) {
    return Search{ways}.found();
}

bool is_cycle(const Component& component, const Ways& ways) {
    if (component.size() > 1) return true;
    const auto& next = ways[component.front()];
    return std::find(next.begin(), next.end(), component.front()) != next.end();
}

} // namespace hatif::flow
