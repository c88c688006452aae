#pragma once

namespace hatif::transcode_testing {

/// What the child processes cost that ended since.
class ChildCost {
public:
    ChildCost() : before_{used()} {}

    /// Of CPU, in user and system mode.
    double seconds() const { return used() - before_; }

    /// The most memory that any child of this process ever had.
    static double mebibytes();

private:
    static double used();

    double before_;
};

} // namespace hatif::transcode_testing
