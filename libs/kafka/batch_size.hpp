#pragma once

#include "base/error.hpp"

#include <cstddef>

/// How many records the next batch holds, so that one that cannot be taken is found.
///
///     a batch failed by its content  ---->  half of it next
///     one record failed so           ---->  again; the third time it is buried
///     a part is down                 ---->  as before: the records are not to blame
///     taken, or buried               ---->  twice as many, up to the full batch
namespace hatif::kafka {

/// Whether saying the same again can never help: the data was refused. All else may pass.
bool is_by_content(const base::Error& error);

class BatchSize {
public:
    explicit BatchSize(std::size_t full) : full_{full}, now_{full} {}

    std::size_t now() const { return now_; }

    void taken();

    /// True when the batch was one record, and it is time to bury it.
    bool failed(std::size_t size, const base::Error& error);

private:
    std::size_t full_;
    std::size_t now_;
    int failures_of_one_ = 0;
};

} // namespace hatif::kafka
