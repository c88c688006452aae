#pragma once

#include "reporting/report_store.hpp"

#include "pg/codec.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hatif::reporting {

/// A statement with its parameters.
struct Statement {
    std::string sql;
    std::vector<pg::Param> params{};
};

/// The SQL of a filtered list of jobs. Pure.
class JobQuery {
public:
    /// None when nothing can be found: a search without a digit.
    static std::optional<JobQuery>
    make(base::OrganizationId organization, const JobFilter& filter, const std::string& search);

    /// How many: exact up to 10,000, and where one whole execution is asked for, which is counted
    /// as it grows.
    Statement count() const;

    /// A page, and one row more.
    Statement page(const std::string& columns, const page::Request& wanted) const;

private:
    /// The place of a new parameter: "$3".
    template <class T>
    std::string with(const T& value) {
        return add(statement_, value);
    }
    template <class T>
    static std::string add(Statement& statement, const T& value) {
        statement.params.push_back(pg::param(value));
        return "$" + std::to_string(statement.params.size());
    }
    template <class T>
    void where(const std::string& column, const std::optional<T>& value) {
        if (value) statement_.sql += " AND " + column + with(*value);
    }

    base::Uuid organization_{};
    Statement statement_; ///< " FROM jobs WHERE …"
    std::optional<base::Uuid> whole_execution_{};
};

} // namespace hatif::reporting
