#pragma once

#include <memory>

namespace hatif::base {

template <auto destroy>
struct Destroy {
    template <class T>
    void operator()(T* it) const noexcept {
        destroy(it);
    }
};

/// A C library's object, destroyed by the C library's function; the size of a pointer.
///
///     using Rows = base::Handle<PGresult, PQclear>;
template <class T, auto destroy>
using Handle = std::unique_ptr<T, Destroy<destroy>>;

} // namespace hatif::base
