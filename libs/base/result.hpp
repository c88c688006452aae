#pragma once

#include "base/error.hpp"

#include <tl/expected.hpp>

#include <utility>

namespace hatif::base {

/// A value, or why there is none. The one alias to change when std::expected comes.
template <class T>
using Result = tl::expected<T, Error>;

/// `return fail(Errc::not_found, "…")` from any function that answers a Result.
inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>{std::move(error)};
}

inline tl::unexpected<Error> fail(Errc code, std::string what, std::string reason = {}) {
    return fail(Error{code, std::move(what), std::move(reason)});
}

} // namespace hatif::base
